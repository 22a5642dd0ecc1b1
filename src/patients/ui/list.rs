//! The page to find patients on.

use super::{banner::day, picker::PatientSearch};
use crate::{
    patients::{
        api,
        model::{ListPage, PatientCard},
    },
    ui::{
        Button, ButtonKind, ButtonLink, Column, Empty, Glyph, Icon, LinkTo, Note, PageHead, Table, Voice, page::screen,
    },
};
use leptos::prelude::*;

/// Find a patient, or add one.
pub fn patients_page() -> AnyView {
    screen("Patients", "patients", async move {
        let page = api::patients_page().await?;
        Ok(view! { <Finding page /> }.into_any())
    })
}

#[component]
fn Finding(page: ListPage) -> impl IntoView {
    let ListPage { query, found, may_register } = page;
    let add = move || {
        may_register.then(|| {
            view! { <ButtonLink href="/patients/new" kind=ButtonKind::Primary icon=Glyph::PersonPlus>"Add a patient"</ButtonLink> }
        })
    };
    let answer = {
        let query = query.clone();
        found.map(|cards| view! { <FoundTable cards query add=add() /> })
    };
    view! {
        <PageHead title="Patients">{add()}</PageHead>
        <div class="stack">
            // what is looked for is posted: an address would stay in histories and logs
            <form method="post" class="measure stack" data-gap="tight" role="search">
                <PatientSearch typed=query.clone() />
                <div><Button submit=true icon=Glyph::Search>"Search"</Button></div>
            </form>
            {answer}
        </div>
    }
}

#[component]
fn FoundTable(cards: Vec<PatientCard>, query: String, add: Option<impl IntoView + 'static>) -> impl IntoView {
    if cards.is_empty() {
        let text = format!("Nobody found for “{query}”. Try fewer letters, the phone number or the date of birth.");
        return view! { <Empty text icon=Glyph::People>{add}</Empty> }.into_any();
    }
    let many = cards.len() >= 12;
    let rows = cards
        .into_iter()
        .map(|card| {
            let href = format!("/patients/{}", card.id);
            let mark =
                card.alert.then(|| view! { <Icon of=Glyph::AlertCaution /><span class="said">"Has an alert"</span> });
            let note: Vec<String> = [card.masked_id, card.why].into_iter().filter(|text| !text.is_empty()).collect();
            view! {
                <tr>
                    <th scope="row">
                        <LinkTo href><bdi>{card.name}</bdi></LinkTo>
                        {mark}
                        <span class="cell-note figures">{note.join(" · ")}</span>
                    </th>
                    <td class="figures">{card.file_no}</td>
                    <td>{card.birth.map(day)}</td>
                    <td class="figures">{card.phone}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = ["Name", "File", "Born", "Phone"].map(Column::new).to_vec();
    view! {
        <Table caption=format!("Found for “{query}”") narrow=true columns>{rows}</Table>
        {many.then(|| view! { <Note voice=Voice::Info>"More may match. Type another name or a number to narrow it down."</Note> })}
    }
    .into_any()
}
