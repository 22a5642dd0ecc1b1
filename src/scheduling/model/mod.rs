//! What the diary speaks of, on both sides. Days and minutes are the practice's own: the browser never computes a zone.

mod pages;
mod words;

pub use pages::{BookingPage, HistoryLine, NewQuery, PatientVisits, VisitLine, VisitPage, VisitPatient};
pub use words::{CancelReason, ReasonSide, Status};

use crate::kernel::{
    ids::{AppointmentId, AppointmentTypeId, EventId, OnceKey, PatientId, PractitionerId, ResourceId, SiteId},
    problem::Question,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One visit as the diary draws it. Carries what the front desk needs to know a patient by and nothing more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Which visit.
    pub id: AppointmentId,
    /// In whose column.
    pub practitioner: PractitionerId,
    /// Where.
    pub site: SiteId,
    /// The room, if one is kept for it.
    pub room: Option<ResourceId>,
    /// The equipment, if some is kept for it.
    pub equipment: Option<ResourceId>,
    /// The day it starts.
    #[serde(with = "crate::kernel::iso_day")]
    pub day: Date,
    /// Minutes after local midnight.
    pub starts: u16,
    /// Length.
    pub minutes: u16,
    /// How far it has come.
    pub status: Status,
    /// The kind of visit.
    pub type_id: AppointmentTypeId,
    /// Whose visit; none for a meeting.
    pub patient: Option<PatientId>,
    /// Preferred and last name; empty without a patient.
    pub patient_name: String,
    /// The first phone number; empty when there is none.
    pub phone: String,
    /// First line of the note.
    pub note: String,
    /// Booked over another visit on purpose.
    pub overbooked: bool,
    /// Not wholly inside the practitioner's open hours.
    pub outside_hours: bool,
    /// For someone in the waiting room: since when, minutes after midnight.
    pub waiting_since: Option<u16>,
    /// There is something for the desk to mind about the patient.
    pub alert: bool,
    /// Which version this is; sent back with every change.
    pub version: i32,
    /// Initials of who changed it last.
    pub by: String,
}

impl Card {
    /// Minutes after midnight at which it ends; past 1440 when it crosses midnight.
    pub fn ends(&self) -> u16 {
        self.starts.saturating_add(self.minutes)
    }
}

/// One practitioner's column on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Whose.
    pub practitioner: PractitionerId,
    /// First and last name.
    pub name: String,
    /// Two letters of the profession, `PT`.
    pub profession_mark: String,
    /// Working hours that day: from, to, where.
    pub open: Vec<(u16, u16, SiteId)>,
    /// Breaks and closures: from, to, why.
    pub closed: Vec<(u16, u16, String)>,
    /// The column of the person looking.
    pub mine: bool,
    /// The person looking may book here.
    pub may_book: bool,
    /// The person looking may book over a visit here.
    pub may_overbook: bool,
}

/// A kind of visit to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeChoice {
    /// Which.
    pub id: AppointmentTypeId,
    /// As written in the list.
    pub name: String,
    /// Usual length.
    pub minutes: u16,
    /// Name of its colour.
    pub tone: String,
    /// Two letters.
    pub mark: String,
    /// `clinical`, `meeting`, `administrative`, `maintenance` or `travel`.
    pub category: String,
    /// Cannot be booked without a patient.
    pub needs_patient: bool,
    /// Minutes kept free before.
    pub buffer_before: u16,
    /// Minutes kept free after.
    pub buffer_after: u16,
}

/// Rooms and equipment: what can be in one place at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// A room.
    Room,
    /// A piece of equipment.
    Equipment,
}

impl ResourceKind {
    /// The word stored.
    pub fn key(self) -> &'static str {
        match self {
            ResourceKind::Room => "room",
            ResourceKind::Equipment => "equipment",
        }
    }
}

/// A room or piece of equipment to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceChoice {
    /// Which.
    pub id: ResourceId,
    /// Where it is.
    pub site: SiteId,
    /// What it is.
    pub kind: ResourceKind,
    /// As on the door.
    pub name: String,
}

/// A site to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteChoice {
    /// Which.
    pub id: SiteId,
    /// As said.
    pub name: String,
    /// As in addresses: `?site=main`.
    pub key: String,
}

/// One day of the diary, with all a screen needs to draw it and to start a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiaryDay {
    /// The day shown.
    #[serde(with = "crate::kernel::iso_day")]
    pub day: Date,
    /// `Thursday 26 November 2026`.
    pub label: String,
    /// Today in the practice.
    #[serde(with = "crate::kernel::iso_day")]
    pub today: Date,
    /// Minutes after midnight, when today is shown.
    pub now: Option<u16>,
    /// Minutes of a row.
    pub slot: u16,
    /// First minute shown; early enough for all hours and visits.
    pub from: u16,
    /// Last minute shown.
    pub to: u16,
    /// Name of the public holiday.
    pub holiday: Option<String>,
    /// Every site shown is closed.
    pub closed: bool,
    /// Columns in the practice's order.
    pub columns: Vec<Column>,
    /// Visits by start.
    pub cards: Vec<Card>,
    /// Kinds of visit.
    pub types: Vec<TypeChoice>,
    /// Rooms and equipment.
    pub resources: Vec<ResourceChoice>,
    /// Sites.
    pub sites: Vec<SiteChoice>,
}

/// Seven days of one practitioner. Each day has the one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiaryWeek {
    /// Whose.
    pub practitioner: PractitionerId,
    /// First and last name.
    pub name: String,
    /// Monday to Sunday.
    pub days: Vec<DiaryDay>,
    /// Everyone who has a column, to change over.
    pub practitioners: Vec<PractitionerChoice>,
}

/// A practitioner to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PractitionerChoice {
    /// Who.
    pub id: PractitionerId,
    /// First and last name.
    pub name: String,
}

/// Which day to show. Everything as typed in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DiaryQuery {
    /// `2026-11-25`; today when left out.
    pub day: Option<String>,
    /// Key of a site; all when left out.
    pub site: Option<String>,
    /// Shows cancelled visits too.
    pub show_cancelled: bool,
}

/// A visit wished for by a gesture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewVisit {
    /// Minted where the gesture began; the same one twice books once.
    pub key: OnceKey,
    /// With whom.
    pub practitioner: PractitionerId,
    /// Where; the practitioner's place at that hour when left out.
    pub site: Option<SiteId>,
    /// In which room.
    pub room: Option<ResourceId>,
    /// With which equipment.
    pub equipment: Option<ResourceId>,
    /// For whom.
    pub patient: Option<PatientId>,
    /// What kind.
    pub type_id: AppointmentTypeId,
    /// The day.
    #[serde(with = "crate::kernel::iso_day")]
    pub day: Date,
    /// Minutes after local midnight.
    pub starts: u16,
    /// Length.
    pub minutes: u16,
    /// For the people who see the visit.
    pub note: String,
    /// What was asked and answered with yes.
    pub confirmed: Vec<Question>,
    /// Why over another visit, when that is meant.
    pub overbook_reason: Option<String>,
}

/// Where a visit should go; a change of length is the same deed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Which visit.
    pub id: AppointmentId,
    /// The version on screen.
    pub version: i32,
    /// To whose column.
    pub practitioner: PractitionerId,
    /// Into which room; none lets go of it.
    pub room: Option<ResourceId>,
    /// With which equipment; none lets go of it.
    pub equipment: Option<ResourceId>,
    /// To which day.
    #[serde(with = "crate::kernel::iso_day")]
    pub day: Date,
    /// Minutes after local midnight.
    pub starts: u16,
    /// Length.
    pub minutes: u16,
    /// What was asked and answered with yes.
    pub confirmed: Vec<Question>,
    /// Why over another visit, when that is meant.
    pub overbook_reason: Option<String>,
}

/// A next step for a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusChange {
    /// Which visit.
    pub id: AppointmentId,
    /// The version on screen.
    pub version: i32,
    /// The step.
    pub to: Status,
    /// Why; needed for steps back from done, did not come and cancelled.
    pub why: String,
    /// What was asked and answered with yes: only a visit that comes back to life asks.
    #[serde(default)]
    pub confirmed: Vec<Question>,
}

/// A visit that will not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancel {
    /// Which visit.
    pub id: AppointmentId,
    /// The version on screen.
    pub version: i32,
    /// Why.
    pub reason: CancelReason,
    /// In words; needed for `other`.
    pub words: String,
}

/// A change to be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeBack {
    /// The change.
    pub event: EventId,
    /// What was asked and answered with yes: the patient may be elsewhere by now.
    #[serde(default)]
    pub confirmed: Vec<Question>,
}

/// What a change made of the visit, and how to take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The visit now.
    pub card: Card,
    /// Takes the change back, for ten minutes.
    pub undo: Option<EventId>,
}
