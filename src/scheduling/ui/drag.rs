//! What the hand is doing on the grid: one enum and one pure step. Pointer and keys are the same thing here; only how far
//! a place goes differs. Leaving the grid, losing the pointer and Esc put things back: none of them ever books.

use crate::kernel::ids::AppointmentId;

/// Pixels a pointer may tremble before a press becomes a drag.
pub const TREMBLE: i32 = 4;
/// The longest visit, in minutes.
const LONGEST: u16 = 480;

/// A point on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Px {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// A point in the day: which column, and the exact minute under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Number of the column.
    pub strip: usize,
    /// Minutes after midnight, not rounded.
    pub minute: u16,
}

/// A stretch of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Number of the column.
    pub strip: usize,
    /// Minutes after midnight.
    pub starts: u16,
    /// Length.
    pub minutes: u16,
}

impl Place {
    /// First minute after.
    pub fn ends(self) -> u16 {
        self.starts + self.minutes
    }
}

/// A visit as the hand knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub it: AppointmentId,
    /// Where it lies.
    pub place: Place,
    /// It may not be moved: over, called off, or in a column that is not the person's to change.
    pub fixed: bool,
}

/// The grid as the hand knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// First minute shown.
    pub from: u16,
    /// First minute no longer shown.
    pub to: u16,
    /// Minutes in a row.
    pub slot: u16,
    /// For each column: may the person book there.
    pub may_book: Vec<bool>,
    /// The visits.
    pub held: Vec<Held>,
}

impl Grid {
    /// Where a visit lies, if it is there and can be picked up.
    fn loose(&self, it: AppointmentId) -> Option<Place> {
        self.held.iter().find(|h| h.it == it && !h.fixed).map(|h| h.place)
    }

    /// The start of the row a minute lies in.
    pub fn row(&self, minute: u16) -> u16 {
        let slot = self.slot.max(1);
        (minute / slot * slot).clamp(self.from, self.to.saturating_sub(slot))
    }

    /// The nearest line between rows.
    fn nearest(&self, minute: u16) -> u16 {
        let slot = self.slot.max(1);
        (minute + slot / 2) / slot * slot
    }

    /// A start such that the whole visit stays on the grid.
    fn start_for(&self, wished: u16, minutes: u16) -> u16 {
        self.nearest(wished).clamp(self.from, self.to.saturating_sub(minutes).max(self.from))
    }

    /// Nothing can be drawn here, because this column is not the person's to book in.
    fn deaf(&self, on: On, strip: usize) -> bool {
        on == On::Empty && !self.may_book.get(strip).copied().unwrap_or(false)
    }

    fn strip_or(&self, wished: usize, else_stay: usize) -> usize {
        if self.may_book.get(wished).copied().unwrap_or(false) { wished } else { else_stay }
    }
}

/// What was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A free stretch of a column.
    Empty,
    /// A visit.
    Block(AppointmentId),
    /// A visit's lower edge.
    Grip(AppointmentId),
}

/// What the hand is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drag {
    /// Nothing.
    #[default]
    Idle,
    /// Pressed, not yet moved far enough to mean it.
    Pressed {
        /// On what.
        on: On,
        /// Where on the screen.
        px: Px,
        /// Where in the day.
        spot: Spot,
        /// With a finger: moving it scrolls, holding it picks up.
        touch: bool,
    },
    /// Drawing a new visit.
    Drawing {
        /// The row where it began.
        anchor: u16,
        /// As drawn so far.
        place: Place,
    },
    /// Carrying a visit.
    Moving {
        /// Which.
        it: AppointmentId,
        /// Minutes between its start and the point it is held at.
        hold: u16,
        /// Where it would land.
        to: Place,
    },
    /// Pulling a visit's lower edge.
    Resizing {
        /// Which.
        it: AppointmentId,
        /// As long as it would be.
        to: Place,
    },
}

impl Drag {
    /// The visit in the hand and where it would land.
    pub fn carried(self) -> Option<(AppointmentId, Place)> {
        match self {
            Drag::Moving { it, to, .. } | Drag::Resizing { it, to } => Some((it, to)),
            Drag::Idle | Drag::Pressed { .. } | Drag::Drawing { .. } => None,
        }
    }

    /// Where a new visit is being drawn.
    pub fn drawn(self) -> Option<Place> {
        match self {
            Drag::Drawing { place, .. } => Some(place),
            Drag::Idle | Drag::Pressed { .. } | Drag::Moving { .. } | Drag::Resizing { .. } => None,
        }
    }

    /// More than a press: the pointer is captured, scrolling stops.
    pub fn begun(self) -> bool {
        self.carried().is_some() || self.drawn().is_some()
    }
}

/// One step with the arrow keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nudge {
    /// A row earlier.
    Up,
    /// A row later.
    Down,
    /// A column to the left.
    Left,
    /// A column to the right.
    Right,
    /// An hour earlier.
    HourUp,
    /// An hour later.
    HourDown,
}

/// What happened to the hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A button or finger went down.
    Press {
        /// On what.
        on: On,
        /// Where on the screen.
        px: Px,
        /// Where in the day.
        spot: Spot,
        /// A finger.
        touch: bool,
    },
    /// The pointer went here.
    Go {
        /// Where on the screen.
        px: Px,
        /// Where in the day.
        spot: Spot,
    },
    /// A finger stayed where it was for 300 ms.
    Hold,
    /// Button or finger went up inside the grid.
    Release,
    /// The pointer left the grid or was lost, or Esc.
    Leave,
    /// Pick up with the keys.
    PickUp(AppointmentId),
    /// Take hold of the lower edge with the keys.
    PickEnd(AppointmentId),
    /// An arrow key while carrying.
    Nudge(Nudge),
    /// Enter while carrying.
    Drop,
}

/// What the hand wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Book a visit of the default length from this row.
    BookAt(Spot),
    /// Book exactly this stretch.
    Book(Place),
    /// Put a visit here.
    Put {
        /// Which.
        it: AppointmentId,
        /// Where.
        to: Place,
    },
}

/// One step. The grid is as it is now, so a visit that vanished in the meantime falls out of the hand.
pub fn step(drag: Drag, input: Input, grid: &Grid) -> (Drag, Option<Act>) {
    match input {
        Input::Press { on, px, spot, touch } => (press(on, px, spot, touch, grid), None),
        Input::Go { px, spot } => (go(drag, px, spot, grid), None),
        Input::Hold => (hold(drag, grid), None),
        Input::Release => (Drag::Idle, release(drag, grid)),
        Input::Leave => (Drag::Idle, None),
        Input::PickUp(it) => (grid.loose(it).map_or(Drag::Idle, |to| Drag::Moving { it, hold: 0, to }), None),
        Input::PickEnd(it) => (grid.loose(it).map_or(Drag::Idle, |to| Drag::Resizing { it, to }), None),
        Input::Nudge(way) => (nudge(drag, way, grid), None),
        Input::Drop => (Drag::Idle, put(drag, grid)),
    }
}

fn press(on: On, px: Px, spot: Spot, touch: bool, grid: &Grid) -> Drag {
    let may = match on {
        // a column one may not book in hears the press too, so that letting go can say why nothing happens
        On::Empty => true,
        On::Block(it) | On::Grip(it) => grid.loose(it).is_some(),
    };
    if may { Drag::Pressed { on, px, spot, touch } } else { Drag::Idle }
}

fn go(drag: Drag, px: Px, spot: Spot, grid: &Grid) -> Drag {
    match drag {
        Drag::Idle => Drag::Idle,
        Drag::Pressed { on, px: was, spot: began, touch } => {
            let far = (px.x - was.x).abs() >= TREMBLE || (px.y - was.y).abs() >= TREMBLE;
            let scrolls = touch && !matches!(on, On::Grip(_));
            match (far, scrolls) {
                (false, _) => drag,
                (true, true) => Drag::Idle,
                (true, false) if grid.deaf(on, began.strip) => drag,
                (true, false) => go(begin(on, began, grid), px, spot, grid),
            }
        }
        Drag::Drawing { anchor, place } => Drag::Drawing { anchor, place: drawn(anchor, place.strip, spot, grid) },
        Drag::Moving { it, hold, to } => {
            let starts = grid.start_for(spot.minute.saturating_sub(hold), to.minutes);
            Drag::Moving { it, hold, to: Place { strip: grid.strip_or(spot.strip, to.strip), starts, ..to } }
        }
        Drag::Resizing { it, to } => Drag::Resizing { it, to: ending(to, grid.nearest(spot.minute), grid) },
    }
}

/// From a press to what it means.
fn begin(on: On, spot: Spot, grid: &Grid) -> Drag {
    match on {
        On::Empty => {
            let anchor = grid.row(spot.minute);
            Drag::Drawing { anchor, place: Place { strip: spot.strip, starts: anchor, minutes: grid.slot } }
        }
        On::Block(it) => match grid.loose(it) {
            Some(to) => Drag::Moving { it, hold: spot.minute.saturating_sub(to.starts), to },
            None => Drag::Idle,
        },
        On::Grip(it) => grid.loose(it).map_or(Drag::Idle, |to| Drag::Resizing { it, to }),
    }
}

fn hold(drag: Drag, grid: &Grid) -> Drag {
    match drag {
        Drag::Pressed { on, spot, touch: true, .. } if !grid.deaf(on, spot.strip) => begin(on, spot, grid),
        Drag::Pressed { .. } | Drag::Idle | Drag::Drawing { .. } | Drag::Moving { .. } | Drag::Resizing { .. } => drag,
    }
}

fn release(drag: Drag, grid: &Grid) -> Option<Act> {
    match drag {
        Drag::Pressed { on: On::Empty, spot, .. } => {
            Some(Act::BookAt(Spot { strip: spot.strip, minute: grid.row(spot.minute) }))
        }
        // a press on a visit is a click, and the button itself hears it
        Drag::Pressed { on: On::Block(_) | On::Grip(_), .. } | Drag::Idle => None,
        Drag::Drawing { place, .. } => Some(Act::Book(place)),
        Drag::Moving { .. } | Drag::Resizing { .. } => put(drag, grid),
    }
}

/// Lets go: only a visit that is still there and lies elsewhere now is worth asking for.
fn put(drag: Drag, grid: &Grid) -> Option<Act> {
    let (it, to) = drag.carried()?;
    (grid.loose(it)? != to).then_some(Act::Put { it, to })
}

fn drawn(anchor: u16, strip: usize, spot: Spot, grid: &Grid) -> Place {
    let row = grid.row(spot.minute);
    let (first, last) = (anchor.min(row), anchor.max(row));
    Place { strip, starts: first, minutes: (last - first + grid.slot).min(LONGEST) }
}

fn ending(place: Place, wished: u16, grid: &Grid) -> Place {
    let shortest = place.starts + grid.slot.max(5);
    let latest = grid.to.min(place.starts + LONGEST).max(shortest);
    Place { minutes: wished.clamp(shortest, latest) - place.starts, ..place }
}

fn nudge(drag: Drag, way: Nudge, grid: &Grid) -> Drag {
    match drag {
        Drag::Moving { it, hold, to } => Drag::Moving { it, hold, to: nudged(to, way, grid) },
        Drag::Resizing { it, to } => {
            let ends = match way {
                Nudge::Up | Nudge::Left => to.ends().saturating_sub(grid.slot),
                Nudge::Down | Nudge::Right => to.ends() + grid.slot,
                Nudge::HourUp => to.ends().saturating_sub(60),
                Nudge::HourDown => to.ends() + 60,
            };
            Drag::Resizing { it, to: ending(to, ends, grid) }
        }
        Drag::Idle | Drag::Pressed { .. } | Drag::Drawing { .. } => drag,
    }
}

fn nudged(to: Place, way: Nudge, grid: &Grid) -> Place {
    let at = |starts: u16| Place {
        starts: starts.clamp(grid.from, grid.to.saturating_sub(to.minutes).max(grid.from)),
        ..to
    };
    let beside =
        |strip: Option<usize>| strip.filter(|s| grid.may_book.get(*s).copied().unwrap_or(false)).unwrap_or(to.strip);
    match way {
        Nudge::Up => at(to.starts.saturating_sub(grid.slot)),
        Nudge::Down => at(to.starts + grid.slot),
        Nudge::HourUp => at(to.starts.saturating_sub(60)),
        Nudge::HourDown => at(to.starts + 60),
        Nudge::Left => Place { strip: beside(to.strip.checked_sub(1)), ..to },
        Nudge::Right => Place { strip: beside(Some(to.strip + 1)), ..to },
    }
}

#[cfg(test)]
#[path = "drag_tests.rs"]
mod tests;
