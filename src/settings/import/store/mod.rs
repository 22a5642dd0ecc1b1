//! SQL of the imports: what is there, and putting many rows in with one statement.

pub mod books;
pub mod directory;
pub mod lists;
pub mod patients;
pub mod runs;
pub mod tariff;
pub mod types;
pub mod who;

use super::sheet::Sheet;
use crate::{
    access::policy::{Ability, Permit},
    platform::cx::{Cx, CxMut, Fault},
};
use std::{collections::HashMap, future::Future};

/// Where the rows of a kind of file are kept. `book` is the tariff book for kinds that have one.
pub trait Shelf: Sheet {
    /// Rows put in at a time: enough that round trips do not count, few enough for the time one statement may take.
    const AT_ONCE: usize = 5_000;

    /// Looks up what the rows refer to.
    fn ready(&mut self, _: &mut Cx) -> impl Future<Output = Result<(), Fault>> + Send {
        std::future::ready(Ok(()))
    }

    /// Everything that is there, by key.
    fn held(
        &self,
        cx: &mut Cx,
        book: Option<uuid::Uuid>,
    ) -> impl Future<Output = Result<HashMap<String, Self::Row>, Fault>> + Send;

    /// Puts rows in, or new particulars of rows that are there: at most [`Shelf::AT_ONCE`] of them.
    fn put<A: Ability<Over = ()> + Send + Sync>(
        &self,
        cx: &mut CxMut,
        may: &Permit<A>,
        book: Option<uuid::Uuid>,
        rows: Vec<Self::Row>,
    ) -> impl Future<Output = Result<(), Fault>> + Send;
}

/// One import of a kind at a time in a practice: the next one waits and compares with what this one did.
pub async fn alone<A: Ability<Over = ()> + Send + Sync>(
    cx: &mut CxMut,
    _: &Permit<A>,
    kind: &str,
) -> Result<(), Fault> {
    let name = format!("import {kind} {}", cx.actor.practice);
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", name).execute(cx.sql()).await?;
    Ok(())
}
