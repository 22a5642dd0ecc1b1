//! The server functions of the door, one's own account and one's colleagues.

use super::people::model::{ColleaguePage, InvitePage, PeoplePage};
use super::second_factor::model::{FactorPage, ProvePage, SecondPage, SecurityPage};
use super::sign_in::{
    drafts::Secret,
    model::{AccountPage, PasswordPage, SignInPage, TimeLeft, Unlocked, WelcomePage},
};
use crate::kernel::{ids::PersonId, problem::Problem};
use leptos::{prelude::*, server_fn::codec::Json};

#[cfg(feature = "ssr")]
use super::{
    people, second_factor,
    sign_in::{actions, answers},
};
#[cfg(feature = "ssr")]
use crate::platform::{door, edge};

/// The sign-in page; open to everybody.
#[server(input = Json)]
pub async fn sign_in() -> Result<SignInPage, Problem> {
    answers::sign_in().await
}

/// The second step of signing in; open to whoever typed a right password a moment ago.
#[server(input = Json)]
pub async fn second_step() -> Result<SecondPage, Problem> {
    second_factor::answers::second_step().await.inspect_err(edge::set_status)
}

/// Proving again who is at the keys.
#[server(input = Json)]
pub async fn prove() -> Result<ProvePage, Problem> {
    second_factor::answers::prove().await
}

/// One's own second factor.
#[server(input = Json)]
pub async fn factor() -> Result<FactorPage, Problem> {
    second_factor::answers::factor().await
}

/// What signing in asks of everybody.
#[server(input = Json)]
pub async fn security() -> Result<SecurityPage, Problem> {
    second_factor::answers::security().await
}

/// The page that signs out; open to everybody.
#[server(input = Json)]
pub async fn sign_out() -> Result<(), Problem> {
    answers::sign_out().await
}

/// Sends everybody where their day begins.
#[server(input = Json)]
pub async fn start() -> Result<(), Problem> {
    answers::start().await
}

/// One's own account.
#[server(input = Json)]
pub async fn account() -> Result<AccountPage, Problem> {
    answers::account().await
}

/// One's own password.
#[server(input = Json)]
pub async fn password() -> Result<PasswordPage, Problem> {
    answers::password().await
}

/// An invitation, by the secret of its link.
#[server(input = Json)]
pub async fn invitation(token: String) -> Result<WelcomePage, Problem> {
    answers::invitation(&token).await
}

/// How long the screen stays open. Does not keep it open.
#[server(input = Json)]
pub async fn how_long() -> Result<TimeLeft, Problem> {
    let left = actions::time_left(&edge::services()?, &door::visitor(), false).await;
    left.inspect_err(edge::set_status)
}

/// Keeps the screen open.
#[server(input = Json)]
pub async fn stay() -> Result<TimeLeft, Problem> {
    let left = actions::time_left(&edge::services()?, &door::visitor(), true).await;
    left.inspect_err(edge::set_status)
}

/// Opens a locked screen for the person who locked it.
#[server(input = Json)]
pub async fn unlock(password: Secret) -> Result<Unlocked, Problem> {
    answers::unlock(&password).await
}

/// Everybody who works here.
#[server(input = Json)]
pub async fn colleagues() -> Result<PeoplePage, Problem> {
    people::answers::people().await
}

/// The page that invites somebody.
#[server(input = Json)]
pub async fn invite() -> Result<InvitePage, Problem> {
    people::answers::invite().await
}

/// One colleague.
#[server(input = Json)]
pub async fn colleague(person: PersonId) -> Result<ColleaguePage, Problem> {
    people::answers::colleague(person).await
}
