//! Finding invoices, and visits without one.

use crate::{
    access::policy::{FindInvoices, Permit},
    billing::model::State,
    kernel::ids::{AppointmentId, PatientId},
    platform::cx::Cx,
};
use jiff::{Timestamp, civil::Date};

/// The most rows of a list.
pub const MOST: i64 = 100;

/// A row: a checkout that was begun has no number.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: uuid::Uuid,
    pub number: Option<i64>,
    pub served_on: Date,
    pub due_on: Option<Date>,
    pub patient: PatientId,
    pub patient_name: String,
    pub practitioner: String,
    pub total: i64,
    pub credited: i64,
    pub paid: i64,
}

/// Invoices by number, or of patients whose name holds what was typed; those in a state; drafts among them. The latest
/// first, one more than is shown.
pub async fn invoices(
    cx: &mut Cx,
    _: &Permit<FindInvoices>,
    number: Option<i64>,
    name: &str,
    state: Option<State>,
) -> sqlx::Result<Vec<Row>> {
    let zone = cx.zone.iana_name().unwrap_or("Africa/Johannesburg").to_owned();
    let rows = sqlx::query!(
        r#"select * from (
             select i.id as "id!", i.number, i.served_on as "served_on!: jiff_sqlx::Date", i.due_on as "due_on: jiff_sqlx::Date",
                    i.patient as "patient!", trim(p.first_names || ' ' || p.last_name) as "patient_name!",
                    trim(d.title || ' ' || d.first_names || ' ' || d.last_name) as "practitioner!",
                    i.total_cents as "total!", s.credited as "credited!", s.paid as "paid!", i.at as sorted,
                    case when s.credited >= i.total_cents and s.credited > 0 then 'credited'
                         when i.total_cents - s.credited - s.paid <= 0 then 'paid'
                         when s.paid > 0 then 'part_paid' else 'issued' end as state
               from invoice i join invoice_standing s on s.practice = i.practice and s.id = i.id
               join patient p on p.practice = i.practice and p.id = i.patient
               join practitioner d on d.practice = i.practice and d.id = i.practitioner
              where i.practice = $1 and ($2::bigint is null or i.number = $2)
                and ($3 = '' or strpos(p.sort_key, $3) > 0 or strpos(lower(p.first_names || ' ' || p.last_name), $3) > 0)
             union all
             select c.visit, null::bigint, (v.starts_at at time zone $6)::date, null::date, v.patient,
                    trim(p.first_names || ' ' || p.last_name), trim(d.title || ' ' || d.first_names || ' ' || d.last_name),
                    0::bigint, 0::bigint, 0::bigint, c.changed_at, 'draft'
               from checkout_draft c join appointment v on v.practice = c.practice and v.id = c.visit
               join patient p on p.practice = v.practice and p.id = v.patient
               join practitioner d on d.practice = v.practice and d.id = v.practitioner
              where c.practice = $1 and $2::bigint is null
                and ($3 = '' or strpos(p.sort_key, $3) > 0 or strpos(lower(p.first_names || ' ' || p.last_name), $3) > 0)
           ) x where $4 = '' or x.state = $4 order by x.sorted desc limit $5"#,
        cx.actor.practice.0,
        number,
        name,
        state.map_or("", State::key),
        MOST + 1,
        zone
    )
    .fetch_all(cx.sql())
    .await?;
    let row = rows.into_iter().map(|r| Row {
        id: r.id,
        number: r.number,
        served_on: r.served_on.to_jiff(),
        due_on: r.due_on.map(jiff_sqlx::Date::to_jiff),
        patient: PatientId(r.patient),
        patient_name: r.patient_name,
        practitioner: r.practitioner,
        total: r.total,
        credited: r.credited,
        paid: r.paid,
    });
    Ok(row.collect())
}

/// A visit that was and has no invoice.
#[derive(Clone, Debug)]
pub struct Unbilled {
    pub visit: AppointmentId,
    pub starts_at: Timestamp,
    pub patient: PatientId,
    pub patient_name: String,
    pub practitioner: String,
    pub kind: String,
}

/// Charged visits that were completed since a moment and have no invoice that stands; the latest first.
pub async fn unbilled(
    cx: &mut Cx,
    _: &Permit<FindInvoices>,
    since: Timestamp,
    most: i64,
) -> sqlx::Result<Vec<Unbilled>> {
    let rows = sqlx::query!(
        r#"select v.id, v.starts_at as "starts_at: jiff_sqlx::Timestamp", v.patient as "patient!",
                  trim(p.first_names || ' ' || p.last_name) as "patient_name!",
                  trim(d.title || ' ' || d.first_names || ' ' || d.last_name) as "practitioner!", t.name as kind
             from appointment v
             join appointment_type t on t.practice = v.practice and t.id = v.type
             join patient p on p.practice = v.practice and p.id = v.patient
             join practitioner d on d.practice = v.practice and d.id = v.practitioner
            where v.practice = $1 and v.status = 'completed' and t.charged and v.starts_at >= $2
              and not exists (select 1 from invoice i join invoice_line l on l.practice = i.practice and l.invoice = i.id
                               where i.practice = v.practice and i.visit = v.id
                                 and not exists (select 1 from credit_note_line c where c.practice = l.practice
                                                   and c.invoice = l.invoice and c.position = l.position))
            order by v.starts_at desc limit $3"#,
        cx.actor.practice.0,
        jiff_sqlx::Timestamp::from(since) as jiff_sqlx::Timestamp,
        most
    )
    .fetch_all(cx.sql())
    .await?;
    let row = rows.into_iter().map(|r| Unbilled {
        visit: AppointmentId(r.id),
        starts_at: r.starts_at.to_jiff(),
        patient: PatientId(r.patient),
        patient_name: r.patient_name,
        practitioner: r.practitioner,
        kind: r.kind,
    });
    Ok(row.collect())
}
