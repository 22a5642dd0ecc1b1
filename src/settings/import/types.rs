//! Appointment types: parents, and the kinds of visit below them.

use super::{
    columns::{Column, may, must},
    reference::changes,
    sheet::{Cells, Judged, Notes, Sheet},
    words,
};
use crate::settings::import::model::Verdict;
use std::collections::{HashMap, HashSet};

/// A file of appointment types.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypeSheet;

/// One appointment type, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the file, described with it")]
pub struct TypeRow {
    pub key: String,
    pub parent: Option<String>,
    pub name: String,
    pub minutes: i32,
    pub colour: String,
    pub tone: String,
    pub mark: String,
    pub category: String,
    pub needs_patient: bool,
    pub charged: bool,
    pub buffer_before: i32,
    pub buffer_after: i32,
    pub capacity: i32,
    pub online: bool,
}

const TONES: [&str; 8] = ["sky", "teal", "green", "amber", "coral", "rose", "violet", "slate"];
const CATEGORIES: [&str; 5] = ["clinical", "meeting", "administrative", "maintenance", "travel"];

impl Sheet for TypeSheet {
    type Row = TypeRow;
    const REPLACES: bool = true;

    fn columns(&self) -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            must("type_key", &["key"]),
            must("parent_key", &["parent"]),
            must("name", &["appointment_type"]),
            must("duration_min", &["minutes", "duration"]),
            must("colour", &["color"]),
            must("category", &[]),
            must("tone", &[]),
            must("mark", &[]),
            may("requires_patient"),
            may("requires_billing"),
            may("buffer_before_min"),
            may("buffer_after_min"),
            may("capacity"),
            may("online_bookable"),
        ];
        COLUMNS
    }

    fn read(&self, cells: &Cells<'_>, notes: &mut Notes) -> Option<TypeRow> {
        let key = words::key(cells, "type_key", "._-", 60, notes);
        let parent = match cells.trimmed("parent_key") {
            "" => None,
            _ => words::key(cells, "parent_key", "._-", 60, notes),
        };
        let name = words::line_of_text(cells, "name", 100, notes);
        let minutes = cells.number("duration_min", 5..=480, notes);
        if minutes.is_none_or(|m| m % 5 != 0) {
            notes.fault("duration_min", "minutes", "The length must be 5 to 480 minutes, in steps of 5.");
        }
        let colour = cells.trimmed("colour").to_uppercase();
        let digits = colour.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        if digits.is_none() {
            notes.fault("colour", "colour", "Enter a colour as # and six digits or letters A to F.");
        }
        let mark = cells.trimmed("mark").to_uppercase();
        if mark.len() != 2 || !mark.bytes().all(|b| b.is_ascii_uppercase()) {
            notes.fault("mark", "mark", "The mark must be two letters.");
        }
        let tone = words::one_of(cells, "tone", &TONES, notes);
        let category = words::one_of(cells, "category", &CATEGORIES, notes);
        Some(TypeRow {
            key: key?,
            parent,
            name: name?,
            minutes: minutes?,
            colour,
            tone: tone?.to_owned(),
            mark,
            category: category?.to_owned(),
            needs_patient: cells.yes("requires_patient", notes),
            charged: cells.yes("requires_billing", notes),
            buffer_before: cells.number("buffer_before_min", 0..=60, notes).unwrap_or(0),
            buffer_after: cells.number("buffer_after_min", 0..=60, notes).unwrap_or(0),
            capacity: cells.number("capacity", 1..=100, notes).unwrap_or(1),
            online: cells.yes("online_bookable", notes),
        })
    }

    fn key(row: &TypeRow) -> String {
        row.key.clone()
    }
    fn about(row: &TypeRow) -> String {
        row.key.clone()
    }
    fn says(row: &TypeRow) -> String {
        format!("{}, {} minutes, {}", row.name, row.minutes, row.category)
    }
    fn differs(held: &TypeRow, read: &TypeRow) -> String {
        changes(&TypeSheet::says(held), &TypeSheet::says(read))
    }

    /// A type goes in only below a parent that is there or goes in too. Rejecting one may orphan others, so until
    /// nothing changes.
    fn together(&self, judged: &mut Judged<TypeRow>, held: &HashMap<String, TypeRow>) {
        loop {
            let there: HashSet<String> = rooted(judged, held);
            let orphans: Vec<(usize, String)> = (0..judged.lines.len())
                .filter(|at| judged.lines[*at].verdict == Verdict::Accepted)
                .filter_map(|at| judged.lines[at].row.as_ref().map(|row| (at, row)))
                .filter(|(_, row)| !there.contains(&row.key))
                .map(|(at, row)| (at, row.parent.clone().unwrap_or_default()))
                .collect();
            if orphans.is_empty() {
                return;
            }
            for (at, parent) in orphans {
                let words = format!("The type above it, “{parent}”, is neither there nor accepted from this file.");
                judged.now(at, Verdict::Rejected, "parent_unknown", words);
            }
        }
    }
}

/// Types that hang, step by step, below one without a parent. A circle of parents hangs nowhere.
fn rooted(judged: &Judged<TypeRow>, held: &HashMap<String, TypeRow>) -> HashSet<String> {
    let going: Vec<TypeRow> = judged.accepted();
    let coming: HashSet<&str> = going.iter().map(|row| row.key.as_str()).collect();
    let mut there: HashSet<String> = held.keys().filter(|key| !coming.contains(key.as_str())).cloned().collect();
    in_order(going, &mut there);
    there
}

/// The rows so that each stands after its parent; those whose parent is nowhere are left out. `there` are the keys that
/// need no row, and gains those of the rows given.
pub fn in_order(mut rows: Vec<TypeRow>, there: &mut HashSet<String>) -> Vec<TypeRow> {
    let mut ordered = vec![];
    loop {
        let (ready, later): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.parent.as_ref().is_none_or(|parent| there.contains(parent)));
        if ready.is_empty() {
            return ordered;
        }
        there.extend(ready.iter().map(|row| row.key.clone()));
        ordered.extend(ready);
        rows = later;
    }
}
