//! Imports from files: every row is accounted for, good rows go in together, bad ones are told with line and reason, and
//! running a file twice changes nothing the second time.
//!
//! From bytes to rows: `reader`, `columns`. Judging rows: `sheet` with one sheet per kind of file. What is there and
//! putting in: `store`. Doing it: `actions` with a permit, `load` for programs, `cli` for the command line, `job` for the
//! screen, which looks first (`preview`) and imports when a person says so.

pub mod api;
pub mod listing;
pub mod model;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod answers;
#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod columns;
#[cfg(feature = "ssr")]
pub mod error_file;
#[cfg(feature = "ssr")]
pub mod job;
#[cfg(feature = "ssr")]
pub mod lists;
#[cfg(feature = "ssr")]
mod load;
#[cfg(feature = "ssr")]
pub mod patients;
#[cfg(feature = "ssr")]
pub mod preview;
#[cfg(feature = "ssr")]
pub mod reader;
#[cfg(feature = "ssr")]
pub mod reference;
#[cfg(feature = "ssr")]
pub mod sheet;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod tariff;
#[cfg(feature = "ssr")]
pub mod types;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(all(test, feature = "ssr"))]
mod tests;

#[cfg(feature = "ssr")]
pub use cli::{ImportArgs, run};
#[cfg(feature = "ssr")]
pub use load::{Book, Options, load, load_tariff, look};
pub use model::{Counts, Finding, ImportKind, Report, Verdict};
