//! What the pages for one visit show, with or without JavaScript.

use super::{Card, PractitionerChoice, ResourceChoice, SiteChoice, Status, TypeChoice};
use crate::{
    kernel::{
        ids::{AppointmentId, EventId, PatientId},
        problem::Problem,
    },
    scheduling::drafts::{BookingDraft, VisitForm},
};
use serde::{Deserialize, Serialize};

/// Where a new booking starts from, as in the address of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    /// `2026-11-25`.
    pub day: String,
    /// `10:30`.
    pub starts: String,
    /// Id of a practitioner.
    pub practitioner: String,
    /// Id of a patient.
    pub patient: String,
    /// Id of a kind of visit.
    #[serde(rename = "type")]
    pub type_id: String,
}

/// The page for a new booking: what was typed, what is wrong with it, and what can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingPage {
    /// As typed, or filled in from the address. Its `key` is minted here.
    pub draft: BookingDraft,
    /// Why it was not booked.
    pub problem: Option<Problem>,
    /// Whom the visit is for, once chosen.
    pub patient: Option<VisitPatient>,
    /// Those the person may book with.
    pub practitioners: Vec<PractitionerChoice>,
    /// Those of them the person may book over a visit with.
    pub may_overbook: bool,
    /// Kinds of visit.
    pub types: Vec<TypeChoice>,
    /// Rooms and equipment.
    pub resources: Vec<ResourceChoice>,
    /// Sites.
    pub sites: Vec<SiteChoice>,
}

/// The patient of a visit. Allergies and exact facts only for those who may see the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitPatient {
    /// Who.
    pub id: PatientId,
    /// Name in full.
    pub name: String,
    /// File number.
    pub file_no: String,
    /// The first phone number; empty when there is none.
    pub phone: String,
    /// Day of birth in words; empty when not known.
    pub born: String,
    /// `46 years`; empty when not known.
    pub age: String,
    /// `Female`, `Male`; empty when not recorded.
    pub sex: String,
    /// The day of death in words; empty for the living.
    pub deceased: String,
    /// `not_asked`, `none_known` or `listed`; empty when not open to the person looking.
    pub allergies_state: String,
    /// What the patient is allergic to.
    pub allergies: Vec<String>,
    /// Severity (`danger`, `caution`, `info`) and words of what to mind, worst first.
    pub alerts: Vec<(String, String)>,
    /// Whether the person looking may open the file.
    pub may_open: bool,
}

/// One line of a visit's past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// `Mon 23 Nov 09:40`.
    pub at: String,
    /// Name of who did it.
    pub by: String,
    /// What happened, as a sentence.
    pub words: String,
    /// Takes it back, while that is possible.
    pub undo: Option<EventId>,
}

/// The page of one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitPage {
    /// The visit.
    pub card: Card,
    /// `Thursday 26 November 2026`.
    pub day_label: String,
    /// `10:30 to 11:15`.
    pub time_label: String,
    /// Name of the kind of visit.
    pub type_name: String,
    /// Name of the practitioner.
    pub practitioner_name: String,
    /// Name of the site.
    pub site_name: String,
    /// Name of the room; empty without one.
    pub room_name: String,
    /// Name of the equipment; empty without any.
    pub equipment_name: String,
    /// The whole note.
    pub note: String,
    /// Why it was called off, in words; empty if it was not.
    pub cancelled_why: String,
    /// Called off less than a day before.
    pub cancelled_late: bool,
    /// Why it was booked over another visit; empty if it was not.
    pub overbook_reason: String,
    /// Whose visit; none for a meeting.
    pub patient: Option<VisitPatient>,
    /// What happened to it, latest first.
    pub history: Vec<HistoryLine>,
    /// Steps open to it now.
    pub next: Vec<Status>,
    /// Steps among them that need a reason.
    pub next_with_reason: Vec<Status>,
    /// Whether the person looking may move it now.
    pub may_move: bool,
    /// Whether the person looking may call it off now.
    pub may_cancel: bool,
    /// Whether the person looking may book over a visit in its column.
    pub may_overbook: bool,
    /// The forms of the page as typed, or filled in from the visit.
    pub form: VisitForm,
    /// Why what was posted did not happen.
    pub problem: Option<Problem>,
    /// Practitioners to move to.
    pub practitioners: Vec<PractitionerChoice>,
    /// Rooms and equipment.
    pub resources: Vec<ResourceChoice>,
}

/// One of a patient's visits, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitLine {
    /// Which.
    pub id: AppointmentId,
    /// `26 Nov 2026`.
    pub day: String,
    /// `Thu 10:30`.
    pub time: String,
    /// How far it has come.
    pub status: Status,
    /// Called off less than a day before.
    pub late: bool,
    /// Name of the kind of visit.
    pub kind: String,
    /// Name of its colour.
    pub tone: String,
    /// Name of the practitioner.
    pub practitioner: String,
    /// Room and site.
    pub place: String,
}

/// The visits of one patient: a few, or a page of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientVisits {
    /// Whose.
    pub patient: PatientId,
    /// Name of the patient.
    pub name: String,
    /// Not over yet, the latest first.
    pub coming: Vec<VisitLine>,
    /// Over, the latest first.
    pub past: Vec<VisitLine>,
    /// How many are not over yet.
    pub coming_count: u32,
    /// How many are over.
    pub past_count: u32,
    /// How many past ones come before those shown.
    pub skipped: u32,
}
