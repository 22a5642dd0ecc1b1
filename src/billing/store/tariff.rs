//! Imported books: which apply on a day, their codes, and what was charged before.

use crate::{
    access::policy::{Ability, PatientFile, Permit},
    billing::rules::{Book, Code, Limits, Modifier, PriceMode, Rounding, Used},
    kernel::{ids::AppointmentId, money::Money},
    platform::cx::Cx,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A book that applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its id.
    pub id: uuid::Uuid,
    /// Its name.
    pub name: String,
    /// Its first day.
    pub since: Date,
    /// How results are rounded.
    pub rounding: String,
}

/// The books with codes of a profession that apply on a day. Never one of another year.
pub async fn on(cx: &mut Cx, day: Date, profession: &str) -> sqlx::Result<Vec<Head>> {
    let rows = sqlx::query!(
        r#"select b.id, b.name, b.since as "since: jiff_sqlx::Date", b.rounding from tariff_book b
            where b.practice = $1 and b.since <= $2 and (b.until is null or b.until > $2)
              and exists (select 1 from tariff_code c where c.practice = b.practice and c.book = b.id and c.profession = $3)
            order by b.name, b.since"#,
        cx.actor.practice.0,
        jiff_sqlx::Date::from(day) as jiff_sqlx::Date,
        profession
    )
    .fetch_all(cx.sql())
    .await?;
    let head =
        rows.into_iter().map(|r| Head { id: r.id, name: r.name, since: r.since.to_jiff(), rounding: r.rounding });
    Ok(head.collect())
}

/// A profession's codes among those named, and its modifiers.
pub async fn book(cx: &mut Cx, head: &Head, profession: &str, codes: &[String]) -> sqlx::Result<Book> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        "select code, label, fee_cents, price_mode, standalone, modality, limits from tariff_code
          where practice = $1 and book = $2 and profession = $3 and code = any($4)",
        practice,
        head.id,
        profession,
        codes
    )
    .fetch_all(cx.sql())
    .await?;
    let codes = rows.into_iter().map(|r| {
        let code = Code {
            code: r.code.clone(),
            label: r.label,
            fee: Money::cents(r.fee_cents),
            mode: PriceMode::of(&r.price_mode, r.fee_cents),
            standalone: r.standalone,
            modality: r.modality,
            limits: serde_json::from_value::<Limits>(r.limits).unwrap_or_default(),
        };
        (r.code, code)
    });
    let codes = codes.collect();
    let rows = sqlx::query!(
        "select code, label, factor_bp from modifier where practice = $1 and book = $2 and profession = $3",
        practice,
        head.id,
        profession
    )
    .fetch_all(cx.sql())
    .await?;
    let modifiers = rows.into_iter().map(|r| {
        let factor_bp = u32::try_from(r.factor_bp).unwrap_or(10_000);
        (r.code.clone(), Modifier { code: r.code, label: r.label, factor_bp })
    });
    Ok(Book {
        id: head.id,
        name: head.name.clone(),
        since: head.since,
        profession: profession.to_owned(),
        rounding: Rounding::of(&head.rounding),
        codes,
        modifiers: modifiers.collect(),
    })
}

/// Codes that begin like, or say, what was typed: code, label, fee and mode.
pub async fn seek(
    cx: &mut Cx,
    book: uuid::Uuid,
    profession: &str,
    typed: &str,
) -> sqlx::Result<Vec<(String, String, i64, String)>> {
    let rows = sqlx::query!(
        "select code, label, fee_cents, price_mode from tariff_code
          where practice = $1 and book = $2 and profession = $3
            and (starts_with(code, $4) or strpos(lower(description), lower($4)) > 0)
          order by starts_with(code, $4) desc, code limit 20",
        cx.actor.practice.0,
        book,
        profession,
        typed
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|r| (r.code, r.label, r.fee_cents, r.price_mode)).collect())
}

/// How often codes were charged to the patient and not taken back, on other visits.
pub async fn history<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
    visit: AppointmentId,
    day: Date,
    codes: &[String],
) -> sqlx::Result<BTreeMap<String, Used>> {
    let rows = sqlx::query!(
        r#"select l.code, coalesce(sum(l.quantity) filter (where i.served_on = $4), 0)::int as "day!",
                  coalesce(sum(l.quantity) filter (where date_trunc('month', i.served_on::timestamp) = date_trunc('month', $4::date::timestamp)), 0)::int as "month!",
                  coalesce(sum(l.quantity), 0)::int as "ever!"
             from invoice i join invoice_line l on l.practice = i.practice and l.invoice = i.id
            where i.practice = $1 and i.patient = $2 and i.visit is distinct from $3 and l.code = any($5)
              and not exists (select 1 from credit_note_line c
                               where c.practice = l.practice and c.invoice = l.invoice and c.position = l.position)
            group by l.code"#,
        cx.actor.practice.0,
        may.over().patient.0,
        visit.0,
        jiff_sqlx::Date::from(day) as jiff_sqlx::Date,
        codes
    )
    .fetch_all(cx.sql())
    .await?;
    let n = |n: i32| u32::try_from(n).unwrap_or(0);
    let used = |day, month, ever| Used { day: n(day), month: n(month), episode: 0, ever: n(ever) };
    Ok(rows.into_iter().map(|r| (r.code, used(r.day, r.month, r.ever))).collect())
}
