//! Fields to choose from.

use super::{Part, State};
use crate::ui::{Checkbox, Choice, Combobox, Find, Finds, RadioGroup, Select, sentence};
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    view! { <Boxes /> <Radios /> <Selects /> <Comboboxes /> }.into_any()
}

#[component]
fn Boxes() -> impl IntoView {
    view! {
        <Part name="Checkbox, Switch">
            <State name="checkbox-off"><Checkbox name="c_off" label="May be sent SMS" /></State>
            <State name="checkbox-on"><Checkbox name="c_on" label="May be sent SMS" checked=true /></State>
            <State name="checkbox-mixed"><Checkbox name="c_mixed" label="All practitioners" mixed=true /></State>
            <State name="checkbox-hint">
                <Checkbox name="c_hint" label="Estimated" hint="The day or month is not known for certain." />
            </State>
            <State name="checkbox-error">
                <Checkbox
                    name="c_error"
                    label="Identity checked against the document"
                    error="Tick when the document was seen.".to_owned()
                />
            </State>
            <State name="switch-off"><Checkbox name="c_sw_off" label="Show cancelled visits" switch=true /></State>
            <State name="switch-on">
                <Checkbox name="c_sw_on" label="Show cancelled visits" switch=true checked=true />
            </State>
        </Part>
    }
}

fn payers() -> Vec<Choice> {
    vec![
        Choice::new("scheme", "Medical scheme").hint("Claims go to the scheme."),
        Choice::new("private", "Private"),
        Choice::new("wca", "Injury on duty"),
        Choice::new("raf", "Road accident").disabled(),
    ]
}

#[component]
fn Radios() -> impl IntoView {
    view! {
        <Part name="RadioGroup">
            <State name="radio-none"><RadioGroup name="r_none" legend="Who pays?" choices=payers() /></State>
            <State name="radio-chosen">
                <RadioGroup name="r_chosen" legend="Who pays?" choices=payers() chosen="private" />
            </State>
            <State name="radio-error">
                <RadioGroup
                    name="r_error"
                    legend="Who pays?"
                    hint="More can be added later."
                    choices=payers()
                    error=sentence("Payer", "choose")
                />
            </State>
            <State name="radio-row">
                <RadioGroup
                    name="r_row"
                    legend="Sex for claims"
                    in_a_row=true
                    choices=vec![
                        Choice::new("female", "Female"),
                        Choice::new("male", "Male"),
                        Choice::new("unknown", "Unknown"),
                    ]
                    chosen="female"
                />
            </State>
        </Part>
    }
}

fn practitioners() -> Vec<Choice> {
    ["Dr A Naidoo", "L van der Merwe", "T Dlamini", "Dr S Pillay", "N Khumalo", "J Botha", "M Abrahams"]
        .into_iter()
        .map(|name| Choice::new(name, name))
        .collect()
}

#[component]
fn Selects() -> impl IntoView {
    let long =
        (1..=120u16).map(|n| Choice::new(n.to_string(), format!("Option {n} of a long list of schemes"))).collect();
    view! {
        <Part name="Select">
            <State name="select-empty">
                <Select name="s_empty" label="Practitioner" empty="Choose a practitioner" choices=practitioners() />
            </State>
            <State name="select-chosen">
                <Select name="s_chosen" label="Practitioner" choices=practitioners() chosen="T Dlamini" />
            </State>
            <State name="select-long"><Select name="s_long" label="Scheme option" choices=long /></State>
            <State name="select-none">
                <Select name="s_none" label="Room" empty="No room is free then" choices=vec![] />
            </State>
            <State name="select-error">
                <Select
                    name="s_error"
                    label="Practitioner"
                    empty="Choose a practitioner"
                    choices=practitioners()
                    error=sentence("Practitioner", "choose")
                />
            </State>
        </Part>
    }
}

fn two_thandis() -> Finds {
    let find = |value: &str, detail: &str| Find {
        value: value.to_owned(),
        label: "Thandi Mokoena".to_owned(),
        detail: detail.to_owned(),
    };
    let first = find("1", "Born 3 Feb 1980 · 082 123 4567 · file 001042");
    Finds::Some(vec![first, find("2", "Born 19 Aug 2011 · 083 555 0101 · file 001377")], Some(0))
}

#[component]
fn Comboboxes() -> impl IntoView {
    let add = || Some(("Add Thandeka as a new patient".to_owned(), "#add".to_owned()));
    view! {
        <Part name="Combobox">
            <State name="combobox-closed">
                <Combobox name="p_closed" label="Patient" hint="Name, phone, file or ID number." finds=Finds::Closed />
            </State>
            <State name="combobox-loading">
                <Combobox name="p_loading" label="Patient" value="thand" finds=Finds::Loading />
            </State>
            <State name="combobox-two-with-the-same-name">
                <Combobox name="p_two" label="Patient" value="thandi mok" finds=two_thandis() />
            </State>
            <State name="combobox-none-found">
                <Combobox name="p_none" label="Patient" value="zzyx" finds=Finds::Nothing />
            </State>
            <State name="combobox-create-new">
                <Combobox name="p_new" label="Patient" value="Thandeka" finds=Finds::Nothing add=add() />
            </State>
        </Part>
    }
}
