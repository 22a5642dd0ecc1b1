//! One import: what would happen, the choices, the yes, and what happened.

use super::{progress::ImportProgress, send::voice};
use crate::{
    kernel::{ids::ImportId, problem::Problem},
    settings::import::{
        api,
        model::{Choice as Contradiction, Counts, Finding, ImportKind, Progress, RunPage, RunState, Verdict},
    },
    ui::{
        Badge, Button, ButtonKind, ButtonLink, Choice, Column, Note, PageHead, RadioGroup, Table, Voice, page::screen,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page of one import.
#[component]
pub fn RunScreen() -> AnyView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default().parse::<ImportId>();
    screen("Import", "settings", async move {
        let id = id.map_err(|_| Problem::NotFound)?;
        Ok(run(api::import_run(id).await?))
    })
}

fn run(page: RunPage) -> AnyView {
    let RunPage { line, report, findings, book, rows_in, stalled, file_kept } = page;
    let (id, state, counts) = (line.id, line.state, line.counts);
    let file = if line.file_name.is_empty() { "a file".to_owned() } else { line.file_name.clone() };
    let lead = match book.is_empty() {
        true => format!("From {file}, sent {} by {}.", line.at, line.by),
        false => format!("From {file} into the book {book}, sent {} by {}.", line.at, line.by),
    };
    let told = report.refused.map_or_else(|| told(state, line.kind, counts, stalled, file_kept), refused);
    let progress = (state == RunState::Running && !stalled).then(|| running(id, rows_in, counts));
    let remarks =
        report.remarks.into_iter().map(|words| view! { <Note voice=Voice::Info>{words}</Note> }).collect_view();
    let may_begin = file_kept && (matches!(state, RunState::Preview | RunState::Failed) || stalled);
    let yes = may_begin.then(|| yes(report.choices, counts));
    let some = state != RunState::Refused;
    let bad = counts.rejected + counts.waiting + counts.skipped > 0;
    view! {
        <PageHead
            title=line.kind.words()
            lead=lead
            crumbs=vec![
                ("Practice".to_owned(), "/settings".to_owned()),
                ("Import".to_owned(), "/settings/import".to_owned()),
            ]
        >
            <Badge voice=voice(state)>{state.words()}</Badge>
        </PageHead>
        {told}
        {progress}
        {remarks}
        {some.then(|| summary(counts))}
        {yes}
        {(!report.findings.is_empty()).then(|| list(report.findings, findings))}
        {bad.then(|| view! {
            <p>
                <a class="link" href=format!("/settings/import/{id}/errors.csv") download="">
                    "Download the rows that do not go in, with the reasons"
                </a>
            </p>
        })}
    }
    .into_any()
}

fn refused(words: String) -> AnyView {
    view! {
        <Note voice=Voice::Danger title="This file cannot be imported.">
            <p>{words}</p>
            <p>"Nothing was imported. " <a class="link" href="/settings/import">"Send another file"</a></p>
        </Note>
    }
    .into_any()
}

/// What there is to say about the state of the run.
fn told(state: RunState, kind: ImportKind, counts: Counts, stalled: bool, file_kept: bool) -> AnyView {
    let rows = rows_in_words(counts.accepted);
    match state {
        RunState::Preview if !file_kept => view! {
            <Note voice=Voice::Warn title="The file is no longer here.">
                <p>"Files are kept for a day. " <a class="link" href="/settings/import">"Send it again"</a></p>
            </Note>
        }
        .into_any(),
        RunState::Preview => {
            view! { <Note voice=Voice::Info title="Nothing is imported yet.">"This is what would happen."</Note> }.into_any()
        }
        RunState::Running if stalled => view! {
            <Note voice=Voice::Warn title="This import seems to have stopped.">
                "None of its rows are in. Import again; rows that are there already stay as they are."
            </Note>
        }
        .into_any(),
        RunState::Running => ().into_any(),
        RunState::Failed => view! {
            <Note voice=Voice::Danger title="The import failed.">"None of its rows are in. Import again, or send the file again."</Note>
        }
        .into_any(),
        RunState::Done => view! {
            <Note voice=Voice::Good title=format!("{rows} imported.")>{look_at(kind)}</Note>
        }
        .into_any(),
        RunState::Refused => ().into_any(),
    }
}

/// Where the rows can be seen.
fn look_at(kind: ImportKind) -> AnyView {
    let (href, words) = match kind {
        ImportKind::Tariff | ImportKind::Modifiers => ("/settings/tariff", "See the tariff"),
        ImportKind::Schemes | ImportKind::Administrators => ("/settings/schemes", "See the schemes"),
        ImportKind::AppointmentTypes => ("/diary", "See the diary"),
        ImportKind::Patients => ("/patients", "See the patients"),
    };
    view! { <a class="link" href=href>{words}</a> }.into_any()
}

fn running(id: ImportId, rows_in: u32, counts: Counts) -> AnyView {
    let now = Progress { state: RunState::Running, rows_in, rows: counts.accepted };
    view! {
        <ImportProgress id now />
        // without scripts the page is loaded again by hand: one that reloads by itself takes the reader's place away
        <noscript>
            <p><a class="link" href=format!("/settings/import/{id}")>"See how far it is"</a></p>
        </noscript>
    }
    .into_any()
}

fn summary(counts: Counts) -> AnyView {
    let line = |(words, count): (&'static str, u32)| {
        view! { <tr><th scope="row">{words}</th><td data-align="end" class="figures">{count}</td></tr> }
    };
    let rows = counts.lines().into_iter().map(line).collect_view();
    let columns = vec![Column::new("Rows"), Column::new("How many").figures()];
    view! { <Table caption="Every row of the file" columns>{rows}</Table> }.into_any()
}

fn yes(choices: Vec<Contradiction>, counts: Counts) -> AnyView {
    let more = !choices.is_empty();
    let groups = choices.into_iter().enumerate().map(|(n, choice)| contradiction(n + 1, choice)).collect_view();
    let nothing = counts.accepted == 0 && !more;
    let words = match counts.accepted {
        0 if more => "Import the chosen rows".to_owned(),
        n => format!("Import {}", rows_in_words(n)),
    };
    if nothing {
        return view! { <Note>"There is nothing new in this file."</Note> }.into_any();
    }
    let hint = (more && counts.accepted > 0)
        .then(|| view! { <p class="text-ink-2">"And one more for each choice you made."</p> });
    view! {
        <form class="stack measure" method="post">
            {groups}
            {hint}
            <div class="btn-group">
                <Button kind=ButtonKind::Primary submit=true>{words}</Button>
                <ButtonLink href="/settings/import">"Send another file"</ButtonLink>
            </div>
        </form>
    }
    .into_any()
}

fn contradiction(n: usize, choice: Contradiction) -> AnyView {
    let mut choices: Vec<Choice> = choice
        .options
        .into_iter()
        .map(|o| Choice::new(o.line.to_string(), format!("Line {}", o.line)).hint(o.words))
        .collect();
    choices.push(Choice::new("", "None of them for now"));
    let legend = format!("Two rows disagree about {}. Which is right?", choice.about);
    view! { <RadioGroup name=format!("choose-{n}") legend=legend choices=choices chosen="" /> }.into_any()
}

fn list(findings: Vec<Finding>, in_all: usize) -> AnyView {
    let caption = match in_all - findings.len() {
        0 => "What to know about rows".to_owned(),
        more => format!("What to know about rows, the first {} of {}", in_all - more, in_all),
    };
    let row = |of: Finding| {
        let voice = match of.verdict {
            Verdict::Rejected => Voice::Danger,
            Verdict::Waiting => Voice::Warn,
            Verdict::Accepted => Voice::Good,
            Verdict::Skipped | Verdict::Unchanged | Verdict::Empty => Voice::Plain,
        };
        view! {
            <tr>
                <th scope="row" class="figures">{of.line}</th>
                <td>{of.column.replace('_', " ")}</td>
                <td><Badge voice=voice>{of.verdict.word()}</Badge></td>
                <td>{of.words}</td>
            </tr>
        }
    };
    let rows = findings.into_iter().map(row).collect_view();
    let columns = vec![Column::new("Line"), Column::new("Column"), Column::new("Result"), Column::new("Reason")];
    view! { <Table caption=caption columns>{rows}</Table> }.into_any()
}

fn rows_in_words(n: u32) -> String {
    if n == 1 { "1 row".into() } else { format!("{n} rows") }
}
