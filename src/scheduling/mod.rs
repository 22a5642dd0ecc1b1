//! Who is seen, by whom, where and when.

pub mod api;
pub mod drafts;
pub mod model;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod actions;
