//! What the pages about second factors answer, with and without a form posted to them.

use super::{
    actions, demand,
    model::{FactorPage, ProvePage, SecondPage, SecurityPage},
};
use crate::{
    access::{
        policy::ManageOwnAccount,
        sign_in::{answers as sign_in, second},
    },
    kernel::{frame::Proof, problem::Problem},
    platform::{door, edge},
};
use serde::Deserialize;

/// The second step of signing in; open to whoever typed a right password a moment ago.
pub async fn second_step() -> Result<SecondPage, Problem> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Form {
        code: String,
        to: String,
    }
    let (it, visitor) = (edge::services()?, door::visitor());
    if !second::waiting(&it, &visitor).await? {
        return Err(Problem::SignedOut);
    }
    let Some(form) = edge::posted::<Form>() else {
        return Ok(SecondPage { to: sign_in::asked_for(), ..SecondPage::default() });
    };
    let form = form?;
    match second::step(&it, &visitor, &form.code).await {
        Ok(admitted) => {
            sign_in::keep(&admitted);
            edge::keep_cookie(edge::half_cookie_name(edge::secure()), String::new(), Some(0));
            let to = edge::same_site_path(&form.to).unwrap_or("/");
            edge::go_to(if admitted.first { "/account/password" } else { to });
            Ok(SecondPage::default())
        }
        Err(refused) if refused.problem == Problem::SignedOut => Err(Problem::SignedOut),
        Err(refused) => {
            sign_in::say(&refused);
            Ok(SecondPage { to: form.to, problem: Some(refused.problem), wait: refused.wait })
        }
    }
}

/// Proving who one is, for a deed that was asked for by a script. The proof itself came with the form and was looked at
/// before the page.
pub async fn prove() -> Result<ProvePage, Problem> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Form {
        to: String,
    }
    edge::look(async |cx| {
        let me = cx.actor.person;
        drop(cx.permit::<ManageOwnAccount>(me)?);
        Ok(())
    })
    .await?;
    let Some(form) = edge::posted::<Form>() else {
        return Ok(ProvePage { to: sign_in::asked_for(), ..ProvePage::default() });
    };
    let Form { to } = form?;
    match edge::proof() {
        Some(Proof(Ok(()))) => {
            edge::go_to(edge::same_site_path(&to).unwrap_or("/account"));
            Ok(ProvePage::default())
        }
        Some(Proof(Err((problem, wait)))) => {
            edge::set_status(&problem);
            Ok(ProvePage { to, problem: Some(problem), wait })
        }
        None => Ok(ProvePage { to, ..ProvePage::default() }),
    }
}

/// One's own second factor. A posted form begins, confirms, renews the recovery codes, or ends it.
pub async fn factor() -> Result<FactorPage, Problem> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Form {
        deed: String,
        code: String,
    }
    let look = async || edge::look(async |cx| actions::page(cx).await).await;
    let Some(form) = edge::posted::<Form>() else { return look().await };
    let form = form?;
    let done = match form.deed.as_str() {
        "begin" => edge::act(async |cx| actions::begin(cx).await).await.map(|()| vec![]),
        "confirm" => edge::act(async |cx| actions::confirm(cx, &form.code).await).await,
        "codes" => edge::act(async |cx| actions::new_codes(cx).await).await,
        "off" => edge::act(async |cx| actions::off(cx).await).await.map(|()| vec![]),
        _ => Err(Problem::Invalid { fields: vec![] }),
    };
    match done {
        // codes are on the answer to the form and nowhere else
        Ok(codes) if !codes.is_empty() => Ok(FactorPage { codes, ..look().await? }),
        Ok(_) => {
            edge::go_to("/account/second-factor");
            Ok(FactorPage::default())
        }
        Err(problem @ Problem::Invalid { .. }) => {
            let page = look().await?;
            edge::set_status(&problem);
            Ok(FactorPage { problem: Some(problem), ..page })
        }
        Err(other) => Err(other),
    }
}

/// What signing in asks of everybody. A posted form asks more.
pub async fn security() -> Result<SecurityPage, Problem> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Form {
        days: String,
    }
    let look = async || edge::look(async |cx| demand::page(cx).await).await;
    let Some(form) = edge::posted::<Form>() else { return look().await };
    let form = form?;
    match edge::act(async |cx| demand::ask_of_everybody(cx, &form.days).await).await {
        Ok(()) => Ok(SecurityPage { saved: true, ..look().await? }),
        Err(problem @ Problem::Invalid { .. }) => {
            let page = look().await?;
            edge::set_status(&problem);
            Ok(SecurityPage { days: form.days, problem: Some(problem), ..page })
        }
        Err(other) => Err(other),
    }
}
