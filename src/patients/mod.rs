//! The person in care: who they are, who pays, who may speak for them, what they agreed to.

pub mod alerts;
pub mod api;
pub mod model;
pub mod opening;
pub mod registration;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
mod events;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub use store::{MARKED_MEMBER, PROMISES, SEALED_ID, file};

#[cfg(all(test, feature = "ssr"))]
mod tests;
