//! The exact bytes that the chain is made over. Changing anything here breaks every trail there is.

use super::{Entry, TrailKey};
use hmac::{Hmac, Mac, digest::KeyInit};
use serde_json::Value;
use sha2::Sha256;
use uuid::Uuid;

/// What stands before the first row.
pub const START: [u8; 32] = [0; 32];
/// The version of the layout, in front of each row.
const LAYOUT: u8 = 1;
const NOTHING: u32 = u32::MAX;

/// Fields one after another, each with its length before it, so that no two rows have the same bytes.
#[derive(Debug)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn field(&mut self, bytes: &[u8]) {
        let length = u32::try_from(bytes.len()).unwrap_or(NOTHING - 1);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(bytes);
    }
    fn maybe(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => self.field(bytes),
            None => self.0.extend_from_slice(&NOTHING.to_be_bytes()),
        }
    }
    fn id(&mut self, id: Option<Uuid>) {
        self.maybe(id.as_ref().map(|id| id.as_bytes().as_slice()));
    }
}

/// The next link: over the one before and the row in its place.
pub fn link(key: &TrailKey, before: &[u8], practice: Uuid, seq: i64, e: &Entry) -> [u8; 32] {
    let mut b = Bytes(Vec::with_capacity(320 + e.patients.len() * 16));
    b.0.push(LAYOUT);
    b.field(before);
    b.field(practice.as_bytes());
    b.field(&seq.to_be_bytes());
    b.field(&e.at.as_microsecond().to_be_bytes());
    for text in [&e.action, &e.ability, &e.kind, &e.role, &e.purpose, &e.address] {
        b.field(text.as_bytes());
    }
    for id in [e.person, e.session, e.subject, Some(e.request)] {
        b.id(id);
    }
    b.field(&e.patients.iter().flat_map(|p| *p.as_bytes()).collect::<Vec<u8>>());
    b.id(e.event.as_ref().map(|(id, _)| *id));
    b.maybe(e.event.as_ref().map(|(_, digest)| digest.as_slice()));
    mac(key, &b.0)
}

/// A keyed mark over any bytes, for lines that leave the database.
pub fn mac(key: &TrailKey, bytes: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key.0).expect("HMAC takes a key of any length");
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

/// The row of an event, as far as it must stay as it was.
#[derive(Debug)]
pub struct EventRow<'a> {
    /// Its id.
    pub id: Uuid,
    /// What happened.
    pub kind: &'a str,
    /// Under which deed of the policy.
    pub ability: &'a str,
    /// As what.
    pub role: &'a str,
    /// Who.
    pub person: Option<Uuid>,
    /// To what.
    pub subject: Uuid,
    /// About whom.
    pub patient: Option<Uuid>,
    /// The details.
    pub particulars: &'a Value,
    /// When.
    pub at: jiff::Timestamp,
}

/// The digest of an event's row, kept in the trail: the event can then be checked, and cannot be read from it.
pub fn digest(key: &TrailKey, e: &EventRow<'_>) -> Vec<u8> {
    let mut b = Bytes(Vec::with_capacity(512));
    b.0.push(LAYOUT);
    b.field(e.id.as_bytes());
    for text in [e.kind, e.ability, e.role] {
        b.field(text.as_bytes());
    }
    for id in [e.person, Some(e.subject), e.patient] {
        b.id(id);
    }
    b.field(&e.at.as_microsecond().to_be_bytes());
    let mut text = Vec::with_capacity(256);
    sorted(e.particulars, &mut text);
    b.field(&text);
    // keyed, because particulars are few words: an open digest could be guessed back
    mac(key, &b.0).to_vec()
}

/// JSON with the names in order: the database keeps them in an order of its own.
fn sorted(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(map) => {
            let mut names: Vec<(&String, &Value)> = map.iter().collect();
            names.sort_by_key(|(name, _)| *name);
            out.push(b'{');
            for (name, value) in names {
                text(name, out);
                sorted(value, out);
            }
            out.push(b'}');
        }
        Value::Array(list) => {
            out.push(b'[');
            list.iter().for_each(|value| sorted(value, out));
            out.push(b']');
        }
        Value::Number(n) => {
            out.push(b'#');
            out.extend_from_slice(n.to_string().as_bytes());
            out.push(b'#');
        }
        Value::String(words) => text(words, out),
        Value::Bool(yes) => out.push(if *yes { b't' } else { b'f' }),
        Value::Null => out.push(b'n'),
    }
}

fn text(words: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(&u64::try_from(words.len()).unwrap_or(u64::MAX).to_be_bytes());
    out.extend_from_slice(words.as_bytes());
}
