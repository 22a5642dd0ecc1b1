//! What is charged, paid and owed: checkout of a visit, invoices and credit notes, payments, and the ledger below them.
//!
//! Documents are written once and never changed; a correction is another document. See `docs/billing.md`.

pub mod api;
pub mod drafts;
pub mod model;
pub mod paper;
pub mod rules;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod download;
#[cfg(feature = "ssr")]
mod events;
#[cfg(feature = "ssr")]
mod pdf;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub use store::check::{Broken, check};

#[cfg(all(test, feature = "ssr"))]
mod tests;
