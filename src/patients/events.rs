//! What happens to patients. Ids, counts and field names only: the log holds nobody's details.

use crate::{
    kernel::ids::{AlertId, PatientId},
    platform::cx::Event,
};
use jiff::civil::Date;
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
    /// Which.
    pub alert: AlertId,
    /// What it is about.
    pub category: String,
    /// How much it matters.
    pub severity: String,
    /// The front desk sees it too.
    pub for_desk: bool,
    /// The diary shows it from now on.
    #[serde(skip)]
    pub today: Date,
}

impl Event for AlertRaised {
    const KIND: &'static str = "patient.alert_raised";
    fn subject(&self) -> uuid::Uuid {
        self.patient.0
    }
    fn patient(&self) -> Option<PatientId> {
        Some(self.patient)
    }
    fn days(&self) -> Vec<Date> {
        if self.for_desk { vec![self.today] } else { vec![] }
    }
}

/// Something became of an alert. The reason stays with the alert.
#[derive(Serialize)]
pub struct AlertSettled {
    /// About whom.
    pub patient: PatientId,
    /// Which.
    pub alert: AlertId,
    /// How much it matters.
    pub severity: String,
    /// The day whose diary shows it otherwise now.
    #[serde(skip)]
    pub today: Option<Date>,
}

impl AlertSettled {
    /// Somebody knows.
    pub fn acknowledged(self) -> AlertAcknowledged {
        AlertAcknowledged(self)
    }

    /// It no longer holds.
    pub fn resolved(self) -> AlertResolved {
        AlertResolved(self)
    }

    /// It holds after all.
    pub fn reopened(self) -> AlertReopened {
        AlertReopened(self)
    }
}

macro_rules! settled { ($($(#[$doc:meta])* $name:ident $kind:literal;)*) => { $(
    $(#[$doc])*
    #[derive(Serialize)]
    #[serde(transparent)]
    pub struct $name(AlertSettled);

    impl Event for $name {
        const KIND: &'static str = $kind;
        fn subject(&self) -> uuid::Uuid {
            self.0.patient.0
        }
        fn patient(&self) -> Option<PatientId> {
            Some(self.0.patient)
        }
        fn days(&self) -> Vec<Date> {
            self.0.today.into_iter().collect()
        }
    }
)* } }

settled! {
    /// Somebody said that they know.
    AlertAcknowledged "patient.alert_acknowledged";
    /// An alert no longer holds.
    AlertResolved "patient.alert_resolved";
    /// An alert holds after all.
    AlertReopened "patient.alert_reopened";
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
        "patient.alert_acknowledged" => "Alert acknowledged".into(),
        "patient.alert_resolved" => "Alert resolved".into(),
        "patient.alert_reopened" => "Alert opened again".into(),
        "patient.consents_said" => "Consents recorded".into(),
        other => {
            let text = other.replace(['.', '_'], " ");
            let mut letters = text.chars();
            letters.next().map(|c| c.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
        }
    }
}
