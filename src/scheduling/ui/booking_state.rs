//! A booking in the making: who, what, when, as typed. Pure; the dialog around it only shows it and asks.

use super::board::{Board, Placed};
use super::drag::Place;
use crate::{
    kernel::{
        ids::OnceKey,
        problem::{Alternative, Problem},
        span::clock,
    },
    patients::model::{DuplicateCard, PatientCard, QuickAddDraft},
    scheduling::{
        drafts::{BookingDraft, question_codes, questions},
        model::{NewVisit, TypeChoice},
    },
    ui::{Find, Finds},
};

/// Looking for the patient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// As typed; the name, once chosen.
    pub typed: String,
    /// What was found.
    pub found: Vec<PatientCard>,
    /// The answer is for what is typed.
    pub fresh: bool,
    /// The list is open.
    pub open: bool,
    /// The entry the arrow keys are on.
    pub at: Option<usize>,
}

impl Search {
    /// What the list shows.
    pub fn finds(&self) -> Finds {
        let find =
            |card: &PatientCard| Find { value: card.id.to_string(), label: card.name.clone(), detail: card.detail() };
        match (self.open, self.found.is_empty(), self.fresh) {
            (false, _, _) => Finds::Closed,
            (true, true, false) => Finds::Loading,
            (true, true, true) => Finds::Nothing,
            (true, false, _) => Finds::Some(self.found.iter().map(find).collect(), self.at),
        }
    }

    fn type_in(&mut self, text: String) {
        self.open = text.trim().chars().count() >= 2;
        self.fresh = false;
        self.at = None;
        if !self.open {
            self.found.clear();
        }
        self.typed = text;
    }

    fn answered(&mut self, query: &str, found: Vec<PatientCard>) {
        if query == self.typed && self.open {
            self.fresh = true;
            self.found = found;
            self.at = None;
        }
    }

    fn arrow(&mut self, down: bool) {
        let last = self.found.len().checked_sub(1);
        self.at = match (last, self.at) {
            (None, _) => None,
            (Some(last), None) => Some(if down { 0 } else { last }),
            (Some(last), Some(at)) if down => Some(if at >= last { 0 } else { at + 1 }),
            (Some(last), Some(at)) => Some(at.checked_sub(1).unwrap_or(last)),
        };
    }
}

/// A patient being added from within the booking.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Adding {
    /// As typed.
    pub draft: QuickAddDraft,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// Who it may be already.
    pub alike: Vec<DuplicateCard>,
}

/// The booking.
#[derive(Clone, Default, PartialEq)]
pub struct Booking {
    /// As typed.
    pub draft: BookingDraft,
    /// Looking for the patient.
    pub search: Search,
    /// For whom.
    pub patient: Option<PatientCard>,
    /// A new patient, while one is being added.
    pub adding: Option<Adding>,
    /// What stands in the way.
    pub problem: Option<Problem>,
    /// The server has not answered yet.
    pub busy: bool,
    /// The length was chosen by hand, so another type leaves it.
    own_length: bool,
}

impl Booking {
    /// A booking at this place. No minutes there means the usual length of the type.
    pub fn begin(board: &Board, place: Place, key: OnceKey) -> Booking {
        let kind = commonest(board, place.strip)
            .or_else(|| board.types.iter().find(|t| t.needs_patient))
            .or(board.types.first());
        let own_length = place.minutes > 0;
        let usual = kind.map_or(30, |k| k.minutes);
        let minutes = if own_length { place.minutes } else { board.usual(place.strip, place.starts, usual) };
        let strip = board.strips.get(place.strip);
        let draft = BookingDraft {
            key: key.to_string(),
            day: strip.map(|s| crate::kernel::iso_day::text(s.day)).unwrap_or_default(),
            practitioner: strip.map(|s| s.column.practitioner.to_string()).unwrap_or_default(),
            starts: clock(place.starts),
            minutes: minutes.to_string(),
            type_id: kind.map(|k| k.id.to_string()).unwrap_or_default(),
            ..BookingDraft::default()
        };
        Booking { draft, own_length, ..Booking::default() }
    }

    /// A field was typed in.
    pub fn typed(&mut self, name: &str, value: String, types: &[TypeChoice]) {
        match name {
            "type_id" => {
                let kind = types.iter().find(|t| t.id.to_string() == value);
                if let Some(kind) = kind.filter(|_| !self.own_length) {
                    self.draft.minutes = kind.minutes.to_string();
                }
                self.draft.type_id = value;
            }
            "minutes" => {
                self.own_length = true;
                self.draft.minutes = value;
            }
            "starts" => self.draft.starts = value,
            "day" => self.draft.day = value,
            "practitioner" => self.draft.practitioner = value,
            "room" => self.draft.room = value,
            "equipment" => self.draft.equipment = value,
            "note" => self.draft.note = value,
            "overbook_reason" => self.draft.overbook_reason = value,
            _ => {}
        }
    }

    /// The patient field was typed in: whoever was chosen is chosen no longer.
    pub fn search(&mut self, text: String) {
        self.patient = None;
        self.draft.patient.clear();
        self.search.type_in(text);
    }

    /// An answer to a search. One for something typed earlier is dropped.
    pub fn found(&mut self, query: &str, found: Vec<PatientCard>) {
        self.search.answered(query, found);
    }

    /// An arrow key in the patient field.
    pub fn arrow(&mut self, down: bool) {
        self.search.arrow(down);
    }

    /// Enter in the patient field: chooses the entry the arrows are on. False when there is none.
    pub fn choose_active(&mut self) -> bool {
        let active = self.search.at.filter(|_| self.search.open).and_then(|at| self.search.found.get(at)).cloned();
        active.map(|card| self.choose(card)).is_some()
    }

    /// This patient.
    pub fn choose(&mut self, card: PatientCard) {
        self.draft.patient = card.id.to_string();
        self.search = Search { typed: card.name.clone(), ..Search::default() };
        self.patient = Some(card);
        self.adding = None;
        self.problem = None;
    }

    /// Closes the list. False when it was not open.
    pub fn close_list(&mut self) -> bool {
        std::mem::take(&mut self.search.open)
    }

    /// Begins a new patient from what was typed, so that nothing is typed twice.
    pub fn add(&mut self, key: OnceKey) {
        let typed = self.search.typed.trim().to_owned();
        let mut draft = QuickAddDraft { key: key.to_string(), ..QuickAddDraft::default() };
        if typed.chars().any(|c| c.is_ascii_digit()) {
            draft.phone = typed;
        } else if let Some((first, last)) = typed.rsplit_once(' ') {
            (draft.first_names, draft.last_name) = (first.trim().to_owned(), last.to_owned());
        } else {
            draft.last_name = typed;
        }
        self.search.open = false;
        self.adding = Some(Adding { draft, ..Adding::default() });
    }

    /// A field of the new patient was typed in.
    pub fn add_typed(&mut self, name: &str, value: String) {
        let Some(adding) = &mut self.adding else { return };
        let draft = &mut adding.draft;
        let field = match name {
            "first_names" => &mut draft.first_names,
            "last_name" => &mut draft.last_name,
            "phone" => &mut draft.phone,
            "email" => &mut draft.email,
            "birth_date" => &mut draft.birth_date,
            "reason" => &mut draft.reason,
            _ => return,
        };
        *field = value;
    }

    /// Another time, as offered.
    pub fn instead(&mut self, free: &Alternative) {
        self.draft.day = crate::kernel::iso_day::text(free.day);
        self.draft.starts = clock(free.starts);
        self.draft.practitioner = free.practitioner.to_string();
        self.draft.confirmed.clear();
        self.draft.site.clear();
        self.problem = None;
    }

    /// Lets go of what is not in a list that was drawn anew, as the list itself does.
    pub fn keep(&mut self, field: &str, offered: &[String]) -> String {
        let chosen = if field == "room" { &mut self.draft.room } else { &mut self.draft.equipment };
        if !offered.contains(chosen) {
            chosen.clear();
        }
        chosen.clone()
    }

    /// Yes to what was asked.
    pub fn yes(&mut self) {
        let Some(Problem::Confirm { questions: asked }) = &self.problem else { return };
        let mut all = questions(&self.draft.confirmed);
        all.extend(asked);
        self.draft.confirmed = question_codes(&all);
    }

    /// The visit to ask for, or what is wrong with the form. A type that needs a patient is checked here too, so that
    /// nobody waits for the server to say it.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every field at fault.
    pub fn check(&self, types: &[TypeChoice]) -> Result<NewVisit, Problem> {
        let visit = self.draft.check()?;
        let needs = types.iter().any(|t| t.id == visit.type_id && t.needs_patient);
        if needs && visit.patient.is_none() { Err(Problem::field("patient", "choose")) } else { Ok(visit) }
    }
}

/// The kind of visit there is most of on screen, among those with a patient: in this column, else anywhere.
fn commonest(board: &Board, strip: usize) -> Option<&TypeChoice> {
    let here = board.placed.iter().any(|p| p.strip == strip && p.kind.as_ref().is_some_and(|k| k.needs_patient));
    let counts = |p: &Placed, kind: &TypeChoice| (p.strip == strip || !here) && p.card.type_id == kind.id;
    let times = |kind: &TypeChoice| board.placed.iter().filter(|p| counts(p, kind)).count();
    let most = board.types.iter().filter(|t| t.needs_patient).max_by_key(|kind| times(kind));
    most.filter(|kind| times(kind) > 0)
}

#[cfg(test)]
mod tests {
    use super::super::board::fixtures::day;
    use super::super::shown::Shown;
    use super::*;
    use crate::kernel::ids::PatientId;

    fn board() -> Board {
        Board::of(&Shown::of(vec![day(vec![])]), false, false)
    }

    fn begun(minutes: u16) -> Booking {
        Booking::begin(&board(), Place { strip: 0, starts: 615, minutes }, OnceKey(uuid::Uuid::from_u128(5)))
    }

    fn thandi() -> PatientCard {
        PatientCard {
            id: PatientId(uuid::Uuid::from_u128(9)),
            file_no: "001042".into(),
            name: "Thandi Mokoena".into(),
            birth: None,
            phone: String::new(),
            masked_id: String::new(),
            alert: false,
            why: String::new(),
        }
    }

    #[test]
    fn a_booking_begins_with_place_and_usual_length_filled_in() {
        let it = begun(0);
        assert_eq!(
            (it.draft.day.as_str(), it.draft.starts.as_str(), it.draft.minutes.as_str()),
            ("2026-11-24", "10:15", "30")
        );
    }

    #[test]
    fn a_type_brings_its_length_unless_the_length_was_drawn() {
        let longer = TypeChoice { minutes: 60, ..board().types[0].clone() };
        let types = [longer];
        let (mut clicked, mut drawn) = (begun(0), begun(45));
        for it in [&mut clicked, &mut drawn] {
            it.typed("type_id", types[0].id.to_string(), &types);
        }
        assert_eq!((clicked.draft.minutes.as_str(), drawn.draft.minutes.as_str()), ("60", "45"));
    }

    #[test]
    fn a_room_of_another_place_is_let_go_of() {
        let mut it = begun(0);
        it.typed("room", "here".into(), &[]);
        it.typed("equipment", "there".into(), &[]);
        assert_eq!((it.keep("room", &["here".into()]), it.keep("equipment", &[])), ("here".into(), String::new()));
        assert_eq!(it.draft.equipment, "");
    }

    #[test]
    fn nobody_is_chosen_until_someone_is_chosen() {
        let mut it = begun(0);
        it.search("mok".into());
        it.found("mok", vec![thandi()]);
        assert!(!it.choose_active());
        assert_eq!(it.check(&board().types), Err(Problem::field("patient", "choose")));
        it.arrow(true);
        assert!(it.choose_active());
        assert_eq!(it.check(&board().types).map(|v| v.patient), Ok(Some(thandi().id)));
        it.search("moko".into());
        assert!(it.check(&board().types).is_err());
    }

    #[test]
    fn an_answer_to_something_typed_earlier_is_dropped() {
        let mut it = begun(0);
        it.search("mok".into());
        it.search("moko".into());
        it.found("mok", vec![thandi()]);
        assert_eq!(it.search.finds(), Finds::Loading);
    }

    #[test]
    fn what_was_typed_in_the_search_is_not_typed_again_for_a_new_patient() {
        let key = OnceKey(uuid::Uuid::from_u128(6));
        let added = |typed: &str| {
            let mut it = begun(0);
            it.search(typed.into());
            it.add(key);
            it.adding.map(|a| (a.draft.first_names, a.draft.last_name, a.draft.phone))
        };
        assert_eq!(added("Anna Marie Botha"), Some(("Anna Marie".into(), "Botha".into(), String::new())));
        assert_eq!(added("082 123 4567"), Some((String::new(), String::new(), "082 123 4567".into())));
    }

    #[test]
    fn the_arrows_go_round() {
        let mut it = begun(0);
        it.search("mok".into());
        it.found("mok", vec![thandi(), thandi()]);
        let mut seen = Vec::new();
        for down in [true, true, true, false] {
            it.arrow(down);
            seen.push(it.search.at);
        }
        assert_eq!(seen, [Some(0), Some(1), Some(0), Some(1)]);
    }
}
