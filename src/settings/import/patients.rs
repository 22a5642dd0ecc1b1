//! Patients. Findings name the field only: what is in a cell is personal.

use super::{
    columns::{Column, Heading, must},
    reader::Refusal,
    sheet::{Cells, Notes, Sheet},
};
use jiff::civil::Date;

/// A file of patients.
#[derive(Clone, Debug)]
pub struct PatientSheet {}

/// One patient, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientRow {}

impl PatientSheet {
    /// For files read on this day.
    pub fn new(_: Date) -> PatientSheet {
        PatientSheet {}
    }
}

impl Sheet for PatientSheet {
    type Row = PatientRow;
    const REPLACES: bool = false;

    fn columns(&self) -> &'static [Column] {
        const COLUMNS: &[Column] = &[must("last_name", &["surname"])];
        COLUMNS
    }
    fn heading(&self, _: &Heading) -> Result<(), Refusal> {
        Err(Refusal("Patients cannot be imported by this version.".into()))
    }
    fn read(&self, _: &Cells<'_>, _: &mut Notes) -> Option<PatientRow> {
        None
    }
    fn key(_: &PatientRow) -> String {
        String::new()
    }
    fn about(_: &PatientRow) -> String {
        "a patient".into()
    }
    fn says(_: &PatientRow) -> String {
        String::new()
    }
    fn differs(_: &PatientRow, _: &PatientRow) -> String {
        String::new()
    }
}
