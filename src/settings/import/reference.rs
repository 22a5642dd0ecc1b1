//! Modifiers, schemes and their administrators.

use super::{
    columns::{Column, may, must},
    sheet::{Cells, Judged, Notes, Sheet},
    words,
};
use crate::settings::import::model::Verdict;
use std::collections::{HashMap, HashSet};

/// A file of modifiers.
#[derive(Clone, Copy, Debug, Default)]
pub struct ModifierSheet;

/// One modifier, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the file, described with it")]
pub struct ModifierRow {
    pub profession: String,
    pub code: String,
    pub label: String,
    pub effect: String,
    pub factor_bp: i32,
    pub scope: String,
    pub applies_to: String,
    pub automatic: bool,
    pub requires: String,
    pub note: String,
}

impl Sheet for ModifierSheet {
    type Row = ModifierRow;
    const REPLACES: bool = false;

    fn columns(&self) -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            must("profession", &["discipline"]),
            must("code", &["modifier"]),
            must("label", &["description", "name"]),
            must("effect", &[]),
            must("factor_bp", &["factor"]),
            must("scope", &[]),
            must("applies_to", &[]),
            may("automatic"),
            may("requires"),
            may("note"),
        ];
        COLUMNS
    }

    fn read(&self, cells: &Cells<'_>, notes: &mut Notes) -> Option<ModifierRow> {
        let (code, profession) = (words::code(cells, notes), words::profession(cells, notes));
        let label = words::line_of_text(cells, "label", 200, notes);
        let effect = words::one_of(cells, "effect", &["full_fee", "multiply", "per_km", "indicator", "at_cost"], notes);
        let factor = cells.number("factor_bp", 0..=100_000, notes);
        if cells.trimmed("factor_bp").is_empty() {
            notes.fault("factor_bp", "number", "The factor is missing: 10000 is the full fee, 5000 half of it.");
        }
        let scope = words::one_of(cells, "scope", &["line", "condition", "travel", "visit", "material"], notes);
        let applies_to = words::line_of_text(cells, "applies_to", 80, notes);
        Some(ModifierRow {
            profession: profession?.to_owned(),
            code: code?,
            label: label?,
            effect: effect?.to_owned(),
            factor_bp: factor?,
            scope: scope?.to_owned(),
            applies_to: applies_to?,
            automatic: cells.yes("automatic", notes),
            requires: words::short_text(cells, "requires", 80, notes)?,
            note: words::short_text(cells, "note", 500, notes)?,
        })
    }

    fn key(row: &ModifierRow) -> String {
        format!("{} {}", row.profession, row.code)
    }

    fn about(row: &ModifierRow) -> String {
        format!("modifier {} of {}", row.code, words::profession_words(&row.profession))
    }

    fn says(row: &ModifierRow) -> String {
        format!("{}, {}, factor {}", row.label, row.effect.replace('_', " "), row.factor_bp)
    }

    fn differs(_: &ModifierRow, read: &ModifierRow) -> String {
        let about = ModifierSheet::about(read);
        format!(
            "This book has {about} with other particulars. A book in use is not changed: import a correction as a book of its own."
        )
    }
}

/// A file of scheme administrators.
#[derive(Clone, Copy, Debug, Default)]
pub struct AdministratorSheet;

/// One administrator, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the file, described with it")]
pub struct AdministratorRow {
    pub key: String,
    pub name: String,
    pub kind: String,
    pub status: String,
    pub note: String,
}

impl Sheet for AdministratorSheet {
    type Row = AdministratorRow;
    const REPLACES: bool = true;

    fn columns(&self) -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            must("administrator_key", &["key"]),
            must("name", &["administrator"]),
            may("kind"),
            may("status"),
            may("note"),
        ];
        COLUMNS
    }

    fn read(&self, cells: &Cells<'_>, notes: &mut Notes) -> Option<AdministratorRow> {
        let key = words::key(cells, "administrator_key", "-", 120, notes);
        let name = words::line_of_text(cells, "name", 160, notes);
        Some(AdministratorRow {
            key: key?,
            name: name?,
            kind: or(words::short_text(cells, "kind", 60, notes)?, "company"),
            status: or(words::short_text(cells, "status", 40, notes)?, "unverified"),
            note: words::short_text(cells, "note", 500, notes)?,
        })
    }

    fn key(row: &AdministratorRow) -> String {
        row.key.clone()
    }
    fn about(row: &AdministratorRow) -> String {
        row.key.clone()
    }
    fn says(row: &AdministratorRow) -> String {
        format!("{}, {}, {}", row.name, row.kind.replace('_', " "), row.status)
    }
    fn differs(held: &AdministratorRow, read: &AdministratorRow) -> String {
        changes(&AdministratorSheet::says(held), &AdministratorSheet::says(read))
    }
}

/// A file of medical schemes.
#[derive(Clone, Debug, Default)]
pub struct SchemeSheet {
    /// Keys of the administrators that are there.
    pub administrators: HashSet<String>,
}

/// One scheme, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the file, described with it")]
pub struct SchemeRow {
    pub key: String,
    pub name: String,
    pub is_abbreviation: bool,
    pub registration_no: String,
    pub administrator: Option<String>,
    pub status: String,
    pub note: String,
}

impl Sheet for SchemeSheet {
    type Row = SchemeRow;
    const REPLACES: bool = true;

    fn columns(&self) -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            must("scheme_key", &["key"]),
            must("name", &["scheme", "scheme_name"]),
            may("is_abbreviation"),
            may("registration_no"),
            may("administrator_key"),
            may("status"),
            may("note"),
        ];
        COLUMNS
    }

    fn read(&self, cells: &Cells<'_>, notes: &mut Notes) -> Option<SchemeRow> {
        let key = words::key(cells, "scheme_key", "-", 120, notes);
        let name = words::line_of_text(cells, "name", 160, notes);
        let administrator = match cells.trimmed("administrator_key") {
            "" => None,
            _ => words::key(cells, "administrator_key", "-", 120, notes),
        };
        Some(SchemeRow {
            key: key?,
            name: name?,
            is_abbreviation: cells.yes("is_abbreviation", notes),
            registration_no: words::short_text(cells, "registration_no", 20, notes)?,
            administrator,
            status: or(words::short_text(cells, "status", 40, notes)?, "unverified"),
            note: words::short_text(cells, "note", 500, notes)?,
        })
    }

    fn key(row: &SchemeRow) -> String {
        row.key.clone()
    }
    fn about(row: &SchemeRow) -> String {
        row.key.clone()
    }
    fn says(row: &SchemeRow) -> String {
        format!("{}, {}", row.name, row.status)
    }
    fn differs(held: &SchemeRow, read: &SchemeRow) -> String {
        changes(&SchemeSheet::says(held), &SchemeSheet::says(read))
    }

    fn together(&self, judged: &mut Judged<SchemeRow>, _: &HashMap<String, SchemeRow>) {
        for at in 0..judged.lines.len() {
            let line = &judged.lines[at];
            let (Verdict::Accepted, Some(row)) = (line.verdict, &line.row) else { continue };
            if let Some(unknown) = row.administrator.clone().filter(|key| !self.administrators.contains(key)) {
                let words = format!("The administrator “{unknown}” is not known. Import the administrators first.");
                judged.now(at, Verdict::Rejected, "administrator_unknown", words);
            }
        }
    }
}

/// What a row changes, for whoever confirms.
pub fn changes(held: &str, read: &str) -> String {
    if held == read {
        "Changes particulars of what is there.".into()
    } else {
        format!("Changes “{held}” to “{read}”.")
    }
}

fn or(text: String, otherwise: &str) -> String {
    if text.is_empty() { otherwise.into() } else { text }
}
