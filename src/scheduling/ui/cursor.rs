//! The cell cursor: where the keys are on the grid. It walks over rows and visits alike, so that every visit, also one
//! between the lines, can be reached with arrows. Pure.

use super::board::{Board, Placed};
use super::drag::{Nudge, Place};
use crate::kernel::ids::AppointmentId;

/// Where the keys are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Number of the column.
    pub strip: usize,
    /// Start of the row, minutes after midnight.
    pub minute: u16,
    /// How many rows are marked for a new visit; 0 for a visit of the usual length.
    pub rows: u16,
    /// The visit it is on.
    pub on: Option<AppointmentId>,
}

impl Cursor {
    /// At this row, or on the visit that touches it.
    pub fn at(board: &Board, strip: usize, minute: u16) -> Cursor {
        let strip = strip.min(board.strips.len().saturating_sub(1));
        let minute = board.grid.row(minute);
        let on = touching(board, strip, minute).map(|p| p.card.id);
        Cursor { strip, minute, rows: 0, on }
    }

    /// On this visit.
    pub fn on(placed: &Placed, board: &Board) -> Cursor {
        Cursor { strip: placed.strip, minute: board.grid.row(placed.card.starts), rows: 0, on: Some(placed.card.id) }
    }

    /// The stretch it marks.
    pub fn place(self, board: &Board) -> Place {
        let slot = board.grid.slot;
        Place { strip: self.strip, starts: self.minute, minutes: slot * self.rows.max(1) }
    }

    /// A row more or less for a new visit.
    pub fn longer(self, board: &Board, rows: i16) -> Cursor {
        let most =
            (board.grid.to.saturating_sub(self.minute) / board.grid.slot.max(1)).min(480 / board.grid.slot.max(1));
        Cursor { rows: self.rows.max(1).saturating_add_signed(rows).clamp(1, most.max(1)), ..self }
    }

    /// To the start or the end of the column.
    pub fn edge(self, board: &Board, last: bool) -> Cursor {
        let open = board.strips.get(self.strip).map(|s| s.column.open.as_slice()).unwrap_or_default();
        let minute = if last {
            open.last().map_or(board.grid.to, |(_, to, _)| *to).saturating_sub(board.grid.slot)
        } else {
            open.first().map_or(board.grid.from, |(from, _, _)| *from)
        };
        Cursor::at(board, self.strip, minute)
    }

    /// One step.
    pub fn go(self, board: &Board, way: Nudge) -> Cursor {
        let here = self.on.and_then(|id| board.find(id));
        match way {
            Nudge::Down => self.down(board, here),
            Nudge::Up => self.up(board, here),
            Nudge::HourUp => Cursor::at(board, self.strip, self.minute.saturating_sub(60)),
            Nudge::HourDown => Cursor::at(board, self.strip, self.minute + 60),
            Nudge::Left => self.aside(board, -1),
            Nudge::Right => self.aside(board, 1),
        }
    }

    fn down(self, board: &Board, here: Option<&Placed>) -> Cursor {
        let slot = board.grid.slot.max(1);
        let Some(here) = here else { return Cursor::at(board, self.strip, self.minute + slot) };
        let ends = here.card.ends();
        let row = ends.div_ceil(slot) * slot;
        let between =
            board.placed.iter().find(|p| p.strip == self.strip && p.card.starts >= ends && p.card.starts < row);
        match between {
            Some(next) => Cursor::on(next, board),
            None if row >= board.grid.to => self,
            None => Cursor::at(board, self.strip, row),
        }
    }

    fn up(self, board: &Board, here: Option<&Placed>) -> Cursor {
        let slot = board.grid.slot.max(1);
        let Some(here) = here else { return Cursor::at(board, self.strip, self.minute.saturating_sub(slot)) };
        let starts = here.card.starts;
        let row = board.grid.row(starts);
        let between =
            board.placed.iter().rev().find(|p| p.strip == self.strip && p.card.ends() <= starts && p.card.ends() > row);
        match between {
            Some(before) => Cursor::on(before, board),
            None if row <= board.grid.from => self,
            None => Cursor::at(board, self.strip, row - slot),
        }
    }

    fn aside(self, board: &Board, way: i8) -> Cursor {
        let lane = self.on.and_then(|id| board.beside(id, way, board.find(id)?.card.starts.max(self.minute)));
        if let Some(next) = lane {
            return Cursor { on: Some(next.card.id), ..self };
        }
        let strip = self.strip.saturating_add_signed(isize::from(way)).min(board.strips.len().saturating_sub(1));
        if strip == self.strip { self } else { Cursor::at(board, strip, self.minute) }
    }

    /// After the grid changed: still on the same visit if it is there, else in the same place, on whatever is there now.
    pub fn kept(self, board: &Board) -> Cursor {
        match self.on {
            None if self.rows > 0 => self,
            None => Cursor::at(board, self.strip, self.minute),
            Some(id) => {
                board.find(id).map_or_else(|| Cursor::at(board, self.strip, self.minute), |p| Cursor::on(p, board))
            }
        }
    }
}

fn touching(board: &Board, strip: usize, minute: u16) -> Option<&Placed> {
    let row_ends = minute + board.grid.slot;
    board.at(strip, minute).or_else(|| {
        board.placed.iter().find(|p| p.strip == strip && p.card.starts < row_ends && p.card.ends() > minute)
    })
}

#[cfg(test)]
mod tests {
    use super::super::board::fixtures::{card, day};
    use super::super::shown::Shown;
    use super::*;
    use crate::scheduling::model::Card;

    fn board(cards: Vec<Card>) -> Board {
        Board::of(&Shown::of(vec![day(cards)]), false, false)
    }

    fn walk(board: &Board, from: Cursor, ways: &[Nudge]) -> Vec<(u16, Option<u128>)> {
        let mut at = from;
        let step = |way: &Nudge| {
            at = at.go(board, *way);
            (at.minute, at.on.map(|id| id.0.as_u128()))
        };
        ways.iter().map(step).collect()
    }

    #[test]
    fn arrows_step_onto_a_visit_and_over_it() {
        let it = board(vec![card(1, 0, 600, 45)]);
        let steps = walk(&it, Cursor::at(&it, 0, 585), &[Nudge::Down, Nudge::Down, Nudge::Up, Nudge::Up]);
        assert_eq!(steps, [(600, Some(1)), (645, None), (630, Some(1)), (585, None)]);
    }

    #[test]
    fn visits_between_the_lines_are_reached_one_by_one() {
        let it = board(vec![card(1, 0, 605, 5), card(2, 0, 610, 5)]);
        let steps = walk(&it, Cursor::at(&it, 0, 585), &[Nudge::Down, Nudge::Down, Nudge::Down, Nudge::Up, Nudge::Up]);
        assert_eq!(steps.iter().map(|s| s.1).collect::<Vec<_>>(), [Some(1), Some(2), None, Some(1), None]);
    }

    #[test]
    fn visits_side_by_side_come_before_the_next_column() {
        let it = board(vec![card(1, 0, 600, 30), card(2, 0, 600, 30)]);
        let steps = walk(&it, Cursor::at(&it, 0, 600), &[Nudge::Right, Nudge::Right, Nudge::Right]);
        assert_eq!(steps.iter().map(|s| s.1).collect::<Vec<_>>(), [Some(2), None, None]);
    }

    #[test]
    fn the_cursor_never_leaves_the_grid() {
        let it = board(vec![]);
        for way in [Nudge::Up, Nudge::Down, Nudge::Left, Nudge::Right, Nudge::HourUp, Nudge::HourDown] {
            let mut at = Cursor::at(&it, 0, 600);
            for _ in 0..80 {
                at = at.go(&it, way);
                assert!(at.minute >= it.grid.from && at.minute < it.grid.to && at.strip < 2, "{way:?} {at:?}");
            }
        }
    }

    #[test]
    fn a_vanished_visit_leaves_the_cursor_in_its_place() {
        let with = board(vec![card(1, 0, 600, 30)]);
        let kept = Cursor::at(&with, 0, 600).kept(&board(vec![]));
        assert_eq!((kept.minute, kept.on), (600, None));
    }

    #[test]
    fn a_visit_that_appears_under_the_cursor_takes_it_unless_rows_are_marked() {
        let (empty, with) = (board(vec![]), board(vec![card(1, 0, 600, 30)]));
        let at = Cursor::at(&empty, 0, 600);
        assert_eq!(at.kept(&with).on, Some(card(1, 0, 0, 0).id));
        assert_eq!(at.longer(&empty, 1).kept(&with).on, None);
    }

    #[test]
    fn marking_rows_makes_a_longer_visit_and_never_less_than_one() {
        let it = board(vec![]);
        let at = Cursor::at(&it, 0, 600).longer(&it, 1).longer(&it, 1);
        assert_eq!(at.place(&it).minutes, 45);
        assert_eq!(at.longer(&it, -9).place(&it).minutes, 15);
    }
}
