//! One actor, one reading of the clock, one transaction: the context every action works in.

use super::{
    db::Db,
    live,
    seal::Seal,
    standing::Standing,
    tally::{Counted, Tally},
    trail::{self, Action, Entry},
};

mod write;

pub use super::fault::{Fault, OnConstraint};
use crate::{
    access::{
        Actor, Roles,
        policy::{self, Ability, Permit, Subject, Whose},
    },
    kernel::{
        ids::{PatientId, PersonId, PracticeId, SessionId},
        problem::Problem,
    },
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sqlx::{Postgres, Transaction};
use std::{sync::Arc, time::Instant};
pub use write::{CxMut, Done, Event, Outcome};

/// The request that is being answered, as far as log and trail name it.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Its number.
    pub request: uuid::Uuid,
    /// Where it came from, the last part cut off.
    pub address: String,
    /// What it costs the database.
    pub tally: Arc<Tally>,
}

impl Origin {
    /// A request that nobody sent: a named job's, the command line's, a test's.
    pub(super) fn of_nobody() -> Origin {
        Origin { request: uuid::Uuid::now_v7(), ..Origin::default() }
    }
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
    /// Identifies the request in log, events and trail.
    pub request: uuid::Uuid,
    standing: Standing,
    seal: Arc<Seal>,
    tx: Transaction<'static, Postgres>,
    origin: Origin,
    /// What the trail will say, in order.
    entries: Vec<Entry>,
    notices: Vec<live::Notice>,
    begun: Instant,
    timed: Vec<&'static str>,
}

/// Who is at the door.
#[derive(Clone, Debug)]
pub(super) enum Door {
    /// A cookie's token, hashed. `touching` keeps the session awake.
    Session { token_hash: Vec<u8>, touching: bool },
    /// Someone the caller vouches for: the command line, a named job, a test.
    Vouched(Box<Actor>),
}

/// Whoever looks at a file, or is refused it, is found from the patient.
fn patient_of(over: impl Subject) -> Vec<uuid::Uuid> {
    match over.whose() {
        Whose::File { patient, .. } => vec![patient.0],
        Whose::Practice | Whose::Diary(_) | Whose::Account(_) => vec![],
    }
}

impl Cx {
    pub(super) async fn enter(db: &Db, seal: &Arc<Seal>, door: Door, origin: Origin) -> Result<Cx, Fault> {
        let (now, begun) = (db.clock.now(), Instant::now());
        let mut tx = db.begin(&origin.tally).await?;
        let tally = &origin.tally;
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
                .fetch_optional(Counted::new(&mut tx, tally))
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
                    .execute(Counted::new(&mut tx, tally))
                    .await?;
                let row =
                    sqlx::query!("select name, zone from practice").fetch_one(Counted::new(&mut tx, tally)).await?;
                (*actor, row.zone, row.name, Standing::default())
            }
        };
        let zone = TimeZone::get(&zone).map_err(|e| Fault::Other(e.into()))?;
        Ok(Cx {
            actor,
            now,
            zone,
            practice_name,
            request: origin.request,
            standing,
            seal: seal.clone(),
            tx,
            origin,
            entries: vec![],
            notices: vec![],
            begun,
            timed: vec![],
        })
    }

    pub(super) async fn read_only(&mut self) -> sqlx::Result<()> {
        sqlx::query("set transaction read only").execute(&mut *self.tx).await.map(|_| ())
    }

    /// Asks the policy. A watched ability leaves a row in the trail, and so does being refused.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`], or [`Problem::NotFound`] where another's thing must look missing (a patient's file);
    /// [`Problem::ProveFirst`] for a change that asks for a younger proof of who is acting.
    pub fn permit<A: Ability>(&mut self, over: A::Over) -> Result<Permit<A>, Problem> {
        self.standing.opens::<A>()?;
        let Some(permit) = policy::ask::<A>(&self.actor, over) else {
            tracing::warn!(ability = A::NAME, roles = ?self.actor.roles.iter().collect::<Vec<_>>(), "denied");
            let roles: Vec<&str> = self.actor.roles.iter().map(|r| r.key()).collect();
            let first = roles.first().copied().unwrap_or("none");
            metrics::counter!("authz_denied_total", "role" => first, "reason" => A::NAME).increment(1);
            let entry = self.entry(Action::Denied, A::NAME, roles.join("+"), over.id());
            self.entries.push(Entry { patients: patient_of(over), ..entry });
            return Err(Problem::NotAllowed { who_may: policy::who_may::<A>() });
        };
        self.standing.proves::<A>(self.now)?;
        if A::WATCHED {
            let action = if over.id().is_some() { Action::Read } else { Action::Query };
            let entry = self.entry(action, A::NAME, self.role_for::<A>().into(), over.id());
            self.entries.push(Entry { patients: patient_of(over), ..entry });
        }
        Ok(permit)
    }

    /// What the frame shows of the session.
    pub(super) fn standing(&self) -> Standing {
        self.standing
    }

    /// The role that allows a deed, for the record.
    fn role_for<A: Ability>(&self) -> &'static str {
        self.actor.roles.iter().find(|r| A::reach(*r) != policy::Reach::No).map_or("", |r| r.key())
    }

    fn entry(&self, action: Action, ability: &str, role: String, subject: Option<uuid::Uuid>) -> Entry {
        Entry {
            at: self.now,
            action: action.key().into(),
            ability: ability.into(),
            kind: String::new(),
            person: Some(self.actor.person.0),
            role,
            session: self.actor.session.map(|s| s.0),
            subject,
            patients: vec![],
            purpose: String::new(),
            event: None,
            request: self.request,
            address: self.origin.address.clone(),
        }
    }

    fn last_look(&mut self) -> Option<&mut Entry> {
        let look = |e: &&mut Entry| e.action == Action::Read.key() || e.action == Action::Query.key();
        self.entries.iter_mut().rev().find(look)
    }

    /// Adds to the last look which patients were on the page, so that "who saw me?" can be answered.
    pub fn saw(&mut self, patients: impl IntoIterator<Item = PatientId>) {
        if let Some(last) = self.last_look() {
            for PatientId(id) in patients {
                // a patient with several visits on a page is there once
                if !last.patients.contains(&id) {
                    last.patients.push(id);
                }
            }
        }
    }

    /// Adds to the last look why it was had, where a reason is asked for.
    pub fn because(&mut self, reason: &str) {
        if let Some(last) = self.last_look() {
            last.purpose = reason.chars().filter(|c| *c != '\0').take(trail::LONGEST_PURPOSE).collect();
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
    pub fn sql(&mut self) -> Counted<'_> {
        Counted::new(&mut self.tx, &self.origin.tally)
    }

    /// Ends a read. If the look cannot be written down, there is no answer; of what failed, the refusals are written down.
    pub(super) async fn finish<T>(self, db: &Db, became: Result<T, Fault>) -> Result<T, Fault> {
        let Cx { actor, seal, tx, origin, entries, .. } = self;
        match became {
            Ok(value) => {
                origin.tally.commit(tx).await?;
                db.together.write(db, seal.trail(), &origin.tally, actor.practice, entries).await?;
                Ok(value)
            }
            Err(fault) => {
                // the connection goes back before another one is taken
                drop(tx.rollback().await);
                let refused = entries.into_iter().filter(|e| e.action == Action::Denied.key()).collect();
                db.together.write(db, seal.trail(), &origin.tally, actor.practice, refused).await?;
                Err(fault)
            }
        }
    }
}
