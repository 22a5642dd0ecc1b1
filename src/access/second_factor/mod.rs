//! The second factor: an authenticator app's codes, recovery codes for the day the phone is gone, what a practice asks of
//! its people, and what a person is told about their own account.
//!
//! Showing it at the door and when a deed asks for a proof is `sign_in::second`.

pub mod model;
pub mod rules;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod answers;
#[cfg(feature = "ssr")]
pub mod demand;
#[cfg(feature = "ssr")]
mod events;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod totp;
