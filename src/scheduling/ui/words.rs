//! A visit in short texts: for its block, for a row of the list, and for the ear.

use super::board::Placed;
use crate::{
    kernel::span::clock,
    scheduling::model::{Card, Status, TypeChoice},
    ui::{BlockFacts, BlockTag, StatusLook, Tone},
};
use jiff::civil::Date;

/// How a status looks.
pub fn look(status: Status) -> StatusLook {
    match status {
        Status::Booked => StatusLook::Booked,
        Status::Confirmed => StatusLook::Confirmed,
        Status::Arrived => StatusLook::Arrived,
        Status::InRoom => StatusLook::InRoom,
        Status::Completed => StatusLook::Completed,
        Status::NoShow => StatusLook::NoShow,
        Status::Cancelled => StatusLook::Cancelled,
    }
}

/// The colour of a kind of visit.
pub fn tone(kind: Option<&TypeChoice>) -> Tone {
    kind.map_or(Tone::Slate, |k| Tone::of(&k.tone))
}

/// "10:00–10:30".
pub fn times(card: &Card) -> String {
    format!("{}–{}", clock(card.starts), clock(card.ends() % 1440))
}

/// A phone number in groups, as one reads it: "082 123 4567". Others stay as they are.
pub fn phone(number: &str) -> String {
    let digits = number.strip_prefix("+27").map_or_else(|| number.to_owned(), |rest| format!("0{rest}"));
    match (digits.len(), digits.bytes().all(|b| b.is_ascii_digit())) {
        (10, true) => format!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..]),
        _ => number.to_owned(),
    }
}

/// Type and phone.
pub fn more(card: &Card, kind: Option<&TypeChoice>) -> String {
    let kind = kind.map(|k| k.name.clone());
    let number = Some(phone(&card.phone)).filter(|text| !text.is_empty());
    [kind, number].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Minutes in the waiting room, for whoever is in it now.
pub fn waited(card: &Card, now: Option<u16>) -> Option<u16> {
    let since = card.waiting_since.filter(|_| card.status == Status::Arrived)?;
    Some(now?.saturating_sub(since))
}

/// The small words on a block.
pub fn tags(card: &Card, waited: Option<u16>) -> Vec<BlockTag> {
    let alert = card.alert.then(|| BlockTag::Alert("!".to_owned()));
    let over = card.overbooked.then_some(BlockTag::Over);
    [waited.map(BlockTag::Waits), alert, over].into_iter().flatten().collect()
}

/// All that a block shows. `who` is the patient, or the kind of visit.
pub fn facts(placed: &Placed, who: &str, waited: Option<u16>) -> BlockFacts {
    let card = &placed.card;
    let kind = placed.kind.as_ref();
    BlockFacts {
        from: card.starts,
        len: card.minutes,
        lane: placed.lane,
        lanes: placed.lanes,
        name: who.to_owned(),
        time: times(card),
        mark: kind.map(|k| k.mark.clone()).unwrap_or_default(),
        more: more(card, kind),
        note: card.note.clone(),
        spoken: spoken(placed, who, waited),
    }
}

/// All of it for the ear: name, type, times, status, waiting minutes, alerts.
pub fn spoken(placed: &Placed, who: &str, waited: Option<u16>) -> String {
    let card = &placed.card;
    let kind = placed.kind.as_ref().map(|k| k.name.clone()).filter(|name| name != who);
    let words = [
        Some(who.to_owned()),
        kind,
        Some(format!("{} to {}", clock(card.starts), clock(card.ends() % 1440))),
        Some(card.status.word().to_ascii_lowercase()),
        waited.map(|minutes| format!("waiting {minutes} minutes")),
        Some(placed.room.clone()).filter(|room| !room.is_empty()),
        card.overbooked.then(|| "booked over another visit".to_owned()),
        card.outside_hours.then(|| "outside hours".to_owned()),
        card.alert.then(|| "has an alert".to_owned()),
        Some(card.note.clone()).filter(|note| !note.is_empty()).map(|note| format!("note: {note}")),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The step a press on the glyph takes: the one a desk takes nearly always.
pub fn next_step(card: &Card, today: Date) -> Option<Status> {
    match card.status {
        Status::Booked if card.day > today => Some(Status::Confirmed),
        Status::Booked | Status::Confirmed if card.day == today => Some(Status::Arrived),
        Status::Arrived if card.day == today => Some(Status::InRoom),
        Status::InRoom if card.day == today => Some(Status::Completed),
        Status::Booked
        | Status::Confirmed
        | Status::Arrived
        | Status::InRoom
        | Status::Completed
        | Status::NoShow
        | Status::Cancelled => None,
    }
}

/// The step a desk most likely wants next, among those open.
pub fn likely(open: &[Status]) -> Option<Status> {
    [Status::Arrived, Status::InRoom, Status::Completed, Status::Confirmed].into_iter().find(|s| open.contains(s))
}

/// The words on the button for a step.
pub fn step_words(to: Status) -> &'static str {
    match to {
        Status::Booked => "Back to booked",
        Status::Confirmed => "Confirm",
        Status::Arrived => "Arrived",
        Status::InRoom => "Take to room",
        Status::Completed => "Done",
        Status::NoShow => "Did not come",
        Status::Cancelled => "Cancel visit",
    }
}

#[cfg(test)]
mod tests {
    use super::super::board::{Board, fixtures};
    use super::super::shown::Shown;
    use super::*;

    fn placed(card: Card) -> Placed {
        let board = Board::of(&Shown::of(vec![fixtures::day(vec![card])]), false, true);
        board.placed.into_iter().next().expect("one visit")
    }

    #[test]
    fn the_spoken_label_carries_everything_the_eye_gets() {
        let card = Card {
            status: Status::Arrived,
            waiting_since: Some(588),
            alert: true,
            overbooked: true,
            note: "Bring the sling".into(),
            ..fixtures::card(1, 0, 600, 30)
        };
        let label = spoken(&placed(card.clone()), "Thandi Mokoena", waited(&card, Some(600)));
        let want = "Thandi Mokoena, Treatment, 10:00 to 10:30, arrived, waiting 12 minutes, booked over another visit, \
                    has an alert, note: Bring the sling";
        assert_eq!(label, want);
    }

    #[test]
    fn the_glyph_goes_forward_only_and_arrives_only_today() {
        let card = fixtures::card(1, 0, 600, 30);
        let step = |status, today| next_step(&Card { status, ..card.clone() }, today);
        let yesterday = card.day.yesterday().expect("in range");
        assert_eq!(step(Status::Booked, yesterday), Some(Status::Confirmed));
        assert_eq!(step(Status::Confirmed, yesterday), None);
        assert_eq!(step(Status::Confirmed, card.day), Some(Status::Arrived));
        assert_eq!(step(Status::Completed, card.day), None);
    }

    #[test]
    fn phones_are_read_in_groups() {
        assert_eq!(phone("+27821234567"), "082 123 4567");
        assert_eq!(phone("+441234567890"), "+441234567890");
    }
}
