//! When a screen warns, locks and opens again, as one pure step at a time. The server alone knows when a session ends,
//! because other tabs and islands use it too: the screen counts down only to know when to ask.

use crate::access::sign_in::model::TimeLeft;

/// Milliseconds before the end at which the screen warns, where the whole time is not shorter than thrice that.
const WARNS: u64 = 120_000;
/// Milliseconds between two questions to a server that did not answer.
const PATIENCE: u64 = 10_000;

/// What the screen is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Working.
    Open,
    /// About to lock.
    Warned,
    /// Locked; the page below is kept as it is.
    Locked,
}

/// What the screen knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// What it is doing.
    pub phase: Phase,
    /// Seconds left, for showing.
    pub left: u64,
    /// Only the password keeps it open for longer.
    pub for_good: bool,
    warns: u64,
    ends: u64,
    ask_again: u64,
    asking: bool,
}

/// What happened. Times are the browser's clock in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A second went by.
    Tick(u64),
    /// The tab came back into view.
    Woke(u64),
    /// The server said how long is left.
    Told(u64, TimeLeft),
    /// The server said that it is over.
    Gone,
    /// The server did not answer.
    Lost(u64),
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Nothing.
    Rest,
    /// Ask the server how long is left, without that counting as work.
    Ask,
}

impl Watch {
    /// A screen that was answered at `now` and has so many minutes.
    pub fn new(now: u64, minutes: u16) -> Watch {
        let whole = u64::from(minutes) * 60_000;
        Watch {
            phase: Phase::Open,
            left: whole / 1000,
            for_good: false,
            warns: WARNS.min(whole / 3),
            ends: now + whole,
            ask_again: 0,
            asking: false,
        }
    }

    /// The next state.
    pub fn step(&mut self, input: Input) -> Deed {
        match input {
            Input::Tick(now) => self.tick(now),
            Input::Woke(_) if self.asking => Deed::Rest,
            Input::Woke(now) => self.ask(now),
            Input::Told(now, left) => {
                self.asking = false;
                self.ends = now + u64::from(left.seconds) * 1000;
                self.for_good = left.for_good;
                self.left = left.seconds.into();
                self.phase = if self.ends - now > self.warns { Phase::Open } else { Phase::Warned };
                Deed::Rest
            }
            Input::Gone => {
                self.asking = false;
                self.phase = Phase::Locked;
                self.left = 0;
                Deed::Rest
            }
            Input::Lost(now) => {
                self.asking = false;
                // nobody can say that it may stay open
                if now >= self.ends {
                    self.phase = Phase::Locked;
                }
                Deed::Rest
            }
        }
    }

    fn tick(&mut self, now: u64) -> Deed {
        let left = self.ends.saturating_sub(now);
        self.left = left.div_ceil(1000);
        let due = match self.phase {
            Phase::Open => left <= self.warns,
            Phase::Warned => left == 0,
            Phase::Locked => false,
        };
        if due && !self.asking && now >= self.ask_again { self.ask(now) } else { Deed::Rest }
    }

    fn ask(&mut self, now: u64) -> Deed {
        self.asking = true;
        self.ask_again = now + PATIENCE;
        Deed::Ask
    }
}

/// `1:05`, for eyes.
pub fn clock(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// What is read aloud as the time runs out: four times, not every second.
pub fn aloud(seconds: u64) -> Option<&'static str> {
    match seconds {
        91..=120 => Some("Your screen locks in 2 minutes."),
        31..=60 => Some("Your screen locks in 1 minute."),
        11..=30 => Some("Your screen locks in 30 seconds."),
        1..=10 => Some("Your screen locks in 10 seconds."),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000;

    fn told(seconds: u32) -> TimeLeft {
        TimeLeft { seconds, for_good: false }
    }

    #[test]
    fn a_screen_asks_two_minutes_before_the_end_and_then_warns() {
        let mut w = Watch::new(0, 15);
        assert_eq!(w.step(Input::Tick(12 * MINUTE)), Deed::Rest);
        assert_eq!(w.step(Input::Tick(13 * MINUTE)), Deed::Ask);
        assert_eq!(w.step(Input::Tick(13 * MINUTE + 1000)), Deed::Rest, "one question at a time");
        assert_eq!(w.phase, Phase::Open);
        w.step(Input::Told(13 * MINUTE + 1000, told(119)));
        assert_eq!((w.phase, w.left), (Phase::Warned, 119));
    }

    #[test]
    fn work_elsewhere_keeps_it_open_without_a_warning() {
        let mut w = Watch::new(0, 15);
        w.step(Input::Tick(13 * MINUTE));
        w.step(Input::Told(13 * MINUTE, told(600)));
        assert_eq!(w.phase, Phase::Open);
        assert_eq!(w.step(Input::Tick(20 * MINUTE)), Deed::Rest);
        assert_eq!(w.step(Input::Tick(21 * MINUTE)), Deed::Ask);
    }

    #[test]
    fn when_the_time_is_over_the_server_has_the_last_word() {
        let mut w = Watch::new(0, 15);
        w.step(Input::Told(13 * MINUTE, told(120)));
        assert_eq!(w.step(Input::Tick(15 * MINUTE)), Deed::Ask);
        w.step(Input::Told(15 * MINUTE, told(900)));
        assert_eq!(w.phase, Phase::Open);
        let mut w = Watch::new(0, 15);
        w.step(Input::Told(13 * MINUTE, told(120)));
        w.step(Input::Tick(15 * MINUTE));
        w.step(Input::Gone);
        assert_eq!(w.phase, Phase::Locked);
    }

    #[test]
    fn without_a_connection_it_locks_on_its_own_time() {
        let mut w = Watch::new(0, 15);
        w.step(Input::Tick(13 * MINUTE));
        w.step(Input::Lost(13 * MINUTE));
        assert_eq!(w.phase, Phase::Open);
        assert_eq!(w.step(Input::Tick(13 * MINUTE + 1000)), Deed::Rest, "a server in trouble is not asked each second");
        assert_eq!(w.step(Input::Tick(15 * MINUTE)), Deed::Ask);
        w.step(Input::Lost(15 * MINUTE));
        assert_eq!(w.phase, Phase::Locked);
    }

    #[test]
    fn a_laptop_that_slept_asks_when_it_wakes() {
        let mut w = Watch::new(0, 15);
        assert_eq!(w.step(Input::Woke(300 * MINUTE)), Deed::Ask);
        w.step(Input::Gone);
        assert_eq!(w.phase, Phase::Locked);
        assert_eq!(w.step(Input::Woke(301 * MINUTE)), Deed::Ask, "another tab may have opened it");
        w.step(Input::Told(301 * MINUTE, told(900)));
        assert_eq!(w.phase, Phase::Open);
    }

    #[test]
    fn a_short_time_is_not_all_warning() {
        let mut w = Watch::new(0, 2);
        w.step(Input::Told(0, told(120)));
        assert_eq!(w.phase, Phase::Open);
        assert_eq!(w.step(Input::Tick(80_000)), Deed::Ask);
    }

    #[test]
    fn the_time_is_read_aloud_four_times() {
        let said: Vec<_> = (0..=130).rev().filter_map(aloud).collect();
        let mut different = said.clone();
        different.dedup();
        assert_eq!(different.len(), 4);
        assert_eq!((clock(125), clock(5)), ("2:05".into(), "0:05".into()));
    }
}
