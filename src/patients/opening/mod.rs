//! Opening a chart that is closed to one, with a written reason: for an hour, to read, in view of the owner. Also how an
//! auditor reads a record.

pub mod model;
pub mod rules;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod answers;
#[cfg(feature = "ssr")]
mod events;
#[cfg(feature = "ssr")]
pub mod store;
