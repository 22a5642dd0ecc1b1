//! Days on the wire, `2026-11-26`, read and written by a few lines of our own: jiff's reader understands every date and
//! zone there is, and brings that understanding into the browser's half, tens of kilobytes for ten characters.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serializer, de::Error, ser::SerializeSeq};

/// `2026-11-26`.
pub fn text(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// Exactly `YYYY-MM-DD` of a day that exists, from the year 0 to 9999.
pub fn parse(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    let digits = shaped && bytes.iter().enumerate().all(|(at, b)| at == 4 || at == 7 || b.is_ascii_digit());
    if !digits {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?).ok()
}

/// For `#[serde(with = "crate::kernel::iso_day")]`.
pub fn serialize<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&text(*day))
}

/// For `#[serde(with = "crate::kernel::iso_day")]`.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    parse(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("not a day"))
}

/// The same for a day that may be missing.
pub mod maybe {
    use super::{Date, Deserialize, Deserializer, Error, Serializer, parse, text};

    /// For `#[serde(with = "crate::kernel::iso_day::maybe")]`.
    pub fn serialize<S: Serializer>(day: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => to.serialize_some(&text(*day)),
            None => to.serialize_none(),
        }
    }

    /// For `#[serde(with = "crate::kernel::iso_day::maybe")]`.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
        match Option::<String>::deserialize(from)? {
            Some(text) => parse(&text).map(Some).ok_or_else(|| D::Error::custom("not a day")),
            None => Ok(None),
        }
    }
}

/// The same for several days.
pub mod list {
    use super::{Date, Deserialize, Deserializer, Error, SerializeSeq, Serializer, parse, text};

    /// For `#[serde(with = "crate::kernel::iso_day::list")]`.
    pub fn serialize<S: Serializer>(days: &[Date], to: S) -> Result<S::Ok, S::Error> {
        let mut seq = to.serialize_seq(Some(days.len()))?;
        for day in days {
            seq.serialize_element(&text(*day))?;
        }
        seq.end()
    }

    /// For `#[serde(with = "crate::kernel::iso_day::list")]`.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Date>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        texts.iter().map(|text| parse(text).ok_or_else(|| D::Error::custom("not a day"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, text};

    #[test]
    fn only_days_that_exist_are_read() {
        for bad in
            ["2026-02-30", "2026-2-03", "tomorrow", "2026-11-26T10:00", "", "+026-11-26", "2026/11/26", "９026-11-26"]
        {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_day_comes_back_as_it_was_and_reads_as_jiff_reads_it(days in 0i32..3_000_000) {
            let day = jiff::civil::date(0, 1, 1).saturating_add(jiff::Span::new().days(days));
            proptest::prop_assert_eq!(parse(&text(day)), Some(day));
            proptest::prop_assert_eq!(text(day), day.to_string());
        }
    }
}
