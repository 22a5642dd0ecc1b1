//! What can be done with patients.

mod alerts;
mod change;
mod import;
mod pages;
mod register;

pub use alerts::{alert_raised, alert_settled, alerts, raise_alert, settle_alert};
pub use change::{change, change_funding, changed, funding_changed};
pub use import::{duplicates_of, import_patient, marks};
pub use pages::{edit_page, funding_page, list_page, new_page, patient_page, patient_page_posted};
pub use register::{duplicates_while_typing, quick_add, quick_added, register, registered};

use super::{
    model::{Banner, PatientCard, Revealed},
    store,
};
use crate::{
    access::policy::{RevealIdentifier, SearchPatients, SeePatient},
    kernel::ids::{OnceKey, PatientId},
    platform::{
        cx::{Cx, Fault},
        seal::digest,
    },
};

/// Finds patients by anything a caller says. Who was on the list is written down; what was typed is not.
pub async fn search(cx: &mut Cx, query: &str) -> Result<Vec<PatientCard>, Fault> {
    let may = cx.permit::<SearchPatients>(())?;
    let found = store::find(cx, &may, query).await?;
    cx.saw(found.iter().map(|card| card.id));
    Ok(found)
}

/// Who this is and what to mind.
pub async fn banner(cx: &mut Cx, patient: PatientId) -> Result<Banner, Fault> {
    let file = store::file(cx, patient).await?;
    let may = cx.permit::<SeePatient>(file)?;
    cx.saw([patient]);
    Ok(store::banner(cx, &may).await?)
}

/// The exact numbers that lists mask.
pub async fn reveal(cx: &mut Cx, patient: PatientId) -> Result<Revealed, Fault> {
    let file = store::file(cx, patient).await?;
    let may = cx.permit::<RevealIdentifier>(file)?;
    cx.saw([patient]);
    store::reveal(cx, &may).await
}

/// The key of one sending of a form: the same form sent twice has the same, the form sent again after an answer ("these may
/// be the same person", "check the phone") has another, because it says something else.
fn key_of(form: OnceKey, asked: &impl serde::Serialize) -> Result<OnceKey, Fault> {
    let asked = serde_json::to_vec(asked).map_err(|e| Fault::Other(e.into()))?;
    let mixed = digest(&[form.0.as_bytes().as_slice(), &asked].concat());
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&mixed[..16]);
    Ok(OnceKey(uuid::Builder::from_random_bytes(bytes).into_uuid()))
}
