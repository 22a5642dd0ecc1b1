//! Money: whole cents of one currency, the South African rand.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// Whole cents. No floats, no silent overflow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was typed. Empty is never zero.
    #[error("Enter an amount.")]
    Empty,
    /// Something other than digits, separators, `R` and a minus sign, or a separator in the wrong place.
    #[error("Enter an amount such as 450.50.")]
    NotANumber,
    /// Three or more decimals.
    #[error("Enter an amount in rand and cents, with at most two decimals.")]
    MoreThanCents,
    /// Larger than the ledger can hold.
    #[error("Enter a smaller amount.")]
    TooLarge,
}

impl MoneyError {
    /// The stable code for a field problem.
    pub fn code(self) -> &'static str {
        match self {
            MoneyError::Empty => "empty",
            MoneyError::NotANumber => "not_a_number",
            MoneyError::MoreThanCents => "more_than_cents",
            MoneyError::TooLarge => "too_large",
        }
    }
}

/// How a file writes its amounts. The plain profile has a decimal point and no thousands sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyProfile {
    /// `450,50` rather than `450.50`.
    pub decimal_comma: bool,
    /// `1 143.70`: spaces (also no-break ones) between groups of three digits.
    pub space_thousands: bool,
}

impl Money {
    /// Nothing owed, nothing paid.
    pub const ZERO: Money = Money(0);

    /// From whole cents.
    pub const fn cents(cents: i64) -> Money {
        Money(cents)
    }

    /// As whole cents.
    pub const fn as_cents(self) -> i64 {
        self.0
    }

    /// Below zero: a credit or a refund.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum, or `None` when the ledger could not hold it.
    pub fn plus(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    /// The difference, or `None` when the ledger could not hold it.
    pub fn minus(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }

    /// Equal shares whose sum is exact; spare cents go to the first ones. `None` when there is nobody to share among.
    pub fn split(self, parts: u16) -> Option<Vec<Money>> {
        self.allocate(&vec![1; usize::from(parts)])
    }

    /// Shares in proportion to the weights by largest remainder, sum exact; on a tie the earlier share gets the cent.
    /// `None` when there is no positive weight to share by.
    pub fn allocate(self, weights: &[u32]) -> Option<Vec<Money>> {
        let total: i128 = weights.iter().copied().map(i128::from).sum();
        if total == 0 {
            return None;
        }
        let whole = i128::from(self.0).abs();
        let mut shares: Vec<i128> = weights.iter().map(|weight| whole * i128::from(*weight) / total).collect();
        let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
        by_remainder.sort_by_key(|at| std::cmp::Reverse(whole * i128::from(weights[*at]) % total));
        let spare = whole - shares.iter().sum::<i128>();
        // There are fewer spare cents than shares with a remainder, so nobody of weight zero is given one.
        for at in by_remainder.into_iter().take(usize::try_from(spare).ok()?) {
            shares[at] += 1;
        }
        let sign = i128::from(self.0.signum());
        shares.into_iter().map(|share| i64::try_from(share * sign).ok().map(Money)).collect()
    }

    /// Reads an amount as a file with this profile writes it. A negative amount parses as negative: whoever must not
    /// have one says so.
    pub fn parse_with(text: &str, profile: MoneyProfile) -> Result<Money, MoneyError> {
        let (negative, digits) = without_sign_and_currency(text.trim())?;
        let decimal_sign = if profile.decimal_comma { ',' } else { '.' };
        let (rand, decimals) = match digits.split_once(decimal_sign) {
            Some((rand, decimals)) => (rand, Some(decimals)),
            None => (digits, None),
        };
        let rand = if profile.space_thousands { without_groups(rand)? } else { rand.to_owned() };
        if rand.is_empty() || !all_digits(&rand) {
            return Err(MoneyError::NotANumber);
        }
        let decimals = decimals.unwrap_or("00");
        if decimals.is_empty() || !all_digits(decimals) {
            return Err(MoneyError::NotANumber);
        }
        if decimals.len() > 2 {
            return Err(MoneyError::MoreThanCents);
        }
        let cents: i128 = format!("{rand}{decimals:0<2}").parse().map_err(|_| MoneyError::TooLarge)?;
        i64::try_from(if negative { -cents } else { cents }).map(Money).map_err(|_| MoneyError::TooLarge)
    }

    /// Reads what a person types: `R 450,50`, `450.50`, `1 143.70`.
    pub fn parse(text: &str) -> Result<Money, MoneyError> {
        Money::parse_with(text, MoneyProfile { decimal_comma: !text.contains('.'), space_thousands: true })
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Takes one minus sign and one `R` off the front, in either order.
fn without_sign_and_currency(text: &str) -> Result<(bool, &str), MoneyError> {
    if text.is_empty() {
        return Err(MoneyError::Empty);
    }
    let sign = ['-', MINUS];
    let before = text.strip_prefix(sign);
    let rest = before.unwrap_or(text).trim_start();
    let rest = rest.strip_prefix(['R', 'r']).unwrap_or(rest).trim_start();
    match (before, rest.strip_prefix(sign)) {
        (Some(_), Some(_)) => Err(MoneyError::NotANumber),
        (None, Some(after)) => Ok((true, after.trim_start())),
        (before, None) => Ok((before.is_some(), rest)),
    }
}

/// `1 143` becomes `1143`; groups of any other size are refused, since a digit may be missing.
fn without_groups(text: &str) -> Result<String, MoneyError> {
    let groups: Vec<&str> = text.split([' ', NO_BREAK_SPACE, '\u{202f}', '\u{2009}']).collect();
    let well_formed =
        groups.len() == 1 || (matches!(groups[0].len(), 1..=3) && groups[1..].iter().all(|g| g.len() == 3));
    if well_formed { Ok(groups.concat()) } else { Err(MoneyError::NotANumber) }
}

impl FromStr for Money {
    type Err = MoneyError;
    fn from_str(text: &str) -> Result<Money, MoneyError> {
        Money::parse(text)
    }
}

impl fmt::Display for Money {
    /// `R 1 143.70` with no-break spaces; below zero a true minus sign stands in front.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.0.unsigned_abs();
        let rand = (cents / 100).to_string();
        let mut text = String::new();
        if self.is_negative() {
            text.push(MINUS);
        }
        text.push('R');
        text.push(NO_BREAK_SPACE);
        for (at, digit) in rand.chars().enumerate() {
            if at > 0 && (rand.len() - at).is_multiple_of(3) {
                text.push(NO_BREAK_SPACE);
            }
            text.push(digit);
        }
        text.push_str(&format!(".{:02}", cents % 100));
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use MoneyError::{Empty, MoreThanCents, NotANumber, TooLarge};
    use proptest::prelude::*;

    const PLAIN: MoneyProfile = MoneyProfile { decimal_comma: false, space_thousands: false };
    const COMMA: MoneyProfile = MoneyProfile { decimal_comma: true, ..PLAIN };
    const SPACED: MoneyProfile = MoneyProfile { space_thousands: true, ..PLAIN };

    #[test]
    fn what_people_type_becomes_cents() {
        for (typed, expected) in [
            ("R 450,50", Ok(45_050)),
            ("450.50", Ok(45_050)),
            ("1 143.70", Ok(114_370)),
            ("R1\u{a0}143,70", Ok(114_370)),
            (" r450 ", Ok(45_000)),
            ("0.5", Ok(50)),
            ("-R 5", Ok(-500)),
            ("R -5", Ok(-500)),
            ("\u{2212}5.00", Ok(-500)),
            ("", Err(Empty)),
            ("  ", Err(Empty)),
            ("R", Err(NotANumber)),
            ("abc", Err(NotANumber)),
            ("4.5.0", Err(NotANumber)),
            ("--5", Err(NotANumber)),
            ("-R-5", Err(NotANumber)),
            ("5.", Err(NotANumber)),
            (".5", Err(NotANumber)),
            ("+5", Err(NotANumber)),
            ("1 14", Err(NotANumber)),
            ("1  143", Err(NotANumber)),
            ("1,143.70", Err(NotANumber)),
            ("٤٥", Err(NotANumber)),
            ("1e5", Err(NotANumber)),
            ("1,143", Err(MoreThanCents)),
            ("269.105", Err(MoreThanCents)),
            ("99999999999999999999", Err(TooLarge)),
            (&"9".repeat(60), Err(TooLarge)),
            ("😀", Err(NotANumber)),
            ("5\0", Err(NotANumber)),
        ] {
            assert_eq!(typed.parse::<Money>().map(Money::as_cents), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_file_is_read_only_as_its_profile_says() {
        for (text, profile, expected) in [
            ("67.30", PLAIN, Ok(6_730)),
            ("269.1O", PLAIN, Err(NotANumber)),
            ("81,10", PLAIN, Err(NotANumber)),
            ("81,10", COMMA, Ok(8_110)),
            ("1\u{a0}696.10", PLAIN, Err(NotANumber)),
            ("1\u{a0}696.10", SPACED, Ok(169_610)),
            ("R 150.50", PLAIN, Ok(15_050)),
            ("-201.80", PLAIN, Ok(-20_180)),
            ("", PLAIN, Err(Empty)),
            ("269.105", PLAIN, Err(MoreThanCents)),
            ("0.00", PLAIN, Ok(0)),
            ("81.10", COMMA, Err(NotANumber)),
        ] {
            assert_eq!(Money::parse_with(text, profile).map(Money::as_cents), expected, "{text:?} {profile:?}");
        }
    }

    #[test]
    fn money_is_written_the_house_way() {
        assert_eq!(Money::cents(114_370).to_string(), "R\u{a0}1\u{a0}143.70");
        assert_eq!(Money::cents(-5).to_string(), "\u{2212}R\u{a0}0.05");
        assert_eq!(Money::cents(100_000_000).to_string(), "R\u{a0}1\u{a0}000\u{a0}000.00");
    }

    #[test]
    fn spare_cents_go_to_the_first_and_nobody_pays_for_no_weight() {
        let cents = |shares: Option<Vec<Money>>| shares.map(|s| s.into_iter().map(Money::as_cents).collect::<Vec<_>>());
        assert_eq!(cents(Money::cents(100).split(3)), Some(vec![34, 33, 33]));
        assert_eq!(cents(Money::cents(-100).split(3)), Some(vec![-34, -33, -33]));
        assert_eq!(cents(Money::cents(10).allocate(&[0, 1, 2])), Some(vec![0, 3, 7]));
        assert_eq!(cents(Money::cents(10).split(0)), None);
        assert_eq!(cents(Money::cents(10).allocate(&[0, 0])), None);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(cents: i64) {
            let money = Money::cents(cents);
            prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
        }

        #[test]
        fn shares_sum_to_the_whole(cents: i64, weights in prop::collection::vec(any::<u32>(), 1..12)) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let shares = Money::cents(cents).allocate(&weights).unwrap();
            prop_assert_eq!(shares.iter().map(|s| i128::from(s.as_cents())).sum::<i128>(), i128::from(cents));
            prop_assert!(shares.iter().zip(&weights).all(|(share, weight)| *weight > 0 || share.as_cents() == 0));
        }

        #[test]
        fn adding_and_taking_away_never_wrap(a: i64, b: i64) {
            let (x, y) = (Money::cents(a), Money::cents(b));
            prop_assert_eq!(x.plus(y).is_some(), i64::try_from(i128::from(a) + i128::from(b)).is_ok());
            if let Some(sum) = x.plus(y) { prop_assert_eq!(sum.minus(y), Some(x)); }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") { let _ = text.parse::<Money>(); }
    }
}
