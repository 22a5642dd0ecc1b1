//! What the pages about opened charts answer, with and without a form posted to them.

use super::{
    actions,
    model::{OpenPage, OpeningsPage},
};
use crate::{
    kernel::{
        ids::{OpeningId, PatientId},
        problem::Problem,
    },
    platform::edge,
};
use serde::Deserialize;

/// The form that opens a chart; sent, it opens it and goes there.
pub async fn open(patient: PatientId) -> Result<OpenPage, Problem> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Form {
        reason: String,
        words: String,
    }
    let look = async || edge::look(async |cx| actions::page(cx, patient).await).await;
    let Some(form) = edge::posted::<Form>() else { return look().await };
    let form = form?;
    match edge::act(async |cx| actions::open(cx, patient, &form.reason, &form.words).await).await {
        Ok(()) => {
            edge::go_to(&format!("/patients/{patient}"));
            look().await
        }
        Err(problem @ Problem::Invalid { .. }) => {
            let page = look().await?;
            edge::set_status(&problem);
            Ok(OpenPage { reason: form.reason, words: form.words, problem: Some(problem), ..page })
        }
        Err(other) => Err(other),
    }
}

/// The charts that were opened. A posted form reviews one.
pub async fn openings() -> Result<OpeningsPage, Problem> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Form {
        opening: String,
        accepted: String,
    }
    let mut problem = None;
    if let Some(form) = edge::posted::<Form>() {
        let form = form?;
        let opening = form.opening.parse().unwrap_or(OpeningId(uuid::Uuid::nil()));
        match edge::act(async |cx| actions::review(cx, opening, form.accepted == "yes").await).await {
            Ok(()) => edge::go_to("/patients/openings"),
            Err(p @ Problem::NotFound) => {
                edge::set_status(&p);
                problem = Some(p);
            }
            Err(other) => return Err(other),
        }
    }
    let page = edge::look(async |cx| actions::openings(cx).await).await?;
    Ok(OpeningsPage { problem, ..page })
}
