//! What patients are promised, on a real database, as the role the server works as.

mod alerts;
mod fixture;
mod form;
mod opening;
mod quick;
mod search;
