//! Commands that look and change nothing: `check`, `verify-audit`, `healthcheck`. Each says in plain words what it found
//! and exits with 1 when something is wrong.
#![expect(clippy::print_stdout, reason = "a command answers on the terminal")]

use crate::platform::{
    check::{self, Invariant},
    config,
    trail::{
        TrailKey,
        verify::{self, Report},
    },
};
use anyhow::Context;
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Where the key of the trails is.
pub fn trail_key_file() -> PathBuf {
    std::env::var_os("HADADA_TRAIL_KEY_FILE").map_or_else(|| config::data_dir().join("trail-key"), PathBuf::from)
}

/// Every promise there is, of every feature.
fn promises() -> Vec<Invariant> {
    [check::OF_THE_PLATFORM, crate::scheduling::PROMISES, crate::patients::PROMISES].concat()
}

/// One snapshot for the whole look, so that a server at work does not look like tampering.
async fn still(options: &PgConnectOptions) -> anyhow::Result<PgConnection> {
    let mut conn = PgConnection::connect_with(options).await.context("the database does not answer")?;
    for setting in ["set statement_timeout = 0", "begin isolation level repeatable read read only"] {
        sqlx::raw_sql(setting).execute(&mut conn).await?;
    }
    Ok(conn)
}

/// `hadada check`: every promise, and the trails.
pub async fn check(options: &PgConnectOptions, app: &config::App) -> anyhow::Result<ExitCode> {
    let mut conn = still(options).await?;
    let mut broken = 0;
    for held in check::check(&mut conn, &promises()).await? {
        broken += usize::from(!say(held.invariant.name, held.invariant.says, &held.broken_by));
    }
    let books = crate::billing::check(&mut conn).await?;
    let books: Vec<String> = books.iter().map(|b| format!("{}: {}: {}", b.promise, b.practice, b.what)).collect();
    broken += usize::from(!say("the_books_agree", "documents, numbers and ledger say the same, to the cent", &books));
    let (report, _) = look(&mut conn, heads_file(app, None).as_deref()).await?;
    let troubles: Vec<String> = report.troubles.iter().map(ToString::to_string).collect();
    broken += usize::from(!say("audit_chain_is_whole", "the trails are as they were written", &troubles));
    println!("{}", if broken == 0 { "Every promise holds.".into() } else { format!("{broken} promises are broken.") });
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Says what became of one promise, and whether it holds.
fn say(name: &str, says: &str, culprits: &[String]) -> bool {
    println!("{}  {name}: {says}", if culprits.is_empty() { "ok    " } else { "BROKEN" });
    tell(culprits, "          ");
    culprits.is_empty()
}

/// `hadada verify-audit`.
pub async fn verify_audit(
    options: &PgConnectOptions,
    app: &config::App,
    heads: Option<PathBuf>,
) -> anyhow::Result<ExitCode> {
    let mut conn = still(options).await?;
    let heads = heads_file(app, heads);
    let (report, seconds) = look(&mut conn, heads.as_deref()).await?;
    println!(
        "{} rows of {} trails and {} events looked at in {seconds:.1} s.",
        report.rows, report.practices, report.events
    );
    match report.heads {
        Some(n) => println!("{n} copied ends compared."),
        None => println!("There were no copied ends to compare (--heads FILE): a trail cut short would not be seen."),
    }
    let troubles: Vec<String> = report.troubles.iter().map(ToString::to_string).collect();
    tell(&troubles, "  ");
    if report.troubles.is_empty() {
        println!("The trails are whole.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} troubles. The trails are NOT as they were written.", report.troubles.len());
    Ok(ExitCode::FAILURE)
}

/// The file of copied ends: the one named, else the configured one.
fn heads_file(app: &config::App, named: Option<PathBuf>) -> Option<PathBuf> {
    named.or_else(|| Some(&app.heads_file).filter(|f| !f.is_empty()).map(PathBuf::from).filter(|f| f.exists()))
}

async fn look(conn: &mut PgConnection, heads: Option<&Path>) -> anyhow::Result<(Report, f64)> {
    let key = TrailKey::existing(&trail_key_file())?;
    let mut forged = vec![];
    // read before the snapshot is taken by the first query: what it says was there then
    let heads = match heads {
        Some(file) => {
            let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
            Some(verify::heads_of(&key, &text, &mut forged))
        }
        None => None,
    };
    let begun = Instant::now();
    let mut report = verify::verify(conn, &key, heads.as_deref()).await?;
    report.troubles.splice(0..0, forged);
    Ok((report, begun.elapsed().as_secs_f64()))
}

fn tell(culprits: &[String], before: &str) {
    for culprit in culprits.iter().take(check::MOST) {
        println!("{before}{culprit}");
    }
    if culprits.len() > check::MOST {
        println!("{before}and {} more", culprits.len() - check::MOST);
    }
}

/// `hadada healthcheck`: asks `/readyz`, for containers whose image has no other program.
pub async fn healthcheck(at: SocketAddr) -> anyhow::Result<ExitCode> {
    let asked = tokio::time::timeout(std::time::Duration::from_secs(3), ask(at)).await;
    let said = asked.map_err(|_| anyhow::anyhow!("{at} did not answer within 3 seconds"))?;
    let said = said.with_context(|| format!("{at} does not answer"))?;
    let (head, body) = said.split_once("\r\n\r\n").unwrap_or((&said, ""));
    println!("{}", body.trim());
    let ready = head.lines().next().is_some_and(|line| line.split(' ').nth(1) == Some("200"));
    Ok(if ready { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn ask(at: SocketAddr) -> std::io::Result<String> {
    let mut socket = tokio::net::TcpStream::connect(at).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await?;
    let mut answer = vec![];
    socket.take(64 << 10).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
