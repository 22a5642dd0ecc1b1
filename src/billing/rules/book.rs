//! A tariff book as pricing sees it: one profession's codes and modifiers, and how results are rounded.

use crate::kernel::money::Money;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where the price of a code comes from. Zero in a book is never a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceMode {
    /// The book's fee.
    Fixed,
    /// What it cost, without mark-up.
    AtCost,
    /// What it cost, with the mark-up of rule E.
    CostPlus,
    /// A part of the replacement value for each day, rule H.
    Hire,
    /// The practice's own fee.
    PracticeFee,
    /// As arranged.
    Arrangement,
    /// The book names no price.
    Unknown,
}

impl PriceMode {
    /// From the stored word and the fee: a fixed price of zero is a price that is not known.
    pub fn of(word: &str, fee_cents: i64) -> PriceMode {
        match (word, fee_cents) {
            ("fixed", 0) => PriceMode::Unknown,
            ("fixed", _) => PriceMode::Fixed,
            ("at_cost", _) => PriceMode::AtCost,
            ("cost_plus", _) => PriceMode::CostPlus,
            ("hire", _) => PriceMode::Hire,
            ("practice_fee", _) => PriceMode::PracticeFee,
            ("arrangement", _) => PriceMode::Arrangement,
            (_, _) => PriceMode::Unknown,
        }
    }

    /// What a person enters for it; nothing for a price of the book.
    pub fn asks(self) -> Option<&'static str> {
        match self {
            PriceMode::Fixed => None,
            PriceMode::AtCost | PriceMode::CostPlus => Some("What it cost"),
            PriceMode::Hire => Some("Replacement value"),
            PriceMode::PracticeFee | PriceMode::Arrangement | PriceMode::Unknown => Some("Price"),
        }
    }
}

/// What stands beside a code: how often, how long, with what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the columns of the tariff file, described with it")]
pub struct Limits {
    pub minutes_min: Option<u32>,
    pub minutes_max: Option<u32>,
    pub max_per_session: Option<u32>,
    pub max_per_day: Option<u32>,
    pub max_per_month: Option<u32>,
    pub max_per_episode: Option<u32>,
    pub first_visit_only: bool,
    pub requires_any: Vec<String>,
    pub excludes: Vec<String>,
    pub one_of_family: String,
    pub group_min: Option<u32>,
    pub group_max: Option<u32>,
    pub place: String,
    pub repeat_rule: String,
    pub modifier_hint: String,
    pub needs: Vec<String>,
}

/// One code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// As printed, leading zeros kept.
    pub code: String,
    /// What it is.
    pub label: String,
    /// The book's fee.
    pub fee: Money,
    /// Where the price comes from.
    pub mode: PriceMode,
    /// Outside the rule of additional procedures.
    pub standalone: bool,
    /// A physical treatment.
    pub modality: bool,
    /// What stands beside it.
    pub limits: Limits,
}

/// One modifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modifier {
    /// As printed.
    pub code: String,
    /// What it is.
    pub label: String,
    /// Factor in basis points.
    pub factor_bp: u32,
}

/// How a price is rounded, once, after all factors; half up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// To the cent.
    #[default]
    Cent,
    /// Up to ten rand to the cent, above to ten cents.
    TenCentAboveTenRand,
}

impl Rounding {
    /// From the stored word.
    pub fn of(word: &str) -> Rounding {
        if word == "ten_cent_above_ten_rand" { Rounding::TenCentAboveTenRand } else { Rounding::Cent }
    }

    /// `fee` times the factors (basis points), exact until the one rounding.
    pub fn of_product(self, fee: i64, factors_bp: &[u32]) -> i64 {
        let (num, den) =
            factors_bp.iter().fold((i128::from(fee), 1_i128), |(n, d), bp| (n * i128::from(*bp), d * 10_000));
        let step = match self {
            Rounding::Cent => 1,
            Rounding::TenCentAboveTenRand if num <= 1000 * den => 1,
            Rounding::TenCentAboveTenRand => 10,
        };
        let rounded = half_up(num, den * step) * step;
        i64::try_from(rounded).unwrap_or(i64::MAX)
    }
}

/// Rounds a fraction that is not below zero, half up.
pub fn half_up(num: i128, den: i128) -> i128 {
    (2 * num + den) / (2 * den)
}

/// One profession's part of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// Its id.
    pub id: uuid::Uuid,
    /// Its name.
    pub name: String,
    /// Its first day.
    pub since: Date,
    /// Whose codes.
    pub profession: String,
    /// How results are rounded.
    pub rounding: Rounding,
    /// By code.
    pub codes: BTreeMap<String, Code>,
    /// By code.
    pub modifiers: BTreeMap<String, Modifier>,
}
