//! The grid's state and deeds: one signal per concern, each changed by a pure step, and the few places where an answer from
//! the server comes in.

use super::board::{Board, Placed};
use super::cursor::Cursor;
use super::dom;
use super::drag::{self, Act, Drag, Input, Place};
use super::live::Link;
use super::panel_state::Panel;
use super::shown::{Asking, News, Shown};
use super::wish::Wish;
use crate::{
    kernel::{
        ids::{AppointmentId, EventId, PractitionerId},
        problem::Problem,
    },
    scheduling::model::{Card, Changed, DiaryDay, Move, Status, StatusChange, TakeBack},
    ui::{in_a_line, say},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How the days are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridView {
    /// Whose week; a day of everyone otherwise.
    pub week_of: Option<PractitionerId>,
    /// Key of the site shown; all otherwise.
    pub site: Option<String>,
    /// Visits called off are shown too.
    pub cancelled: bool,
    /// `middle`, `far`, or empty.
    pub zoom: String,
    /// Addresses of the day before, today and the day after.
    pub days: [String; 3],
}

/// What lies over the grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sheet {
    /// Nothing.
    #[default]
    None,
    /// A booking begins.
    Booking(Place),
    /// A wish met a question or a taken time.
    Hitch {
        /// What was wished.
        wish: Box<Wish>,
        /// What stands in the way.
        problem: Problem,
    },
    /// Why is it called off?
    CallOff(AppointmentId),
    /// The list of keys.
    Keys,
}

/// What was done a moment ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Tells one from the next.
    pub serial: u32,
    /// The sentence.
    pub words: String,
    /// Takes it back.
    pub undo: Option<EventId>,
}

/// The grid's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub struct Desk {
    /// How the days are looked at.
    pub view: StoredValue<GridView>,
    /// What is shown.
    pub shown: RwSignal<Shown>,
    /// The same as columns and lanes.
    pub board: Memo<Board>,
    /// What the hand is doing.
    pub drag: RwSignal<Drag>,
    /// Where the keys are.
    pub cursor: RwSignal<Cursor>,
    /// The visit beside the grid.
    pub panel: RwSignal<Option<Panel>>,
    /// What lies over the grid.
    pub sheet: RwSignal<Sheet>,
    /// What was done a moment ago.
    pub told: RwSignal<Option<Told>>,
    /// What a screen reader is told.
    pub said: RwSignal<String>,
    /// How this desk stands to the server.
    pub link: RwSignal<Link>,
    /// Minutes after midnight in the practice; none until the page is awake, and on other days.
    pub now: RwSignal<Option<u16>>,
    /// Whether letters alone do things.
    pub letters: RwSignal<bool>,
    /// Whether the days are being asked for.
    pub asking: StoredValue<Asking>,
    serial: StoredValue<u32>,
}

impl Desk {
    /// A desk with these days on it.
    pub fn new(days: Vec<DiaryDay>, view: GridView) -> Desk {
        let (week, cancelled) = (view.week_of.is_some(), view.cancelled);
        let shown = RwSignal::new(Shown::of(days));
        let board = Memo::new(move |_| shown.with(|s| Board::of(s, week, cancelled)));
        let begin = board.with_untracked(|b| {
            let (strip, minute) = b.begin();
            Cursor::at(b, strip, minute)
        });
        Desk {
            view: StoredValue::new(view),
            shown,
            board,
            drag: RwSignal::new(Drag::Idle),
            cursor: RwSignal::new(begin),
            panel: RwSignal::new(None),
            sheet: RwSignal::new(Sheet::None),
            told: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            link: RwSignal::new(Link::Fine),
            now: RwSignal::new(None),
            letters: RwSignal::new(true),
            asking: StoredValue::new(Asking::Rest),
            serial: StoredValue::new(0),
        }
    }

    /// The desk of the grid around.
    pub fn here() -> Desk {
        expect_context::<Desk>()
    }

    /// A visit as placed, followed through every change.
    pub fn placed(self, id: AppointmentId) -> Memo<Option<Placed>> {
        Memo::new(move |_| self.board.with(|b| b.find(id).cloned()))
    }

    /// A visit as shown now.
    pub fn card(self, id: AppointmentId) -> Option<Card> {
        self.shown.with_untracked(|s| s.card(id).cloned())
    }

    /// The patient, or the kind of visit.
    pub fn who(self, card: &Card) -> String {
        self.board.with_untracked(|b| b.who(card))
    }

    /// Something happened to the hand.
    pub fn hand(self, input: Input) {
        let now = self.drag.get_untracked();
        let (next, act) = self.board.with_untracked(|b| drag::step(now, input, &b.grid));
        if next != now {
            self.drag.set(next);
            if now.begun() && next == Drag::Idle && act.is_none() {
                self.said.set("Put back.".to_owned());
            }
            self.say_carried(next);
        }
        match act {
            None => {}
            Some(Act::BookAt(spot)) => self.book(Place { strip: spot.strip, starts: spot.minute, minutes: 0 }),
            Some(Act::Book(place)) => self.book(place),
            Some(Act::Put { it, to }) => self.put(it, to),
        }
    }

    fn say_carried(self, drag: Drag) {
        let words = match (drag.carried(), drag.drawn()) {
            (Some((it, to)), _) => self.board.with_untracked(|b| b.say(to, Some(it))),
            (None, Some(place)) => self.board.with_untracked(|b| b.say(place, None)),
            (None, None) => return,
        };
        self.said.set(words);
    }

    /// Begins a booking here; no minutes means the usual length.
    pub fn book(self, place: Place) {
        if self.board.with_untracked(|b| b.grid.may_book.get(place.strip).copied().unwrap_or(false)) {
            let at = self.cursor.get_untracked();
            if (at.strip, at.minute, at.on) != (place.strip, place.starts, None) {
                self.cursor.set(self.board.with_untracked(|b| Cursor::at(b, place.strip, place.starts)));
            }
            // the dialog gives the focus back to where it was when it opened
            dom::focus_soon(CURSOR.to_owned());
            self.sheet.set(Sheet::Booking(place));
        } else {
            self.tell(NOT_YOURS.to_owned(), None);
        }
    }

    /// Begins a booking from the bar: near the cursor, at a time that is free.
    pub fn book_somewhere(self) {
        let (at, now) = (self.cursor.get_untracked(), self.now.get_untracked());
        match self.board.with_untracked(|b| b.opening(at.strip, at.minute, now)) {
            Some(place) => self.book(place),
            None => self.tell(NOT_YOURS.to_owned(), None),
        }
    }

    /// Puts a visit elsewhere, or makes it longer or shorter.
    pub fn put(self, it: AppointmentId, to: Place) {
        let Some(card) = self.card(it) else { return };
        let column = self.board.with_untracked(|b| b.strips.get(to.strip).map(|s| (s.column.practitioner, s.day)));
        let Some((practitioner, day)) = column else { return };
        self.wish(Wish::Move(Move {
            id: it,
            version: card.version,
            practitioner,
            room: card.room,
            equipment: card.equipment,
            day,
            starts: to.starts,
            minutes: to.minutes,
            confirmed: Vec::new(),
            overbook_reason: None,
        }));
    }

    /// The next step of a visit.
    pub fn step(self, it: AppointmentId, to: Status, why: String) {
        let Some(card) = self.card(it) else { return };
        if card.status != to {
            self.wish(Wish::Step(StatusChange { id: it, version: card.version, to, why, confirmed: Vec::new() }));
        }
    }

    /// Takes the last change back, as long as its toast stands.
    pub fn undo(self) {
        if let Some(event) = self.told.get_untracked().and_then(|told| told.undo) {
            self.told.set(None);
            self.wish(Wish::Undo(TakeBack { event, confirmed: Vec::new() }));
        }
    }

    /// Asks the server; the visit moves at once, marked as waiting.
    pub fn wish(self, wish: Wish) {
        if self.link.get_untracked() == Link::Cut {
            self.tell(say(&Problem::Offline).line(), None);
            return;
        }
        let was = wish.about().and_then(|id| self.card(id));
        if let Some(hoped) = was.as_ref().and_then(|card| wish.hoped(card)) {
            self.change(News::Hoped(hoped));
        }
        if self.sheet.with_untracked(|s| *s != Sheet::None) {
            self.sheet.set(Sheet::None);
            dom::focus_soon(CURSOR.to_owned());
        }
        spawn_local(async move {
            match wish.clone().ask().await {
                Ok(changed) => self.agreed(&wish, was.as_ref(), changed),
                Err(problem) => self.refused(wish, problem),
            }
        });
    }

    /// The server agreed.
    pub fn agreed(self, wish: &Wish, was: Option<&Card>, changed: Changed) {
        let Changed { card, undo } = changed;
        let (id, words) = (card.id, wish.done(&card, &self.who(&card), was));
        self.change(News::Agreed(card));
        if let Wish::Book(_) = wish
            && let Some(cursor) = self.board.with_untracked(|b| b.find(id).map(|p| Cursor::on(p, b)))
        {
            self.cursor.set(cursor);
            dom::focus_soon(CURSOR.to_owned());
        }
        self.tell(words, undo);
        if self.panel.with_untracked(|p| p.as_ref().is_some_and(|p| p.id == id)) {
            self.look_at(id);
        }
    }

    fn refused(self, wish: Wish, problem: Problem) {
        if let Some(id) = wish.about() {
            self.change(News::Refused(id));
        }
        match problem {
            Problem::Clash(_) | Problem::Confirm { .. } => {
                self.sheet.set(Sheet::Hitch { wish: Box::new(wish), problem })
            }
            other => {
                self.notice(&other);
                self.tell(in_a_line(&other), None);
            }
        }
    }

    /// What a problem says about the connection and about what is shown.
    pub fn notice(self, problem: &Problem) {
        match problem {
            Problem::Offline => {
                self.link.set(Link::Cut);
                let again = move || {
                    if self.link.try_get_untracked() == Some(Link::Cut) {
                        self.refetch();
                    }
                };
                set_timeout(again, Duration::from_secs(5));
            }
            Problem::Stale { .. } | Problem::NotFound => self.refetch(),
            Problem::SignedOut
            | Problem::PasswordFirst
            | Problem::FactorFirst
            | Problem::ProveFirst
            | Problem::NotAllowed { .. }
            | Problem::Invalid { .. }
            | Problem::Clash(_)
            | Problem::TooMany { .. }
            | Problem::Busy
            | Problem::TooLarge
            | Problem::Confirm { .. }
            | Problem::Broken { .. } => {}
        }
    }

    /// Says what was done, for ten seconds.
    pub fn tell(self, words: String, undo: Option<EventId>) {
        let serial = self.serial.get_value().wrapping_add(1);
        self.serial.set_value(serial);
        self.said.set(String::new());
        self.told.set(Some(Told { serial, words, undo }));
        let clear = move || {
            if self.told.try_with_untracked(|t| t.as_ref().is_some_and(|t| t.serial == serial)) == Some(true) {
                self.told.set(None);
            }
        };
        set_timeout(clear, Duration::from_secs(10));
    }

    /// Something changed on the grid: the cursor stays on its visit, and the focus with it if it was on the grid.
    pub fn change(self, news: News) {
        let on_grid = dom::within(".diary");
        self.shown.update(|s| s.hear(news));
        let kept = self.board.with_untracked(|b| self.cursor.get_untracked().kept(b));
        if kept != self.cursor.get_untracked() {
            self.cursor.set(kept);
        }
        if on_grid {
            dom::focus_soon(CURSOR.to_owned());
        }
    }
}

const NOT_YOURS: &str = "This column is not yours to book in.";

/// The one thing on the grid that Tab reaches.
pub const CURSOR: &str = ".diary-body [tabindex='0']";
