//! What the pages of the door answer, with and without a form posted to them.

use super::{
    account,
    actions::{self, Admitted, Entered, Refused},
    drafts::{PasswordDraft, SignInDraft, WelcomeDraft},
    model::{PasswordPage, SignInPage, Unlocked, WelcomePage},
    second,
};
use crate::{
    access::second_factor,
    kernel::{ids::SessionId, problem::Problem},
    platform::{door, edge},
};
use axum::http::{HeaderValue, header};
use leptos::prelude::use_context;
use serde::Deserialize;

/// A known device is known for half a year after it last signed in.
const DEVICE_SECONDS: i64 = 180 * 24 * 60 * 60;

/// Has the browser keep what it is known by.
pub fn keep(admitted: &Admitted) {
    let secure = edge::secure();
    edge::keep_cookie(edge::cookie_name(secure), admitted.token.clone(), None);
    edge::keep_cookie(edge::device_cookie_name(secure), admitted.device.clone(), Some(DEVICE_SECONDS));
}

/// Answers with the refusal's status, and with when to come back.
pub fn say(refused: &Refused) {
    edge::set_status(&refused.problem);
    if let (Some(wait), Some(response)) = (refused.wait, use_context::<leptos_axum::ResponseOptions>()) {
        response.insert_header(header::RETRY_AFTER, HeaderValue::from(wait));
    }
}

/// The sign-in page. A posted form signs in and goes on to where the person was going.
pub async fn sign_in() -> Result<SignInPage, Problem> {
    let Some(typed) = edge::posted::<SignInDraft>() else {
        return Ok(SignInPage { to: asked_for(), ..SignInPage::default() });
    };
    let draft = typed?;
    match actions::sign_in(&edge::services()?, &door::visitor(), &draft).await {
        Ok(Entered::In(admitted)) => {
            keep(&admitted);
            let to = edge::same_site_path(&draft.to).unwrap_or("/");
            edge::go_to(if admitted.first { "/account/password" } else { to });
            Ok(SignInPage::default())
        }
        Ok(Entered::Half(token)) => {
            edge::keep_cookie(edge::half_cookie_name(edge::secure()), token, Some(second::HALF_MINUTES * 60));
            let to = edge::same_site_path(&draft.to).unwrap_or("/");
            let to = serde_urlencoded::to_string([("to", to)]).unwrap_or_default();
            edge::go_to(&format!("/sign-in/second?{to}"));
            Ok(SignInPage::default())
        }
        Err(refused) => {
            say(&refused);
            let Refused { problem, wait } = refused;
            Ok(SignInPage { email: draft.email, to: draft.to, problem: Some(problem), wait })
        }
    }
}

/// `?to=` of the address, if it is a path of ours.
pub fn asked_for() -> String {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Asked {
        to: String,
    }
    let query = edge::parts().and_then(|p| p.uri.query().map(str::to_owned)).unwrap_or_default();
    let asked: Asked = serde_urlencoded::from_str(&query).unwrap_or_default();
    edge::same_site_path(&asked.to).unwrap_or_default().to_owned()
}

/// The page that signs out: asks when opened, does it when posted to.
pub async fn sign_out() -> Result<(), Problem> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Nothing {}
    if edge::posted::<Nothing>().is_none() {
        return Ok(());
    }
    actions::sign_out(&edge::services()?, &door::visitor()).await?;
    forget();
    edge::go_to("/sign-in");
    Ok(())
}

/// Forgets the session, and whatever the pages kept in the browser.
fn forget() {
    edge::keep_cookie(edge::cookie_name(edge::secure()), String::new(), Some(0));
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(
            axum::http::HeaderName::from_static("clear-site-data"),
            HeaderValue::from_static("\"storage\""),
        );
    }
}

/// Opens a locked screen.
pub async fn unlock(secret: &super::drafts::Secret) -> Result<Unlocked, Problem> {
    match actions::unlock(&edge::services()?, &door::visitor(), secret).await {
        Ok(admitted) => {
            keep(&admitted);
            Ok(Unlocked::Open(admitted.left))
        }
        Err(Refused { problem: Problem::SignedOut, .. }) => {
            edge::set_status(&Problem::SignedOut);
            Err(Problem::SignedOut)
        }
        // an answer, not a failure: the screen shows it beside the field and counts down
        Err(refused) => Ok(Unlocked::Refused { problem: refused.problem, wait: refused.wait }),
    }
}

/// The start page: sends everybody where their day begins.
pub async fn start() -> Result<(), Problem> {
    let to = edge::look(async |cx| account::start(cx).await).await?;
    edge::go_to(to);
    Ok(())
}

/// One's own account. A posted form ends one session, or all of them.
pub async fn account() -> Result<super::model::AccountPage, Problem> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Ended {
        session: String,
        everywhere: String,
        seen: String,
    }
    match edge::posted::<Ended>().transpose()? {
        Some(ended) if !ended.seen.is_empty() => {
            edge::act(async |cx| second_factor::actions::seen(cx).await).await?;
            edge::go_to("/account");
            edge::look(async |cx| account::account(cx).await).await
        }
        Some(ended) if !ended.everywhere.is_empty() => {
            edge::act(async |cx| account::sign_out_everywhere(cx).await).await?;
            forget();
            edge::go_to("/sign-in");
            Err(Problem::SignedOut)
        }
        Some(ended) => {
            // whoever asks is looked at before what is asked
            edge::act(async |cx| {
                let session: SessionId = ended.session.parse().map_err(|_| Problem::NotFound)?;
                account::end_session(cx, session).await
            })
            .await?;
            edge::go_to("/account");
            edge::look(async |cx| account::account(cx).await).await
        }
        None => edge::look(async |cx| account::account(cx).await).await,
    }
}

/// The page on which one sets one's own password.
pub async fn password() -> Result<PasswordPage, Problem> {
    let own = edge::look(async |cx| account::own_password(cx).await).await?;
    let page = |problem, wait| PasswordPage {
        first: own.first,
        name: own.name.clone(),
        email: own.email.clone(),
        problem,
        wait,
    };
    let Some(typed) = edge::posted::<PasswordDraft>() else { return Ok(page(None, None)) };
    let draft = typed?;
    let (it, visitor) = (edge::services()?, door::visitor());
    let hash = match account::new_password(&it, &visitor, &own, &draft).await {
        Ok(hash) => hash,
        Err(refused) => {
            say(&refused);
            return Ok(page(Some(refused.problem), refused.wait));
        }
    };
    let token = edge::act(async |cx| account::keep_password(cx, &it, &visitor, &own, &hash).await).await?;
    edge::keep_cookie(edge::cookie_name(edge::secure()), token, None);
    edge::go_to(if own.first { "/" } else { "/account" });
    Ok(page(None, None))
}

/// The page of an invitation. A posted form makes the person and signs them in.
pub async fn invitation(token: &str) -> Result<WelcomePage, Problem> {
    let (it, visitor) = (edge::services()?, door::visitor());
    let invited = actions::invitation(&it, &visitor, token).await?;
    let page = |name, problem| WelcomePage {
        practice: invited.practice.clone(),
        name,
        email: invited.email.clone(),
        roles: invited.roles.iter().map(|r| r.word().to_owned()).collect(),
        problem,
    };
    let Some(typed) = edge::posted::<WelcomeDraft>() else { return Ok(page(invited.name.clone(), None)) };
    let draft = typed?;
    match actions::join(&it, &visitor, token, &draft).await {
        Ok(admitted) => {
            keep(&admitted);
            edge::go_to("/");
            Ok(page(draft.name, None))
        }
        Err(Problem::NotFound) => Err(Problem::NotFound),
        Err(problem) => {
            edge::set_status(&problem);
            Ok(page(draft.name, Some(problem)))
        }
    }
}
