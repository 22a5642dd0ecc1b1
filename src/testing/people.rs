//! Who works at Rosebank Therapy, who is treated there, and for what.

use crate::{
    access::Role,
    kernel::ids::{AppointmentTypeId, PersonId},
};

/// Someone who signs in.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// As what.
    pub role: Role,
    /// As colleagues see it.
    pub name: &'static str,
}

/// One for each role: role, name, first part of the e-mail address.
pub const STAFF: [(Role, &str, &str); 7] = [
    (Role::Owner, "Lindiwe Khumalo", "lindiwe"),
    (Role::Manager, "Annelie Botha", "annelie"),
    (Role::Practitioner, "Priya Naidoo", "priya"),
    (Role::Receptionist, "Sipho Ndlovu", "sipho"),
    (Role::Billing, "Farah Adams", "farah"),
    (Role::Auditor, "Neil Smith", "neil"),
    (Role::Patient, "Thandi Mokoena", "thandi"),
];

/// Title, first names, last name, folded last name, profession.
pub const PRACTITIONERS: [(&str, &str, &str, &str, &str); 4] = [
    ("Dr", "Priya", "Naidoo", "naidoo", "physiotherapy"),
    ("", "Thabo", "Nkosi", "nkosi", "occupational_therapy"),
    ("", "Elna", "van Wyk", "van wyk", "speech_audiology"),
    ("", "Zanele", "Dlamini", "dlamini", "psychology"),
];

/// First names, preferred name, last name, phone.
pub const PATIENTS: [(&str, &str, &str, &str); 6] = [
    ("Thandiwe Grace", "Thandi", "Mokoena", "+27821234567"),
    ("Johan", "", "Botha", "+27720001122"),
    ("Siobhán", "", "O'Neill", "+27831112233"),
    ("René", "", "van der Merwe", "+27841112233"),
    ("Aisha", "", "Patel", "+27761112233"),
    ("Lwazi", "", "Zulu", "+27791112233"),
];

/// Key, name, minutes, needs a patient, buffer before, buffer after, category, tone, mark.
pub type KindRow = (&'static str, &'static str, i32, bool, i32, i32, &'static str, &'static str, &'static str);

/// What is offered; the last is no longer.
pub const KINDS: [KindRow; 6] = [
    ("patient.treatment", "Treatment", 30, true, 0, 0, "clinical", "teal", "TX"),
    ("patient.new", "New assessment", 45, true, 0, 5, "clinical", "green", "NP"),
    ("patient.group", "Group therapy", 60, true, 5, 10, "clinical", "sky", "GR"),
    ("meeting.mdt", "MDT meeting", 60, false, 0, 0, "meeting", "violet", "MD"),
    ("travel.home", "Home visit", 90, true, 15, 15, "clinical", "amber", "HV"),
    ("patient.old", "Hydrotherapy", 30, true, 0, 0, "clinical", "slate", "HY"),
];

/// Kinds of visit by name.
#[derive(Clone, Copy, Debug)]
pub struct Kinds {
    /// 30 minutes, no buffers.
    pub treatment: AppointmentTypeId,
    /// 45 minutes and 5 after.
    pub assessment: AppointmentTypeId,
    /// 60 minutes, 5 before and 10 after.
    pub group: AppointmentTypeId,
    /// 60 minutes, without a patient.
    pub meeting: AppointmentTypeId,
    /// 90 minutes, 15 before and after.
    pub home_visit: AppointmentTypeId,
    /// No longer booked.
    pub retired: AppointmentTypeId,
}
