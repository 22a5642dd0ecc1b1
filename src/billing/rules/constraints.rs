//! What a tariff allows together, how often and for whom. Everything that is wrong is found at once.

use super::book::{Book, Code, PriceMode};
use super::price::{Case, Priced, Used, Wanted};
use std::collections::BTreeSet;

/// Why a visit cannot be charged like this.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The rule and the code, `max_per_session:72509`.
    pub key: String,
    /// For the person at the desk.
    pub words: String,
}

impl Refusal {
    pub(super) fn new(key: String, words: &str) -> Refusal {
        Refusal { key, words: words.to_owned() }
    }
}

/// Something to look at that does not stop an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark(pub String);

/// More than this on a line is looked at again.
const LARGE_LINE: i64 = 500_000;
/// More than this on an invoice is looked at again.
const LARGE_INVOICE: i64 = 5_000_000;
/// What must be there before a line may be charged.
const HARD_NEEDS: [(&str, &str); 3] = [
    ("requester", "was asked for by somebody: name who referred the patient"),
    ("motivation", "needs a motivation: write one"),
    ("condition", "needs a diagnosis: enter the codes"),
];

/// Every constraint of every line.
pub fn check(book: &Book, case: &Case) -> Vec<Refusal> {
    let mut out = vec![];
    let mut no = |key: String, words: String| out.push(Refusal { key, words });
    if case.lines.is_empty() {
        no("no_lines".into(), "Add a line: an invoice charges something.".into());
    }
    let known: Vec<(&Wanted, &Code)> =
        case.lines.iter().filter_map(|w| book.codes.get(&w.code).map(|code| (w, code))).collect();
    for wanted in case.lines.iter().filter(|w| !book.codes.contains_key(&w.code)) {
        no(
            format!("unknown_code:{}", wanted.code),
            format!("{} has no code {} for this profession on the day of the visit.", book.name, wanted.code),
        );
    }
    let mut done = BTreeSet::new();
    for (wanted, code) in &known {
        entered(wanted, code, &mut no);
        if done.insert(&code.code) {
            amounts(case, code, &known, &mut no);
            company(code, &known, &mut no);
            circumstances(case, code, &known, &mut no);
        }
    }
    if case.emergency && book.profession == "occupational_therapy" && !case.given.motivation {
        no("needs_motivation:0006".into(), "0006 needs a motivation: write why the emergency made you travel.".into());
    }
    out
}

/// Price, concession and reason of a line.
fn entered(wanted: &Wanted, code: &Code, no: &mut impl FnMut(String, String)) {
    let c = &code.code;
    if !(1..=99).contains(&wanted.quantity) {
        no(format!("quantity:{c}"), format!("Enter how many of {c}: 1 to 99."));
    }
    if wanted.concession > 100 {
        no(format!("concession:{c}"), format!("A concession on {c} is 0 to 100 per cent."));
    }
    let missing = wanted.entry.is_none_or(|m| m.as_cents() <= 0);
    match code.mode {
        PriceMode::Fixed if wanted.entry.is_some() => {
            no(
                format!("book_price:{c}"),
                format!("{c} has a price in the book, which is not typed over. Give a concession instead."),
            );
        }
        PriceMode::Fixed => {}
        PriceMode::AtCost | PriceMode::CostPlus | PriceMode::Hire if missing => {
            let what = code.mode.asks().unwrap_or("What it cost").to_lowercase();
            no(format!("cost_missing:{c}"), format!("Enter {what} for {c}: the book has no price for it."));
        }
        PriceMode::PracticeFee | PriceMode::Arrangement | PriceMode::Unknown if missing => {
            no(
                format!("price_missing:{c}"),
                format!("Enter the price of {c}: the book has none, and none is not free."),
            );
        }
        PriceMode::AtCost
        | PriceMode::CostPlus
        | PriceMode::Hire
        | PriceMode::PracticeFee
        | PriceMode::Arrangement
        | PriceMode::Unknown => {}
    }
    if (wanted.entry.is_some() || wanted.concession > 0) && wanted.reason.trim().chars().count() < 3 {
        no(
            format!("reason_missing:{c}"),
            format!("Enter a reason for the price of {c}, such as the supplier's invoice."),
        );
    }
}

/// How many, in the visit and before it.
fn amounts(case: &Case, code: &Code, known: &[(&Wanted, &Code)], no: &mut impl FnMut(String, String)) {
    let c = &code.code;
    let now: u32 = known.iter().filter(|(_, k)| k.code == *c).map(|(w, _)| w.quantity).sum();
    let used = case.history.get(c).copied().unwrap_or_default();
    let Used { day, month, episode, ever: _ } = used;
    let limits = &code.limits;
    for (most, before, key, per) in [
        (limits.max_per_session, 0, "max_per_session", "a visit"),
        (limits.max_per_day, day, "max_per_day", "a day"),
        (limits.max_per_month, month, "max_per_month", "a month"),
        (limits.max_per_episode, episode, "max_per_episode", "an episode"),
    ] {
        if let Some(most) = most.filter(|most| now + before > *most) {
            no(format!("{key}:{c}"), format!("{c} is charged at most {most} times {per}."));
        }
    }
}

/// With which other codes.
fn company(code: &Code, known: &[(&Wanted, &Code)], no: &mut impl FnMut(String, String)) {
    let (c, limits) = (&code.code, &code.limits);
    let there = |other: &str| known.iter().any(|(_, k)| k.code == other);
    if !limits.requires_any.is_empty() && !limits.requires_any.iter().any(|other| there(other)) {
        no(format!("requires:{c}"), format!("{c} goes only with one of {}.", limits.requires_any.join(", ")));
    }
    for other in &limits.excludes {
        if other == "@modality" {
            if known.iter().any(|(_, k)| k.modality && k.code != *c) {
                no(format!("stands_alone:{c}"), format!("{c} is not charged together with another treatment."));
            }
        } else if there(other) {
            let (a, b) = if c < other { (c, other) } else { (other, c) };
            no(format!("not_together:{a}+{b}"), format!("{a} and {b} are not charged together."));
        }
    }
    let kin = |k: &Code| !limits.one_of_family.is_empty() && k.limits.one_of_family == limits.one_of_family;
    let family: BTreeSet<&str> = known.iter().filter(|(_, k)| kin(k)).map(|(_, k)| k.code.as_str()).collect();
    if family.len() > 1 {
        let codes = family.into_iter().collect::<Vec<_>>().join(", ");
        no(format!("one_of_family:{}", limits.one_of_family), format!("Only one of {codes} is charged for a visit."));
    }
}

/// How long, with how many people, where, and for what.
fn circumstances(case: &Case, code: &Code, known: &[(&Wanted, &Code)], no: &mut impl FnMut(String, String)) {
    let (c, limits) = (&code.code, &code.limits);
    let extended = known.iter().any(|(_, k)| k.limits.requires_any.iter().any(|r| r == c));
    let too_short = limits.minutes_min.is_some_and(|min| case.minutes < min);
    let too_long = limits.one_of_family == "st_consult" && limits.minutes_max.is_some_and(|max| case.minutes > max);
    if too_short || (too_long && !extended) {
        let band = match (limits.minutes_min, limits.minutes_max) {
            (Some(min), Some(max)) => format!("{min} to {max} minutes"),
            (Some(min), None) => format!("at least {min} minutes"),
            (None, Some(max)) => format!("at most {max} minutes"),
            (None, None) => String::new(),
        };
        no(format!("minutes:{c}"), format!("{c} is for {band}; this visit has {}.", case.minutes));
    }
    if limits.group_min.is_some_and(|min| case.people < min) {
        no(format!("group_too_small:{c}"), format!("{c} is for a group; say how many people were present."));
    }
    if let Some(max) = limits.group_max.filter(|max| case.people > *max) {
        no(format!("group_too_large:{c}"), format!("{c} is for at most {max} people."));
    }
    if !limits.place.is_empty() && limits.place != case.place.key() {
        no(format!("place:{c}"), format!("{c} is for a visit elsewhere. Check where the visit was."));
    }
    if limits.first_visit_only && !case.first_visit {
        no(format!("first_visit_only:{c}"), format!("{c} is for a first visit, and this patient was here before."));
    }
    for (need, words) in HARD_NEEDS {
        let met = match need {
            "requester" => case.given.requester,
            "motivation" => case.given.motivation,
            _ => case.given.condition,
        };
        if !met && limits.needs.iter().any(|n| n == need) {
            no(format!("needs_{need}:{c}"), format!("{c} {words}."));
        }
    }
}

/// What a claim will ask for later, and what is charged once in an episode.
pub fn remarks(book: &Book, case: &Case) -> Vec<Remark> {
    let mut out = vec![];
    let mut done = BTreeSet::new();
    for code in case.lines.iter().filter_map(|w| book.codes.get(&w.code)).filter(|code| done.insert(code.code.clone()))
    {
        let soft = code.limits.needs.iter().filter(|n| HARD_NEEDS.iter().all(|(hard, _)| hard != n));
        let soft: Vec<String> = soft.map(|n| n.replace('_', " ")).collect();
        if !soft.is_empty() {
            out.push(Remark(format!("A claim for {} will need: {}.", code.code, soft.join(", "))));
        }
        let ever = case.history.get(&code.code).map_or(0, |u| u.ever);
        if code.limits.max_per_episode.is_some() && ever > 0 {
            out.push(Remark(format!("{} is charged once in an episode, and was charged before.", code.code)));
        }
    }
    out
}

/// Amounts that are unusual.
pub fn large(priced: &Priced) -> Vec<Remark> {
    let lines = priced.lines.iter().filter(|l| l.total.as_cents() > LARGE_LINE);
    let mut out: Vec<Remark> = lines.map(|l| Remark(format!("{} comes to {}. Check it.", l.code, l.total))).collect();
    if priced.total().as_cents() > LARGE_INVOICE {
        out.push(Remark(format!("The invoice comes to {}. Check it.", priced.total())));
    }
    out
}
