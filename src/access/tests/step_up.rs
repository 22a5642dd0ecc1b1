use super::*;
use jiff::SignedDuration as D;

const OWNER: &str = "owner@clinic.example";
const INVITE: [(&str, &str); 3] = [("name", "Lerato Molefe"), ("email", "lerato@clinic.example"), ("owner", "true")];

async fn desk_of_an_owner(pool: PgPool) -> (Desk, Browser) {
    let mut desk = Desk::open(pool).await;
    desk.person(OWNER, &["owner"], false).await;
    let mut owner = from(1);
    desk.sign_in(&mut owner, OWNER, PASSWORD).await;
    desk.later(D::from_mins(6));
    (desk, owner)
}

#[sqlx::test]
async fn an_old_proof_is_asked_for_again_and_nothing_typed_is_lost(pool: PgPool) {
    let (desk, mut owner) = desk_of_an_owner(pool).await;
    let asked = desk.post(&mut owner, "/settings/people/invite", &INVITE).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    assert!(asked.body.contains("Prove that it is you") && asked.body.contains("Your password"), "{}", asked.body);
    assert!(asked.body.contains("name=\"name\" value=\"Lerato Molefe\""), "{}", asked.body);
    assert_eq!(desk.count("select count(*) from invitation").await, 0);

    let with = |proof| [INVITE.as_slice(), &[("proof_password", proof)]].concat();
    let wrong = desk.post(&mut owner, "/settings/people/invite", &with("quite the wrong one")).await;
    assert!(wrong.status == StatusCode::FORBIDDEN && wrong.body.contains("does not match"), "{}", wrong.body);
    assert!(wrong.body.contains("lerato@clinic.example") && !wrong.body.contains("quite the wrong one"));
    let empty = desk.post(&mut owner, "/settings/people/invite", &with("")).await;
    assert!(empty.status == StatusCode::FORBIDDEN && empty.body.contains("lerato@clinic.example"));
    assert_eq!(desk.count("select count(*) from invitation").await, 0);

    let before = owner.clone();
    let done = desk.post(&mut owner, "/settings/people/invite", &with(PASSWORD)).await;
    assert!(done.status == StatusCode::OK && done.body.contains("/invitation/"), "{}", done.body);
    assert_ne!(before.cookies, owner.cookies, "under a new secret");
    assert_eq!(
        desk.get(&mut before.clone(), "/account").await.status,
        StatusCode::SEE_OTHER,
        "the old secret is nobody's"
    );
    assert_eq!(desk.get(&mut owner, "/account").await.status, StatusCode::OK);
    assert_eq!(desk.count("select count(*) from session where ended_at is null").await, 1, "the same session");
    assert_eq!(desk.count("select count(*) from event where kind = 'person.proved'").await, 1);
    assert_eq!(desk.count(&format!("select count(*) from event where particulars::text like '%{PASSWORD}%'")).await, 0);
}

#[sqlx::test]
async fn inviting_others_than_owners_and_looking_ask_for_no_proof(pool: PgPool) {
    let (desk, mut owner) = desk_of_an_owner(pool).await;
    for path in ["/settings/people/invite", "/settings/security", "/account/second-factor"] {
        assert_eq!(desk.get(&mut owner, path).await.status, StatusCode::OK, "{path}");
    }
    let form = [("name", "Lerato Molefe"), ("email", "lerato@clinic.example"), ("receptionist", "true")];
    assert_eq!(desk.post(&mut owner, "/settings/people/invite", &form).await.status, StatusCode::OK);
}

#[sqlx::test]
async fn each_sensitive_deed_asks_when_its_time_is_over(pool: PgPool) {
    let (mut desk, mut owner) = desk_of_an_owner(pool).await;
    let id = desk.person("sipho@clinic.example", &["receptionist"], false).await;
    let at = format!("/settings/people/{id}");
    let roles = [("deed", "roles"), ("billing", "true")];
    assert!(desk.post(&mut owner, &at, &roles).await.body.contains("Prove that it is you"));
    assert_eq!(
        desk.post(&mut owner, "/account/second-factor", &[("deed", "begin")]).await.status,
        StatusCode::SEE_OTHER
    );
    for _ in 0..6 {
        desk.later(D::from_mins(10));
        desk.get(&mut owner, "/account").await;
    }
    for (path, form) in [
        ("/account/second-factor", &[("deed", "begin")][..]),
        ("/settings/security", &[("days", "7")]),
        (&at, &[("deed", "sign_out")]),
        (&at, &[("deed", "reset_factor")]),
        (&at, &roles),
    ] {
        let asked = desk.post(&mut owner, path, form).await;
        assert!(
            asked.status == StatusCode::FORBIDDEN && asked.body.contains("Prove that it is you"),
            "{path} {form:?}"
        );
    }
    // letting somebody out is never slowed down
    assert_eq!(desk.post(&mut owner, &at, &[("deed", "suspend")]).await.status, StatusCode::SEE_OTHER);
    let proved = [roles.as_slice(), &[("proof_password", PASSWORD)]].concat();
    assert_eq!(desk.post(&mut owner, &at, &proved).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test]
async fn proofs_are_throttled_like_sign_ins_and_a_stranger_proves_nothing(pool: PgPool) {
    let (mut desk, mut owner) = desk_of_an_owner(pool).await;
    for _ in 0..5 {
        desk.later(D::from_secs(10));
        desk.post(&mut owner, "/account/prove", &[("proof_password", "quite the wrong one")]).await;
    }
    let answer = desk.post(&mut owner, "/account/prove", &[("proof_password", PASSWORD)]).await;
    assert!(
        answer.status == StatusCode::TOO_MANY_REQUESTS && answer.body.contains("Too many tries"),
        "{}",
        answer.body
    );
    let answer = desk.post(&mut from(2), "/account/prove", &[("proof_password", PASSWORD), ("to", "/diary")]).await;
    assert!(answer.to.starts_with("/sign-in") && answer.cookies.is_empty(), "{}", answer.to);
}

#[sqlx::test]
async fn a_proof_of_its_own_goes_back_to_where_one_was_and_nowhere_else(pool: PgPool) {
    let (desk, mut owner) = desk_of_an_owner(pool).await;
    assert!(desk.get(&mut owner, "/account/prove?to=%2Fdiary").await.body.contains("value=\"/diary\""));
    for (to, expected) in [("/diary", "/diary"), ("https://evil.example", "/account"), ("//evil.example", "/account")] {
        let form = [("proof_password", PASSWORD), ("to", to)];
        assert_eq!(desk.post(&mut owner, "/account/prove", &form).await.to, expected);
    }
    let nothing = desk.post(&mut owner, "/account/prove", &[("to", "/diary")]).await;
    assert_eq!(nothing.status, StatusCode::OK, "without a proof it asks again");
}
