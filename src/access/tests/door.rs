use super::*;
use jiff::SignedDuration as D;

#[sqlx::test]
async fn the_right_password_opens_a_session_in_a_guarded_cookie(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    let mut sipho = from(1);
    let page = desk.get(&mut sipho, "/sign-in").await;
    assert_eq!(page.status, StatusCode::OK);
    let answer = desk.sign_in(&mut sipho, " Sipho@Clinic.example ", PASSWORD).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/"), "{}", answer.body);
    let cookie = answer.cookies.iter().find(|c| c.starts_with("hadada=")).expect("a session");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let token = &sipho.cookies.iter().find(|(k, _)| k == "hadada").expect("kept").1;
    assert_eq!(token.len(), 64);
    let stored: Vec<u8> =
        sqlx::query_scalar("select token_hash from session").fetch_one(&desk.pool).await.expect("one");
    assert_ne!(stored, token.as_bytes(), "the secret itself is stored nowhere");
    assert_eq!(desk.get(&mut sipho, "/").await.to, "/diary");
    assert_eq!(desk.count("select count(*) from event where kind = 'person.signed_in'").await, 1);
}

#[sqlx::test]
async fn a_wrong_password_and_a_name_nobody_has_look_alike(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    desk.person("gone1@clinic.example", &["receptionist"], false).await;
    desk.person("thandi@home1.example", &["patient"], false).await;
    sqlx::query("update person set suspended_at = now() where email like 'gone1%'")
        .execute(&desk.pool)
        .await
        .expect("done");
    let mut seen = vec![];
    for (email, password) in [
        ("sipho@clinic.example", "quite the wrong one"),
        ("nobod@clinic.example", "quite the wrong one"),
        ("gone1@clinic.example", PASSWORD),
        ("thandi@home1.example", PASSWORD),
    ] {
        let answer = desk.sign_in(&mut from(1), email, password).await;
        assert!(answer.cookies.is_empty());
        seen.push((answer.status, without_nonce(&answer.body).replace(email, "EMAIL")));
    }
    assert_eq!(seen[0].0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen[0].1.contains("do not match") && seen[0].1.contains("EMAIL"), "what was typed stays");
    assert!(!seen[0].1.contains("quite the wrong one"), "a password never comes back");
    for other in &seen[1..] {
        assert_eq!(*other, seen[0]);
    }
    assert_eq!(desk.count("select count(*) from event where kind = 'person.sign_in_refused'").await, 3);
}

#[sqlx::test]
async fn five_failures_lock_the_account_for_a_quarter_of_an_hour_even_for_names_nobody_has(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    for email in ["sipho@clinic.example", "nobody@clinic.example"] {
        for n in 0..5 {
            desk.later(D::from_secs(10));
            let answer = desk.sign_in(&mut from(1), email, "quite the wrong one").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "try {n}");
        }
        let answer = desk.sign_in(&mut from(2), email, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.retry_after.as_deref(), Some("900"));
        assert!(answer.body.contains("Try again in 15 minutes"), "{}", answer.body);
    }
    desk.later(D::from_mins(15));
    let answer = desk.sign_in(&mut from(2), "sipho@clinic.example", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[sqlx::test]
async fn the_fourth_try_waits_two_seconds(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    for _ in 0..3 {
        desk.sign_in(&mut from(1), "sipho@clinic.example", "quite the wrong one").await;
    }
    let answer = desk.sign_in(&mut from(1), "sipho@clinic.example", PASSWORD).await;
    assert_eq!((answer.status, answer.retry_after.as_deref()), (StatusCode::TOO_MANY_REQUESTS, Some("2")));
    desk.later(D::from_secs(2));
    let answer = desk.sign_in(&mut from(1), "sipho@clinic.example", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.count("select count(*) from sign_in_failure where scope = 'account'").await, 0);
}

#[sqlx::test]
async fn tries_at_the_same_moment_are_counted_like_tries_in_a_row(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    let tries = (0..8).map(|n| {
        let desk = &desk;
        async move { desk.sign_in(&mut from(n), "sipho@clinic.example", "quite the wrong one").await.status }
    });
    let seen = futures::future::join_all(tries).await;
    let listened = seen.iter().filter(|s| **s == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert!(listened <= 3, "{seen:?}");
}

#[sqlx::test]
async fn a_known_device_passes_while_strangers_lock_the_account(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    desk.person("lerato@clinic.example", &["receptionist"], false).await;
    let mut desktop = from(1);
    desk.sign_in(&mut desktop, "sipho@clinic.example", PASSWORD).await;
    for email in ["sipho@clinic.example", "lerato@clinic.example"] {
        for _ in 0..5 {
            desk.later(D::from_secs(10));
            desk.sign_in(&mut from(9), email, "quite the wrong one").await;
        }
    }
    let mut stranger = from(2);
    assert_eq!(
        desk.sign_in(&mut stranger, "sipho@clinic.example", PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    let answer = desk.sign_in(&mut desktop.clone(), "lerato@clinic.example", PASSWORD).await;
    assert_eq!(
        answer.status,
        StatusCode::TOO_MANY_REQUESTS,
        "a device is known to the accounts that used it, not to all"
    );
    for _ in 0..5 {
        desk.later(D::from_secs(10));
        let answer = desk.sign_in(&mut desktop.clone(), "sipho@clinic.example", "quite the wrong one").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = desk.sign_in(&mut desktop, "sipho@clinic.example", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "it has five tries of its own, no more");
    desk.later(D::from_mins(15));
    assert_eq!(desk.sign_in(&mut desktop, "sipho@clinic.example", PASSWORD).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test]
async fn twenty_failures_from_one_address_close_it_to_every_account(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    for n in 0..20 {
        desk.later(D::from_secs(1));
        let answer = desk.sign_in(&mut from(1), &format!("guess{n}@clinic.example"), "quite the wrong one").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = desk.sign_in(&mut from(1), "sipho@clinic.example", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(desk.sign_in(&mut from(2), "sipho@clinic.example", PASSWORD).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test]
async fn a_form_from_another_site_is_refused_and_opening_a_page_changes_nothing(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    let mut sipho = from(1);
    desk.sign_in(&mut sipho, "sipho@clinic.example", PASSWORD).await;
    for path in ["/sign-in", "/sign-out", "/account", "/account/password"] {
        let request = Request::post(path)
            .header("sec-fetch-site", "cross-site")
            .header(header::ORIGIN, "https://evil.example")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = desk.ask(&mut sipho, request, "everywhere=yes".into()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        let answer = desk.get(&mut sipho, &format!("{path}?everywhere=yes&email=x&password=y")).await;
        assert!(answer.cookies.is_empty(), "{path}");
    }
    assert_eq!(desk.count("select count(*) from session where ended_at is null").await, 1);
    assert_eq!(desk.count("select count(*) from event").await, 1);
    assert_eq!(desk.get(&mut sipho, "/").await.to, "/diary");
}

#[sqlx::test]
async fn whoever_must_sign_in_first_comes_back_to_where_they_were_going_and_nowhere_else(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    let answer = desk.get(&mut from(1), "/account").await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/sign-in?to=%2Faccount"));
    let page = desk.get(&mut from(1), &answer.to).await;
    assert!(page.body.contains("value=\"/account\""), "{}", page.body);
    for (to, expected) in [
        ("/account", "/account"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
    ] {
        let form = [("email", "sipho@clinic.example"), ("password", PASSWORD), ("to", to)];
        assert_eq!(desk.post(&mut from(1), "/sign-in", &form).await.to, expected, "{to}");
    }
}

#[sqlx::test]
async fn the_servers_role_cannot_read_a_password_or_a_session_secret(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    for what in
        ["select password_hash from person", "select token_hash from session", "select token_hash from invitation"]
    {
        let mut conn = desk.pool.acquire().await.expect("a connection");
        sqlx::query("set role hadada_app").execute(&mut *conn).await.expect("may be it");
        let read = sqlx::query(sqlx::AssertSqlSafe(what)).fetch_all(&mut *conn).await;
        assert!(matches!(read, Err(sqlx::Error::Database(e)) if e.code().as_deref() == Some("42501")), "{what}");
        sqlx::query("reset role").execute(&mut *conn).await.expect("may leave it");
    }
}
