//! The list of invoices, and visits that wait for one.

use crate::{
    billing::{
        api,
        model::{InvoiceRow, InvoicesPage, State, Unbilled},
    },
    ui::{
        Badge, Button, Choice, Column, Empty, Glyph, InputKind, LinkTo, Note, PageHead, Select, Table, TextInput,
        Voice, page::screen,
    },
};
use leptos::prelude::*;

/// `/billing`
#[component]
pub fn InvoicesScreen() -> AnyView {
    screen("Billing", "billing", async { Ok(invoices(api::invoices().await?)) })
}

/// Where an invoice stands, as a mark.
pub fn state_badge(state: State) -> AnyView {
    let voice = match state {
        State::Draft => Voice::Plain,
        State::Issued => Voice::Info,
        State::PartPaid => Voice::Warn,
        State::Paid => Voice::Good,
        State::Credited => Voice::Plain,
    };
    view! { <Badge voice>{state.words()}</Badge> }.into_any()
}

fn invoices(page: InvoicesPage) -> AnyView {
    let InvoicesPage { q, state, rows, more, unbilled } = page;
    let choices = State::ALL.into_iter().map(|s| Choice::new(s.key(), s.words())).collect();
    let waiting = (!unbilled.is_empty()).then(|| waiting(unbilled));
    let searched = !q.is_empty() || !state.is_empty();
    let table = if rows.is_empty() {
        let text = if searched {
            "No invoice matches. Try the number alone, or fewer letters of the name."
        } else {
            "No invoice yet. Open a visit that is completed and go to its checkout."
        };
        view! { <Empty text icon=Glyph::Coin /> }.into_any()
    } else {
        let columns = vec![
            Column::new("Number"),
            Column::new("Visit"),
            Column::new("Patient"),
            Column::new("Practitioner"),
            Column::new("State"),
            Column::new("Total").figures(),
            Column::new("Owed").figures(),
        ];
        let rows = rows.into_iter().map(row).collect_view();
        let caption = if searched { "Invoices found" } else { "Invoices, the latest first" };
        view! { <Table caption columns>{rows}</Table> }.into_any()
    };
    view! {
        <PageHead title="Billing" />
        <div class="stack">
            {waiting}
            // what is looked for is posted: an address would stay in histories and logs
            <form class="cluster" method="post" role="search">
                <TextInput name="q" label="Number or name of the patient" kind=InputKind::Search value=q max=80 />
                <Select name="state" label="State" empty="All" choices chosen=state />
                <Button submit=true icon=Glyph::Search>"Show invoices"</Button>
            </form>
            {table}
            {more.then(|| view! { <Note voice=Voice::Info>"There are more. Look for a number, a name or a state."</Note> })}
        </div>
    }
    .into_any()
}

fn row(of: InvoiceRow) -> AnyView {
    let overdue = of.overdue.then(|| view! { " " <Badge voice=Voice::Danger>"Overdue"</Badge> });
    view! {
        <tr>
            <th scope="row" class="figures"><LinkTo href=of.href>{of.name}</LinkTo></th>
            <td>{of.day}</td>
            <td><bdi>{of.patient}</bdi></td>
            <td>{of.practitioner}</td>
            <td>{state_badge(of.state)} {overdue}</td>
            <td data-align="end" class="figures">{of.total.map(|m| m.to_string())}</td>
            <td data-align="end" class="figures">{of.owed.map(|m| m.to_string())}</td>
        </tr>
    }
    .into_any()
}

fn waiting(list: Vec<Unbilled>) -> AnyView {
    let count = list.len();
    let rows = list
        .into_iter()
        .map(|of| {
            let href = format!("/billing/checkout/{}", of.visit);
            view! {
                <tr>
                    <th scope="row"><LinkTo href><bdi>{of.patient}</bdi></LinkTo></th>
                    <td>{of.at}</td>
                    <td>{of.kind}</td>
                    <td>{of.practitioner}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![Column::new("Patient"), Column::new("Visit"), Column::new("Kind"), Column::new("Practitioner")];
    let words = match count {
        1 => "1 completed visit has no invoice".to_owned(),
        20.. => "Completed visits without an invoice, the latest 20".to_owned(),
        n => format!("{n} completed visits have no invoice"),
    };
    view! {
        <details class="card">
            <summary>{words.clone()}</summary>
            <Table caption=words quiet_caption=true columns>{rows}</Table>
        </details>
    }
    .into_any()
}
