//! What must always be true of the data. A registry: each feature names its own promises, `hadada check` asks about all.

use anyhow::Context;
use sqlx::{PgConnection, Row};

/// One promise: a query over the whole database, as its owner, that finds nothing.
#[derive(Clone, Copy, Debug)]
pub struct Invariant {
    /// Its name, for machines.
    pub name: &'static str,
    /// What is promised, in a sentence.
    pub says: &'static str,
    /// Gives one row of one text column for each thing that breaks the promise: ids, never contents.
    pub sql: &'static str,
}

/// What became of one promise.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which.
    pub invariant: Invariant,
    /// What breaks it.
    pub broken_by: Vec<String>,
}

/// The most culprits shown for each promise.
pub const MOST: usize = 20;

/// The promises of the logs themselves.
pub const OF_THE_PLATFORM: &[Invariant] = &[
    Invariant {
        name: "trail_numbers_are_gapless",
        says: "the rows of each practice's trail are numbered 1, 2, 3 and so on",
        sql: "select practice || ' has ' || count(*) || ' rows and ends at ' || max(seq)
                from trail group by practice having count(*) <> max(seq)",
    },
    Invariant {
        name: "every_session_is_somebodys",
        says: "a session that is open belongs to somebody who is not suspended",
        sql: "select s.id::text from session s join person p on p.practice = s.practice and p.id = s.person
               where s.ended_at is null and p.suspended_at is not null",
    },
    Invariant {
        name: "every_practice_has_an_owner",
        says: "a practice that somebody signs in to has an owner who is not suspended",
        sql: "select practice::text from person where 'patient' <> all(roles) group by practice
              having count(*) filter (where 'owner' = any(roles) and suspended_at is null) = 0",
    },
];

/// Asks about every promise.
///
/// # Errors
/// When the database does not answer or a promise's query is not one.
pub async fn check(conn: &mut PgConnection, invariants: &[Invariant]) -> anyhow::Result<Vec<Held>> {
    let mut held = vec![];
    for invariant in invariants {
        let rows = sqlx::query(invariant.sql).fetch_all(&mut *conn).await;
        let rows = rows.with_context(|| format!("{} could not be asked", invariant.name))?;
        let broken_by: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        held.push(Held { invariant: *invariant, broken_by });
    }
    Ok(held)
}
