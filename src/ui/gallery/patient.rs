//! The patient banner.

use super::{Part, State};
use crate::ui::{Allergies, Badge, BannerPatient, PatientAlert, PatientBanner, Voice};
use leptos::prelude::*;

fn named(name: &str, allergies: Allergies) -> BannerPatient {
    BannerPatient {
        name: name.to_owned(),
        file_no: "001042".to_owned(),
        age: Some("46 years".to_owned()),
        born: Some("3 Feb 1980".to_owned()),
        sex: Some("Female".to_owned()),
        masked_id: Some("800203 **** 08*".to_owned()),
        phone: Some("082 123 4567".to_owned()),
        allergies,
        alerts: vec![],
        deceased_on: None,
    }
}

fn alert(voice: Voice, text: &str, note: &str) -> PatientAlert {
    PatientAlert { voice, text: text.to_owned(), note: note.to_owned() }
}

pub(super) fn page() -> AnyView {
    let known = Allergies::Known(vec!["penicillin".to_owned(), "latex".to_owned()]);
    let mut minded = named("Sipho Ndlovu", known.clone());
    minded.alerts = vec![
        alert(Voice::Danger, "Seizures", "acknowledged by Priya Naidoo"),
        alert(Voice::Warn, "Falls risk", ""),
        alert(Voice::Info, "Interpreter: isiXhosa", ""),
    ];
    let mut long = named("", Allergies::NotAsked);
    long.name = "Wilhelmina Johanna Magdalena Nokuthula van den Heever-Oosthuizen".to_owned();
    let mut gone = named("Jan Hendrik du Plessis", Allergies::NoneKnown);
    gone.deceased_on = Some("12 Mar 2026".to_owned());
    let mut scant = named("Naledi Mahlangu", Allergies::NotAsked);
    (scant.age, scant.born, scant.sex, scant.masked_id, scant.phone) = (None, None, None, None, None);
    view! {
        <Part name="PatientBanner">
            <State name="banner-allergies-known"><PatientBanner patient=named("Thandi Mokoena", known) /></State>
            <State name="banner-allergies-none"><PatientBanner patient=named("Ayesha Patel", Allergies::NoneKnown) /></State>
            <State name="banner-allergies-not-asked"><PatientBanner patient=named("Kagiso Tau", Allergies::NotAsked) /></State>
            <State name="banner-alerts-and-balance">
                <PatientBanner patient=minded href="#file"><Badge voice=Voice::Warn>"Due R 640.30"</Badge></PatientBanner>
            </State>
            <State name="banner-long-name"><PatientBanner patient=long /></State>
            <State name="banner-deceased"><PatientBanner patient=gone /></State>
            <State name="banner-little-known"><PatientBanner patient=scant /></State>
        </Part>
    }
    .into_any()
}
