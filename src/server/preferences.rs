//! `POST /preferences`: how the person likes the screen, kept in cookies. Known words only; nothing about anyone.

use super::{http::State, middleware::plain};
use axum::{
    Form, Router,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use cookie::{Cookie, SameSite, time::Duration};
use serde::Deserialize;

/// The form: one of the two is pressed at a time.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wish {
    theme: Option<String>,
    density: Option<String>,
    back: String,
}

/// The route.
pub fn routes() -> Router<State> {
    Router::new().route("/preferences", post(set))
}

async fn set(axum::extract::State(state): axum::extract::State<State>, Form(wish): Form<Wish>) -> Response {
    let theme = wish.theme.as_deref().filter(|t| ["light", "dark", "system"].contains(t)).map(|t| ("theme", t));
    let density = wish.density.as_deref().filter(|d| ["desk", "room"].contains(d)).map(|d| ("density", d));
    let Some((name, value)) = theme.or(density) else {
        return plain(StatusCode::UNPROCESSABLE_ENTITY, "There is no such preference.\n");
    };
    let cookie = Cookie::build((name, value.to_owned()))
        .path("/")
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(state.secure)
        .max_age(Duration::days(365));
    let mut res = StatusCode::SEE_OTHER.into_response();
    let headers = res.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        headers.insert(header::SET_COOKIE, value);
    }
    headers
        .insert(header::LOCATION, HeaderValue::from_str(own_path(&wish.back)).unwrap_or(HeaderValue::from_static("/")));
    res
}

/// A path of this site, or its start: never an address elsewhere.
fn own_path(back: &str) -> &str {
    let own = back.starts_with('/')
        && !back.starts_with("//")
        && !back.contains('\\')
        && back.bytes().all(|b| b > 32 && b < 127);
    if own { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\r\nx: y", "javascript:1"] {
            assert_eq!(own_path(bad), "/", "{bad}");
        }
        assert_eq!(own_path("/diary?day=2026-11-25"), "/diary?day=2026-11-25");
    }
}
