//! Rows of facts and small marks.

use super::{Part, State};
use crate::ui::{
    Badge, Button, Column, Empty, Glyph, LinkTo, Pagination, Skeleton, Sorted, StatusLook, StatusMark, Table, Tone,
    TypeMark, Voice,
};
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    view! { <Tables /> <Pages /> <Badges /> <Statuses /> }.into_any()
}

/// Three hundred rows, on a page of their own.
pub(super) fn many_rows() -> AnyView {
    let rows = (1..=300u32).map(|n| row(n, "Thandi Mokoena", "082 123 4567", "R 450.00")).collect_view();
    view! {
        <Part name="Table">
            <State name="table-300"><Table caption="All visits of November" columns=columns()>{rows}</Table></State>
        </Part>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("File").sort("#by-file", Sorted::No),
        Column::new("Patient").sort("#by-name", Sorted::Up),
        Column::new("Phone"),
        Column::new("Due").figures().sort("#by-due", Sorted::No),
        Column::new("Acts").unseen(),
    ]
}

fn row(n: u32, name: &'static str, phone: &'static str, due: &'static str) -> impl IntoView {
    view! {
        <tr>
            <td>{format!("{:06}", 1_000 + n)}</td>
            <th scope="row"><LinkTo href=format!("#patient-{n}")>{name}</LinkTo></th>
            <td>{phone}</td>
            <td data-align="end">{due}</td>
            <td data-align="end"><LinkTo href=format!("#book-{n}") label=format!("Book {name}, row {n}")>"Book"</LinkTo></td>
        </tr>
    }
}

fn three() -> impl IntoView {
    view! {
        {row(42, "Jan Hendrik du Plessis", "083 555 0101", "R 1\u{a0}143.70")}
        {row(43, "Thandi Mokoena", "082 123 4567", "R 0.00")}
        {row(44, "Siobhán O'Reilly", "+353 87 123 4567", "-R 450.00")}
    }
}

#[component]
fn Tables() -> impl IntoView {
    let long =
        "Wilhelmina Johanna Magdalena van den Heever-Oosthuizen, previously Botha, known as Ouma Willie to the desk";
    view! {
        <Part name="Table">
            <State name="table-empty">
                <Empty text="No patients yet. They can be imported from a file, or added one by one." icon=Glyph::People>
                    <Button>"Import patients"</Button>
                </Empty>
            </State>
            <State name="table-loading"><Skeleton label="Patients" lines=6 /></State>
            <State name="table-three"><Table caption="Patients" columns=columns()>{three()}</Table></State>
            <State name="table-refetching">
                <Table caption="Patients, on their way" columns=columns() busy=true>{three()}</Table>
            </State>
            <State name="table-wrapped">
                <Table caption="Patients with long names" columns=columns()>
                    {row(45, long, "082 123 4567, 083 555 0101, 011 555 0199", "R 12\u{a0}450.00")}
                </Table>
            </State>
        </Part>
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Part name="Pagination">
            <State name="pages-first"><Pagination label="Pages, first" summary="1 to 50 of 612" later="#later" /></State>
            <State name="pages-middle">
                <Pagination label="Pages, middle" summary="51 to 100 of 612" earlier="#earlier" later="#later" />
            </State>
            <State name="pages-last">
                <Pagination label="Pages, last" summary="601 to 612 of 612" earlier="#earlier" />
            </State>
        </Part>
    }
}

#[component]
fn Badges() -> impl IntoView {
    let voices = Voice::ALL.into_iter().map(|voice| view! { <Badge voice>{voice.key()}</Badge> " " }).collect_view();
    let tones =
        Tone::ALL.into_iter().map(|tone| view! { <TypeMark tone mark="TX" /> " " {tone.key()} " " }).collect_view();
    view! {
        <Part name="Badge, TypeMark">
            <State name="badge-voices">{voices}</State>
            <State name="badge-icon"><Badge voice=Voice::Warn icon=Glyph::Page>"Form missing"</Badge></State>
            <State name="badge-money">
                <Badge voice=Voice::Good>"Paid"</Badge>
                " "
                <Badge voice=Voice::Warn>"Part paid"</Badge>
                " "
                <Badge>"Due"</Badge>
                " "
                <Badge voice=Voice::Danger>"Claim rejected"</Badge>
            </State>
            <State name="type-marks">{tones}</State>
        </Part>
    }
}

#[component]
fn Statuses() -> impl IntoView {
    let words = StatusLook::ALL
        .into_iter()
        .map(|of| view! { <State name=format!("status-{}", of.key())><StatusMark of /></State> })
        .collect_view();
    let glyphs = StatusLook::ALL.into_iter().map(|of| view! { <StatusMark of glyph_only=true /> " " }).collect_view();
    view! {
        <Part name="StatusMark">
            {words}
            <State name="status-more"><StatusMark of=StatusLook::Arrived more="waiting 12 min" /></State>
            <State name="status-glyphs">{glyphs}</State>
        </Part>
    }
}
