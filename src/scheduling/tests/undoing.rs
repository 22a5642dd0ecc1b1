//! Taking changes back.

use super::*;
use crate::kernel::problem::ClashWhat;
use sqlx::PgPool;

#[sqlx::test]
async fn a_booking_taken_back_is_called_off_as_our_error(pool: PgPool) {
    let w = World::new(pool).await;
    let done = books(&w, desk(&w), &wish(&w)).await.expect("is booked");
    let back = undoes(&w, desk(&w), done.undo).await.expect("is taken back");
    assert_eq!((back.card.id, back.card.status), (done.card.id, Status::Cancelled));
    let reason: Option<String> = sqlx::query_scalar("select cancel_reason from appointment where id = $1")
        .bind(done.card.id.0)
        .fetch_one(&w.owner)
        .await
        .expect("is there");
    assert_eq!(reason.as_deref(), Some("prac_error"));
    let again = undoes(&w, desk(&w), back.undo).await.expect("and taken back again");
    assert_eq!(again.card.status, Status::Booked);
}

#[sqlx::test]
async fn a_move_taken_back_restores_time_room_and_status(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &NewVisit { room: Some(w.gym), ..wish(&w) }).await;
    let card = steps(&w, desk(&w), &step(&card, Status::Confirmed, "")).await.expect("confirms").card;
    let to = Move { practitioner: w.nkosi, room: None, starts: at(14, 0), minutes: 60, ..stay(&card) };
    let moved = moves(&w, desk(&w), &to).await.expect("moves");
    let back = undoes(&w, desk(&w), moved.undo).await.expect("is taken back").card;
    assert_eq!(Card { version: card.version, ..back }, card);
}

#[sqlx::test]
async fn a_taken_time_is_not_taken_back(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    let moved = moves(&w, desk(&w), &Move { starts: at(14, 0), ..stay(&card) }).await.expect("moves");
    booked(&w, &johans(&w)).await;
    let refused = clash(undoes(&w, desk(&w), moved.undo).await);
    assert_eq!((refused.what, refused.alternatives.len()), (ClashWhat::Practitioner, 3));
}

#[sqlx::test]
async fn ten_minutes_later_or_after_another_change_it_is_too_late(pool: PgPool) {
    let w = World::new(pool).await;
    let done = books(&w, desk(&w), &wish(&w)).await.expect("is booked");
    w.now_is("2026-11-23T07:50:00Z");
    let gone = cancels(&w, desk(&w), &off(&done.card, CancelReason::PatIll)).await.expect("is called off");
    let stale = undoes(&w, desk(&w), done.undo).await;
    assert_eq!(stale, Err(Problem::Stale { by: "SN".into(), at: "09:50".into() }));
    w.now_is("2026-11-23T08:00:00Z");
    undoes(&w, desk(&w), gone.undo).await.expect("exactly ten minutes");
    w.now_is("2026-11-23T08:10:01Z");
    assert_eq!(fault(undoes(&w, desk(&w), done.undo).await, "event"), "undo_over");
}

#[sqlx::test]
async fn every_step_can_be_taken_back(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    w.now_is("2026-11-26T08:45:00Z");
    for to in [Status::NoShow, Status::Arrived] {
        let card = Card { version: version(&w, &card).await, ..card.clone() };
        let done = steps(&w, desk(&w), &step(&card, to, "")).await.expect("takes the step");
        let back = undoes(&w, desk(&w), done.undo).await.expect("is taken back").card;
        assert_eq!((back.status, back.waiting_since), (Status::Booked, None));
    }
    assert_eq!(clash(books(&w, desk(&w), &johans(&w)).await).what, ClashWhat::Practitioner, "it holds its time again");
}

async fn version(w: &World, card: &Card) -> i32 {
    sqlx::query_scalar("select version from appointment where id = $1")
        .bind(card.id.0)
        .fetch_one(&w.owner)
        .await
        .expect("is there")
}

#[sqlx::test]
async fn nobody_takes_back_what_they_may_not_do(pool: PgPool) {
    let w = World::new(pool).await;
    let done = books(&w, desk(&w), &NewVisit { practitioner: w.nkosi, ..wish(&w) }).await.expect("is booked");
    for role in [Role::Practitioner, Role::Billing, Role::Auditor] {
        assert!(matches!(undoes(&w, w.as_(role), done.undo).await, Err(Problem::NotAllowed { .. })), "{role:?}");
    }
    let stranger = w.next_door.as_(Role::Owner);
    assert_eq!(undoes(&w, stranger, done.undo).await, Err(Problem::NotFound));
}

#[sqlx::test]
async fn the_patients_newer_visit_is_asked_about_and_an_older_one_is_not(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    let moved = moves(&w, desk(&w), &Move { starts: at(14, 0), ..stay(&card) }).await.expect("moves");
    w.now_is("2026-11-23T07:41:00Z");
    let elsewhere = booked(&w, &NewVisit { practitioner: w.nkosi, ..wish(&w) }).await;
    assert_eq!(asked(undoes(&w, desk(&w), moved.undo).await), [Question::PatientBusy]);
    w.now_is("2026-11-23T07:42:00Z");
    cancels(&w, desk(&w), &off(&elsewhere, CancelReason::PracError)).await.expect("is called off");
    undoes(&w, desk(&w), moved.undo).await.expect("is taken back");
}

#[sqlx::test]
async fn a_yes_to_the_question_takes_it_back_all_the_same_and_is_remembered(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    let gone = cancels(&w, desk(&w), &off(&card, CancelReason::PatIll)).await.expect("is called off");
    w.now_is("2026-11-23T07:41:00Z");
    booked(&w, &NewVisit { practitioner: w.nkosi, ..wish(&w) }).await;
    let event = gone.undo.expect("can be taken back");
    assert_eq!(asked(undoes_so(&w, desk(&w), &TakeBack { event, confirmed: vec![] }).await), [Question::PatientBusy]);
    let yes = TakeBack { event, confirmed: vec![Question::PatientBusy] };
    let back = undoes_so(&w, desk(&w), &yes).await.expect("is taken back").card;
    assert_eq!(back.status, Status::Booked);
    let said: serde_json::Value = sqlx::query_scalar("select particulars from event where kind = 'appointment.undone'")
        .fetch_one(&w.owner)
        .await
        .expect("is recorded");
    assert_eq!(said["confirmed"], serde_json::json!(["patient_busy"]));
}
