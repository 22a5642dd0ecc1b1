//! Opening a chart that is closed to one, and the list of those that were opened.

use super::id_in_path;
use crate::{
    kernel::{ids::PatientId, problem::Problem},
    patients::{
        api,
        opening::{
            model::{OpenPage, OpeningLine, OpeningsPage},
            rules::{LONGEST, Reason},
        },
    },
    ui::{
        Badge, Button, ButtonKind, ButtonLink, Choice, Column, ErrorSummary, Labels, LinkTo, Note, PageHead,
        ProblemNote, RadioGroup, Table, TextArea, Voice, error_at,
        page::{current_frame, problem_status, screen},
    },
};
use leptos::prelude::*;

const LABELS: Labels = &[("reason", "Reason"), ("words", "Reason in words")];

fn crumbs() -> Vec<(String, String)> {
    vec![("Patients".to_owned(), "/patients".to_owned())]
}

/// In place of a chart that is closed to whoever asks: how it is opened, if they may.
pub fn closed(patient: PatientId, problem: Problem) -> Result<AnyView, Problem> {
    let may = current_frame().is_some_and(|frame| frame.abilities.contains(&"BreakGlass"));
    if !may {
        return Err(problem);
    }
    problem_status(&problem);
    let href = format!("/patients/{patient}/open");
    Ok(view! {
        <PageHead title="This chart is closed to you" crumbs=crumbs() />
        <div class="stack measure">
            <p>"It opens for those who treat this patient. In an emergency, to go on with somebody's care, or to audit, you can open "
            "it with a written reason: for one hour, to read. The owner is told at once."</p>
            <p><ButtonLink href kind=ButtonKind::Primary>"Open it with a reason"</ButtonLink></p>
        </div>
    }
    .into_any())
}

/// On a chart that is open for a while.
pub fn mark(until: Option<String>) -> Option<AnyView> {
    until.map(|until| {
        let title = format!("You opened this chart with a reason. It is open until {until}.");
        view! {
            <Note voice=Voice::Warn title>
                <p>"Every page of it that you look at is written down. Nothing can be changed here."</p>
            </Note>
        }
        .into_any()
    })
}

/// The form that opens a chart.
pub fn open_page() -> AnyView {
    let id = id_in_path();
    screen("Open a chart", "patients", async move {
        let id = id?;
        Ok(open(id, api::open_chart_page(id).await?))
    })
}

fn open(patient: PatientId, page: OpenPage) -> AnyView {
    let OpenPage { name, file_no, reason, words, needless, problem } = page;
    let title = format!("Open the chart of {name}");
    let chart = format!("/patients/{patient}");
    if needless {
        return view! {
            <PageHead title crumbs=crumbs() />
            <p>"It is open to you." " " <LinkTo href=chart>"Go to the chart"</LinkTo></p>
        }
        .into_any();
    }
    let (reason_wrong, words_wrong) =
        (error_at(problem.as_ref(), LABELS, "reason"), error_at(problem.as_ref(), LABELS, "words"));
    let choices = Reason::ALL.into_iter().map(|reason| Choice::new(reason.key(), reason.word())).collect();
    view! {
        <PageHead title crumbs=crumbs() />
        {trouble(problem)}
        <p class="measure">{format!("File {file_no}. It opens for one hour, to read. The owner and the managers are told at once, \
            every page you look at is written down, and the patient can see it.")}</p>
        <form class="stack measure" method="post">
            <RadioGroup name="reason" legend="Reason" choices chosen=reason error=reason_wrong />
            <TextArea
                name="words"
                label="Reason in words"
                hint="At least 15 characters: what happened, and why you need this chart."
                value=words
                error=words_wrong
                max=u32::try_from(LONGEST).unwrap_or(500)
                rows=3
            />
            <div class="cluster">
                <Button kind=ButtonKind::Primary submit=true>"Open for one hour"</Button>
                <a class="btn" href="/patients">"Back to patients"</a>
            </div>
        </form>
    }
    .into_any()
}

fn trouble(problem: Option<Problem>) -> Option<AnyView> {
    problem.map(|problem| match problem {
        Problem::Invalid { fields } if !fields.is_empty() => view! { <ErrorSummary fields labels=LABELS /> }.into_any(),
        other => view! { <ProblemNote of=other /> }.into_any(),
    })
}

/// The charts that were opened.
pub fn openings_page() -> AnyView {
    screen("Opened charts", "settings", async { Ok(openings(api::openings().await?)) })
}

fn openings(page: OpeningsPage) -> AnyView {
    let OpeningsPage { openings, problem } = page;
    let columns = vec![
        Column::new("Chart"),
        Column::new("Opened by"),
        Column::new("When"),
        Column::new("Reason"),
        Column::new("Looks"),
        Column::new("Review"),
    ];
    let none = openings.is_empty().then(|| view! { <p>"Nobody opened a chart that is closed to them."</p> });
    let rows = openings.into_iter().map(row).collect_view();
    view! {
        <PageHead title="Opened charts" crumbs=vec![("Practice".to_owned(), "/settings".to_owned())] />
        {trouble(problem)}
        <p class="measure">"Charts that were closed to somebody and opened with a reason. Each is reviewed within a week, by somebody else."</p>
        {none}
        <Table caption="Opened charts" quiet_caption=true columns>{rows}</Table>
    }
    .into_any()
}

fn row(of: OpeningLine) -> AnyView {
    let OpeningLine { id, by, patient, name, file_no, reason, words, at, until, looks, review, may_review, late } = of;
    let which = format!(" the reason of {by} for the chart of {name}, {at}");
    let which_not = which.clone();
    let late = late.then(|| view! { <Badge voice=Voice::Warn>"Late"</Badge> });
    let review = match (review, may_review) {
        (Some(review), _) => view! { {review} }.into_any(),
        (None, true) => view! {
            <form class="cluster" method="post" action="/patients/openings">
                <input type="hidden" name="opening" value=id.to_string() />
                {late}
                <Button submit=true name="accepted" value="yes">"Accept"<span class="said">{which}</span></Button>
                <Button submit=true name="accepted" value="no">"Do not accept"<span class="said">{which_not}</span></Button>
            </form>
        }
        .into_any(),
        (None, false) => view! { {late} "Not reviewed yet" }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><LinkTo href=format!("/patients/{patient}")>{name}</LinkTo>" "{file_no}</th>
            <td>{by}</td>
            <td>{format!("{at} to {until}")}</td>
            <td>{reason}": "{words}</td>
            <td>{looks}</td>
            <td>{review}</td>
        </tr>
    }
    .into_any()
}
