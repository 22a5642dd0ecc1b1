//! What becomes of an issued invoice: payments, credit, credit notes. Nothing is changed; everything is booked.

use crate::{
    access::policy::{CorrectAboveLimit, CorrectAccount, PatientFile, Permit, SeeAccount, TakePayment},
    billing::{
        drafts::{Method, NewPayment},
        events::{CreditUsed, InvoiceCredited, PaymentReturned, PaymentTaken},
        paper::{Paper, Standing},
        rules,
        store::{
            document::{self, NewCreditNote},
            ledger, read,
        },
    },
    kernel::{
        ids::{CreditNoteId, InvoiceId, PaymentId},
        money::Money,
        problem::Problem,
    },
    patients,
    platform::cx::{Cx, CxMut, Fault, Outcome},
};

/// Up to this much a manager or billing clerk takes back alone (default of the domain reference).
pub const CORRECTION_LIMIT: Money = Money::cents(100_000);

/// The file of an invoice's patient.
pub async fn file_of(cx: &mut Cx, id: InvoiceId) -> Result<PatientFile, Fault> {
    let patient = read::patient_of_invoice(cx, id).await?;
    Ok(patients::file(cx, patient).await?)
}

/// Takes a payment for an invoice. What is more than owed is kept as the patient's credit, once that is said.
///
/// The number of a slip or a bank line is booked once: the same payment again is the same payment, another amount or
/// another patient under it is refused.
pub async fn pay(cx: &mut CxMut, id: InvoiceId, it: &NewPayment) -> Outcome<PaymentId> {
    let file = file_of(cx, id).await?;
    let may = cx.permit::<TakePayment>(file)?;
    document::locks(cx, file.patient).await?;
    if let Some(before) = document::under(cx, &may, it).await? {
        if before.patient == file.patient && before.cents == it.amount.as_cents() {
            return Err(Problem::field("reference", "booked_same").into());
        }
        return Err(Problem::field("reference", "booked").into());
    }
    let invoice = read::invoice(cx, &may, id).await?;
    let owed = invoice.owed();
    if owed == 0 {
        return Err(Problem::field("amount", "nothing_owed").into());
    }
    let cents = it.amount.as_cents();
    if cents > owed && !it.keep_rest {
        return Err(Problem::field("amount", "above_due").into());
    }
    let (payment, used) = (PaymentId::fresh(), cents.min(owed));
    let number = document::pay(cx, &may, payment, it).await?;
    let entries = rules::payment_entries(it.method.account(), cents, used);
    let booked = ledger::post(cx, &may, "payment", payment.0, it.received_on, &entries).await?;
    ledger::allocate(cx, &may, booked, &[(payment, id, used)]).await?;
    let event =
        PaymentTaken { payment, patient: file.patient, invoice: id, number, method: it.method.key(), cents, used };
    cx.done(may, event, payment).await
}

/// Pays an invoice from the patient's credit, as far as it goes.
pub async fn use_credit(cx: &mut CxMut, id: InvoiceId) -> Outcome<Money> {
    let file = file_of(cx, id).await?;
    let may = cx.permit::<TakePayment>(file)?;
    document::locks(cx, file.patient).await?;
    let mut owed = read::invoice(cx, &may, id).await?.owed();
    let mut rows = vec![];
    for (payment, left) in ledger::with_credit(cx, &may).await? {
        let part = left.min(owed);
        if part > 0 {
            rows.push((payment, id, part));
            owed -= part;
        }
    }
    let used: i64 = rows.iter().map(|(_, _, part)| part).sum();
    if used == 0 {
        return Err(Problem::field("credit", "no_credit").into());
    }
    let today = cx.today();
    let entries = [
        rules::Entry { account: "unallocated_credit", cents: used },
        rules::Entry { account: "patient_receivable", cents: -used },
    ];
    let booked = ledger::post(cx, &may, "credit_used", id.0, today, &entries).await?;
    ledger::allocate(cx, &may, booked, &rows).await?;
    cx.done(may, CreditUsed { invoice: id, patient: file.patient, cents: used }, Money::cents(used)).await
}

/// Takes back lines of an invoice, or all that is left of it, by credit note. What was paid for them becomes the
/// patient's credit.
pub async fn correct(cx: &mut CxMut, id: InvoiceId, positions: &[i32], reason: &str) -> Outcome<CreditNoteId> {
    let file = file_of(cx, id).await?;
    let may = cx.permit::<CorrectAccount>(file)?;
    document::locks(cx, file.patient).await?;
    let invoice = read::invoice(cx, &may, id).await?;
    let lines = read::lines(cx, &may, id).await?;
    let asked = |l: &&read::Line| positions.is_empty() || positions.contains(&l.paper.position);
    let known = positions.iter().all(|p| lines.iter().any(|l| l.paper.position == *p));
    if !known || (!positions.is_empty() && lines.iter().filter(asked).any(|l| l.credited.is_some())) {
        return Err(Problem::field("lines", if known { "credited" } else { "choose" }).into());
    }
    let back: Vec<&read::Line> = lines.iter().filter(asked).filter(|l| l.credited.is_none()).collect();
    if back.is_empty() {
        return Err(Problem::field("lines", "credited").into());
    }
    let total: i64 = back.iter().map(|l| l.paper.total.as_cents()).sum();
    if total > CORRECTION_LIMIT.as_cents() {
        let _above = cx.permit::<CorrectAboveLimit>(())?;
    }
    let note = CreditNoteId::fresh();
    let rows: Vec<_> = back.iter().map(|l| (l.paper.position, l.paper.total.as_cents(), l.vat)).collect();
    let number = document::credit(cx, &may, &NewCreditNote { id: note, invoice: id, lines: &rows, reason }).await?;
    // what was paid beyond what is still owed is set free, the latest payment first
    let freed = (invoice.paid - (invoice.total - invoice.credited - total)).max(0);
    let sides: Vec<_> = back.iter().map(|l| (l.account, l.paper.total.as_cents(), l.vat)).collect();
    let today = cx.today();
    let booked = ledger::post(cx, &may, "credit_note", note.0, today, &rules::mirrored(&sides, freed)).await?;
    let mut left = freed;
    let mut freeing = vec![];
    for (payment, pays) in ledger::paying(cx, &may, id).await? {
        let part = pays.min(left);
        if part > 0 {
            freeing.push((payment, id, -part));
            left -= part;
        }
    }
    ledger::allocate(cx, &may, booked, &freeing).await?;
    let event = InvoiceCredited { credit_note: note, patient: file.patient, invoice: id, number, cents: total, freed };
    cx.done(may, event, note).await
}

/// A payment came back: returned by the bank, or charged back. Everything it did is undone.
pub async fn return_payment(cx: &mut CxMut, id: InvoiceId, payment: PaymentId, reason: &str) -> Outcome<()> {
    let file = file_of(cx, id).await?;
    let may = cx.permit::<CorrectAccount>(file)?;
    document::locks(cx, file.patient).await?;
    let (method, cents) = read::payment(cx, &may, payment).await?;
    let method = Method::from_key(&method).ok_or(Problem::NotFound)?;
    if cents > CORRECTION_LIMIT.as_cents() {
        let _above = cx.permit::<CorrectAboveLimit>(())?;
    }
    let pays = ledger::paid_by(cx, &may, payment).await?;
    let used: i64 = pays.iter().map(|(_, part)| part).sum();
    document::reverse(cx, &may, payment, reason).await?;
    let entries: Vec<_> = rules::payment_entries(method.account(), cents, used)
        .into_iter()
        .map(|e| rules::Entry { cents: -e.cents, ..e })
        .collect();
    let today = cx.today();
    let booked = ledger::post(cx, &may, "payment_reversed", payment.0, today, &entries).await?;
    let rows: Vec<_> = pays.into_iter().map(|(invoice, part)| (payment, invoice, -part)).collect();
    ledger::allocate(cx, &may, booked, &rows).await?;
    cx.done(may, PaymentReturned { payment, patient: file.patient, cents }, ()).await
}

/// An invoice as a document.
pub async fn paper_of(
    cx: &mut Cx,
    may: &Permit<SeeAccount>,
    invoice: &read::Invoice,
) -> Result<(Paper, Vec<read::Line>), Fault> {
    let lines = read::lines(cx, may, invoice.id).await?;
    let standing = Standing {
        credited: Money::cents(invoice.credited),
        paid: Money::cents(invoice.paid),
        owed: Money::cents(invoice.owed()),
    };
    let paper = Paper::invoice(
        invoice.number,
        invoice.issued_on,
        invoice.due_on,
        &invoice.snapshot,
        lines.iter().map(|l| l.paper.clone()).collect(),
        (Money::cents(invoice.total), Money::cents(invoice.vat)),
        standing,
    );
    Ok((paper, lines))
}
