//! Imported data, to look at.

use crate::{
    platform::cx::{Cx, Fault},
    settings::import::listing::SchemeLine,
};
use jiff::civil::Date;

/// A tariff book.
#[derive(Debug)]
pub struct BookRow {
    /// Its id.
    pub id: uuid::Uuid,
    /// What it is called.
    pub name: String,
    /// First day.
    pub since: Date,
    /// First day it no longer applies.
    pub until: Option<Date>,
}

/// Books, newest first; those without a code are left out unless `empty` asks for them.
pub async fn books(cx: &mut Cx, empty: bool) -> Result<Vec<BookRow>, Fault> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        r#"select id, name, since as "since: jiff_sqlx::Date", until as "until: jiff_sqlx::Date"
             from tariff_book b where practice = $1
              and ($2 or exists (select 1 from tariff_code c where c.practice = b.practice and c.book = b.id))
            order by since desc, name"#,
        practice,
        empty
    )
    .fetch_all(cx.sql())
    .await?;
    let book = |(id, name, since, until): (_, _, jiff_sqlx::Date, Option<jiff_sqlx::Date>)| BookRow {
        id,
        name,
        since: since.to_jiff(),
        until: until.map(|day| day.to_jiff()),
    };
    Ok(rows.into_iter().map(|r| book((r.id, r.name, r.since, r.until))).collect())
}

/// A code.
#[derive(Debug)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct CodeRow {
    pub profession: String,
    pub code: String,
    pub label: String,
    pub description: String,
    pub fee_cents: i64,
    pub price_mode: String,
}

/// The codes of a book, in order.
pub async fn codes(cx: &mut Cx, book: uuid::Uuid) -> Result<Vec<CodeRow>, Fault> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query_as!(
        CodeRow,
        "select profession, code, label, description, fee_cents, price_mode from tariff_code
          where practice = $1 and book = $2 order by profession, code",
        practice,
        book
    );
    Ok(rows.fetch_all(cx.sql()).await?)
}

/// The schemes in use, by name.
pub async fn schemes(cx: &mut Cx) -> Result<Vec<SchemeLine>, Fault> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query_as!(
        SchemeLine,
        r#"select s.name, coalesce(a.name, '') as "administrator!", s.status
             from scheme s left join scheme_administrator a on a.practice = s.practice and a.key = s.administrator
            where s.practice = $1 and s.active order by s.name_folded"#,
        practice
    );
    Ok(rows.fetch_all(cx.sql()).await?)
}
