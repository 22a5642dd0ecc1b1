//! A new booking as a page: the way without scripts, and on a phone.

use super::booking::LABELS;
use super::hitch_page::{PageHitch, SubmitOrYes};
use super::visit_facts::AlertList;
use crate::{
    kernel::{
        problem::{Alternative, Problem},
        span::clock,
    },
    patients::{self, model::PatientCard},
    scheduling::{
        api,
        drafts::BookingDraft,
        model::{BookingPage, NewQuery, ResourceKind, TypeChoice},
    },
    ui::{
        ButtonLink, Choice, DateInput, Field, InputKind, PageHead, Select, TextArea, TextInput, error_at,
        page::{problem_page, screen},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/diary/new`
#[component]
pub fn NewPage() -> AnyView {
    let map = use_query_map().get_untracked();
    let get = |key: &str| map.get(key).unwrap_or_default();
    let query = NewQuery {
        day: get("day"),
        starts: get("starts"),
        practitioner: get("practitioner"),
        patient: get("patient"),
        type_id: get("type"),
    };
    screen("Book visit", "diary", async move {
        let page = api::new_visit(query).await?;
        let seek = page.draft.seek.clone();
        let found = if seek.trim().is_empty() { Ok(Vec::new()) } else { patients::api::search(seek).await };
        Ok(new_view(page, found))
    })
}

fn new_view(page: BookingPage, found: Result<Vec<PatientCard>, Problem>) -> AnyView {
    let draft = page.draft.clone();
    let problem = page.problem.clone();
    let back = format!("/diary?day={}", draft.day);
    let way = |free: Alternative| {
        let value = format!("{} {} {}", free.day, clock(free.starts), free.practitioner);
        view! { <button class="btn" type="submit" form="new-visit" name="instead" value=value>{free.label}</button> }
            .into_any()
    };
    let crumbs = vec![("Diary".to_owned(), back.clone())];
    let here = address(&draft);
    view! {
        <div class="min-h-0 flex-1 overflow-auto">
            <div class="stack max-w-160">
                <PageHead title="Book visit" crumbs />
                <PageHitch problem=problem labels=LABELS way />
                <form class="stack" id="new-visit" method="post" action=here novalidate>
                    // Enter in a field presses the first button of its form: this one, not the search
                    <button class="said" type="submit" tabindex="-1" aria-hidden="true">"Book visit"</button>
                    <input type="hidden" name="key" value=draft.key.clone() />
                    <input type="hidden" name="patient" value=draft.patient.clone() />
                    <PatientPart page=page.clone() found />
                    <When page=page.clone() />
                    <What page=page.clone() />
                    <SubmitOrYes
                        problem=page.problem
                        confirmed=draft.confirmed
                        overbook_reason=draft.overbook_reason
                        may_overbook=page.may_overbook
                        words="Book visit"
                    />
                    <p><ButtonLink href=back kind=crate::ui::ButtonKind::Quiet>"Do not book"</ButtonLink></p>
                </form>
            </div>
        </div>
    }
    .into_any()
}

/// The address of this page for a draft: ids and times only, never what was typed in words.
fn address(draft: &BookingDraft) -> String {
    let parts = [
        ("day", &draft.day),
        ("starts", &draft.starts),
        ("practitioner", &draft.practitioner),
        ("patient", &draft.patient),
        ("type", &draft.type_id),
    ];
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':');
    let said = parts.into_iter().filter(|(_, v)| !v.is_empty());
    let said = said.map(|(k, v)| format!("{k}={}", v.chars().filter(plain).collect::<String>())).collect::<Vec<_>>();
    format!("/diary/new?{}", said.join("&"))
}

/// For whom: chosen, or a search whose finds are buttons of the same form, so that nothing typed is lost on the way.
#[component]
fn PatientPart(page: BookingPage, found: Result<Vec<PatientCard>, Problem>) -> impl IntoView {
    let seek = page.draft.seek;
    let searched = !seek.trim().is_empty();
    let error = error_at(page.problem.as_ref(), LABELS, "patient");
    let chosen = page.patient.map(|patient| {
        let facts = [patient.born.clone(), format!("file {}", patient.file_no), super::words::phone(&patient.phone)];
        let facts = facts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
        view! {
            <p><b>{patient.name.clone()}</b> " " <small>{facts}</small></p>
            <AlertList patient=Some(patient) />
            <p><button class="btn" type="submit" name="choose" value="nobody">"Choose someone else"</button></p>
        }
    });
    let finds = match found {
        Ok(list) if list.is_empty() && searched => view! { <p role="status">"Nobody found."</p> }.into_any(),
        Ok(list) if list.is_empty() => ().into_any(),
        Ok(list) => view! { <ul class="agenda-list">{list.into_iter().map(find).collect_view()}</ul> }.into_any(),
        Err(problem) => problem_page(problem),
    };
    let seek = chosen.is_none().then(|| view! { <Seek seek error /> {finds} });
    view! {
        <section class="stack" aria-label="Patient">
            <h2>"Patient"</h2>
            {chosen}
            {seek}
        </section>
    }
}

#[component]
fn Seek(seek: String, error: Option<String>) -> impl IntoView {
    view! {
        <Field name="patient" label="Find the patient" hint="Name, phone, file or ID number" error=error>
            <span class="cluster">
                <input class="control" id="patient" name="seek" type="search" autocomplete="off" value=seek />
                <button class="btn" type="submit">"Find"</button>
            </span>
        </Field>
        <p class="cluster">
            <a class="link" href="/patients/new">"Register a new patient"</a>
            <span class="text-ink-3">"Meetings and paperwork need no patient."</span>
        </p>
    }
}

fn find(card: PatientCard) -> impl IntoView {
    view! {
        <li>
            <button class="option" type="submit" name="choose" value=card.id.to_string()>
                <span>{card.name.clone()}</span>
                <small>{card.detail()}</small>
            </button>
        </li>
    }
}

#[component]
fn When(page: BookingPage) -> impl IntoView {
    let draft = page.draft;
    let problem = page.problem;
    let error = |field: &'static str| error_at(problem.as_ref(), LABELS, field);
    let people = page.practitioners.into_iter().map(|p| Choice::new(p.id.to_string(), p.name)).collect();
    view! {
        <h2>"When and with whom"</h2>
        <DateInput name="day" label="Day" value=draft.day error=error("day") />
        <TextInput name="starts" label="Start" hint="24 hours, such as 14:30" value=draft.starts error=error("starts") />
        <TextInput name="minutes" label="Length in minutes" hint="Each type names its usual length" kind=InputKind::Number value=draft.minutes error=error("minutes") />
        <Select
            name="practitioner"
            label="Practitioner"
            choices=people
            chosen=draft.practitioner
            empty="Choose a practitioner"
            error=error("practitioner")
        />
    }
}

#[component]
fn What(page: BookingPage) -> impl IntoView {
    let draft = page.draft;
    let problem = page.problem;
    let error = |field: &'static str| error_at(problem.as_ref(), LABELS, field);
    let kind = |t: TypeChoice| Choice::new(t.id.to_string(), format!("{} ({} min)", t.name, t.minutes));
    let kinds = page.types.into_iter().map(kind).collect();
    let of = |wanted: ResourceKind| {
        let here = page.resources.iter().filter(move |r| r.kind == wanted);
        here.map(|r| Choice::new(r.id.to_string(), r.name.clone())).collect::<Vec<_>>()
    };
    let (rooms, equipment) = (of(ResourceKind::Room), of(ResourceKind::Equipment));
    view! {
        <h2>"What and where"</h2>
        <Select name="type_id" label="Type" choices=kinds chosen=draft.type_id empty="Choose a type" error=error("type_id") />
        <Select name="room" label="Room" choices=rooms chosen=draft.room empty="No room" error=error("room") optional=true />
        <Select
            name="equipment"
            label="Equipment"
            choices=equipment
            chosen=draft.equipment
            empty="No equipment"
            error=error("equipment")
            optional=true
        />
        <TextArea name="note" label="Note for the desk" value=draft.note error=error("note") optional=true max=500 />
    }
}
