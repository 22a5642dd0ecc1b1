//! SQL of opened charts.

use super::rules::Reason;
use crate::{
    access::policy::{BreakGlass, Permit, ReviewOpenings, SeeOpenings},
    kernel::ids::{OpeningId, PatientId, PersonId},
    patients::store::full_name,
    platform::cx::{Cx, CxMut},
};
use jiff::{SignedDuration, Timestamp};

/// Until when the acting person has the chart open, if they opened it.
pub async fn open_until(cx: &mut Cx, patient: PatientId) -> sqlx::Result<Option<Timestamp>> {
    let (practice, me, now) = (cx.actor.practice.0, cx.actor.person.0, jiff_sqlx::Timestamp::from(cx.now));
    let until = sqlx::query_scalar!(
        r#"select max(until) as "until: jiff_sqlx::Timestamp" from chart_opening
            where practice = $1 and person = $2 and patient = $3 and at <= $4 and until > $4"#,
        practice,
        me,
        patient.0,
        now as jiff_sqlx::Timestamp
    )
    .fetch_one(cx.sql())
    .await?;
    Ok(until.map(|at| at.to_jiff()))
}

/// Name and file number: what whoever finds the patient may know.
pub async fn card(cx: &mut Cx, may: &Permit<BreakGlass>) -> sqlx::Result<(String, String)> {
    let practice = cx.actor.practice.0;
    let row = sqlx::query!(
        "select file_no, preferred_name, first_names, last_name from patient where practice = $1 and id = $2",
        practice,
        may.over().patient.0
    )
    .fetch_one(cx.sql())
    .await?;
    Ok((full_name(&row.preferred_name, &row.first_names, &row.last_name), row.file_no))
}

/// Openings by the acting person since then. Others of theirs wait until this one is over.
pub async fn mine_since(cx: &mut CxMut, _: &Permit<BreakGlass>, since: Timestamp) -> sqlx::Result<i64> {
    let (practice, me, since) = (cx.actor.practice.0, cx.actor.person.0, jiff_sqlx::Timestamp::from(since));
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::uuid::text || 'chart', 81))", me)
        .execute(cx.sql())
        .await?;
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from chart_opening where practice = $1 and person = $2 and at > $3"#,
        practice,
        me,
        since as jiff_sqlx::Timestamp
    )
    .fetch_one(cx.sql())
    .await
}

/// Opens the permit's chart for the acting person.
pub async fn insert(
    cx: &mut CxMut,
    may: &Permit<BreakGlass>,
    id: OpeningId,
    reason: Reason,
    words: &str,
    open: SignedDuration,
) -> sqlx::Result<()> {
    let (practice, me) = (cx.actor.practice.0, cx.actor.person.0);
    let (now, until) = (jiff_sqlx::Timestamp::from(cx.now), jiff_sqlx::Timestamp::from(cx.now + open));
    sqlx::query!(
        "insert into chart_opening (practice, id, person, patient, reason, words, at, until)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        practice,
        id.0,
        me,
        may.over().patient.0,
        reason.key(),
        words,
        now as jiff_sqlx::Timestamp,
        until as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}

/// Owners and managers who are told, but not whoever opened it.
pub async fn watchers(cx: &mut CxMut, _: &Permit<BreakGlass>) -> sqlx::Result<Vec<PersonId>> {
    let (practice, me) = (cx.actor.practice.0, cx.actor.person.0);
    let found = sqlx::query_scalar!(
        "select id from person
          where practice = $1 and roles && array['owner', 'manager'] and suspended_at is null and id <> $2 order by id",
        practice,
        me
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(found.into_iter().map(PersonId).collect())
}

/// A chart that was opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Which opening.
    pub id: OpeningId,
    /// By whom.
    pub person: PersonId,
    /// Their name.
    pub by: String,
    /// Whose chart.
    pub patient: PatientId,
    /// Their name.
    pub name: String,
    /// The file number.
    pub file_no: String,
    /// The reason, as chosen.
    pub reason: String,
    /// In words.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Looks at the chart while it was open.
    pub looks: u32,
    /// The review: accepted or not, by whom, when.
    pub review: Option<(bool, String, Timestamp)>,
}

/// The latest openings; those not reviewed first.
pub async fn latest(cx: &mut Cx, _: &Permit<SeeOpenings>) -> sqlx::Result<Vec<Opening>> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        r#"select o.id, o.person, p.name as by_name, o.patient, c.preferred_name, c.first_names, c.last_name, c.file_no,
                  o.reason, o.words, o.at as "at: jiff_sqlx::Timestamp", o.until as "until: jiff_sqlx::Timestamp",
                  (select count(*) from trail t where t.practice = o.practice and t.person = o.person and t.subject = o.patient
                      and t.action = 'read' and t.at >= o.at and t.at < o.until) as "looks!",
                  o.outcome, r.name as "reviewer?", o.reviewed_at as "reviewed_at: jiff_sqlx::Timestamp"
             from chart_opening o
             join person p on p.practice = o.practice and p.id = o.person
             join patient c on c.practice = o.practice and c.id = o.patient
             left join person r on r.practice = o.practice and r.id = o.reviewed_by
            where o.practice = $1
            order by o.reviewed_at is not null, o.at desc, o.id limit 100"#,
        practice
    )
    .fetch_all(cx.sql())
    .await?;
    let openings = rows.into_iter().map(|row| Opening {
        id: OpeningId(row.id),
        person: PersonId(row.person),
        by: row.by_name,
        patient: PatientId(row.patient),
        name: full_name(&row.preferred_name, &row.first_names, &row.last_name),
        file_no: row.file_no,
        reason: row.reason,
        words: row.words,
        at: row.at.to_jiff(),
        until: row.until.to_jiff(),
        looks: u32::try_from(row.looks).unwrap_or(u32::MAX),
        review: row
            .outcome
            .zip(row.reviewer)
            .zip(row.reviewed_at)
            .map(|((outcome, by), at)| (outcome == "accepted", by, at.to_jiff())),
    });
    Ok(openings.collect())
}

/// Writes a review down, once, and not of one's own opening. Gives whose chart it was.
pub async fn review(
    cx: &mut CxMut,
    _: &Permit<ReviewOpenings>,
    id: OpeningId,
    accepted: bool,
) -> sqlx::Result<Option<PatientId>> {
    let (practice, me, now) = (cx.actor.practice.0, cx.actor.person.0, jiff_sqlx::Timestamp::from(cx.now));
    let outcome = if accepted { "accepted" } else { "not_accepted" };
    let found = sqlx::query_scalar!(
        "update chart_opening set reviewed_at = $4, reviewed_by = $3, outcome = $5
          where practice = $1 and id = $2 and person <> $3 and reviewed_at is null returning patient",
        practice,
        id.0,
        me,
        now as jiff_sqlx::Timestamp,
        outcome
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(found.map(PatientId))
}
