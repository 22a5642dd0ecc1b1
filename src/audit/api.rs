//! The server functions over the trail.

use super::model::{OpenedPage, TrailPage};
use crate::kernel::{ids::PatientId, problem::Problem};
use leptos::{prelude::*, server_fn::codec::Json};

#[cfg(feature = "ssr")]
use super::actions;
#[cfg(feature = "ssr")]
use crate::platform::edge;

/// The page of the trail, and what was asked of it.
#[server(input = Json)]
pub async fn trail() -> Result<TrailPage, Problem> {
    actions::trail_posted().await
}

/// Who opened a patient's record.
#[server(input = Json)]
pub async fn who_opened(patient: PatientId, before: Option<i64>) -> Result<OpenedPage, Problem> {
    edge::look(async |cx| actions::who_opened(cx, patient, before).await).await
}
