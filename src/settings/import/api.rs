//! Where the network meets imports. The file itself comes in by `settings/upload`.

use super::{
    listing::{OpenWays, SchemeLine, TariffPage},
    model::{ImportsPage, Progress, RunPage},
};
use crate::kernel::{ids::ImportId, problem::Problem};
use leptos::{prelude::*, server_fn::codec::Json};

#[cfg(feature = "ssr")]
use super::{answers, lists, preview};
#[cfg(feature = "ssr")]
use crate::platform::edge;

/// The page that begins imports.
#[server(input = Json)]
pub async fn imports() -> Result<ImportsPage, Problem> {
    answers::imports().await
}

/// The page of one run.
#[server(input = Json)]
pub async fn import_run(id: ImportId) -> Result<RunPage, Problem> {
    answers::run(id).await
}

/// How far a run is.
#[server(input = Json)]
pub async fn import_progress(id: ImportId) -> Result<Progress, Problem> {
    edge::look(async |cx| preview::progress(cx, id).await).await
}

/// Which ways into the practice's own matters are open.
#[server(input = Json)]
pub async fn practice_start() -> Result<OpenWays, Problem> {
    edge::look(async |cx| lists::start(cx)).await
}

/// The tariff codes of a book, by profession and words.
#[server(input = Json)]
pub async fn tariff(book: String, profession: String, words: String) -> Result<TariffPage, Problem> {
    edge::look(async |cx| lists::tariff(cx, &book, &profession, &words).await).await
}

/// The directory of schemes.
#[server(input = Json)]
pub async fn schemes() -> Result<Vec<SchemeLine>, Problem> {
    edge::look(async |cx| lists::schemes(cx).await).await
}
