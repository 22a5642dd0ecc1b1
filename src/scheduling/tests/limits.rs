//! The rules of the domain that are neither time taken nor steps: how far ahead, and who someone is.

use super::*;
use jiff::ToSpan;
use sqlx::PgPool;

#[sqlx::test]
async fn nothing_is_booked_or_moved_more_than_twelve_months_ahead(pool: PgPool) {
    let w = World::new(pool).await;
    let last = date(2027, 11, 23);
    let on = |day| NewVisit { day, confirmed: vec![Question::OutsideHours, Question::Closed], ..wish(&w) };
    let card = booked(&w, &on(last)).await;
    let after = last.saturating_add(1.day());
    assert_eq!(fault(books(&w, desk(&w), &on(after)).await, "day"), "beyond_horizon");
    let further = Move { day: after, ..stay(&card) };
    assert_eq!(fault(moves(&w, desk(&w), &further).await, "day"), "beyond_horizon");
    w.now_is("2026-11-20T07:40:00Z");
    moves(&w, desk(&w), &Move { starts: at(11, 0), ..stay(&card) }).await.expect("it stays on its day");
}

#[sqlx::test]
async fn a_time_earlier_today_is_asked_about_and_what_began_is_made_longer_without_a_question(pool: PgPool) {
    let w = World::new(pool).await;
    w.now_is("2026-11-26T08:40:00Z");
    assert_eq!(asked(books(&w, desk(&w), &NewVisit { starts: at(10, 0), ..wish(&w) }).await), [Question::InThePast]);
    let card = booked(&w, &wish(&w)).await;
    moves(&w, desk(&w), &Move { minutes: 45, ..stay(&card) }).await.expect("the row that is running is not the past");
    w.now_is("2026-11-26T08:55:00Z");
    let card = Card { version: 2, minutes: 45, ..card };
    let card = moves(&w, desk(&w), &Move { minutes: 60, ..stay(&card) }).await.expect("the start stays").card;
    assert_eq!(asked(moves(&w, desk(&w), &Move { starts: at(9, 0), ..stay(&card) }).await), [Question::InThePast]);
}

#[sqlx::test]
async fn whoever_comes_for_the_first_time_shows_who_they_are(pool: PgPool) {
    let w = World::new(pool).await;
    let first = booked(&w, &wish(&w)).await;
    let second = booked(&w, &NewVisit { starts: at(14, 0), ..wish(&w) }).await;
    w.now_is("2026-11-26T11:30:00Z");
    let come = StatusChange { confirmed: vec![], ..step(&second, Status::Arrived, "") };
    assert_eq!(asked(steps(&w, desk(&w), &come).await), [Question::Identity]);
    let checked = StatusChange { confirmed: vec![Question::Identity], ..come };
    let done = steps(&w, desk(&w), &checked).await.expect("is here");
    assert_eq!(done.card.status, Status::Arrived);
    let said: serde_json::Value =
        sqlx::query_scalar("select particulars from event where kind = 'appointment.status_changed'")
            .fetch_one(&w.owner)
            .await
            .expect("is recorded");
    assert_eq!(said["confirmed"], serde_json::json!(["identity"]));
    let again = StatusChange { confirmed: vec![], ..step(&first, Status::Arrived, "") };
    let again = steps(&w, desk(&w), &again).await.expect("is known by now");
    assert_eq!(again.card.status, Status::Arrived);
}

/// Codes that the diary's own source can answer with.
fn codes() -> std::collections::BTreeSet<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files =
        ["scheduling/actions", "scheduling/rules", "scheduling/drafts.rs", "kernel/draft.rs"].map(|p| root.join(p));
    let mut texts = vec![];
    for file in files {
        if file.is_dir() {
            let inside = std::fs::read_dir(file).expect("is there").map(|f| f.expect("is there").path());
            texts.extend(inside.map(|f| std::fs::read_to_string(f).expect("is text")));
        } else {
            texts.push(std::fs::read_to_string(file).expect("is text"));
        }
    }
    let mut found = std::collections::BTreeSet::new();
    for text in texts {
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (before, skip) in [("Err(\"", 0), ("or(\"", 0), ("=> \"", 0), ("field(\"", 1), ("note(\"", 1)] {
            for (at, _) in text.match_indices(before) {
                let words: Vec<&str> = text[at + before.len()..].split('"').take(3).collect();
                let beside = skip == 0 || words.get(1).is_some_and(|between| between.trim() == ",");
                let said = words.get(skip * 2).filter(|_| beside).copied().unwrap_or_default();
                let code = !said.is_empty() && said.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                found.extend(code.then(|| said.to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_code_the_diary_answers_with_has_a_sentence() {
    // words of other lists that stand in the same places of the source
    let others = ["physiotherapy"];
    let codes = codes();
    for expected in
        ["choose", "settled", "arrived", "deceased", "no_step", "undo_over", "beyond_horizon", "minutes_range"]
    {
        assert!(codes.contains(expected), "{expected} is not found in the source any more: {codes:?}");
    }
    for code in codes.iter().filter(|c| !others.contains(&c.as_str())) {
        let sentence = crate::ui::sentence("Colour", code);
        assert_ne!(sentence, "Check the colour.", "{code} has no sentence of its own");
    }
}
