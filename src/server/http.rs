//! The router: pages, server functions, streams, files, health; and the layers around them, outermost last.

use super::{health, middleware, preferences, stream};
use crate::{
    app,
    kernel::{
        frame::{FrameCell, GoTo, OnProblem},
        problem::Problem,
    },
    platform::edge::{self, Services},
};
use axum::{
    BoxError, Router,
    body::Body,
    error_handling::HandleErrorLayer,
    extract::{DefaultBodyLimit, FromRef, Request},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::{any, get},
};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::{any::Any, time::Duration};
use tower::{ServiceBuilder, limit::GlobalConcurrencyLimitLayer};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, limit::RequestBodyLimitLayer,
};

/// What handlers share.
#[derive(Clone, Debug)]
pub struct State {
    /// For rendering pages.
    pub leptos: LeptosOptions,
    /// Database, keys, live changes.
    pub services: Services,
    /// Cookies and headers for https.
    pub secure: bool,
}

impl FromRef<State> for LeptosOptions {
    fn from_ref(s: &State) -> Self {
        s.leptos.clone()
    }
}

/// Most requests worked on at once; the rest are told to come back, quickly.
const AT_ONCE: usize = 1024;

/// Builds the router.
pub fn router(state: State) -> Router {
    let (secure, limit) = (state.secure, state.services.app.body_limit_kb * 1024);
    let time = Duration::from_millis(state.services.app.request_timeout_ms);
    let closing = state.services.live.closing();
    let pages = pages(&state);
    // inside the time limit: everything that must answer soon
    let quick = Router::new()
        .route("/api/{*fn}", any(server_function))
        .merge(pages)
        .layer(from_fn_with_state(state.clone(), middleware::proven))
        .layer(from_fn(move |req, next| middleware::posted_form(limit, req, next)))
        // reads its form itself
        .merge(preferences::routes())
        .layer(from_fn(readable))
        .layer(RequestBodyLimitLayer::new(limit))
        .merge(crate::billing::download::routes())
        // files are larger than forms
        .merge(crate::settings::upload::routes())
        .layer(
            ServiceBuilder::new()
                .layer(HandleErrorLayer::new(overload))
                .load_shed()
                .layer(GlobalConcurrencyLimitLayer::new(AT_ONCE))
                .timeout(time),
        );
    Router::new()
        .merge(quick)
        .route("/live", get(stream::live))
        .fallback(leptos_axum::file_and_error_handler_with_context::<State, _>(provide(&state), app::shell))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(state.services.app.import_limit_kb * 1024))
        .layer(CsrfLayer::new())
        .layer(from_fn(page_policy))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new().br(true).gzip(true).quality(tower_http::CompressionLevel::Fastest))
        .layer(from_fn(move |req, next| middleware::guarded_headers(secure, req, next)))
        .layer(from_fn(move |req, next| middleware::closing(closing.clone(), req, next)))
        .route("/livez", get(health::livez))
        .route("/readyz", get(health::readyz))
        .layer(from_fn(middleware::numbered))
        .with_state(state)
}

fn provide(state: &State) -> impl Fn() + Clone + Send + Sync + 'static {
    let state = state.clone();
    move || {
        provide_context(state.services.clone());
        provide_context(state.clone());
        provide_context(edge::Secure(state.secure));
        provide_context(FrameCell::default());
        provide_context(edge::prove_cell());
        provide_context(OnProblem(edge::set_status));
        provide_context(GoTo(edge::leave_for));
        provide_context(edge::prefs());
        provide_context(edge::scripted());
    }
}

/// Every page answers GET, and POST with the form on it: without JavaScript, what was typed comes back.
fn pages(state: &State) -> Router<State> {
    let mut routes = generate_route_list(app::App);
    let mut router = Router::new();
    if !state.services.app.gallery {
        routes.retain(|listing| !listing.path().starts_with("/_gallery"));
        router = router.route("/_gallery", any(nothing)).route("/_gallery/{*group}", any(nothing));
    }
    let shell = {
        let options = state.leptos.clone();
        move || app::shell(options.clone())
    };
    for listing in &routes {
        let render = leptos_axum::render_app_async_with_context(provide(state), shell.clone());
        router = router.route(listing.path(), axum::routing::post(move |req: Request| render(req)));
    }
    router.leptos_routes_with_context(state, routes, provide(state), shell)
}

async fn server_function(axum::extract::State(state): axum::extract::State<State>, req: Request) -> Response {
    use axum::response::IntoResponse;
    let known = |(path, method): (&str, Method)| path == req.uri().path() && method == *req.method();
    if !leptos::server_fn::axum::server_fn_paths().any(known) {
        return nothing().await;
    }
    leptos_axum::handle_server_fns_with_context(provide(&state), req).await.into_response()
}

async fn nothing() -> Response {
    middleware::plain(StatusCode::NOT_FOUND, "There is nothing here.\n")
}

/// What could not even be read never reached the edge, and the framework calls that a 500: it is the sender's.
async fn readable(req: Request, next: axum::middleware::Next) -> Response {
    let function = req.uri().path().starts_with("/api/");
    let res = next.run(req).await;
    if !function || res.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return res;
    }
    let (mut parts, body) = res.into_parts();
    let bytes = axum::body::to_bytes(body, 64 << 10).await.unwrap_or_default();
    if let Ok(problem) = serde_json::from_slice::<Problem>(&bytes) {
        parts.status = StatusCode::from_u16(problem.status()).unwrap_or(parts.status);
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Pages get their policy with the nonce of this very answer.
async fn page_policy(req: Request, next: axum::middleware::Next) -> Response {
    let res = next.run(req).await;
    let page = res
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|t| t.starts_with("text/html"));
    if !page || res.headers().contains_key(header::CONTENT_SECURITY_POLICY) {
        return res;
    }
    // pages are rendered whole, so the nonce can be read where the framework wrote it
    let (mut parts, body) = res.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, 64 << 20).await else {
        return middleware::plain(StatusCode::INTERNAL_SERVER_ERROR, "The page could not be made.\n");
    };
    let nonce = nonce_of(&bytes).unwrap_or("none");
    if let Ok(policy) = HeaderValue::from_str(&middleware::page_policy(nonce)) {
        parts.headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(bytes))
}

/// The first `nonce="…"` of the head, which the framework wrote: text typed by people comes after it, in the body.
fn nonce_of(page: &[u8]) -> Option<&str> {
    let head = page.windows(7).position(|w| w == b"</head>").map_or(page, |end| &page[..end]);
    let start = head.windows(7).position(|w| w == b"nonce=\"")? + 7;
    let length = head[start..].iter().position(|b| *b == b'"')?;
    std::str::from_utf8(&head[start..start + length]).ok()
}

async fn overload(method: Method, e: BoxError) -> Response {
    if e.is::<tower::timeout::error::Elapsed>() {
        let words = if method == Method::GET {
            "This took too long. Try again.\n"
        } else {
            "This took too long. Look whether it was saved before you try again.\n"
        };
        return middleware::plain(StatusCode::SERVICE_UNAVAILABLE, words);
    }
    metrics::counter!("http_server_shed_total").increment(1);
    middleware::plain(StatusCode::SERVICE_UNAVAILABLE, "The server is busy. Try again in a moment.\n")
}

fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    middleware::plain(StatusCode::INTERNAL_SERVER_ERROR, "Something broke. Nothing was saved.\n")
}
