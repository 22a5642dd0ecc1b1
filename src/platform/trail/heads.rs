//! The ends of the chains, carried to another place: one line for each practice and minute in which something was added.
//!
//! A chain proves that nothing inside it was changed. That its end was cut off it cannot prove; the line written elsewhere
//! a minute ago can. Lines are signed with the trail's key and only ever appended.

use super::{TrailKey, canon};
use crate::platform::{clock::Clock, db::Db};
use jiff::Timestamp;
use sqlx::PgConnection;
use std::{collections::HashMap, io::Write, os::unix::fs::OpenOptionsExt, path::PathBuf, time::Duration};
use tokio::sync::watch;
use uuid::Uuid;

/// The end of one practice's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Whose.
    pub practice: Uuid,
    /// How many rows it has.
    pub seq: i64,
    /// The mark of the last.
    pub mac: Vec<u8>,
    /// When the last was written.
    pub at: Timestamp,
}

const WORD: &str = "hadada-head-1";

impl Head {
    /// The line that says so, signed.
    pub fn line(&self, key: &TrailKey) -> String {
        let said = format!("{WORD} {} {} {} {}", self.at, self.practice, self.seq, hex(&self.mac));
        let mark = hex(&canon::mac(key, said.as_bytes()));
        format!("{said} {mark}\n")
    }

    /// Reads a line back; nothing when it is not one or its mark is not ours.
    pub fn of_line(key: &TrailKey, line: &str) -> Option<Head> {
        let (said, mark) = line.trim_end().rsplit_once(' ')?;
        if hex(&canon::mac(key, said.as_bytes())) != mark {
            return None;
        }
        let mut words = said.split(' ');
        let (WORD, at, practice, seq, mac, None) =
            (words.next()?, words.next()?, words.next()?, words.next()?, words.next()?, words.next())
        else {
            return None;
        };
        Some(Head { at: at.parse().ok()?, practice: practice.parse().ok()?, seq: seq.parse().ok()?, mac: unhex(mac)? })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|d| d.len() % 2 == 0)?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// The end of every practice's chain.
pub(in crate::platform) async fn read(conn: &mut PgConnection) -> sqlx::Result<Vec<Head>> {
    let rows = sqlx::query!(
        r#"select practice as "practice!", seq as "seq!", mac as "mac!", at as "at!: jiff_sqlx::Timestamp" from trail_heads()"#
    )
    .fetch_all(conn)
    .await?;
    let heads = rows.into_iter().map(|r| Head { practice: r.practice, seq: r.seq, mac: r.mac, at: r.at.to_jiff() });
    Ok(heads.collect())
}

/// Copies the ends every minute, and once more when the server closes.
#[derive(Debug)]
pub struct Exporter {
    db: Db,
    key: TrailKey,
    file: PathBuf,
    told: HashMap<Uuid, i64>,
    last: Timestamp,
}

const EVERY: Duration = Duration::from_secs(60);

impl Exporter {
    /// Writes to `file`, which is made when it is not there.
    pub fn new(db: Db, key: TrailKey, file: PathBuf) -> Exporter {
        Exporter { db, key, file, told: HashMap::new(), last: Clock::System.now() }
    }

    /// Until the server closes.
    pub async fn run(mut self, mut closing: watch::Receiver<bool>) {
        loop {
            if let Err(why) = self.once().await {
                tracing::error!(what = %why, "the ends of the trails could not be copied");
            }
            let age = Clock::System.now().duration_since(self.last).as_secs_f64();
            metrics::gauge!("audit_chain_head_age_seconds").set(age);
            let closed = tokio::select! {
                () = tokio::time::sleep(EVERY) => false,
                closed = async { closing.wait_for(|c| *c).await.is_ok() } => closed,
            };
            if closed || closing.has_changed().is_err() {
                // what was answered until now; whatever comes while closing is found by the next server
                let _ = self.once().await;
                return;
            }
        }
    }

    /// Appends a line for every chain that grew. Gives how many.
    ///
    /// # Errors
    /// When the database or the file says no; the lines are then written the next time.
    pub async fn once(&mut self) -> anyhow::Result<usize> {
        let heads = self.db.heads().await.map_err(|e| anyhow::anyhow!("{}", of_database(&e)))?;
        let grown: Vec<Head> =
            heads.into_iter().filter(|h| self.told.get(&h.practice).is_none_or(|told| *told < h.seq)).collect();
        if !grown.is_empty() {
            let lines: String = grown.iter().map(|h| h.line(&self.key)).collect();
            let file = self.file.clone();
            let written = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
                let mut file = std::fs::OpenOptions::new().create(true).append(true).mode(0o640).open(file)?;
                file.write_all(lines.as_bytes())?;
                file.sync_data()
            });
            written.await?.map_err(|e| anyhow::anyhow!("{}: {e}", self.file.display()))?;
        }
        self.told.extend(grown.iter().map(|h| (h.practice, h.seq)));
        self.last = Clock::System.now();
        Ok(grown.len())
    }
}

/// An error of the database without its values.
fn of_database(e: &sqlx::Error) -> String {
    let code = e.as_database_error().and_then(|d| d.code()).unwrap_or_default().into_owned();
    format!("database {code}")
}
