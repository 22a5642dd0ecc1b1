//! The list of imports: what was read and what became of it.

use crate::{
    kernel::ids::ImportId,
    platform::{
        cx::{CxMut, Fault},
        seal::digest,
    },
    settings::{
        import::Options,
        import_model::{Finding, ImportKind, Report},
    },
};

/// The most findings kept with a run; the command line gives all of them.
const MOST_FINDINGS: usize = 10_000;

/// A run that nobody watches: begun and ended in the transaction that puts the rows in.
pub async fn begin_and_end(
    cx: &mut CxMut,
    kind: ImportKind,
    bytes: &[u8],
    options: &Options,
) -> Result<ImportId, Fault> {
    let id = ImportId::fresh();
    let (practice, person) = (cx.actor.practice.0, cx.actor.person.0);
    let at = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query!(
        "insert into import_run (practice, id, what, file_name, file_hash, dry_run, state, person, at)
         values ($1, $2, $3, $4, $5, false, 'running', $6, $7)",
        practice,
        id.0,
        kind.key(),
        options.file_name,
        digest(bytes),
        person,
        at as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await?;
    Ok(id)
}

/// Writes down what became of the rows.
pub async fn finish(cx: &mut CxMut, run: ImportId, report: &Report) -> Result<(), Fault> {
    let kept: &[Finding] = &report.findings[..report.findings.len().min(MOST_FINDINGS)];
    let (counts, findings) = (json(&report.counts)?, json(&kept)?);
    let practice = cx.actor.practice.0;
    sqlx::query!(
        "update import_run set state = 'done', counts = $3, findings = $4 where practice = $1 and id = $2",
        practice,
        run.0,
        counts,
        findings
    )
    .execute(cx.sql())
    .await?;
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(value).map_err(|e| Fault::Other(e.into()))
}
