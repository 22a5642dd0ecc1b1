//! What happens to patients. Ids, counts and field names only: the log holds nobody's details.

use crate::{kernel::ids::PatientId, platform::cx::Event};
use serde::Serialize;

/// Put on file.
#[derive(Serialize)]
pub struct Registered {
    /// Who.
    pub patient: PatientId,
    /// From the short form.
    pub quick: bool,
    /// Points of the likeliest patient already on file, when the person at the desk went on.
    pub in_spite_of: Option<i32>,
    /// Why, when nearly certain.
    pub reason: String,
}

/// Not put on file: patients who may be the same were shown.
#[derive(Serialize)]
pub struct DuplicatesShown {
    /// The likeliest.
    pub patient: PatientId,
    /// How likely, in points.
    pub points: i32,
    /// How many were shown.
    pub shown: usize,
}

/// Details, contact, funding or people changed.
#[derive(Serialize)]
pub struct DetailsChanged {
    /// Whose.
    pub patient: PatientId,
    /// Names of the fields, never their values.
    pub fields: Vec<String>,
    /// Ways of paying that ended or began.
    pub funding: usize,
    /// People that ended or began.
    pub people: usize,
}

/// Something to mind was written down.
#[derive(Serialize)]
pub struct AlertRaised {
    /// About whom.
    pub patient: PatientId,
    /// What it is about.
    pub category: String,
    /// How much it matters.
    pub severity: String,
    /// The front desk sees it too.
    pub for_desk: bool,
}

impl Event for AlertRaised {
    const KIND: &'static str = "patient.alert_raised";
    fn subject(&self) -> uuid::Uuid {
        self.patient.0
    }
    fn patient(&self) -> Option<PatientId> {
        Some(self.patient)
    }
}

/// Answers to consents were written down.
#[derive(Serialize)]
pub struct ConsentsSaid {
    /// Whose.
    pub patient: PatientId,
    /// Kind and answer of each.
    pub said: Vec<(String, String)>,
}

impl Event for Registered {
    const KIND: &'static str = "patient.registered";
    fn subject(&self) -> uuid::Uuid {
        self.patient.0
    }
    fn patient(&self) -> Option<PatientId> {
        Some(self.patient)
    }
}

impl Event for DuplicatesShown {
    const KIND: &'static str = "patient.duplicates_shown";
    fn subject(&self) -> uuid::Uuid {
        self.patient.0
    }
}

impl Event for DetailsChanged {
    const KIND: &'static str = "patient.changed";
    fn subject(&self) -> uuid::Uuid {
        self.patient.0
    }
    fn patient(&self) -> Option<PatientId> {
        Some(self.patient)
    }
}

impl Event for ConsentsSaid {
    const KIND: &'static str = "patient.consents_said";
    fn subject(&self) -> uuid::Uuid {
        self.patient.0
    }
    fn patient(&self) -> Option<PatientId> {
        Some(self.patient)
    }
}

/// What a line of the history says. Kinds of other features are shown as they are named.
pub fn words(kind: &str) -> String {
    match kind {
        "patient.registered" => "Registered".into(),
        "patient.changed" => "Details changed".into(),
        "patient.alert_raised" => "Alert raised".into(),
        "patient.consents_said" => "Consents recorded".into(),
        other => {
            let text = other.replace(['.', '_'], " ");
            let mut letters = text.chars();
            letters.next().map(|c| c.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
        }
    }
}
