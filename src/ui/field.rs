//! A field: its label, hint and error, tied to the control so that they are heard together.

use super::icon::{Glyph, Icon};
use super::words::{Words, id_of};
use leptos::prelude::*;

/// Ids of a field's parts, all from its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldIds {
    /// The control.
    pub control: String,
    /// The hint.
    pub hint: String,
    /// The error.
    pub error: String,
}

impl FieldIds {
    /// The ids for a field name.
    pub fn of(name: &str) -> FieldIds {
        let control = id_of(name);
        FieldIds { hint: format!("{control}-hint"), error: format!("{control}-error"), control }
    }

    /// The value of `aria-describedby`: the error first, because it is the news.
    pub fn described_by(&self, hint: bool, error: bool) -> Option<String> {
        match (error, hint) {
            (true, true) => Some(format!("{} {}", self.error, self.hint)),
            (true, false) => Some(self.error.clone()),
            (false, true) => Some(self.hint.clone()),
            (false, false) => None,
        }
    }
}

/// Label, hint and error around a control of your own. The ready fields use it too.
#[component]
pub fn Field(
    /// Name of the field; the control's id is made of it.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// Said before typing.
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// May stay empty, and says so.
    #[prop(optional)]
    optional: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let ids = FieldIds::of(&name);
    let hint_id = ids.hint.clone();
    let optional_mark = optional.then(|| view! { <span class="field-optional">" (optional)"</span> });
    view! {
        <div class="field">
            <label for=ids.control.clone()>{label}{optional_mark}</label>
            {hint.some().map(|text| view! { <p class="hint" id=hint_id>{text}</p> })}
            <FieldError id=ids.error.clone() error />
            {children()}
        </div>
    }
}

/// The error line of a field. Empty until there is something to say.
#[component]
pub fn FieldError(
    /// Its id, named by the control's `aria-describedby`.
    #[prop(into)]
    id: String,
    /// What is wrong, in a sentence.
    #[prop(into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    move || {
        error.get().map(|text| {
            view! {
                <p class="field-error" id=id.clone()>
                    <Icon of=Glyph::AlertDanger />
                    <span><span class="said">"Error: "</span>{text}</span>
                </p>
            }
        })
    }
}

/// Fields under one question: an address, a set of boxes.
#[component]
pub fn FieldGroup(
    /// Name of the group; ids are made of it.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// Said before choosing.
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let ids = FieldIds::of(&name);
    let hint = hint.some();
    let has_hint = hint.is_some();
    let described = {
        let ids = ids.clone();
        move || ids.described_by(has_hint, error.get().is_some())
    };
    view! {
        <fieldset class="field" id=ids.control.clone() tabindex="-1" aria-describedby=described>
            <legend class="label">{legend}</legend>
            {hint.map(|text| view! { <p class="hint" id=ids.hint.clone()>{text}</p> })}
            <FieldError id=ids.error.clone() error />
            {children()}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_is_described_by_its_error_before_its_hint() {
        let ids = FieldIds::of("id_number");
        assert_eq!(ids.described_by(true, true).as_deref(), Some("id_number-error id_number-hint"));
        assert_eq!(ids.described_by(false, false), None);
    }
}
