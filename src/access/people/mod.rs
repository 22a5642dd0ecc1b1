//! Colleagues: who works here and as what, inviting them, giving and taking roles, suspending.

pub mod drafts;
pub mod model;
pub mod rules;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod answers;
#[cfg(feature = "ssr")]
pub mod bootstrap;
#[cfg(feature = "ssr")]
mod events;
#[cfg(feature = "ssr")]
mod store;
