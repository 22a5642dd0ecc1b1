//! The demo practice, and large ones for measuring. The same day and scale always make the same people and diary.
//!
//! Everyone in it is invented; identity numbers are made up and given valid check digits.

mod copy;
mod diary;
mod money;
mod people;
mod practice;
mod random;
mod words;

use crate::platform::{config, edge::Services};
use anyhow::Context;
use jiff::civil::Date;
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use std::{fmt::Write as _, io::Write as _, os::unix::fs::OpenOptionsExt};

/// How much to make.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct SeedArgs {
    /// Thousands of patients, with five times as many visits. Without it: the demo practice with 600 patients.
    #[arg(long)]
    pub scale: Option<u32>,
    /// The day the diary is laid around, `2026-11-25`. Default: today in the practice.
    #[arg(long)]
    pub today: Option<Date>,
    /// Load even though a practice is there already.
    #[arg(long)]
    pub again: bool,
}

/// What is to be made, worked out from the arguments.
#[derive(Clone, Copy, Debug)]
struct Plan {
    patients: u32,
    practitioners: u32,
    /// Weeks of diary before and after the week of `today`.
    weeks: (u32, u32),
    today: Date,
    now: jiff::Timestamp,
}

impl Plan {
    fn of(args: &SeedArgs, now: jiff::Timestamp) -> anyhow::Result<Plan> {
        let zone = jiff::tz::TimeZone::get(practice::ZONE)?;
        let today = args.today.unwrap_or_else(|| zone.to_datetime(now).date());
        // a diary laid around another day is seen from the morning of that day
        let now = match args.today {
            Some(day) => crate::kernel::span::instant(&zone, day, 580).context("a day within the calendar")?,
            None => now,
        };
        Ok(match args.scale {
            None => Plan { patients: 600, practitioners: 8, weeks: (4, 4), today, now },
            // about 2 400 visits a practitioner and year; four years, most of them past
            Some(thousands) => Plan {
                patients: thousands.saturating_mul(1000),
                practitioners: (thousands.saturating_mul(5000) / 9_600).max(8),
                weeks: (188, 20),
                today,
                now,
            },
        })
    }
}

/// `hadada seed`.
///
/// # Errors
/// One sentence when a practice is there already or the database refuses.
pub async fn run(owner: &PgConnectOptions, services: &Services, args: SeedArgs) -> anyhow::Result<()> {
    let mut conn = PgConnection::connect_with(owner).await.context("the database does not answer")?;
    if copy::practices(&mut conn).await? > 0 && !args.again {
        anyhow::bail!("a practice is there already; nothing was changed");
    }
    load(&mut conn, services, &args).await
}

/// Loads the demo practice into an empty database; prints how to sign in as long as nobody has.
///
/// # Errors
/// When the database refuses.
pub async fn demo_if_empty(owner: &PgConnectOptions, services: &Services) -> anyhow::Result<()> {
    let mut conn = PgConnection::connect_with(owner).await.context("the database does not answer")?;
    if copy::practices(&mut conn).await? == 0 {
        load(&mut conn, services, &SeedArgs::default()).await?;
    } else if let Ok(text) = std::fs::read_to_string(config::data_dir().join(SIGN_IN_FILE)) {
        say(&text);
    }
    Ok(())
}

const SIGN_IN_FILE: &str = "demo-sign-in.txt";

async fn load(conn: &mut PgConnection, services: &Services, args: &SeedArgs) -> anyhow::Result<()> {
    let plan = Plan::of(args, services.db.clock.now())?;
    let (password, chosen) = match std::env::var("HADADA_DEMO_PASSWORD") {
        Ok(given) => (given, true),
        Err(_) => (words::passphrase(), false),
    };
    let hash = copy::password_hash(password.clone()).await?;
    let mut tx = conn.begin().await?;
    copy::bulk(&mut tx, true).await?;
    let house = practice::load(&mut tx, &plan, &hash, !chosen).await?;
    people::load(&mut tx, &plan, &house, services).await?;
    diary::load(&mut tx, &plan, &house).await?;
    copy::bulk(&mut tx, false).await?;
    tx.commit().await?;
    copy::analyze(conn).await?;
    if args.scale.is_none() {
        money::load_money(conn, services, &house, plan.today).await?;
    }
    if !chosen {
        let text = sign_in_text(&password);
        keep(&text)?;
        say(&text);
    }
    Ok(())
}

fn sign_in_text(password: &str) -> String {
    let mut text = String::from("The demo practice is Jacaranda Therapy Centre. Sign in as one of\n");
    for (email, what) in practice::SIGN_INS {
        // writing to a String cannot fail
        let _ = writeln!(text, "  {email:<32} {what}");
    }
    let _ = writeln!(text, "with the first password  {password}");
    text.push_str("Everyone is asked for a password of their own at the first sign-in.\n");
    text
}

/// Keeps the text beside the database, readable by its owner alone.
fn keep(text: &str) -> anyhow::Result<()> {
    let dir = config::data_dir();
    std::fs::create_dir_all(&dir)?;
    let path = dir.join(SIGN_IN_FILE);
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path)?;
    file.write_all(text.as_bytes()).with_context(|| format!("{} cannot be written", path.display()))
}

#[expect(clippy::print_stdout, reason = "a command answers on the terminal")]
fn say(text: &str) {
    println!("\n{text}");
}
