//! Where a request becomes an act: who is asking, one transaction, and the answer or the problem.

use super::{
    cx::{Cx, CxMut, Door, Fault, Origin, Outcome},
    db::Db,
    door,
    live::Live,
    seal::{Seal, digest},
    tally::Tally,
    trail,
};
use crate::{
    access::{Actor, policy},
    kernel::{
        frame::{Asked, Frame, FrameCell, Prefs, Proof, ProveCell, Scripted},
        ids::OnceKey,
        problem::Problem,
    },
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// Everything a request needs from the process.
#[derive(Clone, Debug)]
pub struct Services {
    /// The database under row-level security.
    pub db: Db,
    /// The keys for exact identifiers.
    pub seal: Arc<Seal>,
    /// Other desks' changes.
    pub live: Live,
    /// Limits and switches.
    pub app: Arc<super::config::App>,
}

/// The number a request goes by in log, events and answers. Set by the middleware.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(pub uuid::Uuid);

/// The form posted to a page, if one was.
#[derive(Clone, Debug)]
pub struct Posted(pub Arc<Vec<u8>>);

/// Name of the session cookie. `__Host-` needs https, which a first look on one's own machine does not have.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-hadada" } else { "hadada" }
}

/// Name of the cookie by which a device that signed in before is known.
pub fn device_cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-hadada-device" } else { "hadada-device" }
}

/// Name of the cookie of whoever typed the right password and has a second factor to show. It is no session's.
pub fn half_cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-hadada-half" } else { "hadada-half" }
}

/// The token in the session cookie, if there is one. Behind https only the cookie no other host can have set counts.
pub fn session_token(headers: &HeaderMap, secure: bool) -> Option<String> {
    cookie(headers, cookie_name(secure))
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    cookies(headers).find(|c| c.name() == name).map(|c| c.value().to_owned())
}

/// Whether the server is behind https. Handed to requests as a context.
#[derive(Clone, Copy, Debug)]
pub struct Secure(pub bool);

/// Whether cookies are for https only.
pub fn secure() -> bool {
    use_context::<Secure>().is_some_and(|s| s.0)
}

/// The line that has the browser keep a value that scripts cannot read and other sites cannot send; `None` keeps it until
/// the browser closes, zero forgets it.
pub fn cookie_line(name: &'static str, value: String, seconds: Option<i64>, secure: bool) -> Option<HeaderValue> {
    let mut cookie = cookie::Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(cookie::SameSite::Lax)
        .build();
    cookie.set_max_age(seconds.map(cookie::time::Duration::seconds));
    HeaderValue::from_str(&cookie.to_string()).ok()
}

/// Has the browser keep a value, as [`cookie_line`] says.
pub fn keep_cookie(name: &'static str, value: String, seconds: Option<i64>) {
    let Some(response) = use_context::<leptos_axum::ResponseOptions>() else { return };
    if let Some(line) = cookie_line(name, value, seconds, secure()) {
        response.append_header(header::SET_COOKIE, line);
    }
}

/// The request as it would be with another value in a cookie.
pub fn replace_cookie(headers: &mut HeaderMap, name: &str, value: &str) {
    let mut kept: Vec<String> =
        cookies(headers).filter(|c| c.name() != name).map(|c| format!("{}={}", c.name(), c.value())).collect();
    kept.push(format!("{name}={value}"));
    if let Ok(line) = HeaderValue::from_str(&kept.join("; ")) {
        headers.insert(header::COOKIE, line);
    }
}

/// A path of ours to go back to: never another site, and no control characters.
pub fn same_site_path(path: &str) -> Option<&str> {
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '#']);
    (ours && path.len() <= 500 && path.chars().all(|c| c.is_ascii_graphic())).then_some(path)
}

/// The services of the request being served.
///
/// # Errors
/// [`Problem::Broken`] when called outside a request.
pub fn services() -> Result<Services, Problem> {
    use_context::<Services>().ok_or(Problem::Broken { reference: "no-services".into() })
}

/// The head of the request being served; empty outside one.
pub fn parts() -> Option<Parts> {
    use_context::<Parts>()
}

/// The request as log and trail name it.
fn origin(parts: &Parts, it: &Services) -> Origin {
    Origin {
        request: parts.extensions.get::<RequestId>().map_or_else(uuid::Uuid::now_v7, |r| r.0),
        address: door::address(parts, it.app.behind_proxy).map(trail::truncated).unwrap_or_default(),
        tally: parts.extensions.get::<Arc<Tally>>().cloned().unwrap_or_default(),
    }
}

/// Opens the door for the request being served. `touching` is false for streams, which must not keep a screen awake.
async fn enter() -> Result<(Cx, Db), Fault> {
    let parts = parts().ok_or(Problem::SignedOut)?;
    let token = session_token(&parts.headers, secure()).ok_or(Problem::SignedOut)?;
    let it = services()?;
    let door = Door::Session { token_hash: digest(token.as_bytes()), touching: true };
    let cx = Cx::enter(&it.db, &it.seal, door, origin(&parts, &it)).await?;
    if let Some(cell) = use_context::<FrameCell>() {
        cell.set(Frame {
            practice: cx.practice_name.clone(),
            person: cx.actor.name.clone(),
            abilities: abilities(&cx.actor),
            idle_minutes: u16::try_from(it.app.staff_idle_minutes).unwrap_or(15),
            path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            has_factor: cx.standing().has_factor,
            notices: cx.standing().notices,
        });
    }
    Ok((cx, it.db))
}

fn abilities(actor: &Actor) -> Vec<&'static str> {
    let some = |row: &policy::Row| actor.roles.iter().any(|r| row.reach[r as usize] != policy::Reach::No);
    policy::table().iter().filter(|row| some(row)).map(|row| row.ability).collect()
}

/// How the person likes the screen, from cookies. Anything but the known words is ignored.
pub fn prefs() -> Prefs {
    let Some(parts) = parts() else { return Prefs::default() };
    let mut prefs = Prefs::default();
    for c in cookies(&parts.headers) {
        match (c.name(), c.value()) {
            ("theme", "light") => prefs.theme = "light",
            ("theme", "dark") => prefs.theme = "dark",
            ("density", "room") => prefs.density = "room",
            _ => {}
        }
    }
    prefs
}

/// Pages for whoever is not signed in have no islands and load no browser code; nor will the portal's.
pub fn scripted() -> Scripted {
    const PLAIN: [&str; 3] = ["/sign-in", "/invitation/", "/portal"];
    let path = parts().map(|p| p.uri.path().to_owned()).unwrap_or_default();
    Scripted(!PLAIN.iter().any(|p| path.starts_with(p)))
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = cookie::Cookie<'static>> {
    let lines: Vec<String> =
        headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).map(str::to_owned).collect();
    lines.into_iter().flat_map(cookie::Cookie::split_parse).flatten()
}

/// A question: read-only, and nothing to record but that it was asked.
pub async fn look<T>(body: impl AsyncFnOnce(&mut Cx) -> Result<T, Fault>) -> Result<T, Problem> {
    let run = async {
        let (mut cx, db) = enter().await?;
        cx.read_only().await?;
        let became = body(&mut cx).await;
        cx.finish(&db, became).await
    };
    answer(run.await)
}

/// A change: commits only what was recorded.
pub async fn act<T>(body: impl AsyncFnOnce(&mut CxMut) -> Outcome<T>) -> Result<T, Problem> {
    let run = async {
        let (cx, db) = enter().await?;
        let mut cx = CxMut::new(cx);
        let became = body(&mut cx).await;
        cx.commit(&db, became).await
    };
    answer(run.await)
}

/// A change that posting twice does once. `asked` is the request, so that a key used for another one is refused.
pub async fn act_once<T: Serialize + DeserializeOwned>(
    key: OnceKey,
    deed: &str,
    asked: &impl Serialize,
    body: impl AsyncFnOnce(&mut CxMut) -> Outcome<T>,
) -> Result<T, Problem> {
    let asked = serde_json::to_vec(asked).map(|bytes| digest(&bytes));
    let run = async {
        let asked = asked.map_err(|e| Fault::Other(e.into()))?;
        let (cx, db) = enter().await?;
        let mut cx = CxMut::new(cx);
        let became = cx.once(key, deed, asked, body).await;
        cx.commit(&db, became).await
    };
    answer(run.await)
}

/// A question on someone's behalf: the command line, a named job, a test.
pub async fn look_as<T>(
    it: &Services,
    actor: Actor,
    body: impl AsyncFnOnce(&mut Cx) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let mut cx = Cx::enter(&it.db, &it.seal, Door::Vouched(Box::new(actor)), Origin::of_nobody()).await?;
    cx.read_only().await?;
    let became = body(&mut cx).await;
    cx.finish(&it.db, became).await
}

/// A change on someone's behalf.
pub async fn act_as<T>(
    it: &Services,
    actor: Actor,
    body: impl AsyncFnOnce(&mut CxMut) -> Outcome<T>,
) -> Result<T, Fault> {
    let cx = Cx::enter(&it.db, &it.seal, Door::Vouched(Box::new(actor)), Origin::of_nobody()).await?;
    let mut cx = CxMut::new(cx);
    let became = body(&mut cx).await;
    cx.commit(&it.db, became).await
}

/// A question for a request that no page and no server function answers, such as a download.
pub async fn look_for<T>(
    it: &Services,
    secure: bool,
    head: &Parts,
    body: impl AsyncFnOnce(&mut Cx) -> Result<T, Fault>,
) -> Result<T, Problem> {
    let run = async {
        let mut cx = enter_for(it, secure, head).await?;
        cx.read_only().await?;
        let became = body(&mut cx).await;
        cx.finish(&it.db, became).await
    };
    run.await.map_err(Fault::into_problem)
}

/// A change for a request that no page and no server function answers, such as an upload.
pub async fn act_for<T>(
    it: &Services,
    secure: bool,
    head: &Parts,
    body: impl AsyncFnOnce(&mut CxMut) -> Outcome<T>,
) -> Result<T, Problem> {
    let run = async {
        let mut cx = CxMut::new(enter_for(it, secure, head).await?);
        let became = body(&mut cx).await;
        cx.commit(&it.db, became).await
    };
    run.await.map_err(Fault::into_problem)
}

async fn enter_for(it: &Services, secure: bool, head: &Parts) -> Result<Cx, Fault> {
    let token = session_token(&head.headers, secure).ok_or(Problem::SignedOut)?;
    let door = Door::Session { token_hash: digest(token.as_bytes()), touching: true };
    Cx::enter(&it.db, &it.seal, door, origin(head, it)).await
}

/// Whether a session is still good, without keeping it awake. For streams.
pub async fn still_in(it: &Services, token: &str) -> Result<Actor, Problem> {
    let door = Door::Session { token_hash: digest(token.as_bytes()), touching: false };
    let cx = Cx::enter(&it.db, &it.seal, door, Origin::of_nobody()).await.map_err(Fault::into_problem)?;
    let actor = cx.actor.clone();
    cx.finish(&it.db, Ok(actor)).await.map_err(Fault::into_problem)
}

/// Sets the status for programs. A page sets its own, when it shows the problem.
fn answer<T>(result: Result<T, Fault>) -> Result<T, Problem> {
    let result = result.map_err(Fault::into_problem);
    if let (Err(Problem::ProveFirst), Some(cell)) = (&result, use_context::<ProveCell>()) {
        cell.ask();
    }
    let program = parts().is_none_or(|p| p.uri.path().starts_with("/api/"));
    if let (Err(problem), true) = (&result, program) {
        set_status(problem);
    }
    result
}

/// Answers the request with the problem's status, and with when to come back if the server is busy.
pub fn set_status(problem: &Problem) {
    let Some(response) = use_context::<leptos_axum::ResponseOptions>() else { return };
    response.set_status(StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    match problem {
        Problem::Busy | Problem::Offline => {
            response.insert_header(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        Problem::TooMany { retry_in_minutes } => {
            let seconds = u32::from(*retry_in_minutes) * 60;
            response.insert_header(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        Problem::SignedOut
        | Problem::PasswordFirst
        | Problem::FactorFirst
        | Problem::ProveFirst
        | Problem::NotAllowed { .. }
        | Problem::NotFound
        | Problem::Invalid { .. }
        | Problem::Clash(_)
        | Problem::Stale { .. }
        | Problem::TooLarge
        | Problem::Confirm { .. }
        | Problem::Broken { .. } => {}
    }
}

/// Sends the browser elsewhere after a form was posted or when a page is not for it. The one place that does.
pub fn go_to(path: &str) {
    leptos_axum::redirect(path);
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// As [`go_to`], for pages: whoever must sign in first comes back to where they were going.
pub fn leave_for(path: &str) {
    let here = parts().filter(|p| p.method == axum::http::Method::GET).map(|p| p.uri.to_string());
    match here.as_deref().and_then(same_site_path) {
        Some(here) if path == "/sign-in" && here.len() > 1 => {
            let back = serde_urlencoded::to_string([("to", here)]).unwrap_or_default();
            go_to(&format!("/sign-in?{back}"));
        }
        Some(_) | None => go_to(path),
    }
}

/// The fields of the form posted to this page, if one was.
///
/// # Errors
/// [`Problem::Invalid`] when the body is not a form.
pub fn posted<D: DeserializeOwned>() -> Option<Result<D, Problem>> {
    let parts = parts()?;
    let Posted(body) = parts.extensions.get::<Posted>()?.clone();
    Some(serde_urlencoded::from_bytes(&body).map_err(|_| Problem::Invalid { fields: vec![] }))
}

/// What became of the proof that came with the form of this request, if one did.
pub fn proof() -> Option<Proof> {
    parts()?.extensions.get::<Proof>().cloned()
}

/// For a deed of this request that asks for a proof: the form as it was sent.
pub fn prove_cell() -> ProveCell {
    let body = parts().and_then(|p| p.extensions.get::<Posted>().cloned()).map(|Posted(body)| body).unwrap_or_default();
    let fields = serde_urlencoded::from_bytes(&body).unwrap_or_default();
    let refused = proof().and_then(|Proof(became)| became.err());
    ProveCell::of(Asked { fields, refused })
}
