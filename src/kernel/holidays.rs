//! South African public holidays, computed. Specially declared days (elections) are rows that an owner adds.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Month, day, name, and the name of the Monday after when the day falls on a Sunday.
const FIXED: [(i8, i8, &str, &str); 10] = [
    (1, 1, "New Year's Day", "Day after New Year's Day"),
    (3, 21, "Human Rights Day", "Day after Human Rights Day"),
    (4, 27, "Freedom Day", "Day after Freedom Day"),
    (5, 1, "Workers' Day", "Day after Workers' Day"),
    (6, 16, "Youth Day", "Day after Youth Day"),
    (8, 9, "National Women's Day", "Day after National Women's Day"),
    (9, 24, "Heritage Day", "Day after Heritage Day"),
    (12, 16, "Day of Reconciliation", "Day after Day of Reconciliation"),
    (12, 25, "Christmas Day", "Day after Christmas Day"),
    (12, 26, "Day of Goodwill", "Day after Day of Goodwill"),
];

/// The public holidays of that year in order, one row a day. When a holiday is a Sunday the Monday after is one too,
/// unless it already is. A year without an Easter here (before 1583, after 9999) has none.
pub fn public_holidays(year: i16) -> Vec<(Date, &'static str)> {
    let Some(easter) = easter(year) else { return Vec::new() };
    let fixed: Vec<(Date, &str, &str)> = FIXED
        .iter()
        .filter_map(|(month, day, name, after)| Some((Date::new(year, *month, *day).ok()?, *name, *after)))
        .collect();
    let mut days: Vec<(Date, &'static str)> = fixed.iter().map(|(day, name, _)| (*day, *name)).collect();
    days.push((easter.saturating_sub(2.days()), "Good Friday"));
    days.push((easter.saturating_add(1.day()), "Family Day"));
    // The Mondays come last, so that of two names for one day the holiday's own is kept.
    days.extend(
        fixed
            .iter()
            .filter(|(day, _, _)| day.weekday() == Weekday::Sunday)
            .map(|(day, _, after)| (day.saturating_add(1.day()), *after)),
    );
    days.sort_by_key(|(day, _)| *day);
    days.dedup_by_key(|(day, _)| *day);
    days
}

/// Easter Sunday by the Gregorian rule; `None` before 1583, when there was none, and after 9999.
pub fn easter(year: i16) -> Option<Date> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn five_years_are_as_the_gazette_has_them() {
        for (year, easter_day, after_sunday, all) in [
            (2024, "03-31", "06-17", "01-01 03-21 03-29 04-01 04-27 05-01 06-16 06-17 08-09 09-24 12-16 12-25 12-26"),
            (2025, "04-20", "04-28", "01-01 03-21 04-18 04-21 04-27 04-28 05-01 06-16 08-09 09-24 12-16 12-25 12-26"),
            (2026, "04-05", "08-10", "01-01 03-21 04-03 04-06 04-27 05-01 06-16 08-09 08-10 09-24 12-16 12-25 12-26"),
            (
                2027,
                "03-28",
                "03-22 12-27",
                "01-01 03-21 03-22 03-26 03-29 04-27 05-01 06-16 08-09 09-24 12-16 12-25 12-26 12-27",
            ),
            (2028, "04-16", "09-25", "01-01 03-21 04-14 04-17 04-27 05-01 06-16 08-09 09-24 09-25 12-16 12-25 12-26"),
        ] {
            let short = |day: Date| format!("{:02}-{:02}", day.month(), day.day());
            let list =
                |days: Vec<(Date, &str)>| days.into_iter().map(|(day, _)| short(day)).collect::<Vec<_>>().join(" ");
            let days = public_holidays(year);
            assert_eq!(easter(year).map(short).as_deref(), Some(easter_day));
            assert_eq!(
                list(days.iter().copied().filter(|(_, name)| name.starts_with("Day after")).collect()),
                after_sunday,
                "{year}"
            );
            assert_eq!(list(days), all, "{year}");
        }
    }

    #[test]
    fn a_sunday_before_another_holiday_adds_nothing() {
        assert!(public_holidays(2022).contains(&(date(2022, 12, 26), "Day of Goodwill")));
        assert!(!public_holidays(2022).iter().any(|(day, _)| *day == date(2022, 12, 27)));
    }

    #[test]
    fn two_holidays_on_one_day_are_one_row() {
        let days = public_holidays(2008); // Good Friday was Human Rights Day.
        assert_eq!(days.iter().filter(|(day, _)| *day == date(2008, 3, 21)).count(), 1);
    }

    proptest! {
        #[test]
        fn easter_is_a_spring_sunday_and_no_year_panics(year: i16) {
            let days = public_holidays(year);
            prop_assert!(days.is_sorted());
            if let Some(day) = easter(year) {
                prop_assert_eq!(day.weekday(), Weekday::Sunday);
                prop_assert!(day >= date(year, 3, 22) && day <= date(year, 4, 25));
                prop_assert!(days.len() >= 11);
            }
        }
    }
}
