//! Files in and out: who may send one, what comes back, and what cannot be sent.
#![cfg(feature = "ssr")]

mod common;

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use common::{Answer, Doors, house, request};
use sqlx::PgPool;

const FILE: &str = "code,description,base_fee,profession\r\n1,=1+1,1.00,ot\r\n2,b,x,ot\r\n";

fn form(kind: &str, file: &str) -> String {
    let field = |name: &str, value: &str| {
        format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let begins =
        "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"C:\\\\files\\\\codes.csv\"\r\n\r\n";
    format!(
        "{}{}{}{begins}{file}\r\n--edge--\r\n",
        field("kind", kind),
        field("book", "demo"),
        field("since", "2026-01-01")
    )
}

async fn send(doors: &Doors, token: Option<&str>, body: String) -> Answer {
    let req = request(Method::POST, "/settings/import/upload", token)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    doors.send(req.body(Body::from(body)).expect("a request")).await
}

fn to(answer: &Answer) -> &str {
    answer.headers.get("location").and_then(|v| v.to_str().ok()).unwrap_or_default()
}

#[sqlx::test]
async fn only_who_may_import_sends_a_file_and_sees_what_became_of_it(pool: PgPool) {
    let doors = Doors::open(&pool);
    let (a, b) = (house(&pool, "een").await, house(&pool, "twee").await);
    let stranger = send(&doors, None, form("tariff", FILE)).await;
    assert_eq!((stranger.status, to(&stranger)), (StatusCode::SEE_OTHER, "/sign-in"));
    // owner, manager, practitioner, receptionist, billing, auditor, patient
    for token in &a.tokens[1..] {
        assert_eq!(send(&doors, Some(token), form("tariff", FILE)).await.status, StatusCode::FORBIDDEN);
    }
    let sent = send(&doors, Some(&a.tokens[0]), form("tariff", FILE)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = to(&sent).to_owned();
    let shown = doors.get(&page, Some(&a.tokens[0])).await;
    assert!(shown.body.contains("Import 1 row") && shown.body.contains("codes.csv"), "{}", shown.body);
    let errors = doors.get(&format!("{page}/errors.csv"), Some(&a.tokens[0])).await;
    assert!(errors.headers["content-disposition"].to_str().expect("ascii").starts_with("attachment"));
    assert!(errors.body.contains("3,base_fee,rejected"), "{}", errors.body);
    for other in [&b.tokens[0], &b.tokens[1]] {
        for path in [page.clone(), format!("{page}/errors.csv")] {
            assert_eq!(doors.get(&path, Some(other)).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    let count: i64 = sqlx::query_scalar("select count(*) from tariff_code").fetch_one(&pool).await.expect("a count");
    assert_eq!(count, 0, "nothing before a yes");
}

#[sqlx::test]
async fn what_cannot_be_sent_leads_back_to_the_form(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let owner = Some(a.tokens[0].as_str());
    for (body, leads) in [
        (form("nonsense", FILE), "/settings/import?wrong=kind"),
        (form("tariff", FILE).replace("2026-01-01", "2026-02-31"), "/settings/import?wrong=day"),
        ("--edge--\r\n".to_owned(), "/settings/import?wrong=file"),
        ("rubbish".to_owned(), "/settings/import?wrong=file"),
    ] {
        let answer = send(&doors, owner, body).await;
        assert_eq!((answer.status, to(&answer)), (StatusCode::SEE_OTHER, leads));
        let page = doors.get(leads, owner).await;
        assert!(page.body.contains("Error: "), "{leads} says nothing");
    }
}

#[sqlx::test]
async fn another_site_cannot_send_a_file(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let req = request(Method::POST, "/settings/import/upload", Some(&a.tokens[0]))
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    let answer = doors.send(req.body(Body::from(form("tariff", FILE))).expect("a request")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
