//! Identifiers other than the South African ID number: passports, permits, birth records, and none yet.

use super::text_type::text_type;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a person is identified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdType {
    /// A South African ID number.
    SaId,
    /// A passport of any country.
    Passport,
    /// A refugee or asylum permit.
    Permit,
    /// An entry in the birth register.
    BirthRecord,
    /// An identity document of another country.
    ForeignId,
    /// Nothing yet; allowed for care, asked again at each visit.
    #[default]
    NoneYet,
}

impl IdType {
    /// All of them, in the order a form offers them.
    pub const ALL: [IdType; 6] =
        [IdType::SaId, IdType::Passport, IdType::Permit, IdType::BirthRecord, IdType::ForeignId, IdType::NoneYet];

    /// The stored word.
    pub fn key(self) -> &'static str {
        match self {
            IdType::SaId => "sa_id",
            IdType::Passport => "passport",
            IdType::Permit => "permit",
            IdType::BirthRecord => "birth_record",
            IdType::ForeignId => "foreign_id",
            IdType::NoneYet => "none_yet",
        }
    }

    /// From the stored word.
    pub fn from_key(key: &str) -> Option<IdType> {
        IdType::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The same number in two countries is two people, so the country belongs to it.
    pub fn needs_country(self) -> bool {
        match self {
            IdType::Passport | IdType::ForeignId => true,
            IdType::SaId | IdType::Permit | IdType::BirthRecord | IdType::NoneYet => false,
        }
    }
}

/// Why a text is not such an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Nothing was typed.
    #[error("Enter the number.")]
    Empty,
    /// Fewer characters than any such document has.
    #[error("The number is too short: at least {least} letters and digits.")]
    TooShort {
        /// The fewest allowed.
        least: usize,
    },
    /// More characters than any such document has.
    #[error("The number is too long: at most {most} letters and digits.")]
    TooLong {
        /// The most allowed.
        most: usize,
    },
    /// Something other than letters and digits.
    #[error("Use letters and digits only.")]
    Character,
    /// Not the two letters of a country.
    #[error("Choose a country.")]
    Country,
}

impl IdentifierError {
    /// The stable code for a field problem.
    pub fn code(self) -> &'static str {
        match self {
            IdentifierError::Empty => "empty",
            IdentifierError::TooShort { .. } => "too_short",
            IdentifierError::TooLong { .. } => "too_long",
            IdentifierError::Character => "character",
            IdentifierError::Country => "country",
        }
    }
}

/// A passport or foreign identity number: 4 to 20 letters and digits, in capitals, unique only with its country.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PassportNumber(String);

/// The file or permit number of a refugee or asylum seeker: 5 to 25 letters, digits, slashes and hyphens, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PermitNumber(String);

/// An entry number of the birth register: 4 to 20 letters, digits, slashes and hyphens, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BirthEntryNumber(String);

/// The two letters of a country, from the international list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode(String);

text_type!(PassportNumber, IdentifierError);
text_type!(PermitNumber, IdentifierError);
text_type!(BirthEntryNumber, IdentifierError);
text_type!(CountryCode, IdentifierError);

impl PassportNumber {
    /// Removes spaces and hyphens, then checks.
    pub fn parse(text: &str) -> Result<PassportNumber, IdentifierError> {
        document_number(&text.replace('-', ""), 4, 20, &[]).map(PassportNumber)
    }
}

impl PermitNumber {
    /// Removes spaces, then checks; slashes and hyphens are part of the number.
    pub fn parse(text: &str) -> Result<PermitNumber, IdentifierError> {
        document_number(text, 5, 25, &['/', '-']).map(PermitNumber)
    }
}

impl BirthEntryNumber {
    /// Removes spaces, then checks; slashes and hyphens are part of the number.
    pub fn parse(text: &str) -> Result<BirthEntryNumber, IdentifierError> {
        document_number(text, 4, 20, &['/', '-']).map(BirthEntryNumber)
    }
}

impl CountryCode {
    /// Every country, in alphabetical order of its letters.
    pub fn all() -> impl Iterator<Item = CountryCode> {
        COUNTRIES.split_ascii_whitespace().map(|code| CountryCode(code.to_owned()))
    }

    /// `za` and `ZA` are the same country.
    pub fn parse(text: &str) -> Result<CountryCode, IdentifierError> {
        let code = text.trim().to_ascii_uppercase();
        if COUNTRIES.split_ascii_whitespace().any(|known| known == code) {
            Ok(CountryCode(code))
        } else {
            Err(IdentifierError::Country)
        }
    }

    /// South Africa, the default of every practice.
    pub fn south_africa() -> CountryCode {
        CountryCode("ZA".to_owned())
    }

    /// Whether this is South Africa, whose rules for addresses and numbers differ.
    pub fn is_south_africa(&self) -> bool {
        self.0 == "ZA"
    }
}

/// Whether a document ran out before today. Worth a warning, never a reason to withhold care.
pub fn has_expired(expiry: Date, today: Date) -> bool {
    expiry < today
}

/// The name of a newborn until there is one: `Baby of Mokoena`.
pub fn placeholder_name(mothers_last_name: &str) -> String {
    format!("Baby of {}", mothers_last_name.trim())
}

fn document_number(text: &str, least: usize, most: usize, also: &[char]) -> Result<String, IdentifierError> {
    let number: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    if number.is_empty() {
        return Err(IdentifierError::Empty);
    }
    if !number.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(&c))
        || !number.contains(|c: char| c.is_ascii_alphanumeric())
    {
        return Err(IdentifierError::Character);
    }
    if number.len() < least {
        return Err(IdentifierError::TooShort { least });
    }
    if number.len() > most { Err(IdentifierError::TooLong { most }) } else { Ok(number) }
}

const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG \
    CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL \
    GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA \
    LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP \
    NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV \
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn document_numbers_are_kept_in_capitals() {
        assert_eq!(PassportNumber::parse(" ab 123-456 ").map(String::from), Ok("AB123456".to_owned()));
        assert_eq!(PermitNumber::parse("ctr/000123/20").map(String::from), Ok("CTR/000123/20".to_owned()));
        assert_eq!(BirthEntryNumber::parse("b-1042").map(String::from), Ok("B-1042".to_owned()));
    }

    #[test]
    fn what_no_document_has_is_refused() {
        for (text, code) in [
            ("", "empty"),
            (" - ", "empty"),
            ("A12", "too_short"),
            (&"A".repeat(21), "too_long"),
            ("AB/123", "character"),
            ("é1234", "character"),
            ("A123\0", "character"),
        ] {
            assert_eq!(PassportNumber::parse(text).map_err(IdentifierError::code), Err(code), "{text:?}");
        }
        assert_eq!(PermitNumber::parse("A/12").map_err(IdentifierError::code), Err("too_short"));
        assert_eq!(PermitNumber::parse(&"1".repeat(26)).map_err(IdentifierError::code), Err("too_long"));
        assert_eq!(BirthEntryNumber::parse("////").map_err(IdentifierError::code), Err("character"));
    }

    #[test]
    fn a_country_is_one_of_the_list() {
        assert_eq!(CountryCode::parse(" zw "), CountryCode::parse("ZW"));
        assert!(CountryCode::parse("za").unwrap().is_south_africa());
        for text in ["", "XX", "ZAF", "Z", "ZA ZW"] {
            assert_eq!(CountryCode::parse(text), Err(IdentifierError::Country), "{text:?}");
        }
        assert_eq!(CountryCode::all().count(), 249);
        assert!(CountryCode::all().is_sorted());
    }

    #[test]
    fn a_permit_is_good_on_its_last_day() {
        assert!(!has_expired(date(2026, 11, 23), date(2026, 11, 23)));
        assert!(has_expired(date(2026, 11, 22), date(2026, 11, 23)));
        assert_eq!(placeholder_name(" van der Merwe "), "Baby of van der Merwe");
    }

    #[test]
    fn every_type_has_its_own_word() {
        for kind in IdType::ALL {
            assert_eq!(IdType::from_key(kind.key()), Some(kind));
        }
        assert_eq!(IdType::from_key("other"), None);
    }

    proptest! {
        #[test]
        fn an_accepted_number_reads_back(text in "[A-Za-z0-9/ -]{0,30}") {
            if let Ok(it) = PassportNumber::parse(&text) { prop_assert_eq!(PassportNumber::parse(it.as_str()), Ok(it)); }
            if let Ok(it) = PermitNumber::parse(&text) { prop_assert_eq!(PermitNumber::parse(it.as_str()), Ok(it)); }
            if let Ok(it) = BirthEntryNumber::parse(&text) { prop_assert_eq!(BirthEntryNumber::parse(it.as_str()), Ok(it)); }
        }
    }
}
