//! The rules every kind of file shares: each row is accounted for, repeats are told from contradictions, and what is
//! there already is left alone. No database here.

use super::{
    columns::{Column, Heading},
    reader::{self, Refusal, Row},
};
use crate::settings::import::model::{Choice, ChoiceOption, Counts, Finding, Report, Verdict};
use csv::StringRecord;
use std::collections::{HashMap, HashSet};

/// One kind of file.
pub trait Sheet: Send + Sync {
    /// A row, checked.
    type Row: Clone + PartialEq + std::fmt::Debug + Send + Sync;
    /// Whether a row that differs from what is there replaces it. If not, it is rejected.
    const REPLACES: bool;
    /// The columns a file may have.
    fn columns(&self) -> &'static [Column];
    /// Looks at the heading, where columns exclude one another.
    ///
    /// # Errors
    /// When the file cannot be understood.
    fn heading(&self, _: &Heading) -> Result<(), Refusal> {
        Ok(())
    }
    /// Reads one row. What is wrong or unusual goes into `notes`; a row with a fault is rejected whatever is returned.
    fn read(&self, cells: &Cells<'_>, notes: &mut Notes) -> Option<Self::Row>;
    /// What two rows about the same thing have in common.
    fn key(row: &Self::Row) -> String;
    /// What the row is about, in words.
    fn about(row: &Self::Row) -> String;
    /// What the row says, for choosing between two.
    fn says(row: &Self::Row) -> String;
    /// Whether what is there says the same.
    fn same(held: &Self::Row, read: &Self::Row) -> bool {
        held == read
    }
    /// Why a row that differs from what is there does not go in, or what it changes.
    fn differs(held: &Self::Row, read: &Self::Row) -> String;
    /// Looks at the rows together, once they were compared with what is there.
    fn together(&self, _judged: &mut Judged<Self::Row>, _held: &HashMap<String, Self::Row>) {}
}

/// The cells of one row, by the names of their columns.
#[derive(Debug)]
pub struct Cells<'a> {
    heading: &'a Heading,
    row: &'a StringRecord,
}

impl Cells<'_> {
    /// The cell as it stands in the file.
    pub fn raw(&self, column: &str) -> &str {
        self.heading.cell(self.row, column)
    }

    /// Without spaces around it, no-break ones included.
    pub fn trimmed(&self, column: &str) -> &str {
        trim(self.raw(column))
    }

    /// Whether the file has the column.
    pub fn has(&self, column: &str) -> bool {
        self.heading.has(column)
    }

    /// `1` or `0`; `false` when empty or absent.
    pub fn yes(&self, column: &'static str, notes: &mut Notes) -> bool {
        match self.trimmed(column).to_lowercase().as_str() {
            "1" | "yes" | "true" => true,
            "" | "0" | "no" | "false" => false,
            _ => {
                notes.fault(column, "yes_or_no", format!("Enter 1 or 0 in {}.", self.heading.called(column)));
                false
            }
        }
    }

    /// A whole number in a range; nothing when empty or absent.
    pub fn number(&self, column: &'static str, range: std::ops::RangeInclusive<i32>, notes: &mut Notes) -> Option<i32> {
        let text = self.trimmed(column);
        let number = text.parse::<i32>().ok().filter(|n| range.contains(n) && text.bytes().all(|b| b.is_ascii_digit()));
        if number.is_none() && !text.is_empty() {
            let (from, to, name) = (range.start(), range.end(), self.heading.called(column));
            notes.fault(column, "number", format!("Enter a whole number from {from} to {to} in {name}."));
        }
        number
    }
}

/// Spaces of every kind, and the invisible ones that copying from documents brings along.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}'))
}

/// What there is to say about one row while it is read.
#[derive(Debug, Default)]
pub struct Notes {
    said: Vec<(&'static str, &'static str, String)>,
    faulty: bool,
}

impl Notes {
    /// The row goes in, but someone should know.
    pub fn warn(&mut self, column: &'static str, code: &'static str, words: impl Into<String>) {
        self.said.push((column, code, words.into()));
    }

    /// The row does not go in.
    pub fn fault(&mut self, column: &'static str, code: &'static str, words: impl Into<String>) {
        self.faulty = true;
        self.warn(column, code, words);
    }
}

/// One row and what becomes of it.
#[derive(Debug)]
pub struct Line<R> {
    /// Its line in the file.
    pub line: u32,
    /// What it says, unless it could not be read.
    pub row: Option<R>,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// A whole file, judged.
#[derive(Debug)]
pub struct Judged<R> {
    /// Every row in order.
    pub lines: Vec<Line<R>>,
    findings: Vec<(usize, Finding)>,
    waiting: Vec<Vec<usize>>,
    choices: Vec<Choice>,
    remarks: Vec<String>,
}

/// Reads a file and judges each row by itself and against the others. `chosen` are the lines a person picked.
///
/// # Errors
/// When the file as a whole cannot be used.
pub fn judge<S: Sheet>(sheet: &S, bytes: &[u8], chosen: &[u32]) -> Result<Judged<S::Row>, Refusal> {
    let mut heading: Option<Heading> = None;
    let mut judged = Judged { lines: vec![], findings: vec![], waiting: vec![], choices: vec![], remarks: vec![] };
    reader::read(bytes, |line, row| {
        match (&heading, row) {
            (None, Row::Empty) => {}
            (None, Row::Cells(cells)) => {
                let read = Heading::read(sheet.columns(), cells)?;
                sheet.heading(&read)?;
                judged.remarks.extend(read.remark());
                heading = Some(read);
            }
            (Some(_), Row::Empty) => judged.push(line, None, Verdict::Empty, Notes::default()),
            (Some(heading), Row::Cells(row)) => {
                let mut notes = Notes::default();
                let read = match miscounted(heading.width(), row.len()) {
                    Some(words) => {
                        notes.fault("", "column_count", words);
                        None
                    }
                    None => sheet.read(&Cells { heading, row }, &mut notes),
                };
                let verdict = if notes.faulty || read.is_none() { Verdict::Rejected } else { Verdict::Accepted };
                judged.push(line, read, verdict, notes);
            }
        }
        Ok(())
    })?;
    if heading.is_none() {
        return Err(Refusal("The file is empty.".into()));
    }
    judged.settle::<S>(chosen)?;
    Ok(judged)
}

fn miscounted(width: usize, found: usize) -> Option<String> {
    let hint = if found > width {
        "A text with a separator in it needs quotation marks around it."
    } else {
        "One is missing."
    };
    (found != width).then(|| format!("The row has {found} columns where {width} are expected. {hint}"))
}

impl<R: Clone + PartialEq> Judged<R> {
    fn push(&mut self, line: u32, row: Option<R>, verdict: Verdict, notes: Notes) {
        let at = self.lines.len();
        for (column, code, words) in notes.said {
            let finding = Finding { line, column: column.into(), verdict, code: code.into(), words };
            self.findings.push((at, finding));
        }
        self.lines.push(Line { line, row, verdict });
    }

    /// Changes what becomes of a row, and says why.
    pub fn now(&mut self, at: usize, verdict: Verdict, code: &str, words: String) {
        self.lines[at].verdict = verdict;
        let line = self.lines[at].line;
        self.findings.push((at, Finding { line, column: String::new(), verdict, code: code.into(), words }));
    }

    /// Tells repeats from contradictions.
    fn settle<S: Sheet<Row = R>>(&mut self, chosen: &[u32]) -> Result<(), Refusal> {
        let mut same_key: HashMap<String, Vec<usize>> = HashMap::new();
        let mut order = vec![];
        for (at, line) in self.lines.iter().enumerate() {
            if let (Verdict::Accepted, Some(row)) = (line.verdict, &line.row) {
                let key = S::key(row);
                let group = same_key.entry(key.clone()).or_default();
                if group.is_empty() {
                    order.push(key);
                }
                group.push(at);
            }
        }
        let mut open: HashSet<u32> = chosen.iter().copied().collect();
        for group in order.iter().filter_map(|key| same_key.get(key)).filter(|group| group.len() > 1) {
            let variants = self.without_repeats(group);
            if variants.len() < 2 {
                continue;
            }
            let picked: Vec<usize> = variants.iter().copied().filter(|at| open.remove(&self.lines[*at].line)).collect();
            match picked[..] {
                [one] => self.others_lose(&variants, one, "not_chosen", "was chosen"),
                _ => self.contradict::<S>(&variants),
            }
        }
        match open.iter().min() {
            None => Ok(()),
            Some(line) => Err(Refusal(format!("Line {line} was chosen, but it does not wait for a choice."))),
        }
    }

    /// Marks each row that repeats an earlier one; gives the first of each kind.
    fn without_repeats(&mut self, group: &[usize]) -> Vec<usize> {
        let mut variants: Vec<usize> = vec![];
        for &at in group {
            match variants.iter().find(|first| self.lines[**first].row == self.lines[at].row) {
                None => variants.push(at),
                Some(&first) => {
                    let words = format!("Repeats line {}, so it is skipped.", self.lines[first].line);
                    self.now(at, Verdict::Skipped, "duplicate", words);
                }
            }
        }
        variants
    }

    fn others_lose(&mut self, group: &[usize], winner: usize, code: &str, why: &str) {
        let line = self.lines[winner].line;
        for &at in group.iter().filter(|at| **at != winner) {
            self.now(at, Verdict::Skipped, code, format!("Line {line} {why} instead."));
        }
    }

    fn contradict<S: Sheet<Row = R>>(&mut self, variants: &[usize]) {
        let rows: Vec<(u32, R)> =
            variants.iter().filter_map(|at| Some((self.lines[*at].line, self.lines[*at].row.clone()?))).collect();
        let Some(about) = rows.first().map(|(_, row)| S::about(row)) else { return };
        for (at, (line, _)) in variants.iter().zip(&rows) {
            let others: Vec<String> = rows.iter().filter(|(l, _)| l != line).map(|(l, _)| l.to_string()).collect();
            let others = others.join(" and ");
            let words = format!("Says something else about {about} than line {others}. Choose one of them.");
            self.now(*at, Verdict::Waiting, "conflict", words);
        }
        let options = rows.iter().map(|(line, row)| ChoiceOption { line: *line, words: S::says(row) }).collect();
        self.choices.push(Choice { about, options });
        self.waiting.push(variants.to_vec());
    }

    /// Compares with what is there.
    pub fn compare<S: Sheet<Row = R>>(&mut self, sheet: &S, held: &HashMap<String, R>) {
        for at in 0..self.lines.len() {
            let (Verdict::Accepted, Some(row)) = (self.lines[at].verdict, &self.lines[at].row) else { continue };
            let Some(there) = held.get(&S::key(row)) else { continue };
            if S::same(there, row) {
                self.lines[at].verdict = Verdict::Unchanged;
            } else if S::REPLACES {
                let words = S::differs(there, row);
                self.now(at, Verdict::Accepted, "changes", words);
            } else {
                let words = S::differs(there, row);
                self.now(at, Verdict::Rejected, "there_already", words);
            }
        }
        self.choices_made_before::<S>(held);
        sheet.together(self, held);
    }

    /// A contradiction that an earlier import settled stays settled.
    fn choices_made_before<S: Sheet<Row = R>>(&mut self, held: &HashMap<String, R>) {
        let groups = std::mem::take(&mut self.waiting);
        let choices = std::mem::take(&mut self.choices);
        for (group, choice) in groups.into_iter().zip(choices) {
            let there = self.lines[group[0]].row.as_ref().and_then(|row| held.get(&S::key(row)));
            let settled = group
                .iter()
                .copied()
                .find(|at| self.lines[*at].row.as_ref().zip(there).is_some_and(|(row, there)| S::same(there, row)));
            match settled {
                None => {
                    self.waiting.push(group);
                    self.choices.push(choice);
                }
                Some(winner) => {
                    self.findings.retain(|(at, f)| !(group.contains(at) && f.code == "conflict"));
                    self.lines[winner].verdict = Verdict::Unchanged;
                    self.others_lose(&group, winner, "not_chosen", "was taken in an earlier import");
                }
            }
        }
    }

    /// The rows that go in.
    pub fn accepted(&self) -> Vec<R> {
        let going = self.lines.iter().filter(|line| line.verdict == Verdict::Accepted);
        going.filter_map(|line| line.row.clone()).collect()
    }

    /// What there is to tell. A row that was there already is not told about again.
    pub fn report(&self) -> Report {
        let mut counts = Counts::default();
        for line in &self.lines {
            counts.add(line.verdict);
        }
        let mut findings: Vec<Finding> = self
            .findings
            .iter()
            .filter(|(at, _)| self.lines[*at].verdict != Verdict::Unchanged)
            .map(|(at, finding)| Finding { verdict: self.lines[*at].verdict, ..finding.clone() })
            .collect();
        findings.sort_by_key(|f| f.line);
        Report { counts, findings, choices: self.choices.clone(), remarks: self.remarks.clone(), refused: None }
    }
}
