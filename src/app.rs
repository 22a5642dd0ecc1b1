//! The document and its pages: one group of routes per feature.

use crate::{
    access::ui::AccessRoutes, audit::ui::AuditRoutes, billing::ui::BillingRoutes, kernel::frame::Scripted,
    patients::ui::PatientRoutes, scheduling::ui::SchedulingRoutes, settings::ui::SettingsRoutes, ui,
};
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

/// The whole document of every page. Rendered on the server only.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let prefs = ui::page::prefs();
    let scripted = use_context::<Scripted>().is_none_or(|s| s.0);
    let theme = (!prefs.theme.is_empty()).then_some(prefs.theme);
    let density = if prefs.density.is_empty() { "desk" } else { prefs.density };
    view! {
        <!DOCTYPE html>
        <html lang="en-ZA" data-theme=theme data-density=density>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                // the nonce in the head is the one the page's policy allows, also on pages that load no browser code
                <link rel="stylesheet" href="/pkg/hadada.css" nonce=leptos::nonce::use_nonce()/>
                {scripted.then(|| view! { <HydrationScripts options islands=true/> })}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Every page of the product.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(ui::page::Watch(crate::access::ui::session_watch));
    provide_context(crate::patients::ui::VisitsOf(crate::scheduling::ui::visits_of));
    provide_context(crate::scheduling::ui::CheckoutOf(crate::billing::ui::checkout_link));
    provide_context(crate::patients::ui::AccountOf(crate::billing::ui::account_of));
    view! {
        <Title text="Hadada"/>
        <Router>
            <Routes fallback=ui::page::not_found>
                <Route path=path!("/_gallery") view=ui::gallery::GalleryPage ssr=SsrMode::Async/>
                <Route path=path!("/_gallery/:group") view=ui::gallery::GalleryPage ssr=SsrMode::Async/>
                <AccessRoutes/>
                <AuditRoutes/>
                <SchedulingRoutes/>
                <PatientRoutes/>
                <SettingsRoutes/>
                <BillingRoutes/>
            </Routes>
        </Router>
    }
}
