//! What crosses the wire about patients, and the short form that adds one at the desk.

use super::{alerts::AlertsOf, registration::RegistrationDraft};
use crate::kernel::{
    draft::{self, Faults},
    email::Email,
    ids::{OnceKey, PatientId},
    name::PersonName,
    phone::Phone,
    problem::Problem,
    span::plain_day,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A patient as lists show one: enough to tell two people of the same name apart, exact numbers masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientCard {
    /// Who.
    pub id: PatientId,
    /// The practice's own number, `001042`.
    pub file_no: String,
    /// As one says it: the preferred name first, if there is one.
    pub name: String,
    /// The birth date. Without its day and month for roles that see a card only: then it is absent and `why` is empty.
    #[serde(default, with = "crate::kernel::iso_day::maybe")]
    pub birth: Option<Date>,
    /// The first phone number as it is dialled; empty when there is none.
    pub phone: String,
    /// The identity number masked, `800101 **** 08*`; empty when there is none.
    pub masked_id: String,
    /// Something to mind is on file.
    pub alert: bool,
    /// What the search text met, when it is not the name as typed: `Sounds alike`, `File 001042`.
    pub why: String,
}

impl PatientCard {
    /// What tells two of the same name apart, in one line: `1 Jan 1980 · file 001042 · 082 123 4567`.
    pub fn detail(&self) -> String {
        let birth = self.birth.map(|day| format!("born {}", plain_day(day))).unwrap_or_default();
        let file = format!("file {}", self.file_no);
        let parts = [birth, file, self.phone.clone(), self.masked_id.clone(), self.why.clone()];
        parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// A patient on file who may be the one being added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuplicateCard {
    /// Who.
    pub card: PatientCard,
    /// How alike, in the points of the duplicate rules.
    pub points: i32,
    /// So alike that going on needs a reason.
    pub stop: bool,
    /// What agrees, in words: `Same name and birth date`.
    pub because: Vec<String>,
}

/// What became of a quick add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuickAdded {
    /// On file now.
    Added(PatientCard),
    /// Nothing was saved: these may be the same person. Choose one, or send the same again with `anyway` set, and with
    /// a `reason` where one of them says `stop`.
    Duplicates(Vec<DuplicateCard>),
}

/// The short form as typed: two names and one way to reach the person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuickAddDraft {
    /// Minted when the form was rendered.
    pub key: String,
    /// First names.
    pub first_names: String,
    /// Last name; may be empty when `single_name` is ticked.
    pub last_name: String,
    /// The person has one name only.
    pub single_name: String,
    /// A phone number, or
    pub phone: String,
    /// an e-mail address.
    pub email: String,
    /// The birth date, if it was said.
    pub birth_date: String,
    /// Anything here: the person looked at the possible duplicates and goes on.
    pub anyway: String,
    /// Why a nearly certain duplicate is another person.
    pub reason: String,
}

/// The short form, checked.
#[derive(Clone)]
pub struct QuickAdd {
    /// Makes the same form, sent twice, one patient.
    pub key: OnceKey,
    /// First names.
    pub first_names: PersonName,
    /// Last name, unless there is only one name.
    pub last_name: Option<PersonName>,
    /// A phone number.
    pub phone: Option<Phone>,
    /// An e-mail address.
    pub email: Option<Email>,
    /// The birth date.
    pub birth: Option<Date>,
    /// Go on in spite of possible duplicates.
    pub anyway: bool,
    /// Why.
    pub reason: String,
}

/// Hides what was typed: server functions want `Debug`, and a log must not be able to hold a person.
impl std::fmt::Debug for QuickAddDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("QuickAddDraft(***)")
    }
}

/// The oldest a person can be, in years.
const OLDEST: i16 = 130;

impl QuickAddDraft {
    /// Checks everything that can be checked without the database.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every field that needs another look.
    pub fn check(&self, today: Date) -> Result<QuickAdd, Problem> {
        let mut faults = Faults::default();
        let key = faults.take("key", self.key.trim().parse::<OnceKey>().map_err(|_| "required"));
        let first = faults.take("first_names", PersonName::parse(&self.first_names).map_err(|e| e.code()));
        let last = name_or_none(&mut faults, "last_name", &self.last_name, ticked(&self.single_name));
        let phone = optional(&mut faults, "phone", &self.phone, |t| Phone::parse(t).map_err(|e| e.code()));
        let email = optional(&mut faults, "email", &self.email, |t| Email::parse(t).map_err(|e| e.code()));
        if self.phone.trim().is_empty() && self.email.trim().is_empty() {
            faults.note("phone", "contact");
        }
        let birth = birth_date(&mut faults, "birth_date", &self.birth_date, today);
        let reason = faults.take("reason", draft::text(&self.reason, 200, false));
        match (key, first, reason) {
            (Some(key), Some(first_names), Some(reason)) if faults.is_empty() => Ok(QuickAdd {
                key,
                first_names,
                last_name: last,
                phone,
                email,
                birth,
                anyway: ticked(&self.anyway),
                reason,
            }),
            _ => Err(faults.problem()),
        }
    }
}

/// Whether a box was ticked: an unticked one sends nothing.
pub(super) fn ticked(typed: &str) -> bool {
    !matches!(typed.trim(), "" | "false" | "no" | "0")
}

/// The value of a field that may stay empty.
pub(super) fn optional<T>(
    faults: &mut Faults,
    field: &str,
    typed: &str,
    parse: impl Fn(&str) -> Result<T, &'static str>,
) -> Option<T> {
    if typed.trim().is_empty() { None } else { faults.take(field, parse(typed)) }
}

pub(super) fn name_or_none(faults: &mut Faults, field: &str, typed: &str, may_be_empty: bool) -> Option<PersonName> {
    if typed.trim().is_empty() && may_be_empty {
        return None;
    }
    faults.take(field, PersonName::parse(typed).map_err(|e| e.code()))
}

/// A birth date that may stay empty: not in the future, at most 130 years ago.
pub(super) fn birth_date(faults: &mut Faults, field: &str, typed: &str, today: Date) -> Option<Date> {
    let day = optional(faults, field, typed, draft::day)?;
    let code = if day > today {
        "future"
    } else if today.year() - day.year() > OLDEST {
        "too_old"
    } else {
        return Some(day);
    };
    faults.note(field, code);
    None
}

/// An alert in the banner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BannerAlert {
    /// `danger`, `caution` or `info`.
    pub severity: String,
    /// The words.
    pub words: String,
    /// Who knows: `acknowledged by Priya Naidoo`; empty when nobody said so.
    pub note: String,
}

/// What is known about allergies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllergiesKnown {
    /// Nobody asked yet.
    NotAsked,
    /// Asked, and there are none.
    NoneKnown,
    /// These.
    Listed(Vec<String>),
}

/// Who we are talking about and what must not be missed: the banner on every page of a patient, and in a visit's panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banner {
    /// Name, numbers, phone.
    pub card: PatientCard,
    /// Completed years, or months below two years, in words: `46 years`.
    pub age: String,
    /// `Female`, `Male`, or empty when not recorded.
    pub sex: String,
    /// Day of death.
    #[serde(default, with = "crate::kernel::iso_day::maybe")]
    pub deceased_on: Option<Date>,
    /// What is known about allergies.
    pub allergies: AllergiesKnown,
    /// What to mind, worst first.
    pub alerts: Vec<BannerAlert>,
    /// Registration still lacks something that a full one needs.
    pub incomplete: bool,
}

/// One of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// Sent when chosen.
    pub value: String,
    /// The words.
    pub label: String,
}

/// What the registration form offers from the practice's own lists; any of them may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormLists {
    /// Medical schemes.
    pub schemes: Vec<Pick>,
    /// Sites.
    pub sites: Vec<Pick>,
    /// Practitioners.
    pub practitioners: Vec<Pick>,
}

/// What became of a registration or a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// On file.
    Saved(PatientId),
    /// Nothing was saved: these may be the same person.
    Duplicates(Vec<DuplicateCard>),
}

/// The exact numbers that lists mask.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    /// The identity number; empty when there is none.
    pub id_number: String,
    /// Member numbers of the schemes in use, in order of use.
    pub member_numbers: Vec<String>,
}

/// Something that happened to a patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    /// In words.
    pub what: String,
    /// When, in the practice: `25 Nov 2026, 10:30`.
    pub at: String,
    /// Who.
    pub by: String,
}

/// The page to find patients on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPage {
    /// What was looked for, if the form was sent.
    pub query: String,
    /// Who was found; nothing before the form was sent.
    pub found: Option<Vec<PatientCard>>,
    /// New patients may be added.
    pub may_register: bool,
}

/// The registration form as a page.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationPage {
    /// Whose, when it is on file already.
    pub patient: Option<PatientId>,
    /// As typed, or as on file.
    pub draft: RegistrationDraft,
    /// Why it was not saved.
    pub problem: Option<Problem>,
    /// Who may be the same person.
    pub duplicates: Vec<DuplicateCard>,
    /// What can be chosen.
    pub lists: FormLists,
    /// Today in the practice.
    #[serde(with = "crate::kernel::iso_day")]
    pub today: Date,
    /// Who this is, when on file.
    pub banner: Option<Banner>,
    /// It was saved; the browser is on its way to the patient's page.
    pub saved: bool,
}

/// A patient's own page.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientPage {
    /// Who and what to mind.
    pub banner: Banner,
    /// The details on file, exact numbers masked.
    pub details: RegistrationDraft,
    /// Names for the ids among the details.
    pub lists: FormLists,
    /// What happened, the latest first.
    pub history: Vec<ChangeLine>,
    /// Open until then, clock time, because a reason was given.
    pub opened_until: Option<String>,
    /// The details may be changed.
    pub may_change: bool,
    /// Who pays may be changed.
    pub may_fund: bool,
    /// The exact numbers may be seen.
    pub may_reveal: bool,
    /// The exact numbers, when they were asked for.
    pub revealed: Option<Revealed>,
    /// What to mind, and what was.
    pub alerts: AlertsOf,
}
