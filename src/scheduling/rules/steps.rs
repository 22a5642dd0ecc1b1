//! The steps of a visit: from where to where, when, and which need a reason (domain: scheduling, section 5).

use crate::scheduling::model::Status;
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// When, as the practice sees it.
#[derive(Clone, Debug)]
pub struct Moment<'a> {
    /// Now.
    pub now: Timestamp,
    /// The practice's zone.
    pub zone: &'a TimeZone,
    /// The first working day after the visit's own: until its end a visit can still be marked as one nobody came to.
    pub next_working_day: Date,
}

/// Why a step is not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOpen {
    /// No such step from there.
    NoWay,
    /// Not yet.
    TooEarly,
    /// No longer.
    TooLate,
}

impl NotOpen {
    /// The fault code of the field `to`.
    pub fn code(self) -> &'static str {
        match self {
            NotOpen::NoWay => "no_step",
            NotOpen::TooEarly => "too_early",
            NotOpen::TooLate => "too_late",
        }
    }
}

/// A step that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// It goes back on something settled, and says why.
    pub reason: bool,
    /// The visit comes back to life and needs its time again.
    pub revives: bool,
    /// Only the practitioner whose visit it is takes it.
    pub own_hand: bool,
}

/// What must hold of the time for a step.
enum When {
    BeforeStart,
    SameDayFromAnHourBefore,
    SameDay,
    AfterStart,
    FromAQuarterPastUntilNextWorkingDay,
    UntilNextWorkingDay,
}

/// Whether a visit that starts at `starts` may go from one status to the other. Calling off is a deed of its own
/// ([`may_cancel`]), because it needs a reason from the list.
///
/// # Errors
/// Why not.
pub fn may_become(from: Status, to: Status, starts: Timestamp, at: &Moment<'_>) -> Result<Step, NotOpen> {
    use Status::{Arrived, Booked, Cancelled, Completed, Confirmed, InRoom, NoShow};
    const ON: Step = Step { reason: false, revives: false, own_hand: false };
    const BACK: Step = Step { reason: true, ..ON };
    let (step, when) = match (from, to) {
        (Booked, Confirmed) | (Confirmed, Booked) => (ON, When::BeforeStart),
        (Booked | Confirmed, Arrived) => (ON, When::SameDayFromAnHourBefore),
        (Arrived, InRoom | Booked) | (InRoom, Arrived) => (ON, When::SameDay),
        (Arrived | InRoom, Completed) => (ON, When::AfterStart),
        (Booked | Confirmed, NoShow) => (ON, When::FromAQuarterPastUntilNextWorkingDay),
        (Completed, InRoom) => (Step { own_hand: true, ..BACK }, When::SameDay),
        (NoShow, Arrived | Booked) => (Step { revives: true, ..BACK }, When::UntilNextWorkingDay),
        (Cancelled, Booked) => (Step { revives: true, ..BACK }, When::BeforeStart),
        (Booked | Confirmed | Arrived | InRoom | Completed | NoShow | Cancelled, _) => return Err(NotOpen::NoWay),
    };
    in_time(when, starts, at).map(|()| step)
}

/// How many months ahead the diary is open to staff.
const HORIZON: i32 = 12;

/// Whether a day lies further ahead than visits are booked.
pub fn beyond_horizon(day: Date, today: Date) -> bool {
    day > today.saturating_add(HORIZON.months())
}

/// Whether a visit may still be called off.
pub fn may_cancel(from: Status) -> bool {
    match from {
        Status::Booked | Status::Confirmed | Status::Arrived => true,
        Status::InRoom | Status::Completed | Status::NoShow | Status::Cancelled => false,
    }
}

/// Whether a visit can still be put elsewhere, or made longer or shorter.
pub fn may_move(from: Status) -> bool {
    match from {
        Status::Booked | Status::Confirmed | Status::Arrived | Status::InRoom => true,
        Status::Completed | Status::NoShow | Status::Cancelled => false,
    }
}

/// Whether the patient is in the house, so that the visit stays on its day.
pub fn is_here(status: Status) -> bool {
    matches!(status, Status::Arrived | Status::InRoom)
}

/// Less than 24 hours before the start; exactly 24 hours is in time.
pub fn is_late(starts: Timestamp, now: Timestamp) -> bool {
    starts.duration_since(now) < SignedDuration::from_hours(24)
}

fn in_time(when: When, starts: Timestamp, at: &Moment<'_>) -> Result<(), NotOpen> {
    let (today, day) = (at.zone.to_datetime(at.now).date(), at.zone.to_datetime(starts).date());
    let same_day = || match today.cmp(&day) {
        std::cmp::Ordering::Less => Err(NotOpen::TooEarly),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(NotOpen::TooLate),
    };
    let since = at.now.duration_since(starts);
    match when {
        When::BeforeStart => fits_if(at.now < starts, NotOpen::TooLate),
        When::SameDayFromAnHourBefore => {
            same_day().and_then(|()| fits_if(since >= SignedDuration::from_mins(-60), NotOpen::TooEarly))
        }
        When::SameDay => same_day(),
        When::AfterStart => fits_if(at.now >= starts, NotOpen::TooEarly),
        When::FromAQuarterPastUntilNextWorkingDay => fits_if(since >= SignedDuration::from_mins(15), NotOpen::TooEarly)
            .and_then(|()| fits_if(today <= at.next_working_day, NotOpen::TooLate)),
        When::UntilNextWorkingDay => fits_if(today <= at.next_working_day, NotOpen::TooLate),
    }
}

fn fits_if(yes: bool, why: NotOpen) -> Result<(), NotOpen> {
    if yes { Ok(()) } else { Err(why) }
}

/// The first day after `day` on which somebody works; a fortnight without one ends the search.
pub fn next_working_day(day: Date, works: impl Fn(Date) -> bool) -> Date {
    let mut next = day;
    for _ in 0..14 {
        next = next.saturating_add(1.day());
        if works(next) {
            break;
        }
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use Status::*;
    use jiff::civil::date;

    /// Thursday 26 November 2026, 10:30 in Johannesburg.
    const STARTS: &str = "2026-11-26T08:30:00Z";

    fn try_at(from: Status, to: Status, now: &str) -> Result<Step, NotOpen> {
        let zone = TimeZone::get("Africa/Johannesburg").expect("bundled");
        let at = Moment { now: now.parse().expect("time"), zone: &zone, next_working_day: date(2026, 11, 27) };
        may_become(from, to, STARTS.parse().expect("time"), &at)
    }

    #[test]
    fn a_patient_arrives_from_an_hour_before_and_only_that_day() {
        assert_eq!(try_at(Booked, Arrived, "2026-11-26T07:29:59Z"), Err(NotOpen::TooEarly));
        assert!(try_at(Booked, Arrived, "2026-11-26T07:30:00Z").is_ok());
        assert!(try_at(Confirmed, Arrived, "2026-11-26T21:59:59Z").is_ok());
        assert_eq!(try_at(Booked, Arrived, "2026-11-26T22:00:00Z"), Err(NotOpen::TooLate));
    }

    #[test]
    fn nobody_failed_to_come_before_a_quarter_past_nor_after_the_next_working_day() {
        assert_eq!(try_at(Booked, NoShow, "2026-11-26T08:44:59Z"), Err(NotOpen::TooEarly));
        assert!(try_at(Booked, NoShow, "2026-11-26T08:45:00Z").is_ok());
        assert!(try_at(Booked, NoShow, "2026-11-27T21:59:59Z").is_ok());
        assert_eq!(try_at(Booked, NoShow, "2026-11-27T22:00:00Z"), Err(NotOpen::TooLate));
        assert!(try_at(NoShow, Arrived, "2026-11-27T21:59:59Z").expect("open").revives);
        assert_eq!(try_at(NoShow, Booked, "2026-11-27T22:00:00Z"), Err(NotOpen::TooLate));
    }

    #[test]
    fn a_visit_is_not_over_before_it_starts() {
        assert_eq!(try_at(Arrived, Completed, "2026-11-26T08:29:59Z"), Err(NotOpen::TooEarly));
        assert!(try_at(InRoom, Completed, "2026-11-26T08:30:00Z").is_ok());
        assert!(try_at(InRoom, Completed, "2026-11-30T08:30:00Z").is_ok());
    }

    #[test]
    fn going_back_on_what_was_settled_needs_a_reason() {
        let back = try_at(Completed, InRoom, "2026-11-26T12:00:00Z").expect("open");
        assert!(back.reason && back.own_hand && !back.revives);
        assert_eq!(try_at(Completed, InRoom, "2026-11-27T12:00:00Z"), Err(NotOpen::TooLate));
        assert!(try_at(Cancelled, Booked, "2026-11-26T08:29:59Z").expect("open").revives);
        assert_eq!(try_at(Cancelled, Booked, "2026-11-26T08:30:00Z"), Err(NotOpen::TooLate));
        assert!(!try_at(Confirmed, Booked, "2026-11-26T08:00:00Z").expect("open").reason);
    }

    #[test]
    fn only_the_steps_of_the_table_exist() {
        let open = Status::ALL
            .iter()
            .flat_map(|from| Status::ALL.iter().map(move |to| (*from, *to)))
            .filter(|(from, to)| try_at(*from, *to, "2026-11-26T08:20:00Z") != Err(NotOpen::NoWay))
            .count();
        assert_eq!(open, 15);
        assert_eq!(try_at(Booked, Completed, "2026-11-26T09:00:00Z"), Err(NotOpen::NoWay));
        assert_eq!(try_at(Cancelled, Arrived, "2026-11-26T08:20:00Z"), Err(NotOpen::NoWay));
    }

    #[test]
    fn exactly_a_day_before_is_in_time_and_a_second_less_is_late() {
        let starts = STARTS.parse().expect("time");
        assert!(!is_late(starts, "2026-11-25T08:30:00Z".parse().expect("time")));
        assert!(is_late(starts, "2026-11-25T08:30:01Z".parse().expect("time")));
    }

    #[test]
    fn the_diary_is_open_for_twelve_months() {
        assert!(!beyond_horizon(date(2027, 11, 26), date(2026, 11, 26)));
        assert!(beyond_horizon(date(2027, 11, 27), date(2026, 11, 26)));
        assert!(!beyond_horizon(date(2029, 2, 28), date(2028, 2, 29)));
        assert!(!beyond_horizon(date(2020, 1, 1), date(2026, 11, 26)));
    }

    #[test]
    fn the_next_working_day_skips_the_weekend() {
        let works = |d: Date| d.weekday().to_monday_one_offset() <= 5;
        assert_eq!(next_working_day(date(2026, 11, 27), works), date(2026, 11, 30));
        assert_eq!(next_working_day(date(2026, 11, 27), |_| false), date(2026, 12, 11));
    }
}
