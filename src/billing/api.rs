//! Where the network meets billing.

use super::model::{AccountPage, BillingSettingsPage, CheckoutPage, InvoicePage, InvoicesPage, PrintPage, Unbilled};
use crate::kernel::{
    ids::{AppointmentId, CreditNoteId, InvoiceId, PatientId},
    problem::Problem,
};
use leptos::{prelude::*, server_fn::codec::Json};

#[cfg(feature = "ssr")]
use super::actions;
#[cfg(feature = "ssr")]
use crate::platform::edge;

/// The checkout of a visit, with what became of a form on it.
#[server(input = Json)]
pub async fn checkout(visit: AppointmentId) -> Result<CheckoutPage, Problem> {
    actions::checkout_page(visit).await
}

/// An invoice, with what became of a form on it.
#[server(input = Json)]
pub async fn invoice(id: InvoiceId) -> Result<InvoicePage, Problem> {
    actions::invoice_page(id).await
}

/// The list of invoices, with what was looked for.
#[server(input = Json)]
pub async fn invoices() -> Result<InvoicesPage, Problem> {
    actions::invoices_page().await
}

/// Completed visits without an invoice, the latest first: for where a day begins.
#[server(input = Json)]
pub async fn unbilled_visits() -> Result<Vec<Unbilled>, Problem> {
    edge::look(async |cx| actions::unbilled(cx, 50).await).await
}

/// An invoice to print.
#[server(input = Json)]
pub async fn print_invoice(id: InvoiceId) -> Result<PrintPage, Problem> {
    edge::look(async |cx| actions::print_page(cx, id).await).await
}

/// A credit note to print.
#[server(input = Json)]
pub async fn print_credit_note(id: CreditNoteId) -> Result<PrintPage, Problem> {
    edge::look(async |cx| actions::credit_note_page(cx, id).await).await
}

/// A patient's account.
#[server(input = Json)]
pub async fn account(patient: PatientId) -> Result<AccountPage, Problem> {
    edge::look(async |cx| actions::account(cx, patient).await).await
}

/// Balance and open invoices of a patient.
#[server(input = Json)]
pub async fn account_summary(patient: PatientId) -> Result<AccountPage, Problem> {
    edge::look(async |cx| actions::summary(cx, patient).await).await
}

/// What stands at the head of documents, with what became of a form on it.
#[server(input = Json)]
pub async fn billing_settings() -> Result<BillingSettingsPage, Problem> {
    actions::settings_page().await
}
