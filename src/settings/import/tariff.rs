//! Tariff codes, in our own layout with every constraint, or in a foreign one with a code, a text and an amount.

use super::{
    columns::{Column, Heading, clip, may, may_as, must},
    reader::Refusal,
    sheet::{Cells, Judged, Notes, Sheet},
    words,
};
use crate::{
    kernel::money::{Money, MoneyProfile},
    settings::import::model::Verdict,
};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// A tariff file.
#[derive(Clone, Copy, Debug, Default)]
pub struct TariffSheet {
    /// How amounts are written.
    pub profile: MoneyProfile,
}

/// One code, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the file, described with it")]
pub struct TariffRow {
    pub profession: String,
    pub code: String,
    pub branch: String,
    pub label: String,
    pub description: String,
    pub fee_cents: i64,
    pub price_mode: String,
    pub at_cost: bool,
    pub own_account: bool,
    pub standalone: bool,
    pub modality: bool,
    pub unit: String,
    pub limits: Value,
    /// From a file that knows the price and nothing about constraints; compared by what it knows.
    pub bare: bool,
}

/// How a price comes about.
pub const PRICE_MODES: [&str; 7] = ["fixed", "at_cost", "cost_plus", "hire", "practice_fee", "arrangement", "unknown"];
/// What a fee is for.
const UNITS: [&str; 6] = ["visit", "patient", "ear", "day", "15min", "30min"];
/// The longest label; a longer text is cut for lists and kept whole beside it.
const LONGEST_LABEL: usize = 120;
/// More than this for one line is unusual: cents read as rand, most likely.
const UNUSUAL_CENTS: i64 = 500_000;
/// How the codes of a profession begin.
const PREFIXES: [(&str, &str); 4] = [
    ("72", "physiotherapy"),
    ("66", "occupational_therapy"),
    ("61", "occupational_therapy"),
    ("82", "speech_audiology"),
];

const COLUMNS: &[Column] = &[
    must("code", &["tariff_code", "procedure_code", "item", "item_code"]),
    must("description", &["label", "descriptor", "procedure"]),
    must("profession", &["discipline"]),
    may_as("base_fee", &["fee", "price", "amount", "rand"]),
    may_as("fee_cents", &["cents"]),
    may("branch"),
    may("price_mode"),
    may("at_cost"),
    may("own_account"),
    may("standalone"),
    may("modality"),
    may("unit"),
    may("minutes_min"),
    may("minutes_max"),
    may("max_per_session"),
    may("max_per_day"),
    may("max_per_month"),
    may("max_per_episode"),
    may("first_visit_only"),
    may("requires_any"),
    may("excludes"),
    may("one_of_family"),
    may("group_min"),
    may("group_max"),
    may("place"),
    may("repeat_rule"),
    may("modifier_hint"),
    may("needs"),
];

impl Sheet for TariffSheet {
    type Row = TariffRow;
    // a book in use is never edited: invoices were written from it
    const REPLACES: bool = false;

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn heading(&self, heading: &Heading) -> Result<(), Refusal> {
        match (heading.has("base_fee"), heading.has("fee_cents")) {
            (true, true) => Err(Refusal("The file has a fee in rand and a fee in cents. Remove one of them.".into())),
            (false, false) => {
                Err(Refusal("A column is missing: base_fee (the fee in rand) or fee_cents (in cents).".into()))
            }
            (true, false) | (false, true) => Ok(()),
        }
    }

    fn read(&self, cells: &Cells<'_>, notes: &mut Notes) -> Option<TariffRow> {
        let code = words::code(cells, notes);
        let profession = words::profession(cells, notes);
        let description = words::line_of_text(cells, "description", 1000, notes);
        let bare = !cells.has("price_mode");
        let fee_cents = if cells.has("base_fee") {
            words::fee(cells, "base_fee", self.profile, notes)
        } else {
            whole_cents(cells, notes)
        };
        let (code, profession, description, fee_cents) = (code?, profession?, description?, fee_cents?);
        unusual(&code, profession, fee_cents, notes);
        let price_mode = price_mode(cells, fee_cents, notes)?;
        let label = clip(&description, LONGEST_LABEL);
        if label != description {
            let length = description.chars().count();
            let words = format!(
                "The description has {length} characters. It is kept whole; lists show the first {LONGEST_LABEL}."
            );
            notes.warn("description", "label_cut", words);
        }
        let unit =
            if cells.trimmed("unit").is_empty() { "visit" } else { words::one_of(cells, "unit", &UNITS, notes)? };
        Some(TariffRow {
            profession: profession.to_owned(),
            code,
            branch: words::short_text(cells, "branch", 40, notes)?,
            label,
            description,
            fee_cents,
            price_mode,
            at_cost: cells.yes("at_cost", notes),
            own_account: cells.yes("own_account", notes),
            standalone: cells.yes("standalone", notes),
            modality: cells.yes("modality", notes),
            unit: unit.to_owned(),
            limits: limits(cells, notes),
            bare,
        })
    }

    fn key(row: &TariffRow) -> String {
        format!("{} {}", row.profession, row.code)
    }

    fn about(row: &TariffRow) -> String {
        format!("{} of {}", row.code, words::profession_words(&row.profession))
    }

    fn says(row: &TariffRow) -> String {
        format!("{}, {}", row.label, Money::cents(row.fee_cents))
    }

    fn same(held: &TariffRow, read: &TariffRow) -> bool {
        if read.bare {
            held.fee_cents == read.fee_cents && held.description == read.description
        } else {
            *held == TariffRow { bare: held.bare, ..read.clone() }
        }
    }

    fn differs(held: &TariffRow, read: &TariffRow) -> String {
        let about = TariffSheet::about(read);
        let what = if held.fee_cents == read.fee_cents {
            "with other particulars".to_owned()
        } else {
            format!("at {}", Money::cents(held.fee_cents))
        };
        format!("This book has {about} {what}. A book in use is not changed: import a correction as a book of its own.")
    }

    /// The same code under two professions is allowed and unusual.
    fn together(&self, judged: &mut Judged<TariffRow>, _: &HashMap<String, TariffRow>) {
        let mut professions: HashMap<String, Vec<(usize, String)>> = HashMap::new();
        for (at, line) in judged.lines.iter().enumerate() {
            if let (Verdict::Accepted, Some(row)) = (line.verdict, &line.row) {
                professions.entry(row.code.clone()).or_default().push((at, row.profession.clone()));
            }
        }
        for (code, uses) in professions {
            for (at, own) in &uses {
                let other = uses.iter().find(|(_, p)| p != own).map(|(_, p)| p);
                // where the beginning of the code tells, it has been told
                if let Some(other) = other.filter(|_| usual_profession(&code).is_none()) {
                    let words = format!("{code} is also a code of {} in this file.", words::profession_words(other));
                    judged.now(*at, Verdict::Accepted, "two_professions", words);
                }
            }
        }
    }
}

fn usual_profession(code: &str) -> Option<&'static str> {
    PREFIXES.iter().find(|(prefix, _)| code.len() > 4 && code.starts_with(prefix)).map(|(_, profession)| *profession)
}

fn unusual(code: &str, profession: &str, fee_cents: i64, notes: &mut Notes) {
    if let Some(usual) = usual_profession(code).filter(|usual| *usual != profession) {
        let usual = words::profession_words(usual);
        notes.warn(
            "code",
            "unusual_prefix",
            format!("Codes that begin like {code} are usually of {usual}. Check the profession."),
        );
    }
    if fee_cents > UNUSUAL_CENTS {
        let words = format!(
            "A fee of {} is much for one line. Check that it is in rand, not in cents.",
            Money::cents(fee_cents)
        );
        notes.warn("fee", "large_fee", words);
    }
}

fn whole_cents(cells: &Cells<'_>, notes: &mut Notes) -> Option<i64> {
    let text = cells.trimmed("fee_cents");
    let cents = text.parse::<i64>().ok().filter(|c| *c >= 0 && text.bytes().all(|b| b.is_ascii_digit()));
    if cents.is_none() {
        let (code, words) = if text.is_empty() {
            ("fee_missing", "The fee is empty. Empty is not zero: enter whole cents, or 0.".to_owned())
        } else {
            (
                "not_a_number",
                format!("The fee “{}” is not in whole cents. Enter an amount such as 26910.", clip(text, 40)),
            )
        };
        notes.fault("fee_cents", code, words);
    }
    cents
}

/// Zero never means free: it says that the price comes from elsewhere, and the mode says from where.
fn price_mode(cells: &Cells<'_>, fee_cents: i64, notes: &mut Notes) -> Option<String> {
    let said = if cells.trimmed("price_mode").is_empty() {
        None
    } else {
        Some(words::one_of(cells, "price_mode", &PRICE_MODES, notes)?)
    };
    let mode = match said {
        None | Some("fixed") if fee_cents == 0 => {
            let words = "The fee is zero, and zero never means free. The code is kept with an unknown price; set where its price comes from.";
            notes.warn("fee", "zero_fee", words);
            "unknown"
        }
        None => "fixed",
        Some(mode) => mode,
    };
    Some(mode.to_owned())
}

/// The constraints that are there, by name.
fn limits(cells: &Cells<'_>, notes: &mut Notes) -> Value {
    let mut limits = Map::new();
    for (column, range) in [
        ("minutes_min", 1..=480),
        ("minutes_max", 1..=480),
        ("max_per_session", 1..=99),
        ("max_per_day", 1..=99),
        ("max_per_month", 1..=999),
        ("max_per_episode", 1..=999),
        ("group_min", 1..=99),
        ("group_max", 1..=99),
    ] {
        if let Some(number) = cells.number(column, range, notes) {
            limits.insert(column.into(), json!(number));
        }
    }
    if cells.yes("first_visit_only", notes) {
        limits.insert("first_visit_only".into(), json!(true));
    }
    for column in ["one_of_family", "place", "repeat_rule", "modifier_hint"] {
        match words::short_text(cells, column, 60, notes) {
            Some(word) if !word.is_empty() => drop(limits.insert(column.into(), json!(word))),
            Some(_) | None => {}
        }
    }
    for column in ["requires_any", "excludes", "needs"] {
        let list: Vec<&str> = cells.trimmed(column).split('|').map(str::trim).filter(|t| !t.is_empty()).collect();
        if list.iter().any(|w| w.len() > 40 || !w.chars().all(|c| c.is_ascii_alphanumeric() || "@_".contains(c))) {
            notes.fault(column, "list", format!("Enter codes or words in {column}, separated by |."));
        } else if !list.is_empty() {
            limits.insert(column.into(), json!(list));
        }
    }
    Value::Object(limits)
}
