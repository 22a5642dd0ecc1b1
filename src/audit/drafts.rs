//! What is asked of the trail, as typed. It is posted, never part of an address.

use super::model::Kind;
use crate::kernel::{
    draft::{Faults, day, text},
    ids::PersonId,
    problem::Problem,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The form over the trail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrailDraft {
    /// Somebody's id; empty: everybody.
    pub person: String,
    /// A file's number; empty: every file.
    pub file: String,
    /// The stored word of a kind; empty: every kind.
    pub kind: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Rows before this one, for paging.
    pub before: String,
}

/// The same, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailWish {
    /// Whose rows.
    pub person: Option<PersonId>,
    /// About which file.
    pub file: Option<String>,
    /// Of what kind.
    pub kind: Option<Kind>,
    /// From which day.
    pub from: Option<Date>,
    /// To which day, included.
    pub until: Option<Date>,
    /// Before which row.
    pub before: Option<i64>,
}

fn some(typed: &str) -> Option<&str> {
    Some(typed.trim()).filter(|t| !t.is_empty())
}

impl TrailDraft {
    /// Understands it.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn check(&self) -> Result<TrailWish, Problem> {
        let mut faults = Faults::default();
        let person = some(&self.person).and_then(|t| faults.take("person", t.parse().map_err(|_| "unknown")));
        let file = some(&self.file).and_then(|t| faults.take("file", text(t, 20, false)));
        let kind = some(&self.kind).and_then(|t| faults.take("kind", Kind::of(t).ok_or("unknown")));
        let from = some(&self.from).and_then(|t| faults.take("from", day(t)));
        let until = some(&self.until).and_then(|t| faults.take("until", day(t)));
        let before = some(&self.before).and_then(|t| faults.take("before", t.parse::<i64>().map_err(|_| "number")));
        if matches!((from, until), (Some(from), Some(until)) if until < from) {
            faults.note("until", "order");
        }
        faults.or(TrailWish { person, file, kind, from, until, before })
    }
}
