//! Who may speak for the person, what was agreed to, and the clinical header.

use super::{Form, Part, identity::More};
use crate::{
    patients::registration::words::{
        ALLERGY_STATES, ANSWERS, CAPACITIES, CONSENTS, GUARDIAN_FLAGS, GUARDIAN_ROWS, HOWS, PRECAUTIONS, RELATIONSHIPS,
        consent_text,
    },
    ui::{Choice, FieldGroup, InputKind, RadioGroup, Select},
};
use leptos::prelude::*;

/// Guardians and the emergency contact.
#[component]
pub(super) fn PeoplePart(form: Form) -> impl IntoView {
    let rows: Vec<AnyView> = (1..=GUARDIAN_ROWS)
        .map(|n| {
            let f = move |name: &str| format!("guardian_{n}_{name}");
            let flags: Vec<AnyView> =
                GUARDIAN_FLAGS.iter().map(|(key, word)| form.tick_called(&f(key), (*word).to_owned(), "")).collect();
            let open = n == 1 || !form.of(&f("name")).is_empty();
            let summary = if n == 1 { "Guardian or other person" } else { "Another person" };
            let fields = view! {
                {form.hidden(&f("id"))}
                <div class="pair">
                    {form.text(&f("name"))}
                    {form.choose(&f("relationship"), RELATIONSHIPS, "Choose the relationship")}
                </div>
                <div class="pair">
                    {form.input(&f("phone"), InputKind::Phone, "", true)}
                    {form.input(&f("email"), InputKind::Email, "", true)}
                </div>
                <div class="choices">{flags}</div>
            };
            view! { <More summary open>{fields}</More> }.into_any()
        })
        .collect();
    view! {
        <Part id="people" title="Guardians and contacts">
            <p class="hint">"A child needs at least one person who may consent, and somebody to call in an emergency."</p>
            {rows}
            <FieldGroup name="emergency" legend="In an emergency">
                <div class="pair">
                    {form.text("emergency_name")}
                    {form.choose("emergency_relationship", RELATIONSHIPS, "Not said")}
                    {form.input("emergency_phone", InputKind::Phone, "", true)}
                </div>
            </FieldGroup>
        </Part>
    }
}

/// What was agreed to.
#[component]
pub(super) fn ConsentPart(form: Form) -> impl IntoView {
    let rows: Vec<AnyView> = CONSENTS
        .iter()
        .map(|(kind, word)| {
            let field = format!("consent_{kind}");
            let choices = ANSWERS.iter().map(|(key, word)| Choice::new(*key, *word)).collect::<Vec<_>>();
            let (chosen, error) = (form.of(&field), form.error(&field));
            view! {
                <Select name=field label=*word hint=consent_text(kind) choices chosen empty="Not asked" error />
            }
            .into_any()
        })
        .collect();
    view! {
        <Part id="consents" title="Consents">
            <p class="hint">"Each answer is kept with the words it was an answer to. A withdrawal is added; nothing is erased."</p>
            <div class="pair">{rows}</div>
            <div class="pair">
                {form.choose("consent_capacity", CAPACITIES, "")}
                {form.text("consent_said_by")}
                {form.choose("consent_how", HOWS, "")}
            </div>
        </Part>
    }
}

/// Allergies and precautions.
#[component]
pub(super) fn ClinicalPart(form: Form) -> impl IntoView {
    let states = ALLERGY_STATES.iter().map(|(key, word)| Choice::new(*key, *word)).collect();
    let (state, error) = (form.of("allergies_state"), form.error("allergies_state"));
    let ticks: Vec<AnyView> = PRECAUTIONS
        .iter()
        .map(|(key, word)| form.tick_called(&format!("precaution_{key}"), (*word).to_owned(), ""))
        .collect();
    view! {
        <Part id="clinical" title="Clinical header">
            <RadioGroup name="allergies_state" legend="Allergies" choices=states chosen=state error in_a_row=true />
            {form.area("allergies", "Commas between them. Choose “Allergic to” above.", 500)}
            <FieldGroup name="precautions" legend="Precautions">
                <div class="choices" data-row="">{ticks}</div>
            </FieldGroup>
            {form.text("precautions_other")}
        </Part>
    }
}
