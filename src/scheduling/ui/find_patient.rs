//! Finding the patient while booking, and adding one who is not on file yet.

use super::booking::BookingHandle;
use super::booking_state::{Adding, Booking};
use super::dom;
use super::shown::Asking;
use crate::{
    kernel::problem::Problem,
    patients::{
        api,
        model::{DuplicateCard, PatientCard, QuickAdded},
    },
    ui::{Field, FindList, Glyph, Icon, Note, ProblemNote, Voice, changing, error_at, error_summary::Labels},
};
use leptos::{ev, prelude::*, task::spawn_local};

const LABELS: Labels = &[
    ("first_names", "First names"),
    ("last_name", "Last name"),
    ("phone", "Phone"),
    ("email", "E-mail address"),
    ("birth_date", "Date of birth"),
    ("reason", "Reason"),
];

/// An editable combobox: type a name, a phone or file number; arrows and Enter choose.
#[component]
pub fn WhoField() -> impl IntoView {
    let handle = BookingHandle::here();
    let it = handle.it;
    let finds = Memo::new(move |_| it.with(|b| b.search.finds()));
    let active = move || it.with(|b| b.search.at.filter(|_| b.search.open)).map(|at| format!("b-patient-list-{at}"));
    let open = move || if it.with(|b| b.search.open) { "true" } else { "false" };
    let add = move || {
        let typed = it.with(|b| b.search.typed.trim().to_owned());
        (format!("Add {typed} as a new patient"), "#new-patient".to_owned())
    };
    let chosen = move || it.with(|b| b.patient.as_ref().map(PatientCard::detail));
    let error = handle.error("patient");
    let described = move || {
        let said = "b-patient-hint b-patient-chosen";
        handle.why("patient").map_or_else(|| said.to_owned(), |wrong| format!("{wrong} {said}"))
    };
    view! {
        <Field name="b-patient" label="Patient" hint="Name, phone, file or ID number" error>
            <span class="affix">
                <Icon of=Glyph::Search />
                <input
                    class="control"
                    id="b-patient"
                    type="text"
                    role="combobox"
                    autofocus
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-controls="b-patient-list"
                    aria-invalid=changing(move || handle.wrong("patient"))
                    aria-describedby=changing(described)
                    aria-expanded=changing(open)
                    aria-activedescendant=changing(active)
                    prop:value=changing(move || it.with(|b| b.search.typed.clone()))
                    on:input=move |ev| search(handle, event_target_value(&ev))
                    on:keydown=move |ev| key(handle, &ev)
                />
            </span>
            <div on:mousedown=|ev| ev.prevent_default() on:click=move |ev| picked(handle, &ev)>
                {changing(move || view! { <FindList id="b-patient-list" finds=finds.get() add=Some(add()) /> }.into_any())}
            </div>
            <p class="hint" id="b-patient-chosen">{changing(chosen)}</p>
        </Field>
    }
}

fn search(handle: BookingHandle, text: String) {
    handle.it.update(|b| b.search(text));
    if !handle.it.with_untracked(|b| b.search.open) || !handle.asking.try_update_value(Asking::want).unwrap_or(false) {
        return;
    }
    spawn_local(async move {
        loop {
            let Some(query) = handle.it.try_with_untracked(|b| b.search.typed.clone()) else { return };
            let answer = api::search(query.clone()).await;
            let heard = handle.it.try_update(|b| match answer {
                Ok(found) => b.found(&query, found),
                Err(problem) => b.problem = Some(problem),
            });
            if heard.is_none() || !handle.asking.try_update_value(Asking::answered).unwrap_or(false) {
                return;
            }
        }
    });
}

fn key(handle: BookingHandle, ev: &ev::KeyboardEvent) {
    let list_open = handle.it.with_untracked(|b| b.search.open);
    match ev.key().as_str() {
        "ArrowDown" | "ArrowUp" if list_open => {
            handle.it.update(|b| b.arrow(ev.key() == "ArrowDown"));
            ev.prevent_default();
        }
        "Enter" if list_open => {
            let mut chose = false;
            handle.it.update(|b| chose = b.choose_active());
            ev.prevent_default();
        }
        "Escape" if list_open => {
            handle.it.update(|b| {
                b.close_list();
            });
            ev.prevent_default();
            ev.stop_propagation();
        }
        _ => {}
    }
}

fn picked(handle: BookingHandle, ev: &ev::MouseEvent) {
    if dom::hits(ev, "a") {
        ev.prevent_default();
        handle.it.update(|b| b.add(dom::once_key()));
        dom::focus_soon("#q-first_names".to_owned());
        return;
    }
    let Some(value) = dom::value_at(ev) else { return };
    handle.it.update(|b| {
        let card = b.search.found.iter().find(|c| c.id.to_string() == value).cloned();
        if let Some(card) = card {
            b.choose(card);
        }
    });
    dom::focus_soon("#b-patient".to_owned());
}

/// A new patient: two names and one way to reach them.
#[component]
pub fn QuickAdd() -> impl IntoView {
    let handle = BookingHandle::here();
    let typed = move |ev: ev::Event| {
        if let Some((name, value)) = dom::named(&ev) {
            handle.it.update(|b| b.add_typed(&name, value));
        }
    };
    let send = move |ev: ev::SubmitEvent| {
        ev.prevent_default();
        add(handle, false);
    };
    let back = move |_| {
        handle.it.update(|b| b.adding = None);
        dom::focus_soon("#b-patient".to_owned());
    };
    view! {
        <form class="stack" novalidate on:input=typed on:submit=send>
            <h3>"New patient"</h3>
            <QuickField name="first_names" kind="text" />
            <QuickField name="last_name" kind="text" />
            <QuickField name="phone" kind="tel" />
            <QuickField name="email" kind="text" />
            <QuickField name="birth_date" kind="date" />
            <Alike />
            <div class="cluster">
                <button class="btn" type="submit" data-kind="primary"><Icon of=Glyph::PersonPlus />"Add patient"</button>
                <button class="btn" type="button" on:click=back>"Back to the search"</button>
            </div>
        </form>
    }
}

#[component]
fn QuickField(name: &'static str, kind: &'static str) -> impl IntoView {
    let it = BookingHandle::here().it;
    let label = LABELS.iter().find(|(field, _)| *field == name).map_or(name, |(_, label)| *label);
    let id = format!("q-{name}");
    let value = it.with_untracked(|b| b.adding.as_ref().map(|a| value_of(a, name)).unwrap_or_default());
    let error =
        Signal::derive(move || it.with(|b| b.adding.as_ref().and_then(|a| error_at(a.problem.as_ref(), LABELS, name))));
    let optional = matches!(name, "email" | "birth_date");
    view! {
        <Field name=id.clone() label error optional>
            <input class="control" id=id name=name type=kind autocomplete="off" spellcheck="false" value=value />
        </Field>
    }
}

fn value_of(adding: &Adding, name: &str) -> String {
    let draft = &adding.draft;
    match name {
        "first_names" => draft.first_names.clone(),
        "last_name" => draft.last_name.clone(),
        "phone" => draft.phone.clone(),
        "email" => draft.email.clone(),
        "birth_date" => draft.birth_date.clone(),
        _ => String::new(),
    }
}

/// Who the new patient may be already.
#[component]
fn Alike() -> impl IntoView {
    let handle = BookingHandle::here();
    let alike = Memo::new(move |_| handle.it.with(|b| b.adding.as_ref().map(|a| a.alike.clone()).unwrap_or_default()));
    let problem = Memo::new(move |_| handle.it.with(|b| b.adding.as_ref().and_then(|a| a.problem.clone())));
    let note = move |list: Vec<DuplicateCard>| {
        let stop = list.iter().any(|d| d.stop);
        let rows = list.into_iter().map(|d| alike_row(handle, d)).collect_view();
        view! {
            <div role="alert">
                <Note voice=Voice::Warn title="This may be someone on file.">
                    <ul>{rows}</ul>
                    {stop.then(|| view! { <QuickField name="reason" kind="text" /> })}
                    <button class="btn" type="button" on:click=move |_| add(handle, true)>"It is someone else: add"</button>
                </Note>
            </div>
        }
    };
    let other = move |problem: Problem| match problem {
        Problem::Invalid { fields } if !fields.is_empty() => None,
        other => Some(view! { <ProblemNote of=other /> }),
    };
    view! {
        {changing(move || problem.get().and_then(other))}
        {changing(move || Some(alike.get()).filter(|list| !list.is_empty()).map(note))}
    }
}

fn alike_row(handle: BookingHandle, duplicate: DuplicateCard) -> impl IntoView {
    let card = duplicate.card.clone();
    let use_it = move |_| handle.it.update(|b| b.choose(card.clone()));
    view! {
        <li class="cluster">
            <span>
                <b>{duplicate.card.name.clone()}</b>
                " "
                <small>{duplicate.card.detail()}</small>
                <br />
                <small>{duplicate.because.join(", ")}</small>
            </span>
            <button class="btn" type="button" on:click=use_it>"Use this file"</button>
        </li>
    }
}

fn add(handle: BookingHandle, anyway: bool) {
    let Some(mut draft) = handle.it.with_untracked(|b| b.adding.as_ref().map(|a| a.draft.clone())) else { return };
    if anyway {
        draft.anyway = "true".to_owned();
    }
    spawn_local(async move {
        let answer = api::quick_add(draft).await;
        let added = matches!(answer, Ok(QuickAdded::Added(_)));
        let _closed = handle.it.try_update(|b| answered(b, answer));
        if added {
            dom::focus_soon("#b-type_id".to_owned());
        }
    });
}

fn answered(booking: &mut Booking, answer: Result<QuickAdded, Problem>) {
    match (answer, &mut booking.adding) {
        (Ok(QuickAdded::Added(card)), _) => booking.choose(card),
        (Ok(QuickAdded::Duplicates(list)), Some(adding)) => (adding.alike, adding.problem) = (list, None),
        (Err(problem), Some(adding)) => adding.problem = Some(problem),
        (Ok(QuickAdded::Duplicates(_)) | Err(_), None) => {}
    }
}
