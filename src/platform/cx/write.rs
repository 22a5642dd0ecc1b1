//! A context that may change things, and the proof that what it did was recorded.

use super::{Cx, Fault, live};
use crate::{
    access::policy::{Ability, Permit},
    kernel::{
        ids::{OnceKey, PatientId},
        problem::Problem,
    },
    platform::{
        db::Db,
        tally::Counted,
        trail::{self, Action, canon},
    },
};
use jiff::civil::Date;
use serde::{Serialize, de::DeserializeOwned};
use std::{
    ops::{Deref, DerefMut},
    time::Instant,
};

/// A write: as a read, over a transaction that may change things.
#[derive(Debug)]
pub struct CxMut(Cx);

impl Deref for CxMut {
    type Target = Cx;
    fn deref(&self) -> &Cx {
        &self.0
    }
}
impl DerefMut for CxMut {
    fn deref_mut(&mut self) -> &mut Cx {
        &mut self.0
    }
}

/// Something that happened, past tense: `appointment.booked`.
pub trait Event: Serialize + Send + Sync {
    /// The kind, as stored.
    const KIND: &'static str;
    /// What it happened to.
    fn subject(&self) -> uuid::Uuid;
    /// The patient it concerns, for their timeline.
    fn patient(&self) -> Option<PatientId> {
        None
    }
    /// The days of the diary that other desks should look at again.
    fn days(&self) -> Vec<Date> {
        vec![]
    }
    /// The metric that says how long such a deed takes, from the door to the commit.
    const TIMED: Option<&'static str> = None;
}

/// The only value a write may answer with; made only by recording what happened.
///
/// ```compile_fail
/// fn forget_to_record() -> hadada::platform::cx::Outcome<u8> { Ok(hadada::platform::cx::Done(1)) }
/// ```
///
/// A read cannot record, so it cannot write:
///
/// ```compile_fail
/// async fn write_with_a_reader(
///     cx: &mut hadada::platform::cx::Cx,
///     may: hadada::access::policy::Permit<hadada::access::policy::SeeDiary>,
///     event: impl hadada::platform::cx::Event,
/// ) {
///     let _ = cx.done(may, event, ()).await;
/// }
/// ```
#[must_use]
#[derive(Debug)]
pub struct Done<T>(T);

/// What every write returns.
pub type Outcome<T> = Result<Done<T>, Fault>;

impl<T> Done<T> {
    /// The same deed with another answer.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Done<U> {
        Done(f(self.0))
    }
}

impl CxMut {
    pub(in crate::platform) fn new(mut cx: Cx) -> CxMut {
        cx.standing.writes = true;
        CxMut(cx)
    }

    /// Records what happened, in the same transaction, and makes the answer.
    pub async fn done<A: Ability, T>(&mut self, permit: Permit<A>, event: impl Event, value: T) -> Outcome<T> {
        self.done_with(permit, event, |_| value).await
    }

    /// The same for an answer that names the event, so that the deed can be taken back.
    pub async fn done_with<A: Ability, T>(
        &mut self,
        permit: Permit<A>,
        event: impl Event,
        value: impl FnOnce(uuid::Uuid) -> T,
    ) -> Outcome<T> {
        let id = self.record(&permit, event).await?;
        Ok(Done(value(id)))
    }

    /// Records one of several things that happened; the last is recorded by [`CxMut::done`]. Gives the event's id.
    /// Never inside a savepoint that may be rolled back: the trail would name an event that is gone.
    pub async fn record<A: Ability, E: Event>(&mut self, _: &Permit<A>, event: E) -> Result<uuid::Uuid, Fault> {
        let particulars = serde_json::to_value(&event).map_err(|e| Fault::Other(e.into()))?;
        let role = self.role_for::<A>();
        let id = uuid::Uuid::now_v7();
        let now = jiff_sqlx::Timestamp::from(self.now);
        let (practice, person, session, request) =
            (self.actor.practice, self.actor.person, self.actor.session.map(|s| s.0), self.request);
        sqlx::query!(
            "insert into event (practice, id, person, session, role, ability, kind, subject, patient, particulars, request, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            practice.0,
            id,
            person.0,
            session,
            role,
            A::NAME,
            E::KIND,
            event.subject(),
            event.patient().map(|p| p.0),
            particulars,
            request,
            now as jiff_sqlx::Timestamp
        )
        .execute(self.sql())
        .await?;
        let (subject, patient, days) = (event.subject(), event.patient().map(|p| p.0), event.days());
        let row = canon::EventRow {
            id,
            kind: E::KIND,
            ability: A::NAME,
            role,
            person: Some(person.0),
            subject,
            patient,
            particulars: &particulars,
            at: self.now,
        };
        let mut entry = self.entry(Action::Change, A::NAME, role.into(), Some(subject));
        entry.kind = E::KIND.into();
        entry.patients.extend(patient);
        entry.event = Some((id, canon::digest(self.seal().trail(), &row)));
        self.entries.push(entry);
        self.timed.extend(E::TIMED);
        let by = self.actor.initials();
        self.notices.push(live::Notice { practice, kind: E::KIND.into(), subject, days, by, session });
        Ok(id)
    }

    /// Does `body` once per key: the same key again gives the first answer, a different request under it is refused.
    pub(in crate::platform) async fn once<T: Serialize + DeserializeOwned>(
        &mut self,
        key: OnceKey,
        deed: &str,
        asked: Vec<u8>,
        body: impl AsyncFnOnce(&mut CxMut) -> Outcome<T>,
    ) -> Outcome<T> {
        let (practice, person) = (self.actor.practice.0, self.actor.person.0);
        let now = jiff_sqlx::Timestamp::from(self.now);
        let fresh = sqlx::query!(
            "insert into once (practice, person, key, deed, asked, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
            practice,
            person,
            key.0,
            deed,
            asked,
            now as jiff_sqlx::Timestamp
        )
        .execute(self.sql())
        .await?
        .rows_affected()
            == 1;
        if !fresh {
            let row = sqlx::query!(
                "select deed, asked, answer from once where practice = $1 and person = $2 and key = $3",
                practice,
                person,
                key.0
            )
            .fetch_one(self.sql())
            .await?;
            if row.deed != deed || row.asked != asked {
                return Err(Problem::field("key", "reused").into());
            }
            let answer = row.answer.ok_or(Problem::Busy)?;
            metrics::counter!("idempotency_replay_total").increment(1);
            return Ok(Done(serde_json::from_value(answer).map_err(|e| Fault::Other(e.into()))?));
        }
        let done = body(self).await?;
        let answer = serde_json::to_value(&done.0).map_err(|e| Fault::Other(e.into()))?;
        sqlx::query!(
            "update once set answer = $4 where practice = $1 and person = $2 and key = $3",
            practice,
            person,
            key.0,
            answer
        )
        .execute(self.sql())
        .await?;
        Ok(done)
    }

    /// Ends a write. The trail is written last, so that the practice's chain is held as short as possible.
    pub(in crate::platform) async fn commit<T>(mut self, db: &Db, became: Outcome<T>) -> Result<T, Fault> {
        let done = match became {
            Ok(done) => done,
            Err(fault) => return self.0.finish(db, Err(fault)).await,
        };
        for notice in std::mem::take(&mut self.0.notices) {
            let text = serde_json::to_string(&notice).map_err(|e| Fault::Other(e.into()))?;
            sqlx::query("select pg_notify('hadada', $1)").bind(text).execute(self.sql()).await?;
        }
        let Cx { actor, seal, mut tx, origin, entries, begun, timed, .. } = self.0;
        let (changed, appended) = (!entries.is_empty(), Instant::now());
        trail::append(&mut Counted::new(&mut tx, &origin.tally), seal.trail(), actor.practice, entries).await?;
        origin.tally.commit(tx).await?;
        if changed {
            metrics::histogram!("audit_append_seconds", "for" => "changes").record(appended.elapsed());
        }
        for name in timed {
            metrics::histogram!(name).record(begun.elapsed());
        }
        Ok(done.0)
    }
}
