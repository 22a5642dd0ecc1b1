//! The screens.

mod alerts;
pub mod banner;
mod form;
mod list;
mod opening;
mod patient;
pub mod picker;
mod register;

pub use banner::BannerOf;
pub use patient::{AccountOf, VisitsOf};
pub use picker::PatientPicker;

use crate::kernel::{ids::PatientId, problem::Problem};
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, hooks::use_params_map, path};

/// The pages of this feature.
#[component(transparent)]
pub fn PatientRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/patients") view=list::patients_page ssr=SsrMode::Async />
        <Route path=path!("/patients/new") view=register::new_page ssr=SsrMode::Async />
        <Route path=path!("/patients/openings") view=opening::openings_page ssr=SsrMode::Async />
        <Route path=path!("/patients/:id/open") view=opening::open_page ssr=SsrMode::Async />
        <Route path=path!("/patients/:id") view=patient::patient_page ssr=SsrMode::Async />
        <Route path=path!("/patients/:id/edit") view=register::edit_page ssr=SsrMode::Async />
        <Route path=path!("/patients/:id/funding") view=register::funding_page ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The patient named in the address. What is no id is nobody's.
fn id_in_path() -> Result<PatientId, Problem> {
    let params = use_params_map();
    let id = params.read_untracked().get("id").unwrap_or_default();
    id.parse().map_err(|_| Problem::NotFound)
}
