//! Postal codes.

use super::identifiers::CountryCode;
use super::text_type::text_type;
use serde::{Deserialize, Serialize};

/// A postal code of any country: 2 to 12 letters, digits, spaces and hyphens, kept as typed after trimming.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostalCode(String);

/// Why a text is not a postal code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostalError {
    /// Nothing was typed.
    #[error("Enter a postal code.")]
    Empty,
    /// A South African code has exactly four digits.
    #[error("Enter the four digits of the postal code, with noughts in front.")]
    FourDigits,
    /// Not 2 to 12 letters, digits, spaces and hyphens.
    #[error("Enter a postal code of 2 to 12 letters and digits.")]
    Format,
}

impl PostalError {
    /// The stable code for a field problem.
    pub fn code(self) -> &'static str {
        match self {
            PostalError::Empty => "empty",
            PostalError::FourDigits => "four_digits",
            PostalError::Format => "format",
        }
    }
}

text_type!(PostalCode, PostalError);

impl PostalCode {
    /// The rule that holds in every country.
    pub fn parse(text: &str) -> Result<PostalCode, PostalError> {
        let code = text.trim();
        if code.is_empty() {
            return Err(PostalError::Empty);
        }
        let allowed = code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'))
            && code.contains(|c: char| c.is_ascii_alphanumeric());
        if allowed && matches!(code.len(), 2..=12) { Ok(PostalCode(code.to_owned())) } else { Err(PostalError::Format) }
    }

    /// The rule of that country: four digits in South Africa, `0002` and never `2`.
    pub fn parse_in(text: &str, country: &CountryCode) -> Result<PostalCode, PostalError> {
        let code = text.trim();
        if !country.is_south_africa() || code.is_empty() {
            return PostalCode::parse(code);
        }
        if code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit()) {
            Ok(PostalCode(code.to_owned()))
        } else {
            Err(PostalError::FourDigits)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_country_has_its_rule() {
        for (typed, country, expected) in [
            ("0002", "ZA", Ok("0002")),
            (" 2196 ", "ZA", Ok("2196")),
            ("2", "ZA", Err("four_digits")),
            ("00021", "ZA", Err("four_digits")),
            ("SW1A", "ZA", Err("four_digits")),
            ("٠٠٠٢", "ZA", Err("four_digits")),
            ("", "ZA", Err("empty")),
            ("SW1A 1AA", "GB", Ok("SW1A 1AA")),
            ("12345-6789", "US", Ok("12345-6789")),
            ("1", "US", Err("format")),
            ("1234567890123", "US", Err("format")),
            ("--", "US", Err("format")),
            ("", "US", Err("empty")),
            ("12é", "FR", Err("format")),
        ] {
            let country = CountryCode::parse(country).unwrap();
            assert_eq!(
                PostalCode::parse_in(typed, &country).map(String::from).map_err(PostalError::code),
                expected.map(str::to_owned),
                "{typed:?} {country}"
            );
        }
    }

    proptest! {
        #[test]
        fn an_accepted_code_reads_back(text in "[A-Za-z0-9 -]{0,14}") {
            if let Ok(it) = PostalCode::parse(&text) { prop_assert_eq!(PostalCode::parse(it.as_str()), Ok(it)); }
        }
    }
}
