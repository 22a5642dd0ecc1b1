use super::*;
use crate::access::people::bootstrap::bootstrap;
use jiff::SignedDuration as D;

impl Desk {
    async fn signed_in(&self, email: &str, roles: &[&str], address: u8) -> (Browser, PersonId) {
        let id = self.person(email, roles, false).await;
        let mut browser = from(address);
        assert_eq!(self.sign_in(&mut browser, email, PASSWORD).await.status, StatusCode::SEE_OTHER);
        (browser, id)
    }

    async fn invite(&self, by: &mut Browser, email: &str, role: &str) -> Answer {
        let form = [("name", "Lerato Molefe"), ("email", email), (role, "true")];
        self.post(by, "/settings/people/invite", &form).await
    }

    async fn deed(&self, by: &mut Browser, who: PersonId, form: &[(&str, &str)]) -> Answer {
        self.post(by, &format!("/settings/people/{who}"), form).await
    }
}

/// The path in the page's link.
fn link_of(answer: &Answer) -> String {
    let (_, rest) = answer.body.split_once("http://clinic.example/invitation/").expect("a link");
    format!("/invitation/{}", rest.split('"').next().expect("its end"))
}

#[sqlx::test]
async fn an_invitation_is_taken_up_once_and_makes_a_colleague(pool: PgPool) {
    let desk = Desk::open(pool).await;
    let (mut owner, _) = desk.signed_in("owner@clinic.example", &["owner"], 1).await;
    let answer = desk.invite(&mut owner, "lerato@clinic.example", "receptionist").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let link = link_of(&answer);
    let mut lerato = from(2);
    let page = desk.get(&mut lerato, &link).await;
    assert!(
        page.status == StatusCode::OK && page.body.contains("Rosebank Rehab") && page.body.contains("Lerato Molefe")
    );
    assert_eq!(desk.get(&mut lerato, &link).await.status, StatusCode::OK, "looking uses nothing up");

    let weak = desk.post(&mut lerato, &link, &[("name", "Lerato Molefe"), ("password", "leratomolefe")]).await;
    assert!(
        weak.status == StatusCode::UNPROCESSABLE_ENTITY && weak.body.contains("without your name"),
        "{}",
        weak.body
    );
    let form = [("name", "Lerato van Wyk"), ("password", "nine green thunder owls")];
    let answer = desk.post(&mut lerato, &link, &form).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(desk.get(&mut lerato, "/").await.to, "/diary");
    for _ in 0..2 {
        let again = desk.post(&mut from(3), &link, &form).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        assert!(again.cookies.is_empty());
    }
    let page = desk.get(&mut owner, "/settings/people").await.body;
    assert!(page.contains("Lerato van Wyk") && page.contains("lerato@clinic.example"));
    assert_eq!(desk.sign_in(&mut from(4), "lerato@clinic.example", "nine green thunder owls").await.to, "/");
    assert_eq!(desk.count("select count(*) from event where kind in ('person.invited', 'person.joined')").await, 2);
    assert_eq!(desk.count("select count(*) from event where particulars::text like '%nine%'").await, 0);
}

#[sqlx::test]
async fn a_link_that_is_old_withdrawn_or_replaced_looks_like_one_that_never_was(pool: PgPool) {
    let mut desk = Desk::open(pool).await;
    let (mut owner, _) = desk.signed_in("owner@clinic.example", &["owner"], 1).await;
    let first = link_of(&desk.invite(&mut owner, "lerato@clinic.example", "receptionist").await);
    let second = link_of(&desk.invite(&mut owner, "Lerato@clinic.example", "billing").await);
    let never = desk.get(&mut from(2), "/invitation/0123456789abcdef").await;
    assert_eq!(never.status, StatusCode::NOT_FOUND);
    let replaced = desk.get(&mut from(2), &first).await;
    let same = |a: &Answer, b: &Answer| (a.status, without_nonce(&a.body)) == (b.status, without_nonce(&b.body));
    assert!(same(&replaced, &never));
    assert_eq!(desk.get(&mut from(2), &second).await.status, StatusCode::OK);

    let id: uuid::Uuid = sqlx::query_scalar("select id from invitation where withdrawn_at is null")
        .fetch_one(&desk.pool)
        .await
        .expect("one");
    let answer = desk.post(&mut owner, "/settings/people", &[("invitation", &id.to_string())]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(same(&desk.get(&mut from(2), &second).await, &never));
    let third = link_of(&desk.invite(&mut owner, "lerato@clinic.example", "billing").await);
    desk.later(D::from_hours(24) - D::from_secs(1));
    assert_eq!(desk.get(&mut from(2), &third).await.status, StatusCode::OK, "a day is a day");
    desk.later(D::from_secs(1));
    assert!(same(&desk.get(&mut from(2), &third).await, &never));
}

#[sqlx::test]
async fn a_suspended_colleague_is_out_at_once_and_comes_back_with_the_same_password(pool: PgPool) {
    let desk = Desk::open(pool).await;
    let (mut owner, _) = desk.signed_in("owner@clinic.example", &["owner"], 1).await;
    let (mut sipho, id) = desk.signed_in("sipho@clinic.example", &["receptionist"], 2).await;
    assert_eq!(desk.deed(&mut owner, id, &[("deed", "suspend")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get(&mut sipho, "/account").await.status, StatusCode::SEE_OTHER);
    let answer = desk.sign_in(&mut sipho, "sipho@clinic.example", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    desk.deed(&mut owner, id, &[("deed", "unsuspend")]).await;
    assert_eq!(desk.sign_in(&mut from(3), "sipho@clinic.example", PASSWORD).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test]
async fn new_roles_end_the_sessions_that_had_the_old_ones(pool: PgPool) {
    let desk = Desk::open(pool).await;
    let (mut owner, _) = desk.signed_in("owner@clinic.example", &["owner"], 1).await;
    let (mut sipho, id) = desk.signed_in("sipho@clinic.example", &["receptionist"], 2).await;
    let page = desk.get(&mut owner, &format!("/settings/people/{id}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let answer = desk.deed(&mut owner, id, &[("deed", "roles"), ("auditor", "true"), ("billing", "true")]).await;
    assert!(
        answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("no other role"),
        "{}",
        answer.body
    );
    let answer = desk.deed(&mut owner, id, &[("deed", "roles"), ("practitioner", "true")]).await;
    assert!(answer.body.contains("Choose the diary column"), "{}", answer.body);
    let answer = desk.deed(&mut owner, id, &[("deed", "roles"), ("auditor", "true")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(desk.get(&mut sipho, "/account").await.status, StatusCode::SEE_OTHER);
    desk.sign_in(&mut sipho, "sipho@clinic.example", PASSWORD).await;
    assert_eq!(desk.get(&mut sipho, "/").await.to, "/settings/people");
    let page = desk.get(&mut sipho, "/settings/people").await;
    assert!(page.status == StatusCode::OK && !page.body.contains("Invite somebody"), "an auditor reads");
    assert_eq!(desk.get(&mut sipho, "/settings/people/invite").await.status, StatusCode::FORBIDDEN);
}

#[sqlx::test]
async fn the_last_owner_cannot_be_taken_away_and_a_manager_touches_no_owner(pool: PgPool) {
    let desk = Desk::open(pool).await;
    let (mut owner, owner_id) = desk.signed_in("owner@clinic.example", &["owner"], 1).await;
    let (mut second, second_id) = desk.signed_in("second@clinic.example", &["owner"], 2).await;
    let (mut manager, _) = desk.signed_in("manager@clinic.example", &["manager"], 3).await;
    let desk_id = desk.person("sipho@clinic.example", &["receptionist"], false).await;

    let mine = desk.deed(&mut owner, owner_id, &[("deed", "suspend")]).await;
    assert!(mine.status == StatusCode::UNPROCESSABLE_ENTITY && mine.body.contains("nobody changes their own roles"));
    for form in [&[("deed", "suspend")][..], &[("deed", "roles"), ("billing", "true")]] {
        assert_eq!(desk.deed(&mut manager, owner_id, form).await.status, StatusCode::FORBIDDEN);
    }
    for role in ["owner", "auditor"] {
        assert_eq!(desk.invite(&mut manager, "x@clinic.example", role).await.status, StatusCode::FORBIDDEN, "{role}");
        let answer = desk.deed(&mut manager, desk_id, &[("deed", "roles"), (role, "true")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role}");
    }
    assert_eq!(desk.deed(&mut owner, second_id, &[("deed", "suspend")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get(&mut second, "/account").await.status, StatusCode::SEE_OTHER);
    // the second's screen acts a moment before it learns that it is over: two owners press at once
    desk.deed(&mut owner, second_id, &[("deed", "unsuspend")]).await;
    desk.sign_in(&mut second, "second@clinic.example", PASSWORD).await;
    let (mut a, mut b) = (owner.clone(), second.clone());
    let press = [("deed", "suspend")];
    let (one, other) = futures::join!(desk.deed(&mut a, second_id, &press), desk.deed(&mut b, owner_id, &press));
    let went = [one.status, other.status].iter().filter(|s| **s == StatusCode::SEE_OTHER).count();
    assert!(went >= 1);
    assert_eq!(desk.count("select count(*) from person where 'owner' = any(roles) and suspended_at is null").await, 1);
}

#[sqlx::test]
async fn colleagues_of_another_practice_do_not_exist(pool: PgPool) {
    let desk = Desk::open(pool).await;
    let (mut owner, _) = desk.signed_in("owner@clinic.example", &["owner"], 1).await;
    let mut elsewhere = Desk::open(desk.pool.clone()).await;
    elsewhere.later(D::from_secs(1));
    let (_, stranger) = elsewhere.signed_in("stranger@other.example", &["receptionist"], 2).await;
    let never = desk.deed(&mut owner, PersonId::fresh(), &[("deed", "suspend")]).await;
    let theirs = desk.deed(&mut owner, stranger, &[("deed", "suspend")]).await;
    assert_eq!((never.status, theirs.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(desk.get(&mut owner, "/settings/people/not-an-id").await.status, StatusCode::NOT_FOUND);
    assert!(!desk.get(&mut owner, "/settings/people").await.body.contains("stranger@other.example"));
    // inviting an address that signs in elsewhere tells nothing
    assert_eq!(desk.invite(&mut owner, "stranger@other.example", "billing").await.status, StatusCode::OK);
}

#[sqlx::test]
async fn the_first_owner_comes_by_a_link_from_the_command_line(pool: PgPool) {
    let desk = Desk::open(pool).await;
    let options = (*desk.pool.connect_options()).clone();
    let token =
        bootstrap(&options, "Vaal Physio", "Thandi Mokoena", "thandi@vaal.example", desk.now).await.expect("made");
    let mut thandi = from(1);
    let link = format!("/invitation/{token}");
    assert!(desk.get(&mut thandi, &link).await.body.contains("Vaal Physio"));
    let form = [("name", "Thandi Mokoena"), ("password", "nine green thunder owls")];
    assert_eq!(desk.post(&mut thandi, &link, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        desk.get(&mut thandi, "/settings/people").await.to,
        "/account/second-factor",
        "asked from the first day"
    );
    sqlx::query("update practice set second_factor_since = null").execute(&desk.pool).await.expect("done");
    let page = desk.get(&mut thandi, "/settings/people").await;
    assert!(page.status == StatusCode::OK && page.body.contains("Thandi Mokoena"), "{}", page.body);
    let again = bootstrap(&options, "Vaal Physio", "Thandi Mokoena", "Thandi@vaal.example", desk.now).await;
    assert!(again.expect_err("the address is taken").to_string().contains("already"));
    assert!(bootstrap(&options, " ", "Thandi", "a@b.co.za", desk.now).await.is_err());
}
