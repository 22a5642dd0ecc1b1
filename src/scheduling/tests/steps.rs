//! The steps of a visit, and calling it off.

use super::*;
use crate::kernel::problem::ClashWhat;
use sqlx::PgPool;

#[sqlx::test]
async fn a_day_at_the_practice_goes_from_booked_to_done(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    let card = steps(&w, desk(&w), &step(&card, Status::Confirmed, "")).await.expect("confirms").card;
    assert_eq!(fault(steps(&w, desk(&w), &step(&card, Status::Arrived, "")).await, "to"), "too_early");
    w.now_is("2026-11-26T08:20:00Z");
    let card = steps(&w, desk(&w), &step(&card, Status::Arrived, "")).await.expect("arrives").card;
    assert_eq!(card.waiting_since, Some(at(10, 20)));
    let priya = w.as_(Role::Practitioner);
    let card = steps(&w, priya.clone(), &step(&card, Status::InRoom, "")).await.expect("is called in").card;
    assert_eq!(card.waiting_since, None);
    assert_eq!(fault(steps(&w, priya.clone(), &step(&card, Status::Completed, "")).await, "to"), "too_early");
    w.now_is("2026-11-26T09:00:00Z");
    let card = steps(&w, priya.clone(), &step(&card, Status::Completed, "")).await.expect("is done").card;
    let back = step(&card, Status::InRoom, "Pressed too early");
    assert!(matches!(steps(&w, desk(&w), &back).await, Err(Problem::NotAllowed { .. })), "only her own hand");
    assert_eq!(fault(steps(&w, priya.clone(), &step(&card, Status::InRoom, "oh")).await, "why"), "reason_short");
    assert_eq!(steps(&w, priya, &back).await.expect("goes back").card.status, Status::InRoom);
}

#[sqlx::test]
async fn a_time_nobody_came_to_is_free_and_coming_back_needs_it_again(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    w.now_is("2026-11-26T08:45:00Z");
    let card = steps(&w, desk(&w), &step(&card, Status::NoShow, "")).await.expect("did not come").card;
    let other = booked(&w, &NewVisit { starts: at(10, 45), minutes: 15, ..johans(&w) }).await;
    let late = step(&card, Status::Arrived, "Was in the wrong queue");
    assert_eq!(clash(steps(&w, desk(&w), &late).await).what, ClashWhat::Practitioner);
    cancels(&w, desk(&w), &off(&other, CancelReason::PracError)).await.expect("is called off");
    let card = steps(&w, desk(&w), &late).await.expect("came after all").card;
    assert_eq!((card.status, card.waiting_since), (Status::Arrived, Some(at(10, 45))));
    assert_eq!(clash(books(&w, desk(&w), &johans(&w)).await).what, ClashWhat::Practitioner);
}

#[sqlx::test]
async fn a_visit_called_off_gives_back_its_time_and_stays_in_memory(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &NewVisit { room: Some(w.gym), ..wish(&w) }).await;
    let no_words = off(&card, CancelReason::Other);
    assert_eq!(fault(cancels(&w, desk(&w), &no_words).await, "words"), "reason_short");
    let gone = cancels(&w, desk(&w), &off(&card, CancelReason::PatIll)).await.expect("is called off").card;
    assert_eq!(gone.status, Status::Cancelled);
    booked(&w, &NewVisit { room: Some(w.gym), ..johans(&w) }).await;
    assert_eq!(fault(cancels(&w, desk(&w), &off(&gone, CancelReason::PatIll)).await, "status"), "settled");
    let back = step(&gone, Status::Booked, "She can come after all");
    assert_eq!(clash(steps(&w, desk(&w), &back).await).what, ClashWhat::Practitioner);
}

#[sqlx::test]
async fn exactly_a_day_before_is_in_time(pool: PgPool) {
    let w = World::new(pool).await;
    let late = |id: crate::kernel::ids::AppointmentId| {
        let owner = w.owner.clone();
        async move {
            sqlx::query_scalar::<_, bool>("select cancelled_late from appointment where id = $1")
                .bind(id.0)
                .fetch_one(&owner)
                .await
                .expect("is there")
        }
    };
    let card = booked(&w, &wish(&w)).await;
    w.now_is("2026-11-25T08:30:00Z");
    cancels(&w, desk(&w), &off(&card, CancelReason::PatWork)).await.expect("is called off");
    assert!(!late(card.id).await);
    let card = booked(&w, &wish(&w)).await;
    w.now_is("2026-11-25T08:30:01Z");
    cancels(&w, desk(&w), &off(&card, CancelReason::PatWork)).await.expect("is called off");
    assert!(late(card.id).await);
}

#[sqlx::test]
async fn calling_off_has_its_own_deed_and_no_step_is_invented(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    for to in [Status::Cancelled, Status::Completed, Status::InRoom, Status::Booked] {
        assert_eq!(fault(steps(&w, desk(&w), &step(&card, to, "")).await, "to"), "no_step", "{to:?}");
    }
}
