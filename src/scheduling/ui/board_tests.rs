//! Claims about the grid, and the day they are made on.

use super::*;
use fixtures::{card, day};

/// A day of two practitioners.
pub mod fixtures {
    use super::*;
    use crate::scheduling::model::{ResourceChoice, SiteChoice};
    use uuid::Uuid;

    /// A visit, by number, in column 0 or 1.
    pub fn card(n: u128, column: u128, starts: u16, minutes: u16) -> Card {
        Card {
            id: AppointmentId(Uuid::from_u128(n)),
            practitioner: PractitionerId(Uuid::from_u128(100 + column)),
            site: SiteId(Uuid::from_u128(300)),
            room: None,
            equipment: None,
            day: jiff::civil::date(2026, 11, 24),
            starts,
            minutes,
            status: Status::Booked,
            type_id: AppointmentTypeId(Uuid::from_u128(200)),
            patient: None,
            patient_name: format!("Patient {n}"),
            phone: String::new(),
            note: String::new(),
            overbooked: false,
            outside_hours: false,
            waiting_since: None,
            alert: false,
            version: 1,
            by: String::new(),
        }
    }

    fn column(n: u128, name: &str) -> Column {
        Column {
            practitioner: PractitionerId(Uuid::from_u128(100 + n)),
            name: name.into(),
            profession_mark: "PT".into(),
            open: vec![(480, 1020, SiteId(Uuid::from_u128(300)))],
            closed: vec![(780, 825, "Lunch".into())],
            mine: n == 1,
            may_book: true,
            may_overbook: false,
        }
    }

    /// Tuesday 24 November 2026.
    pub fn day(cards: Vec<Card>) -> DiaryDay {
        let kind = TypeChoice {
            id: AppointmentTypeId(Uuid::from_u128(200)),
            name: "Treatment".into(),
            minutes: 30,
            tone: "teal".into(),
            mark: "TX".into(),
            category: "clinical".into(),
            needs_patient: true,
            buffer_before: 0,
            buffer_after: 0,
        };
        DiaryDay {
            day: jiff::civil::date(2026, 11, 24),
            label: "Tuesday 24 November 2026".into(),
            today: jiff::civil::date(2026, 11, 24),
            now: Some(600),
            slot: 15,
            from: 430,
            to: 1050,
            holiday: None,
            closed: false,
            columns: vec![column(0, "Priya Naidoo"), column(1, "Thabo Nkosi")],
            cards,
            types: vec![kind],
            resources: Vec::<ResourceChoice>::new(),
            sites: Vec::<SiteChoice>::new(),
        }
    }
}

fn board(cards: Vec<Card>) -> Board {
    Board::of(&Shown::of(vec![day(cards)]), false, true)
}

fn place(strip: usize, starts: u16, minutes: u16) -> Place {
    Place { strip, starts, minutes }
}

#[test]
fn a_booking_without_a_time_begins_at_the_first_free_row_one_may_book() {
    let board = Board::of(&Shown::of(vec![fixtures::day(vec![fixtures::card(1, 0, 600, 30)])]), false, false);
    let at = |strip, minute, now| board.opening(strip, minute, now).map(|p| (p.strip, p.starts, p.minutes));
    let slot = board.grid.slot;
    assert_eq!(at(0, 600, None), Some((0, 630, 0)), "after the visit there");
    assert_eq!(at(0, 780, None), Some((0, 825, 0)), "after lunch");
    assert_eq!(at(0, 540, None), Some((0, 540, 0)));
    let mut today = board.clone();
    today.strips[0].is_today = true;
    assert_eq!(today.opening(0, 480, Some(910)).map(|p| p.starts), Some(910 / slot * slot + slot), "not in the past");
    today.grid.may_book = vec![false; 2];
    assert_eq!(today.opening(0, 480, None), None);
}

#[test]
fn hours_shown_are_whole() {
    let grid = board(vec![]).grid;
    assert_eq!((grid.from, grid.to), (420, 1080));
}

#[test]
fn a_place_is_said_with_day_time_name_and_whether_it_is_free() {
    let it = board(vec![card(1, 0, 600, 30)]);
    assert_eq!(it.say(place(0, 645, 30), None), "Tuesday 10:45, Priya Naidoo, free");
    assert_eq!(it.say(place(0, 615, 30), None), "Tuesday 10:15, Priya Naidoo, clashes with Patient 1 until 10:30");
    assert_eq!(it.say(place(1, 780, 30), None), "Tuesday 13:00, Thabo Nkosi, Lunch");
    assert_eq!(it.say(place(1, 1020, 30), None), "Tuesday 17:00, Thabo Nkosi, outside hours");
}

#[test]
fn a_visit_is_not_in_its_own_way_and_one_called_off_is_in_nobodys() {
    let off = Card { status: Status::Cancelled, ..card(2, 0, 660, 30) };
    let it = board(vec![card(1, 0, 600, 30), off]);
    assert_eq!(it.in_the_way(place(0, 605, 30), Some(card(1, 0, 0, 0).id), None), None);
    assert_eq!(it.in_the_way(place(0, 660, 30), None, None), None);
}

#[test]
fn a_room_taken_in_another_column_is_in_the_way() {
    let room = Some(ResourceId(uuid::Uuid::from_u128(7)));
    let it = board(vec![Card { room, ..card(1, 0, 600, 30) }]);
    assert!(it.in_the_way(place(1, 600, 30), None, room).is_some());
    assert!(it.in_the_way(place(1, 600, 30), None, None).is_none());
}

#[test]
fn a_place_inside_a_buffer_is_too_near() {
    let mut shown = Shown::of(vec![day(vec![card(1, 0, 600, 30), card(2, 0, 720, 30)])]);
    shown.days[0].types[0].buffer_after = 10;
    let it = Board::of(&shown, false, true);
    let mover = Some(card(2, 0, 0, 0).id);
    assert_eq!(it.say(place(0, 630, 30), mover), "Tuesday 10:30, Priya Naidoo, too near to Patient 1");
    assert_eq!(it.say(place(0, 645, 30), mover), "Tuesday 10:45, Priya Naidoo, free");
    assert_eq!(it.say(place(0, 565, 30), mover), "Tuesday 09:25, Priya Naidoo, too near to Patient 1");
}

#[test]
fn a_click_never_draws_into_the_next_visit() {
    let it = board(vec![card(1, 0, 615, 30)]);
    assert_eq!(it.usual(0, 600, 45), 15);
    assert_eq!(it.usual(0, 660, 45), 45);
}

#[test]
fn the_cursor_begins_in_ones_own_column_when_it_opens() {
    assert_eq!(board(vec![]).begin(), (1, 480));
}

#[test]
fn what_is_over_is_fixed() {
    let done = Card { status: Status::Completed, ..card(1, 0, 600, 30) };
    let fixed: Vec<bool> = board(vec![done, card(2, 0, 660, 30)]).grid.held.iter().map(|h| h.fixed).collect();
    assert_eq!(fixed, [true, false]);
}

#[test]
fn visits_side_by_side_are_neighbours() {
    let it = board(vec![card(1, 0, 600, 30), card(2, 0, 600, 30)]);
    let first = it.at(0, 605).expect("covered").card.id;
    let second = it.beside(first, 1, 605).expect("two lanes").card.id;
    assert_ne!(first, second);
    assert_eq!(it.beside(second, 1, 605), None);
}
