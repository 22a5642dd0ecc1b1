//! The diary's rows.

mod busy;
mod diary;
mod of_patient;
mod past;
mod promises;
mod visit;

pub use busy::{Named, PractitionerRow, ThingRow, Things, calendar, locks, practitioners, taken, things};
pub use diary::{CardRow, Places, cards, cards_of, diary_calendar, one_card, places, types};
pub use of_patient::{PatientVisitRow, count_of_patient, visits_of_patient, was_here};
pub use past::{Deed, PatientRow, alerts, allergies, deed, history, names, patient_of};
pub use promises::PROMISES;
pub use visit::{Hold, Kept, Visit, any_newer, insert, seen, under_lock, update};
