//! The door: what happens before there is an actor. A narrow way in for `access` alone, which signs people in.
//!
//! The nets hold here too, except the permit, because there is nobody to ask about: the transaction begins with no
//! practice set, so row-level security hides every row; only `access`'s stores may call [`Doorway::sql`], and they reach
//! accounts only through the security-definer functions of the migrations. Once somebody is known, [`Doorway::record`]
//! writes what happened into their practice's log, in the same transaction.

use super::{
    cx::{Event, Fault},
    edge::{self, Services},
    live::Notice,
    seal::Seal,
    tally::{Counted, Tally},
    trail::{self, Action, Entry, canon},
};
use crate::kernel::{
    ids::{PersonId, PracticeId, SessionId},
    problem::Problem,
};
use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, header, request::Parts},
};
use jiff::Timestamp;
use sqlx::{Postgres, Transaction};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

/// The name under which events at the door stand in the log.
const ABILITY: &str = "SignIn";

/// What can be known of somebody who has not said who they are.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// Network address; empty when the server does not know it.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
    /// The session token it carries, valid or not.
    pub token: Option<String>,
    /// The cookie by which a device is known.
    pub device: Option<String>,
    /// The token of a half sign-in: the password was right, the second factor is still to come.
    pub half: Option<String>,
    /// Whether cookies must be for https.
    pub secure: bool,
    /// The request's number.
    pub request: Option<uuid::Uuid>,
    /// What the request costs the database.
    pub tally: Arc<Tally>,
}

/// Who is asking, as far as the head of the request says.
pub fn visitor() -> Visitor {
    let Some(parts) = edge::parts() else { return Visitor::default() };
    visitor_of(&parts, edge::secure(), edge::services().is_ok_and(|it| it.app.behind_proxy))
}

/// The same for a request that no page and no server function answers.
pub fn visitor_of(parts: &Parts, secure: bool, proxied: bool) -> Visitor {
    let ip = address(parts, proxied);
    let agent = parts.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    Visitor {
        address: ip.map(|ip| ip.to_canonical().to_string()).unwrap_or_default(),
        agent: agent.chars().take(300).collect(),
        token: edge::session_token(&parts.headers, secure),
        device: edge::cookie(&parts.headers, edge::device_cookie_name(secure)),
        half: edge::cookie(&parts.headers, edge::half_cookie_name(secure)),
        secure,
        request: parts.extensions.get::<edge::RequestId>().map(|r| r.0),
        tally: parts.extensions.get::<Arc<Tally>>().cloned().unwrap_or_default(),
    }
}

/// Where a request came from: what the connection says, or, behind our own proxy, what the proxy says.
pub(super) fn address(parts: &Parts, proxied: bool) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    if proxied { forwarded(&parts.headers).or(peer) } else { peer }
}

/// The address our own proxy saw. Whatever stands before the last comma, the visitor may have written.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next()?.trim().parse().ok()
}

/// One transaction, one reading of the clock, nobody in particular.
#[derive(Debug)]
pub struct Doorway {
    /// The one reading of the clock.
    pub now: Timestamp,
    request: uuid::Uuid,
    address: String,
    seal: Arc<Seal>,
    tx: Transaction<'static, Postgres>,
    tally: Arc<Tally>,
    /// Whose trail is to be written at the end, nobody's included.
    entries: Vec<(Option<PracticeId>, Entry)>,
}

impl Doorway {
    /// The transaction. Only `access`'s `store.rs` files may call this (held by the shape test).
    pub fn sql(&mut self) -> Counted<'_> {
        Counted::new(&mut self.tx, &self.tally)
    }

    /// Marks names and devices.
    pub fn seal(&self) -> &Seal {
        &self.seal
    }

    /// Writes what happened into the practice's log. For nobody in particular it takes as many steps and writes nothing,
    /// so that the time it takes does not tell whether the name is known.
    pub async fn record<E: Event>(
        &mut self,
        who: Option<(PracticeId, PersonId)>,
        session: Option<SessionId>,
        event: &E,
    ) -> Result<(), Fault> {
        let particulars = serde_json::to_value(event).map_err(|e| Fault::Other(e.into()))?;
        let (practice, person) = who.map_or((None, None), |(practice, person)| (Some(practice.0), Some(person.0)));
        let text = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        sqlx::query("select set_config('app.practice', $1, true), set_config('app.person', $2, true)")
            .bind(text(practice))
            .bind(text(person))
            .execute(self.sql())
            .await?;
        let (id, now, request) = (uuid::Uuid::now_v7(), self.now, self.request);
        sqlx::query!(
            "insert into event (practice, id, person, session, ability, kind, subject, particulars, request, at)
             select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 where $1::uuid is not null",
            practice,
            id,
            person,
            session.map(|s| s.0),
            ABILITY,
            E::KIND,
            event.subject(),
            particulars,
            request,
            jiff_sqlx::Timestamp::from(now) as jiff_sqlx::Timestamp
        )
        .execute(self.sql())
        .await?;
        metrics::counter!("auth_attempt_total", "outcome" => E::KIND).increment(1);
        let row = canon::EventRow {
            id,
            kind: E::KIND,
            ability: ABILITY,
            role: "",
            person,
            subject: event.subject(),
            patient: None,
            particulars: &particulars,
            at: now,
        };
        let entry = Entry {
            at: now,
            action: Action::Door.key().into(),
            ability: ABILITY.into(),
            kind: E::KIND.into(),
            person,
            role: String::new(),
            session: session.map(|s| s.0),
            subject: Some(event.subject()),
            patients: vec![],
            purpose: String::new(),
            event: Some((id, canon::digest(self.seal.trail(), &row))),
            request,
            address: self.address.clone(),
        };
        self.entries.push((who.map(|(practice, _)| practice), entry));
        Ok(())
    }

    /// The trail, last of all. For nobody it takes as many steps, and writes nothing.
    async fn write_trail(&mut self) -> sqlx::Result<()> {
        for (practice, entry) in std::mem::take(&mut self.entries) {
            let mut conn = Counted::new(&mut self.tx, &self.tally);
            match practice {
                Some(practice) => trail::append(&mut conn, self.seal.trail(), practice, vec![entry]).await?,
                None => trail::append_nothing(&mut conn).await?,
            }
        }
        Ok(())
    }

    /// Tells the open screens what happened to a person, so that those whose session is over close at once.
    pub async fn tell<E: Event>(
        &mut self,
        practice: PracticeId,
        session: Option<SessionId>,
        event: &E,
    ) -> Result<(), Fault> {
        let (kind, subject, session) = (E::KIND.into(), event.subject(), session.map(|s| s.0));
        let notice = Notice { practice, kind, subject, days: vec![], by: String::new(), session };
        let text = serde_json::to_string(&notice).map_err(|e| Fault::Other(e.into()))?;
        sqlx::query("select pg_notify('hadada', $1)").bind(text).execute(&mut *self.tx).await?;
        Ok(())
    }
}

/// A step at the door: commits when `body` succeeds.
pub async fn step<T>(
    it: &Services,
    visitor: &Visitor,
    body: impl AsyncFnOnce(&mut Doorway) -> Result<T, Fault>,
) -> Result<T, Problem> {
    let run = async {
        let request = visitor.request.unwrap_or_else(uuid::Uuid::now_v7);
        let tx = it.db.begin(&visitor.tally).await?;
        let mut door = Doorway {
            now: it.db.clock.now(),
            request,
            address: visitor.address.parse().map(trail::truncated).unwrap_or_default(),
            seal: it.seal.clone(),
            tx,
            tally: visitor.tally.clone(),
            entries: vec![],
        };
        let value = body(&mut door).await?;
        door.write_trail().await?;
        visitor.tally.commit(door.tx).await?;
        Ok(value)
    };
    run.await.map_err(Fault::into_problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_our_own_proxy_wrote_is_believed() {
        let mut headers = HeaderMap::new();
        assert_eq!(forwarded(&headers), None);
        headers.append("x-forwarded-for", header::HeaderValue::from_static("1.2.3.4, 10.0.0.9"));
        assert_eq!(forwarded(&headers), Some(IpAddr::from([10, 0, 0, 9])));
        headers.append("x-forwarded-for", header::HeaderValue::from_static("not an address"));
        assert_eq!(forwarded(&headers), None);
    }
}
