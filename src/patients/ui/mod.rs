//! The screens.

use leptos::prelude::*;
use leptos_router::{SsrMode, components::Route, path};

/// The pages of this feature.
#[component(transparent)]
pub fn PatientRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("/patients") view=|| view! { <p>"soon"</p> } ssr=SsrMode::Async/> }.into_inner()
}
