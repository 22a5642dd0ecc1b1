//! Billing in the database. Reads of a patient's account take the permit and the patient from it.

pub mod check;
pub mod document;
pub mod find;
pub mod ledger;
pub mod read;
pub mod settings;
pub mod tariff;
pub mod visit;
