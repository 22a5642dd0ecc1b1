//! One actor, one reading of the clock, one transaction: the context every action works in.

use super::{db::Db, live, seal::Seal, standing::Standing};

pub use super::fault::{Fault, OnConstraint};
use crate::{
    access::{
        Actor, Roles,
        policy::{self, Ability, Permit, Subject},
    },
    kernel::{
        ids::{OnceKey, PatientId, PersonId, PracticeId, SessionId},
        problem::Problem,
    },
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{PgConnection, Postgres, Transaction};
use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

/// What reaches the wire to say a look was had.
#[derive(Clone, Debug)]
struct Glance {
    ability: &'static str,
    subject: Option<uuid::Uuid>,
    patients: Vec<uuid::Uuid>,
    question: String,
}

/// A read: read-only in the database, and what was looked at is written down before the answer leaves.
#[derive(Debug)]
pub struct Cx {
    /// Who acts.
    pub actor: Actor,
    /// The one reading of the clock.
    pub now: Timestamp,
    /// The practice's zone.
    pub zone: TimeZone,
    /// The practice's name, as shown in the header.
    pub practice_name: String,
    /// Identifies the request in log, events and glances.
    pub request: uuid::Uuid,
    standing: Standing,
    seal: Arc<Seal>,
    tx: Transaction<'static, Postgres>,
    glances: Vec<Glance>,
    notices: Vec<live::Notice>,
}

/// Who is at the door.
#[derive(Clone, Debug)]
pub(super) enum Door {
    /// A cookie's token, hashed. `touching` keeps the session awake.
    Session { token_hash: Vec<u8>, touching: bool },
    /// Someone the caller vouches for: the command line, a named job, a test.
    Vouched(Box<Actor>),
}

impl Cx {
    pub(super) async fn enter(db: &Db, seal: &Arc<Seal>, door: Door, request: uuid::Uuid) -> Result<Cx, Fault> {
        let now = db.clock.now();
        let mut tx = db.begin().await?;
        let (actor, zone, practice_name, standing) = match door {
            Door::Session { token_hash, touching } => {
                let row = sqlx::query!(
                    r#"select practice as "practice!", person as "person!", session as "session!", name as "name!", roles as "roles!",
                              practitioner, patient, must_change_password as "first!", practice_name as "practice_name!", zone as "zone!",
                              proved_at as "proved_at!: jiff_sqlx::Timestamp", factor_due as "factor_due: jiff_sqlx::Timestamp",
                              has_factor as "has_factor!", notices as "notices!"
                         from session_enter($1, $2, $3)"#,
                    token_hash,
                    jiff_sqlx::Timestamp::from(now) as jiff_sqlx::Timestamp,
                    touching
                )
                .fetch_optional(&mut *tx)
                .await?
                .ok_or(Problem::SignedOut)?;
                let actor = Actor {
                    person: PersonId(row.person),
                    practice: PracticeId(row.practice),
                    roles: Roles::from_keys(&row.roles),
                    practitioner: row.practitioner.map(crate::kernel::ids::PractitionerId),
                    patient: row.patient.map(PatientId),
                    session: Some(SessionId(row.session)),
                    name: row.name,
                };
                let standing = Standing {
                    password_first: row.first,
                    factor_first: row.factor_due.is_some_and(|due| due.to_jiff() <= now),
                    proved_at: Some(row.proved_at.to_jiff()),
                    writes: false,
                    has_factor: row.has_factor,
                    notices: u16::try_from(row.notices).unwrap_or(u16::MAX),
                };
                (actor, row.zone, row.practice_name, standing)
            }
            Door::Vouched(actor) => {
                sqlx::query("select set_config('app.practice', $1, true), set_config('app.person', $2, true)")
                    .bind(actor.practice.to_string())
                    .bind(actor.person.to_string())
                    .execute(&mut *tx)
                    .await?;
                let row = sqlx::query!("select name, zone from practice").fetch_one(&mut *tx).await?;
                (*actor, row.zone, row.name, Standing::default())
            }
        };
        let zone = TimeZone::get(&zone).map_err(|e| Fault::Other(e.into()))?;
        let (glances, notices) = (vec![], vec![]);
        Ok(Cx { actor, now, zone, practice_name, request, standing, seal: seal.clone(), tx, glances, notices })
    }

    pub(super) async fn read_only(&mut self) -> sqlx::Result<()> {
        sqlx::query("set transaction read only").execute(&mut *self.tx).await.map(|_| ())
    }

    /// Asks the policy. A watched ability leaves a line in the access log.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`], or [`Problem::NotFound`] where another's thing must look missing (a patient's file);
    /// [`Problem::ProveFirst`] for a change that asks for a younger proof of who is acting.
    pub fn permit<A: Ability>(&mut self, over: A::Over) -> Result<Permit<A>, Problem> {
        self.standing.opens::<A>()?;
        let Some(permit) = policy::ask::<A>(&self.actor, over) else {
            tracing::warn!(ability = A::NAME, roles = ?self.actor.roles.iter().collect::<Vec<_>>(), "denied");
            return Err(Problem::NotAllowed { who_may: policy::who_may::<A>() });
        };
        self.standing.proves::<A>(self.now)?;
        if A::WATCHED {
            self.glances.push(Glance {
                ability: A::NAME,
                subject: over.id(),
                patients: vec![],
                question: String::new(),
            });
        }
        Ok(permit)
    }

    /// What the frame shows of the session.
    pub(super) fn standing(&self) -> Standing {
        self.standing
    }

    /// Adds to the last glance which patients were on the page, so that "who saw me?" can be answered.
    pub fn saw(&mut self, patients: impl IntoIterator<Item = PatientId>) {
        if let Some(last) = self.glances.last_mut() {
            last.patients.extend(patients.into_iter().map(|p| p.0));
        }
    }

    /// Today in the practice.
    pub fn today(&self) -> Date {
        self.zone.to_datetime(self.now).date()
    }

    /// Seals and marks exact identifiers.
    pub fn seal(&self) -> &Seal {
        &self.seal
    }

    /// The transaction. Only `store.rs` files and `platform` may call this (held by the shape test).
    pub fn sql(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    async fn write_glances(&mut self) -> sqlx::Result<()> {
        let now = jiff_sqlx::Timestamp::from(self.now);
        for g in std::mem::take(&mut self.glances) {
            sqlx::query!(
                "insert into glance (practice, id, person, session, ability, subject, patients, question, request, at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                self.actor.practice.0,
                uuid::Uuid::now_v7(),
                self.actor.person.0,
                self.actor.session.map(|s| s.0),
                g.ability,
                g.subject,
                &g.patients,
                g.question,
                self.request,
                now as jiff_sqlx::Timestamp
            )
            .execute(&mut *self.tx)
            .await?;
        }
        Ok(())
    }

    /// Ends a read. If the look cannot be written down, there is no answer.
    pub(super) async fn finish(self, db: &Db) -> Result<(), Fault> {
        let Cx { actor, request, seal, tx, glances, .. } = self;
        tx.commit().await?;
        if glances.is_empty() {
            return Ok(());
        }
        let mut log = Cx::enter(db, &seal, Door::Vouched(Box::new(actor)), request).await?;
        log.glances = glances;
        log.write_glances().await?;
        Ok(log.tx.commit().await?)
    }
}

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
    pub(super) fn new(mut cx: Cx) -> CxMut {
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
    pub async fn record<A: Ability, E: Event>(&mut self, _: &Permit<A>, event: E) -> Result<uuid::Uuid, Fault> {
        let particulars = serde_json::to_value(&event).map_err(|e| Fault::Other(e.into()))?;
        let role = self.actor.roles.iter().find(|r| A::reach(*r) != policy::Reach::No).map_or("", |r| r.key());
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
        let (subject, days) = (event.subject(), event.days());
        let by = self.actor.initials();
        self.notices.push(live::Notice { practice, kind: E::KIND.into(), subject, days, by, session });
        Ok(id)
    }

    /// Does `body` once per key: the same key again gives the first answer, a different request under it is refused.
    pub(super) async fn once<T: Serialize + DeserializeOwned>(
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

    pub(super) async fn commit<T>(mut self, done: Done<T>) -> Result<T, Fault> {
        self.write_glances().await?;
        for notice in std::mem::take(&mut self.0.notices) {
            let text = serde_json::to_string(&notice).map_err(|e| Fault::Other(e.into()))?;
            sqlx::query("select pg_notify('hadada', $1)").bind(text).execute(self.sql()).await?;
        }
        self.0.tx.commit().await?;
        Ok(done.0)
    }
}
