//! `/livez`: the process answers. `/readyz`: it can do work. Neither says anything about anyone.

use super::{http::State, middleware::plain};
use axum::{extract, http::StatusCode, response::Response};

/// Alive as long as it answers; never asks the database, because restarting does not mend that.
pub async fn livez() -> Response {
    plain(StatusCode::OK, "alive\n")
}

/// Ready when the database answers, its migrations are the program's, and the server is not closing.
pub async fn readyz(extract::State(state): extract::State<State>) -> Response {
    if *state.services.live.closing().borrow() {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "closing\n");
    }
    let asked = tokio::time::timeout(std::time::Duration::from_millis(500), state.services.db.ready()).await;
    match asked {
        Ok(Ok(())) => plain(StatusCode::OK, "ready\n"),
        Ok(Err(e)) => {
            tracing::warn!(why = %e.to_string().lines().next().unwrap_or_default(), "not ready");
            plain(StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
        Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "not ready: the database is slow\n"),
    }
}
