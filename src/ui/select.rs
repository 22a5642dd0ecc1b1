//! One out of many, native.

use super::changing::changing;
use super::choice::Choice;
use super::field::{Field, FieldIds};
use super::icon::{Glyph, Icon};
use super::words::Words;
use leptos::prelude::*;

/// A list to choose from, with its label, hint and error.
#[component]
pub fn Select(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// Chosen now.
    #[prop(optional, into)]
    chosen: Words,
    /// Shown first, sends nothing: "Choose a practitioner". Left out, the first choice stands.
    #[prop(optional, into)]
    empty: Words,
    /// Said before choosing.
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// May stay empty, and says so.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let ids = FieldIds::of(&name);
    let has_hint = !hint.is_none();
    let described = {
        let ids = ids.clone();
        move || ids.described_by(has_hint, error.get().is_some())
    };
    let chosen = chosen.some();
    let empty = empty.some().map(|text| view! { <option value="">{text}</option> });
    let options = choices
        .into_iter()
        .map(|choice| {
            let on = chosen.as_deref() == Some(choice.value.as_str());
            view! { <option value=choice.value selected=on disabled=choice.disabled>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <Field name=name.clone() label hint error optional>
            <span class="select">
                <select
                    class="control"
                    id=ids.control.clone()
                    name=name
                    aria-invalid=changing(move || error.get().map(|_| "true"))
                    aria-describedby=described
                >
                    {empty}
                    {options}
                </select>
                <Icon of=Glyph::ChevronDown />
            </span>
        </Field>
    }
}
