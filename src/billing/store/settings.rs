//! What stands at the head of documents, and what kinds of visit propose.

use crate::{
    access::policy::{Permit, SetBilling},
    billing::drafts::Particulars,
    kernel::ids::PractitionerId,
    platform::cx::{Cx, CxMut},
};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;

/// What was said last for a day; none when nothing was.
pub async fn particulars(cx: &mut Cx, on: Date) -> sqlx::Result<Option<Particulars>> {
    let row = sqlx::query!(
        r#"select since as "since: jiff_sqlx::Date", name, practice_no, address, phone, email, bank, due_days, vat_no, vat_bp
             from billing_particulars where practice = $1 and since <= $2 order by since desc, id desc limit 1"#,
        cx.actor.practice.0,
        jiff_sqlx::Date::from(on) as jiff_sqlx::Date
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(|r| Particulars {
        since: r.since.to_jiff(),
        name: r.name,
        practice_no: r.practice_no,
        address: r.address,
        phone: r.phone,
        email: r.email,
        bank: r.bank,
        due_days: r.due_days,
        vat_no: r.vat_no,
        vat_bp: r.vat_bp,
    }))
}

/// Says it anew from a day on.
pub async fn set_particulars(cx: &mut CxMut, _: &Permit<SetBilling>, it: &Particulars) -> sqlx::Result<()> {
    let (practice, person, now) = (cx.actor.practice.0, cx.actor.person.0, cx.now);
    sqlx::query!(
        "insert into billing_particulars (practice, id, since, name, practice_no, address, phone, email, bank, due_days, vat_no, vat_bp, at, by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        practice,
        uuid::Uuid::now_v7(),
        jiff_sqlx::Date::from(it.since) as jiff_sqlx::Date,
        it.name,
        it.practice_no,
        it.address,
        it.phone,
        it.email,
        it.bank,
        it.due_days,
        it.vat_no,
        it.vat_bp,
        now.to_sqlx() as jiff_sqlx::Timestamp,
        person
    )
    .execute(cx.sql())
    .await?;
    Ok(())
}

/// A practitioner's numbers.
#[derive(Clone, Debug)]
pub struct Numbers {
    pub practitioner: PractitionerId,
    pub name: String,
    pub profession: String,
    pub qualification: String,
    pub council_no: String,
    pub practice_no: String,
}

/// The numbers of everybody who treats.
pub async fn numbers(cx: &mut Cx, _: &Permit<SetBilling>) -> sqlx::Result<Vec<Numbers>> {
    let rows = sqlx::query!(
        r#"select d.id, trim(d.title || ' ' || d.first_names || ' ' || d.last_name) as "name!", d.profession,
                  coalesce(n.qualification, '') as "qualification!", coalesce(n.council_no, '') as "council_no!",
                  coalesce(n.practice_no, '') as "practice_no!"
             from practitioner d left join practitioner_particulars n on n.practice = d.practice and n.practitioner = d.id
            where d.practice = $1 and d.active order by d.sort, d.last_name"#,
        cx.actor.practice.0
    )
    .fetch_all(cx.sql())
    .await?;
    let row = rows.into_iter().map(|r| Numbers {
        practitioner: PractitionerId(r.id),
        name: r.name,
        profession: r.profession,
        qualification: r.qualification,
        council_no: r.council_no,
        practice_no: r.practice_no,
    });
    Ok(row.collect())
}

/// Writes a practitioner's numbers.
pub async fn set_numbers(cx: &mut CxMut, _: &Permit<SetBilling>, of: &Numbers) -> sqlx::Result<()> {
    let practice = cx.actor.practice.0;
    sqlx::query!(
        "insert into practitioner_particulars (practice, practitioner, qualification, council_no, practice_no) values ($1, $2, $3, $4, $5)
         on conflict (practice, practitioner) do update set qualification = excluded.qualification, council_no = excluded.council_no,
           practice_no = excluded.practice_no",
        practice,
        of.practitioner.0,
        of.qualification,
        of.council_no,
        of.practice_no
    )
    .execute(cx.sql())
    .await?;
    Ok(())
}

/// Kinds of visit that are charged: id and name.
pub async fn charged_types(cx: &mut Cx, _: &Permit<SetBilling>) -> sqlx::Result<Vec<(uuid::Uuid, String)>> {
    let rows = sqlx::query!(
        "select id, name from appointment_type where practice = $1 and charged and active order by sort, name",
        cx.actor.practice.0
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}

/// All proposals: type, profession, code, quantity; in order.
pub async fn proposals(cx: &mut Cx, _: &Permit<SetBilling>) -> sqlx::Result<Vec<(uuid::Uuid, String, String, i32)>> {
    let rows = sqlx::query!(
        "select type, profession, code, quantity from charge_proposal where practice = $1 order by type, profession, position",
        cx.actor.practice.0
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (r.r#type, r.profession, r.code, r.quantity)).collect())
}

/// Replaces what a kind of visit proposes for a profession.
pub async fn set_proposal(
    cx: &mut CxMut,
    _: &Permit<SetBilling>,
    kind: uuid::Uuid,
    profession: &str,
    codes: &[(String, i32)],
) -> sqlx::Result<()> {
    let practice = cx.actor.practice.0;
    sqlx::query!(
        "delete from charge_proposal where practice = $1 and type = $2 and profession = $3",
        practice,
        kind,
        profession
    )
    .execute(cx.sql())
    .await?;
    let (names, times): (Vec<String>, Vec<i32>) = codes.iter().cloned().unzip();
    sqlx::query!(
        "insert into charge_proposal (practice, type, profession, position, code, quantity)
         select $1, $2, $3, c.n, c.code, c.times from unnest($4::text[], $5::int[]) with ordinality as c(code, times, n)",
        practice,
        kind,
        profession,
        &names,
        &times
    )
    .execute(cx.sql())
    .await?;
    Ok(())
}
