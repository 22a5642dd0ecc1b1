//! What every request passes through: a number, a line in the log, limits, and the headers of every answer.

use super::http;
use crate::{
    access::sign_in::second,
    kernel::frame::Proof,
    platform::{
        door,
        edge::{self, Posted, RequestId},
        tally::Tally,
    },
    ui::{SPRITE, prove::PROOF_FIELDS},
};
use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{sync::Arc, time::Instant};

/// Numbers the request, logs one line when it is answered: route template, never the path, query or body; and what it cost.
pub async fn numbered(mut req: Request, next: Next) -> Response {
    let id = uuid::Uuid::now_v7();
    let tally = Arc::new(Tally::default());
    req.extensions_mut().insert(RequestId(id));
    req.extensions_mut().insert(tally.clone());
    let method = known_method(req.method());
    let route = route_of(&req);
    let begun = Instant::now();
    let active = Active::begin();
    let mut res = next.run(req).await;
    drop(active);
    let (took, status) = (begun.elapsed(), res.status().as_u16());
    tracing::info!(
        request_id = %id.simple(),
        method,
        route,
        status,
        duration_ms = took.as_secs_f64() * 1000.0,
        db_ms = tally.ms(),
        db_queries = tally.queries(),
        rows = tally.rows(),
        "request"
    );
    super::metrics::answered(method, route, status, took, &tally);
    if let Ok(value) = HeaderValue::from_str(&id.simple().to_string()) {
        res.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    res
}

/// The template of the route: a name that a program gave, with no id in it. A server function goes by its own.
fn route_of(req: &Request) -> String {
    let matched = req.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let path = req.uri().path();
    match matched {
        "/api/{*fn}" if leptos::server_fn::axum::server_fn_paths().any(|(known, _)| known == path) => path.to_owned(),
        matched => matched.to_owned(),
    }
}

/// A method is whatever was sent; only the usual ones have names here.
fn known_method(method: &Method) -> &'static str {
    let usual =
        [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS].iter();
    let names = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    usual.zip(names).find(|(usual, _)| *usual == method).map_or("OTHER", |(_, name)| name)
}

/// One of the requests being answered, until it is answered or its visitor is gone.
struct Active;

impl Active {
    fn begin() -> Active {
        metrics::gauge!("http_server_active_requests").increment(1.0);
        Active
    }
}

impl Drop for Active {
    fn drop(&mut self) {
        metrics::gauge!("http_server_active_requests").decrement(1.0);
    }
}

/// Headers that every answer carries, errors and static files included. Pages add their own policy with a nonce.
pub async fn guarded_headers(secure: bool, req: Request, next: Next) -> Response {
    let keep = kept(req.uri());
    let mut res = next.run(req).await;
    let ok = res.status().is_success() || res.status() == StatusCode::NOT_MODIFIED;
    let headers = res.headers_mut();
    for (name, value) in STANDING {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if secure {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY_FOR_THE_REST));
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(if ok { keep } else { NEVER }));
    headers.remove(header::SERVER);
    res
}

/// People's data is never kept by a cache.
const NEVER: &str = "no-store";

/// How long a browser may keep the answer. What the build made is asked for again each time, which costs a few bytes when
/// it is still the same; the pictures are named by their content, so they are kept for good and stay without a line.
fn kept(uri: &Uri) -> &'static str {
    match (uri.path(), uri.query()) {
        ("/icons.svg", Some(name)) if name == SPRITE => "public, max-age=31536000, immutable",
        (path, _) if path.starts_with("/pkg/") || path.ends_with(".svg") => "public, max-age=0, must-revalidate",
        _ => NEVER,
    }
}

const STANDING: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("x-permitted-cross-domain-policies", "none"),
];

/// For answers that are not pages: they show nothing and run nothing.
const POLICY_FOR_THE_REST: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/// The policy of a page. Styles may carry `style` attributes (the diary places its blocks with them), nothing else inline.
pub fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
    )
}

/// Reads a form posted to a page, so that the page can answer it: what was typed comes back with what is wrong.
pub async fn posted_form(limit: usize, req: Request, next: Next) -> Response {
    let form = req
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|t| t.starts_with("application/x-www-form-urlencoded"));
    if req.method() != Method::POST || req.uri().path().starts_with("/api/") || !form {
        return next.run(req).await;
    }
    let (mut parts, body) = req.into_parts();
    match axum::body::to_bytes(body, limit).await {
        Ok(bytes) => {
            parts.extensions.insert(Posted(Arc::new(bytes.to_vec())));
            next.run(Request::from_parts(parts, Body::empty())).await
        }
        Err(_) => {
            plain(StatusCode::PAYLOAD_TOO_LARGE, "This form is larger than the server accepts. Nothing was saved.")
        }
    }
}

/// A proof of who is at the keys comes along with the form that needs it. It is looked at first and taken off; the page
/// then works with the form and, if the proof was right, with a session that was proved just now, under a new secret.
pub async fn proven(State(state): State<http::State>, mut req: Request, next: Next) -> Response {
    let Some(Posted(body)) = req.extensions().get::<Posted>().cloned() else { return next.run(req).await };
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).unwrap_or_default();
    let (proof, rest): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|(name, _)| PROOF_FIELDS.contains(&name.as_str()));
    if proof.is_empty() {
        return next.run(req).await;
    }
    let of = |name| proof.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let (password, code) = (of("proof_password").into(), of("proof_code"));
    let rest = serde_urlencoded::to_string(rest).unwrap_or_default();
    req.extensions_mut().insert(Posted(Arc::new(rest.into_bytes())));
    let (mut parts, body) = req.into_parts();
    let visitor = door::visitor_of(&parts, state.secure, state.services.app.behind_proxy);
    let (became, token) = match second::prove_again(&state.services, &visitor, &password, &code).await {
        Ok(token) => (Ok(()), Some(token)),
        Err(refused) => (Err((refused.problem, refused.wait)), None),
    };
    parts.extensions.insert(Proof(became));
    let name = edge::cookie_name(state.secure);
    if let Some(token) = &token {
        edge::replace_cookie(&mut parts.headers, name, token);
    }
    let mut res = next.run(Request::from_parts(parts, body)).await;
    // unless the page itself said what becomes of the session, as signing out does
    let said = |v: &HeaderValue| v.to_str().is_ok_and(|line| line.starts_with(&format!("{name}=")));
    if let Some(token) = token.filter(|_| !res.headers().get_all(header::SET_COOKIE).iter().any(said))
        && let Some(line) = edge::cookie_line(name, token, None, state.secure)
    {
        res.headers_mut().append(header::SET_COOKIE, line);
    }
    res
}

/// A short answer in words, for what cannot be a page.
pub fn plain(status: StatusCode, words: &'static str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    (status, headers, words).into_response()
}

/// While closing, tells keep-alive connections to go, so that the next request of theirs opens a new one elsewhere.
pub async fn closing(closing: tokio::sync::watch::Receiver<bool>, req: Request, next: Next) -> Response {
    let mut res = next.run(req).await;
    if *closing.borrow() {
        res.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    res
}
