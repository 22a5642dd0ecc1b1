//! The nearest free times to a wish: same practitioner, same day first, then the days after, inside hours.

use super::{
    fit::{Fit, Need, fits, meets},
    hours::Calendar,
};
use crate::kernel::{
    ids::{PractitionerId, SiteId},
    span::{self, Span},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use uuid::Uuid;

/// How many days after the wished one are searched.
pub const DAYS: i32 = 14;

/// Something that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Practitioner, room, equipment or patient.
    pub resource: Uuid,
    /// By which visit.
    pub by: Uuid,
    /// When, with its buffers.
    pub need: Need,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// With any of these.
    pub practitioners: &'a [PractitionerId],
    /// Room and equipment that must be free too.
    pub things: &'a [Uuid],
    /// Where those are; none when nothing ties the visit to a site.
    pub site: Option<SiteId>,
    /// Who must not have another visit then.
    pub patient: Option<Uuid>,
    /// Minutes of treatment.
    pub minutes: u16,
    /// Minutes kept free before.
    pub before: u16,
    /// Minutes kept free after.
    pub after: u16,
    /// Wished day.
    pub day: Date,
    /// Wished minute after midnight; none for the first free one.
    pub starts: Option<u16>,
    /// Minutes between two times offered.
    pub slot: u16,
}

/// A time that is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Free {
    /// The day.
    pub day: Date,
    /// Minutes after midnight.
    pub starts: u16,
    /// With whom.
    pub practitioner: PractitionerId,
}

/// The `want` nearest free times from now on.
pub fn nearest(
    wish: &Wish<'_>,
    calendar: &Calendar,
    taken: &[Taken],
    zone: &TimeZone,
    now: Timestamp,
    want: usize,
) -> Vec<Free> {
    let mut found = Vec::new();
    for offset in 0..=DAYS {
        let Ok(day) = wish.day.checked_add(offset.days()) else { break };
        let mut that_day = free_on(day, wish, calendar, taken, zone, now);
        that_day.sort_by_key(|f| (f.starts.abs_diff(wish.starts.unwrap_or(0)), f.starts));
        found.extend(that_day);
        if found.len() >= want {
            break;
        }
    }
    found.truncate(want);
    found
}

fn free_on(
    day: Date,
    wish: &Wish<'_>,
    calendar: &Calendar,
    taken: &[Taken],
    zone: &TimeZone,
    now: Timestamp,
) -> Vec<Free> {
    let mut free = Vec::new();
    // what lies a day away is in nobody's way
    let (Some(from), Some(to)) = (span::instant(zone, day, 0), span::instant(zone, day, 2 * span::DAY)) else {
        return free;
    };
    let near = |t: &&Taken| t.need.span.starts < to && t.need.span.ends > from - SignedDuration::from_hours(2);
    let taken: Vec<Taken> = taken.iter().filter(near).copied().collect();
    for &practitioner in wish.practitioners {
        for (from, to, site) in calendar.open(practitioner, day) {
            if wish.site.is_some_and(|s| s != site) {
                continue;
            }
            let first = from.next_multiple_of(wish.slot.max(1));
            for starts in (first..to).step_by(usize::from(wish.slot.max(1))) {
                let ends = starts.saturating_add(wish.minutes);
                let it = Free { day, starts, practitioner };
                if calendar.covers(practitioner, site, day, starts, ends) && is_free(it, wish, &taken, zone, now) {
                    free.push(it);
                }
            }
        }
    }
    free
}

fn is_free(it: Free, wish: &Wish<'_>, taken: &[Taken], zone: &TimeZone, now: Timestamp) -> bool {
    let Some(starts) = span::instant(zone, it.day, it.starts) else { return false };
    let Some(span) = Span::new(starts, wish.minutes) else { return false };
    let need = Need { span, before: wish.before, after: wish.after };
    let in_the_way = |t: &Taken| {
        if Some(t.resource) == wish.patient {
            return meets(t.need, need);
        }
        let ours = t.resource == it.practitioner.0 || wish.things.contains(&t.resource);
        ours && fits(t.need, need) != Fit::Free
    };
    starts >= now && !taken.iter().any(in_the_way)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheduling::rules::hours::{Hours, SiteDays};
    use jiff::civil::date;
    use proptest::prelude::*;

    const NAIDOO: PractitionerId = PractitionerId(Uuid::from_u128(1));
    const MAIN: SiteId = SiteId(Uuid::from_u128(2));
    const GYM: Uuid = Uuid::from_u128(4);

    fn zone() -> TimeZone {
        TimeZone::get("Africa/Johannesburg").expect("bundled")
    }

    fn calendar() -> Calendar {
        let hours = (1..=5).map(|weekday| Hours {
            practitioner: NAIDOO,
            site: MAIN,
            weekday,
            from: 480,
            to: 1020,
            since: date(2020, 1, 1),
            until: None,
        });
        Calendar {
            sites: vec![SiteDays { site: MAIN, open_days: vec![1, 2, 3, 4, 5], closed_on_holidays: true }],
            hours: hours.collect(),
            closed: vec![],
        }
    }

    fn wish(day: Date, starts: u16, things: &[Uuid]) -> Wish<'_> {
        Wish {
            practitioners: &[NAIDOO],
            things,
            site: None,
            patient: None,
            minutes: 30,
            before: 0,
            after: 0,
            day,
            starts: Some(starts),
            slot: 15,
        }
    }

    fn taken(resource: Uuid, day: Date, starts: u16, minutes: u16) -> Taken {
        let from = span::instant(&zone(), day, starts).expect("in range");
        let need = Need { span: Span::new(from, minutes).expect("some minutes"), before: 0, after: 0 };
        Taken { resource, by: Uuid::from_u128(9), need }
    }

    fn now() -> Timestamp {
        "2026-11-23T07:40:00Z".parse().expect("time")
    }

    fn starts(found: &[Free]) -> Vec<(i8, u16)> {
        found.iter().map(|f| (f.day.day(), f.starts)).collect()
    }

    #[test]
    fn the_same_day_comes_first_and_the_nearest_before_the_farther() {
        let day = date(2026, 11, 26);
        let busy = [taken(NAIDOO.0, day, 600, 45)];
        let found = nearest(&wish(day, 600, &[]), &calendar(), &busy, &zone(), now(), 3);
        assert_eq!(starts(&found), vec![(26, 570), (26, 555), (26, 645)]);
    }

    #[test]
    fn a_full_day_gives_the_next_working_day() {
        let day = date(2026, 11, 27);
        let busy = [taken(NAIDOO.0, day, 480, 540)];
        let found = nearest(&wish(day, 600, &[]), &calendar(), &busy, &zone(), now(), 3);
        assert_eq!(starts(&found), vec![(30, 600), (30, 585), (30, 615)]);
    }

    #[test]
    fn nothing_is_offered_that_has_passed_or_lacks_the_room() {
        let today = date(2026, 11, 23);
        let found = nearest(&wish(today, 480, &[]), &calendar(), &[], &zone(), now(), 1);
        assert_eq!(starts(&found), vec![(23, 585)]);
        let busy = [taken(GYM, today, 585, 60)];
        let found = nearest(&wish(today, 480, &[GYM]), &calendar(), &busy, &zone(), now(), 1);
        assert_eq!(starts(&found), vec![(23, 645)]);
    }

    #[test]
    fn a_patients_own_visits_are_kept_clear_of() {
        let today = date(2026, 11, 23);
        let patient = Uuid::from_u128(7);
        let busy = [taken(patient, today, 600, 30)];
        let it = Wish { patient: Some(patient), ..wish(today, 600, &[]) };
        let found = nearest(&it, &calendar(), &busy, &zone(), now(), 2);
        assert_eq!(starts(&found), vec![(23, 630), (23, 645)]);
    }

    proptest! {
        #[test]
        fn whatever_is_offered_is_free_and_inside_hours(
            busy in proptest::collection::vec((23i8..29, 400u16..1100, 5u16..200, 0u16..30, 0u16..30), 0..30),
            starts in 0u16..1440, minutes in 1u16..96, buffer in 0u16..30,
        ) {
            let day = date(2026, 11, 24);
            let taken: Vec<Taken> = busy.iter().map(|(d, s, m, b, a)| {
                let mut t = taken(NAIDOO.0, date(2026, 11, *d), *s, *m);
                (t.need.before, t.need.after) = (*b, *a);
                t
            }).collect();
            let it = Wish { minutes: minutes * 5, before: buffer, after: buffer, ..wish(day, starts, &[]) };
            let found = nearest(&it, &calendar(), &taken, &zone(), now(), 3);
            for f in &found {
                prop_assert!(f.starts >= 480 && f.starts + it.minutes <= 1020);
                prop_assert!(f.day >= day && f.day <= date(2026, 12, 8));
                let at = span::instant(&zone(), f.day, f.starts).expect("in range");
                let need = Need { span: Span::new(at, it.minutes).expect("some"), before: buffer, after: buffer };
                prop_assert!(taken.iter().all(|t| fits(t.need, need) == Fit::Free));
            }
        }
    }
}
