//! `hadada import`: the same import from the command line.

use super::{Book, ImportKind, Options, Report, error_file::error_file, load, look, store::who};
use crate::{
    kernel::{draft, money::MoneyProfile},
    platform::{cx::Fault, edge::Services},
    settings::import::model::Verdict,
};
use anyhow::Context;
use jiff::civil::Date;
use sqlx::postgres::PgConnectOptions;
use std::{io::Write, path::PathBuf, process::ExitCode};

/// Import a CSV file. Good rows go in together; rows that cannot go in are listed with their line and the reason.
///
/// The exit code is 0 when no row was rejected, 2 when some were, and 1 when the file could not be used at all.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// What the file holds: tariff, modifiers, schemes, administrators, appointment-types or patients.
    kind: ImportKind,
    /// The file.
    file: PathBuf,
    /// Say what would happen, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Name or id of the practice, if there are several.
    #[arg(long)]
    practice: Option<String>,
    /// E-mail address of the person who imports; the owner if not said.
    #[arg(long = "as", value_name = "EMAIL")]
    as_whom: Option<String>,
    /// Tariff book to put the rows into [default: the one that applies today].
    #[arg(long)]
    book: Option<String>,
    /// First day the book applies [default: 1 January].
    #[arg(long, value_parser = day)]
    since: Option<Date>,
    /// Last day the book applies [default: 31 December of the first day's year].
    #[arg(long, value_parser = day)]
    until: Option<Date>,
    /// Amounts are written with a decimal comma: 450,50.
    #[arg(long)]
    decimal_comma: bool,
    /// Amounts have spaces between thousands: 1 143.70.
    #[arg(long)]
    space_thousands: bool,
    /// Write the rows that did not go in to this file.
    #[arg(long, value_name = "OUT.csv")]
    errors: Option<PathBuf>,
    /// Lines to take where rows contradict each other.
    #[arg(long, value_name = "LINE,...", value_delimiter = ',')]
    choose: Vec<u32>,
}

fn day(typed: &str) -> Result<Date, String> {
    draft::day(typed).map_err(|_| "a day such as 2026-01-31".into())
}

impl ImportArgs {
    fn options(&self, this_year: i16) -> Options {
        let said = self.book.is_some() || self.since.is_some() || self.until.is_some();
        let book = (self.kind.has_book() && said).then(|| {
            let year = self.since.map_or(this_year, Date::year);
            let usual = Book::of_year(&format!("Tariff {year}"), year);
            Book {
                name: self.book.clone().unwrap_or(usual.name),
                since: self.since.unwrap_or(usual.since),
                until: self.until.map_or(usual.until, |last| last.tomorrow().ok()),
            }
        });
        Options {
            book,
            profile: MoneyProfile { decimal_comma: self.decimal_comma, space_thousands: self.space_thousands },
            choices: self.choose.clone(),
            file_name: self.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// One sentence, when nothing could be done.
pub async fn run(database: &PgConnectOptions, it: &Services, args: ImportArgs) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(&args.file).with_context(|| format!("{} cannot be read", args.file.display()))?;
    let (actor, zone) = who::actor(database, args.practice.as_deref(), args.as_whom.as_deref()).await?;
    let options = args.options(zone.to_datetime(it.db.clock.now()).year());
    let report = if args.dry_run {
        look(it, actor, args.kind, &bytes, &options).await
    } else {
        load(it, actor, args.kind, &bytes, &options).await
    };
    let report = report.map_err(in_words)?;
    if let Some(words) = &report.refused {
        anyhow::bail!("{}: {words} Nothing was imported.", args.file.display());
    }
    if let Some(path) = &args.errors {
        let file = error_file(&report.findings)?;
        std::fs::write(path, file).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    std::io::stdout().lock().write_all(summary(&args, &report).as_bytes())?;
    Ok(if report.counts.rejected == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn in_words(fault: Fault) -> anyhow::Error {
    match fault {
        Fault::Problem(problem) => anyhow::anyhow!("{problem}"),
        Fault::Sql(e) => e.into(),
        Fault::Other(e) => e,
    }
}

/// The result, as a table with everything there is to know below it.
fn summary(args: &ImportArgs, report: &Report) -> String {
    let mut text = format!("{} from {}\n\n", args.kind.words(), args.file.display());
    for (words, count) in report.counts.lines() {
        text += &format!("  {words:<28} {count:>7}\n");
    }
    text += &format!("  {:<28} {:>7}\n", "Lines in all", report.counts.rows() + report.counts.empty);
    for remark in &report.remarks {
        text += &format!("\n{remark}\n");
    }
    for (heading, of) in [
        ("Rejected", Verdict::Rejected),
        ("Waiting for a choice: add --choose with the line to take", Verdict::Waiting),
        ("Skipped", Verdict::Skipped),
        ("Accepted, and worth a look", Verdict::Accepted),
    ] {
        let mut lines = report.findings.iter().filter(|f| f.verdict == of).peekable();
        if lines.peek().is_some() {
            text += &format!("\n{heading}\n");
        }
        for (n, finding) in lines.enumerate() {
            match n {
                0..50 => text += &format!("  {}\n", finding.sentence()),
                50 => text += "  and more; --errors writes all that did not go in to a file\n",
                _ => {}
            }
        }
    }
    let end = match (args.dry_run, report.counts.accepted) {
        (true, _) => "This was a dry run: nothing was written.",
        (false, 0) => "There was nothing new to import: nothing was written.",
        (false, _) => "The accepted rows are in.",
    };
    text + &format!("\n{end}\n")
}
