//! What the pages of the trail show. Words only: times and deeds are put into words where the practice's clock is.

use super::drafts::TrailDraft;
use crate::kernel::{ids::PatientId, problem::Problem};
use serde::{Deserialize, Serialize};

/// What kind of row it is, for its badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The trail began.
    Began,
    /// At the door.
    Door,
    /// Something was changed.
    Change,
    /// One thing was looked at.
    Read,
    /// A list was looked at.
    Query,
    /// Refused.
    Denied,
}

impl Kind {
    /// All, in the order in which they can be chosen.
    pub const ALL: [Kind; 6] = [Kind::Read, Kind::Query, Kind::Change, Kind::Denied, Kind::Door, Kind::Began];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Began => "began",
            Kind::Door => "door",
            Kind::Change => "change",
            Kind::Read => "read",
            Kind::Query => "query",
            Kind::Denied => "denied",
        }
    }

    /// As shown.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Began => "Beginning",
            Kind::Door => "Door",
            Kind::Change => "Change",
            Kind::Read => "Look",
            Kind::Query => "List",
            Kind::Denied => "Refused",
        }
    }

    /// From the stored word.
    pub fn of(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A patient whom a row concerns, by file number: whoever checks the trail need not read names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Whose.
    pub patient: PatientId,
    /// Its number.
    pub file_no: String,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailLine {
    /// Its number.
    pub seq: i64,
    /// `Wed 25 Nov 2026, 13:04:09`, practice time.
    pub at: String,
    /// Who, as colleagues know them; a named job or nobody in particular otherwise.
    pub who: String,
    /// The role that allowed it then.
    pub role: String,
    /// What kind.
    pub kind: Kind,
    /// What, in words.
    pub what: String,
    /// Why, where a reason was asked for.
    pub why: String,
    /// Some of the patients it concerns.
    pub files: Vec<File>,
    /// How many more there are.
    pub more: u32,
    /// Where from, the last part cut off.
    pub from: String,
}

/// The page of the trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailPage {
    /// What was asked, as typed.
    pub asked: TrailDraft,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// The latest first.
    pub lines: Vec<TrailLine>,
    /// The row before which older ones are.
    pub older: Option<i64>,
    /// Everybody who can be asked about: id and name.
    pub people: Vec<(String, String)>,
}

/// Somebody opened, changed or listed a patient's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedLine {
    /// Its number.
    pub seq: i64,
    /// When, practice time.
    pub at: String,
    /// Who; a patient sees the same.
    pub who: String,
    /// In which role.
    pub role: String,
    /// What was done, in words.
    pub what: String,
    /// Why, where a reason was asked for.
    pub why: String,
}

/// Who opened a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedPage {
    /// Whose.
    pub patient: PatientId,
    /// The number of their file.
    pub file_no: String,
    /// The latest first.
    pub lines: Vec<OpenedLine>,
    /// The row before which older ones are.
    pub older: Option<i64>,
}
