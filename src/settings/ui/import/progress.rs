//! How far an import is, while one looks.

use super::live;
use crate::{
    kernel::ids::ImportId,
    settings::import::{
        api,
        model::{Progress, RunState},
    },
    ui::changing,
};
use leptos::{prelude::*, task::spawn_local};

/// The bar. It listens, asks again when it hears of its run, and shows the result when the run has ended.
#[island]
pub fn ImportProgress(
    /// Which run.
    id: ImportId,
    /// How far it is.
    now: Progress,
) -> impl IntoView {
    let progress = RwSignal::new(now);
    let ask = move || {
        spawn_local(async move {
            // offline for a moment: the next word asks again
            let Ok(now) = api::import_progress(id).await else { return };
            if now.state == RunState::Running { progress.set(now) } else { live::reload() }
        })
    };
    Effect::new(move |_| live::when_changed(id.to_string(), ask));
    view! {
        <p role="status" class="figures">{changing(move || progress.get().words())}</p>
        <progress
            aria-label="Rows that are in"
            max=changing(move || progress.get().rows.to_string())
            value=changing(move || progress.get().rows_in.to_string())
        ></progress>
    }
}
