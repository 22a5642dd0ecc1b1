//! Patients in the database. Every function takes the permit that was asked, and the patient from it.

mod alerts;
mod alike;
mod find;
mod ledger;
mod promises;
mod read;
mod record;
mod write;

pub use alerts::{alerts, close_alert, hold_alert, open_alert, raise, step_alert};
pub use alike::alike;
pub use find::{dialled, find, full_name};
pub use ledger::{NewConsent, close_and_open, consents_now, say};
pub use promises::PROMISES;
pub use read::{banner, by_file_no, history, last_change, lists, reveal};
pub use record::{Stored, stored};
pub use write::{NewPatient, give_file_no, hold_numbers, insert, keep_counter_above, set_account, update};

use crate::{
    access::policy::PatientFile,
    kernel::{
        identifiers::IdType,
        ids::{PatientId, PracticeId},
        problem::Problem,
        sa_id::SaIdNumber,
    },
    platform::{
        cx::{Cx, Fault},
        seal::Seal,
    },
};

/// What exact identity numbers are sealed and marked as.
pub const SEALED_ID: &str = "id";
/// What member numbers are marked as.
pub const MARKED_MEMBER: &str = "member";

/// From when on a visit makes a care relationship: twelve months back; the future counts.
pub(super) fn care_since(cx: &Cx) -> jiff_sqlx::Timestamp {
    let year = jiff::Span::new().months(12);
    let since = cx.zone.to_datetime(cx.now).checked_sub(year).ok();
    let since = since.and_then(|day| cx.zone.to_ambiguous_timestamp(day).compatible().ok()).unwrap_or(cx.now);
    since.into()
}

/// The file as the policy sees it. Asked before the permit: it reads nothing but that the patient exists here and
/// whether the acting person treats them, or opened the chart with a reason.
pub async fn file(cx: &mut Cx, patient: PatientId) -> sqlx::Result<PatientFile> {
    let (practice, practitioner, since) = (cx.actor.practice.0, cx.actor.practitioner.map(|p| p.0), care_since(cx));
    let (me, now) = (cx.actor.person.0, jiff_sqlx::Timestamp::from(cx.now));
    let row = sqlx::query!(
        r#"select ($2::uuid is not null and exists (
              select 1 from appointment v where v.practice = $1 and v.patient = p.id and v.practitioner = $2
                 and v.status <> 'cancelled' and v.starts_at > $3)) as "in_care!",
                  exists (select from chart_opening o where o.practice = $1 and o.person = $5 and o.patient = p.id
                             and o.at <= $6 and o.until > $6) as "opened!"
             from patient p where p.practice = $1 and p.id = $4"#,
        practice,
        practitioner,
        since as jiff_sqlx::Timestamp,
        patient.0,
        me,
        now as jiff_sqlx::Timestamp
    )
    .fetch_one(cx.sql())
    .await?;
    Ok(PatientFile { patient, in_care: row.in_care, opened: row.opened })
}

/// An exact number as the database keeps it.
#[derive(Default)]
pub struct Sealed {
    /// Encrypted.
    pub sealed: Option<Vec<u8>>,
    /// To be found by.
    pub mark: Option<Vec<u8>>,
    /// To be shown.
    pub masked: String,
}

/// Seals a number for storing.
pub fn sealed(seal: &Seal, practice: PracticeId, kind: IdType, number: Option<&str>) -> Result<Sealed, Fault> {
    let Some(number) = number else { return Ok(Sealed::default()) };
    Ok(Sealed {
        sealed: Some(seal.seal(practice, SEALED_ID, number)?),
        mark: crate::kernel::search_key::id_normal(number).map(|text| seal.mark(practice, SEALED_ID, &text)),
        masked: masked(kind, number),
    })
}

/// `800101 **** 08*` for an ID number; of any other number the last three characters.
pub fn masked(kind: IdType, number: &str) -> String {
    match (kind, SaIdNumber::parse(number)) {
        (IdType::SaId, Ok(id)) => id.masked(),
        _ => masked_end(number),
    }
}

/// The last three characters, if enough others stay hidden.
pub fn masked_end(number: &str) -> String {
    let count = number.chars().count();
    let shown = if count > 6 { 3 } else { 0 };
    format!("****{}", number.chars().skip(count - shown).collect::<String>())
}

/// The word the database has for a kind of document.
fn id_type_word(kind: IdType) -> &'static str {
    match kind {
        IdType::Permit => "refugee",
        IdType::SaId | IdType::Passport | IdType::BirthRecord | IdType::ForeignId | IdType::NoneYet => kind.key(),
    }
}

fn id_type_of(word: &str) -> IdType {
    if word == "refugee" { IdType::Permit } else { IdType::from_key(word).unwrap_or_default() }
}

/// Promises of the database that a person can break by what they typed, as faults of fields: constraint, field, code.
fn told<T>(result: sqlx::Result<T>, fields: &[(&str, &str, &str)]) -> Result<T, Fault> {
    result.map_err(|e| {
        let broken = e.as_database_error().and_then(|d| d.constraint());
        match fields.iter().find(|(constraint, _, _)| broken == Some(constraint)) {
            Some((_, field, code)) => Problem::field(field, code).into(),
            None => Fault::Sql(e),
        }
    })
}
