//! The screens of billing.

mod account;
mod checkout;
mod invoice;
mod list;
mod print;
mod settings;
mod words;

pub use account::account_of;
pub use checkout::checkout_link;

use crate::kernel::problem::Problem;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, hooks::use_params_map, path};
use std::str::FromStr;

/// The pages of this feature.
#[component(transparent)]
pub fn BillingRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/billing") view=list::InvoicesScreen ssr=SsrMode::Async />
        <Route path=path!("/billing/checkout/:id") view=checkout::CheckoutScreen ssr=SsrMode::Async />
        <Route path=path!("/billing/invoices/:id") view=invoice::InvoiceScreen ssr=SsrMode::Async />
        <Route path=path!("/billing/invoices/:id/print") view=print::PrintInvoiceScreen ssr=SsrMode::Async />
        <Route path=path!("/billing/credit-notes/:id/print") view=print::PrintCreditNoteScreen ssr=SsrMode::Async />
        <Route path=path!("/billing/accounts/:id") view=account::AccountScreen ssr=SsrMode::Async />
        <Route path=path!("/settings/billing") view=settings::BillingSettingsScreen ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The id in the address. What is no id is nobody's.
fn id_in_path<T: FromStr>() -> Result<T, Problem> {
    let id = use_params_map().read_untracked().get("id").unwrap_or_default();
    id.parse().map_err(|_| Problem::NotFound)
}

fn crumbs() -> Vec<(String, String)> {
    vec![("Billing".to_owned(), "/billing".to_owned())]
}
