//! The process: commands, the router, what every answer carries, health, and closing down without losing a request.

pub mod cli;
mod commands;
pub mod health;
pub mod http;
pub mod log;
pub mod metrics;
pub mod middleware;
pub mod preferences;
pub mod stream;
