//! Fields to type in.

use super::{Part, State};
use crate::ui::{DateInput, DatePartsInput, InputKind, TextArea, TextInput, TimeSpanInput, sentence};
use leptos::prelude::*;

const LONG: &str = "Wheelchair user. Parks at the back entrance, needs the ramp key from the desk and five minutes more at \
                    the end. Her daughter Palesa drives and waits in the car; phone her when the visit is over.";

pub(super) fn page() -> AnyView {
    view! { <Fields /> <Areas /> <Kinds /> <Days /> <Spans /> }.into_any()
}

#[component]
fn Fields() -> impl IntoView {
    view! {
        <Part name="Field, TextInput">
            <State name="field-empty"><TextInput name="f_empty" label="Last name" /></State>
            <State name="field-filled"><TextInput name="f_filled" label="Last name" value="van der Merwe" /></State>
            <State name="field-optional">
                <TextInput name="f_optional" label="Preferred name" optional=true />
            </State>
            <State name="field-hint">
                <TextInput name="f_hint" label="Member number" hint="6 to 20 letters and digits, as on the card." />
            </State>
            <State name="field-error">
                <TextInput
                    name="f_error"
                    label="Last name"
                    hint="As on the identity document."
                    error=sentence("Last name", "required")
                />
            </State>
            <State name="field-read-only">
                <TextInput name="f_read" label="File number" value="001042" read_only=true />
            </State>
            <State name="field-long">
                <TextInput name="f_long" label="First names" value="Ntombi-zanele Nokuthula Goodness Thandeka Bongiwe" />
            </State>
        </Part>
    }
}

#[component]
fn Areas() -> impl IntoView {
    view! {
        <Part name="TextArea">
            <State name="area-empty"><TextArea name="a_empty" label="Note for the desk" /></State>
            <State name="area-long"><TextArea name="a_long" label="Directions" value=LONG /></State>
            <State name="area-counter"><TextArea name="a_count" label="Reason" value="Load shedding" max=200 /></State>
            <State name="area-error">
                <TextArea name="a_error" label="Reason" error=sentence("Reason", "reason_short") />
            </State>
        </Part>
    }
}

#[component]
fn Kinds() -> impl IntoView {
    view! {
        <Part name="MoneyInput, PhoneInput, SaIdInput">
            <State name="money-right">
                <TextInput name="k_money" label="Deposit" kind=InputKind::Money value="1 143.70" />
            </State>
            <State name="money-wrong">
                <TextInput
                    name="k_money_wrong"
                    label="Deposit"
                    kind=InputKind::Money
                    value="4,5,0"
                    error=sentence("Deposit", "more_than_cents")
                />
            </State>
            <State name="phone-partial">
                <TextInput name="k_phone" label="Phone number" kind=InputKind::Phone value="082 12" />
            </State>
            <State name="phone-wrong">
                <TextInput
                    name="k_phone_wrong"
                    label="Phone number"
                    kind=InputKind::Phone
                    value="082 12"
                    error=sentence("Phone number", "phone_too_short")
                />
            </State>
            <State name="id-right">
                <TextInput name="k_id" label="ID number" kind=InputKind::SaId value="8001015009087" />
            </State>
            <State name="id-wrong">
                <TextInput
                    name="k_id_wrong"
                    label="ID number"
                    kind=InputKind::SaId
                    value="8001015009088"
                    error=sentence("ID number", "checksum")
                />
            </State>
            <State name="search"><TextInput name="k_search" label="Find a patient" kind=InputKind::Search /></State>
            <State name="password">
                <TextInput name="k_password" label="Password" kind=InputKind::Password value="long enough words" />
            </State>
        </Part>
    }
}

#[component]
fn Days() -> impl IntoView {
    view! {
        <Part name="DateInput">
            <State name="date-empty"><DateInput name="d_empty" label="Date of birth" /></State>
            <State name="date-picked"><DateInput name="d_picked" label="Day" value="2026-11-25" /></State>
            <State name="date-out-of-range">
                <DateInput
                    name="d_range"
                    label="Date of birth"
                    value="2031-01-01"
                    error=sentence("Date of birth", "future")
                />
            </State>
            <State name="date-parts-typed">
                <DatePartsInput
                    name="d_parts"
                    legend="What is your date of birth?"
                    hint="For example, 27 3 2001."
                    value=["27".to_owned(), "3".to_owned(), "2001".to_owned()]
                />
            </State>
            <State name="date-parts-error">
                <DatePartsInput
                    name="d_parts_wrong"
                    legend="What is your date of birth?"
                    value=["30".to_owned(), "2".to_owned(), "2001".to_owned()]
                    error=sentence("Date of birth", "date")
                />
            </State>
        </Part>
    }
}

#[component]
fn Spans() -> impl IntoView {
    view! {
        <Part name="TimeSpanInput">
            <State name="span-typed">
                <TimeSpanInput name="s_typed" legend="Time" from="14:00" until="14:45" />
            </State>
            <State name="span-crosses-lunch">
                <TimeSpanInput
                    name="s_lunch"
                    legend="Time"
                    from="12:30"
                    until="13:30"
                    hint="Crosses lunch, 13:00 to 13:45."
                />
            </State>
            <State name="span-past">
                <TimeSpanInput
                    name="s_past"
                    legend="Time"
                    from="07:00"
                    until="07:30"
                    error=sentence("time", "past")
                />
            </State>
        </Part>
    }
}
