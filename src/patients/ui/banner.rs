//! The banner, from what the server says about a patient.

use crate::{
    patients::model::{AllergiesKnown, Banner},
    ui::{Allergies, BannerPatient, PatientAlert, PatientBanner, Voice, Words},
};
use jiff::civil::Date;
use leptos::prelude::*;

/// The banner on every page of a patient. The account's balance goes inside once there are accounts.
#[component]
pub fn BannerOf(
    /// Who.
    of: Banner,
    /// Where the name leads, on pages that are not the patient's own.
    #[prop(optional, into)]
    href: Words,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let some = |text: String| Some(text).filter(|t| !t.is_empty());
    let patient = BannerPatient {
        name: of.card.name,
        file_no: of.card.file_no,
        age: some(of.age),
        born: of.card.birth.map(day),
        sex: some(of.sex),
        masked_id: some(of.card.masked_id),
        phone: some(of.card.phone),
        allergies: match of.allergies {
            AllergiesKnown::NotAsked => Allergies::NotAsked,
            AllergiesKnown::NoneKnown => Allergies::NoneKnown,
            AllergiesKnown::Listed(list) => Allergies::Known(list),
        },
        alerts: of
            .alerts
            .into_iter()
            .map(|alert| PatientAlert { voice: voice(&alert.severity), text: alert.words, note: alert.note })
            .collect(),
        deceased_on: of.deceased_on.map(day),
    };
    match children {
        Some(children) => view! { <PatientBanner patient href=href.0>{children()}</PatientBanner> }.into_any(),
        None => view! { <PatientBanner patient href=href.0 /> }.into_any(),
    }
}

/// `3 Feb 1980`.
pub(super) fn day(on: Date) -> String {
    crate::kernel::span::plain_day(on)
}

pub(super) fn voice(severity: &str) -> Voice {
    match severity {
        "danger" => Voice::Danger,
        "caution" => Voice::Warn,
        _ => Voice::Info,
    }
}
