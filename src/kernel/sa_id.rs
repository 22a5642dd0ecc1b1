//! The South African identity number, `YYMMDD SSSS C A Z`, and what it tells about its owner.

use super::text_type::text_type;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An age up to which the earlier of two possible centuries is worth asking about.
const OLDEST_LIKELY: i16 = 110;

/// Sex as schemes and the number know it. Gender is another question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Not known, or not to be said.
    #[default]
    Unknown,
}

impl Sex {
    /// All of them, in the order a form offers them.
    pub const ALL: [Sex; 3] = [Sex::Female, Sex::Male, Sex::Unknown];

    /// The stored word.
    pub fn key(self) -> &'static str {
        match self {
            Sex::Female => "female",
            Sex::Male => "male",
            Sex::Unknown => "unknown",
        }
    }

    /// From the stored word.
    pub fn from_key(key: &str) -> Option<Sex> {
        Sex::ALL.into_iter().find(|sex| sex.key() == key)
    }
}

/// What the eleventh digit says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Citizenship {
    /// 0.
    Citizen,
    /// 1.
    PermanentResident,
    /// 2, reported for refugees.
    Refugee,
}

impl Citizenship {
    /// The stored word.
    pub fn key(self) -> &'static str {
        match self {
            Citizenship::Citizen => "citizen",
            Citizenship::PermanentResident => "permanent_resident",
            Citizenship::Refugee => "refugee",
        }
    }

    fn from_digit(digit: u8) -> Option<Citizenship> {
        match digit {
            b'0' => Some(Citizenship::Citizen),
            b'1' => Some(Citizenship::PermanentResident),
            b'2' => Some(Citizenship::Refugee),
            _ => None,
        }
    }
}

/// Why a text is not an identity number. The first failure is the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaIdError {
    /// Not exactly thirteen digits.
    #[error("Enter an ID number with 13 digits.")]
    Format,
    /// The first six digits are no date up to today.
    #[error("The first six digits are not a birth date.")]
    Date,
    /// The eleventh digit is not 0, 1 or 2.
    #[error("The eleventh digit must be 0, 1 or 2.")]
    Citizenship,
    /// The last digit does not fit the others.
    #[error("A digit is wrong; check the number against the document.")]
    Checksum,
}

impl SaIdError {
    /// The stable code for a field problem.
    pub fn code(self) -> &'static str {
        match self {
            SaIdError::Format => "format",
            SaIdError::Date => "date",
            SaIdError::Citizenship => "citizenship",
            SaIdError::Checksum => "checksum",
        }
    }
}

/// What is worth a second look at a valid number. Nothing is corrected silently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaIdWarning {
    /// The typed birth date is not the number's.
    DobMismatch,
    /// The typed sex is not the number's.
    SexMismatch,
    /// The person may have been born a hundred years earlier.
    CenturyAmbiguous,
    /// The third citizenship digit, seldom seen.
    CitizenshipUnusual,
}

impl SaIdWarning {
    /// The stable code for a field warning.
    pub fn code(self) -> &'static str {
        match self {
            SaIdWarning::DobMismatch => "dob_mismatch",
            SaIdWarning::SexMismatch => "sex_mismatch",
            SaIdWarning::CenturyAmbiguous => "century_ambiguous",
            SaIdWarning::CitizenshipUnusual => "citizenship_unusual",
        }
    }
}

/// Thirteen digits with a date that exists, a known citizenship digit and the right check digit. Whether the date is
/// in the future depends on today: [`parse`] asks that too. `Debug` shows it masked, so that no log can hold it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SaIdNumber(String);

text_type!(SaIdNumber, SaIdError);

impl SaIdNumber {
    /// Removes spaces and hyphens, then checks all that does not depend on today.
    pub fn parse(text: &str) -> Result<SaIdNumber, SaIdError> {
        checked(text, Date::MAX).map(|(number, _, _)| number)
    }

    /// `800101 **** 08*`: enough to recognise, not enough to use.
    pub fn masked(&self) -> String {
        format!("{} **** {}*", &self.0[..6], &self.0[10..12])
    }
}

impl fmt::Debug for SaIdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SaIdNumber").field(&self.masked()).finish()
    }
}

/// A number and all that was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaId {
    /// The number itself.
    pub digits: SaIdNumber,
    /// The birth date, its century decided.
    pub birth: Date,
    /// Female or male; the number never says unknown.
    pub sex: Sex,
    /// Citizen, permanent resident or refugee.
    pub citizenship: Citizenship,
    /// What to ask the person about; empty when all agrees.
    pub warnings: Vec<SaIdWarning>,
}

impl SaId {
    /// `800101 **** 08*`.
    pub fn masked(&self) -> String {
        self.digits.masked()
    }
}

/// Reads a number and compares it with what else was typed: `None` and `Sex::Unknown` mean that nothing was.
pub fn parse(text: &str, today: Date, typed_birth: Option<Date>, typed_sex: Option<Sex>) -> Result<SaId, SaIdError> {
    let (digits, candidates, citizenship) = checked(text, today)?;
    let (later, earlier) = (candidates[0], candidates.get(1).copied());
    let sex = if digits.0.as_bytes()[6] < b'5' { Sex::Female } else { Sex::Male };
    let settled = typed_birth.filter(|typed| candidates.contains(typed));
    let mut warnings = Vec::new();
    if settled.is_none() {
        if typed_birth.is_some() {
            warnings.push(SaIdWarning::DobMismatch);
        }
        if earlier.is_some_and(|birth| age(birth, today) <= OLDEST_LIKELY) {
            warnings.push(SaIdWarning::CenturyAmbiguous);
        }
    }
    if typed_sex.is_some_and(|typed| typed != Sex::Unknown && typed != sex) {
        warnings.push(SaIdWarning::SexMismatch);
    }
    if citizenship == Citizenship::Refugee {
        warnings.push(SaIdWarning::CitizenshipUnusual);
    }
    Ok(SaId { digits, birth: settled.unwrap_or(later), sex, citizenship, warnings })
}

/// The four checks in their order. The dates are the possible birth dates, at least one, the latest first.
fn checked(text: &str, today: Date) -> Result<(SaIdNumber, Vec<Date>, Citizenship), SaIdError> {
    let digits: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}' | '\u{2011}')).collect();
    if digits.len() != 13 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(SaIdError::Format);
    }
    let pair = |at: usize| digits[at..at + 2].parse::<i8>().map_err(|_| SaIdError::Format);
    let (year, month, day) = (i16::from(pair(0)?), pair(2)?, pair(4)?);
    let candidates: Vec<Date> = [2000, 1900]
        .into_iter()
        .filter_map(|century| Date::new(century + year, month, day).ok())
        .filter(|birth| *birth <= today)
        .collect();
    if candidates.is_empty() {
        return Err(SaIdError::Date);
    }
    let citizenship = Citizenship::from_digit(digits.as_bytes()[10]).ok_or(SaIdError::Citizenship)?;
    if check_digit(&digits[..12]) != digits.chars().last() {
        return Err(SaIdError::Checksum);
    }
    Ok((SaIdNumber(digits), candidates, citizenship))
}

/// The thirteenth digit for the first twelve; `None` when they are not twelve digits.
pub fn check_digit(first12: &str) -> Option<char> {
    if first12.len() != 12 {
        return None;
    }
    let mut sum = 0;
    for (at, c) in first12.chars().enumerate() {
        let digit = c.to_digit(10)?;
        let doubled = digit * 2;
        sum += if at % 2 == 0 { digit } else { doubled / 10 + doubled % 10 };
    }
    char::from_digit((10 - sum % 10) % 10, 10)
}

/// Whole years from birth to that day.
fn age(birth: Date, on: Date) -> i16 {
    let not_yet = (on.month(), on.day()) < (birth.month(), birth.day());
    on.year() - birth.year() - i16::from(not_yet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 23);

    /// Number, typed birth date and sex, and what must come of it.
    const READ: &str = "
        8001015009087        | -          | -       | 1980-01-01 male citizen
        9202295000080        | -          | -       | 1992-02-29 male citizen
        0001010000089        | -          | -       | 2000-01-01 female citizen
        8505051234086        | -          | -       | 1985-05-05 female citizen
        9912314999183        | -          | -       | 1999-12-31 female permanent_resident
        0102035123086        | -          | -       | 2001-02-03 male citizen
         800101 5009 08 7    | -          | -       | 1980-01-01 male citizen
        800101-5009-087      | -          | -       | 1980-01-01 male citizen
        8001015009087        | 1980-01-01 | female  | 1980-01-01 male citizen sex_mismatch
        8001015009087        | 1980-01-01 | unknown | 1980-01-01 male citizen
        8001015009087        | 1980-10-01 | male    | 1980-01-01 male citizen dob_mismatch
        2411054321085        | -          | -       | 2024-11-05 female citizen century_ambiguous
        2411054321085        | 1924-11-05 | female  | 1924-11-05 female citizen
        2411054321085        | 2024-11-05 | female  | 2024-11-05 female citizen
        2411054321085        | 1999-11-05 | female  | 2024-11-05 female citizen dob_mismatch century_ambiguous
        2612316000082        | -          | -       | 1926-12-31 male citizen
        0002290700083        | -          | -       | 2000-02-29 female citizen
        7506065001280        | -          | -       | 1975-06-06 male refugee citizenship_unusual
        8001015009088        | -          | -       | invalid checksum
        8013015009087        | -          | -       | invalid date
        8000005009087        | -          | -       | invalid date
        0102295123080        | -          | -       | invalid date
        800101500908         | -          | -       | invalid format
        80010150090877       | -          | -       | invalid format
        80010150O9087        | -          | -       | invalid format
        ٨٠٠١٠١٥٠٠٩٠٨٧        | -          | -       | invalid format
                             | -          | -       | invalid format
        4603087263088        | -          | -       | invalid checksum
        7506065001785        | -          | -       | invalid citizenship";

    #[test]
    fn a_number_tells_who_it_is_or_the_first_thing_that_is_wrong() {
        for line in READ.lines().skip(1) {
            let [text, birth, sex, expected] = line.splitn(4, '|').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let found = match parse(text, TODAY, birth.trim().parse().ok(), Sex::from_key(sex.trim())) {
                Ok(id) => {
                    let warnings: String = id.warnings.iter().map(|w| format!(" {}", w.code())).collect();
                    format!("{} {} {}{warnings}", id.birth, id.sex.key(), id.citizenship.key())
                }
                Err(error) => format!("invalid {}", error.code()),
            };
            assert_eq!(found, expected.trim(), "{line}");
        }
    }

    #[test]
    fn a_number_is_shown_and_logged_masked() {
        let read = parse("8001015009087", TODAY, None, None).unwrap();
        assert_eq!(read.masked(), "800101 **** 08*");
        assert!(!format!("{read:?}").contains("5009"));
        assert_eq!(check_digit("800101500908"), Some('7'));
        assert_eq!(
            (check_digit("80010150090"), check_digit("80010150090x"), check_digit("éééééé")),
            (None, None, None)
        );
    }

    #[test]
    fn a_wrong_number_does_not_decode() {
        assert!(serde_json::from_str::<SaIdNumber>("\"8001015009087\"").is_ok());
        assert!(serde_json::from_str::<SaIdNumber>("\"8001015009088\"").is_err());
    }

    proptest! {
        #[test]
        fn every_valid_number_reads_and_every_slip_of_one_digit_is_caught(
            days in 0..46_000_i64, sequence in 0..10_000_u16, citizenship in 0..3_u8, a in 8..10_u8, at in 0..13_usize, by in 1..10_u8,
        ) {
            let birth = date(1900, 1, 1).saturating_add(jiff::Span::new().days(days)).min(TODAY);
            let first12 = format!("{:02}{:02}{:02}{sequence:04}{citizenship}{a}", birth.year() % 100, birth.month(), birth.day());
            let text = format!("{first12}{}", check_digit(&first12).unwrap());
            let read = parse(&text, TODAY, Some(birth), None).unwrap();
            prop_assert_eq!(read.birth, birth);
            prop_assert_eq!(read.sex == Sex::Male, sequence >= 5000);
            prop_assert_eq!(SaIdNumber::parse(&read.digits.to_string()), Ok(read.digits));

            let mut slipped = text.into_bytes();
            slipped[at] = b'0' + (slipped[at] - b'0' + by) % 10;
            prop_assert!(parse(&String::from_utf8(slipped).unwrap(), TODAY, None, None).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") { let _ = (parse(&text, TODAY, None, None), check_digit(&text)); }
    }
}
