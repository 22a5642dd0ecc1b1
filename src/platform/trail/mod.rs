//! The trail: who changed, saw, asked for or was refused what, chained so that nothing can be changed or taken away unseen.
//!
//! `h_n = HMAC-SHA256(key, h_{n-1} || canonical(row_n))`, one chain for each practice, the key in a file outside the
//! database. The row of a change is written in the change's own transaction ([`append`]); the rows of looks before the
//! answer leaves, those of several requests together ([`Together`]). [`verify`] finds what was tampered with, and
//! [`heads`] carries the ends of the chains to another place, so that a chain cut short is found too.

pub mod canon;
pub mod heads;
mod together;
pub mod verify;

pub(super) use together::Together;

use super::tally::Counted;
use crate::kernel::ids::PracticeId;
use anyhow::Context;
use jiff::Timestamp;
use std::{io::Write, os::unix::fs::OpenOptionsExt, path::Path};
use uuid::Uuid;

/// The key of the chains.
#[derive(Clone)]
pub struct TrailKey([u8; 32]);

impl std::fmt::Debug for TrailKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TrailKey(***)")
    }
}

impl TrailKey {
    /// From 32 secret bytes.
    pub fn from_bytes(secret: [u8; 32]) -> TrailKey {
        TrailKey(secret)
    }

    /// Reads the key file, or makes one readable by its owner alone.
    ///
    /// # Errors
    /// When the file cannot be read or written or is not a key. A damaged key is never replaced: with another one every
    /// trail would look forged.
    pub fn from_file(path: &Path) -> anyhow::Result<TrailKey> {
        if !path.exists() {
            make(path).with_context(|| format!("the key of the trails cannot be made at {}", path.display()))?;
        }
        TrailKey::existing(path)
    }

    /// Reads the key file, which must be there.
    ///
    /// # Errors
    /// When it is not, or is not a key.
    pub fn existing(path: &Path) -> anyhow::Result<TrailKey> {
        let bytes = std::fs::read(path).map_err(|e| anyhow::anyhow!("{} cannot be read: {e}", path.display()))?;
        let secret: [u8; 32] = bytes.try_into().map_err(|_| {
            anyhow::anyhow!("{} does not hold a key of 32 bytes; restore it from the backup", path.display())
        })?;
        Ok(TrailKey(secret))
    }
}

fn make(path: &Path) -> std::io::Result<()> {
    let mut secret = [0u8; 32];
    super::seal::random(&mut secret);
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&secret)?;
    file.sync_all()
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The trail began.
    Began,
    /// At the door: signing in and out, being refused, taking up an invitation.
    Door,
    /// Something was changed; the event says what.
    Change,
    /// One thing was looked at.
    Read,
    /// A list was looked at; every patient on it is named.
    Query,
    /// The policy said no.
    Denied,
}

impl Action {
    /// All of them.
    pub const ALL: [Action; 6] =
        [Action::Began, Action::Door, Action::Change, Action::Read, Action::Query, Action::Denied];

    /// The stored word.
    pub fn key(self) -> &'static str {
        match self {
            Action::Began => "began",
            Action::Door => "door",
            Action::Change => "change",
            Action::Read => "read",
            Action::Query => "query",
            Action::Denied => "denied",
        }
    }
}

/// One row to be, without its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When, to the microsecond.
    pub at: Timestamp,
    /// What kind of thing; the stored word of an [`Action`].
    pub action: String,
    /// The deed of the policy.
    pub ability: String,
    /// The event's kind, for changes and the door.
    pub kind: String,
    /// Who.
    pub person: Option<Uuid>,
    /// The role that allowed it at that time; of the denied, all they had.
    pub role: String,
    /// The signed-in browser.
    pub session: Option<Uuid>,
    /// What it was about.
    pub subject: Option<Uuid>,
    /// Every patient it concerned.
    pub patients: Vec<Uuid>,
    /// Why, where a reason was asked for. What was typed into a search is not kept: it may be anything.
    pub purpose: String,
    /// The event that says what changed, and the digest of its row.
    pub event: Option<(Uuid, Vec<u8>)>,
    /// The request's number.
    pub request: Uuid,
    /// Where from, the last part cut off.
    pub address: String,
}

/// The longest purpose kept, in characters.
pub const LONGEST_PURPOSE: usize = 200;

/// Adds rows to the end of a practice's chain. The last thing a transaction does: from here to its end the chain is held.
pub(super) async fn append(
    conn: &mut Counted<'_>,
    key: &TrailKey,
    practice: PracticeId,
    entries: Vec<Entry>,
) -> sqlx::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let head = sqlx::query!(r#"select seq as "seq!", mac as "mac!" from trail_head($1)"#, practice.0)
        .fetch_optional(conn.again())
        .await?;
    let (mut entries, mut seq, mut mac) = match head {
        Some(row) => (entries, row.seq, row.mac),
        None => (began(conn, practice, entries).await?, 0, canon::START.to_vec()),
    };
    let mut rows = Columns::default();
    for entry in &mut entries {
        seq += 1;
        mac = canon::link(key, &mac, practice.0, seq, entry).to_vec();
        rows.push(seq, entry, mac.clone());
    }
    rows.insert(conn, practice).await
}

/// The steps of [`append`] for nobody in particular: nothing is written, and the time it takes does not tell.
pub(super) async fn append_nothing(conn: &mut Counted<'_>) -> sqlx::Result<()> {
    sqlx::query!("select seq from trail_head($1)", Uuid::nil()).fetch_optional(conn.again()).await?;
    Columns::default().insert(conn, PracticeId(Uuid::nil())).await
}

/// Puts the row in front that begins a trail and says how many events are older. Those of this very transaction are not.
async fn began(conn: &mut Counted<'_>, practice: PracticeId, entries: Vec<Entry>) -> sqlx::Result<Vec<Entry>> {
    let all = sqlx::query_scalar!(r#"select count(*) as "n!" from event where practice = $1"#, practice.0)
        .fetch_one(conn.again())
        .await?;
    let own = entries.iter().filter(|e| e.event.is_some()).count();
    let older = all.saturating_sub(i64::try_from(own).unwrap_or(i64::MAX));
    let Some(first) = entries.first() else { return Ok(entries) };
    let began = Entry {
        at: first.at,
        action: Action::Began.key().into(),
        ability: String::new(),
        kind: String::new(),
        person: None,
        role: String::new(),
        session: None,
        subject: None,
        patients: vec![],
        purpose: format!("{older}"),
        event: None,
        request: first.request,
        address: String::new(),
    };
    Ok(std::iter::once(began).chain(entries).collect())
}

/// Rows side by side, for one statement.
#[derive(Default)]
struct Columns {
    seq: Vec<i64>,
    at: Vec<jiff_sqlx::Timestamp>,
    action: Vec<String>,
    ability: Vec<String>,
    kind: Vec<String>,
    person: Vec<Option<Uuid>>,
    role: Vec<String>,
    session: Vec<Option<Uuid>>,
    subject: Vec<Option<Uuid>>,
    patients: Vec<String>,
    purpose: Vec<String>,
    event: Vec<Option<Uuid>>,
    digest: Vec<Option<Vec<u8>>>,
    request: Vec<Uuid>,
    address: Vec<String>,
    mac: Vec<Vec<u8>>,
}

impl Columns {
    fn push(&mut self, seq: i64, e: &mut Entry, mac: Vec<u8>) {
        use std::mem::take;
        self.seq.push(seq);
        self.at.push(e.at.into());
        self.action.push(take(&mut e.action));
        self.ability.push(take(&mut e.ability));
        self.kind.push(take(&mut e.kind));
        self.person.push(e.person);
        self.role.push(take(&mut e.role));
        self.session.push(e.session);
        self.subject.push(e.subject);
        self.patients.push(array(&e.patients));
        self.purpose.push(take(&mut e.purpose));
        let (event, digest) = e.event.take().unzip();
        self.event.push(event);
        self.digest.push(digest);
        self.request.push(e.request);
        self.address.push(take(&mut e.address));
        self.mac.push(mac);
    }

    async fn insert(self, conn: &mut Counted<'_>, practice: PracticeId) -> sqlx::Result<()> {
        sqlx::query!(
            "insert into trail (practice, seq, at, action, ability, kind, person, role, session, subject, patients, purpose,
                                event, event_digest, request, address, mac)
             select $1, r.seq, r.at, r.action, r.ability, r.kind, r.person, r.role, r.session, r.subject, r.patients::uuid[],
                    r.purpose, r.event, r.digest, r.request, r.address, r.mac
               from unnest($2::int8[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[],
                           $9::uuid[], $10::uuid[], $11::text[], $12::text[], $13::uuid[], $14::bytea[], $15::uuid[],
                           $16::text[], $17::bytea[])
                 as r (seq, at, action, ability, kind, person, role, session, subject, patients, purpose, event, digest,
                       request, address, mac)",
            practice.0,
            &self.seq,
            &self.at as &[jiff_sqlx::Timestamp],
            &self.action,
            &self.ability,
            &self.kind,
            &self.person as &[Option<Uuid>],
            &self.role,
            &self.session as &[Option<Uuid>],
            &self.subject as &[Option<Uuid>],
            &self.patients,
            &self.purpose,
            &self.event as &[Option<Uuid>],
            &self.digest as &[Option<Vec<u8>>],
            &self.request,
            &self.address,
            &self.mac
        )
        .execute(conn.again())
        .await
        .map(|_| ())
    }
}

/// `{a,b}`: a list inside a list of lists, which the database would otherwise flatten.
fn array(ids: &[Uuid]) -> String {
    let mut out = String::with_capacity(2 + ids.len() * 37);
    out.push('{');
    for (n, id) in ids.iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        let mut buffer = Uuid::encode_buffer();
        out.push_str(id.hyphenated().encode_lower(&mut buffer));
    }
    out.push('}');
    out
}

/// An address without its last part: enough to tell a site from another, not a household from its neighbour.
pub fn truncated(ip: std::net::IpAddr) -> String {
    match ip.to_canonical() {
        std::net::IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        std::net::IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests;
