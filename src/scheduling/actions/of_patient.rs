//! The visits of one patient, coming and past.

use crate::{
    access::policy::SeeDiary,
    kernel::{ids::PatientId, problem::Problem, span},
    platform::cx::{Cx, Fault},
    scheduling::{
        model::{PatientVisits, VisitLine},
        store::{self, PatientVisitRow},
    },
};

/// How many of each the patient's own page shows.
const FEW: i64 = 5;
/// How many past visits a page of all of them shows.
const MANY: i64 = 50;
/// No one has more visits ahead than this in sight.
const AHEAD: i64 = 200;

/// A few of a patient's visits, or, when a page is asked for, all that are coming and that page of those that are over.
pub async fn visits_of(cx: &mut Cx, patient: PatientId, page: Option<u32>) -> Result<PatientVisits, Fault> {
    let may = cx.permit::<SeeDiary>(())?;
    cx.saw([patient]);
    let who = store::patient_of(cx, &may, patient).await?.ok_or(Problem::NotFound)?;
    let (coming_count, past_count) = store::count_of_patient(cx, &may, patient).await?;
    let (ahead, skip, limit) = match page {
        None => (FEW, 0, FEW),
        Some(page) => (if page == 0 { AHEAD } else { 0 }, i64::from(page) * MANY, MANY),
    };
    // of many that are coming the nearest matter most, and they are the last of a list that begins with the latest
    let far = (coming_count - ahead).max(0);
    let coming = store::visits_of_patient(cx, &may, patient, true, far, ahead).await?;
    let past = store::visits_of_patient(cx, &may, patient, false, skip, limit).await?;
    let line = |cx: &Cx, row: PatientVisitRow| {
        let (day, starts) = span::local(&cx.zone, row.starts_at);
        VisitLine {
            id: row.id,
            day: span::plain_day(day),
            time: format!("{} {}", span::weekday(day), span::clock(starts)),
            status: row.status,
            late: row.late,
            kind: row.kind,
            tone: row.tone,
            practitioner: row.practitioner,
            place: [row.room, row.site].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", "),
        }
    };
    Ok(PatientVisits {
        patient,
        name: who.name,
        coming: coming.into_iter().map(|row| line(cx, row)).collect(),
        past: past.into_iter().map(|row| line(cx, row)).collect(),
        coming_count: u32::try_from(coming_count).unwrap_or(0),
        past_count: u32::try_from(past_count).unwrap_or(0),
        skipped: u32::try_from(skip).unwrap_or(0),
    })
}
