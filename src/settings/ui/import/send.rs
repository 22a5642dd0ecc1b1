//! Choosing a file, and the list of earlier imports.

use crate::{
    settings::import::{
        api,
        model::{ImportKind, ImportsPage, RunLine, RunState},
    },
    ui::{
        Badge, Button, ButtonKind, Checkbox, Choice, Column, Empty, Field, FieldGroup, PageHead, Select, Table,
        TextInput, Voice, page::screen,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page that begins imports.
#[component]
pub fn ImportsScreen() -> AnyView {
    let asked = use_query_map().get_untracked();
    let (wrong, kind) = (asked.get("wrong").unwrap_or_default(), asked.get("kind").unwrap_or_default());
    screen("Import", "settings", async move { Ok(imports(api::imports().await?, &wrong, kind)) })
}

fn imports(page: ImportsPage, wrong: &str, kind: String) -> AnyView {
    let ImportsPage { kinds, runs, book, limit_mb } = page;
    let file_error = match wrong {
        "file" => Some("Choose a file to import.".to_owned()),
        "size" => Some(format!("Choose a smaller file: at most {limit_mb} MB can be sent.")),
        _ => None,
    };
    let day_error = (wrong == "day").then(|| "Enter days that exist, such as 01/01/2026.".to_owned());
    let kind_error = (wrong == "kind").then(|| "Choose what the file holds.".to_owned());
    let choices = kinds.iter().map(|k| Choice::new(k.key(), k.words())).collect();
    let book = kinds.contains(&ImportKind::Tariff).then(|| book_fields(book, day_error));
    let hint = format!("A CSV file in UTF-8, at most {limit_mb} MB. Its first line names the columns.");
    view! {
        <PageHead
            title="Import"
            lead="Nothing is imported before you have seen what the file would change and said yes."
            crumbs=vec![("Practice".to_owned(), "/settings".to_owned())]
        />
        <form class="stack measure" method="post" action="/settings/import/upload" enctype="multipart/form-data">
            <Select name="kind" label="What the file holds" choices=choices chosen=kind error=kind_error />
            <Field name="file" label="File" hint=hint error=file_error>
                <input
                    class="control"
                    type="file"
                    id="file"
                    name="file"
                    accept=".csv,.txt,text/csv,text/plain"
                    aria-describedby="file-error file-hint"
                />
            </Field>
            {book}
            <FieldGroup name="amounts" legend="Amounts in the file">
                <Checkbox name="decimal_comma" label="Have a decimal comma: 450,50" />
                <Checkbox name="space_thousands" label="Have a space between thousands: 1 143.70" />
            </FieldGroup>
            <div><Button kind=ButtonKind::Primary submit=true>"Look at the file"</Button></div>
        </form>
        {earlier(runs)}
    }
    .into_any()
}

/// Only tariff codes and modifiers go into a book; the others ignore it.
fn book_fields([name, since, until]: [String; 3], error: Option<String>) -> AnyView {
    view! {
        <FieldGroup
            name="book-and-days"
            legend="Tariff book"
            hint="For tariff codes and modifiers. A book has one price for each code on the days it applies."
        >
            <TextInput name="book" label="Name of the book" value=name max=80_u32 />
            <TextInput name="since" label="First day" value=since error=error />
            <TextInput name="until" label="Last day" value=until optional=true />
        </FieldGroup>
    }
    .into_any()
}

fn earlier(runs: Vec<RunLine>) -> AnyView {
    if runs.is_empty() {
        return view! { <Empty text="No imports yet. Each one is listed here with what it accepted and rejected." /> }
            .into_any();
    }
    let columns = vec![
        Column::new("When"),
        Column::new("What"),
        Column::new("File"),
        Column::new("By"),
        Column::new("Accepted").figures(),
        Column::new("Rejected").figures(),
        Column::new("State"),
    ];
    let rows = runs
        .into_iter()
        .map(|run| {
            let href = format!("/settings/import/{}", run.id);
            view! {
                <tr>
                    <th scope="row"><a class="link" href=href>{run.at}</a></th>
                    <td>{run.kind.words()}</td>
                    <td>{run.file_name}</td>
                    <td>{run.by}</td>
                    <td data-align="end" class="figures">{run.counts.accepted}</td>
                    <td data-align="end" class="figures">{run.counts.rejected}</td>
                    <td><Badge voice=voice(run.state)>{run.state.words()}</Badge></td>
                </tr>
            }
        })
        .collect_view();
    view! { <Table caption="Earlier imports" columns>{rows}</Table> }.into_any()
}

/// How a state speaks.
pub fn voice(state: RunState) -> Voice {
    match state {
        RunState::Preview => Voice::Warn,
        RunState::Running => Voice::Info,
        RunState::Done => Voice::Good,
        RunState::Refused | RunState::Failed => Voice::Danger,
    }
}
