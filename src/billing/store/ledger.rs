//! Booking: a transaction with its entries, and which payment pays which invoice.

use crate::{
    access::policy::{Ability, PatientFile, Permit},
    billing::rules::Entry,
    kernel::ids::{InvoiceId, PaymentId},
    platform::cx::{Cx, CxMut, Fault},
};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;

/// Books entries of a document on the permit's patient; gives the transaction.
pub async fn post<A: Ability<Over = PatientFile>>(
    cx: &mut CxMut,
    may: &Permit<A>,
    kind: &str,
    document: uuid::Uuid,
    day: Date,
    entries: &[Entry],
) -> Result<uuid::Uuid, Fault> {
    let (practice, person, now) = (cx.actor.practice.0, cx.actor.person.0, cx.now);
    let (id, patient) = (uuid::Uuid::now_v7(), may.over().patient.0);
    sqlx::query!(
        "insert into ledger_transaction (practice, id, kind, patient, document, day, at, by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        practice,
        id,
        kind,
        patient,
        document,
        jiff_sqlx::Date::from(day) as jiff_sqlx::Date,
        now.to_sqlx() as jiff_sqlx::Timestamp,
        person
    )
    .execute(cx.sql())
    .await?;
    let accounts: Vec<String> = entries.iter().map(|e| e.account.to_owned()).collect();
    let cents: Vec<i64> = entries.iter().map(|e| e.cents).collect();
    sqlx::query!(
        "insert into ledger_entry (practice, transaction, position, account, patient, cents)
         select $1, $2, e.n, e.account, $3, e.cents from unnest($4::text[], $5::bigint[]) with ordinality as e(account, cents, n)",
        practice,
        id,
        patient,
        &accounts,
        &cents
    )
    .execute(cx.sql())
    .await?;
    Ok(id)
}

/// Lets a payment pay for an invoice, or below zero no longer.
pub async fn allocate<A: Ability<Over = PatientFile>>(
    cx: &mut CxMut,
    may: &Permit<A>,
    transaction: uuid::Uuid,
    rows: &[(PaymentId, InvoiceId, i64)],
) -> sqlx::Result<()> {
    let practice = cx.actor.practice.0;
    for (payment, invoice, cents) in rows {
        sqlx::query!(
            "insert into allocation (practice, id, payment, invoice, patient, cents, transaction) values ($1, $2, $3, $4, $5, $6, $7)",
            practice,
            uuid::Uuid::now_v7(),
            payment.0,
            invoice.0,
            may.over().patient.0,
            cents,
            transaction
        )
        .execute(cx.sql())
        .await?;
    }
    Ok(())
}

/// What payments pay of an invoice, the latest payment first.
pub async fn paying<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    _: &Permit<A>,
    invoice: InvoiceId,
) -> sqlx::Result<Vec<(PaymentId, i64)>> {
    let rows = sqlx::query!(
        r#"select a.payment, sum(a.cents)::bigint as "cents!" from allocation a
             join payment p on p.practice = a.practice and p.id = a.payment
            where a.practice = $1 and a.invoice = $2 group by a.payment, p.number having sum(a.cents) > 0 order by p.number desc"#,
        cx.actor.practice.0,
        invoice.0
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (PaymentId(r.payment), r.cents)).collect())
}

/// What a payment pays, invoice by invoice.
pub async fn paid_by<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    _: &Permit<A>,
    payment: PaymentId,
) -> sqlx::Result<Vec<(InvoiceId, i64)>> {
    let rows = sqlx::query!(
        r#"select invoice, sum(cents)::bigint as "cents!" from allocation where practice = $1 and payment = $2
            group by invoice having sum(cents) > 0 order by invoice"#,
        cx.actor.practice.0,
        payment.0
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (InvoiceId(r.invoice), r.cents)).collect())
}

/// Payments of the permit's patient with something left, the oldest first.
pub async fn with_credit<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
) -> sqlx::Result<Vec<(PaymentId, i64)>> {
    let rows = sqlx::query!(
        r#"select p.id, (p.cents - s.used) as "left!" from payment p
             join payment_standing s on s.practice = p.practice and s.id = p.id
            where p.practice = $1 and p.patient = $2 and not s.reversed and p.cents > s.used order by p.number"#,
        cx.actor.practice.0,
        may.over().patient.0
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (PaymentId(r.id), r.left)).collect())
}
