//! Who is seen, by whom, where and when.

pub mod ui;
