//! The screens: signing in, one's own account, colleagues.

mod account;
mod people;
mod second_factor;
mod security;
mod session_watch;
mod sign_in;
pub mod watch;

use account::{AccountScreen, PasswordScreen};
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
use people::{ColleagueScreen, InviteScreen, PeopleScreen};
use second_factor::{FactorScreen, ProveScreen, SecondScreen};
use security::SecurityScreen;
pub use session_watch::SessionWatch;
use sign_in::{InvitationScreen, SignInScreen, SignOutScreen, StartScreen};

/// The pages of this feature.
#[component(transparent)]
pub fn AccessRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/") view=StartScreen ssr=SsrMode::Async/>
        <Route path=path!("/sign-in") view=SignInScreen ssr=SsrMode::Async/>
        <Route path=path!("/sign-in/second") view=SecondScreen ssr=SsrMode::Async/>
        <Route path=path!("/sign-out") view=SignOutScreen ssr=SsrMode::Async/>
        <Route path=path!("/account") view=AccountScreen ssr=SsrMode::Async/>
        <Route path=path!("/account/password") view=PasswordScreen ssr=SsrMode::Async/>
        <Route path=path!("/account/second-factor") view=FactorScreen ssr=SsrMode::Async/>
        <Route path=path!("/account/prove") view=ProveScreen ssr=SsrMode::Async/>
        <Route path=path!("/invitation/:token") view=InvitationScreen ssr=SsrMode::Async/>
        <Route path=path!("/settings/security") view=SecurityScreen ssr=SsrMode::Async/>
        <Route path=path!("/settings/people") view=PeopleScreen ssr=SsrMode::Async/>
        <Route path=path!("/settings/people/invite") view=InviteScreen ssr=SsrMode::Async/>
        <Route path=path!("/settings/people/:person") view=ColleagueScreen ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The watch of a signed-in screen, for the frame.
pub fn session_watch(idle_minutes: u16) -> AnyView {
    view! { <SessionWatch idle_minutes /> }.into_any()
}
