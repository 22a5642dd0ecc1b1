//! Where the network meets patients.

use super::model::{Banner, PatientCard, QuickAddDraft, QuickAdded};
use crate::kernel::{ids::PatientId, problem::Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

#[cfg(feature = "ssr")]
use super::actions;
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
