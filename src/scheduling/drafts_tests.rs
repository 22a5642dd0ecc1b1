//! Claims about the forms of the diary.

use super::*;

#[test]
fn hours_that_do_not_exist_are_refused() {
    for bad in ["99:99", "24:00", "12:60", "-1:30", "12", "1:2", "12:3", "noon", "12:30:00", "١٢:٣٠"] {
        assert_eq!(clock_time(bad), Err("time"), "{bad}");
    }
    assert_eq!(clock_time(" "), Err("required"));
    assert_eq!(clock_time("14h30"), Ok(870));
    assert_eq!(clock_time("14h"), Ok(840));
    assert_eq!(clock_time("9:05"), Ok(545));
}

#[test]
fn lengths_are_five_minutes_to_eight_hours_in_fives() {
    for bad in ["0", "-30", "100000", "7", "485", "99999999999"] {
        assert_eq!(length(bad), Err("minutes_range"), "{bad}");
    }
    assert_eq!(length("abc"), Err("number"));
    assert_eq!(length("480"), Ok(480));
}

#[test]
fn an_empty_booking_names_every_field_it_needs() {
    let problem = BookingDraft::default().check().expect_err("is empty");
    for field in ["key", "practitioner", "type_id", "day", "starts", "minutes"] {
        assert!(problem.about(field).is_some(), "{field}");
    }
    assert_eq!(problem.about("room"), None);
}

#[test]
fn a_search_and_a_find_keep_the_rest_and_book_nothing() {
    let typed = BookingDraft { note: "Old splint".into(), seek: "mok".into(), ..BookingDraft::default() };
    assert_eq!(typed.clone().pressed(), (typed.clone(), false));
    let id = uuid::Uuid::from_u128(9).to_string();
    let (found, books) = BookingDraft { choose: id.clone(), ..typed.clone() }.pressed();
    assert_eq!((found.patient, found.note, found.seek, books), (id, typed.note.clone(), String::new(), false));
    let (nobody, _) = BookingDraft { choose: "nobody".into(), patient: "x".into(), ..typed }.pressed();
    assert_eq!(nobody.patient, "");
}

#[test]
fn a_free_time_is_booked_and_what_was_asked_about_the_old_one_is_asked_again() {
    let typed = BookingDraft {
        note: "Old splint".into(),
        confirmed: "outside_hours".into(),
        instead: "2026-11-26 10:30 p".into(),
        ..BookingDraft::default()
    };
    let (it, books) = typed.pressed();
    assert_eq!(
        (it.day.as_str(), it.starts.as_str(), it.practitioner.as_str(), books),
        ("2026-11-26", "10:30", "p", true)
    );
    assert_eq!((it.note.as_str(), it.confirmed.as_str(), it.instead.as_str()), ("Old splint", "", ""));
}

#[test]
fn a_free_time_for_a_visit_changes_where_to_and_nothing_else_that_was_typed() {
    let typed = VisitForm {
        deed: "move".into(),
        day: "2026-11-25".into(),
        room: "r".into(),
        minutes: "45".into(),
        words: "Wants the morning".into(),
        confirmed: "outside_hours".into(),
        ..VisitForm::default()
    };
    let it = VisitForm { instead: "2026-11-26 10:30 p".into(), ..typed.clone() }.pressed();
    assert_eq!((it.day.as_str(), it.starts.as_str(), it.practitioner.as_str()), ("2026-11-26", "10:30", "p"));
    assert_eq!((it.room.as_str(), it.minutes.as_str(), it.words.as_str()), ("r", "45", "Wants the morning"));
    assert_eq!((it.confirmed.as_str(), it.instead.as_str()), ("", ""));
    assert_eq!(typed.clone().pressed(), typed);
}

#[test]
fn answered_questions_come_back_as_they_were_sent() {
    let all = [Question::OutsideHours, Question::InThePast];
    assert_eq!(question_codes(&all), "outside_hours,in_the_past");
    assert_eq!(questions(&question_codes(&all)), all);
    assert_eq!(questions("yes,;drop"), vec![]);
}

#[test]
fn other_as_a_reason_needs_words() {
    assert_eq!(cancel_words(CancelReason::Other, "hm"), Err("reason_short"));
    assert_eq!(cancel_words(CancelReason::PatIll, ""), Ok(()));
}
