//! Looks for tampering: every link computed again, every event compared with its digest, every copied end looked for.

use super::{Action, Entry, TrailKey, canon, heads::Head};
use futures::TryStreamExt;
use sqlx::PgConnection;
use std::fmt;
use uuid::Uuid;

/// Something that cannot have come about by the program's own doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The first row does not begin a trail.
    NoBeginning { practice: Uuid },
    /// Rows are missing, doubled or out of order.
    Gap { practice: Uuid, after: i64, found: i64 },
    /// A row, or the one before it, is not as it was written.
    Changed { practice: Uuid, seq: i64 },
    /// A copied end says that there were more rows.
    CutOff { practice: Uuid, has: i64, had: i64 },
    /// The row of a copied end is another one now.
    Replaced { practice: Uuid, seq: i64 },
    /// An event that a row names is gone.
    EventGone { practice: Uuid, seq: i64 },
    /// An event is not as it was written.
    EventChanged { practice: Uuid, seq: i64 },
    /// More or fewer events without a row than when the trail began.
    Unchained { practice: Uuid, now: i64, then: i64 },
    /// A line among the copied ends that this key did not sign.
    ForgedHead { line: usize },
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::NoBeginning { practice } => write!(f, "{practice}: the trail does not begin with its beginning"),
            Trouble::Gap { practice, after, found } => {
                write!(f, "{practice}: row {after} is followed by row {found}: rows were taken out or put in")
            }
            Trouble::Changed { practice, seq } => {
                write!(f, "{practice}: row {seq} does not follow from the one before it: one of the two was changed")
            }
            Trouble::CutOff { practice, has, had } => {
                write!(f, "{practice}: the trail has {has} rows and had {had}: its end was cut off")
            }
            Trouble::Replaced { practice, seq } => {
                write!(f, "{practice}: row {seq} is not the one whose mark was copied: the trail was written anew")
            }
            Trouble::EventGone { practice, seq } => write!(f, "{practice}: the event of row {seq} is gone"),
            Trouble::EventChanged { practice, seq } => write!(f, "{practice}: the event of row {seq} was changed"),
            Trouble::Unchained { practice, now, then } => {
                write!(f, "{practice}: {now} events are in no row; when the trail began there were {then}")
            }
            Trouble::ForgedHead { line } => write!(f, "line {line} of the copied ends was not written with this key"),
        }
    }
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Practices with a trail.
    pub practices: u64,
    /// Rows of trails.
    pub rows: u64,
    /// Events compared with their digest.
    pub events: u64,
    /// Copied ends compared; none when there was no file.
    pub heads: Option<usize>,
    /// Everything found.
    pub troubles: Vec<Trouble>,
}

/// One practice's chain, row by row.
#[derive(Debug)]
pub struct Chain<'a> {
    key: &'a TrailKey,
    practice: Uuid,
    heads: Vec<&'a Head>,
    seq: i64,
    mac: Vec<u8>,
    older: Option<i64>,
}

impl<'a> Chain<'a> {
    /// Before the first row.
    pub fn new(key: &'a TrailKey, practice: Uuid, heads: &'a [Head]) -> Chain<'a> {
        let heads = heads.iter().filter(|h| h.practice == practice).collect();
        Chain { key, practice, heads, seq: 0, mac: canon::START.to_vec(), older: None }
    }

    /// The next row as it stands.
    pub fn row(&mut self, seq: i64, entry: &Entry, mac: &[u8], out: &mut Vec<Trouble>) {
        let practice = self.practice;
        if self.seq == 0 {
            self.older = (entry.action == Action::Began.key()).then(|| entry.purpose.parse().ok()).flatten();
            if self.older.is_none() || seq != 1 {
                out.push(Trouble::NoBeginning { practice });
            }
        }
        if seq != self.seq + 1 {
            out.push(Trouble::Gap { practice, after: self.seq, found: seq });
        } else if canon::link(self.key, &self.mac, practice, seq, entry) != mac {
            out.push(Trouble::Changed { practice, seq });
        }
        if self.heads.iter().any(|h| h.seq == seq && h.mac != mac) {
            out.push(Trouble::Replaced { practice, seq });
        }
        // go on from what stands there, so that one change is not reported for every row after it
        self.seq = seq;
        self.mac.clear();
        self.mac.extend_from_slice(mac);
    }

    /// After the last row. Gives how many events are older than the trail.
    pub fn end(self, out: &mut Vec<Trouble>) -> i64 {
        if let Some(had) = self.heads.iter().map(|h| h.seq).max().filter(|had| *had > self.seq) {
            out.push(Trouble::CutOff { practice: self.practice, has: self.seq, had });
        }
        self.older.unwrap_or(0)
    }
}

/// Reads the copied ends; a line with another's mark is trouble.
pub fn heads_of(key: &TrailKey, text: &str, out: &mut Vec<Trouble>) -> Vec<Head> {
    let mut heads = vec![];
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match Head::of_line(key, line) {
            Some(head) => heads.push(head),
            None => out.push(Trouble::ForgedHead { line: n + 1 }),
        }
    }
    heads
}

/// Looks at everything, as the owner of the schema. One snapshot must be set by the caller if the server is running.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(conn: &mut PgConnection, key: &TrailKey, heads: Option<&[Head]>) -> sqlx::Result<Report> {
    let mut report = Report { heads: heads.map(<[Head]>::len), ..Report::default() };
    let mut practices = sqlx::query_scalar!("select id from practice order by id").fetch_all(&mut *conn).await?;
    // a practice that is gone altogether is still in the copied ends
    practices.extend(heads.unwrap_or_default().iter().map(|h| h.practice));
    practices.sort_unstable();
    practices.dedup();
    for practice in practices {
        let older = links(conn, key, practice, heads.unwrap_or_default(), &mut report).await?;
        events(conn, key, practice, older, &mut report).await?;
    }
    Ok(report)
}

async fn links(
    conn: &mut PgConnection,
    key: &TrailKey,
    practice: Uuid,
    heads: &[Head],
    report: &mut Report,
) -> sqlx::Result<i64> {
    let mut chain = Chain::new(key, practice, heads);
    let mut rows = sqlx::query!(
        r#"select seq, at as "at: jiff_sqlx::Timestamp", action, ability, kind, person, role, session, subject, patients, purpose,
                  event, event_digest, request, address, mac
             from trail where practice = $1 order by seq"#,
        practice
    )
    .fetch(conn);
    while let Some(r) = rows.try_next().await? {
        let entry = Entry {
            at: r.at.to_jiff(),
            action: r.action,
            ability: r.ability,
            kind: r.kind,
            person: r.person,
            role: r.role,
            session: r.session,
            subject: r.subject,
            patients: r.patients,
            purpose: r.purpose,
            event: r.event.zip(r.event_digest),
            request: r.request,
            address: r.address,
        };
        chain.row(r.seq, &entry, &r.mac, &mut report.troubles);
        report.rows += 1;
    }
    report.practices += u64::from(chain.seq > 0);
    let bare = chain.seq == 0;
    let older = chain.end(&mut report.troubles);
    // where nothing has been written down yet, whatever there is is older
    Ok(if bare { i64::MAX } else { older })
}

async fn events(
    conn: &mut PgConnection,
    key: &TrailKey,
    practice: Uuid,
    older: i64,
    report: &mut Report,
) -> sqlx::Result<()> {
    let mut rows = sqlx::query!(
        r#"select e.id as "id?", e.kind as "kind?", e.ability as "ability?", e.role as "role?", e.person as "person?",
                  e.subject as "subject?", e.patient as "patient?", e.particulars as "particulars?",
                  e.at as "at?: jiff_sqlx::Timestamp", t.seq as "seq?", t.event_digest as "digest?"
             from (select * from event where practice = $1) e
             full join (select seq, event, event_digest from trail where practice = $1 and event is not null) t on t.event = e.id"#,
        practice
    )
    .fetch(conn);
    let mut unchained = 0;
    while let Some(r) = rows.try_next().await? {
        let Some(seq) = r.seq else {
            unchained += 1;
            continue;
        };
        let (Some(id), Some(kind), Some(ability), Some(role)) = (r.id, &r.kind, &r.ability, &r.role) else {
            report.troubles.push(Trouble::EventGone { practice, seq });
            continue;
        };
        let (Some(subject), Some(particulars), Some(at)) = (r.subject, &r.particulars, r.at) else {
            report.troubles.push(Trouble::EventGone { practice, seq });
            continue;
        };
        let (person, patient, at) = (r.person, r.patient, at.to_jiff());
        let row = canon::EventRow { id, kind, ability, role, person, subject, patient, particulars, at };
        if r.digest.as_deref() != Some(canon::digest(key, &row).as_slice()) {
            report.troubles.push(Trouble::EventChanged { practice, seq });
        }
        report.events += 1;
    }
    if older != i64::MAX && unchained != older {
        report.troubles.push(Trouble::Unchained { practice, now: unchained, then: older });
    }
    Ok(())
}
