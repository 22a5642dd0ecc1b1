use super::*;
use jiff::SignedDuration as D;

#[sqlx::test]
async fn a_screen_left_alone_locks_after_a_quarter_of_an_hour_and_a_used_one_after_twelve_hours(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    let mut sipho = from(1);
    desk.sign_in(&mut sipho, "sipho@clinic.example", PASSWORD).await;
    desk.later(D::from_mins(14));
    assert_eq!(desk.get(&mut sipho, "/account").await.status, StatusCode::OK);
    desk.later(D::from_mins(15));
    assert_eq!(desk.get(&mut sipho, "/account").await.to, "/sign-in?to=%2Faccount");

    desk.sign_in(&mut sipho, "sipho@clinic.example", PASSWORD).await;
    for _ in 0..71 {
        desk.later(D::from_mins(10));
        assert_eq!(desk.call(&mut sipho, "stay", "{}").await.status, StatusCode::OK);
    }
    desk.later(D::from_mins(10));
    assert_eq!(desk.get(&mut sipho, "/account").await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test]
async fn asking_how_long_is_left_keeps_nothing_open_and_staying_does(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    let mut sipho = from(1);
    desk.sign_in(&mut sipho, "sipho@clinic.example", PASSWORD).await;
    desk.later(D::from_mins(10));
    assert_eq!(desk.call(&mut sipho, "how_long", "{}").await.body, r#"{"seconds":300,"for_good":false}"#);
    assert_eq!(desk.call(&mut sipho, "stay", "{}").await.body, r#"{"seconds":900,"for_good":false}"#);
    desk.later(D::from_mins(15));
    assert_eq!(desk.call(&mut sipho, "how_long", "{}").await.status, StatusCode::UNAUTHORIZED);
}

#[sqlx::test]
async fn a_locked_screen_opens_for_the_person_who_locked_it_and_for_nobody_else(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    let mut sipho = from(1);
    desk.sign_in(&mut sipho, "sipho@clinic.example", PASSWORD).await;
    let before = sipho.cookies.clone();
    desk.later(D::from_mins(30));
    let answer = desk.call(&mut sipho, "unlock", r#"{"password":"quite the wrong one"}"#).await;
    // an answer the screen can read, not a failure of the request
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("sign_in") && answer.cookies.is_empty(), "{}", answer.body);
    let answer = desk.call(&mut sipho, "unlock", &format!(r#"{{"password":"{PASSWORD}"}}"#)).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, r#"{"Open":{"seconds":900,"for_good":false}}"#));
    assert_ne!(before, sipho.cookies, "under a new secret");
    assert_eq!(desk.get(&mut sipho, "/account").await.status, StatusCode::OK);
    let answer = desk.call(&mut from(2), "unlock", &format!(r#"{{"password":"{PASSWORD}"}}"#)).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[sqlx::test]
async fn signing_out_ends_the_session_on_the_server(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    let mut sipho = from(1);
    desk.sign_in(&mut sipho, "sipho@clinic.example", PASSWORD).await;
    let mut thief = sipho.clone();
    assert!(desk.get(&mut sipho, "/sign-out").await.body.contains("Sign out?"));
    let answer = desk.post(&mut sipho, "/sign-out", &[]).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/sign-in"));
    assert_eq!(desk.get(&mut thief, "/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        desk.call(&mut thief, "unlock", &format!(r#"{{"password":"{PASSWORD}"}}"#)).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(desk.count("select count(*) from event where kind = 'person.signed_out'").await, 1);
}

#[sqlx::test]
async fn one_sees_and_ends_ones_own_sessions_and_no_other(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    desk.person("lerato@clinic.example", &["receptionist"], false).await;
    let (mut here, mut there, mut lerato) = (from(1), from(2), from(3));
    desk.sign_in(&mut here, "sipho@clinic.example", PASSWORD).await;
    desk.sign_in(&mut there, "sipho@clinic.example", PASSWORD).await;
    desk.sign_in(&mut lerato, "lerato@clinic.example", PASSWORD).await;
    let page = desk.get(&mut here, "/account").await.body;
    assert!(page.contains("Firefox on Linux") && page.contains("10.0.0.2") && !page.contains("10.0.0.3"));

    let of = |address: &'static str| {
        let pool = desk.pool.clone();
        async move {
            let id: uuid::Uuid = sqlx::query_scalar("select id from session where address = $1 and ended_at is null")
                .bind(address)
                .fetch_one(&pool)
                .await
                .expect("one");
            id.to_string()
        }
    };
    let answer = desk.post(&mut here, "/account", &[("session", &of("10.0.0.3").await)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&mut lerato, "/account").await.status, StatusCode::OK);
    let answer = desk.post(&mut here, "/account", &[("session", &of("10.0.0.2").await)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get(&mut there, "/account").await.status, StatusCode::SEE_OTHER);
    desk.sign_in(&mut there, "sipho@clinic.example", PASSWORD).await;
    desk.post(&mut here, "/account", &[("everywhere", "yes")]).await;
    for gone in [&mut here, &mut there] {
        assert_eq!(desk.get(gone, "/account").await.status, StatusCode::SEE_OTHER);
    }
}

#[sqlx::test]
async fn nothing_works_before_one_has_a_password_of_ones_own(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["owner"], true).await;
    let (mut sipho, mut other) = (from(1), from(2));
    assert_eq!(desk.sign_in(&mut sipho, "sipho@clinic.example", PASSWORD).await.to, "/account/password");
    desk.sign_in(&mut other, "sipho@clinic.example", PASSWORD).await;
    for path in ["/", "/account"] {
        assert_eq!(desk.get(&mut sipho, path).await.to, "/account/password", "{path}");
    }
    for (password, words) in [
        ("short", "at least 12 characters"),
        (PASSWORD, "differs from the present one"),
        ("Sipho Dlamini1", "without your name"),
        ("123456789012", "lists of known passwords"),
    ] {
        let answer = desk.post(&mut sipho, "/account/password", &[("password", password)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
        assert!(answer.body.contains(words), "{password}: {}", answer.body);
        assert!(!answer.body.contains(&format!("value=\"{password}\"")));
    }
    let old = sipho.cookies.clone();
    let answer = desk.post(&mut sipho, "/account/password", &[("password", "nine green thunder owls")]).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/"));
    assert_ne!(old, sipho.cookies, "under a new secret");
    assert_eq!(desk.get(&mut sipho, "/").await.to, "/diary");
    assert_eq!(desk.get(&mut other, "/account").await.status, StatusCode::SEE_OTHER, "other screens are signed out");
    assert_eq!(
        desk.sign_in(&mut from(3), "sipho@clinic.example", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(desk.sign_in(&mut from(3), "sipho@clinic.example", "nine green thunder owls").await.to, "/");
}

#[sqlx::test]
async fn changing_the_password_asks_for_the_present_one(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person("sipho@clinic.example", &["receptionist"], false).await;
    let mut sipho = from(1);
    desk.sign_in(&mut sipho, "sipho@clinic.example", PASSWORD).await;
    let new = ("password", "nine green thunder owls");
    let answer = desk.post(&mut sipho, "/account/password", &[new]).await;
    assert!(answer.body.contains("Enter the present password"), "{}", answer.body);
    let answer = desk.post(&mut sipho, "/account/password", &[("present", "quite the wrong one"), new]).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("does not match"));
    let answer = desk.post(&mut sipho, "/account/password", &[("present", PASSWORD), new]).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/account"));
}
