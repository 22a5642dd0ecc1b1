//! What the pages of imports answer, with and without a form on them.

use super::{
    job,
    model::{ConfirmDraft, ImportsPage, RunPage},
    preview,
};
use crate::{
    kernel::{ids::ImportId, problem::Problem},
    platform::edge,
};

/// The page that begins imports.
pub async fn imports() -> Result<ImportsPage, Problem> {
    let limit_mb = edge::services()?.app.import_limit_kb / 1024;
    edge::look(async |cx| preview::imports(cx, limit_mb).await).await
}

/// The page of one run; a yes posted to it begins the import.
pub async fn run(id: ImportId) -> Result<RunPage, Problem> {
    if let Some(draft) = edge::posted::<ConfirmDraft>() {
        let draft = draft?;
        let confirmed = edge::act(async |cx| preview::confirm(cx, id, &draft).await).await?;
        if confirmed.begins {
            job::start(edge::services()?, confirmed.actor, id);
        }
        edge::go_to(&format!("/settings/import/{id}"));
    }
    edge::look(async |cx| preview::run_page(cx, id).await).await
}
