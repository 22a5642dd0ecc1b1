//! What goes wrong on our side, and the one place where it becomes something a person is told.

use crate::kernel::problem::{Clash, ClashWhat, Problem};

/// Ours to look into. Never crosses the wire: it is not `Serialize`, so the compiler finds the leak.
///
/// ```compile_fail
/// fn leak(f: hadada::platform::fault::Fault) -> String { serde_json::to_string(&f).unwrap() }
/// ```
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database said no.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// Something a person can be told.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

impl Fault {
    /// What the person is told. The chain is logged once, under the reference they see.
    pub fn into_problem(self) -> Problem {
        self.count();
        match self {
            Fault::Problem(p) => p,
            Fault::Sql(sqlx::Error::RowNotFound) => Problem::NotFound,
            Fault::Sql(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed) => Problem::Busy,
            Fault::Sql(sqlx::Error::Database(e)) => match e.code().as_deref() {
                // exclusion violation, deadlock, serialisation failure: someone else was faster
                Some("23P01" | "40P01" | "40001") => Problem::Clash(Clash {
                    what: ClashWhat::Race,
                    name: String::new(),
                    until: String::new(),
                    alternatives: vec![],
                }),
                Some(code) if passes(code) => {
                    tracing::warn!(code, "the database cannot just now");
                    Problem::Busy
                }
                Some(code) => broken(&format!("database {code} {}", e.constraint().unwrap_or_default()), &e),
                None => broken("database", &e),
            },
            Fault::Sql(e) => broken("database", &e),
            Fault::Other(e) => broken("fault", &e.root_cause()),
        }
    }
}

/// Whether the same question may be answered a little later: statement or lock time-out, shutting down, out of room, memory or
/// connections (class 53), a failure of the system below the database (class 58). Nothing was changed.
fn passes(code: &str) -> bool {
    matches!(code, "57014" | "55P03" | "57P01" | "57P02" | "57P03") || code.starts_with("53") || code.starts_with("58")
}

impl Fault {
    /// What the page of metrics knows: how often somebody else was faster, and that nobody ever waits crosswise.
    fn count(&self) {
        match self {
            Fault::Problem(Problem::Clash(clash)) => {
                metrics::counter!("booking_conflict_total", "kind" => what(clash.what)).increment(1);
            }
            Fault::Sql(sqlx::Error::Database(e)) if e.code().as_deref() == Some("40P01") => {
                metrics::counter!("booking_deadlock_total").increment(1);
            }
            Fault::Sql(sqlx::Error::Database(e)) if matches!(e.code().as_deref(), Some("23P01" | "40001")) => {
                metrics::counter!("booking_conflict_total", "kind" => what(ClashWhat::Race)).increment(1);
            }
            Fault::Problem(_) | Fault::Sql(_) | Fault::Other(_) => {}
        }
    }
}

fn what(of: ClashWhat) -> &'static str {
    match of {
        ClashWhat::Practitioner => "practitioner",
        ClashWhat::Room => "room",
        ClashWhat::Equipment => "equipment",
        ClashWhat::Buffer => "buffer",
        ClashWhat::Race => "race",
    }
}

/// Logs without values: a database error's detail quotes the row, so only the class of the error is written.
fn broken(what: &str, e: &impl std::fmt::Debug) -> Problem {
    let reference = uuid::Uuid::now_v7().simple().to_string();
    tracing::error!(reference, what, "request failed");
    if cfg!(test) {
        tracing::error!(reference, ?e, "in full");
        eprintln!("{reference}: {what}: {e:?}");
    }
    Problem::Broken { reference }
}

/// Turns a broken promise of the database into what a person is told, beside the query that may break it.
pub trait OnConstraint<T> {
    /// If the named constraint refused, `problem`; else the error as it was.
    fn on_constraint(self, name: &str, problem: impl FnOnce() -> Problem) -> Result<T, Fault>;
}

impl<T> OnConstraint<T> for sqlx::Result<T> {
    fn on_constraint(self, name: &str, problem: impl FnOnce() -> Problem) -> Result<T, Fault> {
        self.map_err(|e| match &e {
            sqlx::Error::Database(d) if d.constraint() == Some(name) => Fault::Problem(problem()),
            _ => Fault::Sql(e),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::passes;

    #[test]
    fn a_full_disk_is_no_broken_program_and_a_broken_promise_is_not_passing() {
        for code in ["53100", "53200", "53300", "58030", "57P03", "57014"] {
            assert!(passes(code), "{code}");
        }
        for code in ["23505", "23514", "42501", "22P02", "XX000", "57000"] {
            assert!(!passes(code), "{code}");
        }
    }
}
