//! The screens.

mod import;
mod lists;
mod start;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

/// The pages of this feature.
#[component(transparent)]
pub fn SettingsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/settings") view=start::StartScreen ssr=SsrMode::Async/>
        <Route path=path!("/settings/import") view=import::ImportsScreen ssr=SsrMode::Async/>
        <Route path=path!("/settings/import/:id") view=import::RunScreen ssr=SsrMode::Async/>
        <Route path=path!("/settings/tariff") view=lists::TariffScreen ssr=SsrMode::Async/>
        <Route path=path!("/settings/schemes") view=lists::SchemesScreen ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
