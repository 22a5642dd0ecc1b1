//! Days and times. Staff get the browser's own picker; the public gets three plain fields.

use super::changing::changing;
use super::field::{Field, FieldGroup, FieldIds};
use super::words::Words;
use leptos::prelude::*;

/// A day, for staff: one native field. Holds and sends `2026-11-25`.
#[component]
pub fn DateInput(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// The day now, `2026-11-25`, or what was typed.
    #[prop(optional, into)]
    value: Words,
    /// Said before typing.
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// May stay empty, and says so.
    #[prop(optional)]
    optional: bool,
    /// First day offered.
    #[prop(optional, into)]
    min: Words,
    /// Last day offered.
    #[prop(optional, into)]
    max: Words,
) -> impl IntoView {
    let ids = FieldIds::of(&name);
    let has_hint = !hint.is_none();
    let described = {
        let ids = ids.clone();
        move || ids.described_by(has_hint, error.get().is_some())
    };
    view! {
        <Field name=name.clone() label hint error optional>
            <input
                class="control"
                type="date"
                id=ids.control.clone()
                name=name
                value=value.some()
                min=min.some()
                max=max.some()
                autocomplete="off"
                aria-invalid=changing(move || error.get().map(|_| "true"))
                aria-describedby=described
            />
        </Field>
    }
}

/// A day in three fields, as GOV.UK found people type fastest. Sends `name-day`, `name-month` and `name-year`.
#[component]
pub fn DatePartsInput(
    /// Name in the form, before `-day`, `-month` and `-year`.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// Day, month and year as typed.
    #[prop(optional)]
    value: [String; 3],
    /// Said before typing: "For example, 27 3 2001".
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// About the person at the keys, so the browser may fill it.
    #[prop(optional)]
    own_birthday: bool,
) -> impl IntoView {
    let [day, month, year] = value;
    let part = |key: &'static str, label: &'static str, digits: &'static str, text: String| {
        let name = format!("{name}-{key}");
        let filled = own_birthday.then(|| format!("bday-{key}"));
        view! {
            <div class="field">
                <label for=FieldIds::of(&name).control>{label}</label>
                <input
                    class="control"
                    data-part=key
                    id=FieldIds::of(&name).control
                    name=name.clone()
                    value=text
                    inputmode="numeric"
                    maxlength=digits
                    autocomplete=filled.unwrap_or_else(|| "off".to_owned())
                    aria-invalid=changing(move || error.get().map(|_| "true"))
                />
            </div>
        }
    };
    let day = part("day", "Day", "2", day);
    let month = part("month", "Month", "2", month);
    let year = part("year", "Year", "4", year);
    view! {
        <FieldGroup name=name.clone() legend hint error>
            <div class="date-parts">{day} {month} {year}</div>
        </FieldGroup>
    }
}

/// From and until, two clock times. Sends `name-from` and `name-until`.
#[component]
pub fn TimeSpanInput(
    /// Name in the form, before `-from` and `-until`.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// Start, `14:00`.
    #[prop(optional, into)]
    from: Words,
    /// End, `14:45`.
    #[prop(optional, into)]
    until: Words,
    /// Minutes between offered times.
    #[prop(default = 5)]
    step: u16,
    /// Worth knowing though allowed: "Crosses lunch, 13:00 to 13:45."
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let seconds = (u32::from(step) * 60).to_string();
    let part = |key: &'static str, label: &'static str, text: Words| {
        let name = format!("{name}-{key}");
        view! {
            <div class="field">
                <label for=FieldIds::of(&name).control>{label}</label>
                <input
                    class="control"
                    type="time"
                    step=seconds.clone()
                    id=FieldIds::of(&name).control
                    name=name.clone()
                    value=text.some()
                    autocomplete="off"
                    aria-invalid=changing(move || error.get().map(|_| "true"))
                />
            </div>
        }
    };
    let from = part("from", "From", from);
    let until = part("until", "Until", until);
    view! {
        <FieldGroup name=name.clone() legend hint error>
            <div class="cluster">{from} {until}</div>
        </FieldGroup>
    }
}
