//! What the screens of the second factor show.

use crate::kernel::problem::Problem;
use serde::{Deserialize, Serialize};

/// A code to point a camera at: dark squares of side 1 in one SVG path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Squares along one side.
    pub side: u16,
    /// The path.
    pub path: String,
}

/// A secret that waits for its first code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// In groups of four.
    pub secret: String,
    /// The same for a camera.
    pub picture: Option<Picture>,
}

/// One's own second factor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorPage {
    /// Since when there is one, practice time.
    pub since: Option<String>,
    /// Recovery codes not used yet.
    pub codes_left: u32,
    /// One that is being set up.
    pub pending: Option<Pending>,
    /// New recovery codes, shown this once.
    pub codes: Vec<String>,
    /// The practice asks for one: from when on nothing else opens without, practice time.
    pub due: Option<String>,
    /// That time is over.
    pub overdue: bool,
    /// The practice asks for one, so it cannot be turned off.
    pub demanded: bool,
    /// What is wrong.
    pub problem: Option<Problem>,
}

/// The second step of signing in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondPage {
    /// Where to go afterwards.
    pub to: String,
    /// What is wrong.
    pub problem: Option<Problem>,
    /// Seconds until the next try is listened to.
    pub wait: Option<u32>,
}

/// Proving who one is, on a page of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvePage {
    /// Where to go afterwards.
    pub to: String,
    /// What is wrong.
    pub problem: Option<Problem>,
    /// Seconds until the next try is listened to.
    pub wait: Option<u32>,
}

/// What signing in asks of everybody in the practice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityPage {
    /// Since when a second factor is asked for, practice time.
    pub since: Option<String>,
    /// Days of grace, as typed.
    pub days: String,
    /// Names of those on the staff who have none yet.
    pub without: Vec<String>,
    /// Just saved.
    pub saved: bool,
    /// What is wrong.
    pub problem: Option<Problem>,
}

/// Something a person is told about their account, or about what is theirs to look into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// When, practice time.
    pub at: String,
    /// What, in a sentence.
    pub words: String,
    /// Where more is to be seen.
    pub href: Option<String>,
    /// Not seen before.
    pub fresh: bool,
}
