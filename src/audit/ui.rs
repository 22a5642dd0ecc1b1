//! The trail on screen. No browser code: forms and tables.

use super::{
    api,
    drafts::TrailDraft,
    model::{Kind, OpenedLine, OpenedPage, TrailLine, TrailPage},
};
use crate::{
    kernel::{ids::PatientId, problem::Problem},
    ui::{
        Badge, Button, Choice, Column, DateInput, Empty, ErrorSummary, Labels, PageHead, ProblemNote, Select, Table,
        TextInput, Voice, error_at, page::screen,
    },
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::Route,
    hooks::{use_params_map, use_query_map},
    path,
};

/// The pages of this feature.
#[component(transparent)]
pub fn AuditRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/settings/audit") view=TrailScreen ssr=SsrMode::Async/>
        <Route path=path!("/patients/:id/opened") view=OpenedScreen ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

const LABELS: Labels = &[
    ("person", "Person"),
    ("file", "File number"),
    ("kind", "Kind"),
    ("from", "First day"),
    ("until", "Last day"),
    ("before", "Row"),
];

/// The trail, for owner and auditor.
#[component]
pub fn TrailScreen() -> AnyView {
    screen("Audit trail", "settings", async { Ok(trail(api::trail().await?)) })
}

fn trail(page: TrailPage) -> AnyView {
    let TrailPage { asked, problem, lines, older, people } = page;
    let trouble = problem.as_ref().map(|problem| match problem {
        Problem::Invalid { fields } if !fields.is_empty() => {
            view! { <ErrorSummary fields=fields.clone() labels=LABELS /> }.into_any()
        }
        other => view! { <ProblemNote of=other.clone() /> }.into_any(),
    });
    let columns = vec![
        Column::new("Row").figures(),
        Column::new("When"),
        Column::new("Who"),
        Column::new("Kind"),
        Column::new("What"),
        Column::new("Files"),
        Column::new("From"),
    ];
    let found = match (lines.len(), older) {
        (1, None) => "1 row".to_owned(),
        (n, None) => format!("{n} rows"),
        (n, Some(_)) => format!("{n} rows, and older ones"),
    };
    let table = if problem.is_some() {
        None
    } else if lines.is_empty() {
        Some(view! { <Empty text="Nothing in the trail fits what was asked." /> }.into_any())
    } else {
        let rows = lines.into_iter().map(trail_row).collect_view();
        Some(view! { <Table caption=found columns>{rows}</Table> }.into_any())
    };
    let crumbs = vec![("Practice".to_owned(), "/settings".to_owned())];
    view! {
        <PageHead
            title="Audit trail"
            lead="Who saw, changed or was refused what, the latest first. Looking here is written down as well."
            crumbs
        />
        {trouble}
        {filters(&asked, people, problem.as_ref())}
        {table}
        {older.map(|before| onwards(&asked, before))}
    }
    .into_any()
}

fn filters(asked: &TrailDraft, people: Vec<(String, String)>, problem: Option<&Problem>) -> AnyView {
    let people = people.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
    let kinds = Kind::ALL.into_iter().map(|kind| Choice::new(kind.key(), kind.word())).collect();
    let wrong = |field| error_at(problem, LABELS, field);
    let (person, file, kind, from, until) =
        (wrong("person"), wrong("file"), wrong("kind"), wrong("from"), wrong("until"));
    view! {
        <form class="cluster" method="post" action="/settings/audit">
            <Select name="person" label="Person" choices=people chosen=asked.person.clone() empty="Everybody" error=person />
            <TextInput name="file" label="File number" value=asked.file.clone() error=file />
            <Select name="kind" label="Kind" choices=kinds chosen=asked.kind.clone() empty="Every kind" error=kind />
            <DateInput name="from" label="First day" value=asked.from.clone() error=from />
            <DateInput name="until" label="Last day" value=asked.until.clone() error=until />
            <Button submit=true>"Show rows"</Button>
        </form>
    }
    .into_any()
}

/// The same question, further back. A form, because what was asked does not belong in an address.
fn onwards(asked: &TrailDraft, before: i64) -> AnyView {
    let kept = [
        ("person", asked.person.clone()),
        ("file", asked.file.clone()),
        ("kind", asked.kind.clone()),
        ("from", asked.from.clone()),
        ("until", asked.until.clone()),
        ("before", before.to_string()),
    ];
    let kept =
        kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    view! {
        <form class="cluster" method="post" action="/settings/audit">
            {kept}
            <Button submit=true>"Older rows"</Button>
        </form>
    }
    .into_any()
}

fn trail_row(of: TrailLine) -> AnyView {
    let voice = match of.kind {
        Kind::Denied => Voice::Warn,
        Kind::Change => Voice::Accent,
        Kind::Began | Kind::Door | Kind::Read | Kind::Query => Voice::Info,
    };
    let mut files = of.files.iter().map(|f| f.file_no.clone()).collect::<Vec<_>>().join(", ");
    if of.more > 0 {
        files = format!("{files} and {} more", of.more);
    }
    let why = (!of.why.is_empty()).then(|| view! { <p class="text-ink-2">{of.why}</p> });
    let role = (!of.role.is_empty()).then(|| view! { <span class="text-ink-2">", "{of.role}</span> });
    view! {
        <tr>
            <th scope="row" class="figures" data-align="end">{of.seq}</th>
            <td class="figures">{of.at}</td>
            <td>{of.who}{role}</td>
            <td><Badge voice>{of.kind.word()}</Badge></td>
            <td>{of.what}{why}</td>
            <td class="figures">{files}</td>
            <td class="figures">{of.from}</td>
        </tr>
    }
    .into_any()
}

/// Who opened one patient's record.
#[component]
pub fn OpenedScreen() -> AnyView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default().parse::<PatientId>();
    let before = use_query_map().get_untracked().get("before").and_then(|text| text.parse().ok());
    screen("Who opened this record", "patients", async move {
        let patient = id.map_err(|_| Problem::NotFound)?;
        let page = api::who_opened(patient, before).await?;
        let crumbs = vec![
            ("Patients".to_owned(), "/patients".to_owned()),
            (format!("File {}", page.file_no), format!("/patients/{patient}")),
        ];
        let further = page.older.map(|before| format!("/patients/{patient}/opened?before={before}"));
        Ok(view! {
            <PageHead
                title="Who opened this record"
                lead="Everybody who opened it, changed it or had it on a list, the latest first."
                crumbs
            />
            {opened_table(page)}
            {further.map(|href| view! { <p><a class="btn" href=href rel="next">"Older rows"</a></p> })}
        }
        .into_any())
    })
}

/// The table of who opened a record; the portal shows the same.
pub fn opened_table(page: OpenedPage) -> AnyView {
    if page.lines.is_empty() {
        return view! { <Empty text="Nobody has opened this record since the trail began." /> }.into_any();
    }
    let columns =
        vec![Column::new("When"), Column::new("Who"), Column::new("Role"), Column::new("What"), Column::new("Why")];
    let rows = page.lines.into_iter().map(opened_row).collect_view();
    view! { <Table caption="Who opened this record" quiet_caption=true columns>{rows}</Table> }.into_any()
}

fn opened_row(of: OpenedLine) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="figures">{of.at}</th>
            <td>{of.who}</td>
            <td>{of.role}</td>
            <td>{of.what}</td>
            <td>{of.why}</td>
        </tr>
    }
    .into_any()
}
