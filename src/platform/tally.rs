//! What a request costs the database: statements, rows, time. Counted where the connection is handed out, so that no
//! query is forgotten.

use futures::{StreamExt, future::BoxFuture, stream::BoxStream};
use sqlx::{
    Either, Execute, Executor, PgConnection, Postgres, SqlStr, Transaction,
    postgres::{PgQueryResult, PgRow, PgStatement, PgTypeInfo},
};
use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Instant,
};

/// The running total of one request. Shared by the contexts it opens and by the line in the log.
#[derive(Debug, Default)]
pub struct Tally {
    queries: AtomicU64,
    rows: AtomicU64,
    micros: AtomicU64,
}

impl Tally {
    /// Statements sent; beginning and committing are not counted, their time is.
    pub fn queries(&self) -> u64 {
        self.queries.load(Relaxed)
    }

    /// Rows that came back or were changed.
    pub fn rows(&self) -> u64 {
        self.rows.load(Relaxed)
    }

    /// Milliseconds spent waiting for the database.
    pub fn ms(&self) -> f64 {
        // a request is never long enough for a float to lose a microsecond
        #[expect(clippy::cast_precision_loss, reason = "microseconds of one request")]
        let micros = self.micros.load(Relaxed) as f64;
        micros / 1000.0
    }

    pub(super) fn spent(&self, since: Instant) {
        self.micros.fetch_add(u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX), Relaxed);
    }

    fn add(&self, rows: u64, since: Instant) {
        self.queries.fetch_add(1, Relaxed);
        self.rows.fetch_add(rows, Relaxed);
        self.spent(since);
    }

    /// Commits, and counts the time it took.
    pub(super) async fn commit(&self, tx: Transaction<'static, Postgres>) -> sqlx::Result<()> {
        let begun = Instant::now();
        let done = tx.commit().await;
        self.spent(begun);
        done
    }
}

/// A connection that counts. Give it to a query by value; where a plain connection is asked for, `&mut *it`.
#[derive(Debug)]
pub struct Counted<'c> {
    conn: &'c mut PgConnection,
    tally: &'c Arc<Tally>,
}

impl<'c> Counted<'c> {
    /// Counts into `tally` what is asked over `conn`.
    pub fn new(conn: &'c mut PgConnection, tally: &'c Arc<Tally>) -> Counted<'c> {
        Counted { conn, tally }
    }

    /// The same for one more query.
    pub fn again(&mut self) -> Counted<'_> {
        Counted { conn: self.conn, tally: self.tally }
    }

    /// The connection and the count, for a transaction within the transaction.
    pub fn apart(self) -> (&'c mut PgConnection, &'c Arc<Tally>) {
        (self.conn, self.tally)
    }
}

impl Deref for Counted<'_> {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        self.conn
    }
}
impl DerefMut for Counted<'_> {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.conn
    }
}

/// One statement under way; counts when it is over, also when nobody waits for its end.
struct Watch {
    tally: Arc<Tally>,
    begun: Instant,
    rows: u64,
}

impl Watch {
    fn begin(tally: &Arc<Tally>) -> Watch {
        Watch { tally: tally.clone(), begun: Instant::now(), rows: 0 }
    }

    fn came(&mut self, rows: u64) {
        self.rows += rows;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.tally.add(self.rows, self.begun);
        metrics::histogram!("db_query_duration_seconds").record(self.begun.elapsed());
    }
}

type Step = Result<Either<PgQueryResult, PgRow>, sqlx::Error>;

impl<'c> Executor<'c> for Counted<'c> {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Step>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let mut watch = Watch::begin(self.tally);
        // at its end a statement says how many rows it gave or changed
        let counted = self.conn.fetch_many(query).inspect(move |step| {
            if let Ok(Either::Left(done)) = step {
                watch.came(done.rows_affected());
            }
        });
        counted.boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, sqlx::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let mut watch = Watch::begin(self.tally);
        let row = self.conn.fetch_optional(query);
        Box::pin(async move {
            let row = row.await?;
            watch.came(u64::from(row.is_some()));
            Ok(row)
        })
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, sqlx::Error>>
    where
        'c: 'e,
    {
        self.conn.prepare_with(sql, parameters)
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<sqlx::Describe<Postgres>, sqlx::Error>>
    where
        'c: 'e,
    {
        self.conn.describe(sql)
    }
}
