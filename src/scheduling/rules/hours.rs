//! When a practitioner works and a site is open. Gates new bookings; what is booked stays (domain: scheduling, section 3).

use crate::kernel::{
    holidays::public_holidays,
    ids::{PractitionerId, SiteId},
    problem::Question,
};
use jiff::civil::Date;

/// One row of somebody's weekly hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Whose.
    pub practitioner: PractitionerId,
    /// Where.
    pub site: SiteId,
    /// 1 Monday to 7 Sunday.
    pub weekday: i32,
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after midnight.
    pub to: u16,
    /// First day.
    pub since: Date,
    /// First day no longer; none when still so.
    pub until: Option<Date>,
}

/// A closed stretch of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedTime {
    /// Whose.
    pub practitioner: PractitionerId,
    /// When.
    pub day: Date,
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after midnight.
    pub to: u16,
    /// Why; may be empty.
    pub reason: String,
}

/// When a site is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteDays {
    /// Which.
    pub site: SiteId,
    /// 1 Monday to 7 Sunday.
    pub open_days: Vec<i32>,
    /// Closed on public holidays.
    pub closed_on_holidays: bool,
}

/// Everything about open and closed that a stretch of days needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Sites.
    pub sites: Vec<SiteDays>,
    /// Weekly hours.
    pub hours: Vec<Hours>,
    /// Closed stretches.
    pub closed: Vec<ClosedTime>,
}

/// Name of the public holiday on a day.
pub fn holiday(day: Date) -> Option<&'static str> {
    public_holidays(day.year()).into_iter().find(|(d, _)| *d == day).map(|(_, name)| name)
}

/// 1 Monday to 7 Sunday.
pub fn weekday(day: Date) -> i32 {
    i32::from(day.weekday().to_monday_one_offset())
}

impl Calendar {
    fn hours_on(&self, practitioner: PractitionerId, day: Date) -> impl Iterator<Item = &Hours> {
        let today = weekday(day);
        self.hours.iter().filter(move |h| {
            h.practitioner == practitioner
                && h.weekday == today
                && h.since <= day
                && h.until.is_none_or(|until| day < until)
        })
    }

    /// Why a site is closed that day: its weekend, or a public holiday. A site nobody described is open.
    pub fn site_closed(&self, site: SiteId, day: Date) -> Option<Question> {
        let it = self.sites.iter().find(|s| s.site == site)?;
        if it.closed_on_holidays && holiday(day).is_some() {
            return Some(Question::PublicHoliday);
        }
        (!it.open_days.contains(&weekday(day))).then_some(Question::Closed)
    }

    /// Where the practitioner works at that minute, by the weekly hours.
    pub fn site_at(&self, practitioner: PractitionerId, day: Date, minute: u16) -> Option<SiteId> {
        self.hours_on(practitioner, day).find(|h| h.from <= minute && minute < h.to).map(|h| h.site)
    }

    /// Working hours on a day, at sites that are open, in order.
    pub fn open(&self, practitioner: PractitionerId, day: Date) -> Vec<(u16, u16, SiteId)> {
        let mut open: Vec<_> = self
            .hours_on(practitioner, day)
            .filter(|h| self.site_closed(h.site, day).is_none())
            .map(|h| (h.from, h.to, h.site))
            .collect();
        open.sort_unstable();
        open
    }

    /// Closed stretches of a day, in order.
    pub fn closed_on(&self, practitioner: PractitionerId, day: Date) -> Vec<(u16, u16, String)> {
        let mut closed: Vec<_> = self
            .closed
            .iter()
            .filter(|c| c.practitioner == practitioner && c.day == day)
            .map(|c| (c.from, c.to, c.reason.clone()))
            .collect();
        closed.sort_unstable();
        closed
    }

    /// Whether hours at that site cover the whole stretch and nothing closes it.
    pub fn covers(&self, practitioner: PractitionerId, site: SiteId, day: Date, from: u16, to: u16) -> bool {
        let mut hours: Vec<_> =
            self.hours_on(practitioner, day).filter(|h| h.site == site).map(|h| (h.from, h.to)).collect();
        hours.sort_unstable();
        let mut reached = from;
        for (start, end) in hours {
            if start <= reached && end > reached {
                reached = end;
            }
        }
        let shut = |c: &ClosedTime| c.practitioner == practitioner && c.day == day && c.from < to && from < c.to;
        reached >= to && !self.closed.iter().any(shut)
    }

    /// Everything to be asked about a wished time, in the order of the list of questions. `now` is the row of the day that
    /// is running; none for a start that was settled before.
    pub fn questions(
        &self,
        who: PractitionerId,
        site: SiteId,
        wish: Stretch,
        now: Option<(Date, u16)>,
    ) -> Vec<Question> {
        let mut ask = Vec::new();
        if !self.covers(who, site, wish.day, wish.from, wish.to) {
            ask.push(Question::OutsideHours);
        }
        ask.extend(self.site_closed(site, wish.day));
        if now.is_some_and(|now| (wish.day, wish.from) < now) {
            ask.push(Question::InThePast);
        }
        ask
    }
}

/// A stretch of one day; `to` past 1440 runs into the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The day it starts.
    pub day: Date,
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after midnight.
    pub to: u16,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::*;
    use jiff::civil::date;
    use uuid::Uuid;

    const NAIDOO: PractitionerId = PractitionerId(Uuid::from_u128(1));
    const MAIN: SiteId = SiteId(Uuid::from_u128(2));
    const EAST: SiteId = SiteId(Uuid::from_u128(3));

    fn calendar() -> Calendar {
        let row = |weekday, site, from, to, until| Hours {
            practitioner: NAIDOO,
            site,
            weekday,
            from,
            to,
            since: date(2020, 1, 1),
            until,
        };
        let site = |site| SiteDays { site, open_days: vec![1, 2, 3, 4, 5], closed_on_holidays: true };
        Calendar {
            sites: vec![site(MAIN), site(EAST)],
            hours: vec![
                row(4, MAIN, 480, 720, None),
                row(4, MAIN, 720, 1020, None),
                row(3, MAIN, 480, 720, None),
                row(3, EAST, 780, 1020, None),
                row(2, MAIN, 480, 1020, Some(date(2026, 11, 1))),
                row(6, MAIN, 480, 720, None),
            ],
            closed: vec![ClosedTime {
                practitioner: NAIDOO,
                day: date(2026, 11, 26),
                from: 780,
                to: 840,
                reason: "Lunch".into(),
            }],
        }
    }

    fn asked(day: Date, from: u16, to: u16, site: SiteId) -> Vec<Question> {
        calendar().questions(NAIDOO, site, Stretch { day, from, to }, Some((date(2026, 11, 23), 585)))
    }

    #[test]
    fn hours_side_by_side_are_one_stretch_and_lunch_is_closed() {
        assert_eq!(asked(date(2026, 11, 26), 690, 750, MAIN), vec![]);
        assert_eq!(asked(date(2026, 11, 26), 750, 795, MAIN), vec![Question::OutsideHours]);
        assert_eq!(asked(date(2026, 11, 26), 840, 870, MAIN), vec![]);
        assert_eq!(asked(date(2026, 11, 26), 1000, 1030, MAIN), vec![Question::OutsideHours]);
        assert_eq!(asked(date(2026, 11, 26), 450, 480, MAIN), vec![Question::OutsideHours]);
    }

    #[test]
    fn being_at_the_other_site_is_outside_hours_here() {
        assert_eq!(asked(date(2026, 11, 25), 800, 830, MAIN), vec![Question::OutsideHours]);
        assert_eq!(asked(date(2026, 11, 25), 800, 830, EAST), vec![]);
        assert_eq!(calendar().site_at(NAIDOO, date(2026, 11, 25), 800), Some(EAST));
        assert_eq!(calendar().site_at(NAIDOO, date(2026, 11, 25), 740), None);
    }

    #[test]
    fn every_question_is_asked_at_once() {
        assert_eq!(asked(date(2026, 11, 21), 480, 510, MAIN), vec![Question::Closed, Question::InThePast]);
        assert_eq!(
            asked(date(2026, 11, 22), 480, 510, MAIN),
            vec![Question::OutsideHours, Question::Closed, Question::InThePast]
        );
        assert_eq!(asked(date(2026, 12, 16), 540, 570, MAIN), vec![Question::PublicHoliday]);
    }

    #[test]
    fn a_time_earlier_today_has_passed_and_the_row_that_is_running_has_not() {
        assert_eq!(asked(date(2026, 11, 23), 570, 600, MAIN).last(), Some(&Question::InThePast));
        assert_ne!(asked(date(2026, 11, 23), 585, 600, MAIN).last(), Some(&Question::InThePast));
        let settled = Stretch { day: date(2026, 11, 19), from: 570, to: 600 };
        assert_eq!(calendar().questions(NAIDOO, MAIN, settled, None), vec![]);
    }

    #[test]
    fn hours_that_ended_are_history() {
        assert_eq!(asked(date(2026, 11, 24), 540, 570, MAIN), vec![Question::OutsideHours]);
        assert!(calendar().open(NAIDOO, date(2026, 10, 27)).len() == 1);
        assert!(calendar().open(NAIDOO, date(2026, 12, 16)).is_empty(), "closed on the Day of Reconciliation");
    }
}
