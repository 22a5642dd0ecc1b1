//! What the page of metrics says, and what it must never say.
#![cfg(feature = "ssr")]

mod common;

use common::{CANARIES, Doors, house};
use serde_json::json;
use sqlx::PgPool;
use std::collections::BTreeMap;

#[sqlx::test]
async fn metrics_count_what_happened_and_name_nobody(pool: PgPool) {
    let handle = hadada::server::metrics::start().expect("counts");
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let (owner, practitioner, desk) =
        (Some(a.tokens[0].as_str()), Some(a.tokens[2].as_str()), Some(a.tokens[3].as_str()));
    let book = json!({"visit": {"key": uuid::Uuid::now_v7(), "practitioner": a.practitioner, "site": null, "room": null,
        "equipment": null, "patient": a.patient, "type_id": a.kind, "day": "2026-11-24", "starts": 600, "minutes": 30, "note": "",
        "confirmed": [], "overbook_reason": null}});
    doors.get(&format!("/patients/{}", a.patient), owner).await;
    doors.get(&format!("/patients/{}?q=Kanariename", a.patient), owner).await;
    doors.get("/Kanariename/0829990001", owner).await;
    doors.call("/api/hadada/patients/api/search", desk, &json!({"query": "kanariename"})).await;
    doors.call("/api/Kanariename", desk, &json!({})).await;
    // taken already
    doors.call("/api/hadada/scheduling/api/book", desk, &book).await;
    doors.call("/api/hadada/scheduling/api/book", practitioner, &book).await;
    doors.post_form("/sign-in", None, "email=kanarie@post.example&password=Kanariename-0829990001").await;
    let page = hadada::server::metrics::page(handle, &doors.services.db);
    for said in [
        "http_server_request_duration_seconds_bucket{http_request_method=\"GET\",http_route=\"/patients/{id}\",http_response_status_code=\"200\"",
        "http_route=\"/api/hadada/scheduling/api/book\"",
        "http_server_active_requests 0",
        "http_server_shed_total 0",
        "db_client_connection_count{state=\"idle\"}",
        "db_client_connection_wait_seconds_count",
        "db_query_duration_seconds_count",
        "db_queries_per_request_bucket{le=\"5\"}",
        "booking_conflict_total{kind=\"practitioner\"} 1",
        "booking_deadlock_total 0",
        "audit_append_seconds_count{for=\"looks\"}",
        "authz_denied_total{role=\"practitioner\",reason=\"BookAppointment\"} 1",
        "auth_attempt_total{outcome=\"person.sign_in_refused\"} 1",
        "panic_total 0",
        "process_resident_memory_bytes",
    ] {
        assert!(page.contains(said), "{said} is missing:\n{page}");
    }
    let own = [a.practice, a.patient, a.visit, a.practitioner];
    let ids = own.iter().chain(&a.people).map(ToString::to_string);
    for word in CANARIES.iter().map(ToString::to_string).chain(ids).chain(a.tokens.clone()) {
        assert!(!page.contains(&word), "metrics tell {word}");
    }
    let mut series: BTreeMap<&str, usize> = BTreeMap::new();
    for line in page.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let (name, labels) = line.split_once(['{', ' ']).unwrap_or((line, ""));
        assert!(!labels.contains("tenant") && !labels.contains("practice"), "{line}");
        let value = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
        assert!(!labels.split('"').any(value), "an id as a label: {line}");
        *series.entry(name).or_default() += 1;
    }
    for (name, n) in series {
        assert!(n <= 300, "{name} has {n} series");
    }
}
