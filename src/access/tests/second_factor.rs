use super::*;
use crate::access::second_factor::totp::code_at;
use jiff::SignedDuration as D;

impl Desk {
    /// Signs in with the password alone and sets an app up; gives its secret and the recovery codes.
    async fn with_app(&self, browser: &mut Browser, email: &str) -> (String, Vec<String>) {
        assert_eq!(self.sign_in(browser, email, PASSWORD).await.to, "/");
        assert_eq!(self.factor(browser, "begin", "").await.status, StatusCode::SEE_OTHER);
        let page = self.get(browser, "/account/second-factor").await.body;
        let secret = between(&page, "class=\"secret\">", "<").replace(' ', "");
        assert_eq!(secret.len(), 32, "{page}");
        assert!(page.contains("<svg") && page.contains("qr-marks"));
        let done = self.factor(browser, "confirm", &code_at(&secret, self.now)).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        let codes: Vec<String> = done.body.split("<li><code>").skip(1).map(|rest| between(rest, "", "<")).collect();
        assert_eq!(codes.len(), 10, "{}", done.body);
        (secret, codes)
    }

    async fn factor(&self, browser: &mut Browser, deed: &str, code: &str) -> Answer {
        self.post(browser, "/account/second-factor", &[("deed", deed), ("code", code)]).await
    }

    async fn show(&self, browser: &mut Browser, code: &str) -> Answer {
        self.post(browser, "/sign-in/second", &[("code", code), ("to", "/account")]).await
    }

    async fn half_in(&self, browser: &mut Browser, email: &str) {
        let answer = self.sign_in(browser, email, PASSWORD).await;
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/sign-in/second?to=%2F"));
        assert!(browser.cookies.iter().all(|(name, _)| name != "hadada"), "half in is no session");
    }
}

fn between(text: &str, before: &str, after: &str) -> String {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split(after).next().unwrap_or_default().to_owned()
}

const SIPHO: &str = "sipho@clinic.example";

#[sqlx::test]
async fn a_password_alone_stands_half_way_in_and_the_apps_code_lets_in(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person(SIPHO, &["receptionist"], false).await;
    let mut sipho = from(1);
    let (secret, _) = desk.with_app(&mut sipho, SIPHO).await;
    desk.later(D::from_mins(1));
    let mut phone = from(2);
    desk.half_in(&mut phone, SIPHO).await;
    for path in ["/account", "/diary", "/account/second-factor", "/account/password", "/account/prove"] {
        let answer = desk.get(&mut phone, path).await;
        assert!(answer.status == StatusCode::SEE_OTHER && answer.to.starts_with("/sign-in"), "{path}: {}", answer.to);
    }
    assert_eq!(desk.get(&mut phone, "/sign-in/second?to=%2Faccount").await.status, StatusCode::OK);
    let answer = desk.show(&mut phone, "000 000").await;
    assert!(
        answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("does not match"),
        "{}",
        answer.body
    );
    assert!(desk.show(&mut phone, "").await.body.contains("Enter the code."));
    let code = code_at(&secret, desk.now);
    let answer = desk.show(&mut phone, &format!("{} {}", &code[..3], &code[3..])).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/account"), "{}", answer.body);
    assert_eq!(desk.get(&mut phone, "/account").await.status, StatusCode::OK);
    assert!(phone.cookies.iter().all(|(name, _)| name != "hadada-half"), "used up");
    assert_eq!(desk.count("select count(*) from event where particulars::text like '%\"second\": \"app\"%'").await, 1);
    assert_eq!(desk.count("select count(*) from event where kind = 'person.second_factor_refused'").await, 1);
}

#[sqlx::test]
async fn a_code_is_good_once_however_many_send_it_at_the_same_moment(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person(SIPHO, &["receptionist"], false).await;
    let (secret, _) = desk.with_app(&mut from(1), SIPHO).await;
    // the code that set it up is used already
    let (mut first, code) = (from(2), code_at(&secret, desk.now));
    desk.half_in(&mut first, SIPHO).await;
    assert_eq!(desk.show(&mut first, &code).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    desk.later(D::from_mins(1));
    let code = code_at(&secret, desk.now);
    let mut thieves: Vec<Browser> = (0..3).map(from).collect();
    for thief in &mut thieves {
        desk.half_in(thief, SIPHO).await;
    }
    let tries = thieves.iter_mut().map(|thief| {
        let (desk, code) = (&desk, code.as_str());
        async move { desk.show(thief, code).await.status }
    });
    let seen = futures::future::join_all(tries).await;
    assert_eq!(seen.iter().filter(|s| **s == StatusCode::SEE_OTHER).count(), 1, "{seen:?}");
    // nor after its window, nor one from before it
    desk.later(D::from_secs(20));
    let mut late = from(9);
    desk.half_in(&mut late, SIPHO).await;
    assert_ne!(desk.show(&mut late, &code).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test]
async fn a_half_sign_in_is_used_once_and_grows_old(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person(SIPHO, &["receptionist"], false).await;
    let (secret, codes) = desk.with_app(&mut from(1), SIPHO).await;
    desk.later(D::from_mins(1));
    let mut phone = from(2);
    desk.half_in(&mut phone, SIPHO).await;
    let mut copy = phone.clone();
    assert_eq!(desk.show(&mut phone, &code_at(&secret, desk.now)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.show(&mut copy, &codes[0]).await.to, "/sign-in?to=%2F");
    let mut slow = from(3);
    desk.half_in(&mut slow, SIPHO).await;
    desk.later(D::from_mins(10));
    assert_eq!(desk.show(&mut slow, &code_at(&secret, desk.now)).await.to, "/sign-in?to=%2F");
    assert_eq!(desk.get(&mut from(4), "/sign-in/second").await.to, "/sign-in?to=%2F", "nobody typed a password here");
    // suspended in between
    let mut other = from(5);
    desk.half_in(&mut other, SIPHO).await;
    sqlx::query("update person set suspended_at = now()").execute(&desk.pool).await.expect("done");
    assert_eq!(desk.show(&mut other, &code_at(&secret, desk.now)).await.to, "/sign-in?to=%2F");
}

#[sqlx::test]
async fn a_recovery_code_lets_in_once_and_its_owner_is_told(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person(SIPHO, &["receptionist"], false).await;
    let mut sipho = from(1);
    let (_, codes) = desk.with_app(&mut sipho, SIPHO).await;
    let stored: Vec<Vec<u8>> =
        sqlx::query_scalar("select mark from recovery_code").fetch_all(&desk.pool).await.expect("ten");
    assert!(stored.len() == 10 && stored.iter().all(|mark| mark.len() == 32), "marks, not codes");
    let mut phones = [from(2), from(3)];
    for phone in &mut phones {
        desk.half_in(phone, SIPHO).await;
    }
    let [mut one, mut other] = phones;
    let shouted = codes[3].to_uppercase();
    let (a, b) = futures::join!(desk.show(&mut one, &shouted), desk.show(&mut other, &codes[3]));
    let went = [a.status, b.status].iter().filter(|s| **s == StatusCode::SEE_OTHER).count();
    assert_eq!(went, 1);
    let page = desk.get(&mut sipho, "/account").await.body;
    assert!(
        page.contains("recovery code was used") && page.contains("9 are left") && page.contains("1 new notice"),
        "{page}"
    );
    desk.post(&mut sipho, "/account", &[("seen", "yes")]).await;
    assert!(!desk.get(&mut sipho, "/account").await.body.contains("new notice"));
    let new = desk.factor(&mut sipho, "codes", "").await;
    assert!(new.body.contains("recovery-codes"));
    let mut late = from(4);
    desk.half_in(&mut late, SIPHO).await;
    assert_ne!(desk.show(&mut late, &codes[5]).await.status, StatusCode::SEE_OTHER, "new ones replace the old");
}

#[sqlx::test]
async fn five_wrong_codes_lock_the_second_step_for_a_quarter_of_an_hour(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person(SIPHO, &["receptionist"], false).await;
    let (secret, _) = desk.with_app(&mut from(1), SIPHO).await;
    desk.later(D::from_mins(1));
    for n in 0..5 {
        desk.later(D::from_secs(10));
        // a new half sign-in each time does not help
        let mut thief = from(n);
        desk.half_in(&mut thief, SIPHO).await;
        assert_eq!(desk.show(&mut thief, "111111").await.status, StatusCode::UNPROCESSABLE_ENTITY, "try {n}");
    }
    let mut late = from(9);
    desk.half_in(&mut late, SIPHO).await;
    let answer = desk.show(&mut late, &code_at(&secret, desk.now)).await;
    assert_eq!((answer.status, answer.retry_after.as_deref()), (StatusCode::TOO_MANY_REQUESTS, Some("900")));
    desk.later(D::from_mins(15));
    desk.half_in(&mut late, SIPHO).await;
    assert_eq!(desk.show(&mut late, &code_at(&secret, desk.now)).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test]
async fn the_secret_is_sealed_and_the_servers_role_cannot_read_it(pool: PgPool) {
    let desk = Desk::open(pool).await;
    desk.person(SIPHO, &["receptionist"], false).await;
    let (secret, _) = desk.with_app(&mut from(1), SIPHO).await;
    let sealed: Vec<u8> =
        sqlx::query_scalar("select sealed from second_factor").fetch_one(&desk.pool).await.expect("one");
    assert!(!String::from_utf8_lossy(&sealed).contains(&secret));
    assert_eq!(desk.count(&format!("select count(*) from event where particulars::text like '%{secret}%'")).await, 0);
    for what in
        ["select sealed from second_factor", "select mark from recovery_code", "select token_hash from half_sign_in"]
    {
        let mut conn = desk.pool.acquire().await.expect("a connection");
        sqlx::query("set role hadada_app").execute(&mut *conn).await.expect("may be it");
        let read = sqlx::query(sqlx::AssertSqlSafe(what)).fetch_all(&mut *conn).await;
        assert!(matches!(read, Err(sqlx::Error::Database(e)) if e.code().as_deref() == Some("42501")), "{what}");
        sqlx::query("reset role").execute(&mut *conn).await.expect("may leave it");
    }
}

#[sqlx::test]
async fn setting_up_and_ending_sign_other_screens_out_and_the_old_app_stays_until_the_new_one_spoke(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person(SIPHO, &["receptionist"], false).await;
    let mut elsewhere = from(2);
    desk.sign_in(&mut elsewhere, SIPHO, PASSWORD).await;
    let mut sipho = from(1);
    let (old, _) = desk.with_app(&mut sipho, SIPHO).await;
    assert_eq!(desk.get(&mut elsewhere, "/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get(&mut sipho, "/account").await.status, StatusCode::OK);

    desk.later(D::from_mins(1));
    desk.factor(&mut sipho, "begin", "").await;
    let wrong = desk.factor(&mut sipho, "confirm", &code_at(&old, desk.now)).await;
    assert!(
        wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("class=\"secret\""),
        "it is still there"
    );
    let mut phone = from(3);
    desk.half_in(&mut phone, SIPHO).await;
    assert_eq!(desk.show(&mut phone, &code_at(&old, desk.now)).await.status, StatusCode::SEE_OTHER);
    desk.later(D::from_mins(7));
    assert_eq!(desk.get(&mut sipho, "/account").await.status, StatusCode::OK);
    desk.later(D::from_mins(8));
    assert!(
        !desk.get(&mut sipho, "/account/second-factor").await.body.contains("class=\"secret\""),
        "too old to be shown"
    );

    let answer = desk.factor(&mut sipho, "off", "").await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/account/second-factor"));
    assert_eq!(desk.get(&mut phone, "/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.sign_in(&mut from(4), SIPHO, PASSWORD).await.to, "/");
    assert_eq!(desk.factor(&mut sipho, "codes", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.factor(&mut sipho, "nonsense", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[sqlx::test]
async fn an_owner_ends_a_lost_second_factor_and_its_owner_is_told(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person("owner@clinic.example", &["owner"], false).await;
    desk.person("manager@clinic.example", &["manager"], false).await;
    let id = desk.person(SIPHO, &["receptionist"], false).await;
    let mut sipho = from(1);
    desk.with_app(&mut sipho, SIPHO).await;
    let (mut owner, mut manager) = (from(2), from(3));
    desk.sign_in(&mut owner, "owner@clinic.example", PASSWORD).await;
    desk.sign_in(&mut manager, "manager@clinic.example", PASSWORD).await;
    let at = format!("/settings/people/{id}");
    assert!(!desk.get(&mut manager, &at).await.body.contains("reset_factor"));
    assert_eq!(desk.post(&mut manager, &at, &[("deed", "reset_factor")]).await.status, StatusCode::FORBIDDEN);
    assert!(desk.get(&mut owner, &at).await.body.contains("reset_factor"));
    let mut half = from(4);
    desk.half_in(&mut half, SIPHO).await;
    assert_eq!(desk.post(&mut owner, &at, &[("deed", "reset_factor")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get(&mut sipho, "/account").await.status, StatusCode::SEE_OTHER, "signed out everywhere");
    assert_eq!(desk.get(&mut half, "/sign-in/second").await.to, "/sign-in?to=%2F", "and half-way in too");
    assert_eq!(desk.post(&mut owner, &at, &[("deed", "reset_factor")]).await.status, StatusCode::NOT_FOUND);
    desk.later(D::from_mins(1));
    assert_eq!(desk.sign_in(&mut sipho, SIPHO, PASSWORD).await.to, "/");
    assert!(desk.get(&mut sipho, "/account").await.body.contains("ended your second factor"));
    assert_eq!(desk.count("select count(*) from event where kind = 'person.second_factor_reset'").await, 1);
    assert_eq!(desk.post(&mut manager, &at, &[("deed", "sign_out")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get(&mut sipho, "/account").await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test]
async fn a_practice_that_asks_for_it_gives_grace_to_those_who_can_do_little_harm(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person("owner@clinic.example", &["owner"], false).await;
    desk.person(SIPHO, &["receptionist"], false).await;
    desk.person("farah@clinic.example", &["billing"], false).await;
    sqlx::query("update person set created_at = '2026-01-01Z'").execute(&desk.pool).await.expect("done");
    let mut owner = from(1);
    desk.sign_in(&mut owner, "owner@clinic.example", PASSWORD).await;
    let ask = [("days", "3")];
    let answer = desk.post(&mut owner, "/settings/security", &ask).await;
    assert!(
        answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("your own second factor first"),
        "{}",
        answer.body
    );
    let mut owner = from(2);
    desk.with_app(&mut owner, "owner@clinic.example").await;
    assert_eq!(
        desk.post(&mut owner, "/settings/security", &[("days", "9")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let answer = desk.post(&mut owner, "/settings/security", &ask).await;
    assert!(answer.status == StatusCode::OK && answer.body.contains("Sipho Dlamini"), "{}", answer.body);
    assert!(desk.post(&mut owner, "/settings/security", &[("days", "4")]).await.body.contains("fewer days"));
    assert!(desk.factor(&mut owner, "off", "").await.body.contains("asks everybody"));

    let (mut farah, mut sipho) = (from(3), from(4));
    desk.sign_in(&mut farah, "farah@clinic.example", PASSWORD).await;
    for path in ["/", "/diary"] {
        assert_eq!(desk.get(&mut farah, path).await.to, "/account/second-factor", "{path}");
    }
    let page = desk.get(&mut farah, "/account/second-factor").await;
    assert!(page.status == StatusCode::OK && page.body.contains("Everything else opens"), "{}", page.body);
    desk.sign_in(&mut sipho, SIPHO, PASSWORD).await;
    assert_eq!(desk.get(&mut sipho, "/").await.to, "/diary");
    assert!(desk.get(&mut sipho, "/account").await.body.contains("asked for before Sat 28 Nov"));
    desk.later(D::from_hours(72));
    desk.sign_in(&mut sipho, SIPHO, PASSWORD).await;
    assert_eq!(desk.get(&mut sipho, "/").await.to, "/account/second-factor");
    desk.with_app(&mut sipho, SIPHO).await;
    assert_eq!(desk.get(&mut sipho, "/").await.to, "/diary");
}

#[sqlx::test]
async fn past_its_last_hour_a_locked_screen_asks_for_the_second_factor_again(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    desk.person(SIPHO, &["receptionist"], false).await;
    let mut sipho = from(1);
    desk.with_app(&mut sipho, SIPHO).await;
    let password = format!(r#"{{"password":"{PASSWORD}"}}"#);
    desk.later(D::from_mins(30));
    assert_eq!(desk.call(&mut sipho, "unlock", &password).await.status, StatusCode::OK);
    desk.later(D::from_hours(13));
    assert_eq!(desk.call(&mut sipho, "unlock", &password).await.status, StatusCode::UNAUTHORIZED);
}
