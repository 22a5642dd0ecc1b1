//! The trail as people read it: everything for owner and auditor, and for a patient who opened their own record. Writing
//! it is the platform's, in the transaction of the deed; here it is only read, and reading it is written down too.

pub mod api;
pub mod drafts;
pub mod model;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
