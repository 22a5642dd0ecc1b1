//! How a price came about, in a sentence.

use super::book::{Book, Code, PriceMode, Rounding};
use super::price::Wanted;
use crate::kernel::{money::Money, span::plain_day};

/// `72203 of Tariff 2026, valid from 1 January 2026: R 134.60 x 0.5 (0008, additional procedure), to the cent: R 67.30.`
pub fn sentence(
    book: &Book,
    code: &Code,
    wanted: &Wanted,
    factors: &[(String, u32)],
    base: Money,
    one: Money,
) -> String {
    let source = format!("{} of {}, valid from {}", code.code, book.name, plain_day(book.since));
    let entry = wanted.entry.unwrap_or_default();
    let from = match code.mode {
        PriceMode::Fixed => base.to_string(),
        PriceMode::AtCost => format!("at cost, {base}"),
        PriceMode::CostPlus if entry.as_cents() < 10_000 => format!("cost {entry} and 26 % (rule E), {base}"),
        PriceMode::CostPlus => format!("cost {entry} and R\u{a0}26.00 (rule E), {base}"),
        PriceMode::Hire => {
            format!("1 % of {entry} for each of {} days, at most half (rule H), {base}", wanted.quantity)
        }
        PriceMode::PracticeFee => format!("the practice's own fee, {base}"),
        PriceMode::Arrangement => format!("as arranged, {base}"),
        PriceMode::Unknown => format!("no price in the book, entered as {base}"),
    };
    let mut text = format!("{source}: {from}");
    for (why, bp) in factors {
        text.push_str(&format!(" × {} {why}", decimal(*bp)));
    }
    if wanted.concession > 0 {
        text.push_str(&format!(", less {} % by concession", wanted.concession.min(100)));
    }
    if !factors.is_empty() || wanted.concession > 0 {
        let to = match (code.mode, book.rounding) {
            (PriceMode::Fixed, Rounding::TenCentAboveTenRand) => "to ten cents",
            (_, _) => "to the cent",
        };
        text.push_str(&format!(", {to}: {one}"));
    }
    if !wanted.reason.is_empty() {
        text.push_str(&format!(". {}", wanted.reason.trim_end_matches('.')));
    }
    text.push('.');
    text.chars().take(600).collect()
}

/// `8500` as `0.85`.
fn decimal(bp: u32) -> String {
    let text = format!("{}.{:04}", bp / 10_000, bp % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
