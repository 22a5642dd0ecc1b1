//! What there is to know about a visit, the same in the panel and on its page.

use super::words;
use crate::{
    scheduling::model::{HistoryLine, VisitPage, VisitPatient},
    ui::{AlertMark, Allergies, AllergyMark, Badge, PatientAlert, StatusMark, Voice},
};
use leptos::prelude::*;

/// What must not be missed about the patient. Nothing for a meeting.
#[component]
pub fn AlertList(
    /// Whose visit.
    patient: Option<VisitPatient>,
) -> impl IntoView {
    patient.map(|patient| {
        let allergies = allergies_of(&patient).map(|of| view! { <AllergyMark of /> });
        let alerts = patient.alerts.into_iter().map(|(severity, text)| {
            view! { <AlertMark alert=PatientAlert { voice: voice_of(&severity), text, note: String::new() } /> }
        });
        let died = Some(patient.deceased).filter(|day| !day.is_empty());
        let died = died.map(|day| view! { <Badge voice=Voice::Danger>{format!("Died {day}")}</Badge> });
        view! { <div class="banner-alerts">{died} {allergies} {alerts.collect_view()}</div> }
    })
}

/// What is known about allergies; nothing when that is not open to the person looking.
pub fn allergies_of(patient: &VisitPatient) -> Option<Allergies> {
    match patient.allergies_state.as_str() {
        "listed" => Some(Allergies::Known(patient.allergies.clone())),
        "none_known" => Some(Allergies::NoneKnown),
        "not_asked" => Some(Allergies::NotAsked),
        _ => None,
    }
}

/// How an alert of this severity speaks.
pub fn voice_of(severity: &str) -> Voice {
    match severity {
        "danger" => Voice::Danger,
        "caution" => Voice::Warn,
        _ => Voice::Info,
    }
}

/// The visit in rows.
#[component]
pub fn VisitFacts(
    /// The visit.
    page: VisitPage,
) -> impl IntoView {
    let card = &page.card;
    let status = words::look(card.status);
    let reason = Some(page.cancelled_why.clone()).filter(|text| !text.is_empty());
    let late = page.cancelled_late.then_some("late");
    let status_more = [late.map(str::to_owned), reason].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let place = [page.room_name.clone(), page.site_name.clone()];
    let place = place.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let rows = [
        ("Type", Some(page.type_name.clone())),
        ("With", Some(page.practitioner_name.clone())),
        ("Where", Some(place)),
        ("Equipment", Some(page.equipment_name.clone())),
        ("Phone", Some(words::phone(&card.phone))),
        ("File", page.patient.as_ref().map(|p| p.file_no.clone())),
        ("Note", Some(page.note.clone())),
        ("Booked over", Some(page.overbook_reason.clone())),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(label, text)| {
            text.filter(|t| !t.is_empty()).map(|text| view! { <dt>{label}</dt> <dd>{text}</dd> })
        })
        .collect_view();
    let file = page.patient.filter(|p| p.may_open).map(|p| {
        view! { <p><a class="link" href=format!("/patients/{}", p.id)>"Open the file"</a></p> }
    });
    view! {
        <dl class="facts">
            <dt>"Status"</dt>
            <dd><StatusMark of=status more=status_more /></dd>
            {rows}
        </dl>
        {file}
    }
}

/// What happened to it, latest first.
#[component]
pub fn History(
    /// The lines.
    lines: Vec<HistoryLine>,
    /// With a form that takes each back, for the page.
    forms: bool,
) -> impl IntoView {
    let lines = lines
        .into_iter()
        .map(|line| {
            let undo = line.undo.filter(|_| forms).map(|event| {
                view! {
                    <form method="post" class="contents">
                        <input type="hidden" name="deed" value="undo" />
                        <input type="hidden" name="event" value=event.to_string() />
                        <button class="btn" type="submit" data-kind="quiet">"Undo"</button>
                    </form>
                }
            });
            view! {
                <li class="cluster">
                    <span><small class="text-ink-3">{line.at} ", " {line.by}</small> <br /> {line.words}</span>
                    {undo}
                </li>
            }
        })
        .collect_view();
    view! {
        <section>
            <h3>"History"</h3>
            <ul class="stack">{lines}</ul>
        </section>
    }
}
