//! Reading documents and accounts.

use crate::{
    access::policy::{Ability, PatientFile, Permit},
    billing::paper::{PaperLine, Snapshot},
    kernel::{
        ids::{AppointmentId, CreditNoteId, InvoiceId, PatientId, PaymentId},
        money::Money,
    },
    platform::cx::{Cx, Fault},
};
use jiff::{Timestamp, civil::Date};

/// Whose invoice it is. Read before the permit, which is over their file.
pub async fn patient_of_invoice(cx: &mut Cx, invoice: InvoiceId) -> sqlx::Result<PatientId> {
    let practice = cx.actor.practice.0;
    sqlx::query_scalar!("select patient from invoice where practice = $1 and id = $2", practice, invoice.0)
        .fetch_one(cx.sql())
        .await
        .map(PatientId)
}

/// Whose credit note it is.
pub async fn patient_of_credit_note(cx: &mut Cx, note: CreditNoteId) -> sqlx::Result<PatientId> {
    let practice = cx.actor.practice.0;
    sqlx::query_scalar!("select patient from credit_note where practice = $1 and id = $2", practice, note.0)
        .fetch_one(cx.sql())
        .await
        .map(PatientId)
}

/// An invoice as it stands.
#[derive(Clone, Debug)]
pub struct Invoice {
    pub id: InvoiceId,
    pub number: i64,
    pub visit: Option<AppointmentId>,
    pub issued_on: Date,
    pub due_on: Date,
    pub total: i64,
    pub vat: i64,
    pub credited: i64,
    pub paid: i64,
    pub snapshot: Snapshot,
}

impl Invoice {
    /// Still owed.
    pub fn owed(&self) -> i64 {
        self.total - self.credited - self.paid
    }
}

/// An invoice of the permit's patient.
pub async fn invoice<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
    id: InvoiceId,
) -> Result<Invoice, Fault> {
    let r = sqlx::query!(
        r#"select i.number, i.visit, i.issued_on as "issued_on: jiff_sqlx::Date", i.due_on as "due_on: jiff_sqlx::Date",
                  i.total_cents, i.vat_cents, i.snapshot, s.credited as "credited!", s.paid as "paid!"
             from invoice i join invoice_standing s on s.practice = i.practice and s.id = i.id
            where i.practice = $1 and i.id = $2 and i.patient = $3"#,
        cx.actor.practice.0,
        id.0,
        may.over().patient.0
    )
    .fetch_one(cx.sql())
    .await?;
    Ok(Invoice {
        id,
        number: r.number,
        visit: r.visit.map(AppointmentId),
        issued_on: r.issued_on.to_jiff(),
        due_on: r.due_on.to_jiff(),
        total: r.total_cents,
        vat: r.vat_cents,
        credited: r.credited,
        paid: r.paid,
        snapshot: serde_json::from_value(r.snapshot).map_err(|e| Fault::Other(e.into()))?,
    })
}

/// A line with what the ledger needs of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// As it reads.
    pub paper: PaperLine,
    /// VAT within.
    pub vat: i64,
    /// Income account.
    pub account: &'static str,
    /// Taken back, by which credit note.
    pub credited: Option<CreditNoteId>,
}

fn account_of(word: &str) -> &'static str {
    match word {
        "income_materials" => "income_materials",
        "income_travel" => "income_travel",
        "income_missed" => "income_missed",
        _ => "income_fees",
    }
}

/// The lines of an invoice of the permit's patient.
pub async fn lines<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
    id: InvoiceId,
) -> sqlx::Result<Vec<Line>> {
    let rows = sqlx::query!(
        r#"select l.position, l.code, l.label, l.quantity, l.unit_cents, l.total_cents, l.vat_cents, l.modifiers, l.diagnoses,
                  l.explains, l.account, c.credit_note as "credit_note?"
             from invoice_line l
             join invoice i on i.practice = l.practice and i.id = l.invoice
             left join credit_note_line c on c.practice = l.practice and c.invoice = l.invoice and c.position = l.position
            where l.practice = $1 and l.invoice = $2 and i.patient = $3 order by l.position"#,
        cx.actor.practice.0,
        id.0,
        may.over().patient.0
    )
    .fetch_all(cx.sql())
    .await?;
    let line = rows.into_iter().map(|r| Line {
        paper: PaperLine {
            position: r.position,
            code: std::iter::once(r.code).chain(r.modifiers).collect::<Vec<_>>().join(" "),
            label: r.label,
            explains: r.explains,
            diagnoses: r.diagnoses.join(", "),
            quantity: r.quantity,
            unit: Money::cents(r.unit_cents),
            total: Money::cents(r.total_cents),
        },
        vat: r.vat_cents,
        account: account_of(&r.account),
        credited: r.credit_note.map(CreditNoteId),
    });
    Ok(line.collect())
}

/// A credit note.
#[derive(Clone, Debug)]
pub struct CreditNote {
    pub id: CreditNoteId,
    pub invoice: InvoiceId,
    pub number: i64,
    pub issued_on: Date,
    pub total: i64,
    pub vat: i64,
    pub reason: String,
}

/// Credit notes of the permit's patient: those of an invoice, or one.
pub async fn credit_notes<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
    invoice: Option<InvoiceId>,
    one: Option<CreditNoteId>,
) -> sqlx::Result<Vec<CreditNote>> {
    let rows = sqlx::query!(
        r#"select id, invoice, number, issued_on as "issued_on: jiff_sqlx::Date", total_cents, vat_cents, reason from credit_note
            where practice = $1 and patient = $2 and ($3::uuid is null or invoice = $3) and ($4::uuid is null or id = $4)
            order by number"#,
        cx.actor.practice.0,
        may.over().patient.0,
        invoice.map(|i| i.0),
        one.map(|o| o.0)
    )
    .fetch_all(cx.sql())
    .await?;
    let note = rows.into_iter().map(|r| CreditNote {
        id: CreditNoteId(r.id),
        invoice: InvoiceId(r.invoice),
        number: r.number,
        issued_on: r.issued_on.to_jiff(),
        total: r.total_cents,
        vat: r.vat_cents,
        reason: r.reason,
    });
    Ok(note.collect())
}

/// A payment with what of it pays an invoice.
#[derive(Clone, Debug)]
pub struct Payment {
    pub id: PaymentId,
    pub number: i64,
    pub method: String,
    pub cents: i64,
    pub reference: String,
    pub received_on: Date,
    pub used: i64,
    pub returned: Option<String>,
}

/// Payments that pay, or paid, an invoice of the permit's patient.
pub async fn payments_of<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
    invoice: InvoiceId,
) -> sqlx::Result<Vec<Payment>> {
    let rows = sqlx::query!(
        r#"select p.id, p.number, p.method, p.cents, p.reference, p.received_on as "received_on: jiff_sqlx::Date",
                  sum(a.cents)::bigint as "used!", r.reason as "reason?"
             from payment p join allocation a on a.practice = p.practice and a.payment = p.id
             left join payment_reversal r on r.practice = p.practice and r.payment = p.id
            where p.practice = $1 and p.patient = $2 and a.invoice = $3
            group by p.practice, p.id, r.reason order by p.number"#,
        cx.actor.practice.0,
        may.over().patient.0,
        invoice.0
    )
    .fetch_all(cx.sql())
    .await?;
    let line = rows.into_iter().map(|r| Payment {
        id: PaymentId(r.id),
        number: r.number,
        method: r.method,
        cents: r.cents,
        reference: r.reference,
        received_on: r.received_on.to_jiff(),
        used: r.used,
        returned: r.reason,
    });
    Ok(line.collect())
}

/// One payment of the permit's patient: its method and amount.
pub async fn payment<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
    id: PaymentId,
) -> sqlx::Result<(String, i64)> {
    let r = sqlx::query!(
        "select method, cents from payment where practice = $1 and id = $2 and patient = $3",
        cx.actor.practice.0,
        id.0,
        may.over().patient.0
    )
    .fetch_one(cx.sql())
    .await?;
    Ok((r.method, r.cents))
}

/// What the ledger says of the permit's patient: owed, and credit.
pub async fn balances<A: Ability<Over = PatientFile>>(cx: &mut Cx, may: &Permit<A>) -> sqlx::Result<(i64, i64)> {
    let r = sqlx::query!(
        r#"select coalesce(sum(cents) filter (where account = 'patient_receivable'), 0)::bigint as "owed!",
                  coalesce(-sum(cents) filter (where account = 'unallocated_credit'), 0)::bigint as "credit!"
             from ledger_entry where practice = $1 and patient = $2 and account in ('patient_receivable', 'unallocated_credit')"#,
        cx.actor.practice.0,
        may.over().patient.0
    )
    .fetch_one(cx.sql())
    .await?;
    Ok((r.owed, r.credit))
}

/// How many invoices of the permit's patient are open.
pub async fn open<A: Ability<Over = PatientFile>>(cx: &mut Cx, may: &Permit<A>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from invoice i join invoice_standing s on s.practice = i.practice and s.id = i.id
            where i.practice = $1 and i.patient = $2 and i.total_cents > s.credited + s.paid"#,
        cx.actor.practice.0,
        may.over().patient.0
    )
    .fetch_one(cx.sql())
    .await
}

/// A movement on the account: kind, day, number, document, amount (what is owed or credit together).
pub type Movement = (String, Date, i64, uuid::Uuid, i64);

/// What happened on the account of the permit's patient, in order. Using credit moves nothing between the two of them.
pub async fn movements<A: Ability<Over = PatientFile>>(cx: &mut Cx, may: &Permit<A>) -> sqlx::Result<Vec<Movement>> {
    let rows = sqlx::query!(
        r#"select t.kind, t.day as "day: jiff_sqlx::Date", coalesce(i.number, c.number, p.number) as "number!", coalesce(c.invoice, t.document) as "document!",
                  coalesce((select sum(e.cents) from ledger_entry e where e.practice = t.practice and e.transaction = t.id
                             and e.account in ('patient_receivable', 'unallocated_credit')), 0)::bigint as "cents!"
             from ledger_transaction t
             left join invoice i on i.practice = t.practice and i.id = t.document
             left join credit_note c on c.practice = t.practice and c.id = t.document
             left join payment p on p.practice = t.practice and p.id = t.document
            where t.practice = $1 and t.patient = $2 and t.kind <> 'credit_used' order by t.at, t.id"#,
        cx.actor.practice.0,
        may.over().patient.0
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (r.kind, r.day.to_jiff(), r.number, r.document, r.cents)).collect())
}

/// What happened to an invoice, the latest first: kind, when, who.
pub async fn past<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
    invoice: InvoiceId,
) -> sqlx::Result<Vec<(String, Timestamp, String)>> {
    let rows = sqlx::query!(
        r#"select e.kind, e.at as "at: jiff_sqlx::Timestamp", coalesce(p.name, '') as "by!"
             from event e left join person p on p.practice = e.practice and p.id = e.person
            where e.practice = $1 and e.patient = $2
              and e.kind in ('invoice.issued', 'invoice.credited', 'payment.taken', 'credit.used', 'payment.returned')
              and (e.subject = $3 or e.particulars ->> 'invoice' = $3::text
                   or e.subject in (select a.payment from allocation a where a.practice = $1 and a.invoice = $3))
            order by e.at desc, e.id desc limit 50"#,
        cx.actor.practice.0,
        may.over().patient.0,
        invoice.0
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (r.kind, r.at.to_jiff(), r.by)).collect())
}
