//! Input that nobody should send: always a clear answer, never a broken one.

use super::*;
use crate::{
    kernel::ids::*,
    scheduling::drafts::{BookingDraft, VisitForm},
};
use sqlx::PgPool;
use uuid::Uuid;

fn unknown() -> Uuid {
    Uuid::from_u128(0xdead_beef)
}

#[sqlx::test]
async fn times_that_do_not_exist_are_a_fault_of_their_field(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    let times: [(Date, u16, u16, &str, &str); 9] = [
        (THURSDAY, 99 * 60 + 99, 30, "starts", "time"),
        (THURSDAY, 1440, 30, "starts", "time"),
        (THURSDAY, u16::MAX, 30, "starts", "time"),
        (THURSDAY, 600, 0, "minutes", "minutes_range"),
        (THURSDAY, 600, 7, "minutes", "minutes_range"),
        (THURSDAY, 600, 485, "minutes", "minutes_range"),
        (THURSDAY, 600, u16::MAX, "minutes", "minutes_range"),
        (Date::MAX, 600, 30, "day", "date"),
        (Date::MIN, 600, 30, "day", "date"),
    ];
    for (day, starts, minutes, field, code) in times {
        let it = NewVisit { day, starts, minutes, ..johans(&w) };
        assert_eq!(fault(books(&w, desk(&w), &it).await, field), code, "{day} {starts} {minutes}");
        let to = Move { day, starts, minutes, ..stay(&card) };
        assert_eq!(fault(moves(&w, desk(&w), &to).await, field), code, "{day} {starts} {minutes}");
    }
}

#[sqlx::test]
async fn what_is_not_there_and_what_is_another_practices_look_alike(pool: PgPool) {
    let w = World::new(pool).await;
    let next = &w.next_door;
    for (practitioner, room, kind, patient, site) in [
        (unknown(), unknown(), unknown(), unknown(), unknown()),
        (next.naidoo.0, next.gym.0, next.kinds.treatment.0, next.thandi.0, next.main.0),
    ] {
        let it = NewVisit {
            practitioner: PractitionerId(practitioner),
            room: Some(ResourceId(room)),
            equipment: Some(ResourceId(room)),
            type_id: AppointmentTypeId(kind),
            patient: Some(PatientId(patient)),
            ..wish(&w)
        };
        let problem = books(&w, desk(&w), &it).await.expect_err("is refused");
        for field in ["practitioner", "room", "equipment", "type_id", "patient"] {
            assert_eq!(problem.about(field), Some("choose"), "{field}");
        }
        let it = NewVisit { site: Some(SiteId(site)), ..wish(&w) };
        assert_eq!(fault(books(&w, desk(&w), &it).await, "site"), "choose");
    }
    // a room is not equipment, nor the other way round
    let it = NewVisit { room: Some(w.audiometer), equipment: Some(w.gym), ..wish(&w) };
    let problem = books(&w, desk(&w), &it).await.expect_err("is refused");
    assert_eq!((problem.about("room"), problem.about("equipment")), (Some("choose"), Some("choose")));
}

#[sqlx::test]
async fn another_practices_visit_is_not_found_by_any_deed(pool: PgPool) {
    let w = World::new(pool).await;
    let done = books(&w, desk(&w), &wish(&w)).await.expect("is booked");
    let card = done.card;
    for role in [Role::Owner, Role::Receptionist] {
        let them = w.next_door.as_(role);
        let away = Move { practitioner: w.next_door.naidoo, ..stay(&card) };
        assert_eq!(moves(&w, them.clone(), &away).await, Err(Problem::NotFound));
        assert_eq!(steps(&w, them.clone(), &step(&card, Status::Confirmed, "")).await, Err(Problem::NotFound));
        assert_eq!(cancels(&w, them.clone(), &off(&card, CancelReason::PatIll)).await, Err(Problem::NotFound));
        assert_eq!(undoes(&w, them, done.undo).await, Err(Problem::NotFound));
    }
    let nowhere = Move { id: AppointmentId(unknown()), ..stay(&card) };
    assert_eq!(moves(&w, desk(&w), &nowhere).await, Err(Problem::NotFound));
    assert_eq!(undoes(&w, desk(&w), Some(EventId(unknown()))).await, Err(Problem::NotFound));
    let theirs = Move { practitioner: w.next_door.naidoo, ..stay(&card) };
    assert_eq!(fault(moves(&w, desk(&w), &theirs).await, "practitioner"), "choose");
    for version in [0, -1, i32::MIN, i32::MAX] {
        let stale = moves(&w, desk(&w), &Move { version, ..stay(&card) }).await;
        assert!(matches!(stale, Err(Problem::Stale { .. })), "{version}: {stale:?}");
    }
}

#[sqlx::test]
async fn notes_keep_every_letter_and_refuse_what_cannot_be_seen(pool: PgPool) {
    let w = World::new(pool).await;
    let kind_words = "مرحبا שלום \u{1F9D1}\u{200D}\u{1F9BD} café O\u{2019}Neill";
    let it = NewVisit { note: kind_words.into(), ..wish(&w) };
    assert_eq!(booked(&w, &it).await.note, kind_words);
    for (note, code) in [("bell \u{7}", "control"), ("nul \0", "control"), ("\u{1b}[31m", "control")] {
        let it = NewVisit { note: note.into(), ..johans(&w) };
        assert_eq!(fault(books(&w, desk(&w), &it).await, "note"), code);
    }
    let long = NewVisit { note: "é".repeat(501), ..johans(&w) };
    assert_eq!(fault(books(&w, desk(&w), &long).await, "note"), "too_long");
    let full = NewVisit { note: "\u{1F600}".repeat(500), starts: at(14, 0), ..johans(&w) };
    booked(&w, &full).await;
}

#[sqlx::test]
async fn reasons_are_texts_of_a_length(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    let long = "a".repeat(201);
    let cancel = Cancel { words: long.clone(), ..off(&card, CancelReason::Other) };
    assert_eq!(fault(cancels(&w, desk(&w), &cancel).await, "words"), "too_long");
    assert_eq!(fault(steps(&w, desk(&w), &step(&card, Status::Confirmed, &long)).await, "why"), "too_long");
    assert_eq!(fault(steps(&w, desk(&w), &step(&card, Status::Confirmed, "\0")).await, "why"), "control");
    let over = NewVisit { overbook_reason: Some(long), ..johans(&w) };
    assert_eq!(fault(books(&w, w.as_(Role::Owner), &over).await, "overbook_reason"), "too_long");
}

#[test]
fn a_form_full_of_nonsense_names_every_field() {
    let draft = BookingDraft {
        key: "x".into(),
        day: "2026-02-30".into(),
        starts: "99:99".into(),
        minutes: "-30".into(),
        practitioner: "1 or 1=1".into(),
        site: "\0".into(),
        room: "nowhere".into(),
        equipment: "☃".into(),
        patient: "-".into(),
        type_id: String::new(),
        note: "\u{7}".into(),
        confirmed: "everything".into(),
        overbook_reason: "no".into(),
        ..BookingDraft::default()
    };
    let problem = draft.check().expect_err("nothing is right");
    let codes = [
        ("key", "choose"),
        ("day", "date"),
        ("starts", "time"),
        ("minutes", "minutes_range"),
        ("practitioner", "choose"),
        ("site", "choose"),
        ("room", "choose"),
        ("equipment", "choose"),
        ("patient", "choose"),
        ("type_id", "choose"),
        ("note", "control"),
        ("overbook_reason", "reason_short"),
    ];
    for (field, code) in codes {
        assert_eq!(problem.about(field), Some(code), "{field}");
    }
    for deed in ["", "status", "move", "cancel", "undo", "drop table"] {
        let form = VisitForm { deed: deed.into(), minutes: "100000".into(), ..VisitForm::default() };
        assert!(form.check(AppointmentId(unknown())).is_err(), "{deed}");
    }
}
