//! A registration that has been checked.

use crate::kernel::{
    duplicate::Candidate,
    email::Email,
    identifiers::{CountryCode, IdType},
    ids::{PractitionerId, SchemeId, SiteId},
    name::PersonName,
    phone::Phone,
    sa_id::Sex,
    search_key::PatientWords,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything the form asks, checked. Exact identity numbers are in it: there is no `Debug`, and it never crosses the wire.
#[derive(Clone)]
pub struct Registration {
    /// Who the person is.
    pub identity: Identity,
    /// How to reach them.
    pub contact: Contact,
    /// Who pays, in order of use.
    pub funding: Vec<Funding>,
    /// Whose account it is.
    pub holder: Holder,
    /// Who may speak for the person.
    pub guardians: Vec<Guardian>,
    /// What was agreed to or refused just now.
    pub consents: Vec<ConsentSaid>,
    /// Allergies and precautions.
    pub clinical: Clinical,
    /// Nothing that a full registration needs is missing.
    pub complete: bool,
    /// The file number of another system, kept on import; normally given by the practice's counter.
    pub file_no: Option<String>,
}

/// Who the person is.
#[derive(Clone)]
pub struct Identity {
    /// `Dr`.
    pub title: String,
    /// First names.
    pub first_names: PersonName,
    /// Last name; none for people with one name.
    pub last_name: Option<PersonName>,
    /// What they are called.
    pub preferred_name: String,
    /// Last names they had before.
    pub previous_last_names: Vec<String>,
    /// For claims.
    pub initials: String,
    /// What document there is.
    pub id_type: IdType,
    /// Its number, normalised.
    pub id_number: Option<String>,
    /// Who issued it.
    pub id_country: Option<CountryCode>,
    /// Until when it holds.
    pub id_expires: Option<Date>,
    /// Why there is none.
    pub id_reason: String,
    /// Birth date.
    pub birth: Option<Date>,
    /// It is a guess.
    pub birth_estimated: bool,
    /// For claims.
    pub sex: Sex,
    /// What differs from the ID number was confirmed with the patient.
    pub confirmed: bool,
    /// Their own answer.
    pub gender: String,
    /// Their pronouns.
    pub pronouns: String,
    /// Language spoken at home.
    pub language_home: String,
    /// Language of visits.
    pub language_service: String,
    /// Needs an interpreter.
    pub interpreter: bool,
    /// Which, and how to reach one.
    pub interpreter_note: String,
    /// Day of death.
    pub deceased_on: Option<Date>,
    /// Work.
    pub occupation: String,
    /// For whom.
    pub employer: String,
    /// For learners.
    pub school: String,
    /// For learners.
    pub grade: String,
}

/// A phone number on file.
#[derive(Clone)]
pub struct SavedPhone {
    /// The number.
    pub number: Phone,
    /// `mobile`.
    pub label: String,
    /// Text messages may be sent.
    pub may_sms: bool,
    /// Calls may be made.
    pub may_call: bool,
}

/// How to reach the person.
#[derive(Clone)]
pub struct Contact {
    /// The first is the primary one.
    pub phones: Vec<SavedPhone>,
    /// E-mail.
    pub email: Option<Email>,
    /// `line1`, `line2`, `suburb`, `town`, `province`, `postal_code`, `country`.
    pub address: BTreeMap<String, String>,
    /// How they like to be reached.
    pub channel: String,
    /// For home visits.
    pub directions: String,
    /// Where they usually come.
    pub home_site: Option<SiteId>,
    /// Whom they usually see.
    pub usual_practitioner: Option<PractitionerId>,
    /// `name`, `relationship`, `phone`.
    pub emergency: BTreeMap<String, String>,
}

/// A way of paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FundingKind {
    /// A medical scheme.
    Scheme,
    /// The patient.
    Private,
    /// Injury on duty.
    Wca,
    /// Road accident.
    Raf,
    /// Somebody else.
    Other,
}

impl FundingKind {
    /// From the stored word.
    pub fn from_key(key: &str) -> Option<FundingKind> {
        [FundingKind::Scheme, FundingKind::Private, FundingKind::Wca, FundingKind::Raf, FundingKind::Other]
            .into_iter()
            .find(|kind| kind.key() == key)
    }

    /// The stored word.
    pub fn key(self) -> &'static str {
        match self {
            FundingKind::Scheme => "scheme",
            FundingKind::Private => "private",
            FundingKind::Wca => "wca",
            FundingKind::Raf => "raf",
            FundingKind::Other => "other",
        }
    }
}

/// One way of paying, with what it needs.
#[derive(Clone)]
pub struct Funding {
    /// The row on file that this replaces or repeats.
    pub was: Option<uuid::Uuid>,
    /// What kind.
    pub kind: FundingKind,
    /// Which scheme.
    pub scheme: Option<SchemeId>,
    /// Which option of it.
    pub option: String,
    /// Member number.
    pub member: String,
    /// Which person on the card.
    pub dependant: String,
    /// `surname`, `initials`, `id`, `relationship`; empty when the patient is the main member.
    pub main_member: BTreeMap<String, String>,
    /// Whatever else the kind needs.
    pub details: BTreeMap<String, String>,
}

/// Whose account it is.
#[derive(Clone)]
pub struct Holder {
    /// `patient`, `other_patient`, `person`, `organisation`; empty when not asked yet.
    pub kind: String,
    /// `file_no`, `name`, `id`, `phone`, `address`.
    pub facts: BTreeMap<String, String>,
}

/// Someone who may speak for the patient.
#[derive(Clone)]
pub struct Guardian {
    /// The row on file that this replaces or repeats.
    pub was: Option<uuid::Uuid>,
    /// Name.
    pub name: String,
    /// What they are to the patient.
    pub relationship: String,
    /// Phone.
    pub phone: Option<Phone>,
    /// E-mail.
    pub email: Option<Email>,
    /// `book`, `collect`, `clinical`, `consent`, `liable`, in that order.
    pub flags: [bool; 5],
}

/// An answer to a consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentSaid {
    /// To what.
    pub kind: String,
    /// `given`, `refused`, `withdrawn`.
    pub answer: String,
    /// In what capacity.
    pub capacity: String,
    /// How.
    pub how: String,
    /// Who said it, if not the patient.
    pub said_by: String,
}

/// Allergies and precautions.
#[derive(Clone)]
pub struct Clinical {
    /// `not_asked`, `none_known`, `listed`.
    pub allergies_state: String,
    /// These.
    pub allergies: Vec<String>,
    /// What to mind.
    pub precautions: Vec<String>,
}

impl Identity {
    /// First and last name in one.
    pub fn full_name(&self) -> String {
        let last = self.last_name.as_ref().map_or("", PersonName::as_str);
        format!("{} {last}", self.first_names).trim().to_owned()
    }
}

impl Registration {
    /// What the person is found by.
    pub fn words<'a>(&'a self, file_no: &'a str) -> PatientWords<'a> {
        let who = &self.identity;
        let mut names = vec![who.first_names.as_str()];
        names.extend(who.last_name.as_ref().map(PersonName::as_str));
        names.extend(Some(who.preferred_name.as_str()).filter(|name| !name.is_empty()));
        names.extend(who.previous_last_names.iter().map(String::as_str));
        PatientWords {
            names,
            phones: self.contact.phones.iter().map(|phone| phone.number.as_str()).collect(),
            file_numbers: vec![file_no],
            member_numbers: self.funding.iter().map(|it| it.member.as_str()).filter(|n| !n.is_empty()).collect(),
            birth: who.birth,
        }
    }

    /// What the duplicate rules compare. Exact numbers come in as their keyed hash.
    pub fn candidate(&self, hash: &dyn Fn(&str) -> String) -> Candidate {
        let who = &self.identity;
        let number = who.id_number.as_deref().map(hash);
        let country = who.id_country.as_ref().map_or("", CountryCode::as_str);
        Candidate {
            first_names: who.first_names.to_string(),
            last_name: who.last_name.as_ref().map(ToString::to_string).unwrap_or_default(),
            previous_last_names: who.previous_last_names.clone(),
            birth: who.birth,
            sa_id: number.clone().filter(|_| who.id_type == IdType::SaId),
            passport: number.filter(|_| who.id_type.needs_country()).map(|hash| format!("{country} {hash}")),
            memberships: self
                .funding
                .iter()
                // without its dependant code a card is the whole family's
                .filter(|it| !it.dependant.is_empty())
                .filter_map(|it| Some([it.scheme?.to_string(), it.member.clone(), it.dependant.clone()]))
                .collect(),
            phones: self.contact.phones.iter().map(|phone| phone.number.to_string()).collect(),
            emails: self.contact.email.iter().map(ToString::to_string).collect(),
            postal_code: self.contact.address.get("postal_code").cloned().unwrap_or_default(),
            address_line: self.contact.address.get("line1").cloned().unwrap_or_default(),
            sex: who.sex,
        }
    }
}

impl From<super::super::model::QuickAdd> for Registration {
    fn from(quick: super::super::model::QuickAdd) -> Registration {
        let phone = quick.phone.map(|number| {
            let may_sms = number.may_sms();
            SavedPhone { number, label: "mobile".into(), may_sms, may_call: true }
        });
        let initials = crate::kernel::name::initials(quick.first_names.as_str());
        Registration {
            identity: Identity { initials, birth: quick.birth, ..Identity::named(quick.first_names, quick.last_name) },
            contact: Contact { phones: phone.into_iter().collect(), email: quick.email, ..Contact::default() },
            funding: vec![],
            holder: Holder { kind: String::new(), facts: BTreeMap::new() },
            guardians: vec![],
            consents: vec![],
            clinical: Clinical::default(),
            complete: false,
            file_no: None,
        }
    }
}

impl Identity {
    /// Somebody of whom nothing is known but the name.
    pub fn named(first_names: PersonName, last_name: Option<PersonName>) -> Identity {
        Identity {
            title: String::new(),
            first_names,
            last_name,
            preferred_name: String::new(),
            previous_last_names: vec![],
            initials: String::new(),
            id_type: IdType::NoneYet,
            id_number: None,
            id_country: None,
            id_expires: None,
            id_reason: String::new(),
            birth: None,
            birth_estimated: false,
            sex: Sex::Unknown,
            confirmed: false,
            gender: String::new(),
            pronouns: String::new(),
            language_home: String::new(),
            language_service: String::new(),
            interpreter: false,
            interpreter_note: String::new(),
            deceased_on: None,
            occupation: String::new(),
            employer: String::new(),
            school: String::new(),
            grade: String::new(),
        }
    }
}

impl Default for Contact {
    fn default() -> Contact {
        Contact {
            phones: vec![],
            email: None,
            address: BTreeMap::new(),
            channel: "none".into(),
            directions: String::new(),
            home_site: None,
            usual_practitioner: None,
            emergency: BTreeMap::new(),
        }
    }
}

impl Default for Clinical {
    fn default() -> Clinical {
        Clinical { allergies_state: "not_asked".into(), allergies: vec![], precautions: vec![] }
    }
}
