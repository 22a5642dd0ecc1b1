//! Importing as a program does: the command line, the demo practice, tests.

use super::{
    actions,
    model::{ImportKind, Report},
};
use crate::{
    access::Actor,
    kernel::money::MoneyProfile,
    platform::{
        cx::Fault,
        edge::{self, Services},
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A tariff book: a name and the days it applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// What it is called.
    pub name: String,
    /// First day.
    pub since: Date,
    /// First day it no longer applies; nothing while no end is known.
    pub until: Option<Date>,
}

impl Book {
    /// A book for one calendar year.
    pub fn of_year(name: &str, year: i16) -> Book {
        let first = |year| Date::new(year, 1, 1).unwrap_or(Date::MAX);
        Book { name: name.into(), since: first(year), until: Some(first(year + 1)) }
    }

    /// `demo, 1 Jan 2026 to 31 Dec 2026`.
    pub fn words(&self) -> String {
        super::lists::days(&self.name, self.since, self.until)
    }
}

/// How a file is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// The book that tariff codes and modifiers go into; if not said, one for this year.
    pub book: Option<Book>,
    /// How amounts are written.
    pub profile: MoneyProfile,
    /// Lines that a person chose where two contradict each other.
    pub choices: Vec<u32>,
    /// What the file is called, for the list of imports.
    pub file_name: String,
}

impl Options {
    /// Into this book.
    pub fn into_book(book: Book) -> Options {
        Options { book: Some(book), ..Options::default() }
    }
}

/// What importing this file would do. Writes nothing.
pub async fn look(
    it: &Services,
    actor: Actor,
    kind: ImportKind,
    bytes: &[u8],
    options: &Options,
) -> Result<Report, Fault> {
    edge::look_as(it, actor, async |cx| actions::preview(cx, kind, bytes, options).await).await
}

/// Imports a file: good rows in one transaction. When no row is good, nothing is written at all.
pub async fn load(
    it: &Services,
    actor: Actor,
    kind: ImportKind,
    bytes: &[u8],
    options: &Options,
) -> Result<Report, Fault> {
    let report = look(it, actor.clone(), kind, bytes, options).await?;
    if report.refused.is_some() || report.counts.accepted == 0 {
        return Ok(report);
    }
    edge::act_as(it, actor, async |cx| actions::import(cx, kind, bytes, options, &mut |_| ()).await).await
}

/// [`load`] for tariff codes.
pub async fn load_tariff(it: &Services, actor: Actor, bytes: &[u8], options: &Options) -> Result<Report, Fault> {
    load(it, actor, ImportKind::Tariff, bytes, options).await
}
