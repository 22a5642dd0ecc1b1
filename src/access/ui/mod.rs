//! The screens.

use leptos::prelude::*;
use leptos_router::{SsrMode, components::Route, path};

/// The pages of this feature.
#[component(transparent)]
pub fn AccessRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("/sign-in") view=|| view! { <p>"soon"</p> } ssr=SsrMode::Async/> }.into_inner()
}
