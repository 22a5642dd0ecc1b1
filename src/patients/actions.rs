//! What can be done with patients.

use super::model::{Banner, PatientCard, QuickAddDraft, QuickAdded};
use crate::{
    access::policy::SearchPatients,
    kernel::{ids::PatientId, problem::Problem},
    platform::cx::{Cx, Fault},
};

/// Finds patients by anything a caller says.
pub async fn search(cx: &mut Cx, _query: &str) -> Result<Vec<PatientCard>, Fault> {
    let _may = cx.permit::<SearchPatients>(())?;
    Err(Problem::Busy.into())
}

/// Adds a patient from the short form.
pub async fn quick_add(_draft: QuickAddDraft) -> Result<QuickAdded, Problem> {
    Err(Problem::Busy)
}

/// Who this is and what to mind.
pub async fn banner(_cx: &mut Cx, _patient: PatientId) -> Result<Banner, Fault> {
    Err(Problem::NotFound.into())
}
