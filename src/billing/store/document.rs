//! Writing documents: numbers, invoices, credit notes, payments. Each is written once.

use crate::{
    access::policy::{Ability, CorrectAccount, IssueInvoice, PatientFile, Permit, TakePayment},
    billing::{drafts::NewPayment, paper::Snapshot, rules::Line},
    kernel::{
        ids::{AppointmentId, CreditNoteId, InvoiceId, PatientId, PaymentId, PractitionerId},
        problem::Problem,
    },
    platform::cx::{CxMut, Fault, OnConstraint},
};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;

/// Waits for whoever works on the same account; from then on nobody else does until this transaction ends.
pub async fn locks(cx: &mut CxMut, patient: PatientId) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('account' || $1::text, 60))", patient.to_string())
        .execute(cx.sql())
        .await?;
    Ok(())
}

/// The next number of a kind of document. The counter is locked until the transaction ends, so it is taken late.
async fn number<A: Ability<Over = PatientFile>>(cx: &mut CxMut, _: &Permit<A>, kind: &str) -> sqlx::Result<i64> {
    let practice = cx.actor.practice.0;
    sqlx::query_scalar!(
        "insert into document_counter (practice, kind, last) values ($1, $2, 1)
         on conflict (practice, kind) do update set last = document_counter.last + 1 returning last",
        practice,
        kind
    )
    .fetch_one(cx.sql())
    .await
}

/// An invoice about to be issued.
#[derive(Debug)]
pub struct NewInvoice<'a> {
    pub id: InvoiceId,
    pub visit: AppointmentId,
    pub practitioner: PractitionerId,
    pub served_on: Date,
    pub due_on: Date,
    pub book: uuid::Uuid,
    pub snapshot: &'a Snapshot,
    pub lines: &'a [Line],
    pub total: i64,
    pub vat: i64,
}

/// Writes an invoice with its lines; gives its number.
pub async fn issue(cx: &mut CxMut, may: &Permit<IssueInvoice>, it: &NewInvoice<'_>) -> Result<i64, Fault> {
    let (practice, person, now, today) = (cx.actor.practice.0, cx.actor.person.0, cx.now, cx.today());
    let number = number(cx, may, "invoice").await?;
    let snapshot = serde_json::to_value(it.snapshot).map_err(|e| Fault::Other(e.into()))?;
    sqlx::query!(
        "insert into invoice (practice, id, number, visit, patient, practitioner, served_on, issued_on, due_on, book, total_cents,
                              vat_cents, snapshot, at, by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        practice,
        it.id.0,
        number,
        it.visit.0,
        may.over().patient.0,
        it.practitioner.0,
        jiff_sqlx::Date::from(it.served_on) as jiff_sqlx::Date,
        jiff_sqlx::Date::from(today) as jiff_sqlx::Date,
        jiff_sqlx::Date::from(it.due_on) as jiff_sqlx::Date,
        it.book,
        it.total,
        it.vat,
        snapshot,
        now.to_sqlx() as jiff_sqlx::Timestamp,
        person
    )
    .execute(cx.sql())
    .await
    .on_constraint("visit_invoiced_once", || Problem::field("lines", "invoiced"))?;
    for (n, line) in it.lines.iter().enumerate() {
        sqlx::query!(
            "insert into invoice_line (practice, invoice, position, code, label, quantity, unit_cents, total_cents, vat_cents,
                                       modifiers, diagnoses, explains, account)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            practice,
            it.id.0,
            i32::try_from(n + 1).unwrap_or(i32::MAX),
            line.code,
            line.label,
            i32::try_from(line.quantity).unwrap_or(i32::MAX),
            line.unit.as_cents(),
            line.total.as_cents(),
            line.vat.as_cents(),
            &line.modifiers,
            &it.snapshot.diagnoses,
            line.explains,
            line.account
        )
        .execute(cx.sql())
        .await?;
    }
    Ok(number)
}

/// A credit note about to be issued.
#[derive(Debug)]
pub struct NewCreditNote<'a> {
    pub id: CreditNoteId,
    pub invoice: InvoiceId,
    /// Position, total and VAT of each line.
    pub lines: &'a [(i32, i64, i64)],
    pub reason: &'a str,
}

/// Writes a credit note with its lines; gives its number.
pub async fn credit(cx: &mut CxMut, may: &Permit<CorrectAccount>, it: &NewCreditNote<'_>) -> Result<i64, Fault> {
    let (practice, person, now, today) = (cx.actor.practice.0, cx.actor.person.0, cx.now, cx.today());
    let number = number(cx, may, "credit_note").await?;
    let (total, vat) = it.lines.iter().fold((0, 0), |(t, v), (_, total, vat)| (t + total, v + vat));
    sqlx::query!(
        "insert into credit_note (practice, id, number, invoice, patient, issued_on, total_cents, vat_cents, reason, at, by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        practice,
        it.id.0,
        number,
        it.invoice.0,
        may.over().patient.0,
        jiff_sqlx::Date::from(today) as jiff_sqlx::Date,
        total,
        vat,
        it.reason,
        now.to_sqlx() as jiff_sqlx::Timestamp,
        person
    )
    .execute(cx.sql())
    .await?;
    for (position, total, vat) in it.lines {
        sqlx::query!(
            "insert into credit_note_line (practice, credit_note, invoice, position, total_cents, vat_cents)
             values ($1, $2, $3, $4, $5, $6)",
            practice,
            it.id.0,
            it.invoice.0,
            position,
            total,
            vat
        )
        .execute(cx.sql())
        .await
        .on_constraint("credited_once", || Problem::field("lines", "credited"))?;
    }
    Ok(number)
}

/// A payment that was booked under a reference before.
#[derive(Debug)]
pub struct Before {
    /// Whose.
    pub patient: PatientId,
    /// How much.
    pub cents: i64,
}

/// The payment booked under this reference, if one was.
pub async fn under(cx: &mut CxMut, _: &Permit<TakePayment>, it: &NewPayment) -> sqlx::Result<Option<Before>> {
    let practice = cx.actor.practice.0;
    let row = sqlx::query!(
        "select patient, cents from payment where practice = $1 and method = $2 and reference = $3 and reference <> ''",
        practice,
        it.method.key(),
        it.reference
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(|r| Before { patient: PatientId(r.patient), cents: r.cents }))
}

/// Writes a payment; gives its receipt number.
pub async fn pay(cx: &mut CxMut, may: &Permit<TakePayment>, id: PaymentId, it: &NewPayment) -> Result<i64, Fault> {
    let (practice, person, now) = (cx.actor.practice.0, cx.actor.person.0, cx.now);
    let number = number(cx, may, "receipt").await?;
    sqlx::query!(
        "insert into payment (practice, id, number, patient, method, cents, reference, received_on, at, by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        practice,
        id.0,
        number,
        may.over().patient.0,
        it.method.key(),
        it.amount.as_cents(),
        it.reference,
        jiff_sqlx::Date::from(it.received_on) as jiff_sqlx::Date,
        now.to_sqlx() as jiff_sqlx::Timestamp,
        person
    )
    .execute(cx.sql())
    .await
    .on_constraint("payment_reference_once", || Problem::field("reference", "booked"))?;
    Ok(number)
}

/// Writes that a payment was returned.
pub async fn reverse(
    cx: &mut CxMut,
    _: &Permit<CorrectAccount>,
    payment: PaymentId,
    reason: &str,
) -> Result<(), Fault> {
    let (practice, person, now) = (cx.actor.practice.0, cx.actor.person.0, cx.now);
    sqlx::query!(
        "insert into payment_reversal (practice, payment, reason, at, by) values ($1, $2, $3, $4, $5)",
        practice,
        payment.0,
        reason,
        now.to_sqlx() as jiff_sqlx::Timestamp,
        person
    )
    .execute(cx.sql())
    .await
    .on_constraint("payment_reversal_pkey", || Problem::field("return", "returned"))?;
    Ok(())
}
