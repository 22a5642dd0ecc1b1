//! What people do with the diary.

mod book;
mod common;
mod look;
mod of_patient;
mod pages;
mod settle;
mod status;
mod undo;

pub use book::{book, move_to};
pub use look::{day, free_times, week};
pub use of_patient::visits_of;
pub use pages::{booking, booking_page, page, visit_page};
pub use status::{cancel, change_status};
pub use undo::undo;
