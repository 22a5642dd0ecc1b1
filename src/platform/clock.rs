//! Time as a thing that is handed in, so that tests choose it.

use jiff::Timestamp;
use std::sync::{Arc, Mutex};

/// Where "now" comes from. Read once per request, into `cx.now`.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// A fixed time that a test moves.
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// A clock standing at `at`.
    pub fn fixed(at: Timestamp) -> Clock {
        Clock::Fixed(Arc::new(Mutex::new(at)))
    }

    /// Moves a fixed clock; the system's cannot be moved.
    pub fn set(&self, at: Timestamp) {
        match self {
            Clock::System => {}
            Clock::Fixed(cell) => *cell.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at,
        }
    }

    /// Now, to the microsecond: what Postgres keeps, so that what is read back equals what was written.
    pub fn now(&self) -> Timestamp {
        let now = match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
            Clock::System => Timestamp::now(),
            Clock::Fixed(cell) => *cell.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}
