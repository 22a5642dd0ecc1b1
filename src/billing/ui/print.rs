//! Documents on paper. On screen the same page with a way back; what is printed is the document alone, on A4.

use super::id_in_path;
use crate::{
    billing::{
        api,
        model::PrintPage,
        paper::{Paper, PaperLine},
    },
    ui::{ButtonLink, Glyph, page::screen},
};
use leptos::prelude::*;

/// `/billing/invoices/:id/print`
#[component]
pub fn PrintInvoiceScreen() -> AnyView {
    let id = id_in_path();
    screen("Print invoice", "billing", async move { Ok(print(api::print_invoice(id?).await?)) })
}

/// `/billing/credit-notes/:id/print`
#[component]
pub fn PrintCreditNoteScreen() -> AnyView {
    let id = id_in_path();
    screen("Print credit note", "billing", async move { Ok(print(api::print_credit_note(id?).await?)) })
}

fn print(page: PrintPage) -> AnyView {
    view! {
        <div class="cluster no-print">
            <ButtonLink href=page.back icon=Glyph::ChevronLeft>"Back"</ButtonLink>
            <ButtonLink href=page.pdf icon=Glyph::Page>"PDF"</ButtonLink>
            <p class="text-ink-2">"Print this page from the browser: the document goes on A4, without this line."</p>
        </div>
        {document(page.paper, 1)}
    }
    .into_any()
}

/// The document. `level` is the level of its heading: one on a page of its own.
pub fn document(paper: Paper, level: u8) -> AnyView {
    let title = format!("{} {}", paper.title, paper.name);
    let heading =
        if level == 1 { view! { <h1>{title}</h1> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() };
    let mut from = paper.from.into_iter();
    let sender = from.next().unwrap_or_default();
    let from = from.map(|line| view! { <br /> {line} }).collect_view();
    let facts = paper
        .facts
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(title, rows)| {
            let rows =
                rows.into_iter().map(|(label, value)| view! { <dt>{label}</dt> <dd>{value}</dd> }).collect_view();
            let title =
                if level == 1 { view! { <h2>{title}</h2> }.into_any() } else { view! { <h3>{title}</h3> }.into_any() };
            view! { <section>{title}<dl class="facts">{rows}</dl></section> }
        })
        .collect_view();
    let diagnosed = paper.lines.iter().any(|l| !l.diagnoses.is_empty());
    let lines = paper.lines.into_iter().map(|l| line(l, diagnosed)).collect_view();
    let sums = paper
        .sums
        .into_iter()
        .map(|(label, amount)| view! { <dt>{label}</dt> <dd class="figures">{amount.to_string()}</dd> })
        .collect_view();
    let notes = paper.notes.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    view! {
        <article class="document paper">
            <header>
                {heading}
                <p><strong>{sender}</strong>{from}</p>
            </header>
            <div class="paper-facts">{facts}</div>
            // on a phone the table scrolls by itself
            <div class="table-scroll" role="region" tabindex="0" aria-label="What is charged">
                <table class="table">
                    <caption class="said">"What is charged"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Code"</th>
                            <th scope="col">"Treatment"</th>
                            {diagnosed.then(|| view! { <th scope="col">"Diagnosis"</th> })}
                            <th scope="col" data-align="end">"Quantity"</th>
                            <th scope="col" data-align="end">"Price"</th>
                            <th scope="col" data-align="end">"Amount"</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            <dl class="charge-sum">{sums}</dl>
            {notes}
        </article>
    }
    .into_any()
}

fn line(of: PaperLine, diagnosed: bool) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="figures">{of.code}</th>
            <td>{of.label} <br /> <small class="text-ink-2">{of.explains}</small></td>
            {diagnosed.then(|| view! { <td class="figures">{of.diagnoses}</td> })}
            <td data-align="end" class="figures">{of.quantity}</td>
            <td data-align="end" class="figures">{of.unit.to_string()}</td>
            <td data-align="end" class="figures">{of.total.to_string()}</td>
        </tr>
    }
    .into_any()
}
