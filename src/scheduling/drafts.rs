//! Forms as typed, checked by the same code in the browser and on the server.

use super::model::{Cancel, CancelReason, Move, NewVisit, Status, StatusChange, TakeBack};
use crate::kernel::{
    draft::{self, Faults},
    ids::{AppointmentId, OnceKey, PatientId},
    problem::{Problem, Question},
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A booking as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BookingDraft {
    /// Hidden; minted when the form is rendered.
    pub key: String,
    /// `2026-11-25`.
    pub day: String,
    /// `10:30`.
    pub starts: String,
    /// Length in minutes.
    pub minutes: String,
    /// Id of the practitioner.
    pub practitioner: String,
    /// Id of the site; empty for the practitioner's place at that hour.
    pub site: String,
    /// Id of the room, or empty.
    pub room: String,
    /// Id of the equipment, or empty.
    pub equipment: String,
    /// Id of the patient, or empty.
    pub patient: String,
    /// Id of the kind of visit.
    pub type_id: String,
    /// Note, up to 500 characters.
    pub note: String,
    /// Codes of [`Question`]s answered with yes, separated by commas.
    pub confirmed: String,
    /// Why over another visit; empty when that is not meant.
    pub overbook_reason: String,
    /// Whom to look for, as long as nobody is chosen.
    pub seek: String,
    /// The button of a find: id of the patient; anything else lets go of the one chosen before.
    pub choose: String,
    /// The button of a free time: day, start and practitioner.
    pub instead: String,
}

impl BookingDraft {
    /// The page's form after the button that was pressed. A search, a find and letting go only change the draft; a free
    /// time changes it and books, as does the button for booking. True when it is to be booked.
    #[must_use]
    pub fn pressed(self) -> (BookingDraft, bool) {
        if !self.choose.is_empty() {
            let patient = chosen::<PatientId>(&self.choose).map(|id| id.to_string()).unwrap_or_default();
            return (BookingDraft { patient, seek: String::new(), choose: String::new(), ..self }, false);
        }
        if let Some((day, starts, practitioner)) = free_time(&self.instead) {
            let (confirmed, instead, site) = (String::new(), String::new(), String::new());
            return (BookingDraft { day, starts, practitioner, confirmed, instead, site, ..self }, true);
        }
        let looks = self.patient.is_empty() && !self.seek.trim().is_empty();
        (self, !looks)
    }

    /// The visit wished for, or everything that is wrong with it.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every field at fault.
    pub fn check(&self) -> Result<NewVisit, Problem> {
        let mut faults = Faults::default();
        let key = faults.take("key", chosen::<OnceKey>(&self.key));
        let practitioner = faults.take("practitioner", chosen(&self.practitioner));
        let type_id = faults.take("type_id", chosen(&self.type_id));
        let site = faults.take("site", maybe(&self.site));
        let room = faults.take("room", maybe(&self.room));
        let equipment = faults.take("equipment", maybe(&self.equipment));
        let patient = faults.take("patient", maybe(&self.patient));
        let day = faults.take("day", draft::day(&self.day));
        let starts = faults.take("starts", clock_time(&self.starts));
        let minutes = faults.take("minutes", length(&self.minutes));
        let note = faults.take("note", note(&self.note));
        let overbook_reason = faults.take("overbook_reason", overbook_reason(&self.overbook_reason));
        let confirmed = questions(&self.confirmed);
        let (
            Some(key),
            Some(practitioner),
            Some(type_id),
            Some(site),
            Some(room),
            Some(equipment),
            Some(patient),
            Some(day),
            Some(starts),
            Some(minutes),
            Some(note),
            Some(overbook_reason),
        ) = (key, practitioner, type_id, site, room, equipment, patient, day, starts, minutes, note, overbook_reason)
        else {
            return Err(faults.problem());
        };
        Ok(NewVisit {
            key,
            practitioner,
            site,
            room,
            equipment,
            patient,
            type_id,
            day,
            starts,
            minutes,
            note,
            confirmed,
            overbook_reason,
        })
    }
}

/// The forms of a visit's page, as typed: one is posted at a time, named by `deed`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VisitForm {
    /// `status`, `move`, `cancel` or `undo`.
    pub deed: String,
    /// The version on screen.
    pub version: String,
    /// The step, as the key of a [`Status`].
    pub to: String,
    /// Why the step.
    pub why: String,
    /// Where to: id of the practitioner.
    pub practitioner: String,
    /// Id of the room, or empty.
    pub room: String,
    /// Id of the equipment, or empty.
    pub equipment: String,
    /// `2026-11-25`.
    pub day: String,
    /// `10:30`.
    pub starts: String,
    /// Length in minutes.
    pub minutes: String,
    /// The button of a free time: day, start and practitioner.
    pub instead: String,
    /// Codes of [`Question`]s answered with yes, separated by commas.
    pub confirmed: String,
    /// Why over another visit; empty when that is not meant.
    pub overbook_reason: String,
    /// Key of a [`CancelReason`].
    pub reason: String,
    /// The cancellation in words.
    pub words: String,
    /// The change to take back.
    pub event: String,
}

/// A checked form of a visit's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisitDeed {
    /// A step.
    Status(StatusChange),
    /// Another time, length, column or room.
    Move(Move),
    /// Called off.
    Cancel(Cancel),
    /// A change taken back.
    Undo(TakeBack),
}

impl VisitForm {
    /// The form after the button that was pressed: a free time changes where to, and nothing else that was typed.
    #[must_use]
    pub fn pressed(self) -> VisitForm {
        let Some((day, starts, practitioner)) = free_time(&self.instead) else { return self };
        VisitForm { day, starts, practitioner, instead: String::new(), confirmed: String::new(), ..self }
    }

    /// What is asked for, or everything that is wrong with it.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every field at fault.
    pub fn check(&self, id: AppointmentId) -> Result<VisitDeed, Problem> {
        match self.deed.as_str() {
            "status" => self.status(id).map(VisitDeed::Status),
            "move" => self.moved(id).map(VisitDeed::Move),
            "cancel" => self.cancel(id).map(VisitDeed::Cancel),
            "undo" => match chosen(&self.event) {
                Ok(event) => Ok(VisitDeed::Undo(TakeBack { event, confirmed: questions(&self.confirmed) })),
                Err(code) => Err(Problem::field("event", code)),
            },
            _ => Err(Problem::field("deed", "choose")),
        }
    }

    fn status(&self, id: AppointmentId) -> Result<StatusChange, Problem> {
        let mut faults = Faults::default();
        let version = faults.take("version", version(&self.version));
        let to = faults.take("to", Status::from_key(&self.to).ok_or("choose"));
        let why = faults.take("why", draft::text(&self.why, 200, false));
        let confirmed = questions(&self.confirmed);
        let (Some(version), Some(to), Some(why)) = (version, to, why) else { return Err(faults.problem()) };
        Ok(StatusChange { id, version, to, why, confirmed })
    }

    fn moved(&self, id: AppointmentId) -> Result<Move, Problem> {
        let mut faults = Faults::default();
        let version = faults.take("version", version(&self.version));
        let practitioner = faults.take("practitioner", chosen(&self.practitioner));
        let room = faults.take("room", maybe(&self.room));
        let equipment = faults.take("equipment", maybe(&self.equipment));
        let day = faults.take("day", draft::day(&self.day));
        let starts = faults.take("starts", clock_time(&self.starts));
        let minutes = faults.take("minutes", length(&self.minutes));
        let overbook_reason = faults.take("overbook_reason", overbook_reason(&self.overbook_reason));
        let confirmed = questions(&self.confirmed);
        let (
            Some(version),
            Some(practitioner),
            Some(room),
            Some(equipment),
            Some(day),
            Some(starts),
            Some(minutes),
            Some(overbook_reason),
        ) = (version, practitioner, room, equipment, day, starts, minutes, overbook_reason)
        else {
            return Err(faults.problem());
        };
        Ok(Move { id, version, practitioner, room, equipment, day, starts, minutes, confirmed, overbook_reason })
    }

    fn cancel(&self, id: AppointmentId) -> Result<Cancel, Problem> {
        let mut faults = Faults::default();
        let version = faults.take("version", version(&self.version));
        let reason = faults.take("reason", CancelReason::from_key(&self.reason).ok_or("choose"));
        let words = faults.take("words", draft::text(&self.words, 200, false));
        let (Some(version), Some(reason), Some(words)) = (version, reason, words) else { return Err(faults.problem()) };
        if let Err(code) = cancel_words(reason, &words) {
            faults.note("words", code);
        }
        faults.or(Cancel { id, version, reason, words })
    }
}

/// Day, start and practitioner of a free time, as its button sends them.
fn free_time(button: &str) -> Option<(String, String, String)> {
    let mut parts = button.split(' ').map(str::to_owned);
    Some((parts.next().filter(|day| !day.is_empty())?, parts.next()?, parts.next()?))
}

/// An id that must be chosen. Fault code: `choose`.
fn chosen<T: FromStr>(typed: &str) -> Result<T, &'static str> {
    typed.parse().map_err(|_| "choose")
}

/// An id that may be left out. Fault code: `choose`.
fn maybe<T: FromStr>(typed: &str) -> Result<Option<T>, &'static str> {
    if typed.trim().is_empty() { Ok(None) } else { chosen(typed).map(Some) }
}

fn version(typed: &str) -> Result<i32, &'static str> {
    typed.trim().parse().map_err(|_| "number")
}

/// A clock time as typed, `10:30`, `9:05` or `14h30`, in minutes after midnight. Fault codes: `required`, `time`.
pub fn clock_time(typed: &str) -> Result<u16, &'static str> {
    let t = typed.trim();
    if t.is_empty() {
        return Err("required");
    }
    let (hours, minutes) = t.split_once([':', 'h', 'H']).ok_or("time")?;
    let digits = |s: &str| s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit());
    if hours.is_empty() || !digits(hours) || !digits(minutes) || (minutes.len() != 2 && t.contains(':')) {
        return Err("time");
    }
    let hours: u16 = hours.parse().map_err(|_| "time")?;
    let minutes: u16 = if minutes.is_empty() { 0 } else { minutes.parse().map_err(|_| "time")? };
    if hours < 24 && minutes < 60 { Ok(hours * 60 + minutes) } else { Err("time") }
}

/// A length as typed, in minutes. Fault codes: `required`, `number`, `minutes_range`.
pub fn length(typed: &str) -> Result<u16, &'static str> {
    let t = typed.trim();
    if t.is_empty() {
        return Err("required");
    }
    let minutes: i64 = t.parse().map_err(|_| "number")?;
    u16::try_from(minutes).map_err(|_| "minutes_range").and_then(length_in_range)
}

/// 5 to 480 minutes in steps of 5. Fault code: `minutes_range`.
pub fn length_in_range(minutes: u16) -> Result<u16, &'static str> {
    if (5..=480).contains(&minutes) && minutes.is_multiple_of(5) { Ok(minutes) } else { Err("minutes_range") }
}

/// A note, kept as typed. Fault codes: `control`, `too_long`.
pub fn note(typed: &str) -> Result<String, &'static str> {
    draft::text(typed, 500, true)
}

/// Why over another visit: nothing, or 5 to 200 characters. Fault codes: `reason_short`, `too_long`, `control`.
pub fn overbook_reason(typed: &str) -> Result<Option<String>, &'static str> {
    let text = draft::text(typed, 200, false)?;
    match text.chars().count() {
        0 => Ok(None),
        1..5 => Err("reason_short"),
        _ => Ok(Some(text)),
    }
}

/// Whether a cancellation says enough: `other` needs at least five characters. Fault code: `reason_short`.
pub fn cancel_words(reason: CancelReason, words: &str) -> Result<(), &'static str> {
    if reason == CancelReason::Other && words.chars().count() < 5 { Err("reason_short") } else { Ok(()) }
}

/// Codes of questions answered with yes; what is not one is left out, so that it gets asked.
pub fn questions(typed: &str) -> Vec<Question> {
    typed
        .split([',', ' '])
        .filter_map(|code| serde_json::from_value(serde_json::Value::String(code.trim().to_owned())).ok())
        .collect()
}

/// The codes of questions, as the form sends them back.
pub fn question_codes(questions: &[Question]) -> String {
    let code = |q: &Question| serde_json::to_value(q).ok().and_then(|v| v.as_str().map(str::to_owned));
    questions.iter().filter_map(code).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
#[path = "drafts_tests.rs"]
mod tests;
