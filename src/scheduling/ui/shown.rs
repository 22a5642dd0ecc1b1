//! What the screen shows: the server's days, what this desk hopes for and is still waiting on, and what other desks changed
//! a moment ago. One struct, one pure step.

use crate::{
    kernel::ids::AppointmentId,
    scheduling::model::{Card, DiaryDay},
};

/// The days on screen and what is laid over them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// As the server last said.
    pub days: Vec<DiaryDay>,
    /// Visits let go of here: as they will be if the server agrees.
    pub hoped: Vec<Card>,
    /// Visits another desk changed a moment ago, and the initials of who.
    pub marked: Vec<(AppointmentId, String)>,
}

/// What happened to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The server was asked again.
    Fetched(Vec<DiaryDay>),
    /// A visit was let go of: this is hoped for.
    Hoped(Card),
    /// The server agreed; the visit is like this now.
    Agreed(Card),
    /// The server did not: as before.
    Refused(AppointmentId),
    /// The marks were long enough on screen.
    Unmark,
}

impl Shown {
    /// The days as first served.
    pub fn of(days: Vec<DiaryDay>) -> Shown {
        Shown { days, ..Shown::default() }
    }

    /// Every visit, hopes laid over facts.
    pub fn cards(&self) -> Vec<Card> {
        let hoped = |id| self.hoped.iter().find(|h| h.id == id);
        self.days.iter().flat_map(|d| &d.cards).map(|c| hoped(c.id).unwrap_or(c).clone()).collect()
    }

    /// A visit as shown.
    pub fn card(&self, id: AppointmentId) -> Option<&Card> {
        self.hoped.iter().chain(self.days.iter().flat_map(|d| &d.cards)).find(|c| c.id == id)
    }

    /// Whether the server has not answered yet.
    pub fn waits(&self, id: AppointmentId) -> bool {
        self.hoped.iter().any(|h| h.id == id)
    }

    /// Who changed it a moment ago.
    pub fn marked_by(&self, id: AppointmentId) -> Option<&str> {
        self.marked.iter().find(|(it, _)| *it == id).map(|(_, by)| by.as_str())
    }

    /// One step.
    pub fn hear(&mut self, news: News) {
        match news {
            News::Fetched(days) => {
                self.marked = changed_by_others(&self.days, &days);
                self.days = days;
            }
            News::Hoped(card) => {
                self.hoped.retain(|h| h.id != card.id);
                self.hoped.push(card);
            }
            News::Agreed(card) => {
                self.hoped.retain(|h| h.id != card.id);
                self.put(card);
            }
            News::Refused(id) => self.hoped.retain(|h| h.id != id),
            News::Unmark => self.marked.clear(),
        }
    }

    /// Puts a visit where it belongs, unless something newer is known already.
    fn put(&mut self, card: Card) {
        let newer = self.days.iter().flat_map(|d| &d.cards).any(|c| c.id == card.id && c.version > card.version);
        if newer {
            return;
        }
        for day in &mut self.days {
            day.cards.retain(|c| c.id != card.id);
        }
        let Some(day) = self.days.iter_mut().find(|d| d.day == card.day) else { return };
        if day.columns.iter().any(|c| c.practitioner == card.practitioner) {
            day.cards.push(card);
            day.cards.sort_by_key(|c| (c.starts, c.id));
        }
    }
}

/// Visits in `now` that are new or newer than in `was`. This desk's own changes are not among them: they were put in when
/// the server agreed.
fn changed_by_others(was: &[DiaryDay], now: &[DiaryDay]) -> Vec<(AppointmentId, String)> {
    let known = |card: &Card| was.iter().flat_map(|d| &d.cards).any(|c| c.id == card.id && c.version >= card.version);
    now.iter().flat_map(|d| &d.cards).filter(|c| !known(c)).map(|c| (c.id, c.by.clone())).collect()
}

/// Asking the server again: one question on its way and at most one more waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asking {
    /// Nothing is on its way.
    #[default]
    Rest,
    /// One is.
    Away,
    /// One is, and something changed since it left.
    AwayAndAgain,
}

impl Asking {
    /// Something changed. True when a question should leave now.
    pub fn want(&mut self) -> bool {
        let leave = *self == Asking::Rest;
        *self = if leave { Asking::Away } else { Asking::AwayAndAgain };
        leave
    }

    /// An answer came. True when the next question should leave now.
    pub fn answered(&mut self) -> bool {
        let again = *self == Asking::AwayAndAgain;
        *self = if again { Asking::Away } else { Asking::Rest };
        again
    }
}

#[cfg(test)]
mod tests {
    use super::super::board::fixtures::{card, day};
    use super::*;

    fn shown() -> Shown {
        Shown::of(vec![day(vec![card(1, 0, 600, 30), card(2, 1, 660, 30)])])
    }

    #[test]
    fn a_hoped_move_shows_at_once_and_goes_back_when_refused() {
        let mut it = shown();
        it.hear(News::Hoped(card(1, 1, 900, 30)));
        assert_eq!(it.cards()[0].starts, 900);
        assert!(it.waits(card(1, 0, 0, 0).id));
        it.hear(News::Refused(card(1, 0, 0, 0).id));
        assert_eq!(it.cards()[0].starts, 600);
    }

    #[test]
    fn a_hope_stays_over_what_other_desks_changed_in_the_meantime() {
        let mut it = shown();
        it.hear(News::Hoped(card(1, 1, 900, 30)));
        it.hear(News::Fetched(vec![day(vec![card(1, 0, 615, 30)])]));
        assert_eq!(it.cards()[0].starts, 900);
    }

    #[test]
    fn only_what_others_changed_is_marked() {
        let mut it = shown();
        let mine = Card { version: 2, ..card(1, 0, 700, 30) };
        it.hear(News::Agreed(mine.clone()));
        let theirs = Card { version: 2, by: "SN".into(), ..card(2, 1, 720, 30) };
        it.hear(News::Fetched(vec![day(vec![mine.clone(), theirs.clone()])]));
        assert_eq!(it.marked, vec![(theirs.id, "SN".to_owned())]);
        it.hear(News::Unmark);
        assert_eq!(it.marked_by(theirs.id), None);
    }

    #[test]
    fn an_answer_older_than_what_is_known_changes_nothing() {
        let mut it = Shown::of(vec![day(vec![Card { version: 5, ..card(1, 0, 600, 30) }])]);
        it.hear(News::Agreed(Card { version: 4, ..card(1, 0, 900, 30) }));
        assert_eq!(it.cards()[0].starts, 600);
    }

    #[test]
    fn a_visit_moved_to_a_day_not_shown_leaves_the_screen() {
        let mut it = shown();
        let other_day = jiff::civil::date(2026, 12, 24);
        it.hear(News::Agreed(Card { day: other_day, version: 2, ..card(1, 0, 600, 30) }));
        assert_eq!(it.cards().len(), 1);
    }

    #[test]
    fn however_often_things_change_one_question_is_away_and_one_waits() {
        let mut asking = Asking::default();
        assert!(asking.want());
        assert!(!asking.want() && !asking.want());
        assert!(asking.answered());
        assert!(!asking.answered());
        assert_eq!(asking, Asking::Rest);
    }
}
