//! Getting rows in fast, as the owner of the schema: `COPY`, and the few statements around it.

use anyhow::Context;
use sqlx::PgConnection;

/// Rows for one table, gathered as CSV and sent in pieces.
pub struct Copy {
    into: &'static str,
    rows: csv::Writer<Vec<u8>>,
    held: usize,
}

/// Bytes gathered before they are sent.
const PIECE: usize = 4 << 20;

impl Copy {
    /// `into` is `table (columns)`. An empty cell is null; `""` cannot be written, so columns that may not be null and
    /// may be empty are given a default by the schema or a `force_not_null`.
    pub fn into(into: &'static str) -> Copy {
        Copy { into, rows: csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new()), held: 0 }
    }

    /// Adds a row; sends what is gathered once it is much.
    pub async fn row<I, T>(&mut self, conn: &mut PgConnection, cells: I) -> anyhow::Result<()>
    where
        I: IntoIterator<Item = T>,
        T: AsRef<[u8]>,
    {
        self.row_later(cells)?;
        if self.is_much() { self.send(conn).await } else { Ok(()) }
    }

    /// Adds a row without sending, for tables that must wait for the one they refer to.
    pub fn row_later<I, T>(&mut self, cells: I) -> anyhow::Result<()>
    where
        I: IntoIterator<Item = T>,
        T: AsRef<[u8]>,
    {
        for cell in cells {
            self.held += cell.as_ref().len() + 1;
            self.rows.write_field(cell)?;
        }
        Ok(self.rows.write_record(None::<&[u8]>)?)
    }

    /// Whether enough is gathered to be worth sending.
    pub fn is_much(&self) -> bool {
        self.held > PIECE
    }

    /// Sends the rest.
    pub async fn send(&mut self, conn: &mut PgConnection) -> anyhow::Result<()> {
        if self.held == 0 {
            return Ok(());
        }
        let fresh = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
        let bytes =
            std::mem::replace(&mut self.rows, fresh).into_inner().map_err(|e| anyhow::anyhow!("{}", e.error()))?;
        self.held = 0;
        // a backslash-N cannot be typed by anyone here, so empty cells stay empty strings and nulls are explicit
        let statement = format!("copy {} from stdin with (format csv, null '\\N')", self.into);
        let mut stream = conn.copy_in_raw(&statement).await.context("the database refuses a load")?;
        stream.send(bytes).await?;
        stream
            .finish()
            .await
            .with_context(|| format!("loading {}", self.into.split(' ').next().unwrap_or_default()))?;
        Ok(())
    }
}

/// What stands for null in a cell.
pub const NULL: &str = "\\N";

/// How many practices there are.
pub async fn practices(conn: &mut PgConnection) -> anyhow::Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from practice").fetch_one(conn).await?)
}

/// While loading, the per-row check that a visit holds its claims rests; at the end it is made for all rows at once.
pub async fn bulk(conn: &mut PgConnection, begin: bool) -> anyhow::Result<()> {
    if begin {
        sqlx::query("alter table appointment disable trigger appointment_is_claimed").execute(conn).await?;
        return Ok(());
    }
    sqlx::query("alter table appointment enable trigger appointment_is_claimed").execute(&mut *conn).await?;
    let bad: i64 = sqlx::query_scalar(
        "select count(*) from appointment a
           left join (select practice, ref, count(*) as n, bool_and(active) as on_, bool_or(active) as any_,
                             min(starts_at) as s, max(ends_at) as e from resource_claim group by 1, 2) c
             on c.practice = a.practice and c.ref = a.id
          where c.n is distinct from 1 + (a.room is not null)::int + (a.equipment is not null)::int + (a.patient is not null)::int
             or c.on_ is distinct from (a.status not in ('cancelled', 'no_show')) or c.any_ is distinct from c.on_
             or c.s <> a.starts_at or c.e <> a.ends_at",
    )
    .fetch_one(conn)
    .await?;
    anyhow::ensure!(bad == 0, "{bad} visits do not hold their claims");
    Ok(())
}

/// Statistics, so that the first questions are planned well.
pub async fn analyze(conn: &mut PgConnection) -> anyhow::Result<()> {
    sqlx::query("analyze").execute(conn).await?;
    Ok(())
}

/// Who signs in with this address.
pub async fn person(conn: &mut PgConnection, email: &str) -> anyhow::Result<uuid::Uuid> {
    Ok(sqlx::query_scalar("select id from person where email = $1").bind(email).fetch_one(conn).await?)
}

/// The latest completed visits of a practice: id, kind, profession, minutes.
pub async fn completed(
    conn: &mut PgConnection,
    practice: uuid::Uuid,
) -> anyhow::Result<Vec<(uuid::Uuid, String, String, i32)>> {
    let rows = sqlx::query_as(
        "select v.id, t.key, d.profession, (extract(epoch from v.ends_at - v.starts_at) / 60)::int
           from appointment v join appointment_type t on t.practice = v.practice and t.id = v.type
           join practitioner d on d.practice = v.practice and d.id = v.practitioner
          where v.practice = $1 and v.status = 'completed' and v.patient is not null and t.charged
          order by v.starts_at desc, v.id limit 64",
    );
    Ok(rows.bind(practice).fetch_all(conn).await?)
}

/// The hash of the first password, made off the async threads.
pub async fn password_hash(password: String) -> anyhow::Result<String> {
    use argon2::PasswordHasher;
    tokio::task::spawn_blocking(move || {
        argon2::Argon2::default()
            .hash_password(password.as_bytes())
            .map(|h| h.to_string())
            .map_err(|e| anyhow::anyhow!("{e}"))
    })
    .await?
}
