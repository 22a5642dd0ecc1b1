//! Worked examples, and what holds for every visit.

use super::vectors::{EXAMPLES, book, case, profession_of, wanted};
use super::*;
use crate::kernel::money::Money;
use proptest::prelude::*;

fn said(result: Result<Priced, Vec<Refusal>>) -> String {
    match result {
        Err(refused) => refused.into_iter().map(|r| r.key).collect::<Vec<_>>().join(" "),
        Ok(priced) => {
            let line = |l: &Line| {
                let marks = if l.modifiers.is_empty() { String::new() } else { format!("({})", l.modifiers.join(" ")) };
                let times = if l.quantity == 1 { String::new() } else { format!("x{}", l.quantity) };
                format!("{}{marks} {}{times}", l.code, l.unit.as_cents())
            };
            priced.lines.iter().map(line).collect::<Vec<_>>().join(" + ")
        }
    }
}

#[test]
fn the_worked_examples_come_out_to_the_cent() {
    for (name, lines, twist, expected) in EXAMPLES {
        let (mut case, mut book) = (case(lines), book(profession_of(lines)));
        twist(&mut case, &mut book);
        assert_eq!(said(price(&book, &case)), *expected, "{name}");
    }
}

#[test]
fn vat_is_within_each_line_and_the_invoice_is_the_sum() {
    let mut it = case("72303 72302 72203");
    it.vat_bp = Some(1500);
    let priced = price(&book("physiotherapy"), &it).expect("it is priced");
    assert_eq!((priced.total().as_cents(), priced.vat().as_cents()), (40_490, 5_282));
    it.vat_bp = None;
    assert_eq!(price(&book("physiotherapy"), &it).expect("it is priced").vat(), Money::ZERO);
}

#[test]
fn zero_in_a_book_asks_for_a_price_and_a_reason_and_is_never_free() {
    let mut book = book("physiotherapy");
    let code = book.codes.get_mut("72203").expect("the code");
    code.fee = Money::ZERO;
    code.mode = PriceMode::of("fixed", 0);
    assert_eq!(said(price(&book, &case("72203"))), "price_missing:72203");
    assert_eq!(said(price(&book, &case("72203@0"))), "price_missing:72203");
    let mut it = case("72203@9900");
    assert_eq!(said(price(&book, &it)), "72203 9900");
    it.lines[0].reason.clear();
    assert_eq!(said(price(&book, &it)), "reason_missing:72203");
}

#[test]
fn a_free_line_is_a_concession_of_everything_with_its_reason() {
    let book = book("physiotherapy");
    let mut it = case("72203");
    it.lines[0].concession = 100;
    assert_eq!(said(price(&book, &it)), "reason_missing:72203");
    it.lines[0].reason = "Hardship, agreed with the owner".into();
    let priced = price(&book, &it).expect("it is priced");
    assert_eq!(priced.lines[0].total, Money::ZERO);
    assert!(priced.lines[0].explains.contains("less 100 % by concession"), "{}", priced.lines[0].explains);
}

#[test]
fn everything_wrong_is_said_at_once_and_sorted() {
    assert_eq!(
        said(price(&book("physiotherapy"), &case("99999 72501 72509x3 72701 72702"))),
        "max_per_session:72509 not_together:72701+72702 unknown_code:99999"
    );
    assert_eq!(said(price(&book("physiotherapy"), &case(""))), "no_lines");
}

#[test]
fn a_line_explains_itself_in_a_sentence() {
    let priced = price(&book("physiotherapy"), &case("72303 72203b")).expect("it is priced");
    let words = "72203 of Tariff 2026, valid from 1 Jan 2026: R\u{a0}134.60 × 0.5 (0008, additional procedure) × 0.85 \
                 (0003, equipment not owned), to the cent: R\u{a0}57.21.";
    assert_eq!(priced.lines[1].explains, words);
    assert_eq!(priced.lines[0].explains, "72303 of Tariff 2026, valid from 1 Jan 2026: R\u{a0}270.30.");
}

#[test]
fn a_modifier_the_tariff_lacks_is_asked_for_and_never_guessed() {
    let mut book = book("physiotherapy");
    book.modifiers.clear();
    assert_eq!(said(price(&book, &case("72303 72203"))), "modifier_missing:0008");
}

fn any_lines() -> impl Strategy<Value = Vec<Wanted>> {
    let codes: Vec<String> = book("physiotherapy").codes.keys().cloned().collect();
    let line = (prop::sample::select(codes), 1_u32..4, any::<bool>(), any::<bool>(), 0_u32..=100);
    prop::collection::vec(line, 0..6).prop_map(|lines| {
        let of = |(code, quantity, borrowed, second, concession): (String, u32, bool, bool, u32)| {
            let reason = "Because".into();
            Wanted { code, quantity, borrowed, second, concession, reason, entry: None }
        };
        lines.into_iter().map(of).collect()
    })
}

proptest! {
    #[test]
    fn every_line_adds_up_explains_itself_and_is_never_below_zero(lines in any_lines(), overlaps: bool, vat in prop::option::of(1_u32..2000)) {
        let mut it = case("");
        it.lines = lines;
        it.overlaps = Some(overlaps);
        it.vat_bp = vat;
        if let Ok(priced) = price(&book("physiotherapy"), &it) {
            let sum: i64 = priced.lines.iter().map(|l| l.total.as_cents()).sum();
            prop_assert_eq!(priced.total().as_cents(), sum);
            for line in &priced.lines {
                prop_assert_eq!(line.total.as_cents(), line.unit.as_cents() * i64::from(line.quantity));
                prop_assert!(line.unit >= Money::ZERO && line.vat >= Money::ZERO && line.vat <= line.total);
                let free = it.lines[line.from].concession == 100;
                prop_assert!(free || line.unit > Money::ZERO, "never free by accident: {}", line.explains);
                prop_assert!(line.explains.contains(&line.code) && line.explains.ends_with('.'));
            }
            // the same twice is the same
            prop_assert_eq!(price(&book("physiotherapy"), &it), Ok(priced));
        }
    }

    #[test]
    fn an_additional_procedure_never_raises_what_the_others_cost(first in 0_usize..8, second in 0_usize..8) {
        let counted: Vec<String> = book("physiotherapy").codes.values().filter(|c| c.modality && !c.standalone && c.limits.group_min.is_none()).map(|c| c.code.clone()).collect();
        let (a, b) = (&counted[first % counted.len()], &counted[second % counted.len()]);
        let of = |lines: &str| { let mut it = case(""); it.lines = wanted(lines); price(&book("physiotherapy"), &it).expect("two go together").total().as_cents() };
        let (one, other, both) = (of(a), of(b), of(&format!("{a} {b}")));
        prop_assert_eq!(both, one.max(other) + (one.min(other) + 1) / 2);
    }

    #[test]
    fn rounding_is_half_up_once(fee in 0_i64..10_000_000, bp in 0_u32..20_000, more in 0_u32..20_000) {
        let exact = i128::from(fee) * i128::from(bp) * i128::from(more);
        let rounded = i128::from(Rounding::Cent.of_product(fee, &[bp, more]));
        let off = rounded * 100_000_000 - exact;
        prop_assert!(-50_000_000 < off && off <= 50_000_000, "{off}");
        let tens = Rounding::TenCentAboveTenRand.of_product(fee, &[bp, more]);
        prop_assert!(tens <= 1000 || tens % 10 == 0);
    }
}
