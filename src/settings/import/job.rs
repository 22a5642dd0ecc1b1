//! An import that a person said yes to, while they watch: rows in one transaction, how far it is in small ones beside it.

use super::{actions, preview};
use crate::{
    access::Actor,
    kernel::ids::ImportId,
    platform::{
        cx::Fault,
        edge::{self, Services},
    },
};
use tokio::sync::watch;

/// Begins and returns at once. If the server closes first, the transaction is undone and the run can begin again.
pub fn start(it: Services, actor: Actor, run: ImportId) {
    tokio::spawn(async move {
        if let Err(fault) = import(&it, &actor, run).await {
            let problem = fault.into_problem();
            tracing::error!(run = %run, %problem, "import failed");
            if edge::act_as(&it, actor, async |cx| preview::failed(cx, run).await).await.is_err() {
                tracing::error!(run = %run, "could not write down that an import failed");
            }
        }
    });
}

/// Puts the rows of a run in.
///
/// # Errors
/// When something broke; then no row is in.
pub async fn import(it: &Services, actor: &Actor, run: ImportId) -> Result<(), Fault> {
    let begun = edge::look_as(it, actor.clone(), async |cx| preview::begun(cx, run).await).await?;
    let (tell, told) = watch::channel(0_usize);
    let telling = tokio::spawn(tell_screens(it.clone(), actor.clone(), begun.kind, run, told));
    let done = edge::act_as(it, actor.clone(), async |cx| {
        // only how far it is now matters: whoever tells screens may skip steps
        let mut progress = |rows| {
            tell.send_replace(rows);
        };
        actions::import_as(cx, run, begun.kind, &begun.bytes, &begun.options, &mut progress).await
    })
    .await;
    drop(tell);
    drop(telling.await);
    done.map(drop)
}

async fn tell_screens(
    it: Services,
    actor: Actor,
    kind: super::ImportKind,
    run: ImportId,
    mut told: watch::Receiver<usize>,
) {
    while told.changed().await.is_ok() {
        let rows = *told.borrow_and_update();
        if edge::act_as(&it, actor.clone(), async |cx| preview::progressed(cx, kind, run, rows).await).await.is_err() {
            tracing::warn!(run = %run, "progress not told");
        }
    }
}
