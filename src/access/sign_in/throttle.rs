//! How long somebody waits after wrong passwords. Pure: the tries are given, and so is the time.
//!
//! Nothing sleeps on the server: a try that comes too early is refused with the seconds left, and is not counted.

use jiff::{SignedDuration, Timestamp};

/// Failures of one account, or of one device known to it, that lock it.
pub const PER_ACCOUNT: usize = 5;
/// Failures from one address, whatever the account, that lock it.
pub const PER_ADDRESS: usize = 20;
/// The time within which failures add up, and how long a lock lasts after the last of them.
const QUARTER: SignedDuration = SignedDuration::from_mins(15);

/// Seconds to wait before the next try is listened to; none when it may come now. `limit` failures within a quarter of an
/// hour lock for as long; before that, from the third failure on, each try waits 2, 4, then 8 seconds when `slowing`.
pub fn wait(tries: &[Timestamp], now: Timestamp, limit: usize, slowing: bool) -> Option<u32> {
    let mut tries: Vec<Timestamp> = tries.iter().copied().filter(|t| *t <= now).collect();
    tries.sort_unstable();
    let locked = tries
        .windows(limit)
        .filter(|run| run[limit - 1].duration_since(run[0]) < QUARTER)
        .map(|run| QUARTER - now.duration_since(run[limit - 1]))
        .max();
    let slowed = slowing.then(|| slowed(&tries, now)).flatten();
    let left = locked.max(slowed).filter(|left| left.is_positive())?;
    // a part of a second is a whole one: whoever comes back when told is let in
    let whole = left.as_secs() + i64::from(left.subsec_nanos() > 0);
    Some(u32::try_from(whole).unwrap_or(u32::MAX))
}

fn slowed(tries: &[Timestamp], now: Timestamp) -> Option<SignedDuration> {
    let recent = tries.iter().filter(|t| now.duration_since(**t) < QUARTER).count();
    let seconds = match recent {
        0..=2 => return None,
        3 => 2,
        4 => 4,
        _ => 8,
    };
    tries.last().map(|last| SignedDuration::from_secs(seconds) - now.duration_since(*last))
}

/// Whole minutes, at least one, for a sentence and a status.
pub fn in_minutes(seconds: u32) -> u16 {
    u16::try_from(seconds.div_ceil(60).max(1)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_764_000_000 + seconds).expect("a time in range")
    }

    fn tries(seconds: &[i64]) -> Vec<Timestamp> {
        seconds.iter().map(|s| at(*s)).collect()
    }

    #[test]
    fn two_slips_cost_nothing_and_the_third_and_fourth_a_breath() {
        assert_eq!(wait(&[], at(0), PER_ACCOUNT, true), None);
        assert_eq!(wait(&tries(&[0, 1]), at(1), PER_ACCOUNT, true), None);
        assert_eq!(wait(&tries(&[0, 1, 2]), at(2), PER_ACCOUNT, true), Some(2));
        assert_eq!(wait(&tries(&[0, 1, 2]), at(4), PER_ACCOUNT, true), None);
        assert_eq!(wait(&tries(&[0, 1, 2, 4]), at(5), PER_ACCOUNT, true), Some(3));
    }

    #[test]
    fn the_fifth_locks_for_a_quarter_of_an_hour_and_no_longer() {
        let five = tries(&[0, 10, 20, 30, 40]);
        assert_eq!(wait(&five, at(40), PER_ACCOUNT, true), Some(900));
        assert_eq!(wait(&five, at(939), PER_ACCOUNT, true), Some(1));
        assert_eq!(wait(&five, at(940), PER_ACCOUNT, true), None);
    }

    #[test]
    fn the_lock_lasts_although_the_first_failure_grows_old() {
        let five = tries(&[0, 200, 400, 600, 800]);
        assert_eq!(wait(&five, at(901), PER_ACCOUNT, true), Some(799));
    }

    #[test]
    fn five_over_a_longer_time_do_not_lock() {
        let slow = tries(&[0, 300, 600, 900, 1200]);
        assert_eq!(wait(&slow, at(1300), PER_ACCOUNT, true), None);
    }

    #[test]
    fn an_address_is_not_slowed_but_locked_at_twenty() {
        let many: Vec<i64> = (0..19).collect();
        assert_eq!(wait(&tries(&many), at(19), PER_ADDRESS, false), None);
        let more: Vec<i64> = (0..20).collect();
        assert_eq!(wait(&tries(&more), at(20), PER_ADDRESS, false), Some(899));
    }

    #[test]
    fn minutes_are_rounded_up_and_never_none() {
        assert_eq!((in_minutes(0), in_minutes(2), in_minutes(60), in_minutes(61)), (1, 1, 1, 2));
    }
}
