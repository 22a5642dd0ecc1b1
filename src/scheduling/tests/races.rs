//! Many desks at once, all after the same few times.

use super::*;
use crate::{
    kernel::{ids::PatientId, problem::ClashWhat},
    scheduling::rules::hours::{holiday, weekday},
    testing::patients,
};
use jiff::ToSpan;
use sqlx::PgPool;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// How many people press at once.
const DESKS: usize = 64;
/// How many want each slot.
const RIVALS: usize = 16;

/// One press of a button.
#[derive(Clone, Debug)]
enum Press {
    Book(NewVisit),
    Move(Move),
    Revive(StatusChange),
}

/// Presses all buttons, [`DESKS`] at a time, in order; the answers come back in that order.
async fn press(w: &Arc<World>, presses: Vec<Press>) -> Vec<Answer> {
    let (queue, next) = (Arc::new(presses), Arc::new(AtomicUsize::new(0)));
    let mut desks = tokio::task::JoinSet::new();
    for _ in 0..DESKS {
        let (w, queue, next) = (w.clone(), queue.clone(), next.clone());
        desks.spawn(async move {
            let mut answers = vec![];
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let Some(press) = queue.get(n) else { return answers };
                let answer = match press {
                    Press::Book(it) => books(&w, desk(&w), it).await,
                    Press::Move(it) => moves(&w, desk(&w), it).await,
                    Press::Revive(it) => steps(&w, desk(&w), it).await,
                };
                answers.push((n, answer));
            }
        });
    }
    let mut answers = vec![];
    while let Some(done) = desks.join_next().await {
        answers.extend(done.expect("no desk panics"));
    }
    answers.sort_by_key(|(n, _)| *n);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Half hours of working days from a day on.
fn half_hours(from: Date) -> impl Iterator<Item = (Date, u16)> {
    let days = (0i64..).map(move |n| from.saturating_add(n.days()));
    let working = days.filter(|d| weekday(*d) <= 5 && holiday(*d).is_none());
    working.flat_map(|day| (0..18u16).map(move |n| (day, 480 + n * 30)))
}

fn at_slot(w: &World, patient: PatientId, (day, starts): (Date, u16)) -> NewVisit {
    NewVisit { day, starts, patient: Some(patient), confirmed: vec![Question::PatientBusy], ..wish(w) }
}

#[sqlx::test]
async fn two_thousand_racing_attempts_have_one_winner_each(pool: PgPool) {
    let w = Arc::new(World::new(pool).await);
    let people = patients(&w.owner, w.id, DESKS).await.expect("patients");
    let who = |n: usize| people[n % people.len()];

    // visits parked in January, to be moved into one slot by many; and visits called off that all want their slot back
    let (moved_slots, revived_slots) = (20, 10);
    let parked = half_hours(date(2027, 1, 11)).take(moved_slots * RIVALS).enumerate();
    let parked = parked.map(|(n, slot)| Press::Book(at_slot(&w, who(n), slot))).collect();
    let parked: Vec<Card> = press(&w, parked).await.into_iter().map(|a| a.expect("is parked").card).collect();
    let mut gone = vec![];
    for (n, slot) in half_hours(date(2026, 12, 10)).take(revived_slots).flat_map(|s| [s; RIVALS]).enumerate() {
        let card = booked(&w, &at_slot(&w, who(n), slot)).await;
        gone.push(cancels(&w, desk(&w), &off(&card, CancelReason::PracError)).await.expect("is called off").card);
    }

    let mut presses = vec![];
    for (n, slot) in half_hours(THURSDAY).take(60).flat_map(|s| [s; RIVALS]).enumerate() {
        presses.push(Press::Book(at_slot(&w, who(n), slot)));
    }
    // one room, two practitioners who both have time
    for (n, slot) in half_hours(date(2026, 12, 3)).take(35).flat_map(|s| [s; RIVALS]).enumerate() {
        let practitioner = if n % 2 == 0 { w.naidoo } else { w.nkosi };
        presses.push(Press::Book(NewVisit { practitioner, room: Some(w.gym), ..at_slot(&w, who(n), slot) }));
    }
    let targets = half_hours(date(2026, 12, 7)).take(moved_slots).flat_map(|s| [s; RIVALS]);
    for (card, (day, starts)) in parked.iter().zip(targets) {
        let confirmed = vec![Question::PatientBusy];
        presses.push(Press::Move(Move { practitioner: w.nkosi, day, starts, confirmed, ..stay(card) }));
    }
    for card in &gone {
        let confirmed = vec![Question::PatientBusy];
        presses
            .push(Press::Revive(StatusChange { confirmed, ..step(card, Status::Booked, "They can come after all") }));
    }
    assert_eq!(presses.len(), 2_000);

    let events_before = events(&w).await;
    let answers = press(&w, presses).await;
    for (slot, rivals) in answers.chunks(RIVALS).enumerate() {
        let won = rivals.iter().filter(|a| a.is_ok()).count();
        assert_eq!(won, 1, "slot {slot}: {rivals:?}");
        for lost in rivals.iter().filter_map(|a| a.as_ref().err()) {
            let Problem::Clash(clash) = lost else { panic!("slot {slot}: {lost:?}") };
            assert_eq!(clash.alternatives.len(), 3, "slot {slot}: {clash:?}");
        }
    }
    assert_eq!(events(&w).await - events_before, 2_000 / RIVALS as i64, "one event for each winner");
    assert_eq!(overlaps(&w).await, 0);
    assert_eq!(overlapping_visits(&w).await, 0);
    let deadlocks: i64 =
        sqlx::query_scalar("select deadlocks from pg_stat_database where datname = current_database()")
            .fetch_one(&w.owner)
            .await
            .expect("counts");
    assert_eq!(deadlocks, 0);
}

async fn events(w: &World) -> i64 {
    sqlx::query_scalar("select count(*) from event").fetch_one(&w.owner).await.expect("counts")
}

/// Visits that hold their time and share an instant of one practitioner or room, read off the visits themselves.
async fn overlapping_visits(w: &World) -> i64 {
    sqlx::query_scalar(
        "select count(*) from appointment a join appointment b
             on a.practice = b.practice and a.id < b.id and (a.practitioner = b.practitioner or a.room = b.room)
            and a.starts_at < b.ends_at and b.starts_at < a.ends_at
          where a.status not in ('cancelled', 'no_show') and b.status not in ('cancelled', 'no_show')",
    )
    .fetch_one(&w.owner)
    .await
    .expect("counts")
}

#[sqlx::test]
async fn two_visits_that_change_places_with_a_third_never_wait_in_a_circle(pool: PgPool) {
    let w = Arc::new(World::new(pool).await);
    let mut cards = vec![];
    for (practitioner, room) in [(w.naidoo, w.gym), (w.nkosi, w.room1)] {
        cards.push(
            booked(
                &w,
                &NewVisit {
                    practitioner,
                    room: Some(room),
                    patient: Some(w.thandi),
                    confirmed: vec![Question::PatientBusy],
                    ..wish(&w)
                },
            )
            .await,
        );
    }
    let mut presses = vec![];
    for n in 0..128u16 {
        let (from, to) = (&cards[usize::from(n % 2)], &cards[usize::from((n + 1) % 2)]);
        let confirmed = vec![Question::PatientBusy, Question::OutsideHours];
        presses.push(Press::Move(Move {
            practitioner: to.practitioner,
            room: to.room,
            starts: 480 + n % 32 * 15,
            confirmed,
            ..stay(from)
        }));
    }
    for answer in press(&w, presses).await {
        let fine = matches!(answer, Ok(_) | Err(Problem::Clash(_) | Problem::Stale { .. }));
        assert!(fine, "{answer:?}");
    }
    assert_eq!(overlaps(&w).await, 0);
}

#[sqlx::test]
async fn the_one_the_database_refuses_gets_other_times_too(pool: PgPool) {
    let w = Arc::new(World::new(pool).await);
    // a claim that nobody can see yet, made without the locks, as no program of ours does
    let mut rude = w.owner.begin().await.expect("begins");
    sqlx::query(
        "insert into resource_claim (practice, id, resource_kind, resource, starts_at, ends_at, kind, ref)
         values ($1, $2, 'practitioner', $3, '2026-11-26T08:30Z', '2026-11-26T09:00Z', 'closure', $2)",
    )
    .bind(w.id.0)
    .bind(uuid::Uuid::now_v7())
    .bind(w.naidoo.0)
    .execute(&mut *rude)
    .await
    .expect("is claimed");
    let there = w.clone();
    let booking = tokio::spawn(async move { books(&there, desk(&there), &wish(&there)).await });
    let waiting = "select exists (select 1 from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into resource_claim%')";
    while !sqlx::query_scalar::<_, bool>(waiting).fetch_one(&w.owner).await.expect("looks") {
        tokio::task::yield_now().await;
    }
    rude.commit().await.expect("is there for all to see");
    let refused = clash(booking.await.expect("does not panic"));
    assert_eq!((refused.what, refused.alternatives.len()), (ClashWhat::Race, 3));
    assert_eq!(events(&w).await, 0, "nothing was saved");
}
