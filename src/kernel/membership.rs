//! The numbers on a medical scheme card.

use super::text_type::text_type;
use serde::{Deserialize, Serialize};

/// A membership number: 6 to 20 letters and digits, in capitals, without spaces, leading noughts kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MemberNumber(String);

/// Which person on the card: 1 to 3 digits, leading noughts kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DependantCode(String);

/// Why a text is not such a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MembershipError {
    /// Nothing was typed.
    #[error("Enter the number on the card.")]
    Empty,
    /// Not 6 to 20 letters and digits, or not 1 to 3 digits.
    #[error("Check how many characters the number on the card has.")]
    Length,
    /// Something that is not on a card.
    #[error("Enter the number as it is on the card, without signs.")]
    Character,
}

impl MembershipError {
    /// The stable code for a field problem.
    pub fn code(self) -> &'static str {
        match self {
            MembershipError::Empty => "empty",
            MembershipError::Length => "length",
            MembershipError::Character => "character",
        }
    }
}

text_type!(MemberNumber, MembershipError);
text_type!(DependantCode, MembershipError);

impl MemberNumber {
    /// Removes spaces and sets capitals, then checks.
    pub fn parse(text: &str) -> Result<MemberNumber, MembershipError> {
        card_number(text, 6, 20, |c| c.is_ascii_alphanumeric()).map(MemberNumber)
    }
}

impl DependantCode {
    /// Trims, then checks. `0` and `00` are kept apart, as schemes do.
    pub fn parse(text: &str) -> Result<DependantCode, MembershipError> {
        card_number(text.trim(), 1, 3, |c| c.is_ascii_digit()).map(DependantCode)
    }
}

fn card_number(text: &str, least: usize, most: usize, allowed: fn(char) -> bool) -> Result<String, MembershipError> {
    let number: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    if number.is_empty() {
        return Err(MembershipError::Empty);
    }
    if !number.chars().all(allowed) {
        return Err(MembershipError::Character);
    }
    if (least..=most).contains(&number.len()) { Ok(number) } else { Err(MembershipError::Length) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_member_number_keeps_its_noughts() {
        for (typed, expected) in [
            ("0123456789", Ok("0123456789")),
            (" 012 345 678 ", Ok("012345678")),
            ("abc12345", Ok("ABC12345")),
            ("", Err("empty")),
            ("   ", Err("empty")),
            ("12345", Err("length")),
            ("123456789012345678901", Err("length")),
            ("1234-567", Err("character")),
            ("é123456", Err("character")),
            ("=123456", Err("character")),
        ] {
            assert_eq!(
                MemberNumber::parse(typed).map(String::from).map_err(MembershipError::code),
                expected.map(str::to_owned),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn a_dependant_code_keeps_its_noughts() {
        for (typed, expected) in [
            ("00", Ok("00")),
            (" 01 ", Ok("01")),
            ("0", Ok("0")),
            ("123", Ok("123")),
            ("1234", Err("length")),
            ("", Err("empty")),
            ("A", Err("character")),
            ("-1", Err("character")),
            ("٠١", Err("character")),
        ] {
            assert_eq!(
                DependantCode::parse(typed).map(String::from).map_err(MembershipError::code),
                expected.map(str::to_owned),
                "{typed:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn an_accepted_number_reads_back(text in "[A-Za-z0-9 ]{0,24}") {
            if let Ok(it) = MemberNumber::parse(&text) { prop_assert_eq!(MemberNumber::parse(it.as_str()), Ok(it)); }
            if let Ok(it) = DependantCode::parse(&text) { prop_assert_eq!(DependantCode::parse(it.as_str()), Ok(it)); }
        }
    }
}
