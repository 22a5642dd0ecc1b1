//! `/metrics`, on a listener of its own that is never public. Names as in the guarantees; labels are names that a program
//! gave (routes, methods, codes, deeds of the policy), never a patient, a person or a practice.

use super::health;
use crate::{
    platform::{db::Db, tally::Tally},
    server::http::State,
};
use anyhow::Context;
use axum::{Router, http::header, routing::get};
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::{sync::OnceLock, time::Duration};
use tokio::{net::TcpListener, sync::watch};

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Seconds; half a millisecond to ten seconds.
const TIMES: &[f64] = &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0];
/// Statements of one request: the aim is five.
const COUNTS: &[f64] = &[0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 50.0];

/// Starts counting. Before that, and where nobody asked for metrics, counting costs next to nothing.
///
/// # Errors
/// When something else in the process counts already.
pub fn start() -> anyhow::Result<&'static PrometheusHandle> {
    if let Some(handle) = HANDLE.get() {
        return Ok(handle);
    }
    let handle = PrometheusBuilder::new()
        .set_buckets(TIMES)?
        .set_buckets_for_metric(Matcher::Full("db_queries_per_request".into()), COUNTS)?
        .install_recorder()
        .context("metrics cannot be counted")?;
    describe();
    Ok(HANDLE.get_or_init(|| handle))
}

fn describe() {
    for (name, says) in [
        ("http_server_request_duration_seconds", "From the first byte of a request to the head of its answer"),
        ("db_client_connection_wait_seconds", "How long a request waited for a connection"),
        ("db_query_duration_seconds", "One statement, from sending it to its last row"),
        ("audit_append_seconds", "Writing the trail down and committing, for changes and for looks"),
        ("booking_commit_seconds", "A visit booked, from the door to the commit"),
    ] {
        describe_histogram!(name, Unit::Seconds, says);
    }
    describe_histogram!("db_queries_per_request", "Statements that one request sent");
    for (name, says) in [
        ("http_server_shed_total", "Requests told at once to come back, because too many were under way"),
        ("booking_conflict_total", "Bookings refused because the time was taken"),
        ("booking_deadlock_total", "Transactions that waited for each other crosswise; must stay 0"),
        ("idempotency_replay_total", "Forms sent twice and done once"),
        ("authz_denied_total", "Deeds the policy refused, by role and deed"),
        ("auth_attempt_total", "What happened at the door"),
        ("panic_total", "Panics; the request failed, the server went on"),
    ] {
        describe_counter!(name, says);
    }
    for (name, says) in [
        ("http_server_active_requests", "Requests under way"),
        ("db_client_connection_count", "Connections of the pool by state"),
        ("audit_chain_head_age_seconds", "Since the ends of the trails were last copied; only where they are"),
        ("process_resident_memory_bytes", "Memory of the process"),
        ("process_open_fds", "Open files and sockets of the process"),
        ("tokio_alive_tasks", "Tasks alive"),
    ] {
        describe_gauge!(name, says);
    }
    // what must stay 0 is shown before it happens; each of these is counted wherever it can happen
    for name in ["http_server_shed_total", "booking_deadlock_total", "panic_total", "idempotency_replay_total"] {
        metrics::counter!(name).absolute(0);
    }
}

/// Counts an answer.
pub fn answered(method: &'static str, route: String, status: u16, took: Duration, tally: &Tally) {
    let code = status.to_string();
    metrics::histogram!(
        "http_server_request_duration_seconds",
        "http_request_method" => method,
        "http_route" => route,
        "http_response_status_code" => code
    )
    .record(took);
    if tally.queries() > 0 {
        #[expect(clippy::cast_precision_loss, reason = "a request sends a handful of statements")]
        metrics::histogram!("db_queries_per_request").record(tally.queries() as f64);
    }
}

/// The page as it is now.
pub fn page(handle: &PrometheusHandle, db: &Db) -> String {
    let (open, idle) = db.connections();
    metrics::gauge!("db_client_connection_count", "state" => "used")
        .set(f64::from(open.saturating_sub(u32::try_from(idle).unwrap_or(open))));
    metrics::gauge!("db_client_connection_count", "state" => "idle").set(u32::try_from(idle).map_or(0.0, f64::from));
    if let Some(bytes) = resident() {
        metrics::gauge!("process_resident_memory_bytes").set(bytes);
    }
    if let Ok(files) = std::fs::read_dir("/proc/self/fd") {
        metrics::gauge!("process_open_fds").set(u32::try_from(files.count()).map_or(0.0, f64::from));
    }
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        let tasks = runtime.metrics().num_alive_tasks();
        metrics::gauge!("tokio_alive_tasks").set(u32::try_from(tasks).map_or(0.0, f64::from));
    }
    handle.run_upkeep();
    handle.render()
}

/// Resident memory in bytes; nothing where there is no `/proc`.
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u32 = line.split_whitespace().next()?.parse().ok()?;
    Some(f64::from(kib) * 1024.0)
}

/// Serves `/metrics` and the health pages until the server closes.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, state: State, mut closing: watch::Receiver<bool>) -> anyhow::Result<()> {
    let handle = start()?;
    let db = state.services.db.clone();
    let show = move || {
        let text = page(handle, &db);
        async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text) }
    };
    let router = Router::new()
        .route("/metrics", get(show))
        .route("/livez", get(health::livez))
        .route("/readyz", get(health::readyz))
        .with_state(state);
    let closed = async move { drop(closing.wait_for(|c| *c).await) };
    Ok(axum::serve(listener, router).with_graceful_shutdown(closed).await?)
}
