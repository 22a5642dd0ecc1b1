//! The pricing algorithm of the domain reference (billing, section 7), as far as a checkout can express it: travel lines
//! and the split with a funder are not here yet, and a line that needs them cannot be entered.

use super::{
    book::{Book, Code, PriceMode, half_up},
    constraints::{self, Refusal, Remark},
    explain,
};
use crate::kernel::money::Money;
use std::collections::BTreeMap;

/// Where the visit was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The practice's rooms.
    #[default]
    Rooms,
    /// A hospital or nursing facility.
    Facility,
    /// The patient's home.
    Home,
}

impl Place {
    /// All of them.
    pub const ALL: [Place; 3] = [Place::Rooms, Place::Facility, Place::Home];
    /// As stored and as in the books.
    pub fn key(self) -> &'static str {
        match self {
            Place::Rooms => "rooms",
            Place::Facility => "facility",
            Place::Home => "home",
        }
    }
    /// On screen.
    pub fn words(self) -> &'static str {
        match self {
            Place::Rooms => "The practice's rooms",
            Place::Facility => "Hospital or nursing facility",
            Place::Home => "The patient's home",
        }
    }
    /// From the stored word.
    pub fn from_key(key: &str) -> Option<Place> {
        Place::ALL.into_iter().find(|p| p.key() == key)
    }
}

/// A line as wished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Which code.
    pub code: String,
    /// How many; for hire, days.
    pub quantity: u32,
    /// With borrowed or rented equipment.
    pub borrowed: bool,
    /// For a second, separate condition.
    pub second: bool,
    /// Cost, price or value, where the book has no price.
    pub entry: Option<Money>,
    /// Per cent given up.
    pub concession: u32,
    /// Why: for an entered price or a concession.
    pub reason: String,
}

/// What is known beyond the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Somebody asked for it, and is named.
    pub requester: bool,
    /// A motivation is written.
    pub motivation: bool,
    /// A diagnosis is named.
    pub condition: bool,
}

/// How often a code was charged to the patient before this visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// The same day.
    pub day: u32,
    /// The same month.
    pub month: u32,
    /// The same episode; zero where episodes are not known.
    pub episode: u32,
    /// Ever.
    pub ever: u32,
}

/// A visit to be priced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Where.
    pub place: Place,
    /// Net minutes: without those of procedures charged separately.
    pub minutes: u32,
    /// People present.
    pub people: u32,
    /// Whether the times of two conditions overlap, once said.
    pub overlaps: Option<bool>,
    /// An emergency that made the therapist travel.
    pub emergency: bool,
    /// In hospital at the time.
    pub inpatient: bool,
    /// The patient's first visit.
    pub first_visit: bool,
    /// What is named on the account.
    pub given: Given,
    /// Rate of VAT in basis points, for a registered practice.
    pub vat_bp: Option<u32>,
    /// Charged before.
    pub history: BTreeMap<String, Used>,
    /// The lines, in the order entered.
    pub lines: Vec<Wanted>,
}

/// A line with its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which of the wished lines it comes from.
    pub from: usize,
    /// Code.
    pub code: String,
    /// What it is.
    pub label: String,
    /// How many.
    pub quantity: u32,
    /// Modifiers, in the order they are printed.
    pub modifiers: Vec<String>,
    /// For one.
    pub unit: Money,
    /// For all.
    pub total: Money,
    /// VAT within.
    pub vat: Money,
    /// How the price came about, in a sentence.
    pub explains: String,
    /// Income account.
    pub account: &'static str,
}

/// A visit with its prices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priced {
    /// The lines.
    pub lines: Vec<Line>,
    /// What to look at; nothing that stops.
    pub remarks: Vec<Remark>,
}

impl Priced {
    /// Sum of the lines.
    pub fn total(&self) -> Money {
        Money::cents(self.lines.iter().map(|l| l.total.as_cents()).sum())
    }
    /// Sum of the VAT within.
    pub fn vat(&self) -> Money {
        Money::cents(self.lines.iter().map(|l| l.vat.as_cents()).sum())
    }
}

/// VAT within an amount, half up.
pub fn vat_within(total: Money, vat_bp: Option<u32>) -> Money {
    let Some(bp) = vat_bp.map(i128::from) else { return Money::ZERO };
    let cents = half_up(i128::from(total.as_cents()) * bp, 10_000 + bp);
    Money::cents(i64::try_from(cents).unwrap_or(0))
}

/// One unit on its way to a price.
struct Unit<'a> {
    from: usize,
    code: &'a Code,
    wanted: &'a Wanted,
    quantity: u32,
    counted: bool,
    factors: Vec<(String, u32)>,
    marks: Vec<String>,
}

/// Prices a visit, or says everything that stands in the way, sorted.
///
/// # Errors
/// All refusals, sorted by their key.
pub fn price(book: &Book, case: &Case) -> Result<Priced, Vec<Refusal>> {
    let mut refused = constraints::check(book, case);
    let mut units = units(book, case);
    additional(book, case, &mut units, &mut refused);
    series(&mut units);
    marks(book, case, &mut units, &mut refused);
    if !refused.is_empty() {
        refused.sort();
        refused.dedup();
        return Err(refused);
    }
    let lines = gathered(book, case, units);
    let mut priced = Priced { lines, remarks: constraints::remarks(book, case) };
    priced.remarks.extend(constraints::large(&priced));
    Ok(priced)
}

/// Counted procedures and series one by one, everything else with its quantity.
fn units<'a>(book: &'a Book, case: &'a Case) -> Vec<Unit<'a>> {
    let mut units = vec![];
    for (from, wanted) in case.lines.iter().enumerate() {
        let Some(code) = book.codes.get(&wanted.code) else { continue };
        let counted = book.profession == "physiotherapy" && code.modality && !code.standalone;
        let singly = counted || !code.limits.repeat_rule.is_empty() && code.mode == PriceMode::Fixed;
        let (times, quantity) = if singly { (wanted.quantity.min(99), 1) } else { (1, wanted.quantity) };
        for _ in 0..times {
            units.push(Unit { from, code, wanted, quantity, counted, factors: vec![], marks: vec![] });
        }
    }
    units
}

/// Rule 008 in each condition, then 009 or 010 between two.
fn additional(book: &Book, case: &Case, units: &mut [Unit<'_>], refused: &mut Vec<Refusal>) {
    let mut subtotals = [0_i64; 2];
    for condition in [false, true] {
        let mut order: Vec<usize> =
            (0..units.len()).filter(|i| units[*i].counted && units[*i].wanted.second == condition).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(units[*i].code.fee), *i));
        if order.len() > 4 {
            let n = if condition { 2 } else { 1 };
            refused.push(Refusal::new(
                format!("more_than_four_procedures:condition {n}"),
                "At most four procedures are charged for one condition. Take one out, or link it to a second condition.",
            ));
        }
        for (rank, at) in order.iter().enumerate() {
            if rank > 0 {
                modify(book, &mut units[*at], "0008", refused);
            }
            let bp: Vec<u32> = units[*at].factors.iter().map(|(_, bp)| *bp).collect();
            subtotals[usize::from(condition)] += book.rounding.of_product(units[*at].code.fee.as_cents(), &bp);
        }
    }
    if !units.iter().any(|u| u.counted && u.wanted.second) || !units.iter().any(|u| u.counted && !u.wanted.second) {
        return;
    }
    let lower = subtotals[1] <= subtotals[0];
    let Some(overlaps) = case.overlaps else {
        refused.push(Refusal::new(
            "second_condition_mode".into(),
            "Say whether the second condition was treated separately or its time overlaps.",
        ));
        return;
    };
    for unit in units.iter_mut().filter(|u| u.counted && u.wanted.second == lower) {
        modify(book, unit, if overlaps { "0010" } else { "0009" }, refused);
    }
}

/// Puts a modifier of the book on a unit.
fn modify(book: &Book, unit: &mut Unit<'_>, code: &str, refused: &mut Vec<Refusal>) {
    match book.modifiers.get(code) {
        Some(it) => {
            unit.marks.push(code.to_owned());
            if it.factor_bp != 10_000 && it.factor_bp != 0 {
                unit.factors.push((format!("({code}, {})", it.label.to_lowercase()), it.factor_bp));
            }
        }
        None => refused.push(Refusal::new(
            format!("modifier_missing:{code}"),
            &format!("{} has no modifier {code}. Import the modifiers of this tariff.", book.name),
        )),
    }
}

/// Later units of a series cost less.
fn series(units: &mut [Unit<'_>]) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for unit in units {
        let n = seen.entry(unit.code.code.clone()).or_default();
        *n += 1;
        match (unit.code.limits.repeat_rule.as_str(), *n) {
            ("garment_75", 2..) => unit.factors.push(("(further garment from the same pattern)".into(), 7500)),
            ("first_full_then_half", 2..) => unit.factors.push(("(rule B, further evaluation)".into(), 5000)),
            (_, _) => {}
        }
    }
}

/// What is ticked or follows from place and admission, in the order it is printed.
fn marks(book: &Book, case: &Case, units: &mut [Unit<'_>], refused: &mut Vec<Refusal>) {
    let (physio, ot) = (book.profession == "physiotherapy", book.profession == "occupational_therapy");
    for unit in units {
        if unit.wanted.borrowed {
            modify(book, unit, "0003", refused);
        }
        if physio && unit.code.modality && case.place == Place::Facility {
            modify(book, unit, "0014", refused);
        }
        if ot && case.emergency && unit.code.mode == PriceMode::Fixed {
            modify(book, unit, "0006", refused);
        }
        let hint = unit.code.limits.modifier_hint.clone();
        if !hint.is_empty() {
            modify(book, unit, &hint, refused);
        }
        if ot && case.inpatient {
            modify(book, unit, "0021", refused);
        }
    }
}

/// The price of one, before a concession: the amount, and the account it is income of.
fn base(unit: &Unit<'_>, vat_bp: Option<u32>) -> (i64, &'static str) {
    let entry = unit.wanted.entry.unwrap_or_default().as_cents();
    match unit.code.mode {
        PriceMode::Fixed => (unit.code.fee.as_cents(), "income_fees"),
        PriceMode::AtCost => (entry, "income_materials"),
        PriceMode::CostPlus => {
            let plus = if entry < 10_000 { half_up(i128::from(entry) * 126, 100) } else { i128::from(entry) + 2600 };
            let with_vat = vat_bp.map_or(plus, |bp| half_up(plus * (10_000 + i128::from(bp)), 10_000));
            (i64::try_from(with_vat).unwrap_or(i64::MAX), "income_materials")
        }
        PriceMode::Hire => {
            let (value, days) = (i128::from(entry), i128::from(unit.wanted.quantity));
            let due = half_up(value * days, 100).min(half_up(value, 2));
            (i64::try_from(due).unwrap_or(i64::MAX), "income_materials")
        }
        PriceMode::PracticeFee | PriceMode::Arrangement | PriceMode::Unknown => (entry, "income_fees"),
    }
}

fn gathered(book: &Book, case: &Case, units: Vec<Unit<'_>>) -> Vec<Line> {
    let line = |unit: Unit<'_>| {
        let (base, account) = base(&unit, case.vat_bp);
        let mut factors: Vec<u32> = unit.factors.iter().map(|(_, bp)| *bp).collect();
        factors.push(10_000 - unit.wanted.concession.min(100) * 100);
        // the book's rounding is for the book's prices; what is entered rounds to the cent
        let rounding = if unit.code.mode == PriceMode::Fixed { book.rounding } else { super::Rounding::Cent };
        let one = rounding.of_product(base, &factors);
        let quantity = if unit.code.mode == PriceMode::Hire { 1 } else { unit.quantity };
        let total = Money::cents(one.saturating_mul(i64::from(quantity)));
        Line {
            explains: explain::sentence(
                book,
                unit.code,
                unit.wanted,
                &unit.factors,
                Money::cents(base),
                Money::cents(one),
            ),
            from: unit.from,
            code: unit.code.code.clone(),
            label: unit.code.label.clone(),
            quantity,
            modifiers: unit.marks,
            unit: Money::cents(one),
            total,
            vat: vat_within(total, case.vat_bp),
            account,
        }
    };
    units.into_iter().map(line).collect()
}
