//! The visits of one patient: a few on the patient's page, all of them on a page of their own.

use super::words;
use crate::{
    kernel::{ids::PatientId, problem::Problem},
    scheduling::{
        api,
        model::{PatientVisits, VisitLine},
    },
    ui::{ButtonKind, ButtonLink, Empty, Glyph, LinkTo, PageHead, Pagination, ProblemNote, StatusMark, page::screen},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// How many past visits a page shows.
const MANY: u32 = 50;

/// What the patient's page shows of the diary. Nothing for those to whom the diary is not open.
pub fn visits_of(patient: PatientId) -> AnyView {
    let content = Suspend::new(async move {
        match api::visits_of(patient, None).await {
            Ok(visits) => few(visits),
            Err(Problem::NotAllowed { .. }) => ().into_any(),
            Err(problem) => view! { <ProblemNote of=problem /> }.into_any(),
        }
    });
    view! { <Suspense>{content}</Suspense> }.into_any()
}

fn few(visits: PatientVisits) -> AnyView {
    let shown = visits.coming.len() + visits.past.len();
    let all = visits.coming_count + visits.past_count;
    let more = (usize::try_from(all).is_ok_and(|all| all > shown)).then(|| {
        let href = format!("/diary/patient/{}", visits.patient);
        view! { <p><LinkTo href>{format!("Show all {all} visits")}</LinkTo></p> }
    });
    view! {
        <section class="stack" data-gap="tight" aria-labelledby="visits-title">
            <h2 id="visits-title">"Visits"</h2>
            <Lists visits />
            {more}
        </section>
    }
    .into_any()
}

#[component]
fn Lists(visits: PatientVisits) -> impl IntoView {
    if visits.coming.is_empty() && visits.past.is_empty() && visits.skipped == 0 {
        return view! { <Empty text="No visits yet." icon=Glyph::Calendar /> }.into_any();
    }
    let first = visits.skipped == 0;
    view! {
        {first.then(|| view! { <List title="Coming" none="No visit is booked." lines=visits.coming /> })}
        <List title="Past" none="No visit before today." lines=visits.past />
    }
    .into_any()
}

#[component]
fn List(title: &'static str, none: &'static str, lines: Vec<VisitLine>) -> impl IntoView {
    let nothing = lines.is_empty().then(|| view! { <p class="options-note">{none}</p> });
    view! {
        <section class="agenda-group">
            <h3 class="agenda-title">{title}</h3>
            {nothing}
            <ul class="agenda-list">{lines.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

fn line(it: VisitLine) -> impl IntoView {
    let status = words::look(it.status);
    let more = [it.practitioner, it.place].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
    let late = it.late.then_some("late");
    view! {
        <li>
            <a class="agenda-row" href=format!("/diary/visit/{}", it.id) data-tone=it.tone data-status=status.key()>
                <span class="agenda-time">{it.day}</span>
                <span class="agenda-name"><span class="ellipsis">{format!("{} · {}", it.time, it.kind)}</span></span>
                <span class="agenda-more">{more}</span>
                <span class="agenda-status"><StatusMark of=status more=late.unwrap_or_default() /></span>
            </a>
        </li>
    }
}

/// `/diary/patient/:id`
#[component]
pub fn PatientVisitsPage() -> AnyView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    let page = use_query_map().get_untracked().get("page").and_then(|n| n.parse().ok()).unwrap_or(0);
    screen("Visits", "patients", async move {
        let patient = id.parse().map_err(|_| Problem::NotFound)?;
        Ok(all(api::visits_of(patient, Some(page)).await?, page))
    })
}

fn all(visits: PatientVisits, page: u32) -> AnyView {
    let file = format!("/patients/{}", visits.patient);
    let crumbs = vec![("Patients".to_owned(), "/patients".to_owned()), (visits.name.clone(), file)];
    let title = format!("Visits of {}", visits.name);
    let book = format!("/diary/new?patient={}", visits.patient);
    let last = visits.skipped + u32::try_from(visits.past.len()).unwrap_or(0);
    let at = |page: u32| format!("/diary/patient/{}?page={page}", visits.patient);
    let pages = (visits.past_count > MANY).then(|| {
        let summary = format!("{} to {last} of {} past visits", (visits.skipped + 1).min(last), visits.past_count);
        let earlier = if page > 0 { at(page - 1) } else { String::new() };
        let later = if last < visits.past_count { at(page + 1) } else { String::new() };
        view! { <Pagination label="Past visits" summary earlier later /> }
    });
    view! {
        <div class="stack">
            <PageHead title crumbs>
                <ButtonLink href=book kind=ButtonKind::Primary icon=Glyph::Calendar>"Book a visit"</ButtonLink>
            </PageHead>
            <Lists visits />
            {pages}
        </div>
    }
    .into_any()
}
