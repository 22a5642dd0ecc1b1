//! Putting a visit elsewhere, and making it longer or shorter.

use super::*;
use crate::kernel::problem::ClashWhat;
use sqlx::PgPool;

#[sqlx::test]
async fn a_moved_visit_keeps_its_identity_and_its_old_time_is_free(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &NewVisit { room: Some(w.gym), ..wish(&w) }).await;
    let to = Move { starts: at(14, 0), practitioner: w.nkosi, room: Some(w.room1), ..stay(&card) };
    let moved = moves(&w, desk(&w), &to).await.expect("moves").card;
    assert_eq!((moved.id, moved.version, moved.starts), (card.id, 2, at(14, 0)));
    assert_eq!((moved.practitioner, moved.room), (w.nkosi, Some(w.room1)));
    booked(&w, &NewVisit { room: Some(w.gym), ..johans(&w) }).await;
    let taken = NewVisit { practitioner: w.nkosi, starts: at(14, 0), patient: Some(w.siobhan), ..wish(&w) };
    assert_eq!(clash(books(&w, desk(&w), &taken).await).what, ClashWhat::Practitioner);
}

#[sqlx::test]
async fn moving_onto_a_taken_time_changes_nothing(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    booked(&w, &NewVisit { starts: at(11, 0), ..johans(&w) }).await;
    let longer = Move { minutes: 45, ..stay(&card) };
    let refused = clash(moves(&w, desk(&w), &longer).await);
    assert_eq!((refused.what, refused.alternatives.len()), (ClashWhat::Practitioner, 3));
    let shorter = moves(&w, desk(&w), &Move { minutes: 20, ..stay(&card) }).await.expect("still version 1").card;
    assert_eq!((shorter.minutes, shorter.version), (20, 2));
}

#[sqlx::test]
async fn a_visit_is_never_in_its_own_way(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &NewVisit { room: Some(w.gym), ..wish(&w) }).await;
    let later = moves(&w, desk(&w), &Move { starts: at(10, 45), ..stay(&card) }).await.expect("moves").card;
    assert_eq!(later.starts, at(10, 45));
}

#[sqlx::test]
async fn a_confirmed_visit_that_moves_is_only_booked_again(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    let card = steps(&w, desk(&w), &step(&card, Status::Confirmed, "")).await.expect("confirms").card;
    let card = moves(&w, desk(&w), &Move { minutes: 45, ..stay(&card) }).await.expect("gets longer").card;
    assert_eq!(card.status, Status::Confirmed, "the promise of when has not changed");
    let card = moves(&w, desk(&w), &Move { starts: at(9, 0), ..stay(&card) }).await.expect("moves").card;
    assert_eq!(card.status, Status::Booked);
}

#[sqlx::test]
async fn whoever_looks_at_an_old_version_is_told_who_changed_it_and_when(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    w.now_is("2026-11-23T08:02:00Z");
    moves(&w, w.as_(Role::Manager), &Move { starts: at(9, 0), ..stay(&card) }).await.expect("moves");
    let stale = moves(&w, desk(&w), &Move { starts: at(15, 0), ..stay(&card) }).await;
    assert_eq!(stale, Err(Problem::Stale { by: "AB".into(), at: "10:02".into() }));
}

#[sqlx::test]
async fn a_practitioner_does_not_take_from_or_give_to_another(pool: PgPool) {
    let w = World::new(pool).await;
    let hers = booked(&w, &wish(&w)).await;
    let his = booked(&w, &NewVisit { practitioner: w.nkosi, ..johans(&w) }).await;
    let priya = w.as_(Role::Practitioner);
    let give = Move { practitioner: w.nkosi, starts: at(15, 0), ..stay(&hers) };
    assert!(matches!(moves(&w, priya.clone(), &give).await, Err(Problem::NotAllowed { .. })));
    let take = Move { practitioner: w.naidoo, starts: at(15, 0), ..stay(&his) };
    assert!(matches!(moves(&w, priya, &take).await, Err(Problem::NotAllowed { .. })));
}

#[sqlx::test]
async fn moving_into_the_evening_asks_first_and_then_is_allowed(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    let late = Move { starts: at(18, 0), ..stay(&card) };
    assert_eq!(asked(moves(&w, desk(&w), &late).await), [Question::OutsideHours]);
    let yes = Move { confirmed: vec![Question::OutsideHours], ..late };
    assert!(moves(&w, desk(&w), &yes).await.expect("moves").card.outside_hours);
}

#[sqlx::test]
async fn what_is_over_does_not_move_and_who_is_here_stays_on_the_day(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    w.now_is("2026-11-26T08:30:00Z");
    let card = steps(&w, desk(&w), &step(&card, Status::Arrived, "")).await.expect("arrives").card;
    let tomorrow = Move { day: date(2026, 11, 27), ..stay(&card) };
    assert_eq!(fault(moves(&w, desk(&w), &tomorrow).await, "day"), "arrived");
    let card = steps(&w, desk(&w), &step(&card, Status::Completed, "")).await.expect("is done").card;
    assert_eq!(fault(moves(&w, desk(&w), &Move { minutes: 45, ..stay(&card) }).await, "status"), "settled");
}

#[sqlx::test]
async fn an_overbooked_visit_moved_to_a_free_time_is_overbooked_no_more(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &wish(&w)).await;
    let over = NewVisit { overbook_reason: Some("Acute back".into()), ..johans(&w) };
    let card = books(&w, w.as_(Role::Owner), &over).await.expect("is booked over").card;
    let shorter = moves(&w, desk(&w), &Move { minutes: 20, ..stay(&card) }).await.expect("gets shorter").card;
    assert!(shorter.overbooked, "it still lies over the other");
    let free = moves(&w, desk(&w), &Move { starts: at(14, 0), ..stay(&shorter) }).await.expect("moves").card;
    assert!(!free.overbooked);
    assert!(matches!(moves(&w, desk(&w), &Move { starts: at(10, 30), ..stay(&free) }).await, Err(Problem::Clash(_))));
}

#[sqlx::test]
async fn equipment_comes_along_can_be_changed_and_is_in_one_place_at_a_time(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &NewVisit { equipment: Some(w.audiometer), ..wish(&w) }).await;
    let card = moves(&w, desk(&w), &Move { starts: at(14, 0), ..stay(&card) }).await.expect("moves").card;
    assert_eq!(card.equipment, Some(w.audiometer));
    let his = booked(&w, &NewVisit { practitioner: w.nkosi, starts: at(14, 15), ..johans(&w) }).await;
    let take = Move { equipment: Some(w.audiometer), ..stay(&his) };
    assert_eq!(clash(moves(&w, desk(&w), &take).await).what, crate::kernel::problem::ClashWhat::Equipment);
    let card = moves(&w, desk(&w), &Move { equipment: None, ..stay(&card) }).await.expect("lets go").card;
    assert_eq!(card.equipment, None);
    let his = moves(&w, desk(&w), &take).await.expect("is free now").card;
    assert_eq!(his.equipment, Some(w.audiometer));
    let no_such = Move { equipment: Some(w.gym), ..stay(&card) };
    assert_eq!(fault(moves(&w, desk(&w), &no_such).await, "equipment"), "choose", "a room is no equipment");
    assert_eq!(overlaps(&w).await, 0);
}
