//! Who we are talking about, and what must not be missed about them. The same on every page of a patient.

use super::icon::{Glyph, Icon};
use super::looks::Voice;
use super::words::Words;
use leptos::prelude::*;

/// What is known about allergies. Three states that must never look alike: silence is not "none".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allergies {
    /// These.
    Known(Vec<String>),
    /// Asked, and there are none.
    NoneKnown,
    /// Nobody asked yet.
    NotAsked,
}

/// Something to mind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientAlert {
    /// How much: danger, warn or info.
    pub voice: Voice,
    /// In a few words.
    pub text: String,
    /// Who knows; empty when nobody said so.
    pub note: String,
}

/// The person in the banner, as short texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BannerPatient {
    /// Name as one says it.
    pub name: String,
    /// File number.
    pub file_no: String,
    /// "46 years", "7 months"; nothing when the birth date is not known.
    pub age: Option<String>,
    /// "3 Feb 1980".
    pub born: Option<String>,
    /// "Female", "Male"; nothing when not recorded.
    pub sex: Option<String>,
    /// The ID number, masked: "800101 **** 08*".
    pub masked_id: Option<String>,
    /// The first phone number.
    pub phone: Option<String>,
    /// What is known about allergies.
    pub allergies: Allergies,
    /// What to mind, worst first.
    pub alerts: Vec<PatientAlert>,
    /// The day of death, "12 Mar 2026".
    pub deceased_on: Option<String>,
}

/// The banner. The account's balance, or buttons, go inside.
#[component]
pub fn PatientBanner(
    /// Who.
    patient: BannerPatient,
    /// Where the name leads, on pages that are not the patient's own.
    #[prop(optional, into)]
    href: Words,
    /// The balance, buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let name = patient.name.clone();
    let named = match href.some() {
        Some(to) => view! { <a class="banner-name link" href=to>{name}</a> }.into_any(),
        None => view! { <strong class="banner-name">{name}</strong> }.into_any(),
    };
    let dead = patient.deceased_on.clone();
    let deceased = dead.clone().map(|day| view! { <span class="badge">{format!("Died {day}")}</span> });
    view! {
        <section class="banner" aria-label=format!("Patient {}", patient.name) data-deceased=dead.map(|_| "")>
            <div class="banner-who">
                {named}
                {deceased}
                <BannerFacts patient=patient.clone() />
            </div>
            <div class="banner-alerts">
                <AllergyMark of=patient.allergies />
                {patient.alerts.into_iter().map(|alert| view! { <AlertMark alert /> }).collect_view()}
            </div>
            {children.map(|rest| view! { <div class="banner-alerts">{rest()}</div> })}
        </section>
    }
}

#[component]
fn BannerFacts(patient: BannerPatient) -> impl IntoView {
    let age = match (patient.age, patient.born) {
        (Some(age), Some(born)) => Some(format!("{age}, born {born}")),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => None,
    };
    let rows = [
        ("Age", Some(age.unwrap_or_else(|| "not recorded".to_owned()))),
        ("Sex", Some(patient.sex.unwrap_or_else(|| "not recorded".to_owned()))),
        ("ID", patient.masked_id),
        ("File", Some(patient.file_no)),
        ("Phone", patient.phone),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(label, text)| text.map(|value| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }))
        .collect_view();
    view! { <dl class="banner-facts">{rows}</dl> }
}

/// What is known about allergies, in one of three shapes.
#[component]
pub fn AllergyMark(
    /// What is known.
    of: Allergies,
) -> impl IntoView {
    let (key, glyph, text) = match of {
        Allergies::Known(list) => ("known", Glyph::Allergy, format!("Allergic to {}", list.join(", "))),
        Allergies::NoneKnown => ("none", Glyph::Check, "No known allergies".to_owned()),
        Allergies::NotAsked => ("not-asked", Glyph::Help, "Allergies not asked yet".to_owned()),
    };
    view! { <span class="allergy" data-allergy=key><Icon of=glyph />{text}</span> }
}

/// Something to mind: octagon, triangle or circle, with its words.
#[component]
pub fn AlertMark(
    /// What.
    alert: PatientAlert,
) -> impl IntoView {
    let (key, glyph) = match alert.voice {
        Voice::Danger => ("danger", Glyph::AlertDanger),
        Voice::Warn => ("caution", Glyph::AlertCaution),
        Voice::Plain | Voice::Info | Voice::Good | Voice::Accent => ("info", Glyph::AlertInfo),
    };
    let note = (!alert.note.is_empty()).then(|| view! { " " <small>{alert.note}</small> });
    view! { <span class="alert" data-alert=key><Icon of=glyph /><span>{alert.text}{note}</span></span> }
}
