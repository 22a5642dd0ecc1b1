//! Fields that the panel and the page of a visit share. The panel puts a prefix before their names, because both a dialog
//! and the panel may be on screen.

use crate::{
    kernel::problem::Problem,
    scheduling::{
        drafts::VisitForm,
        model::{CancelReason, PractitionerChoice, ReasonSide, ResourceChoice, ResourceKind},
    },
    ui::{Choice, DateInput, InputKind, Select, TextInput, error_at, error_summary::Labels},
};
use leptos::prelude::*;

/// Labels of the fields of a visit's forms.
pub const LABELS: Labels = &[
    ("day", "Day"),
    ("starts", "Start"),
    ("minutes", "Length in minutes"),
    ("practitioner", "Practitioner"),
    ("room", "Room"),
    ("equipment", "Equipment"),
    ("reason", "Reason"),
    ("words", "In words"),
    ("why", "Reason"),
    ("overbook_reason", "Reason"),
];

/// Day, start, practitioner, room and equipment.
#[component]
pub fn MoveFields(
    /// Before each name.
    prefix: &'static str,
    /// As typed.
    form: VisitForm,
    /// What is wrong with it.
    problem: Option<Problem>,
    /// Practitioners to move to.
    practitioners: Vec<PractitionerChoice>,
    /// Rooms and equipment.
    resources: Vec<ResourceChoice>,
) -> impl IntoView {
    let error = |field: &'static str| error_at(problem.as_ref(), LABELS, field);
    let name = |field: &str| format!("{prefix}{field}");
    let people: Vec<Choice> = practitioners.into_iter().map(|p| Choice::new(p.id.to_string(), p.name)).collect();
    let things = |kind: ResourceKind| {
        let all = resources.iter().filter(move |r| r.kind == kind);
        all.map(|r| Choice::new(r.id.to_string(), r.name.clone())).collect::<Vec<_>>()
    };
    let (rooms, equipment) = (things(ResourceKind::Room), things(ResourceKind::Equipment));
    view! {
        <DateInput name=name("day") label="Day" value=form.day error=error("day") />
        <TextInput name=name("starts") label="Start" hint="24 hours, such as 14:30" value=form.starts error=error("starts") />
        <Select name=name("practitioner") label="Practitioner" choices=people chosen=form.practitioner error=error("practitioner") />
        <Select name=name("room") label="Room" choices=rooms chosen=form.room empty="No room" error=error("room") optional=true />
        <Select
            name=name("equipment")
            label="Equipment"
            choices=equipment
            chosen=form.equipment
            empty="No equipment"
            error=error("equipment")
            optional=true
        />
    }
}

/// The length alone.
#[component]
pub fn LengthField(
    /// Before the name.
    prefix: &'static str,
    /// As typed.
    form: VisitForm,
    /// What is wrong with it.
    problem: Option<Problem>,
) -> impl IntoView {
    let error = error_at(problem.as_ref(), LABELS, "minutes");
    let name = format!("{prefix}minutes");
    view! { <TextInput name=name label="Length in minutes" kind=InputKind::Number value=form.minutes error=error /> }
}

/// Why a visit is called off: a list, and words for "other".
#[component]
pub fn ReasonFields(
    /// As typed.
    form: VisitForm,
    /// What is wrong with it.
    problem: Option<Problem>,
    /// Labels of the fields.
    labels: Labels,
) -> impl IntoView {
    let labels = if labels.iter().any(|(field, _)| *field == "words") { labels } else { LABELS };
    let choices: Vec<Choice> = CancelReason::ALL.into_iter().map(reason).collect();
    let error = error_at(problem.as_ref(), labels, "reason");
    let words_error = error_at(problem.as_ref(), labels, "words");
    view! {
        <Select name="reason" label="Reason" choices=choices chosen=form.reason empty="Choose a reason" error=error />
        <TextInput
            name="words"
            label="In words"
            value=form.words
            hint="Needed for \"Other reason\""
            error=words_error
            optional=true
        />
    }
}

fn reason(it: CancelReason) -> Choice {
    let side = match it.side() {
        ReasonSide::Patient => "Patient",
        ReasonSide::Practice => "Practice",
        ReasonSide::Either => "Either",
    };
    Choice::new(it.key(), format!("{side}: {}", it.words()))
}

/// Hidden: the deed and the version on screen.
#[component]
pub fn Hidden(
    /// The deed.
    deed: &'static str,
    /// The version.
    version: String,
) -> impl IntoView {
    view! {
        <input type="hidden" name="deed" value=deed />
        <input type="hidden" name="version" value=version />
    }
}
