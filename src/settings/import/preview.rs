//! Imports from the screen: look first, then a person says yes.

use super::{
    Options, actions,
    model::{ConfirmDraft, Counts, ImportKind, ImportsPage, Progress, RunLine, RunPage, RunState},
    store::runs::{self, Kept},
};
use crate::{
    access::policy::{ImportReference, ImportTariff},
    kernel::{ids::ImportId, problem::Problem, span},
    platform::cx::{Cx, CxMut, Event, Fault, Outcome},
};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// Rows of findings on a page; the rest is in the error file.
const FINDINGS_SHOWN: usize = 300;
/// Runs in the list.
const RUNS_SHOWN: i64 = 30;
/// After this long without an end, whatever ran is gone.
const STALLED_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// A file was looked at.
#[derive(Debug, Serialize)]
struct ImportRead {
    run: ImportId,
    what: &'static str,
    counts: Counts,
}
impl Event for ImportRead {
    const KIND: &'static str = "imports.read";
    fn subject(&self) -> uuid::Uuid {
        self.run.0
    }
}

/// Someone said yes.
#[derive(Debug, Serialize)]
struct ImportConfirmed {
    run: ImportId,
    chosen: Vec<u32>,
}
impl Event for ImportConfirmed {
    const KIND: &'static str = "imports.confirmed";
    fn subject(&self) -> uuid::Uuid {
        self.run.0
    }
}

/// Rows are on their way in.
#[derive(Debug, Serialize)]
struct ImportProgressed {
    run: ImportId,
    rows_in: usize,
}
impl Event for ImportProgressed {
    const KIND: &'static str = "imports.progressed";
    fn subject(&self) -> uuid::Uuid {
        self.run.0
    }
}

/// Something broke.
#[derive(Debug, Serialize)]
struct ImportFailed {
    run: ImportId,
}
impl Event for ImportFailed {
    const KIND: &'static str = "imports.failed";
    fn subject(&self) -> uuid::Uuid {
        self.run.0
    }
}

/// Records with the permit that the kind of file needs.
async fn record<T>(cx: &mut CxMut, kind: ImportKind, event: impl Event, value: T) -> Outcome<T> {
    if kind.has_book() {
        let permit = cx.permit::<ImportTariff>(())?;
        cx.done(permit, event, value).await
    } else {
        let permit = cx.permit::<ImportReference>(())?;
        cx.done(permit, event, value).await
    }
}

/// Whether this person may import this kind of file.
fn allowed(cx: &mut Cx, kind: ImportKind) -> Result<(), Problem> {
    if kind.has_book() { cx.permit::<ImportTariff>(()).map(drop) } else { cx.permit::<ImportReference>(()).map(drop) }
}

/// Looks at a file and keeps it for a yes.
pub async fn read(cx: &mut CxMut, kind: ImportKind, bytes: &[u8], options: &Options) -> Outcome<ImportId> {
    let report = actions::preview(cx, kind, bytes, options).await?;
    let run = if kind.has_book() {
        let permit = cx.permit::<ImportTariff>(())?;
        runs::keep_preview(cx, &permit, kind, bytes, options, &report).await?
    } else {
        let permit = cx.permit::<ImportReference>(())?;
        runs::keep_preview(cx, &permit, kind, bytes, options, &report).await?
    };
    record(cx, kind, ImportRead { run, what: kind.key(), counts: report.counts }, run).await
}

/// A run that may begin.
#[derive(Debug)]
pub struct Confirmed {
    /// Whose yes it was.
    pub actor: crate::access::Actor,
    /// False when it runs already: a second press changes nothing.
    pub begins: bool,
}

/// Someone says yes.
pub async fn confirm(cx: &mut CxMut, run: ImportId, draft: &ConfirmDraft) -> Outcome<Confirmed> {
    let permit = cx.permit::<ImportReference>(())?;
    let (kept, _, options, file_kept) = runs::one(cx, run).await?;
    allowed(cx, kept.kind)?;
    if !file_kept && kept.state == RunState::Preview {
        return Err(Problem::NotFound.into());
    }
    let chosen = draft.chosen();
    let options = Options { choices: chosen.clone(), ..options };
    let stalled_since = cx.now - STALLED_AFTER;
    let begins = runs::begin(cx, &permit, run, &options, stalled_since).await?;
    let confirmed = Confirmed { actor: cx.actor.clone(), begins };
    record(cx, kept.kind, ImportConfirmed { run, chosen }, confirmed).await
}

/// What a run needs to begin.
#[derive(Debug)]
pub struct Begun {
    /// What the file holds.
    pub kind: ImportKind,
    /// The file.
    pub bytes: Vec<u8>,
    /// How it is to be read.
    pub options: Options,
}

/// The file of a run and how to read it.
pub async fn begun(cx: &mut Cx, run: ImportId) -> Result<Begun, Fault> {
    let _permit = cx.permit::<ImportReference>(())?;
    let (kept, _, options, _) = runs::one(cx, run).await?;
    allowed(cx, kept.kind)?;
    Ok(Begun { kind: kept.kind, bytes: runs::upload(cx, run).await?, options })
}

/// Writes down how many rows are in.
pub async fn progressed(cx: &mut CxMut, kind: ImportKind, run: ImportId, rows_in: usize) -> Outcome<()> {
    let permit = cx.permit::<ImportReference>(())?;
    runs::progress(cx, &permit, run, rows_in).await?;
    record(cx, kind, ImportProgressed { run, rows_in }, ()).await
}

/// Writes down that no row went in.
pub async fn failed(cx: &mut CxMut, run: ImportId) -> Outcome<()> {
    let permit = cx.permit::<ImportReference>(())?;
    runs::fail(cx, &permit, run).await?;
    cx.done(permit, ImportFailed { run }, ()).await
}

/// The page that begins imports.
pub async fn imports(cx: &mut Cx, limit_mb: usize) -> Result<ImportsPage, Fault> {
    let _permit = cx.permit::<ImportReference>(())?;
    let kinds: Vec<ImportKind> = ImportKind::ALL.into_iter().filter(|kind| allowed(cx, *kind).is_ok()).collect();
    let kept = runs::latest(cx, &kinds, RUNS_SHOWN).await?;
    let runs = kept.into_iter().map(|k| line(cx, k)).collect();
    let book = actions::default_book(cx).await?;
    let last = book.until.and_then(|day| day.yesterday().ok()).map(|day| day.to_string()).unwrap_or_default();
    Ok(ImportsPage { kinds, runs, book: [book.name, book.since.to_string(), last], limit_mb })
}

/// The page of one run.
pub async fn run_page(cx: &mut Cx, run: ImportId) -> Result<RunPage, Fault> {
    let _permit = cx.permit::<ImportReference>(())?;
    let (kept, mut report, options, file_kept) = runs::one(cx, run).await?;
    allowed(cx, kept.kind)?;
    let findings = report.findings.len();
    report.findings.truncate(FINDINGS_SHOWN);
    let stalled = is_stalled(&kept, cx.now);
    let rows_in = kept.rows_in;
    let book = options.book.filter(|_| kept.kind.has_book()).map(|b| b.words()).unwrap_or_default();
    Ok(RunPage { line: line(cx, kept), report, findings, book, rows_in, stalled, file_kept })
}

/// How far a run is.
pub async fn progress(cx: &mut Cx, run: ImportId) -> Result<Progress, Fault> {
    let _permit = cx.permit::<ImportReference>(())?;
    let (kept, _, _, _) = runs::one(cx, run).await?;
    allowed(cx, kept.kind)?;
    Ok(Progress { state: kept.state, rows_in: kept.rows_in, rows: kept.counts.accepted })
}

/// Every finding of a run, for the error file, and what the file was called.
pub async fn findings(cx: &mut Cx, run: ImportId) -> Result<(String, Vec<super::Finding>), Fault> {
    let _permit = cx.permit::<ImportReference>(())?;
    let (kept, report, _, _) = runs::one(cx, run).await?;
    allowed(cx, kept.kind)?;
    Ok((kept.kind.key().to_owned(), report.findings))
}

fn is_stalled(kept: &Kept, now: Timestamp) -> bool {
    kept.state == RunState::Running && kept.begun_at.is_none_or(|begun| begun < now - STALLED_AFTER)
}

fn line(cx: &Cx, kept: Kept) -> RunLine {
    let (day, minute) = span::local(&cx.zone, kept.at);
    RunLine {
        id: kept.id,
        kind: kept.kind,
        file_name: kept.file_name,
        at: format!("{} {}", span::short_day(day), span::clock(minute)),
        by: kept.by,
        state: kept.state,
        counts: kept.counts,
    }
}
