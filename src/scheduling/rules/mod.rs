//! What may be: pure, without clock or database.

pub mod fit;
pub mod free;
pub mod hours;
pub mod steps;
