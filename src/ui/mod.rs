//! The design system: our components. They know no feature.

pub mod frame;
pub mod gallery;
pub mod page;
pub mod problem_note;
