//! A visit's page: names, the patient's card, and what happened before.

use super::visit::Visit;
use crate::{
    access::policy::{Permit, SeeDiary, SeePatient},
    kernel::ids::{AppointmentId, EventId, PatientId},
    platform::cx::Cx,
    scheduling::events::Trace,
};
use jiff::{Timestamp, civil::Date};

/// Names of all a visit points at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Of the kind of visit.
    pub kind: String,
    /// Of the practitioner.
    pub practitioner: String,
    /// Of the site.
    pub site: String,
    /// Of the room; empty without one.
    pub room: String,
    /// Of the equipment; empty without any.
    pub equipment: String,
}

/// Looks up the names.
pub async fn names(cx: &mut Cx, it: &Visit) -> sqlx::Result<Names> {
    sqlx::query_as!(
        Names,
        r#"select coalesce((select name from appointment_type where id = $1), '') as "kind!",
                  coalesce((select first_names || ' ' || last_name from practitioner where id = $2), '') as "practitioner!",
                  coalesce((select name from site where id = $3), '') as "site!",
                  coalesce((select name from resource where id = $4), '') as "room!",
                  coalesce((select name from resource where id = $5), '') as "equipment!""#,
        it.type_id.0,
        it.practitioner.0,
        it.site.0,
        it.room.map(|r| r.0),
        it.equipment.map(|e| e.0)
    )
    .fetch_one(cx.sql())
    .await
}

/// What the front desk knows a patient by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientRow {
    /// Who.
    pub id: PatientId,
    /// Preferred or first names, and last name.
    pub name: String,
    /// File number.
    pub file_no: String,
    /// First phone number; empty without one.
    pub phone: String,
    /// Day of birth, when known.
    pub born: Option<Date>,
    /// `female`, `male` or `unknown`.
    pub sex: String,
    /// Day of death.
    pub died: Option<Date>,
}

/// The patient as the desk knows them; none when there is no such patient here.
pub async fn patient_of(cx: &mut Cx, _: &Permit<SeeDiary>, id: PatientId) -> sqlx::Result<Option<PatientRow>> {
    let row = sqlx::query!(
        r#"select p.id, trim(coalesce(nullif(p.preferred_name, ''), p.first_names) || ' ' || p.last_name) as "name!", p.file_no,
                  coalesce((select f.number from patient_phone f where f.practice = p.practice and f.patient = p.id
                             order by f.position limit 1), '') as "phone!",
                  p.birth_date, p.sex, p.deceased_on
             from patient p where p.id = $1"#,
        id.0
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(|r| PatientRow {
        id: PatientId(r.id),
        name: r.name,
        file_no: r.file_no,
        phone: r.phone,
        born: r.birth_date.map(|d| d.to_jiff()),
        sex: r.sex,
        died: r.deceased_on.map(|d| d.to_jiff()),
    }))
}

/// What to mind, worst first: the desk's own, and all of them for those who may see the file.
pub async fn alerts(
    cx: &mut Cx,
    _: &Permit<SeeDiary>,
    id: PatientId,
    all: bool,
) -> sqlx::Result<Vec<(String, String)>> {
    let today = jiff_sqlx::Date::from(cx.today());
    let rows = sqlx::query!(
        "select severity, words from alert
          where patient = $1 and resolved_at is null and (for_desk or $2) and (until is null or until >= $3)
          order by case severity when 'danger' then 0 when 'caution' then 1 else 2 end, at desc",
        id.0,
        all,
        today as jiff_sqlx::Date
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (r.severity, r.words)).collect())
}

/// What is known about allergies.
pub async fn allergies(cx: &mut Cx, may: &Permit<SeePatient>) -> sqlx::Result<(String, Vec<String>)> {
    let row = sqlx::query!("select allergies_state, allergies from patient where id = $1", may.over().patient.0)
        .fetch_one(cx.sql())
        .await?;
    Ok((row.allergies_state, row.allergies))
}

/// Something that was done to a visit.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Which.
    pub id: EventId,
    /// To which visit.
    pub visit: AppointmentId,
    /// What, as the event's kind.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// Name of who did it; empty for the program itself.
    pub by: String,
    /// Before and after.
    pub trace: Trace,
}

fn read_trace(particulars: serde_json::Value) -> sqlx::Result<Trace> {
    serde_json::from_value(particulars).map_err(|e| sqlx::Error::Decode(Box::new(e)))
}

/// One deed of the diary; none when there is no such deed here.
pub async fn deed(cx: &mut Cx, id: EventId) -> sqlx::Result<Option<Deed>> {
    let row = sqlx::query!(
        r#"select e.id, e.subject, e.kind, e.at, coalesce(w.name, '') as "by!", e.particulars
             from event e left join person w on w.practice = e.practice and w.id = e.person
            where e.id = $1 and e.kind in ('appointment.booked', 'appointment.moved', 'appointment.status_changed',
                                           'appointment.cancelled', 'appointment.undone')"#,
        id.0
    )
    .fetch_optional(cx.sql())
    .await?;
    row.map(|r| {
        Ok(Deed {
            id: EventId(r.id),
            visit: AppointmentId(r.subject),
            kind: r.kind,
            at: r.at.to_jiff(),
            by: r.by,
            trace: read_trace(r.particulars)?,
        })
    })
    .transpose()
}

/// What was done to a visit, latest first; the last hundred.
pub async fn history(cx: &mut Cx, _: &Permit<SeeDiary>, id: AppointmentId) -> sqlx::Result<Vec<Deed>> {
    let rows = sqlx::query!(
        r#"select e.id, e.subject, e.kind, e.at, coalesce(w.name, '') as "by!", e.particulars
             from event e left join person w on w.practice = e.practice and w.id = e.person
            where e.subject = $1 and e.kind in ('appointment.booked', 'appointment.moved', 'appointment.status_changed',
                                                'appointment.cancelled', 'appointment.undone')
            order by e.at desc, e.id desc limit 100"#,
        id.0
    )
    .fetch_all(cx.sql())
    .await?;
    let deed = rows.into_iter().map(|r| {
        Ok(Deed {
            id: EventId(r.id),
            visit: AppointmentId(r.subject),
            kind: r.kind,
            at: r.at.to_jiff(),
            by: r.by,
            trace: read_trace(r.particulars)?,
        })
    });
    deed.collect()
}
