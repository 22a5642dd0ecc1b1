//! The only code that knows the machine: database, clock, configuration, and the edge where requests become acts.

pub mod check;
pub mod clock;
pub mod config;
pub mod cx;
pub mod db;
pub mod devdb;
pub mod door;
pub mod edge;
pub mod fault;
pub mod live;
pub mod seal;
mod standing;
pub mod tally;
pub mod trail;
