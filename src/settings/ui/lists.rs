//! Imported data, to look at: tariff codes and schemes.

use crate::{
    settings::import::{
        api,
        listing::{CodeLine, SchemeLine, TariffPage},
    },
    ui::{Button, ButtonLink, Choice, Column, Empty, InputKind, PageHead, Select, Table, TextInput, page::screen},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

fn crumbs() -> Vec<(String, String)> {
    vec![("Practice".to_owned(), "/settings".to_owned())]
}

/// A list with nothing in it, and the way to fill it for whoever may.
fn nothing(title: &'static str, text: &'static str, may_import: bool) -> AnyView {
    let way = may_import.then(|| view! { <ButtonLink href="/settings/import">"Import a file"</ButtonLink> });
    view! {
        <PageHead title crumbs=crumbs() />
        <Empty text>{way}</Empty>
    }
    .into_any()
}

/// The codes of a tariff book.
#[component]
pub fn TariffScreen() -> AnyView {
    let asked = use_query_map().get_untracked();
    let word = move |name: &str| asked.get(name).unwrap_or_default();
    let (book, profession, words) = (word("book"), word("profession"), word("words"));
    screen("Tariff", "settings", async move {
        let page = api::tariff(book, profession.clone(), words.clone()).await?;
        if page.books.is_empty() {
            let may = api::practice_start().await?.tariff;
            return Ok(nothing("Tariff", "No tariff yet. It is imported from a file of codes and prices.", may));
        }
        Ok(tariff(page, profession, words))
    })
}

fn tariff(page: TariffPage, profession: String, words: String) -> AnyView {
    let TariffPage { books, book, professions, codes, more } = page;
    let books = books.into_iter().map(|b| Choice::new(b.id, b.words)).collect();
    let mut choices = vec![Choice::new("", "All professions")];
    choices.extend(professions.into_iter().map(|(key, words)| Choice::new(key, words)));
    let found = match (codes.len(), more) {
        (n, true) => format!("The first {n} codes"),
        (1, false) => "1 code".to_owned(),
        (n, false) => format!("{n} codes"),
    };
    let rows = codes.into_iter().map(code).collect_view();
    let columns =
        vec![Column::new("Code"), Column::new("What"), Column::new("Profession"), Column::new("Price").figures()];
    view! {
        <PageHead title="Tariff" crumbs=crumbs() />
        <form class="cluster" method="get" action="/settings/tariff">
            <Select name="book" label="Book" choices=books chosen=book />
            <Select name="profession" label="Profession" choices=choices chosen=profession />
            <TextInput name="words" label="Code or words" kind=InputKind::Search value=words />
            <Button submit=true>"Show codes"</Button>
        </form>
        <Table caption=found columns>{rows}</Table>
    }
    .into_any()
}

fn code(of: CodeLine) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="figures">{of.code}</th>
            <td>{of.label}</td>
            <td>{of.profession}</td>
            <td data-align="end" class="figures">{of.price}</td>
        </tr>
    }
    .into_any()
}

/// The directory of schemes.
#[component]
pub fn SchemesScreen() -> AnyView {
    screen("Medical schemes", "settings", async {
        let list = api::schemes().await?;
        if list.is_empty() {
            let may = api::practice_start().await?.import;
            return Ok(nothing("Medical schemes", "No schemes yet. The directory is imported from a file.", may));
        }
        Ok(schemes(list))
    })
}

fn schemes(list: Vec<SchemeLine>) -> AnyView {
    let count = format!("{} schemes", list.len());
    let rows = list
        .into_iter()
        .map(|of| {
            let administrator = if of.administrator.is_empty() { "Not known yet".to_owned() } else { of.administrator };
            view! { <tr><th scope="row">{of.name}</th><td>{administrator}</td><td>{of.status}</td></tr> }
        })
        .collect_view();
    let columns = vec![Column::new("Scheme"), Column::new("Administrator"), Column::new("Checked")];
    view! {
        <PageHead title="Medical schemes" crumbs=crumbs() />
        <Table caption=count columns>{rows}</Table>
    }
    .into_any()
}
