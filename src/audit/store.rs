//! The trail, read. Nothing here writes.

use super::{drafts::TrailWish, model::Kind};
use crate::{
    access::policy::{Ability, PatientFile, Permit, SeeTrail, SeeWhoOpened},
    kernel::ids::PatientId,
    platform::cx::Cx,
};
use jiff::Timestamp;

/// Rows on a page.
pub const PAGE: usize = 50;
const ONE_MORE: i64 = 51;

/// A row as it stands.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What kind.
    pub kind: Kind,
    /// The deed of the policy.
    pub ability: String,
    /// The event's kind.
    pub event: String,
    /// In which role.
    pub role: String,
    /// Who, where it is somebody.
    pub who: Option<String>,
    /// What it was about.
    pub subject: Option<uuid::Uuid>,
    /// Up to four of the patients it concerns.
    pub patients: Vec<uuid::Uuid>,
    /// How many there are.
    pub how_many: i32,
    /// Why.
    pub purpose: String,
    /// Where from.
    pub address: String,
}

/// Days as instants: from the first of one to before the last.
#[derive(Clone, Copy, Debug, Default)]
pub struct Between {
    /// From.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// One page, latest first, and one row more if there are any.
pub async fn page(
    cx: &mut Cx,
    _: &Permit<SeeTrail>,
    wish: &TrailWish,
    days: Between,
    patient: Option<PatientId>,
) -> sqlx::Result<Vec<Row>> {
    rows(cx, wish, days, patient).await
}

/// What concerns one patient, latest first, and one row more if there are any.
pub async fn about(cx: &mut Cx, may: &Permit<SeeWhoOpened>, before: Option<i64>) -> sqlx::Result<Vec<Row>> {
    let wish = TrailWish { before, ..TrailWish::default() };
    rows(cx, &wish, Between::default(), Some(may.over().patient)).await
}

async fn rows(cx: &mut Cx, wish: &TrailWish, days: Between, patient: Option<PatientId>) -> sqlx::Result<Vec<Row>> {
    let practice = cx.actor.practice.0;
    // each way of asking has its own best index, so no plan is kept for all of them
    sqlx::query("set local plan_cache_mode = force_custom_plan").execute(cx.sql()).await?;
    let rows = sqlx::query!(
        r#"select t.seq, t.at as "at: jiff_sqlx::Timestamp", t.action, t.ability, t.kind, t.role, p.name as "who?", t.subject,
                  t.patients[1:4] as "patients!: Vec<uuid::Uuid>", cardinality(t.patients) as "how_many!", t.purpose, t.address
             from trail t left join person p on p.practice = t.practice and p.id = t.person
            where t.practice = $1 and ($2::bigint is null or t.seq < $2) and ($3::uuid is null or t.person = $3)
              and ($4::text is null or t.action = $4) and ($5::timestamptz is null or t.at >= $5)
              and ($6::timestamptz is null or t.at < $6) and ($7::uuid is null or t.seq in (select seq from trail_about($7)))
            order by t.seq desc limit $8"#,
        practice,
        wish.before,
        wish.person.map(|p| p.0),
        wish.kind.map(Kind::key),
        days.from.map(jiff_sqlx::Timestamp::from) as Option<jiff_sqlx::Timestamp>,
        days.until.map(jiff_sqlx::Timestamp::from) as Option<jiff_sqlx::Timestamp>,
        patient.map(|p| p.0),
        ONE_MORE
    )
    .fetch_all(cx.sql())
    .await?;
    let rows = rows.into_iter().filter_map(|r| {
        Some(Row {
            seq: r.seq,
            at: r.at.to_jiff(),
            kind: Kind::of(&r.action)?,
            ability: r.ability,
            event: r.kind,
            role: r.role,
            who: r.who,
            subject: r.subject,
            patients: r.patients,
            how_many: r.how_many,
            purpose: r.purpose,
            address: r.address,
        })
    });
    Ok(rows.collect())
}

/// Whose file has this number.
pub async fn by_number(cx: &mut Cx, _: &Permit<SeeTrail>, file_no: &str) -> sqlx::Result<Option<PatientId>> {
    let practice = cx.actor.practice.0;
    let id = sqlx::query_scalar!("select id from patient where practice = $1 and file_no = $2", practice, file_no)
        .fetch_optional(cx.sql())
        .await?;
    Ok(id.map(PatientId))
}

/// The numbers of these patients' files.
pub async fn numbers(
    cx: &mut Cx,
    _: &Permit<impl Ability>,
    patients: &[uuid::Uuid],
) -> sqlx::Result<Vec<(PatientId, String)>> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!("select id, file_no from patient where practice = $1 and id = any($2)", practice, patients)
        .fetch_all(cx.sql())
        .await?;
    Ok(rows.into_iter().map(|r| (PatientId(r.id), r.file_no)).collect())
}

/// Everybody who ever worked here, by name.
pub async fn people(cx: &mut Cx, _: &Permit<SeeTrail>) -> sqlx::Result<Vec<(String, String)>> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        "select id, name from person where practice = $1 and roles <> '{patient}' order by lower(name), id",
        practice
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (r.id.to_string(), r.name)).collect())
}

/// A patient's file as the policy sees it here: that it exists. Nobody's care relationship opens who opened it.
pub async fn file(cx: &mut Cx, patient: PatientId) -> sqlx::Result<PatientFile> {
    let practice = cx.actor.practice.0;
    sqlx::query_scalar!("select id from patient where practice = $1 and id = $2", practice, patient.0)
        .fetch_one(cx.sql())
        .await?;
    Ok(PatientFile { patient, in_care: false, opened: false })
}
