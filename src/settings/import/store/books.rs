//! Tariff books: a version with dates.

use crate::{
    access::policy::{Ability, Permit},
    kernel::problem::Problem,
    platform::cx::{Cx, CxMut, Fault, OnConstraint},
    settings::import::Book,
};
use jiff::civil::Date;

/// A book that is there.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Its id.
    pub id: uuid::Uuid,
    /// First day it no longer applies.
    pub until: Option<Date>,
}

/// The book of this name and first day.
pub async fn find(cx: &mut Cx, book: &Book) -> Result<Option<Found>, Fault> {
    let row = sqlx::query!(
        r#"select id, until as "until: jiff_sqlx::Date" from tariff_book where practice = $1 and name = $2 and since = $3"#,
        cx.actor.practice.0,
        book.name,
        jiff_sqlx::Date::from(book.since) as jiff_sqlx::Date
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(|r| Found { id: r.id, until: r.until.map(|d| d.to_jiff()) }))
}

/// Another book of the same name that applies on a day when this one does: a visit would have two prices.
pub async fn overlapping(cx: &mut Cx, book: &Book) -> Result<Option<Date>, Fault> {
    let row = sqlx::query!(
        r#"select since as "since: jiff_sqlx::Date" from tariff_book
            where practice = $1 and name = $2 and since <> $3 and (until is null or until > $3) and ($4::date is null or since < $4)
            limit 1"#,
        cx.actor.practice.0,
        book.name,
        jiff_sqlx::Date::from(book.since) as jiff_sqlx::Date,
        book.until.map(jiff_sqlx::Date::from) as Option<jiff_sqlx::Date>
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(|r| r.since.to_jiff()))
}

/// Makes the book.
pub async fn make(cx: &mut CxMut, _: &Permit<impl Ability + Send + Sync>, book: &Book) -> Result<uuid::Uuid, Fault> {
    let id = uuid::Uuid::now_v7();
    let practice = cx.actor.practice.0;
    sqlx::query!(
        "insert into tariff_book (practice, id, name, since, until) values ($1, $2, $3, $4, $5)",
        practice,
        id,
        book.name,
        jiff_sqlx::Date::from(book.since) as jiff_sqlx::Date,
        book.until.map(jiff_sqlx::Date::from) as Option<jiff_sqlx::Date>
    )
    .execute(cx.sql())
    .await
    .on_constraint("tariff_book_once", || Problem::Busy)?;
    Ok(id)
}
