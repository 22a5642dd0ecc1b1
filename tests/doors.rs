//! What every answer carries, and what a rude request gets: a clear answer, never a 500.
#![cfg(feature = "ssr")]

mod common;

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use common::{Doors, house, request};
use serde_json::json;
use sqlx::PgPool;
use tower::ServiceExt;

const BOOK: &str = "/api/hadada/scheduling/api/book";
const DAY: &str = "/api/hadada/scheduling/api/day";

#[sqlx::test]
async fn every_answer_carries_the_guards(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let token = Some(a.tokens[0].as_str());
    for path in [
        "/",
        "/sign-in",
        "/diary",
        "/patients",
        "/nothing-here",
        "/pkg/none.js",
        "/livez",
        "/readyz",
        "/live",
        DAY,
        "/favicon.svg",
    ] {
        for token in [None, token] {
            let Ok(answer) =
                tokio::time::timeout(std::time::Duration::from_secs(20), doors_get(&doors, path, token)).await
            else {
                panic!("{path} did not answer");
            };
            for name in [
                "x-content-type-options",
                "referrer-policy",
                "content-security-policy",
                "cross-origin-opener-policy",
                "cache-control",
                "x-frame-options",
            ] {
                let health = path == "/livez" || path == "/readyz";
                assert!(health || answer.1.contains_key(name), "{path} lacks {name}");
            }
            if let Some(policy) = answer.1.get(header::CONTENT_SECURITY_POLICY) {
                let policy = policy.to_str().expect("ascii");
                assert!(
                    policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
                    "{path}: {policy}"
                );
                let script = policy.split(';').find(|d| d.trim().starts_with("script-src")).unwrap_or_default();
                assert!(!script.contains("'unsafe-inline'") && !script.contains(" 'unsafe-eval'"), "{path}: {policy}");
                assert!(
                    !policy.contains("http:") && !policy.contains("https:") && !policy.contains('*'),
                    "{path}: {policy}"
                );
            }
            assert!(!answer.1.contains_key(header::SERVER), "{path}");
        }
    }
}

#[sqlx::test]
async fn pictures_are_kept_for_good_under_the_name_of_their_content_and_nothing_else_is(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let page = doors.get("/diary", Some(&a.tokens[3])).await.body;
    let (_, rest) = page.split_once("/icons.svg?").expect("the page shows pictures");
    let named = format!("/icons.svg?{}", rest.split('#').next().expect("a symbol"));
    for (path, status, keep) in [
        (named.as_str(), StatusCode::OK, "public, max-age=31536000, immutable"),
        ("/icons.svg", StatusCode::OK, "public, max-age=0, must-revalidate"),
        ("/icons.svg?of-an-older-build", StatusCode::OK, "public, max-age=0, must-revalidate"),
        ("/favicon.svg", StatusCode::OK, "public, max-age=0, must-revalidate"),
        ("/pkg/none.js", StatusCode::NOT_FOUND, "no-store"),
        ("/patients", StatusCode::OK, "no-store"),
    ] {
        let answer = doors.get(path, Some(&a.tokens[3])).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.headers[header::CACHE_CONTROL], keep, "{path}");
    }
}

/// Status and headers only: a stream has no end.
async fn doors_get(doors: &Doors, path: &str, token: Option<&str>) -> (StatusCode, axum::http::HeaderMap) {
    use tower::ServiceExt;
    let req = request(Method::GET, path, token).body(Body::empty()).expect("a request");
    let res = doors.router.clone().oneshot(req).await.expect("an answer");
    (res.status(), res.headers().clone())
}

#[sqlx::test]
async fn a_page_has_a_nonce_of_its_own_each_time(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..3 {
        let page = doors.get("/diary", Some(&a.tokens[3])).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("ascii").to_owned();
        let nonce = policy.split("'nonce-").nth(1).and_then(|s| s.split('\'').next()).expect("a nonce").to_owned();
        assert!(page.body.contains(&format!("nonce=\"{nonce}\"")), "the page's scripts carry it");
        assert!(seen.insert(nonce), "never the same twice");
        let foreign = ["src=\"http", "href=\"http", "src=\"//", "url(http"];
        assert!(!foreign.iter().any(|w| page.body.contains(w)), "the page asks another host");
    }
}

#[sqlx::test]
async fn a_form_on_another_site_changes_nothing(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        for path in [DAY, BOOK, "/sign-in", "/diary", "/preferences", "/sign-out"] {
            let req = request(Method::POST, path, Some(&a.tokens[0]))
                .header(name, value)
                .header(header::CONTENT_TYPE, "application/json");
            let answer = doors.send(req.body(Body::from("{}")).expect("a request")).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} with {name}: {value}");
        }
    }
}

#[sqlx::test]
async fn nothing_changes_by_get(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    for (path, _) in leptos::server_fn::axum::server_fn_paths() {
        let answer = doors.get(path, Some(&a.tokens[0])).await;
        assert!(
            [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
    }
    let events: i64 = sqlx::query_scalar("select count(*) from event").fetch_one(&pool).await.expect("a count");
    assert_eq!(events, 0);
}

#[sqlx::test]
async fn bad_input_gets_a_clear_answer_and_never_a_500(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let token = Some(a.tokens[3].as_str());
    let good = json!({"key": uuid::Uuid::now_v7(), "practitioner": a.practitioner, "site": null, "room": null, "equipment": null,
        "patient": a.patient, "type_id": a.kind, "day": "2026-11-25", "starts": 600, "minutes": 30, "note": "", "confirmed": [],
        "overbook_reason": null});
    let with = |field: &str, value: serde_json::Value| {
        let mut it = good.clone();
        it[field] = value;
        it["key"] = json!(uuid::Uuid::now_v7());
        json!({ "visit": it })
    };
    let nobody = uuid::Uuid::now_v7();
    let mut bad = vec![
        with("starts", json!(99 * 60 + 99)),
        with("starts", json!(-5)),
        with("starts", json!("99:99")),
        with("minutes", json!(0)),
        with("minutes", json!(-30)),
        with("minutes", json!(65535)),
        with("minutes", json!(7)),
        with("day", json!("2026-02-30")),
        with("day", json!("tomorrow")),
        with("day", json!("9999-12-31")),
        with("practitioner", json!(nobody)),
        with("room", json!(nobody)),
        with("patient", json!(nobody)),
        with("type_id", json!(nobody)),
        with("site", json!(nobody)),
        with("equipment", json!(nobody)),
        with("note", json!("a\u{0}b")),
        with("note", json!("x".repeat(501))),
        with("patient", json!(null)),
        with("confirmed", json!(["no"])),
        with("overbook_reason", json!("x")),
        with("practitioner", json!("'; drop table patient; --")),
        json!(null),
        json!([]),
        json!("x"),
    ];
    bad.push(json!({"visit": {"visit": {"visit": 1}}}));
    for body in bad {
        let answer = doors.call(BOOK, token, &body).await;
        assert!(answer.status.is_client_error(), "{body}: {} {}", answer.status, answer.body);
    }
    for raw in ["", "{", "\u{feff}{}", "{\"visit\": {\"key\": \"\\ud800\"}}", "[[[[[[[[", "<xml/>"] {
        let req = request(Method::POST, BOOK, token).header(header::CONTENT_TYPE, "application/json");
        let answer = doors.send(req.body(Body::from(raw.to_owned())).expect("a request")).await;
        assert!(answer.status.is_client_error(), "{raw:?}: {} {}", answer.status, answer.body);
    }
    for (note, starts) in [
        ("\u{1F600} bring shoes", 600),
        ("\u{202E}\u{05E9}\u{05DC}\u{05D5}\u{05DD}", 660),
        ("\u{674E}\u{5C0F}\u{9F99}", 720),
    ] {
        let mut it = with("note", json!(note));
        it["visit"]["starts"] = json!(starts);
        let answer = doors.call(BOOK, token, &it).await;
        assert_eq!(answer.status, StatusCode::OK, "{note}: {}", answer.body);
        let kept: i64 = sqlx::query_scalar("select count(*) from appointment where note = $1")
            .bind(note)
            .fetch_one(&pool)
            .await
            .expect("a count");
        assert_eq!(kept, 1, "kept as it was typed");
    }
    let booked: i64 = sqlx::query_scalar("select count(*) from appointment").fetch_one(&pool).await.expect("a count");
    assert_eq!(booked, 4, "nothing else was booked");
}

#[sqlx::test]
async fn ten_megabytes_are_refused_kindly(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let big = "x".repeat(10 << 20);
    let answer = doors.post_form("/sign-in", None, &format!("email={big}")).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = doors
        .call(DAY, Some(&a.tokens[3]), &json!({"query": {"day": big, "site": null, "show_cancelled": false}}))
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}

#[sqlx::test]
async fn without_a_practice_there_are_no_rows_and_the_logs_only_grow(pool: PgPool) {
    house(&pool, "een").await;
    let mut conn = pool.acquire().await.expect("a connection");
    sqlx::query("set role hadada_app").execute(&mut *conn).await.expect("the application's role");
    let seen: i64 = sqlx::query_scalar("select count(*) from patient").fetch_one(&mut *conn).await.expect("a count");
    assert_eq!(seen, 0);
    for sql in [
        "update event set kind = 'x'",
        "delete from event",
        "truncate event",
        "delete from glance",
        "update trail set role = 'x'",
        "delete from trail",
        "select password_hash from person",
        "select token_hash from session",
    ] {
        assert!(sqlx::raw_sql(sql).execute(&mut *conn).await.is_err(), "{sql}");
    }
    sqlx::query("reset role").execute(&mut *conn).await.expect("the owner");
    for sql in ["update event set kind = 'x'", "truncate event", "truncate glance", "truncate trail"] {
        // an update of no rows fires no row trigger: there must be one to refuse
        let _ = sqlx::raw_sql("insert into event select p.id, p.id, p.id, null, '', 'x', 'x', p.id, null, '{}', p.id, now() from practice p on conflict do nothing")
            .execute(&mut *conn)
            .await;
        assert!(sqlx::raw_sql(sql).execute(&mut *conn).await.is_err(), "{sql}, even for the owner");
    }
}

/// One connection, and the table every request needs is locked: whoever waits is told to come back, soon.
#[sqlx::test]
async fn a_database_that_hangs_is_a_503_with_when_to_come_back(pool: PgPool) {
    use hadada::platform::{config::App, db::PoolSettings};
    use std::time::Duration;
    let settings = PoolSettings {
        max_connections: 1,
        acquire_timeout: Duration::from_millis(100),
        statement_timeout: Duration::from_millis(400),
    };
    let doors = Doors::with(&pool, &settings, App::default());
    let a = house(&pool, "een").await;
    let mut lock = pool.begin().await.expect("a transaction");
    sqlx::query("lock table session in access exclusive mode").execute(&mut *lock).await.expect("the lock");
    let token = Some(a.tokens[3].as_str());
    let body = json!({"query": {"day": null, "site": null, "show_cancelled": false}});
    let (page, function, third) =
        tokio::join!(doors.get("/diary", token), doors.call(DAY, token, &body), doors.call(DAY, token, &body));
    for answer in [&page, &function, &third] {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
        assert_eq!(answer.headers[header::RETRY_AFTER], "1");
    }
    assert!(page.body.contains("<h1"), "a page stays a page: {}", page.body);
    lock.rollback().await.expect("unlocked");
    let answer = doors.call(DAY, token, &body).await;
    assert_eq!(answer.status, StatusCode::OK, "and afterwards it works again: {}", answer.body);
}

#[sqlx::test]
async fn the_gallery_is_for_development(pool: PgPool) {
    use hadada::platform::{config::App, db::PoolSettings};
    let doors = Doors::with(&pool, &PoolSettings::default(), App { gallery: false, ..App::default() });
    for path in ["/_gallery", "/_gallery/buttons"] {
        assert_eq!(doors.get(path, None).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// Waits until the server hears what the database tells.
async fn listening(pool: &PgPool) {
    let asked = "select count(*) from pg_stat_activity where datname = current_database() and query ilike 'listen%'";
    while sqlx::query_scalar::<_, i64>(asked).fetch_one(pool).await.expect("a count") == 0 {
        tokio::task::yield_now().await;
    }
}

#[sqlx::test]
async fn a_stream_ends_at_once_when_its_session_does(pool: PgPool) {
    let doors = Doors::open(&pool);
    let h = house(&pool, "een").await;
    let listener = tokio::spawn(doors.services.live.clone().listen(doors.services.db.clone()));
    listening(&pool).await;
    let token = Some(h.tokens[3].as_str());
    let open = request(Method::GET, "/live", token).body(Body::empty()).expect("a request");
    let stream = doors.router.clone().oneshot(open).await.expect("the router always answers");
    assert_eq!(stream.status(), StatusCode::OK);
    assert_eq!(doors.post_form("/sign-out", token, "").await.status, StatusCode::SEE_OTHER);
    let rest = axum::body::to_bytes(stream.into_body(), 1 << 20);
    let heard =
        tokio::time::timeout(std::time::Duration::from_secs(20), rest).await.expect("long before the next look");
    assert!(String::from_utf8_lossy(&heard.expect("a body")).contains("event: hello"));
    listener.abort();
}

#[sqlx::test]
async fn a_patients_page_shows_their_visits_and_a_day_its_sheets(pool: PgPool) {
    let doors = Doors::open(&pool);
    let h = house(&pool, "een").await;
    let desk = Some(h.tokens[3].as_str());
    let visit = format!("/diary/visit/{}", h.visit);
    for path in [format!("/patients/{}", h.patient), format!("/diary/patient/{}", h.patient)] {
        let page = doors.get(&path, desk).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains(&visit), "{path} leads to the visit: {}", page.body);
    }
    let sheets = doors.get("/diary/sheet?day=2026-11-24", desk).await;
    assert_eq!(sheets.status, StatusCode::OK);
    assert!(sheets.body.contains("day-sheet") && sheets.body.contains("Kanariename"), "{}", sheets.body);
    for rude in [
        "/diary/sheet?day=nonsense",
        "/diary/sheet?practitioner=nobody",
        "/diary/patient/x",
        "/diary/patient/x?page=-1",
    ] {
        assert!(!doors.get(rude, desk).await.status.is_server_error(), "{rude}");
    }
}

#[sqlx::test]
async fn how_one_likes_the_screen_is_one_press(pool: PgPool) {
    let doors = Doors::open(&pool);
    for (form, cookie) in [("density=room&back=%2Fdiary", "density=room"), ("theme=dark&back=%2Fdiary", "theme=dark")] {
        let answer = doors.post_form("/preferences", None, form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{form}: {}", answer.body);
        assert!(answer.headers["set-cookie"].to_str().expect("ascii").starts_with(cookie), "{form}");
        assert_eq!(answer.headers["location"], "/diary");
    }
    assert_eq!(doors.post_form("/preferences", None, "theme=pink").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
