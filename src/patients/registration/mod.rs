//! The full registration form: as typed, and as checked on both sides.

mod check;
pub mod countries;
mod funding;
mod people;
pub mod values;
pub mod words;

pub use values::{
    Clinical, ConsentSaid, Contact, Funding, FundingKind, Guardian, Holder, Identity, Registration, SavedPhone,
};

use crate::kernel::{draft::Faults, name::initials};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form as typed: field name to text. A map and not a struct, because most of the form is groups that repeat
/// (`phone_1`, `funding_2_member`); the names are those of [`words::LABELS`]. Whatever else is sent is not read.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegistrationDraft(BTreeMap<String, String>);

/// Says nothing: a log must not be able to hold what was typed.
impl std::fmt::Debug for RegistrationDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RegistrationDraft(***)")
    }
}

impl RegistrationDraft {
    /// An empty form, with the answers that most people would give.
    pub fn blank() -> RegistrationDraft {
        let mut draft = RegistrationDraft::default();
        for (field, value) in [
            ("country", "ZA"),
            ("id_type", "sa_id"),
            ("preferred_channel", "none"),
            ("holder_kind", "patient"),
            ("funding_1_main", "true"),
            ("funding_2_main", "true"),
            ("consent_capacity", "patient"),
            ("consent_how", "voice"),
            ("allergies_state", "not_asked"),
            ("phone_1_label", "mobile"),
        ] {
            draft.set(field, value);
        }
        for n in 1..=words::PHONES {
            draft.set(&format!("phone_{n}_sms"), "true");
            draft.set(&format!("phone_{n}_call"), "true");
        }
        draft
    }

    /// What was typed in a field; empty when nothing was.
    pub fn of(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, field: &str) -> bool {
        super::model::ticked(self.of(field))
    }

    /// Fills a field in.
    pub fn set(&mut self, field: &str, value: impl Into<String>) {
        self.0.insert(field.to_owned(), value.into());
    }

    /// Fills a field in if nothing was typed there.
    pub fn propose(&mut self, field: &str, value: impl Into<String>) {
        if self.of(field).trim().is_empty() {
            self.set(field, value);
        }
    }

    /// Fills in what the rest of the form tells: the birth date and sex of an ID number, the initials of the names.
    /// What was typed stays.
    pub fn fill_in(&mut self, today: jiff::civil::Date) {
        if self.of("id_type") == "sa_id"
            && let Ok(read) = crate::kernel::sa_id::parse(self.of("id_number"), today, None, None)
        {
            self.propose("birth_date", read.birth.to_string());
            self.propose("sex", read.sex.key());
        }
        let proposed = initials(self.of("first_names"));
        self.propose("initials", proposed);
    }
}

/// Reads the fields of a draft, collecting faults and what is still missing.
pub(super) struct Reader<'a> {
    draft: &'a RegistrationDraft,
    faults: Faults,
    missing: Vec<(String, &'static str)>,
    today: jiff::civil::Date,
}

impl<'a> Reader<'a> {
    fn new(draft: &'a RegistrationDraft, today: jiff::civil::Date) -> Reader<'a> {
        Reader { draft, faults: Faults::default(), missing: vec![], today }
    }

    /// Whether something was typed.
    fn has(&self, field: &str) -> bool {
        !self.draft.of(field).trim().is_empty()
    }

    /// A short text.
    fn text(&mut self, field: &str, max: usize) -> String {
        let read = crate::kernel::draft::text(self.draft.of(field), max, false);
        self.faults.take(field, read).unwrap_or_default()
    }

    /// A short text that must be there.
    fn some(&mut self, field: &str, max: usize) -> String {
        let read = crate::kernel::draft::some_text(self.draft.of(field), max);
        self.faults.take(field, read).unwrap_or_default()
    }

    /// One of a list, or nothing.
    fn choice(&mut self, field: &str, list: words::Words) -> String {
        let typed = self.draft.of(field).trim();
        if typed.is_empty() || words::knows(list, typed) {
            return typed.to_owned();
        }
        self.faults.note(field, "unknown");
        String::new()
    }

    /// A value that may stay empty.
    fn optional<T>(&mut self, field: &str, parse: impl Fn(&str) -> Result<T, &'static str>) -> Option<T> {
        super::model::optional(&mut self.faults, field, self.draft.of(field), parse)
    }

    /// A day that has come.
    fn past_day(&mut self, field: &str) -> Option<jiff::civil::Date> {
        let day = self.optional(field, crate::kernel::draft::day)?;
        if day > self.today {
            self.faults.note(field, "future");
            return None;
        }
        Some(day)
    }

    /// Notes that a full registration needs this; without it the record stays incomplete.
    fn needs(&mut self, field: &str, code: &'static str, there: bool) {
        if !there {
            self.missing.push((field.to_owned(), code));
        }
    }
}
