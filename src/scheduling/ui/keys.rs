//! What each key means on the grid: a pure map, so that the list on screen and the deed are the same.

use super::drag::Nudge;
use crate::scheduling::model::Status;

/// A key as pressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// The browser's name for it: `ArrowUp`, `a`.
    pub key: String,
    /// Ctrl, or Command on a Mac.
    pub ctrl: bool,
    /// Alt.
    pub alt: bool,
    /// Shift.
    pub shift: bool,
}

/// Where the keys go at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The grid, or nothing in particular.
    Grid,
    /// A visit is in the hand.
    Carrying,
    /// The panel beside the grid, not in a field.
    Panel,
    /// A link or button around the grid.
    Elsewhere,
    /// A field or a dialog: the keys are the reader's own.
    Typing,
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Move the cursor, or what is in the hand.
    Go(Nudge),
    /// To the top of the column.
    First,
    /// To the end of the column.
    Last,
    /// To today.
    Today,
    /// This many days on.
    Day(i8),
    /// Mark a row more.
    Longer,
    /// Mark a row less.
    Shorter,
    /// Book here, open this, or drop.
    Enter,
    /// Pick the visit up.
    Move,
    /// Take hold of its end.
    Resize,
    /// Set its status.
    Mark(Status),
    /// Ask why it is called off.
    CallOff,
    /// Take the last change back.
    Undo,
    /// The list of keys.
    Help,
    /// The search in the bar.
    Search,
    /// Let go, close.
    Escape,
}

/// The list on screen, in the order one learns them.
pub const LIST: &[(&str, &str)] = &[
    ("← ↑ → ↓", "Go to another time or column"),
    ("Page up, Page down", "An hour earlier, later"),
    ("Home, End", "Start and end of the column"),
    ("Enter", "Book a visit here, or open the visit"),
    ("Shift + ↓ ↑", "Make the new visit longer, shorter"),
    ("M", "Move the visit: arrows, then Enter"),
    ("R", "Change its length: ↑ ↓, then Enter"),
    ("C", "Confirmed"),
    ("A", "Arrived"),
    ("N", "Did not come"),
    ("X", "Cancel the visit"),
    ("Ctrl + Z", "Undo the last change"),
    ("T", "Today"),
    ("Alt + ← →", "The day before, the next day"),
    ("/ or Ctrl + K", "Find a patient"),
    ("Esc", "Put back, close"),
    ("?", "This list"),
];

/// Whether the key is a letter or sign alone: those can be switched off, for whoever speaks to the computer.
pub fn is_single(press: &Press) -> bool {
    let mut chars = press.key.chars();
    let one = chars.next().is_some_and(|c| !c.is_whitespace()) && chars.next().is_none();
    one && !press.ctrl && !press.alt
}

/// What a key asks for where the focus is.
pub fn command(press: &Press, focus: Focus) -> Option<Command> {
    match focus {
        Focus::Typing => None,
        Focus::Carrying => carrying(press),
        Focus::Elsewhere => everywhere(press),
        Focus::Panel => everywhere(press).or_else(|| on_visit(press)),
        Focus::Grid => everywhere(press).or_else(|| on_visit(press)).or_else(|| on_grid(press)),
    }
}

fn carrying(press: &Press) -> Option<Command> {
    match press.key.as_str() {
        "Escape" => Some(Command::Escape),
        "Enter" | " " => Some(Command::Enter),
        key => nudge(key).map(Command::Go),
    }
}

fn everywhere(press: &Press) -> Option<Command> {
    match (press.key.as_str(), press.ctrl, press.alt) {
        ("z" | "Z", true, false) if !press.shift => Some(Command::Undo),
        ("k" | "K", true, false) | ("/", false, false) => Some(Command::Search),
        ("?", false, false) => Some(Command::Help),
        ("Escape", false, false) => Some(Command::Escape),
        ("ArrowLeft", false, true) => Some(Command::Day(-1)),
        ("ArrowRight", false, true) => Some(Command::Day(1)),
        ("t" | "T", false, false) => Some(Command::Today),
        _ => None,
    }
}

fn on_visit(press: &Press) -> Option<Command> {
    if press.ctrl || press.alt {
        return None;
    }
    match press.key.as_str() {
        "a" | "A" => Some(Command::Mark(Status::Arrived)),
        "c" | "C" => Some(Command::Mark(Status::Confirmed)),
        "n" | "N" => Some(Command::Mark(Status::NoShow)),
        "x" | "X" => Some(Command::CallOff),
        "m" | "M" => Some(Command::Move),
        "r" | "R" => Some(Command::Resize),
        _ => None,
    }
}

fn on_grid(press: &Press) -> Option<Command> {
    if press.ctrl || press.alt {
        return None;
    }
    match (press.key.as_str(), press.shift) {
        ("ArrowDown", true) => Some(Command::Longer),
        ("ArrowUp", true) => Some(Command::Shorter),
        ("Home", _) => Some(Command::First),
        ("End", _) => Some(Command::Last),
        ("Enter", _) => Some(Command::Enter),
        (key, _) => nudge(key).map(Command::Go),
    }
}

fn nudge(key: &str) -> Option<Nudge> {
    match key {
        "ArrowUp" => Some(Nudge::Up),
        "ArrowDown" => Some(Nudge::Down),
        "ArrowLeft" => Some(Nudge::Left),
        "ArrowRight" => Some(Nudge::Right),
        "PageUp" => Some(Nudge::HourUp),
        "PageDown" => Some(Nudge::HourDown),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Press {
        Press { key: name.into(), ..Press::default() }
    }

    #[test]
    fn letters_mark_the_visit_and_never_what_is_being_typed() {
        for (name, want) in [("a", Status::Arrived), ("C", Status::Confirmed), ("n", Status::NoShow)] {
            assert_eq!(command(&key(name), Focus::Grid), Some(Command::Mark(want)));
            assert_eq!(command(&key(name), Focus::Panel), Some(Command::Mark(want)));
            assert_eq!(command(&key(name), Focus::Typing), None);
        }
        assert_eq!(command(&key("x"), Focus::Grid), Some(Command::CallOff));
    }

    #[test]
    fn a_letter_with_ctrl_stays_the_browsers() {
        for name in ["a", "c", "x", "n", "r", "m", "t"] {
            assert_eq!(command(&Press { ctrl: true, ..key(name) }, Focus::Grid), None, "{name}");
        }
    }

    #[test]
    fn with_a_visit_in_the_hand_only_arrows_enter_and_escape_count() {
        assert_eq!(command(&key("ArrowLeft"), Focus::Carrying), Some(Command::Go(Nudge::Left)));
        assert_eq!(command(&key("Enter"), Focus::Carrying), Some(Command::Enter));
        assert_eq!(command(&key("Escape"), Focus::Carrying), Some(Command::Escape));
        assert_eq!(command(&key("a"), Focus::Carrying), None);
    }

    #[test]
    fn alt_and_arrows_turn_the_day_and_shift_makes_longer() {
        assert_eq!(command(&Press { alt: true, ..key("ArrowRight") }, Focus::Grid), Some(Command::Day(1)));
        assert_eq!(command(&Press { shift: true, ..key("ArrowDown") }, Focus::Grid), Some(Command::Longer));
        assert_eq!(command(&Press { shift: true, ..key("?") }, Focus::Grid), Some(Command::Help));
    }

    #[test]
    fn only_letters_and_signs_alone_can_be_switched_off() {
        assert!(is_single(&key("a")) && is_single(&Press { shift: true, ..key("?") }));
        assert!(!is_single(&key("ArrowUp")) && !is_single(&key("Enter")) && !is_single(&key(" ")));
        assert!(!is_single(&Press { ctrl: true, ..key("z") }));
    }

    #[test]
    fn undo_and_search_work_from_the_panel_too() {
        assert_eq!(command(&Press { ctrl: true, ..key("z") }, Focus::Panel), Some(Command::Undo));
        assert_eq!(command(&Press { ctrl: true, ..key("k") }, Focus::Panel), Some(Command::Search));
        assert_eq!(command(&key("ArrowDown"), Focus::Panel), None);
    }
}
