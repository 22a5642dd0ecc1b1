//! The visits of one patient, through all days.

use crate::{
    access::policy::{ChangeStatus, Permit, SeeDiary},
    kernel::ids::{AppointmentId, PatientId},
    platform::cx::Cx,
    scheduling::model::Status,
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

/// A visit as the list of a patient's visits shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientVisitRow {
    /// Which.
    pub id: AppointmentId,
    /// From.
    pub starts_at: Timestamp,
    /// How far it has come.
    pub status: Status,
    /// Called off less than a day before.
    pub late: bool,
    /// Name of the kind of visit.
    pub kind: String,
    /// Name of its colour.
    pub tone: String,
    /// Name of the practitioner.
    pub practitioner: String,
    /// Name of the room; empty without one.
    pub room: String,
    /// Name of the site.
    pub site: String,
}

/// Some of a patient's visits, most recent first: those that are over before `now`, or those that are not, from the
/// `skip`th on.
pub async fn visits_of_patient(
    cx: &mut Cx,
    _: &Permit<SeeDiary>,
    patient: PatientId,
    coming: bool,
    skip: i64,
    limit: i64,
) -> sqlx::Result<Vec<PatientVisitRow>> {
    let now = cx.now;
    let rows = sqlx::query!(
        r#"select a.id, a.starts_at, a.status, a.cancelled_late, t.name as kind, t.tone,
                  w.first_names || ' ' || w.last_name as "practitioner!", coalesce(r.name, '') as "room!", s.name as site
             from appointment a
             join appointment_type t on t.practice = a.practice and t.id = a.type
             join practitioner w on w.practice = a.practice and w.id = a.practitioner
             join site s on s.practice = a.practice and s.id = a.site
             left join resource r on r.practice = a.practice and r.id = a.room
            where a.patient = $1 and (a.ends_at > $2) = $3
            order by a.starts_at desc, a.id desc offset $4 limit $5"#,
        patient.0,
        now.to_sqlx() as jiff_sqlx::Timestamp,
        coming,
        skip,
        limit
    )
    .fetch_all(cx.sql())
    .await?;
    let row = rows.into_iter().map(|r| PatientVisitRow {
        id: AppointmentId(r.id),
        starts_at: r.starts_at.to_jiff(),
        status: Status::from_key(&r.status).unwrap_or(Status::Booked),
        late: r.cancelled_late,
        kind: r.kind,
        tone: r.tone,
        practitioner: r.practitioner,
        room: r.room,
        site: r.site,
    });
    Ok(row.collect())
}

/// How many visits of a patient are yet to come or going on, and how many are over.
pub async fn count_of_patient(cx: &mut Cx, _: &Permit<SeeDiary>, patient: PatientId) -> sqlx::Result<(i64, i64)> {
    let now = cx.now;
    let row = sqlx::query!(
        r#"select count(*) filter (where ends_at > $2) as "coming!", count(*) filter (where ends_at <= $2) as "past!"
             from appointment where patient = $1"#,
        patient.0,
        now.to_sqlx() as jiff_sqlx::Timestamp
    )
    .fetch_one(cx.sql())
    .await?;
    Ok((row.coming, row.past))
}

/// Whether the patient came to any other visit before.
pub async fn was_here(
    cx: &mut Cx,
    _: &Permit<ChangeStatus>,
    patient: PatientId,
    but: AppointmentId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from appointment where patient = $1 and id <> $2
                             and status in ('arrived', 'in_room', 'completed')) as "was!""#,
        patient.0,
        but.0
    )
    .fetch_one(cx.sql())
    .await
}
