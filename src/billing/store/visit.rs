//! The visit that is charged, and its checkout before it is issued.

use crate::{
    access::policy::{Ability, IssueInvoice, PatientFile, Permit},
    billing::drafts::CheckoutForm,
    kernel::ids::{AppointmentId, AppointmentTypeId, InvoiceId, PatientId, PractitionerId},
    platform::cx::{Cx, CxMut},
};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::ToSqlx;

/// Whose visit it is. Read before the permit, which is over their file. None for a meeting or another practice's.
pub async fn patient_of(cx: &mut Cx, visit: AppointmentId) -> sqlx::Result<Option<PatientId>> {
    let row = sqlx::query_scalar!(
        "select patient from appointment where practice = $1 and id = $2",
        cx.actor.practice.0,
        visit.0
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.flatten().map(PatientId))
}

/// Everything about a visit that an invoice states.
#[derive(Clone, Debug)]
pub struct Facts {
    pub visit: AppointmentId,
    pub practitioner: PractitionerId,
    pub practitioner_name: String,
    pub profession: String,
    pub qualification: String,
    pub council_no: String,
    pub practitioner_no: String,
    pub type_id: AppointmentTypeId,
    pub type_key: String,
    pub type_name: String,
    pub capacity: u32,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub status: String,
    pub site: String,
    pub first_names: String,
    pub last_name: String,
    pub file_no: String,
    pub birth: Option<Date>,
    pub address: serde_json::Value,
    pub holder: serde_json::Value,
    pub scheme: String,
    pub scheme_option: String,
    pub member_no: String,
    pub main_member: serde_json::Value,
    pub dependant: String,
    pub first_visit: bool,
}

/// The facts of a visit of the permit's patient.
pub async fn facts<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
    visit: AppointmentId,
) -> sqlx::Result<Facts> {
    let r = sqlx::query!(
        r#"select v.practitioner, trim(d.title || ' ' || d.first_names || ' ' || d.last_name) as "practitioner_name!", d.profession,
                  coalesce(n.qualification, '') as "qualification!", coalesce(n.council_no, '') as "council_no!",
                  coalesce(n.practice_no, '') as "practitioner_no!",
                  v.type, t.key as type_key, t.name as type_name, t.capacity,
                  v.starts_at as "starts_at: jiff_sqlx::Timestamp", v.ends_at as "ends_at: jiff_sqlx::Timestamp", v.status,
                  s.name as site, p.first_names, p.last_name, p.file_no, p.birth_date as "birth: jiff_sqlx::Date", p.address, p.holder,
                  coalesce(c.name, '') as "scheme!", coalesce(f.scheme_option, '') as "scheme_option!",
                  coalesce(f.member_number, '') as "member_no!", coalesce(f.main_member, '{}') as "main_member!",
                  coalesce(f.dependant_code, '') as "dependant!",
                  not exists (select 1 from appointment e where e.practice = v.practice and e.patient = v.patient
                     and e.status = 'completed' and e.starts_at < v.starts_at) as "first_visit!"
             from appointment v
             join practitioner d on d.practice = v.practice and d.id = v.practitioner
             left join practitioner_particulars n on n.practice = v.practice and n.practitioner = v.practitioner
             join appointment_type t on t.practice = v.practice and t.id = v.type
             join site s on s.practice = v.practice and s.id = v.site
             join patient p on p.practice = v.practice and p.id = v.patient
             left join lateral (select * from funding x where x.practice = p.practice and x.patient = p.id and x.ended is null
                                 order by x.position limit 1) f on true
             left join scheme c on c.practice = f.practice and c.id = f.scheme
            where v.practice = $1 and v.id = $2 and v.patient = $3"#,
        cx.actor.practice.0,
        visit.0,
        may.over().patient.0
    )
    .fetch_one(cx.sql())
    .await?;
    Ok(Facts {
        visit,
        practitioner: PractitionerId(r.practitioner),
        practitioner_name: r.practitioner_name,
        profession: r.profession,
        qualification: r.qualification,
        council_no: r.council_no,
        practitioner_no: r.practitioner_no,
        type_id: AppointmentTypeId(r.r#type),
        type_key: r.type_key,
        type_name: r.type_name,
        capacity: u32::try_from(r.capacity).unwrap_or(1),
        starts_at: r.starts_at.to_jiff(),
        ends_at: r.ends_at.to_jiff(),
        status: r.status,
        site: r.site,
        first_names: r.first_names,
        last_name: r.last_name,
        file_no: r.file_no,
        birth: r.birth.map(jiff_sqlx::Date::to_jiff),
        address: r.address,
        holder: r.holder,
        scheme: r.scheme,
        scheme_option: r.scheme_option,
        member_no: r.member_no,
        main_member: r.main_member,
        dependant: r.dependant,
        first_visit: r.first_visit,
    })
}

/// What a kind of visit proposes for a profession.
pub async fn proposed(cx: &mut Cx, of: &Facts) -> sqlx::Result<Vec<(String, u32)>> {
    let rows = sqlx::query!(
        "select code, quantity from charge_proposal where practice = $1 and type = $2 and profession = $3 order by position",
        cx.actor.practice.0,
        of.type_id.0,
        of.profession
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (r.code, u32::try_from(r.quantity).unwrap_or(1))).collect())
}

/// The invoice of a visit that is not taken back whole.
pub async fn invoice_of<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
    visit: AppointmentId,
) -> sqlx::Result<Option<InvoiceId>> {
    let row = sqlx::query_scalar!(
        "select i.id from invoice i
          where i.practice = $1 and i.visit = $2 and i.patient = $3
            and exists (select 1 from invoice_line l where l.practice = i.practice and l.invoice = i.id
                  and not exists (select 1 from credit_note_line c
                                   where c.practice = l.practice and c.invoice = l.invoice and c.position = l.position))",
        cx.actor.practice.0,
        visit.0,
        may.over().patient.0
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(InvoiceId))
}

/// A checkout as it was left.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The form.
    pub form: CheckoutForm,
    /// Which version.
    pub version: i32,
    /// Initials of who left it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// The checkout of a visit, if one was begun.
pub async fn kept<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    _: &Permit<A>,
    visit: AppointmentId,
) -> sqlx::Result<Option<Kept>> {
    let row = sqlx::query!(
        r#"select d.form, d.version, d.changed_at as "at: jiff_sqlx::Timestamp", coalesce(p.name, '') as "by!"
             from checkout_draft d left join person p on p.practice = d.practice and p.id = d.changed_by
            where d.practice = $1 and d.visit = $2"#,
        cx.actor.practice.0,
        visit.0
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(|r| Kept {
        form: serde_json::from_value(r.form).unwrap_or_default(),
        version: r.version,
        by: r.by.split_whitespace().filter_map(|w| w.chars().next()).collect(),
        at: r.at.to_jiff(),
    }))
}

/// Keeps a checkout. False when somebody else kept a later version.
pub async fn keep(
    cx: &mut CxMut,
    _: &Permit<IssueInvoice>,
    visit: AppointmentId,
    form: &CheckoutForm,
    version: i32,
) -> sqlx::Result<bool> {
    let (practice, person, now) = (cx.actor.practice.0, cx.actor.person.0, cx.now);
    let form = serde_json::to_value(form).unwrap_or_default();
    let done = sqlx::query!(
        "insert into checkout_draft (practice, visit, form, version, changed_at, changed_by) values ($1, $2, $3, $4 + 1, $5, $6)
         on conflict (practice, visit) do update set form = excluded.form, version = excluded.version,
           changed_at = excluded.changed_at, changed_by = excluded.changed_by
         where checkout_draft.version = $4",
        practice,
        visit.0,
        form,
        version,
        now.to_sqlx() as jiff_sqlx::Timestamp,
        person
    )
    .execute(cx.sql())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The checkout became an invoice.
pub async fn forget(cx: &mut CxMut, _: &Permit<IssueInvoice>, visit: AppointmentId) -> sqlx::Result<()> {
    let practice = cx.actor.practice.0;
    sqlx::query!("delete from checkout_draft where practice = $1 and visit = $2", practice, visit.0)
        .execute(cx.sql())
        .await?;
    Ok(())
}
