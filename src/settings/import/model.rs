//! What an import says about a file: which rows went in, which did not and why. The same words on the command line, on
//! screen and in the error file.

use crate::kernel::ids::ImportId;
use serde::{Deserialize, Serialize};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportKind {
    /// Tariff codes with their prices.
    Tariff,
    /// Modifiers of a tariff.
    Modifiers,
    /// Medical schemes.
    Schemes,
    /// Administrators of medical schemes.
    Administrators,
    /// Appointment types.
    AppointmentTypes,
    /// Patients.
    Patients,
}

impl ImportKind {
    /// All of them, in the order in which a new practice imports them.
    pub const ALL: [ImportKind; 6] = [
        ImportKind::Tariff,
        ImportKind::Modifiers,
        ImportKind::Administrators,
        ImportKind::Schemes,
        ImportKind::AppointmentTypes,
        ImportKind::Patients,
    ];

    /// The word on the command line and in the database.
    pub fn key(self) -> &'static str {
        match self {
            ImportKind::Tariff => "tariff",
            ImportKind::Modifiers => "modifiers",
            ImportKind::Schemes => "schemes",
            ImportKind::Administrators => "administrators",
            ImportKind::AppointmentTypes => "appointment-types",
            ImportKind::Patients => "patients",
        }
    }

    /// The words on screen.
    pub fn words(self) -> &'static str {
        match self {
            ImportKind::Tariff => "Tariff codes",
            ImportKind::Modifiers => "Modifiers",
            ImportKind::Schemes => "Medical schemes",
            ImportKind::Administrators => "Scheme administrators",
            ImportKind::AppointmentTypes => "Appointment types",
            ImportKind::Patients => "Patients",
        }
    }

    /// Whether the rows belong to a tariff book.
    pub fn has_book(self) -> bool {
        matches!(self, ImportKind::Tariff | ImportKind::Modifiers)
    }
}

impl std::str::FromStr for ImportKind {
    type Err = String;
    fn from_str(word: &str) -> Result<ImportKind, String> {
        ImportKind::ALL.into_iter().find(|k| k.key() == word).ok_or_else(|| {
            let known: Vec<&str> = ImportKind::ALL.into_iter().map(ImportKind::key).collect();
            format!("one of {}", known.join(", "))
        })
    }
}

/// What became of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Goes in: new, or replaces what was there.
    Accepted,
    /// There already, exactly so.
    Unchanged,
    /// Repeats an earlier row, or another row was chosen instead.
    Skipped,
    /// Two rows say different things about the same thing; a person chooses.
    Waiting,
    /// Does not go in.
    Rejected,
    /// An empty line.
    Empty,
}

impl Verdict {
    /// The word on screen and in the error file.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Accepted => "accepted",
            Verdict::Unchanged => "unchanged",
            Verdict::Skipped => "skipped",
            Verdict::Waiting => "waiting for a choice",
            Verdict::Rejected => "rejected",
            Verdict::Empty => "empty",
        }
    }
}

/// How many rows became what. Together they are every line of the file below its heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Go in.
    pub accepted: u32,
    /// There already.
    pub unchanged: u32,
    /// Repeat an earlier row, or another was chosen.
    pub skipped: u32,
    /// Wait for a choice.
    pub waiting: u32,
    /// Do not go in.
    pub rejected: u32,
    /// Empty lines.
    pub empty: u32,
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, verdict: Verdict) {
        let one = match verdict {
            Verdict::Accepted => &mut self.accepted,
            Verdict::Unchanged => &mut self.unchanged,
            Verdict::Skipped => &mut self.skipped,
            Verdict::Waiting => &mut self.waiting,
            Verdict::Rejected => &mut self.rejected,
            Verdict::Empty => &mut self.empty,
        };
        *one += 1;
    }

    /// Rows that hold something.
    pub fn rows(&self) -> u32 {
        self.accepted + self.unchanged + self.skipped + self.waiting + self.rejected
    }

    /// Each count with its words, for a table.
    pub fn lines(&self) -> [(&'static str, u32); 6] {
        [
            ("Accepted", self.accepted),
            ("Unchanged, there already", self.unchanged),
            ("Skipped as duplicates", self.skipped),
            ("Waiting for a choice", self.waiting),
            ("Rejected", self.rejected),
            ("Empty lines, ignored", self.empty),
        ]
    }
}

/// Something to know about one row. `words` may quote the row, except for patients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Line of the file, the heading being line 1.
    pub line: u32,
    /// The column, or empty when it is about the whole row.
    pub column: String,
    /// What became of the row.
    pub verdict: Verdict,
    /// Stable code of the reason.
    pub code: String,
    /// The reason, a sentence.
    pub words: String,
}

impl Finding {
    /// As said on the command line: `Line 37: the fee “269.1O” has a letter in it.`
    pub fn sentence(&self) -> String {
        let mut letters = self.words.chars();
        let first = letters.next().map(|c| c.to_lowercase().collect::<String>()).unwrap_or_default();
        format!("Line {}: {first}{}", self.line, letters.as_str())
    }
}

/// Rows of which only one can go in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What they are about: `72302 of physiotherapy`.
    pub about: String,
    /// The rows.
    pub options: Vec<ChoiceOption>,
}

/// One row that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceOption {
    /// Its line.
    pub line: u32,
    /// What it says: `Massage, R 134.60`.
    pub words: String,
}

/// What was found out about a file, or done with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// How many rows became what.
    pub counts: Counts,
    /// Everything there is to know about rows, by line.
    pub findings: Vec<Finding>,
    /// What a person has to choose.
    pub choices: Vec<Choice>,
    /// About the file as a whole, such as a column that is not used.
    pub remarks: Vec<String>,
    /// Why the file as a whole was refused; then there is nothing else.
    pub refused: Option<String>,
}

impl Report {
    /// Accepted rows about which there is something to know.
    pub fn warned(&self) -> usize {
        let mut lines: Vec<u32> =
            self.findings.iter().filter(|f| f.verdict == Verdict::Accepted).map(|f| f.line).collect();
        lines.dedup();
        lines.len()
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Looked at; waits for a yes.
    Preview,
    /// The file could not be used.
    Refused,
    /// Rows are going in.
    Running,
    /// Rows are in.
    Done,
    /// Something broke; no row went in.
    Failed,
}

impl RunState {
    /// The word stored in the database.
    pub fn key(self) -> &'static str {
        match self {
            RunState::Preview => "preview",
            RunState::Refused => "refused",
            RunState::Running => "running",
            RunState::Done => "done",
            RunState::Failed => "failed",
        }
    }

    /// From the stored word.
    pub fn from_key(key: &str) -> Option<RunState> {
        use RunState::{Done, Failed, Preview, Refused, Running};
        [Preview, Refused, Running, Done, Failed].into_iter().find(|s| s.key() == key)
    }

    /// The words on screen.
    pub fn words(self) -> &'static str {
        match self {
            RunState::Preview => "Waits for your yes",
            RunState::Refused => "File refused",
            RunState::Running => "Importing",
            RunState::Done => "Imported",
            RunState::Failed => "Failed, nothing imported",
        }
    }
}

/// One run in the list of imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLine {
    /// The run.
    pub id: ImportId,
    /// What the file holds.
    pub kind: ImportKind,
    /// What the file is called.
    pub file_name: String,
    /// Day and time in the practice.
    pub at: String,
    /// Who sent it.
    pub by: String,
    /// How far it is.
    pub state: RunState,
    /// How many rows became what.
    pub counts: Counts,
}

/// The page that begins imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportsPage {
    /// What this person may import.
    pub kinds: Vec<ImportKind>,
    /// The latest runs, newest first.
    pub runs: Vec<RunLine>,
    /// Proposed name, first and last day of the tariff book.
    pub book: [String; 3],
    /// Largest file, in MB.
    pub limit_mb: usize,
}

/// The page of one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPage {
    /// The run.
    pub line: RunLine,
    /// What would happen, or happened; the first few hundred findings of it.
    pub report: Report,
    /// Findings in all.
    pub findings: usize,
    /// The book that the rows go into, in words; empty for kinds without.
    pub book: String,
    /// Rows that are in, while it runs.
    pub rows_in: u32,
    /// It began long ago and does not seem to end.
    pub stalled: bool,
    /// The file is still here, so that it can be imported.
    pub file_kept: bool,
}

/// How far a run is, asked again while it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// How far it is.
    pub state: RunState,
    /// Rows that are in.
    pub rows_in: u32,
    /// Rows that go in.
    pub rows: u32,
}

impl Progress {
    /// In words: `5000 of 12 000 rows are in.`
    pub fn words(&self) -> String {
        format!("{} of {} rows are in.", self.rows_in, self.rows)
    }
}

/// The form that says yes: for each contradiction the line taken, if one was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmDraft {
    /// `choose-1` and so on, with a line.
    #[serde(flatten)]
    pub fields: std::collections::BTreeMap<String, String>,
}

impl ConfirmDraft {
    /// The lines taken.
    pub fn chosen(&self) -> Vec<u32> {
        let choices = self.fields.iter().filter(|(name, _)| name.starts_with("choose-"));
        choices.filter_map(|(_, line)| line.parse().ok()).collect()
    }
}
