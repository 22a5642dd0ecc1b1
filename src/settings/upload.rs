//! Files in and out: what the pages of imports cannot do themselves, because pages read forms and answer with pages.

use super::import::{ImportKind, Options, error_file::error_file, preview};
use crate::{
    kernel::{draft, ids::ImportId, money::MoneyProfile, problem::Problem},
    platform::edge,
    server::{http::State, middleware::plain},
    settings::import::Book,
};
use axum::{
    Router,
    extract::{self, Multipart, Path},
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

/// The routes.
pub fn routes() -> Router<State> {
    Router::new().route("/settings/import/upload", post(upload)).route("/settings/import/{id}/errors.csv", get(errors))
}

/// The form as it comes in.
#[derive(Debug, Default)]
struct Sent {
    kind: String,
    book: String,
    since: String,
    until: String,
    decimal_comma: bool,
    space_thousands: bool,
    file_name: String,
    file: Vec<u8>,
}

/// A file comes in, is looked at, and the browser goes on to what was found. Nothing is imported.
async fn upload(extract::State(state): extract::State<State>, head: Parts, form: Multipart) -> Response {
    let it = &state.services;
    // before a stranger's megabytes are read
    let known = match edge::session_token(&head.headers, state.secure) {
        Some(token) => edge::still_in(it, &token).await,
        None => Err(Problem::SignedOut),
    };
    if let Err(problem) = known {
        return refuse(&problem);
    }
    let sent = match receive(form).await {
        Ok(sent) => sent,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => return back("size"),
        Err(_) => return back("file"),
    };
    if sent.file_name.is_empty() && sent.file.is_empty() {
        return back("file");
    }
    let Ok(kind) = sent.kind.parse::<ImportKind>() else { return back("kind") };
    let book = match book(&sent, kind) {
        Ok(book) => book,
        Err(_) => return back("day"),
    };
    let profile = MoneyProfile { decimal_comma: sent.decimal_comma, space_thousands: sent.space_thousands };
    let options = Options { book, profile, choices: vec![], file_name: sent.file_name };
    let read = edge::act_for(it, state.secure, &head, async |cx| preview::read(cx, kind, &sent.file, &options).await);
    match read.await {
        Ok(run) => Redirect::to(&format!("/settings/import/{run}")).into_response(),
        Err(problem) => refuse(&problem),
    }
}

async fn receive(mut form: Multipart) -> Result<Sent, StatusCode> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(|e| e.status())? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            sent.file_name = plain_name(field.file_name().unwrap_or_default());
            sent.file = field.bytes().await.map_err(|e| e.status())?.to_vec();
            continue;
        }
        let text = field.text().await.map_err(|e| e.status())?;
        match name.as_str() {
            "kind" => sent.kind = text,
            "book" => sent.book = text,
            "since" => sent.since = text,
            "until" => sent.until = text,
            "decimal_comma" => sent.decimal_comma = !text.is_empty(),
            "space_thousands" => sent.space_thousands = !text.is_empty(),
            _ => {}
        }
    }
    Ok(sent)
}

/// The last part of a file's name, without what cannot be shown.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(120).collect()
}

fn book(sent: &Sent, kind: ImportKind) -> Result<Option<Book>, &'static str> {
    if !kind.has_book() || (sent.book.trim().is_empty() && sent.since.trim().is_empty()) {
        return Ok(None);
    }
    let since = draft::day(&sent.since)?;
    let until = if sent.until.trim().is_empty() { None } else { Some(draft::day(&sent.until)?) };
    let until = until.map(|last| last.tomorrow().map_err(|_| "date")).transpose()?;
    let named = draft::some_text(&sent.book, 80).unwrap_or_else(|_| format!("Tariff {}", since.year()));
    Ok(Some(Book { name: named, since, until }))
}

/// Back to the form, with what is wrong with it.
fn back(wrong: &str) -> Response {
    Redirect::to(&format!("/settings/import?wrong={wrong}")).into_response()
}

fn refuse(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match problem {
        Problem::SignedOut => Redirect::to("/sign-in").into_response(),
        Problem::PasswordFirst => Redirect::to("/account/password").into_response(),
        Problem::FactorFirst => Redirect::to("/account/second-factor").into_response(),
        Problem::ProveFirst => Redirect::to("/account/prove?to=%2Fsettings%2Fimport").into_response(),
        Problem::NotAllowed { .. } => plain(status, "This is not yours to import. Nothing was imported.\n"),
        Problem::NotFound => plain(status, "There is nothing here.\n"),
        Problem::Busy | Problem::Offline | Problem::TooMany { .. } => {
            plain(status, "The server is busy. Nothing was imported. Try again in a moment.\n")
        }
        Problem::TooLarge => back("size"),
        Problem::Invalid { .. }
        | Problem::Clash(_)
        | Problem::Stale { .. }
        | Problem::Confirm { .. }
        | Problem::Broken { .. } => plain(status, "Something broke on our side. Nothing was imported.\n"),
    }
}

/// The rows of a run that did not go in, as a file.
async fn errors(extract::State(state): extract::State<State>, Path(id): Path<String>, head: Parts) -> Response {
    let Ok(run) = id.parse::<ImportId>() else { return refuse(&Problem::NotFound) };
    let found = edge::look_for(&state.services, state.secure, &head, async |cx| {
        let (what, findings) = preview::findings(cx, run).await?;
        Ok((what, error_file(&findings)?))
    });
    match found.await {
        Ok((what, file)) => {
            let name = format!("attachment; filename=\"{what}-not-imported.csv\"");
            let disposition = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
            let csv = HeaderValue::from_static("text/csv; charset=utf-8");
            let headers: [(HeaderName, HeaderValue); 2] =
                [(header::CONTENT_TYPE, csv), (header::CONTENT_DISPOSITION, disposition)];
            (headers, file).into_response()
        }
        Err(problem) => refuse(&problem),
    }
}
