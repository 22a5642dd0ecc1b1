//! Finding invoices, and what is not charged yet.

use crate::{
    access::policy::FindInvoices,
    billing::{
        model::{InvoiceRow, InvoicesPage, State, Unbilled, invoice_name},
        store::find,
    },
    kernel::{
        money::Money,
        name::fold,
        span::{clock, local, plain_day},
    },
    platform::cx::{Cx, Fault},
};
use jiff::ToSpan;

/// Days back in which a visit without an invoice is looked for.
const DAYS_BACK: i64 = 60;

/// Completed visits of the last sixty days that are charged and have no invoice, the latest first.
pub async fn unbilled(cx: &mut Cx, most: i64) -> Result<Vec<Unbilled>, Fault> {
    let may = cx.permit::<FindInvoices>(())?;
    let since = cx.now.checked_sub((DAYS_BACK * 24).hours()).unwrap_or(cx.now);
    let rows = find::unbilled(cx, &may, since, most).await?;
    cx.saw(rows.iter().map(|r| r.patient));
    let zone = cx.zone.clone();
    let row = rows.into_iter().map(|r| {
        let (day, minute) = local(&zone, r.starts_at);
        let at = format!("{}, {}", plain_day(day), clock(minute));
        Unbilled { visit: r.visit, at, practitioner: r.practitioner, patient: r.patient_name, kind: r.kind }
    });
    Ok(row.collect())
}

/// `INV-00012`, `inv 12` or `12` as 12.
fn number(typed: &str) -> Option<i64> {
    let text = typed.trim().to_lowercase();
    let digits = text.strip_prefix("inv").unwrap_or(&text).trim_start_matches(['-', ' ']);
    digits.parse().ok().filter(|n| *n > 0)
}

/// The list, by number or name and by state.
pub async fn invoices(cx: &mut Cx, q: String, state: String) -> Result<InvoicesPage, Fault> {
    let may = cx.permit::<FindInvoices>(())?;
    let typed: String = q.chars().filter(|c| !c.is_control()).take(80).collect();
    let (number, name) = match number(&typed) {
        Some(n) => (Some(n), String::new()),
        None => (None, fold(typed.trim())),
    };
    let mut rows = find::invoices(cx, &may, number, &name, State::from_key(&state)).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|n| n > find::MOST);
    rows.truncate(usize::try_from(find::MOST).unwrap_or(usize::MAX));
    cx.saw(rows.iter().map(|r| r.patient));
    let today = cx.today();
    let row = rows.into_iter().map(|r| {
        let owed = r.total - r.credited - r.paid;
        let (href, name, state) = match r.number {
            Some(n) => (format!("/billing/invoices/{}", r.id), invoice_name(n), State::of(r.total, r.credited, r.paid)),
            None => (format!("/billing/checkout/{}", r.id), "Draft".to_owned(), State::Draft),
        };
        InvoiceRow {
            href,
            name,
            day: plain_day(r.served_on),
            patient: r.patient_name,
            practitioner: r.practitioner,
            state,
            total: r.number.map(|_| Money::cents(r.total)),
            owed: r.number.map(|_| Money::cents(owed)),
            overdue: owed > 0 && r.due_on.is_some_and(|due| due < today),
        }
    });
    let rows = row.collect();
    let unbilled = if q.is_empty() && state.is_empty() { unbilled(cx, 20).await? } else { vec![] };
    Ok(InvoicesPage { q, state, rows, more, unbilled })
}
