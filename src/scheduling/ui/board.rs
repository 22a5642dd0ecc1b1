//! The grid as drawn: columns with their ground, visits in their lanes, and what there is to say about a place. Pure, made
//! anew from what is shown whenever that changes.

use super::drag::{Grid, Held, Place};
use super::shown::Shown;
use crate::{
    kernel::{
        ids::{AppointmentId, AppointmentTypeId, PractitionerId, ResourceId, SiteId},
        span::{clock, long_weekday, short_day},
    },
    scheduling::{
        layout::{self, Block},
        model::{Card, Column, DiaryDay, ResourceChoice, ResourceKind, Status, TypeChoice},
    },
};
use jiff::civil::Date;

/// A visit and which of how many side by side it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The visit.
    pub card: Card,
    /// Number of its column.
    pub strip: usize,
    /// From 0.
    pub lane: u8,
    /// At least 1.
    pub lanes: u8,
    /// Its kind.
    pub kind: Option<TypeChoice>,
    /// Name of its room; empty without one.
    pub room: String,
}

/// One column: a practitioner on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// The day.
    pub day: Date,
    /// Whether that is today.
    pub is_today: bool,
    /// Name of the public holiday.
    pub holiday: Option<String>,
    /// Whose, when open and when not.
    pub column: Column,
}

/// The whole grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// One practitioner's days instead of one day's practitioners.
    pub week: bool,
    /// Columns from left to right.
    pub strips: Vec<Strip>,
    /// Visits by column and start.
    pub placed: Vec<Placed>,
    /// The grid as the hand knows it.
    pub grid: Grid,
    /// Kinds of visit.
    pub types: Vec<TypeChoice>,
    /// Rooms and equipment.
    pub resources: Vec<ResourceChoice>,
    /// Sites: id and name.
    pub sites: Vec<(SiteId, String)>,
}

impl Board {
    /// The grid of what is shown. `week` when the days are one practitioner's; visits called off only on request.
    pub fn of(shown: &Shown, week: bool, cancelled: bool) -> Board {
        let days = &shown.days;
        let strips: Vec<Strip> = days.iter().flat_map(strips_of).collect();
        let (types, resources, sites) = choices(days.first());
        let mut cards = shown.cards();
        cards.retain(|c| cancelled || c.status != Status::Cancelled);
        let mut placed = Vec::with_capacity(cards.len());
        for (number, strip) in strips.iter().enumerate() {
            let mut own: Vec<Card> = cards.iter().filter(|c| strip.holds(c)).cloned().collect();
            own.sort_by_key(|c| (c.starts, c.id));
            placed.extend(lanes(own, number, &types, &resources));
        }
        let from = days.iter().map(|d| d.from).min().unwrap_or(420) / 60 * 60;
        let to = days.iter().map(|d| d.to).max().unwrap_or(1080).div_ceil(60) * 60;
        let held = placed.iter().map(|p| held(p, &strips, shown.waits(p.card.id))).collect();
        let grid = Grid {
            from,
            to,
            slot: days.first().map_or(15, |d| d.slot.max(5)),
            may_book: strips.iter().map(|s| s.column.may_book).collect(),
            held,
        };
        Board { week, strips, placed, grid, types, resources, sites }
    }

    /// A visit on the grid.
    pub fn find(&self, id: AppointmentId) -> Option<&Placed> {
        self.placed.iter().find(|p| p.card.id == id)
    }

    /// A kind of visit.
    pub fn kind(&self, id: AppointmentTypeId) -> Option<&TypeChoice> {
        self.types.iter().find(|t| t.id == id)
    }

    /// The rooms or the equipment of a site; all when the site is not known.
    pub fn things(&self, kind: ResourceKind, site: Option<SiteId>) -> Vec<ResourceChoice> {
        let here = |r: &&ResourceChoice| r.kind == kind && site.is_none_or(|s| s == r.site);
        self.resources.iter().filter(here).cloned().collect()
    }

    /// Everyone the person looking may book with, once each: id and name.
    pub fn bookable(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = Vec::new();
        for column in self.strips.iter().map(|s| &s.column).filter(|c| c.may_book) {
            let id = column.practitioner.to_string();
            if all.iter().all(|(known, _)| *known != id) {
                all.push((id, column.name.clone()));
            }
        }
        all
    }

    /// Where a booking begins that names no time: the first free open row from a place on, not before `now` on today's
    /// column, in that column or else the first the person looking may book in. Nothing when there is none to book in.
    pub fn opening(&self, strip: usize, minute: u16, now: Option<u16>) -> Option<Place> {
        let may = |s: &usize| self.grid.may_book.get(*s).copied().unwrap_or(false);
        let strip = Some(strip).filter(may).or_else(|| (0..self.strips.len()).find(may))?;
        let column = self.strips.get(strip)?;
        let slot = self.grid.slot.max(5);
        let since = now.filter(|_| column.is_today).map_or(0, |now| self.grid.row(now) + slot);
        let first = self.grid.row(minute.max(since));
        let row = |starts: u16| Place { strip, starts, minutes: slot };
        let free = |it: &Place| self.in_the_way(*it, None, None).is_none() && column.shut(*it).is_none();
        let mut rows = (first..self.grid.to).step_by(usize::from(slot)).map(row);
        Some(Place { minutes: 0, ..rows.find(free).unwrap_or_else(|| row(first)) })
    }

    /// Where a practitioner works at that hour, if they do.
    pub fn site_at(&self, place: Place) -> Option<SiteId> {
        let open = &self.strips.get(place.strip)?.column.open;
        open.iter().find(|(from, to, _)| place.starts >= *from && place.starts < *to).map(|(_, _, site)| *site)
    }

    /// The column of a practitioner on a day.
    pub fn strip_of(&self, practitioner: PractitionerId, day: Date) -> Option<usize> {
        self.strips.iter().position(|s| s.day == day && s.column.practitioner == practitioner)
    }

    /// The visit that covers a minute: the first of those side by side.
    pub fn at(&self, strip: usize, minute: u16) -> Option<&Placed> {
        self.placed.iter().find(|p| p.strip == strip && covers(&p.card, minute))
    }

    /// The neighbour of a visit among those side by side.
    pub fn beside(&self, id: AppointmentId, way: i8, minute: u16) -> Option<&Placed> {
        let me = self.find(id)?;
        let lane = me.lane.checked_add_signed(way)?;
        self.placed.iter().find(|p| p.strip == me.strip && p.lane == lane && covers(&p.card, minute))
    }

    /// The first visit in the way of a place, for `mover` or for a new visit in `room`.
    pub fn in_the_way(&self, place: Place, mover: Option<AppointmentId>, room: Option<ResourceId>) -> Option<&Card> {
        let day = self.strips.get(place.strip)?.day;
        let own = mover.and_then(|id| self.find(id)).and_then(|p| p.kind.as_ref());
        let meets = |p: &&Placed| {
            let room_taken = room.is_some() && p.card.room == room && p.card.day == day && touch(&p.card, place);
            let too_near = p.strip == place.strip && near(p, place, own);
            Some(p.card.id) != mover && p.card.status.holds_time() && (room_taken || too_near)
        };
        self.placed.iter().find(meets).map(|p| &p.card)
    }

    /// "Tuesday 10:15, Priya Naidoo, free", or what is in the way until when.
    pub fn say(&self, place: Place, mover: Option<AppointmentId>) -> String {
        let Some(strip) = self.strips.get(place.strip) else { return String::new() };
        let room = mover.and_then(|id| self.find(id)).and_then(|p| p.card.room);
        let when = format!("{} {}, {}", long_weekday(strip.day), clock(place.starts), strip.column.name);
        match self.in_the_way(place, mover, room) {
            Some(card) if touch(card, place) => {
                format!("{when}, clashes with {} until {}", self.who(card), clock(card.ends()))
            }
            Some(card) => format!("{when}, too near to {}", self.who(card)),
            None => match strip.shut(place) {
                Some(why) => format!("{when}, {why}"),
                None => format!("{when}, free"),
            },
        }
    }

    /// The patient, or the kind of visit when there is none.
    pub fn who(&self, card: &Card) -> String {
        if !card.patient_name.is_empty() {
            return card.patient_name.clone();
        }
        self.kind(card.type_id).map_or_else(|| "Visit".to_owned(), |kind| kind.name.clone())
    }

    /// The default length of a visit drawn by a click: the usual one, but not into the next visit.
    pub fn usual(&self, strip: usize, starts: u16, minutes: u16) -> u16 {
        let next =
            self.placed.iter().filter(|p| p.strip == strip && p.card.status.holds_time() && p.card.starts > starts);
        let until = next.map(|p| p.card.starts).min().unwrap_or(u16::MAX);
        minutes.min(until - starts).max(self.grid.slot)
    }

    /// Where the cursor begins: the first open hour of the reader's own column, or of the first.
    pub fn begin(&self) -> (usize, u16) {
        let mine = self.strips.iter().position(|s| if self.week { s.is_today } else { s.column.mine });
        let strip = mine.unwrap_or(0);
        let open = self.strips.get(strip).and_then(|s| s.column.open.first()).map(|(from, _, _)| *from);
        (strip, open.unwrap_or(self.grid.from).max(self.grid.from))
    }
}

impl Strip {
    fn holds(&self, card: &Card) -> bool {
        card.day == self.day && card.practitioner == self.column.practitioner
    }

    /// Why a place is not open, in words; `None` when it is.
    pub fn shut(&self, place: Place) -> Option<String> {
        let closed = &self.column.closed;
        if let Some((_, _, why)) = closed.iter().find(|(from, to, _)| place.starts < *to && *from < place.ends()) {
            return Some(if why.is_empty() { "closed".to_owned() } else { why.clone() });
        }
        let open = self.column.open.iter().any(|(from, to, _)| place.starts >= *from && place.ends() <= *to);
        (!open).then(|| "outside hours".to_owned())
    }

    /// "Thu 26 Nov".
    pub fn short_day(&self) -> String {
        short_day(self.day)
    }
}

fn strips_of(day: &DiaryDay) -> Vec<Strip> {
    let strip = |column: &Column| Strip {
        day: day.day,
        is_today: day.day == day.today,
        holiday: day.holiday.clone(),
        column: column.clone(),
    };
    day.columns.iter().map(strip).collect()
}

type Choices = (Vec<TypeChoice>, Vec<ResourceChoice>, Vec<(SiteId, String)>);

fn choices(day: Option<&DiaryDay>) -> Choices {
    let Some(day) = day else { return Choices::default() };
    let sites = day.sites.iter().map(|s| (s.id, s.name.clone())).collect();
    (day.types.clone(), day.resources.clone(), sites)
}

fn touch(card: &Card, place: Place) -> bool {
    card.starts < place.ends() && place.starts < card.ends()
}

/// Whether a visit and a place in one column leave too little time between them: the longer of the two buffers counts.
fn near(placed: &Placed, place: Place, own: Option<&TypeChoice>) -> bool {
    let theirs = placed.kind.as_ref();
    let before = |kind: Option<&TypeChoice>| kind.map_or(0, |k| k.buffer_before);
    let after = |kind: Option<&TypeChoice>| kind.map_or(0, |k| k.buffer_after);
    let card = &placed.card;
    card.starts < place.ends() + after(own).max(before(theirs))
        && place.starts < card.ends() + after(theirs).max(before(own))
}

fn covers(card: &Card, minute: u16) -> bool {
    card.starts <= minute && minute < card.ends()
}

fn lanes(cards: Vec<Card>, strip: usize, types: &[TypeChoice], rooms: &[ResourceChoice]) -> Vec<Placed> {
    let blocks: Vec<Block> = cards.iter().map(|c| Block { from: c.starts, to: c.ends() }).collect();
    let placed = cards.into_iter().zip(layout::lanes(&blocks)).map(|(card, at)| Placed {
        strip,
        lane: at.lane,
        lanes: at.lanes,
        kind: types.iter().find(|t| t.id == card.type_id).cloned(),
        room: rooms.iter().find(|r| Some(r.id) == card.room).map(|r| r.name.clone()).unwrap_or_default(),
        card,
    });
    placed.collect()
}

fn held(placed: &Placed, strips: &[Strip], waits: bool) -> Held {
    let card = &placed.card;
    let over = match card.status {
        Status::Booked | Status::Confirmed | Status::Arrived | Status::InRoom => false,
        Status::Completed | Status::NoShow | Status::Cancelled => true,
    };
    let fixed = over || waits || !strips.get(placed.strip).is_some_and(|s| s.column.may_book);
    Held { it: card.id, place: Place { strip: placed.strip, starts: card.starts, minutes: card.minutes }, fixed }
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
#[cfg(test)]
pub use tests::fixtures;
