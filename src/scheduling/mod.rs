//! Who is seen, by whom, where and when.

pub mod api;
pub mod drafts;
pub mod layout;
pub mod model;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
mod events;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub use store::PROMISES;
#[cfg(all(test, feature = "ssr"))]
mod tests;
