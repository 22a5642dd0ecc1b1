//! What the screens about opened charts show.

use crate::kernel::{
    ids::{OpeningId, PatientId},
    problem::Problem,
};
use serde::{Deserialize, Serialize};

/// The form that opens a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPage {
    /// Whose chart; nothing but the name and the file number is shown.
    pub name: String,
    /// Its number.
    pub file_no: String,
    /// Chosen reason.
    pub reason: String,
    /// In words, as typed.
    pub words: String,
    /// It is open already, or was never closed.
    pub needless: bool,
    /// What is wrong.
    pub problem: Option<Problem>,
}

/// A chart that was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningLine {
    /// Which opening.
    pub id: OpeningId,
    /// By whom.
    pub by: String,
    /// Whose chart.
    pub patient: PatientId,
    /// Their name.
    pub name: String,
    /// The file number.
    pub file_no: String,
    /// The reason, as chosen.
    pub reason: String,
    /// In words.
    pub words: String,
    /// When, practice time.
    pub at: String,
    /// Until when, clock time.
    pub until: String,
    /// How often a page of the chart was looked at while it was open.
    pub looks: u32,
    /// What became of the review: who said what and when.
    pub review: Option<String>,
    /// The one who looks may review it; nobody reviews their own.
    pub may_review: bool,
    /// Not reviewed within a week.
    pub late: bool,
}

/// The charts that were opened, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningsPage {
    /// Each.
    pub openings: Vec<OpeningLine>,
    /// What is wrong.
    pub problem: Option<Problem>,
}
