//! Imported data, to look at.

use super::{
    listing::{BookLine, CodeLine, OpenWays, SchemeLine, TariffPage},
    store,
    words::{PROFESSIONS, profession_words},
};
use crate::{
    access::policy::{
        ChangeSecurity, ImportReference, ImportTariff, SeeOpenings, SeePeople, SeePractice, SeeTariffs, SetBilling,
        could,
    },
    kernel::{money::Money, name::fold, span::plain_day},
    platform::cx::{Cx, Fault},
};
use jiff::civil::Date;

/// Codes on one page.
const MOST_CODES: usize = 300;

/// Which ways are open to this person.
pub fn start(cx: &mut Cx) -> Result<OpenWays, Fault> {
    let _permit = cx.permit::<SeePractice>(())?;
    let actor = &cx.actor;
    Ok(OpenWays {
        import: could::<ImportReference>(actor),
        tariff: could::<ImportTariff>(actor),
        people: could::<SeePeople>(actor),
        security: could::<ChangeSecurity>(actor),
        openings: could::<SeeOpenings>(actor),
        billing: could::<SetBilling>(actor),
    })
}

/// The codes of a book: the one asked for, else the one that applies today.
pub async fn tariff(cx: &mut Cx, book: &str, profession: &str, words: &str) -> Result<TariffPage, Fault> {
    let _permit = cx.permit::<SeeTariffs>(())?;
    let today = cx.today();
    let mut books = store::lists::books(cx, false).await?;
    let applies = |b: &store::lists::BookRow| b.since <= today && b.until.is_none_or(|until| today < until);
    // stable: the store gives them newest first
    books.sort_by_key(|b| !applies(b));
    let shown = books.iter().find(|b| b.id.to_string() == book).or(books.first()).map(|b| b.id);
    let Some(id) = shown else {
        return Ok(TariffPage { books: vec![], book: String::new(), professions: vec![], codes: vec![], more: false });
    };
    let rows = store::lists::codes(cx, id).await?;
    let has = |key: &str| rows.iter().any(|r| r.profession == key);
    let professions = PROFESSIONS.iter().filter(|p| has(p.0)).map(|p| (p.0.to_owned(), sentence_case(p.1))).collect();
    let wanted: Vec<String> = fold(words).split_whitespace().map(str::to_owned).collect();
    let fits = |r: &store::lists::CodeRow| {
        let text = format!("{} {}", r.code.to_lowercase(), fold(&r.description));
        (profession.is_empty() || r.profession == profession) && wanted.iter().all(|word| text.contains(word))
    };
    let mut codes: Vec<CodeLine> = rows.iter().filter(|r| fits(r)).take(MOST_CODES + 1).map(code_line).collect();
    let more = codes.len() > MOST_CODES;
    codes.truncate(MOST_CODES);
    let books =
        books.iter().map(|b| BookLine { id: b.id.to_string(), words: days(&b.name, b.since, b.until) }).collect();
    Ok(TariffPage { books, book: id.to_string(), professions, codes, more })
}

fn code_line(row: &store::lists::CodeRow) -> CodeLine {
    let price = match row.price_mode.as_str() {
        "fixed" => Money::cents(row.fee_cents).to_string(),
        "at_cost" => "At cost".into(),
        "cost_plus" => "Cost and mark-up".into(),
        "hire" => "Hire".into(),
        "practice_fee" => "The practice's own fee".into(),
        "arrangement" => "By arrangement".into(),
        _ => "Not known yet".into(),
    };
    let profession = sentence_case(profession_words(&row.profession));
    CodeLine { code: row.code.clone(), profession, label: row.label.clone(), price }
}

/// The directory of schemes, by name.
pub async fn schemes(cx: &mut Cx) -> Result<Vec<SchemeLine>, Fault> {
    let _permit = cx.permit::<SeeTariffs>(())?;
    let mut schemes = store::lists::schemes(cx).await?;
    for scheme in &mut schemes {
        scheme.status = status_words(&scheme.status);
    }
    Ok(schemes)
}

/// How far a line of the directory was checked, as people say it.
fn status_words(stored: &str) -> String {
    match stored {
        "unverified" => "Not checked yet".into(),
        "check" => "Check against the register".into(),
        "verified" => "Checked".into(),
        "demo" => "Invented for the demonstration".into(),
        other => sentence_case(other),
    }
}

/// `demo, 1 Jan 2026 to 31 Dec 2026`.
pub fn days(name: &str, since: Date, until: Option<Date>) -> String {
    match until.and_then(|day| day.yesterday().ok()) {
        Some(last) => format!("{name}, {} to {}", plain_day(since), plain_day(last)),
        None => format!("{name}, from {}", plain_day(since)),
    }
}

fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
