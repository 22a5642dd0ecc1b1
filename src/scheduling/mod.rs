//! Who is seen, by whom, where and when.

pub mod drafts;
pub mod model;
pub mod ui;
