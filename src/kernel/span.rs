//! A stretch of time in a practice, and the one place where wall clock and instant meet.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// Minutes in a day's clock, the end of day included.
pub const DAY: u16 = 1440;

/// Half open, `[starts, ends)`: a visit that ends at 10:30 does not touch one that starts then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First instant inside.
    pub starts: Timestamp,
    /// First instant after.
    pub ends: Timestamp,
}

impl Span {
    /// From `starts` for `minutes`; `None` when the length is nought or the end is past the end of time.
    pub fn new(starts: Timestamp, minutes: u16) -> Option<Span> {
        let ends = starts.checked_add(jiff::SignedDuration::from_mins(i64::from(minutes))).ok()?;
        (minutes > 0).then_some(Span { starts, ends })
    }

    /// Whether the two share an instant.
    pub fn touches(self, other: Span) -> bool {
        self.starts < other.ends && other.starts < self.ends
    }

    /// Whole minutes inside.
    pub fn minutes(self) -> u16 {
        u16::try_from(self.ends.duration_since(self.starts).as_mins()).unwrap_or(u16::MAX)
    }
}

/// `570` as `09:30`.
pub fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `Thu 26 Nov`, in the practice's own calendar.
pub fn short_day(day: Date) -> String {
    format!("{} {} {}", weekday(day), day.day(), MONTHS[usize::from(day.month().unsigned_abs()) - 1])
}

/// `Thursday 26 November 2026`.
pub fn long_day(day: Date) -> String {
    let month = LONG_MONTHS[usize::from(day.month().unsigned_abs()) - 1];
    format!("{} {} {month} {}", long_weekday(day), day.day(), day.year())
}

/// `Thu`.
pub fn weekday(day: Date) -> &'static str {
    &long_weekday(day)[..3]
}

/// `Thursday`.
pub fn long_weekday(day: Date) -> &'static str {
    WEEKDAYS[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())]
}

/// `26 Nov 2026`.
pub fn plain_day(day: Date) -> String {
    format!("{} {} {}", day.day(), MONTHS[usize::from(day.month().unsigned_abs()) - 1], day.year())
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONG_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The instant of a wall-clock time in a zone. A time the clocks skip moves forward by the gap; one that happens
/// twice is the earlier (domain rule: scheduling, time rules).
#[cfg(feature = "ssr")]
pub fn instant(zone: &jiff::tz::TimeZone, day: Date, minutes: u16) -> Option<Timestamp> {
    let wall = day.at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_mins(i64::from(minutes))).ok()?;
    zone.to_ambiguous_zoned(wall).compatible().ok().map(|z| z.timestamp())
}

/// Day and minutes after local midnight of an instant.
#[cfg(feature = "ssr")]
pub fn local(zone: &jiff::tz::TimeZone, at: Timestamp) -> (Date, u16) {
    let wall = zone.to_datetime(at);
    (wall.date(), u16::from(wall.hour().unsigned_abs()) * 60 + u16::from(wall.minute().unsigned_abs()))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use jiff::{civil::date, tz::TimeZone};

    #[test]
    fn a_skipped_hour_moves_forward_and_a_doubled_one_is_the_earlier() {
        let london = TimeZone::get("Europe/London").expect("bundled zone");
        let skipped = instant(&london, date(2027, 3, 28), 90).expect("in range");
        assert_eq!(skipped.to_string(), "2027-03-28T01:30:00Z");
        let twice = instant(&london, date(2027, 10, 31), 90).expect("in range");
        assert_eq!(twice.to_string(), "2027-10-31T00:30:00Z");
    }

    #[test]
    fn days_are_said_as_on_the_phone() {
        assert_eq!(short_day(date(2026, 11, 26)), "Thu 26 Nov");
        assert_eq!(long_day(date(2026, 1, 4)), "Sunday 4 January 2026");
        assert_eq!(clock(570), "09:30");
    }

    proptest::proptest! {
        #[test]
        fn wall_clock_survives_the_round_trip_where_clocks_never_change(d in 0i32..20000, m in 0u16..1440) {
            let zone = TimeZone::get("Africa/Johannesburg").expect("bundled zone");
            let day = date(1990, 1, 1).checked_add(jiff::Span::new().days(d)).expect("in range");
            let at = instant(&zone, day, m).expect("in range");
            proptest::prop_assert_eq!(local(&zone, at), (day, m));
        }

        #[test]
        fn touching_is_symmetric_and_never_true_back_to_back(a in 0i64..5000, la in 1u16..500, lb in 1u16..500) {
            let at = |m: i64| Timestamp::from_second(m * 60).expect("in range");
            let first = Span::new(at(a), la).expect("positive");
            let next = Span::new(first.ends, lb).expect("positive");
            proptest::prop_assert!(!first.touches(next) && !next.touches(first));
            proptest::prop_assert_eq!(first.minutes(), la);
        }
    }
}
