//! From a key to the deed. What each key means is in `keys`; here it is done.

use super::cursor::Cursor;
use super::desk::{Desk, Sheet};
use super::dom;
use super::drag::{Input, Nudge, Place};
use super::grid::focus_grid;
use super::keys::{Command, Focus, Press, command, is_single};
use leptos::{ev, prelude::*};

/// A key went down anywhere on the page.
pub fn press(desk: Desk, ev: &ev::KeyboardEvent) {
    let press = Press { key: ev.key(), ctrl: ev.ctrl_key() || ev.meta_key(), alt: ev.alt_key(), shift: ev.shift_key() };
    let carrying = desk.drag.with_untracked(|d| d.begun());
    let focus = match dom::focus_now() {
        Focus::Typing => Focus::Typing,
        Focus::Grid | Focus::Panel | Focus::Elsewhere if carrying => Focus::Carrying,
        other => other,
    };
    if is_single(&press) && !desk.letters.get_untracked() {
        return;
    }
    if let Some(wanted) = command(&press, focus)
        && run(desk, wanted)
    {
        ev.prevent_default();
    }
}

/// Does it. False when there was nothing to do and the key stays the browser's.
fn run(desk: Desk, wanted: Command) -> bool {
    match wanted {
        Command::Go(way) => go(desk, way),
        Command::First => walk(desk, |c, b| c.edge(b, false)),
        Command::Last => walk(desk, |c, b| c.edge(b, true)),
        Command::Longer => walk(desk, |c, b| if c.on.is_none() { c.longer(b, 1) } else { c }),
        Command::Shorter => walk(desk, |c, b| if c.on.is_none() { c.longer(b, -1) } else { c }),
        Command::Today => dom::go(&desk.view.with_value(|v| v.days[1].clone())),
        Command::Day(way) => dom::go(&desk.view.with_value(|v| v.days[if way < 0 { 0 } else { 2 }].clone())),
        Command::Enter => return enter(desk),
        Command::Move => return take(desk, Input::PickUp),
        Command::Resize => return take(desk, Input::PickEnd),
        Command::Mark(to) => return on_visit(desk, |id| desk.step(id, to, String::new())),
        Command::CallOff => return on_visit(desk, |id| desk.sheet.set(Sheet::CallOff(id))),
        Command::Undo => {
            let there = desk.told.with_untracked(|t| t.as_ref().is_some_and(|t| t.undo.is_some()));
            desk.undo();
            return there;
        }
        Command::Help => desk.sheet.set(Sheet::Keys),
        Command::Search => dom::search(),
        Command::Escape => return escape(desk),
    }
    true
}

fn go(desk: Desk, way: Nudge) {
    if desk.drag.with_untracked(|d| d.begun()) {
        desk.hand(Input::Nudge(way));
    } else {
        walk(desk, |c, b| c.go(b, way));
    }
}

/// Moves the cursor, the focus with it, and says where it is.
fn walk(desk: Desk, step: impl FnOnce(Cursor, &super::board::Board) -> Cursor) {
    let next = desk.board.with_untracked(|b| step(desk.cursor.get_untracked(), b));
    desk.cursor.set(next);
    if next.on.is_none() {
        desk.said.set(desk.board.with_untracked(|b| b.say(next.place(b), None)));
    }
    focus_grid();
}

fn enter(desk: Desk) -> bool {
    if desk.drag.with_untracked(|d| d.begun()) {
        desk.hand(Input::Drop);
        return true;
    }
    let at = desk.cursor.get_untracked();
    match at.on {
        Some(id) => desk.look_at(id),
        None => {
            let marked = at.rows > 0;
            let place = desk.board.with_untracked(|b| at.place(b));
            desk.book(if marked { place } else { Place { minutes: 0, ..place } });
        }
    }
    true
}

/// The visit the keys are about: under the cursor, or else in the panel.
fn on_visit(desk: Desk, deed: impl FnOnce(crate::kernel::ids::AppointmentId)) -> bool {
    let open = desk.panel.with_untracked(|p| p.as_ref().map(|p| p.id));
    let under = desk.cursor.get_untracked().on;
    let it = if dom::focus_now() == Focus::Panel { open.or(under) } else { under };
    it.map(deed).is_some()
}

fn take(desk: Desk, input: fn(crate::kernel::ids::AppointmentId) -> Input) -> bool {
    on_visit(desk, |id| {
        desk.hand(input(id));
        if desk.drag.with_untracked(|d| d.begun()) {
            focus_grid();
        } else {
            desk.tell("This visit cannot be moved.".to_owned(), None);
        }
    })
}

fn escape(desk: Desk) -> bool {
    if desk.drag.with_untracked(|d| d.begun()) {
        desk.hand(Input::Leave);
        return true;
    }
    if desk.panel.with_untracked(Option::is_some) {
        desk.panel.set(None);
        focus_grid();
        return true;
    }
    false
}
