//! Claims about the hand.

use super::*;

const ME: AppointmentId = AppointmentId(uuid::Uuid::from_u128(1));
const DONE: AppointmentId = AppointmentId(uuid::Uuid::from_u128(2));

fn grid() -> Grid {
    let held = |it, starts, fixed| Held { it, place: Place { strip: 0, starts, minutes: 30 }, fixed };
    Grid {
        from: 420,
        to: 1080,
        slot: 15,
        may_book: vec![true, true, false],
        held: vec![held(ME, 600, false), held(DONE, 480, true)],
    }
}

fn px(x: i32, y: i32) -> Px {
    Px { x, y }
}

fn spot(strip: usize, minute: u16) -> Spot {
    Spot { strip, minute }
}

fn press(on: On, minute: u16, touch: bool) -> Input {
    Input::Press { on, px: px(100, 100), spot: spot(0, minute), touch }
}

/// All inputs one after the other; what was wanted last.
fn run(inputs: &[Input]) -> (Drag, Option<Act>) {
    inputs.iter().fold((Drag::Idle, None), |(drag, _), input| step(drag, *input, &grid()))
}

fn go(strip: usize, minute: u16) -> Input {
    Input::Go { px: px(100, 180), spot: spot(strip, minute) }
}

#[test]
fn a_click_on_a_free_row_books_from_that_row() {
    let (drag, act) = run(&[press(On::Empty, 553, false), Input::Release]);
    assert_eq!((drag, act), (Drag::Idle, Some(Act::BookAt(spot(0, 540)))));
}

#[test]
fn a_tremble_of_less_than_four_pixels_is_still_a_click() {
    let (drag, _) = run(&[press(On::Block(ME), 610, false), Input::Go { px: px(103, 97), spot: spot(0, 612) }]);
    assert!(matches!(drag, Drag::Pressed { .. }));
}

#[test]
fn drawing_down_or_up_books_the_rows_touched() {
    let want = Some(Act::Book(Place { strip: 0, starts: 540, minutes: 45 }));
    assert_eq!(run(&[press(On::Empty, 541, false), go(0, 580), Input::Release]).1, want);
    assert_eq!(run(&[press(On::Empty, 580, false), go(1, 541), Input::Release]).1, want);
}

#[test]
fn a_visit_follows_the_point_it_is_held_at_into_another_column() {
    let (drag, act) = run(&[press(On::Block(ME), 612, false), go(1, 672), Input::Release]);
    let to = Place { strip: 1, starts: 660, minutes: 30 };
    assert_eq!((drag, act), (Drag::Idle, Some(Act::Put { it: ME, to })));
}

#[test]
fn a_visit_cannot_enter_a_column_that_is_not_ones_own_to_book() {
    let (drag, _) = run(&[press(On::Block(ME), 600, false), go(2, 660)]);
    assert_eq!(drag.carried(), Some((ME, Place { strip: 0, starts: 660, minutes: 30 })));
}

#[test]
fn a_visit_put_back_where_it_was_asks_for_nothing() {
    assert_eq!(run(&[press(On::Block(ME), 600, false), go(0, 660), go(0, 600), Input::Release]).1, None);
}

#[test]
fn leaving_the_grid_never_books_or_moves() {
    for on in [On::Empty, On::Block(ME), On::Grip(ME)] {
        let (drag, act) = run(&[press(on, 612, false), go(1, 700), Input::Leave, Input::Release]);
        assert_eq!((drag, act), (Drag::Idle, None), "{on:?}");
    }
}

#[test]
fn what_is_over_cannot_be_picked_up() {
    assert_eq!(run(&[press(On::Block(DONE), 490, false), go(0, 700)]).0, Drag::Idle);
    assert_eq!(run(&[Input::PickUp(DONE)]).0, Drag::Idle);
}

#[test]
fn a_finger_that_moves_scrolls_and_one_that_stays_picks_up() {
    assert_eq!(run(&[press(On::Block(ME), 600, true), go(0, 660)]).0, Drag::Idle);
    let (drag, _) = run(&[press(On::Block(ME), 600, true), Input::Hold, go(0, 660)]);
    assert_eq!(drag.carried(), Some((ME, Place { strip: 0, starts: 660, minutes: 30 })));
    assert_eq!(run(&[press(On::Empty, 545, true), Input::Release]).1, Some(Act::BookAt(spot(0, 540))));
}

#[test]
fn the_lower_edge_snaps_to_rows_and_never_passes_the_start() {
    let pulled = |minute| run(&[press(On::Grip(ME), 629, false), go(0, minute)]).0.carried().map(|(_, p)| p.minutes);
    assert_eq!(pulled(661), Some(60));
    assert_eq!(pulled(500), Some(15));
    assert_eq!(pulled(1439), Some(480));
}

#[test]
fn a_visit_carried_by_keys_moves_by_rows_hours_and_columns_and_drops_on_enter() {
    let keys = [Nudge::Down, Nudge::HourDown, Nudge::Right, Nudge::Right, Nudge::Up].map(Input::Nudge);
    let inputs: Vec<_> = [Input::PickUp(ME)].into_iter().chain(keys).chain([Input::Drop]).collect();
    assert_eq!(run(&inputs).1, Some(Act::Put { it: ME, to: Place { strip: 1, starts: 660, minutes: 30 } }));
}

#[test]
fn the_end_carried_by_keys_changes_the_length_only() {
    let inputs = [Input::PickEnd(ME), Input::Nudge(Nudge::Down), Input::Nudge(Nudge::Down), Input::Nudge(Nudge::Up)];
    let (drag, _) = run(&inputs);
    assert_eq!(drag.carried(), Some((ME, Place { strip: 0, starts: 600, minutes: 45 })));
    assert_eq!(step(drag, Input::Leave, &grid()), (Drag::Idle, None));
}

#[test]
fn a_visit_that_vanished_falls_out_of_the_hand() {
    let (drag, _) = run(&[Input::PickUp(ME), Input::Nudge(Nudge::Down)]);
    let empty = Grid { held: vec![], ..grid() };
    assert_eq!(step(drag, Input::Drop, &empty), (Drag::Idle, None));
}

proptest::proptest! {
    #[test]
    fn whatever_the_hand_does_the_visit_stays_on_the_grid(moves in proptest::collection::vec((0usize..3, 0u16..1440), 1..9)) {
        let mut drag = step(Drag::Idle, Input::PickUp(ME), &grid()).0;
        for (strip, minute) in moves {
            drag = step(drag, go(strip, minute), &grid()).0;
            let (_, to) = drag.carried().expect("still in the hand");
            proptest::prop_assert!(to.starts >= 420 && to.ends() <= 1080 && to.strip < 2 && to.starts % 15 == 0);
        }
    }
}

#[test]
fn a_press_where_one_may_not_book_is_heard_and_draws_nothing() {
    let press = Input::Press { on: On::Empty, px: px(100, 100), spot: spot(2, 541), touch: false };
    let want = Some(Act::BookAt(spot(2, 540)));
    assert_eq!(run(&[press, Input::Release]), (Drag::Idle, want));
    let (drag, _) = run(&[press, go(2, 600)]);
    assert!(!drag.begun());
    assert_eq!(run(&[press, go(2, 600), Input::Release]).1, want);
    let finger = Input::Press { on: On::Empty, px: px(100, 100), spot: spot(2, 541), touch: true };
    assert!(!run(&[finger, Input::Hold]).0.begun());
}
