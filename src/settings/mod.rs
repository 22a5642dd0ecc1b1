//! The practice itself: sites, people's hours, appointment types, and what is imported from files.

pub mod import;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod seed;
#[cfg(feature = "ssr")]
pub mod upload;
