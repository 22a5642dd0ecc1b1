//! Other desks' changes as server-sent events. Ids and days only; the screen asks again, and the policy decides again.

use super::{http::State, middleware::plain};
use crate::{
    access::policy::{SeeDiary, could},
    platform::{edge, live::Notice},
};
use axum::{
    extract,
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::Stream;
use serde::Serialize;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::sync::broadcast::error::RecvError;

/// What a screen is told.
#[derive(Serialize)]
struct Told<'a> {
    kind: &'a str,
    subject: uuid::Uuid,
    days: &'a [jiff::civil::Date],
    by: &'a str,
    own: bool,
}

/// `GET /live`: a stream for a signed-in staff screen. The session is looked at again every 60 s, without keeping the
/// screen awake, and at once when something happened to the person whose it is: signed out here or everywhere, suspended,
/// given other roles. The stream ends when the session is over.
pub async fn live(extract::State(state): extract::State<State>, headers: HeaderMap) -> Response {
    let Some(token) = edge::session_token(&headers, state.secure) else {
        return plain(StatusCode::UNAUTHORIZED, "sign in first\n");
    };
    let actor = match edge::still_in(&state.services, &token).await {
        Ok(actor) if could::<SeeDiary>(&actor) => actor,
        Ok(_) => return plain(StatusCode::FORBIDDEN, "not allowed\n"),
        Err(p) => {
            let status = StatusCode::from_u16(p.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return plain(status, "not now\n");
        }
    };
    let stream = follow(state, actor, token);
    let mut res = Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response();
    // a proxy must not gather events up
    res.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    res
}

fn follow(
    state: State,
    actor: crate::access::Actor,
    token: String,
) -> impl Stream<Item = Result<Event, Infallible>> + Send + 'static {
    let notices = state.services.live.subscribe();
    let closing = state.services.live.closing();
    let mut look = tokio::time::interval(Duration::from_secs(60));
    look.reset();
    let begun = (state, actor, token, notices, closing, look, true);
    futures::stream::unfold(begun, |(state, actor, token, mut notices, mut closing, mut look, first)| async move {
        if first {
            let hello = Event::default().event("hello").retry(Duration::from_millis(1000)).data("{}");
            return Some((Ok(hello), (state, actor, token, notices, closing, look, false)));
        }
        let event = loop {
            tokio::select! {
                () = closed(&mut closing) => return None,
                _ = look.tick() => if !still_open(&state, &token).await { return None },
                got = notices.recv() => match got {
                    Ok(n) => {
                        if n.subject == actor.person.0 && !still_open(&state, &token).await {
                            return None;
                        }
                        if n.practice == actor.practice {
                            break tell(&n, &actor);
                        }
                    }
                    // too slow to keep up: one word that everything may have changed
                    Err(RecvError::Lagged(_)) => break Event::default().event("all").data("{}"),
                    Err(RecvError::Closed) => return None,
                },
            }
        };
        Some((Ok(event), (state, actor, token, notices, closing, look, false)))
    })
}

/// Whether the session goes on and its person may still see the diary.
async fn still_open(state: &State, token: &str) -> bool {
    edge::still_in(&state.services, token).await.is_ok_and(|actor| could::<SeeDiary>(&actor))
}

fn tell(n: &Arc<Notice>, actor: &crate::access::Actor) -> Event {
    let own = n.session.is_some() && n.session == actor.session.map(|s| s.0);
    let told = Told { kind: &n.kind, subject: n.subject, days: &n.days, by: &n.by, own };
    Event::default().event("changed").data(serde_json::to_string(&told).unwrap_or_else(|_| "{}".into()))
}

/// Resolves when the server is closing.
async fn closed(closing: &mut tokio::sync::watch::Receiver<bool>) {
    drop(closing.wait_for(|c| *c).await);
}
