//! The person in care: who they are, who pays, who may speak for them, what they agreed to.

pub mod api;
pub mod model;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod actions;
