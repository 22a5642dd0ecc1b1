//! Alerts and what became of them.

use crate::{
    access::policy::{self, PatientFile, Permit, RaiseAlert, SeePatient},
    kernel::ids::{AlertId, OnceKey},
    patients::{
        alerts::{AlertLine, AlertState, AlertStep, NewAlert},
        model::{BannerAlert, ChangeLine},
        registration::words::{ALERT_CATEGORIES, word},
    },
    platform::cx::{Cx, CxMut},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Worst first.
const SEVERITIES: [&str; 3] = ["danger", "caution", "info"];

/// Place of a severity, worst first.
pub(super) fn rank(severity: &str) -> usize {
    SEVERITIES.iter().position(|it| *it == severity).unwrap_or(SEVERITIES.len())
}

/// The alerts of the permit's patient, those that hold first. Those not for the desk are shown to those who may raise them.
pub async fn alerts(cx: &mut Cx, may: &Permit<SeePatient>) -> sqlx::Result<Vec<AlertLine>> {
    let (practice, file) = (cx.actor.practice.0, may.over());
    let every = policy::ask::<RaiseAlert>(&cx.actor, file).is_some();
    let rows = sqlx::query!(
        r#"select a.id, a.category, a.severity, a.words, a.for_desk, a.at as "at: jiff_sqlx::Timestamp",
                  a.until as "until: jiff_sqlx::Date", a.resolved_at is not null as "resolved!", coalesce(p.name, '') as "by!"
             from alert a left join person p on p.practice = a.practice and p.id = a.raised_by
            where a.practice = $1 and a.patient = $2 and (a.for_desk or $3) order by a.at desc, a.id desc"#,
        practice,
        file.patient.0,
        every
    )
    .fetch_all(cx.sql())
    .await?;
    let ids: Vec<uuid::Uuid> = rows.iter().map(|row| row.id).collect();
    let steps = steps(cx, may, &ids).await?;
    let (today, zone, me) = (cx.today(), cx.zone.clone(), cx.actor.person.0);
    let mut lines: Vec<AlertLine> = rows
        .into_iter()
        .map(|row| {
            let mine: Vec<&Step> = steps.iter().filter(|step| step.alert == row.id).collect();
            let until = row.until.map(jiff_sqlx::Date::to_jiff);
            let raised = line("Raised".into(), row.at.to_jiff(), &zone, row.by);
            let known = acknowledgements(&mine);
            AlertLine {
                id: AlertId(row.id),
                severity: row.severity,
                category: word(ALERT_CATEGORIES, &row.category).to_owned(),
                words: row.words,
                for_desk: row.for_desk,
                state: AlertState::of(row.resolved, until, today),
                until: until.map(crate::kernel::span::plain_day).unwrap_or_default(),
                acknowledged: names(&known),
                known_today: known.iter().any(|s| s.person == me && zone.to_datetime(s.at).date() == today),
                history: mine.iter().map(|step| step.line(&zone)).chain([raised]).collect(),
                key: OnceKey::fresh(),
            }
        })
        .collect();
    lines.sort_by_key(|it| (it.state != AlertState::Open, rank(&it.severity)));
    Ok(lines)
}

/// The alerts of the permit's patient that hold, for the banner.
pub(super) async fn open_alerts(cx: &mut Cx, may: &Permit<SeePatient>) -> sqlx::Result<Vec<BannerAlert>> {
    let open = alerts(cx, may).await?.into_iter().filter(|it| it.state == AlertState::Open);
    let note = |names: &[String]| match names {
        [] => String::new(),
        names => format!("acknowledged by {}", names.join(", ")),
    };
    Ok(open.map(|it| BannerAlert { note: note(&it.acknowledged), severity: it.severity, words: it.words }).collect())
}

/// A step that was taken.
struct Step {
    alert: uuid::Uuid,
    what: Option<AlertStep>,
    why: String,
    at: Timestamp,
    person: uuid::Uuid,
    by: String,
}

impl Step {
    fn line(&self, zone: &TimeZone) -> ChangeLine {
        let what = self.what.map_or("Changed", AlertStep::word);
        let what = if self.why.is_empty() { what.to_owned() } else { format!("{what}: {}", self.why) };
        line(what, self.at, zone, self.by.clone())
    }
}

fn line(what: String, at: Timestamp, zone: &TimeZone, by: String) -> ChangeLine {
    ChangeLine { what, at: at.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M").to_string(), by }
}

/// Those since the alert was last opened again; the steps come latest first.
fn acknowledgements<'a>(steps: &[&'a Step]) -> Vec<&'a Step> {
    let since = steps.iter().take_while(|step| step.what != Some(AlertStep::Reopen));
    since.filter(|step| step.what == Some(AlertStep::Acknowledge)).copied().collect()
}

fn names(steps: &[&Step]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for step in steps.iter().rev().filter(|step| !step.by.is_empty()) {
        if !names.contains(&step.by) {
            names.push(step.by.clone());
        }
    }
    names
}

/// The steps of these alerts, the latest first.
async fn steps(cx: &mut Cx, _: &Permit<SeePatient>, alerts: &[uuid::Uuid]) -> sqlx::Result<Vec<Step>> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        r#"select s.alert, s.step, s.why, s.by, s.at as "at: jiff_sqlx::Timestamp", coalesce(p.name, '') as "name!"
             from alert_step s left join person p on p.practice = s.practice and p.id = s.by
            where s.practice = $1 and s.alert = any($2) order by s.at desc, s.id desc"#,
        practice,
        alerts
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Step {
            alert: row.alert,
            what: AlertStep::from_key(&row.step),
            why: row.why,
            at: row.at.to_jiff(),
            person: row.by,
            by: row.name,
        })
        .collect())
}

/// Writes down something to mind about the permit's patient.
pub async fn raise(cx: &mut CxMut, may: &Permit<RaiseAlert>, it: &NewAlert) -> sqlx::Result<AlertId> {
    let (practice, person, id) = (cx.actor.practice.0, cx.actor.person.0, AlertId::fresh());
    let now = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query!(
        "insert into alert (practice, id, patient, category, severity, words, for_desk, until, raised_by, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        practice,
        id.0,
        may.over().patient.0,
        it.category,
        it.severity,
        it.words,
        it.for_desk,
        it.until.map(jiff_sqlx::Date::from) as Option<jiff_sqlx::Date>,
        person,
        now as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await?;
    Ok(id)
}

/// An alert about to be settled.
pub struct HeldAlert {
    /// Somebody resolved it.
    pub resolved: bool,
    /// Its last day.
    pub until: Option<Date>,
    /// How much it matters.
    pub severity: String,
    /// The front desk sees it too.
    pub for_desk: bool,
}

/// An alert of the permit's patient, held until this change is over.
pub async fn hold_alert(cx: &mut CxMut, may: &Permit<RaiseAlert>, alert: AlertId) -> sqlx::Result<Option<HeldAlert>> {
    let (practice, PatientFile { patient, .. }) = (cx.actor.practice.0, may.over());
    let row = sqlx::query!(
        r#"select resolved_at is not null as "resolved!", until as "until: jiff_sqlx::Date", severity, for_desk
             from alert where practice = $1 and patient = $2 and id = $3 for update"#,
        practice,
        patient.0,
        alert.0
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(|row| HeldAlert {
        resolved: row.resolved,
        until: row.until.map(jiff_sqlx::Date::to_jiff),
        severity: row.severity,
        for_desk: row.for_desk,
    }))
}

/// Closes an alert of the permit's patient.
pub async fn close_alert(cx: &mut CxMut, may: &Permit<RaiseAlert>, alert: AlertId, why: &str) -> sqlx::Result<()> {
    let (practice, person, patient) = (cx.actor.practice.0, cx.actor.person.0, may.over().patient.0);
    let now = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query!(
        "update alert set resolved_by = $4, resolved_at = $5, resolved_why = $6
          where practice = $1 and patient = $2 and id = $3",
        practice,
        patient,
        alert.0,
        person,
        now as jiff_sqlx::Timestamp,
        why
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}

/// Opens an alert of the permit's patient again, until it is resolved.
pub async fn open_alert(cx: &mut CxMut, may: &Permit<RaiseAlert>, alert: AlertId) -> sqlx::Result<()> {
    let (practice, patient) = (cx.actor.practice.0, may.over().patient.0);
    sqlx::query!(
        "update alert set resolved_by = null, resolved_at = null, resolved_why = '', until = null
          where practice = $1 and patient = $2 and id = $3",
        practice,
        patient,
        alert.0
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}

/// Writes a step into the alert's history.
pub async fn step_alert(
    cx: &mut CxMut,
    _: &Permit<RaiseAlert>,
    alert: AlertId,
    step: AlertStep,
    why: &str,
) -> sqlx::Result<()> {
    let (practice, person) = (cx.actor.practice.0, cx.actor.person.0);
    let now = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query!(
        "insert into alert_step (practice, id, alert, step, why, by, at) values ($1, $2, $3, $4, $5, $6, $7)",
        practice,
        uuid::Uuid::now_v7(),
        alert.0,
        step.key(),
        why,
        person,
        now as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}
