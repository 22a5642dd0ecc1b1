//! Signing in and staying in: passwords, the throttle, sessions and the devices they are on.
//!
//! A sign-in takes three steps, so that no database connection is held while a password is worked on: the try is written
//! down and counted, the password is worked out, and the try is either taken back (a session begins) or left standing.

pub mod device;
pub mod drafts;
pub mod model;
pub mod throttle;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod answers;
#[cfg(feature = "ssr")]
mod events;
#[cfg(feature = "ssr")]
pub mod password;
#[cfg(feature = "ssr")]
mod proof;
#[cfg(feature = "ssr")]
pub mod second;
#[cfg(feature = "ssr")]
pub(super) mod store;

/// The browser's clock, in milliseconds; only differences matter. On the server nothing asks.
#[cfg(feature = "hydrate")]
pub fn browser_clock() -> u64 {
    // a positive whole number until long after the year 9999
    js_sys::Date::now() as u64
}

/// The browser's clock, in milliseconds; only differences matter. On the server nothing asks.
#[cfg(not(feature = "hydrate"))]
pub fn browser_clock() -> u64 {
    0
}
