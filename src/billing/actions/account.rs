//! A patient's account: what is owed, what is credit, and how it came about.

use crate::{
    access::policy::{PatientFile, Permit, SeeAccount},
    billing::{
        model::{AccountPage, StatementLine, credit_note_name, invoice_name, receipt_name},
        store::read,
    },
    kernel::{ids::PatientId, money::Money, span::plain_day},
    patients,
    platform::cx::{Cx, Fault},
};

async fn permit(cx: &mut Cx, patient: PatientId) -> Result<(PatientFile, Permit<SeeAccount>), Fault> {
    let file = patients::file(cx, patient).await?;
    let may = cx.permit::<SeeAccount>(file)?;
    cx.saw([patient]);
    Ok((file, may))
}

/// Balance and open invoices, for the patient's page.
pub async fn summary(cx: &mut Cx, patient: PatientId) -> Result<AccountPage, Fault> {
    let (_, may) = permit(cx, patient).await?;
    let (owed, credit) = read::balances(cx, &may).await?;
    let open = usize::try_from(read::open(cx, &may).await?).unwrap_or(0);
    let (owed, credit) = (Money::cents(owed), Money::cents(credit));
    Ok(AccountPage { patient, name: String::new(), owed, credit, open, lines: vec![] })
}

/// The whole account, the latest movement first.
pub async fn account(cx: &mut Cx, patient: PatientId) -> Result<AccountPage, Fault> {
    let mut page = summary(cx, patient).await?;
    page.name = patients::actions::banner(cx, patient).await?.card.name;
    let (_, may) = permit(cx, patient).await?;
    let mut balance = 0;
    for (kind, day, number, document, cents) in read::movements(cx, &may).await? {
        balance += cents;
        let (words, href) = match kind.as_str() {
            "invoice" => (format!("Invoice {}", invoice_name(number)), format!("/billing/invoices/{document}")),
            "credit_note" => {
                (format!("Credit note {}", credit_note_name(number)), format!("/billing/invoices/{document}"))
            }
            "payment" => (format!("Payment, receipt {}", receipt_name(number)), String::new()),
            _ => (format!("Payment returned, receipt {}", receipt_name(number)), String::new()),
        };
        let (amount, balance) = (Money::cents(cents), Money::cents(balance));
        page.lines.push(StatementLine { day: plain_day(day), words, href, amount, balance });
    }
    page.lines.reverse();
    Ok(page)
}
