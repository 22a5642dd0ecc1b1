//! Lengths of time and times of day, both in whole minutes.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A length of time in whole minutes, at most 45 days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minutes(u16);

/// Why a text is not a length of time or a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Nothing was typed.
    #[error("Enter a time.")]
    Empty,
    /// Not written as a time.
    #[error("Enter a time such as 08:30, or a length such as 45.")]
    NotATime,
    /// Written as a time, but there is no such time (25:00, 08:75) or the length is too great.
    #[error("There is no such time.")]
    OutOfRange,
}

impl TimeError {
    /// The stable code for a field problem.
    pub fn code(self) -> &'static str {
        match self {
            TimeError::Empty => "empty",
            TimeError::NotATime => "not_a_time",
            TimeError::OutOfRange => "time_invalid",
        }
    }
}

impl Minutes {
    /// No time at all.
    pub const ZERO: Minutes = Minutes(0);

    /// From a count of minutes.
    pub const fn new(minutes: u16) -> Minutes {
        Minutes(minutes)
    }

    /// The count of minutes.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The sum, or `None` when it is longer than 45 days.
    pub fn plus(self, other: Minutes) -> Option<Minutes> {
        self.0.checked_add(other.0).map(Minutes)
    }

    /// Reads `45`, `45m`, `45 min`, `1h`, `1h30`, `1 h 30 min`.
    pub fn parse(text: &str) -> Result<Minutes, TimeError> {
        let text = squeezed(text)?;
        let (hours, rest) = match text.split_once('h') {
            Some((hours, rest)) => (number(hours)?, rest.strip_prefix('r').unwrap_or(rest)),
            None => (0, text.as_str()),
        };
        let rest = rest.strip_suffix("min").or_else(|| rest.strip_suffix('m')).unwrap_or(rest);
        let minutes = if rest.is_empty() && text.contains('h') { 0 } else { number(rest)? };
        if text.contains('h') && minutes > 59 {
            return Err(TimeError::OutOfRange);
        }
        u16::try_from(hours * 60 + minutes).map(Minutes).map_err(|_| TimeError::OutOfRange)
    }
}

impl fmt::Display for Minutes {
    /// `45 min`, `1 h`, `1 h 30 min`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 60, self.0 % 60) {
            (0, minutes) => f.pad(&format!("{minutes} min")),
            (hours, 0) => f.pad(&format!("{hours} h")),
            (hours, minutes) => f.pad(&format!("{hours} h {minutes} min")),
        }
    }
}

/// A time of day as minutes after local midnight, 00:00 to 24:00; 24:00 is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct ClockTime(u16);

impl ClockTime {
    /// 00:00, the start of the day.
    pub const MIDNIGHT: ClockTime = ClockTime(0);
    /// 24:00, the end of the day.
    pub const END_OF_DAY: ClockTime = ClockTime(24 * 60);

    /// From minutes after midnight; `None` beyond 24:00.
    pub const fn from_minutes(minutes: u16) -> Option<ClockTime> {
        if minutes <= Self::END_OF_DAY.0 { Some(ClockTime(minutes)) } else { None }
    }

    /// Minutes after midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// So much later on the same day; `None` when that is past 24:00.
    pub fn plus(self, length: Minutes) -> Option<ClockTime> {
        ClockTime::from_minutes(self.0.checked_add(length.0)?)
    }

    /// How long until that time of the same day; `None` when it is earlier.
    pub fn until(self, later: ClockTime) -> Option<Minutes> {
        later.0.checked_sub(self.0).map(Minutes)
    }

    /// Reads `8:30`, `08h30`, `8h`, `14:30`, `0830`.
    pub fn parse(text: &str) -> Result<ClockTime, TimeError> {
        let text = squeezed(text)?;
        let (hours, minutes) = match text.split_once([':', 'h']) {
            Some((hours, "")) if text.ends_with('h') => (hours, "00"),
            Some(pair) => pair,
            None => text.split_at_checked(2).filter(|_| text.len() == 4).ok_or(TimeError::NotATime)?,
        };
        if hours.len() > 2 || minutes.len() != 2 {
            return Err(TimeError::NotATime);
        }
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        if hours > 24 || minutes > 59 {
            return Err(TimeError::OutOfRange);
        }
        u16::try_from(hours * 60 + minutes).ok().and_then(ClockTime::from_minutes).ok_or(TimeError::OutOfRange)
    }
}

impl fmt::Display for ClockTime {
    /// `08:30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:02}:{:02}", self.0 / 60, self.0 % 60))
    }
}

impl FromStr for Minutes {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Minutes, TimeError> {
        Minutes::parse(text)
    }
}

impl FromStr for ClockTime {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<ClockTime, TimeError> {
        ClockTime::parse(text)
    }
}

impl TryFrom<u16> for ClockTime {
    type Error = TimeError;
    fn try_from(minutes: u16) -> Result<ClockTime, TimeError> {
        ClockTime::from_minutes(minutes).ok_or(TimeError::OutOfRange)
    }
}

impl From<ClockTime> for u16 {
    fn from(time: ClockTime) -> u16 {
        time.0
    }
}

/// Lower case and without spaces, so that `8 H 30` reads as `8h30`.
fn squeezed(text: &str) -> Result<String, TimeError> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() { Err(TimeError::Empty) } else { Ok(text.to_ascii_lowercase()) }
}

fn number(text: &str) -> Result<u32, TimeError> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(TimeError::NotATime);
    }
    // Five digits are already past the largest length, and keep the sums far from overflow.
    if text.len() > 5 { Err(TimeError::OutOfRange) } else { text.parse().map_err(|_| TimeError::OutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TimeError::{Empty, NotATime, OutOfRange};
    use proptest::prelude::*;

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, expected) in [
            ("8:30", Ok(510)),
            ("08h30", Ok(510)),
            ("8h", Ok(480)),
            ("14:30", Ok(870)),
            ("0830", Ok(510)),
            (" 8 H 30 ", Ok(510)),
            ("00:00", Ok(0)),
            ("24:00", Ok(1440)),
            ("24:01", Err(OutOfRange)),
            ("25h", Err(OutOfRange)),
            ("99:99", Err(OutOfRange)),
            ("08:60", Err(OutOfRange)),
            ("9999", Err(OutOfRange)),
            ("", Err(Empty)),
            ("8", Err(NotATime)),
            ("830", Err(NotATime)),
            ("8:3", Err(NotATime)),
            ("8:", Err(NotATime)),
            (":30", Err(NotATime)),
            ("-8:30", Err(NotATime)),
            ("008:30", Err(NotATime)),
            ("8:30:00", Err(NotATime)),
            ("é123", Err(NotATime)),
            ("12é4", Err(NotATime)),
            ("٠٨:٣٠", Err(NotATime)),
            ("8h30\0", Err(NotATime)),
        ] {
            assert_eq!(ClockTime::parse(typed).map(ClockTime::minutes), expected, "{typed:?}");
        }
    }

    #[test]
    fn lengths_are_read_as_people_type_them() {
        for (typed, expected) in [
            ("45", Ok(45)),
            ("45m", Ok(45)),
            ("45 min", Ok(45)),
            ("1h", Ok(60)),
            ("1hr", Ok(60)),
            ("1h30", Ok(90)),
            ("1 h 30 min", Ok(90)),
            ("0", Ok(0)),
            ("-30", Err(NotATime)),
            ("", Err(Empty)),
            ("1h75", Err(OutOfRange)),
            ("70000", Err(OutOfRange)),
            ("99999999999", Err(OutOfRange)),
            ("h", Err(NotATime)),
            ("1.5", Err(NotATime)),
        ] {
            assert_eq!(Minutes::parse(typed).map(Minutes::get), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_visit_cannot_run_past_the_end_of_the_day() {
        let late = ClockTime::parse("23:30").unwrap();
        assert_eq!(late.plus(Minutes::new(30)), Some(ClockTime::END_OF_DAY));
        assert_eq!(late.plus(Minutes::new(31)), None);
        assert_eq!(late.plus(Minutes::new(u16::MAX)), None);
        assert_eq!(late.until(ClockTime::MIDNIGHT), None);
    }

    #[test]
    fn a_time_past_the_day_does_not_decode() {
        assert!(serde_json::from_str::<ClockTime>("1440").is_ok());
        assert!(serde_json::from_str::<ClockTime>("1441").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(minutes: u16) {
            let length = Minutes::new(minutes);
            prop_assert_eq!(length.to_string().parse::<Minutes>(), Ok(length));
            if let Some(time) = ClockTime::from_minutes(minutes) {
                prop_assert_eq!(time.to_string().parse::<ClockTime>(), Ok(time));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") { let _ = (text.parse::<Minutes>(), text.parse::<ClockTime>()); }
    }
}
