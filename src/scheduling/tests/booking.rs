//! Putting a visit into the diary.

use super::*;
use crate::kernel::problem::ClashWhat;
use sqlx::PgPool;

#[sqlx::test]
async fn a_booked_visit_is_on_the_page_with_what_the_desk_needs(pool: PgPool) {
    let w = World::new(pool).await;
    let it = NewVisit { room: Some(w.gym), note: "Bring the splint\nand the scan".into(), ..wish(&w) };
    let done = books(&w, desk(&w), &it).await.expect("is booked");
    let card = done.card;
    assert_eq!((card.day, card.starts, card.minutes), (THURSDAY, at(10, 30), 30));
    assert_eq!((card.patient_name.as_str(), card.phone.as_str()), ("Thandi Mokoena", "+27821234567"));
    assert_eq!((card.note.as_str(), card.by.as_str()), ("Bring the splint", "SN"));
    assert_eq!((card.status, card.site, card.room), (Status::Booked, w.main, Some(w.gym)));
    assert!(done.undo.is_some() && !card.overbooked && !card.outside_hours);
}

#[sqlx::test]
async fn a_taken_practitioner_is_named_with_three_other_times(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &wish(&w)).await;
    let it = NewVisit { starts: at(10, 45), ..johans(&w) };
    let clash = clash(books(&w, desk(&w), &it).await);
    assert_eq!(
        (clash.what, clash.name.as_str(), clash.until.as_str()),
        (ClashWhat::Practitioner, "Priya Naidoo", "11:00")
    );
    let labels: Vec<&str> = clash.alternatives.iter().map(|a| a.label.as_str()).collect();
    assert_eq!(labels, ["Thu 26 Nov 11:00, Dr Naidoo", "Thu 26 Nov 11:15, Dr Naidoo", "Thu 26 Nov 10:00, Dr Naidoo"]);
    for other in clash.alternatives {
        let there = NewVisit { starts: other.starts, day: other.day, key: OnceKey::fresh(), ..it.clone() };
        let card = booked(&w, &there).await;
        cancels(&w, desk(&w), &off(&card, CancelReason::PracError)).await.expect("is called off");
    }
}

#[sqlx::test]
async fn rooms_and_equipment_are_in_one_place_at_a_time(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &NewVisit { room: Some(w.gym), equipment: Some(w.audiometer), ..wish(&w) }).await;
    let in_gym = NewVisit { practitioner: w.nkosi, room: Some(w.gym), ..johans(&w) };
    let refused = clash(books(&w, desk(&w), &in_gym).await);
    assert_eq!((refused.what, refused.name.as_str()), (ClashWhat::Room, "Gym"));
    assert_eq!(refused.alternatives.len(), 3);
    let with_it = NewVisit { practitioner: w.nkosi, equipment: Some(w.audiometer), ..johans(&w) };
    assert_eq!(clash(books(&w, desk(&w), &with_it).await).what, ClashWhat::Equipment);
    let elsewhere = NewVisit { practitioner: w.nkosi, room: Some(w.room1), ..johans(&w) };
    booked(&w, &elsewhere).await;
}

#[sqlx::test]
async fn back_to_back_is_no_clash_but_a_buffer_keeps_its_distance(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &NewVisit { type_id: w.kinds.assessment, minutes: 45, ..wish(&w) }).await;
    let before = NewVisit { starts: at(10, 0), ..johans(&w) };
    booked(&w, &before).await;
    let after = NewVisit { starts: at(11, 15), patient: Some(w.siobhan), ..wish(&w) };
    assert_eq!(clash(books(&w, desk(&w), &after).await).what, ClashWhat::Buffer);
    booked(&w, &NewVisit { starts: at(11, 20), ..after }).await;
}

#[sqlx::test]
async fn a_patient_in_two_places_is_asked_about_and_then_allowed(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &wish(&w)).await;
    let twice = NewVisit { practitioner: w.nkosi, ..wish(&w) };
    assert_eq!(asked(books(&w, desk(&w), &twice).await), [Question::PatientBusy]);
    booked(&w, &NewVisit { confirmed: vec![Question::PatientBusy], ..twice }).await;
}

#[sqlx::test]
async fn all_open_questions_are_asked_at_once(pool: PgPool) {
    let w = World::new(pool).await;
    let sunday = NewVisit { day: date(2026, 11, 22), ..wish(&w) };
    let all = asked(books(&w, desk(&w), &sunday).await);
    assert_eq!(all, [Question::OutsideHours, Question::Closed, Question::InThePast]);
    let partly = NewVisit { confirmed: vec![Question::Closed], ..sunday.clone() };
    assert_eq!(asked(books(&w, desk(&w), &partly).await), [Question::OutsideHours, Question::InThePast]);
    let card = booked(&w, &NewVisit { confirmed: all, ..sunday }).await;
    assert!(card.outside_hours);
    let holiday = NewVisit { day: date(2026, 12, 16), ..johans(&w) };
    assert_eq!(asked(books(&w, desk(&w), &holiday).await), [Question::PublicHoliday]);
    let evening = NewVisit { starts: at(16, 45), ..johans(&w) };
    assert_eq!(asked(books(&w, desk(&w), &evening).await), [Question::OutsideHours]);
}

#[sqlx::test]
async fn overbooking_needs_the_ability_and_a_reason_and_is_marked(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &wish(&w)).await;
    let over = NewVisit { overbook_reason: Some("Acute back, referred today".into()), ..johans(&w) };
    let refused = books(&w, desk(&w), &over).await;
    assert!(matches!(refused, Err(Problem::NotAllowed { .. })), "{refused:?}");
    let short = NewVisit { overbook_reason: Some("yes".into()), ..johans(&w) };
    assert_eq!(fault(books(&w, w.as_(Role::Manager), &short).await, "overbook_reason"), "reason_short");
    let card = books(&w, w.as_(Role::Manager), &over).await.expect("is booked over").card;
    assert!(card.overbooked);
    // nobody slips into the time of one that is over another
    let third = NewVisit { patient: Some(w.siobhan), ..wish(&w) };
    assert_eq!(clash(books(&w, desk(&w), &third).await).what, ClashWhat::Practitioner);
    assert_eq!(overlaps(&w).await, 0);
}

#[sqlx::test]
async fn overbooking_never_reaches_a_room(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &NewVisit { room: Some(w.gym), ..wish(&w) }).await;
    let over = NewVisit { room: Some(w.gym), overbook_reason: Some("Acute back".into()), ..johans(&w) };
    assert_eq!(clash(books(&w, w.as_(Role::Owner), &over).await).what, ClashWhat::Room);
}

#[sqlx::test]
async fn a_reason_to_overbook_a_free_time_is_not_kept(pool: PgPool) {
    let w = World::new(pool).await;
    let it = NewVisit { overbook_reason: Some("To be sure".into()), ..wish(&w) };
    assert!(!booked(&w, &it).await.overbooked);
}

#[sqlx::test]
async fn a_practitioner_books_her_own_column_only(pool: PgPool) {
    let w = World::new(pool).await;
    let priya = w.as_(Role::Practitioner);
    books(&w, priya.clone(), &wish(&w)).await.expect("her own");
    let his = NewVisit { practitioner: w.nkosi, ..johans(&w) };
    assert!(matches!(books(&w, priya, &his).await, Err(Problem::NotAllowed { .. })));
    for role in [Role::Billing, Role::Auditor, Role::Patient] {
        assert!(matches!(books(&w, w.as_(role), &johans(&w)).await, Err(Problem::NotAllowed { .. })), "{role:?}");
    }
}

#[sqlx::test]
async fn the_visit_is_where_the_practitioner_works_at_that_hour(pool: PgPool) {
    let w = World::new(pool).await;
    let wednesday = NewVisit { practitioner: w.van_wyk, day: date(2026, 11, 25), ..wish(&w) };
    let in_gym = NewVisit { room: Some(w.gym), ..wednesday.clone() };
    assert_eq!(fault(books(&w, desk(&w), &in_gym).await, "room"), "choose");
    let card = booked(&w, &NewVisit { room: Some(w.booth), ..wednesday }).await;
    assert_eq!(card.site, w.east);
    let sunday = NewVisit {
        practitioner: w.van_wyk,
        day: date(2026, 11, 29),
        confirmed: vec![Question::OutsideHours, Question::Closed],
        ..johans(&w)
    };
    assert_eq!(booked(&w, &sunday).await.site, w.main, "at home when no hours say otherwise");
}

#[sqlx::test]
async fn a_meeting_needs_no_patient_and_a_treatment_does(pool: PgPool) {
    let w = World::new(pool).await;
    let nobody = NewVisit { patient: None, ..wish(&w) };
    assert_eq!(fault(books(&w, desk(&w), &nobody).await, "patient"), "required");
    let card = booked(&w, &NewVisit { patient: None, type_id: w.kinds.meeting, minutes: 60, ..wish(&w) }).await;
    assert_eq!((card.patient, card.patient_name.as_str()), (None, ""));
}

#[sqlx::test]
async fn what_is_no_longer_in_use_is_refused_field_by_field(pool: PgPool) {
    let w = World::new(pool).await;
    let it = NewVisit {
        practitioner: w.dlamini,
        room: Some(w.old_room),
        type_id: w.kinds.retired,
        patient: Some(w.patients[5]),
        ..wish(&w)
    };
    let problem = books(&w, desk(&w), &it).await.expect_err("is refused");
    assert_eq!(problem.about("practitioner"), Some("inactive"));
    assert_eq!(problem.about("room"), Some("inactive"));
    assert_eq!(problem.about("type_id"), Some("inactive"));
    assert_eq!(problem.about("patient"), Some("deceased"));
}
