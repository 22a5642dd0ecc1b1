//! Looking into a file and putting it in, with a permit.

use super::{
    Book, Options,
    patients::PatientSheet,
    reader::Refusal,
    reference::{AdministratorSheet, ModifierSheet, SchemeSheet},
    sheet::{Judged, judge},
    store::{self, Shelf, books},
    tariff::TariffSheet,
    types::TypeSheet,
};
use crate::{
    access::policy::{Ability, ImportReference, ImportTariff},
    kernel::{ids::ImportId, problem::Problem},
    platform::cx::{Cx, CxMut, Event, Fault, Outcome},
    settings::import::model::{Counts, ImportKind, Report},
};
use serde::Serialize;

/// A file went in.
#[derive(Debug, Serialize)]
pub struct ImportDone {
    /// The run.
    pub run: ImportId,
    /// What the file held.
    pub what: &'static str,
    /// How many rows became what.
    pub counts: Counts,
}

impl Event for ImportDone {
    const KIND: &'static str = "imports.done";
    fn subject(&self) -> uuid::Uuid {
        self.run.0
    }
}

/// What an import would do.
pub async fn preview(cx: &mut Cx, kind: ImportKind, bytes: &[u8], options: &Options) -> Result<Report, Fault> {
    let profile = options.profile;
    match kind {
        ImportKind::Tariff => look::<ImportTariff, _>(cx, kind, TariffSheet { profile }, bytes, options).await,
        ImportKind::Modifiers => look::<ImportTariff, _>(cx, kind, ModifierSheet, bytes, options).await,
        ImportKind::Schemes => look::<ImportReference, _>(cx, kind, SchemeSheet::default(), bytes, options).await,
        ImportKind::Administrators => look::<ImportReference, _>(cx, kind, AdministratorSheet, bytes, options).await,
        ImportKind::AppointmentTypes => look::<ImportReference, _>(cx, kind, TypeSheet, bytes, options).await,
        ImportKind::Patients => {
            let sheet = PatientSheet::new(cx.today());
            look::<ImportReference, _>(cx, kind, sheet, bytes, options).await
        }
    }
}

/// Imports a file as a run of its own.
pub async fn import(
    cx: &mut CxMut,
    kind: ImportKind,
    bytes: &[u8],
    options: &Options,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Outcome<Report> {
    put(cx, None, kind, bytes, options, progress).await
}

/// Imports a file as the run that was begun for it. `progress` is told how many rows are in.
pub async fn import_as(
    cx: &mut CxMut,
    run: ImportId,
    kind: ImportKind,
    bytes: &[u8],
    options: &Options,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Outcome<Report> {
    put(cx, Some(run), kind, bytes, options, progress).await
}

async fn put(
    cx: &mut CxMut,
    run: Option<ImportId>,
    kind: ImportKind,
    bytes: &[u8],
    options: &Options,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Outcome<Report> {
    let profile = options.profile;
    let it = Run { run, kind, bytes, options, progress };
    match kind {
        ImportKind::Tariff => it.put::<ImportTariff, _>(cx, TariffSheet { profile }).await,
        ImportKind::Modifiers => it.put::<ImportTariff, _>(cx, ModifierSheet).await,
        ImportKind::Schemes => it.put::<ImportReference, _>(cx, SchemeSheet::default()).await,
        ImportKind::Administrators => it.put::<ImportReference, _>(cx, AdministratorSheet).await,
        ImportKind::AppointmentTypes => it.put::<ImportReference, _>(cx, TypeSheet).await,
        ImportKind::Patients => {
            let sheet = PatientSheet::new(cx.today());
            it.put::<ImportReference, _>(cx, sheet).await
        }
    }
}

async fn look<A: Ability<Over = ()> + Send + Sync, S: Shelf>(
    cx: &mut Cx,
    kind: ImportKind,
    sheet: S,
    bytes: &[u8],
    options: &Options,
) -> Result<Report, Fault> {
    let _permit = cx.permit::<A>(())?;
    Ok(match prepare(cx, kind, sheet, bytes, options).await? {
        Ok(ready) => ready.judged.report(),
        Err(Refusal(words)) => Report { refused: Some(words), ..Report::default() },
    })
}

/// A file, judged and compared with what is there.
struct Ready<S: Shelf> {
    sheet: S,
    judged: Judged<S::Row>,
    book: Option<Book>,
    book_id: Option<uuid::Uuid>,
}

async fn prepare<S: Shelf>(
    cx: &mut Cx,
    kind: ImportKind,
    mut sheet: S,
    bytes: &[u8],
    options: &Options,
) -> Result<Result<Ready<S>, Refusal>, Fault> {
    sheet.ready(cx).await?;
    let mut judged = match judge(&sheet, bytes, &options.choices) {
        Ok(judged) => judged,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (mut book, mut book_id) = (None, None);
    if kind.has_book() {
        let wanted = match &options.book {
            Some(book) => book.clone(),
            None => default_book(cx).await?,
        };
        book_id = match the_book(cx, &wanted).await? {
            Ok(id) => id,
            Err(refusal) => return Ok(Err(refusal)),
        };
        book = Some(wanted);
    }
    let held = sheet.held(cx, book_id).await?;
    judged.compare(&sheet, &held);
    Ok(Ok(Ready { sheet, judged, book, book_id }))
}

/// The book that rows go into when nobody says which: the one that applies today if there is only one, else one for this
/// year.
pub async fn default_book(cx: &mut Cx) -> Result<Book, Fault> {
    let today = cx.today();
    let mut books = store::lists::books(cx, true).await?;
    books.retain(|b| b.since <= today && b.until.is_none_or(|until| today < until));
    Ok(match (books.pop(), books.is_empty()) {
        (Some(only), true) => Book { name: only.name, since: only.since, until: only.until },
        _ => Book::of_year(&format!("Tariff {}", today.year()), today.year()),
    })
}

/// The id of a book that is there, nothing for a new one, or why this book cannot be.
async fn the_book(cx: &mut Cx, book: &Book) -> Result<Result<Option<uuid::Uuid>, Refusal>, Fault> {
    let name = book.name.trim();
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Ok(Err(Refusal("A tariff book needs a name of at most 80 characters.".into())));
    }
    if book.until.is_some_and(|until| until <= book.since) {
        return Ok(Err(Refusal("The book's last day is before its first day.".into())));
    }
    match books::find(cx, book).await? {
        Some(found) if found.until == book.until => Ok(Ok(Some(found.id))),
        Some(found) => {
            let ends = found
                .until
                .and_then(|d| d.yesterday().ok())
                .map_or("has no last day".into(), |d| format!("ends on {d}"));
            Ok(Err(Refusal(format!(
                "The book “{name}” of {} {ends}. Give the same last day, or another name.",
                book.since
            ))))
        }
        None => Ok(match books::overlapping(cx, book).await? {
            None => Ok(None),
            Some(other) => Err(Refusal(format!(
                "Another book “{name}” begins on {other} and applies on some of the same days. A day has one price: choose other days or another name."
            ))),
        }),
    }
}

/// One file on its way in.
struct Run<'a> {
    run: Option<ImportId>,
    kind: ImportKind,
    bytes: &'a [u8],
    options: &'a Options,
    progress: &'a mut (dyn FnMut(usize) + Send),
}

impl Run<'_> {
    async fn put<A: Ability<Over = ()> + Send + Sync, S: Shelf>(self, cx: &mut CxMut, sheet: S) -> Outcome<Report> {
        let permit = cx.permit::<A>(())?;
        store::alone(cx, &permit, self.kind.key()).await?;
        let run = match self.run {
            Some(run) => run,
            None => store::runs::begin_and_end(cx, &permit, self.kind, self.bytes, self.options).await?,
        };
        // whoever asks has seen a preview; a refusal now means that something changed since
        let Ok(mut ready) = prepare(cx, self.kind, sheet, self.bytes, self.options).await? else {
            return Err(Problem::field("file", "refused").into());
        };
        if let (Some(book), None) = (&ready.book, ready.book_id) {
            ready.book_id = Some(books::make(cx, &permit, book).await?);
        }
        let mut rows = ready.judged.accepted().into_iter();
        let mut put = 0;
        let total = rows.len();
        loop {
            let some: Vec<S::Row> = rows.by_ref().take(S::AT_ONCE).collect();
            if some.is_empty() {
                break;
            }
            put += some.len();
            ready.sheet.put(cx, &permit, ready.book_id, some).await?;
            if put < total {
                (self.progress)(put);
            }
        }
        let report = ready.judged.report();
        store::runs::finish(cx, &permit, run, &report).await?;
        let event = ImportDone { run, what: self.kind.key(), counts: report.counts };
        cx.done(permit, event, report).await
    }
}
