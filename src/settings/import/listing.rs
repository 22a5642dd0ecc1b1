//! What the lists of imported data show.

use serde::{Deserialize, Serialize};

/// A tariff book in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookLine {
    /// Its id.
    pub id: String,
    /// Name and days: `demo, 1 Jan 2026 to 31 Dec 2026`.
    pub words: String,
}

/// A code in the list of tariff codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeLine {
    /// The code.
    pub code: String,
    /// Whose code it is, in words.
    pub profession: String,
    /// Short text.
    pub label: String,
    /// Price, or where it comes from.
    pub price: String,
}

/// The list of tariff codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TariffPage {
    /// All books, the one valid today first.
    pub books: Vec<BookLine>,
    /// The book shown.
    pub book: String,
    /// Professions that have codes in it: key and words.
    pub professions: Vec<(String, String)>,
    /// The codes found.
    pub codes: Vec<CodeLine>,
    /// More were found than are shown.
    pub more: bool,
}

/// A scheme in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemeLine {
    /// Its name.
    pub name: String,
    /// Who administers it, if known.
    pub administrator: String,
    /// Whether someone checked it.
    pub status: String,
}

/// Which ways into the practice's own matters are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenWays {
    /// Imports.
    pub import: bool,
    /// Imports of tariffs among them.
    pub tariff: bool,
    /// Colleagues.
    pub people: bool,
    /// Charts that were opened with a reason.
    pub openings: bool,
    /// Change what signing in asks of everybody.
    pub security: bool,
    /// What stands at the head of invoices.
    pub billing: bool,
}
