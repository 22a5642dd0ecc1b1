//! Boxes to tick, choices to make, switches to turn: native inputs drawn to the tokens.

use super::changing::changing;
use super::field::{FieldError, FieldGroup, FieldIds};
use super::words::{Words, id_of};
use leptos::prelude::*;

/// A box to tick. Sends `value` when ticked and nothing when not.
#[component]
pub fn Checkbox(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// The words beside the box.
    #[prop(into)]
    label: String,
    /// Sent when ticked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Ticked now.
    #[prop(optional)]
    checked: bool,
    /// Some of what it stands for are ticked. Scripts set the box itself; the word says it without them.
    #[prop(optional)]
    mixed: bool,
    /// Said under the words.
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Turned like a switch: takes effect at once.
    #[prop(optional)]
    switch: bool,
) -> impl IntoView {
    let ids = FieldIds::of(&name);
    let hint = hint.some();
    let has_hint = hint.is_some();
    let described = {
        let ids = ids.clone();
        move || ids.described_by(has_hint, error.get().is_some())
    };
    view! {
        <div class="field">
            <FieldError id=ids.error.clone() error />
            <label class="choice">
                <input
                    type="checkbox"
                    role=switch.then_some("switch")
                    id=ids.control.clone()
                    name=name
                    value=value
                    checked=checked
                    data-mixed=mixed.then_some("")
                    aria-invalid=changing(move || error.get().map(|_| "true"))
                    aria-describedby=described
                />
                <span class="choice-text">
                    <span>{label}{mixed.then_some(" (some)")}</span>
                    {hint.map(|text| view! { <span class="hint" id=ids.hint.clone()>{text}</span> })}
                </span>
            </label>
        </div>
    }
}

/// One of the choices of a [`RadioGroup`] or a `Select`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Sent when chosen.
    pub value: String,
    /// The words.
    pub label: String,
    /// Said under the words.
    pub hint: Option<String>,
    /// Cannot be chosen now.
    pub disabled: bool,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into(), hint: None, disabled: false }
    }

    /// With a line under the words.
    pub fn hint(mut self, text: impl Into<String>) -> Choice {
        self.hint = Some(text.into());
        self
    }

    /// That cannot be chosen now.
    pub fn disabled(mut self) -> Choice {
        self.disabled = true;
        self
    }
}

/// One out of a few, all in view.
#[component]
pub fn RadioGroup(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// Chosen now.
    #[prop(optional, into)]
    chosen: Words,
    /// Said before choosing.
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Side by side instead of one below the other.
    #[prop(optional)]
    in_a_row: bool,
) -> impl IntoView {
    let chosen = chosen.some();
    let boxes = choices.into_iter().map(|choice| {
        let id = format!("{}-{}", id_of(&name), id_of(&choice.value));
        let on = chosen.as_deref() == Some(choice.value.as_str());
        view! { <RadioChoice id name=name.clone() choice on error /> }
    });
    let boxes = boxes.collect_view();
    view! {
        <FieldGroup name legend hint error>
            <div class="choices" data-row=in_a_row.then_some("")>{boxes}</div>
        </FieldGroup>
    }
}

#[component]
fn RadioChoice(id: String, name: String, choice: Choice, on: bool, error: MaybeProp<String>) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="radio"
                id=id
                name=name
                value=choice.value
                checked=on
                disabled=choice.disabled
                aria-invalid=changing(move || error.get().map(|_| "true"))
            />
            <span class="choice-text">
                <span>{choice.label}</span>
                {choice.hint.map(|text| view! { <span class="hint">{text}</span> })}
            </span>
        </label>
    }
}
