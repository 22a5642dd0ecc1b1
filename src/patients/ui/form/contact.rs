//! How to reach the person.

use super::{Form, Part, identity::More};
use crate::{
    patients::registration::{
        countries::countries,
        words::{CHANNELS, PHONE_LABELS, PHONES, PROVINCES},
    },
    ui::{Choice, FieldGroup, InputKind},
};
use leptos::prelude::*;

/// Phones, e-mail, address, emergency contact.
#[component]
pub(super) fn ContactPart(form: Form) -> impl IntoView {
    let country = country_choices();
    let more_phones: Vec<AnyView> = (2..=PHONES).map(|n| view! { <PhoneRow form n /> }.into_any()).collect();
    let more_open = (2..=PHONES).any(|n| {
        let field = format!("phone_{n}");
        !form.of(&field).is_empty() || form.error(&field).is_some()
    });
    view! {
        <Part id="contact" title="Contact">
            <PhoneRow form n=1 />
            <More summary="More phone numbers" open=more_open>{more_phones}</More>
            {form.input("email", InputKind::Email, "", true)}
            <FieldGroup name="address" legend="Address">
                <div class="stack" data-gap="tight">
                    {form.text("address_line1")}
                    {form.text("address_line2")}
                    <div class="pair">
                        {form.text("suburb")}
                        {form.text("town")}
                    </div>
                    <div class="pair">
                        {form.choose("province", PROVINCES, "No province")}
                        {form.input("postal_code", InputKind::Text, "Four digits in South Africa, such as 0002.", true)}
                        {form.select("country", country, "")}
                    </div>
                </div>
            </FieldGroup>
            {form.choose("preferred_channel", CHANNELS, "")}
            <div class="pair">
                {form.pick("home_site", |it| &it.sites, "No usual site")}
                {form.pick("usual_practitioner", |it| &it.practitioners, "No usual practitioner")}
            </div>
            {form.area("directions", "", 300)}
        </Part>
    }
}

#[component]
fn PhoneRow(form: Form, n: usize) -> impl IntoView {
    let field = format!("phone_{n}");
    view! {
        <div class="pair">
            {form.input(&field, InputKind::Phone, "", n > 1)}
            {form.choose(&format!("{field}_label"), PHONE_LABELS, "")}
        </div>
        <div class="cluster">
            {form.tick(&format!("{field}_sms"), "")}
            {form.tick(&format!("{field}_call"), "")}
        </div>
    }
}

/// Countries to choose from, South Africa first.
pub(super) fn country_choices() -> Vec<Choice> {
    countries().into_iter().map(|(code, name)| Choice::new(code, name)).collect()
}
