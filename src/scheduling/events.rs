//! What happened in the diary, past tense. Each carries the visit before and after, so that it can be taken back.

use super::{
    model::{CancelReason, Status},
    store::Visit,
};
use crate::{
    kernel::{
        ids::{EventId, PatientId, PractitionerId, ResourceId, SiteId},
        problem::Question,
    },
    platform::cx::Event,
};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use serde::{Deserialize, Serialize};

/// A visit at one moment: ids, times and status. No names and no notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Version of the row.
    pub version: i32,
    /// In whose column.
    pub practitioner: PractitionerId,
    /// Where.
    pub site: SiteId,
    /// In which room.
    pub room: Option<ResourceId>,
    /// With which equipment.
    pub equipment: Option<ResourceId>,
    /// From.
    pub starts_at: Timestamp,
    /// To.
    pub ends_at: Timestamp,
    /// The wall-clock time that was promised.
    pub local_start: DateTime,
    /// How far it had come.
    pub status: Status,
    /// Why it was called off.
    pub cancel_reason: Option<CancelReason>,
    /// Called off less than a day before.
    pub cancelled_late: bool,
    /// Why over another visit.
    pub overbook_reason: Option<String>,
    /// When the patient came.
    pub arrived_at: Option<Timestamp>,
}

impl Snapshot {
    /// Of a visit as it stands.
    pub fn of(it: &Visit) -> Snapshot {
        Snapshot {
            version: it.version,
            practitioner: it.practitioner,
            site: it.site,
            room: it.room,
            equipment: it.equipment,
            starts_at: it.starts_at,
            ends_at: it.ends_at,
            local_start: it.local_start,
            status: it.status,
            cancel_reason: it.cancel_reason,
            cancelled_late: it.cancelled_late,
            overbook_reason: it.overbook_reason.clone(),
            arrived_at: it.arrived_at,
        }
    }

    /// The visit as it was then; its note, its patient and its kind are as they are.
    pub fn restored(&self, now: &Visit) -> Visit {
        Visit {
            practitioner: self.practitioner,
            site: self.site,
            room: self.room,
            equipment: self.equipment,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            local_start: self.local_start,
            status: self.status,
            cancel_reason: self.cancel_reason,
            cancelled_late: self.cancelled_late,
            overbook_reason: self.overbook_reason.clone(),
            arrived_at: self.arrived_at,
            ..now.clone()
        }
    }
}

/// Before and after, as stored with every deed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// None for a visit that was not there before.
    pub before: Option<Snapshot>,
    /// As it was left.
    pub after: Snapshot,
    /// What was asked and answered with yes.
    #[serde(default)]
    pub confirmed: Vec<Question>,
    /// Why, where a reason is asked for.
    #[serde(default)]
    pub why: String,
    /// The deed that was taken back.
    #[serde(default)]
    pub undoes: Option<EventId>,
}

impl Trace {
    /// From one state to the next.
    pub fn between(before: Option<&Visit>, after: &Visit) -> Trace {
        Trace {
            before: before.map(Snapshot::of),
            after: Snapshot::of(after),
            confirmed: vec![],
            why: String::new(),
            undoes: None,
        }
    }
}

/// What a deed is about, and which days of the diary other desks should look at again.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    #[serde(skip)]
    subject: uuid::Uuid,
    #[serde(skip)]
    patient: Option<PatientId>,
    #[serde(skip)]
    days: Vec<Date>,
    #[serde(flatten)]
    trace: Trace,
}

impl About {
    /// The trace of a visit's change.
    pub fn new(it: &Visit, trace: Trace) -> About {
        let mut days: Vec<Date> = trace.before.iter().map(|b| b.local_start.date()).collect();
        days.push(trace.after.local_start.date());
        days.dedup();
        About { subject: it.id.0, patient: it.patient, days, trace }
    }
}

macro_rules! events {
(@metric) => { None };
(@metric $metric:literal) => { Some($metric) };
($($(#[$doc:meta])* $name:ident = $kind:literal $(timed $metric:literal)?;)*) => { $(
    $(#[$doc])*
    #[derive(Clone, Debug, Serialize)]
    #[serde(transparent)]
    pub struct $name(pub About);
    impl Event for $name {
        const KIND: &'static str = $kind;
        const TIMED: Option<&'static str> = events!(@metric $($metric)?);
        fn subject(&self) -> uuid::Uuid { self.0.subject }
        fn patient(&self) -> Option<PatientId> { self.0.patient }
        fn days(&self) -> Vec<Date> { self.0.days.clone() }
    }
)* } }

events! {
    /// A visit was put into the diary.
    Booked = "appointment.booked" timed "booking_commit_seconds";
    /// It was put elsewhere, or made longer or shorter.
    Moved = "appointment.moved";
    /// It went a step on, or back.
    StatusChanged = "appointment.status_changed";
    /// It was called off.
    Cancelled = "appointment.cancelled";
    /// The last change was taken back.
    Undone = "appointment.undone";
}
