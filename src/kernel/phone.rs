//! Telephone numbers: many ways to type one, one way to store it.

use super::text_type::text_type;
use serde::{Deserialize, Serialize};

/// A number in E.164 form, `+27821234567`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is not a telephone number. Where a count of digits explains it, the count comes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("Enter a phone number.")]
    Empty,
    /// Something other than digits, spaces, hyphens, brackets, full stops and one plus in front.
    #[error("Use digits only, with a plus in front for another country.")]
    Character,
    /// Long enough, but neither a leading 0 nor a country code says where it is.
    #[error("Start the number with 0, or with a plus and the country code.")]
    NoPrefix,
    /// Fewer than eight digits.
    #[error("The number is too short: {digits} digits.")]
    TooShort {
        /// How many were typed.
        digits: usize,
    },
    /// More than fifteen digits.
    #[error("The number is too long: {digits} digits.")]
    TooLong {
        /// How many were typed.
        digits: usize,
    },
    /// A leading 0 and not nine digits after it.
    #[error("Nine digits follow the 0; here are {digits}.")]
    AfterZero {
        /// How many follow the 0.
        digits: usize,
    },
    /// The country code 27 and not nine digits after it.
    #[error("Nine digits follow 27; here are {digits}.")]
    AfterCountryCode {
        /// How many follow the 27.
        digits: usize,
    },
    /// A South African number in a range that does not exist (09…, 00…).
    #[error("No South African number starts like that.")]
    NotInUse,
}

impl PhoneError {
    /// The stable code for a field problem.
    pub fn code(self) -> &'static str {
        match self {
            PhoneError::Empty => "empty",
            PhoneError::Character => "character",
            PhoneError::NoPrefix => "no_prefix",
            PhoneError::TooShort { .. } => "too_short",
            PhoneError::TooLong { .. } => "too_long",
            PhoneError::AfterZero { .. } => "digits_after_zero",
            PhoneError::AfterCountryCode { .. } => "digits_after_country_code",
            PhoneError::NotInUse => "not_in_use",
        }
    }

    /// The digits counted, where that is what is wrong.
    pub fn digits(self) -> Option<usize> {
        match self {
            PhoneError::TooShort { digits }
            | PhoneError::TooLong { digits }
            | PhoneError::AfterZero { digits }
            | PhoneError::AfterCountryCode { digits } => Some(digits),
            PhoneError::Empty | PhoneError::Character | PhoneError::NoPrefix | PhoneError::NotInUse => None,
        }
    }
}

impl Phone {
    /// Normalises what was typed. Without a country code a number is South African.
    pub fn parse(text: &str) -> Result<Phone, PhoneError> {
        let typed: String = text.chars().filter(|c| !is_separator(*c)).collect();
        if typed.is_empty() {
            return Err(PhoneError::Empty);
        }
        let international = typed.strip_prefix('+').or_else(|| typed.strip_prefix("00"));
        let digits = international.unwrap_or(&typed);
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneError::Character);
        }
        if international.is_none() {
            if let Some(rest) = digits.strip_prefix('0') {
                return if rest.len() == 9 {
                    south_african(rest)
                } else {
                    Err(PhoneError::AfterZero { digits: rest.len() })
                };
            }
            within_e164(digits)?;
            return digits.strip_prefix("27").ok_or(PhoneError::NoPrefix).and_then(south_african);
        }
        if let Some(rest) = digits.strip_prefix("27") {
            // "+27 (0)82…": the 0 for calls inside the country was left standing.
            return south_african(rest.strip_prefix('0').filter(|nine| nine.len() == 9).unwrap_or(rest));
        }
        within_e164(digits)?;
        // No country code starts with a nought.
        if digits.starts_with('0') { Err(PhoneError::NoPrefix) } else { Ok(Phone(format!("+{digits}"))) }
    }

    /// Whether a text message can reach it. South African landlines, shared-cost and internet numbers take a call only.
    pub fn may_sms(&self) -> bool {
        let Some(rest) = self.0.strip_prefix("+27") else { return true };
        rest.starts_with(['6', '7']) || matches!(rest.get(..2), Some("81" | "82" | "83" | "84" | "85"))
    }

    /// As it is written and dialled at home: `082 123 4567`; a foreign number stays in full.
    pub fn national(&self) -> String {
        match self.0.strip_prefix("+27").and_then(|rest| Some((rest.get(..2)?, rest.get(2..5)?, rest.get(5..)?))) {
            Some((area, first, last)) => format!("0{area} {first} {last}"),
            None => self.0.clone(),
        }
    }
}

text_type!(Phone, PhoneError);

/// What people put between digits, and the invisible direction marks that address books copy along.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '.' | '(' | ')' | '[' | ']' | '\u{2010}'..='\u{2013}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn within_e164(digits: &str) -> Result<(), PhoneError> {
    match digits.len() {
        0..=7 => Err(PhoneError::TooShort { digits: digits.len() }),
        8..=15 => Ok(()),
        _ => Err(PhoneError::TooLong { digits: digits.len() }),
    }
}

fn south_african(rest: &str) -> Result<Phone, PhoneError> {
    if rest.len() != 9 {
        return Err(PhoneError::AfterCountryCode { digits: rest.len() });
    }
    if rest.starts_with(['0', '9']) { Err(PhoneError::NotInUse) } else { Ok(Phone(format!("+27{rest}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_to_type_a_number_is_stored_one_way() {
        for (typed, stored, sms) in [
            ("0821234567", "+27821234567", true),
            ("+27 82 123 4567", "+27821234567", true),
            ("27 82 123 4567", "+27821234567", true),
            ("+270821234567", "+27821234567", true),
            ("+27 (0)82 123-4567", "+27821234567", true),
            ("0027821234567", "+27821234567", true),
            ("082.123.4567", "+27821234567", true),
            ("\u{202a}082 123 4567\u{202c}", "+27821234567", true),
            ("(021) 555-0100", "+27215550100", false),
            ("0860123456", "+27860123456", false),
            ("0800123456", "+27800123456", false),
            ("0612345678", "+27612345678", true),
            ("0731234567", "+27731234567", true),
            ("0851234567", "+27851234567", true),
            ("0871234567", "+27871234567", false),
            ("+447400123456", "+447400123456", true),
            ("+26771234567", "+26771234567", true),
            ("0044 7400 123456", "+447400123456", true),
        ] {
            let phone = Phone::parse(typed).unwrap_or_else(|e| panic!("{typed}: {e}"));
            assert_eq!((phone.as_str(), phone.may_sms()), (stored, sms), "{typed}");
        }
    }

    #[test]
    fn a_refusal_says_what_is_wrong_and_how_many_digits() {
        for (typed, code, digits) in [
            ("082123456", "digits_after_zero", Some(8)),
            ("08212345678", "digits_after_zero", Some(10)),
            ("0", "digits_after_zero", Some(0)),
            ("12345", "too_short", Some(5)),
            ("+1234567", "too_short", Some(7)),
            ("+1234567890123456", "too_long", Some(16)),
            ("", "empty", None),
            (" () ", "empty", None),
            ("821234567", "no_prefix", None),
            ("+0821234567", "no_prefix", None),
            ("2782123456", "digits_after_country_code", Some(8)),
            ("+2782123456", "digits_after_country_code", Some(8)),
            ("+27", "digits_after_country_code", Some(0)),
            ("0912345678", "not_in_use", None),
            ("+27012345678", "not_in_use", None),
            ("082 123 456O", "character", None),
            ("082+1234567", "character", None),
            ("++27821234567", "character", None),
            ("٠٨٢١٢٣٤٥٦٧", "character", None),
            ("082123456\0", "character", None),
            ("+", "too_short", Some(0)),
        ] {
            let refused = Phone::parse(typed).expect_err(typed);
            assert_eq!((refused.code(), refused.digits()), (code, digits), "{typed}");
        }
    }

    #[test]
    fn a_number_is_shown_as_it_is_dialled() {
        assert_eq!(Phone::parse("+27821234567").unwrap().national(), "082 123 4567");
        assert_eq!(Phone::parse("+447400123456").unwrap().national(), "+447400123456");
    }

    proptest! {
        #[test]
        fn what_is_stored_reads_back(text in "(\\+|00|0|27)?[0-9]{5,15}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(&phone.to_string()), Ok(phone.clone()));
                prop_assert_eq!(Phone::parse(&phone.national()), Ok(phone));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") { let _ = Phone::parse(&text); }
    }
}
