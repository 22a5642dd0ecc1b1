//! Documents as PDF files.

use super::{actions, model::PrintPage, pdf};
use crate::{
    kernel::{
        ids::{CreditNoteId, InvoiceId},
        problem::Problem,
    },
    platform::{cx::Fault, edge},
    server::{http::State, middleware::plain},
};
use axum::{
    Router,
    body::Body,
    extract::{self, Path},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

/// Addresses of documents as files.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/billing/invoices/{id}/pdf", get(invoice))
        .route("/billing/credit-notes/{id}/pdf", get(credit_note))
}

async fn invoice(extract::State(state): extract::State<State>, Path(id): Path<String>, head: Parts) -> Response {
    let Ok(id) = id.parse::<InvoiceId>() else { return refuse(&Problem::NotFound) };
    let page = edge::look_for(&state.services, state.secure, &head, async |cx| actions::print_page(cx, id).await);
    answer(page.await).await
}

async fn credit_note(extract::State(state): extract::State<State>, Path(id): Path<String>, head: Parts) -> Response {
    let Ok(id) = id.parse::<CreditNoteId>() else { return refuse(&Problem::NotFound) };
    let page = edge::look_for(&state.services, state.secure, &head, async |cx| actions::credit_note_page(cx, id).await);
    answer(page.await).await
}

/// Written off the threads that serve: a document takes some milliseconds of work.
async fn answer(page: Result<PrintPage, Problem>) -> Response {
    let paper = match page {
        Ok(page) => page.paper,
        Err(problem) => return refuse(&problem),
    };
    let name = paper.name.clone();
    let made = tokio::task::spawn_blocking(move || pdf::pdf(&paper)).await.map_err(anyhow::Error::from);
    match made.and_then(|bytes| bytes) {
        Ok(bytes) => {
            let mut response = Response::new(Body::from(bytes));
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            if let Ok(value) = HeaderValue::from_str(&format!("inline; filename=\"{name}.pdf\"")) {
                headers.insert(header::CONTENT_DISPOSITION, value);
            }
            response
        }
        Err(e) => refuse(&Fault::Other(e).into_problem()),
    }
}

fn refuse(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match problem {
        Problem::SignedOut => Redirect::to("/sign-in").into_response(),
        Problem::PasswordFirst => Redirect::to("/account/password").into_response(),
        Problem::FactorFirst => Redirect::to("/account/second-factor").into_response(),
        // looking asks for no younger proof
        Problem::ProveFirst => plain(status, "Prove that it is you on the page of the document first.\n"),
        Problem::NotAllowed { .. } => plain(status, "This document is not yours to see.\n"),
        Problem::NotFound => plain(status, "There is nothing here.\n"),
        Problem::Busy | Problem::Offline | Problem::TooMany { .. } => {
            plain(status, "The server is busy. Try again in a moment.\n")
        }
        Problem::TooLarge
        | Problem::Invalid { .. }
        | Problem::Clash(_)
        | Problem::Stale { .. }
        | Problem::Confirm { .. }
        | Problem::Broken { .. } => plain(status, "Something broke on our side.\n"),
    }
}
