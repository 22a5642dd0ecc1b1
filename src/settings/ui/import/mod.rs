//! Importing from the screen: send a file, see what would happen, say yes, watch it happen.

mod progress;
mod run;
mod send;

#[cfg(feature = "hydrate")]
mod live;
#[cfg(not(feature = "hydrate"))]
#[path = "live_none.rs"]
mod live;

pub use run::RunScreen;
pub use send::ImportsScreen;
