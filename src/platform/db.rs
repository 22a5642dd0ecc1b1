//! The pool, private: nothing outside this module can get a connection without saying who is acting.

use super::{clock::Clock, tally::Tally, trail::Together};
use sqlx::{
    Executor, PgConnection, PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    collections::HashMap,
    str::FromStr,
    sync::Arc,
    time::{Duration, Instant},
};

/// The migrations, embedded in the program.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// How the pool behaves.
#[derive(Clone, Debug)]
pub struct PoolSettings {
    /// Most connections held.
    pub max_connections: u32,
    /// How long a request waits for one before it is told that the server is busy.
    pub acquire_timeout: Duration,
    /// How long one statement may run.
    pub statement_timeout: Duration,
}

impl Default for PoolSettings {
    fn default() -> Self {
        PoolSettings {
            max_connections: 16,
            acquire_timeout: Duration::from_secs(2),
            statement_timeout: Duration::from_secs(5),
        }
    }
}

/// The database as the application sees it: a role that owns nothing, under row-level security.
#[derive(Clone, Debug)]
pub struct Db {
    pool: PgPool,
    /// One connection for writing looks down: they are what every answer waits for, and never wait for an answer.
    looks: PgPool,
    /// Where "now" comes from.
    pub clock: Clock,
    /// Writes looks down, several at once.
    pub(super) together: Arc<Together>,
}

impl Db {
    /// A pool whose every connection gives up its owner's rights first.
    pub fn new(options: PgConnectOptions, settings: &PoolSettings, clock: Clock) -> Db {
        let millis = settings.statement_timeout.as_millis().to_string();
        let options = options.options([
            ("timezone", "UTC"),
            ("statement_timeout", millis.as_str()),
            ("idle_in_transaction_session_timeout", "30000"),
        ]);
        let pool = |most: u32| {
            PgPoolOptions::new()
                .max_connections(most)
                .acquire_timeout(settings.acquire_timeout)
                .after_connect(|conn, _| Box::pin(async move { conn.execute("set role hadada_app").await.map(|_| ()) }))
                .connect_lazy_with(options.clone())
        };
        Db { pool: pool(settings.max_connections), looks: pool(1), clock, together: Arc::default() }
    }

    /// Begins a transaction with no actor. For `platform` alone; everyone else gets a `Cx`.
    pub(super) async fn begin(&self, tally: &Tally) -> sqlx::Result<Transaction<'static, Postgres>> {
        let asked = Instant::now();
        let conn = self.pool.acquire().await;
        metrics::histogram!("db_client_connection_wait_seconds").record(asked.elapsed());
        let begun = Instant::now();
        let tx = Transaction::begin(conn?, None).await;
        tally.spent(begun);
        tx
    }

    /// The same on the connection that is kept for writing looks down.
    pub(super) async fn begin_looks(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.looks.begin().await
    }

    /// The end of every practice's chain.
    pub async fn heads(&self) -> sqlx::Result<Vec<super::trail::heads::Head>> {
        let mut conn = self.pool.acquire().await?;
        super::trail::heads::read(&mut conn).await
    }

    /// Whether the database answers and knows exactly the migrations this program carries.
    pub async fn ready(&self) -> Result<(), NotReady> {
        let mut conn = self.pool.acquire().await.map_err(NotReady::Unreachable)?;
        known_migrations(&mut conn).await
    }

    /// Connections open and idle, for the health page.
    pub fn connections(&self) -> (u32, usize) {
        (self.pool.size(), self.pool.num_idle())
    }

    /// Closes every connection once its work is done.
    pub async fn close(&self) {
        self.pool.close().await;
        self.looks.close().await;
    }

    /// A connection that listens for other desks' changes; outside the pool, so that it never starves a request.
    pub(super) async fn listener(&self) -> sqlx::Result<sqlx::postgres::PgListener> {
        let options: PgConnectOptions = (*self.pool.connect_options()).clone();
        let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::postgres::PgListener::connect_with(&pool).await
    }
}

/// Why the server is not ready to answer.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    /// No connection.
    #[error("the database does not answer: {0}")]
    Unreachable(#[source] sqlx::Error),
    /// A migration has not run.
    #[error("the database is older than this program: run `hadada migrate`")]
    Older,
    /// A migration has run that this program does not know.
    #[error("the database is newer than this program: start the newer program instead")]
    Newer,
}

/// Compares what has run in the database with what the program carries.
pub async fn known_migrations(conn: &mut PgConnection) -> Result<(), NotReady> {
    let rows: Vec<i64> =
        sqlx::query_scalar("select version from schema_version()").fetch_all(conn).await.map_err(|e| match &e {
            sqlx::Error::Database(d) if matches!(d.code().as_deref(), Some("42883" | "42P01")) => NotReady::Older,
            _ => NotReady::Unreachable(e),
        })?;
    let ran: HashMap<i64, ()> = rows.into_iter().map(|v| (v, ())).collect();
    let ours: HashMap<i64, ()> = MIGRATIONS.iter().map(|m| (m.version, ())).collect();
    if ran.keys().any(|v| !ours.contains_key(v)) {
        return Err(NotReady::Newer);
    }
    if ours.keys().any(|v| !ran.contains_key(v)) { Err(NotReady::Older) } else { Ok(()) }
}

/// Runs what has not run, as the owner of the schema. Refuses a database made by a newer program.
pub async fn migrate(options: &PgConnectOptions) -> anyhow::Result<()> {
    let pool = PgPoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    match MIGRATIONS.run(&pool).await {
        Ok(()) => {}
        Err(sqlx::migrate::MigrateError::VersionMissing(_)) => return Err(NotReady::Newer.into()),
        Err(e) => return Err(e.into()),
    }
    pool.close().await;
    Ok(())
}

/// Parses a database address, hiding it from the error.
pub fn options(url: &str) -> anyhow::Result<PgConnectOptions> {
    PgConnectOptions::from_str(url).map_err(|_| anyhow::anyhow!("DATABASE_URL is not a Postgres address"))
}
