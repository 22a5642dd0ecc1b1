//! The screens of the diary. Pages are rendered whole by the server; the grid is the one island.

mod address;
mod agenda;
mod asks;
mod board;
mod booking;
mod booking_place;
mod booking_state;
mod card;
mod column;
mod cursor;
mod desk;
#[cfg(feature = "hydrate")]
mod dom;
#[cfg(not(feature = "hydrate"))]
#[path = "dom_idle.rs"]
mod dom;
#[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "only in the browser does someone press and listen"))]
mod drag;
mod fields;
mod find_patient;
mod grid;
mod ground;
mod head;
mod hitch_page;
mod keyboard;
#[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "only in the browser does someone press and listen"))]
mod keys;
mod keys_list;
mod list;
mod listen;
#[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "only in the browser does someone press and listen"))]
mod live;
mod new_page;
mod now_line;
mod of_patient;
mod page;
mod panel;
mod panel_state;
mod sheet;
mod shown;
mod told;
mod toolbar;
mod visit_facts;
mod visit_page;
mod week;
mod wish;
mod words;

pub use of_patient::visits_of;

pub use visit_page::CheckoutOf;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

/// The pages of this feature.
#[component(transparent)]
pub fn SchedulingRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/diary") view=page::DayPage ssr=SsrMode::Async />
        <Route path=path!("/diary/week") view=week::WeekPage ssr=SsrMode::Async />
        <Route path=path!("/diary/list") view=list::ListPage ssr=SsrMode::Async />
        <Route path=path!("/diary/sheet") view=sheet::SheetPage ssr=SsrMode::Async />
        <Route path=path!("/diary/new") view=new_page::NewPage ssr=SsrMode::Async />
        <Route path=path!("/diary/patient/:id") view=of_patient::PatientVisitsPage ssr=SsrMode::Async />
        <Route path=path!("/diary/visit/:id") view=visit_page::VisitPageView ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
