//! Where the network meets patients.

use super::{
    model::{
        Banner, DuplicateCard, ListPage, PatientCard, PatientPage, QuickAddDraft, QuickAdded, RegistrationPage,
        Revealed,
    },
    opening::model::{OpenPage, OpeningsPage},
    registration::RegistrationDraft,
};
use crate::kernel::{ids::PatientId, problem::Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

#[cfg(feature = "ssr")]
use super::{actions, opening};
#[cfg(feature = "ssr")]
use crate::platform::edge;

/// Finds patients as one types: at most twelve, best first.
#[server(input = Json)]
pub async fn search(query: String) -> Result<Vec<PatientCard>, Problem> {
    edge::look(async |cx| actions::search(cx, &query).await).await
}

/// Adds a patient from the short form, unless it looks like someone on file.
#[server(input = Json)]
pub async fn quick_add(draft: QuickAddDraft) -> Result<QuickAdded, Problem> {
    actions::quick_add(draft).await
}

/// Who this is and what to mind.
#[server(input = Json)]
pub async fn banner_of(patient: PatientId) -> Result<Banner, Problem> {
    edge::look(async |cx| actions::banner(cx, patient).await).await
}

/// Who on file may be the person being typed; `except` is the patient being changed.
#[server(input = Json)]
pub async fn alike(draft: RegistrationDraft, except: Option<PatientId>) -> Result<Vec<DuplicateCard>, Problem> {
    edge::look(async |cx| actions::duplicates_while_typing(cx, &draft, except).await).await
}

/// The exact identity and member numbers. Asking leaves a line in the access log.
#[server(input = Json)]
pub async fn reveal(patient: PatientId) -> Result<Revealed, Problem> {
    edge::look(async |cx| actions::reveal(cx, patient).await).await
}

/// The page to find patients on, with who was found when its form was sent.
#[server(input = Json)]
pub async fn patients_page() -> Result<ListPage, Problem> {
    actions::list_page().await
}

/// The registration form, empty or as it was sent.
#[server(input = Json)]
pub async fn new_patient_page() -> Result<RegistrationPage, Problem> {
    actions::new_page().await
}

/// The registration form over what is on file, or as it was sent.
#[server(input = Json)]
pub async fn edit_patient_page(patient: PatientId) -> Result<RegistrationPage, Problem> {
    actions::edit_page(patient).await
}

/// The part of the form about who pays, over what is on file, or as it was sent.
#[server(input = Json)]
pub async fn patient_funding_page(patient: PatientId) -> Result<RegistrationPage, Problem> {
    actions::funding_page(patient).await
}

/// A patient's own page, with what became of a form on it.
#[server(input = Json)]
pub async fn patient_page_of(patient: PatientId) -> Result<PatientPage, Problem> {
    actions::patient_page_posted(patient).await
}

/// The form that opens a chart with a reason.
#[server(input = Json)]
pub async fn open_chart_page(patient: PatientId) -> Result<OpenPage, Problem> {
    opening::answers::open(patient).await
}

/// The charts that were opened with a reason.
#[server(input = Json)]
pub async fn openings() -> Result<OpeningsPage, Problem> {
    opening::answers::openings().await
}
