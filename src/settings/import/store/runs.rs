//! The list of imports: what was read, what became of it, and the file until it is in.

use crate::{
    access::policy::{Ability, Permit},
    kernel::{ids::ImportId, problem::Problem},
    platform::{
        cx::{Cx, CxMut, Fault},
        seal::digest,
    },
    settings::import::{
        Options,
        model::{Choice, Counts, Finding, ImportKind, Report, RunState},
    },
};

/// The most findings kept with a run; the command line gives all of them.
const MOST_FINDINGS: usize = 10_000;
/// What an uploaded file is sealed for.
const SEALED_FOR: &str = "import";

/// A run as it is kept.
#[derive(Debug)]
pub struct Kept {
    /// Its id.
    pub id: ImportId,
    /// What the file holds.
    pub kind: ImportKind,
    /// What the file is called.
    pub file_name: String,
    /// How far it is.
    pub state: RunState,
    /// How many rows became what.
    pub counts: Counts,
    /// When it was sent.
    pub at: jiff::Timestamp,
    /// When rows began to go in.
    pub begun_at: Option<jiff::Timestamp>,
    /// Who sent it.
    pub by: String,
    /// Rows that are in.
    pub rows_in: u32,
}

/// A run that nobody watches: begun and ended in the transaction that puts the rows in.
pub async fn begin_and_end(
    cx: &mut CxMut,
    may: &Permit<impl Ability + Send + Sync>,
    kind: ImportKind,
    bytes: &[u8],
    options: &Options,
) -> Result<ImportId, Fault> {
    insert(cx, may, kind, bytes, options, &Report::default(), RunState::Running).await
}

/// A file that was looked at, and how it is to be read, until someone says yes.
pub async fn keep_preview(
    cx: &mut CxMut,
    may: &Permit<impl Ability + Send + Sync>,
    kind: ImportKind,
    bytes: &[u8],
    options: &Options,
    report: &Report,
) -> Result<ImportId, Fault> {
    let state = if report.refused.is_some() { RunState::Refused } else { RunState::Preview };
    let id = insert(cx, may, kind, bytes, options, report, state).await?;
    let (practice, at) = (cx.actor.practice.0, cx.now);
    let a_day_ago = jiff_sqlx::Timestamp::from(at - jiff::SignedDuration::from_hours(24));
    sqlx::query!(
        "delete from import_upload where practice = $1 and at < $2",
        practice,
        a_day_ago as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await?;
    if let (RunState::Preview, Ok(text)) = (state, std::str::from_utf8(bytes)) {
        let sealed = cx.seal().seal(cx.actor.practice, SEALED_FOR, text)?;
        let at = jiff_sqlx::Timestamp::from(at);
        sqlx::query!(
            "insert into import_upload (practice, run, sealed, at) values ($1, $2, $3, $4)",
            practice,
            id.0,
            sealed,
            at as jiff_sqlx::Timestamp
        )
        .execute(cx.sql())
        .await?;
    }
    Ok(id)
}

async fn insert(
    cx: &mut CxMut,
    _: &Permit<impl Ability + Send + Sync>,
    kind: ImportKind,
    bytes: &[u8],
    options: &Options,
    report: &Report,
    state: RunState,
) -> Result<ImportId, Fault> {
    let id = ImportId::fresh();
    let (practice, person) = (cx.actor.practice.0, cx.actor.person.0);
    let at = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query!(
        "insert into import_run (practice, id, what, file_name, file_hash, dry_run, state, person, at, options, counts, findings,
                                 choices, remarks, refused)
         values ($1, $2, $3, $4, $5, false, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        practice,
        id.0,
        kind.key(),
        options.file_name,
        digest(bytes),
        state.key(),
        person,
        at as jiff_sqlx::Timestamp,
        json(options)?,
        json(&report.counts)?,
        json(&kept(report))?,
        json(&report.choices)?,
        json(&report.remarks)?,
        report.refused.clone().unwrap_or_default()
    )
    .execute(cx.sql())
    .await?;
    Ok(id)
}

fn kept(report: &Report) -> &[Finding] {
    &report.findings[..report.findings.len().min(MOST_FINDINGS)]
}

/// Lets rows go in, unless they do already: false then. A run that began before `stalled_since` and never ended may
/// begin again, since whatever it did was undone with its transaction.
pub async fn begin(
    cx: &mut CxMut,
    _: &Permit<impl Ability + Send + Sync>,
    run: ImportId,
    options: &Options,
    stalled_since: jiff::Timestamp,
) -> Result<bool, Fault> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    let done = sqlx::query!(
        "update import_run set state = 'running', options = $3, begun_at = $4, rows_in = 0
          where practice = $1 and id = $2
            and (state in ('preview', 'failed') or (state = 'running' and begun_at < $5))",
        practice,
        run.0,
        json(options)?,
        now as jiff_sqlx::Timestamp,
        jiff_sqlx::Timestamp::from(stalled_since) as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes down how many rows are in.
pub async fn progress(
    cx: &mut CxMut,
    _: &Permit<impl Ability + Send + Sync>,
    run: ImportId,
    rows_in: usize,
) -> Result<(), Fault> {
    let practice = cx.actor.practice.0;
    sqlx::query!(
        "update import_run set rows_in = $3 where practice = $1 and id = $2 and state = 'running'",
        practice,
        run.0,
        i32::try_from(rows_in).unwrap_or(i32::MAX)
    )
    .execute(cx.sql())
    .await?;
    Ok(())
}

/// Writes down what became of the rows, and lets go of the file.
pub async fn finish(
    cx: &mut CxMut,
    _: &Permit<impl Ability + Send + Sync>,
    run: ImportId,
    report: &Report,
) -> Result<(), Fault> {
    let practice = cx.actor.practice.0;
    sqlx::query!(
        "update import_run set state = 'done', counts = $3, findings = $4, choices = $5, remarks = $6
          where practice = $1 and id = $2",
        practice,
        run.0,
        json(&report.counts)?,
        json(&kept(report))?,
        json(&report.choices)?,
        json(&report.remarks)?
    )
    .execute(cx.sql())
    .await?;
    sqlx::query!("delete from import_upload where practice = $1 and run = $2", practice, run.0)
        .execute(cx.sql())
        .await?;
    Ok(())
}

/// Something broke; no row went in.
pub async fn fail(cx: &mut CxMut, _: &Permit<impl Ability + Send + Sync>, run: ImportId) -> Result<(), Fault> {
    let practice = cx.actor.practice.0;
    sqlx::query!(
        "update import_run set state = 'failed' where practice = $1 and id = $2 and state = 'running'",
        practice,
        run.0
    )
    .execute(cx.sql())
    .await?;
    Ok(())
}

/// The latest runs of these kinds, newest first.
pub async fn latest(cx: &mut Cx, kinds: &[ImportKind], most: i64) -> Result<Vec<Kept>, Fault> {
    let practice = cx.actor.practice.0;
    let words: Vec<String> = kinds.iter().map(|k| k.key().to_owned()).collect();
    let rows = sqlx::query!(
        r#"select r.id, r.what, r.file_name, r.state, r.counts, r.at as "at: jiff_sqlx::Timestamp",
                  r.begun_at as "begun_at: jiff_sqlx::Timestamp", r.rows_in, p.name as by
             from import_run r join person p on p.practice = r.practice and p.id = r.person
            where r.practice = $1 and r.what = any($2) order by r.at desc, r.id desc limit $3"#,
        practice,
        &words,
        most
    )
    .fetch_all(cx.sql())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Kept {
                id: ImportId(r.id),
                kind: kind_of(&r.what)?,
                file_name: r.file_name,
                state: RunState::from_key(&r.state).ok_or(Problem::NotFound)?,
                counts: serde_json::from_value(r.counts).map_err(|e| Fault::Other(e.into()))?,
                at: r.at.to_jiff(),
                begun_at: r.begun_at.map(|t| t.to_jiff()),
                by: r.by,
                rows_in: u32::try_from(r.rows_in).unwrap_or(0),
            })
        })
        .collect()
}

/// One run and its report.
pub async fn one(cx: &mut Cx, run: ImportId) -> Result<(Kept, Report, Options, bool), Fault> {
    let practice = cx.actor.practice.0;
    let r = sqlx::query!(
        r#"select r.what, r.file_name, r.state, r.counts, r.findings, r.choices, r.remarks, r.refused, r.options, r.rows_in,
                  r.at as "at: jiff_sqlx::Timestamp", r.begun_at as "begun_at: jiff_sqlx::Timestamp", p.name as by,
                  exists (select 1 from import_upload u where u.practice = r.practice and u.run = r.id) as "file_kept!"
             from import_run r join person p on p.practice = r.practice and p.id = r.person
            where r.practice = $1 and r.id = $2"#,
        practice,
        run.0
    )
    .fetch_one(cx.sql())
    .await?;
    let counts: Counts = read(r.counts)?;
    let (findings, choices): (Vec<Finding>, Vec<Choice>) = (read(r.findings)?, read(r.choices)?);
    let refused = Some(r.refused).filter(|words| !words.is_empty());
    let report = Report { counts, findings, choices, remarks: read(r.remarks)?, refused };
    let kept = Kept {
        id: run,
        kind: kind_of(&r.what)?,
        file_name: r.file_name,
        state: RunState::from_key(&r.state).ok_or(Problem::NotFound)?,
        counts,
        at: r.at.to_jiff(),
        begun_at: r.begun_at.map(|t| t.to_jiff()),
        by: r.by,
        rows_in: u32::try_from(r.rows_in).unwrap_or(0),
    };
    Ok((kept, report, read(r.options)?, r.file_kept))
}

/// The file of a run.
pub async fn upload(cx: &mut Cx, run: ImportId) -> Result<Vec<u8>, Fault> {
    let practice = cx.actor.practice;
    let sealed =
        sqlx::query_scalar!("select sealed from import_upload where practice = $1 and run = $2", practice.0, run.0)
            .fetch_one(cx.sql())
            .await?;
    Ok(cx.seal().open(practice, SEALED_FOR, &sealed)?.into_bytes())
}

fn kind_of(word: &str) -> Result<ImportKind, Fault> {
    word.parse().map_err(|_| Problem::NotFound.into())
}

fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T, Fault> {
    serde_json::from_value(value).map_err(|e| Fault::Other(e.into()))
}

fn json(value: &(impl serde::Serialize + ?Sized)) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(value).map_err(|e| Fault::Other(e.into()))
}
