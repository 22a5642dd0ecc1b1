//! Checking the form: who the person is and how to reach them. The same code in the browser and on the server.

use super::{
    Contact, Funding, Holder, Identity, Reader, Registration, RegistrationDraft, SavedPhone,
    words::{self, CHANNELS, GENDERS, ID_TYPES, LANGUAGES, PHONE_LABELS, PHONES, PROVINCES, SEXES, TITLES},
};
use crate::kernel::{
    draft,
    email::Email,
    identifiers::{BirthEntryNumber, CountryCode, IdType, PassportNumber, PermitNumber},
    name::PersonName,
    phone::Phone,
    postal::PostalCode,
    problem::Problem,
    sa_id::{self, Sex},
};
use crate::patients::model::{birth_date, name_or_none};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// From this age on a person may hold an account and consent alone.
const OF_AGE: i16 = 18;

/// Whether someone born on that day is under age.
pub fn is_minor(birth: Option<Date>, today: Date) -> bool {
    birth.is_some_and(|day| {
        let before_birthday = (today.month(), today.day()) < (day.month(), day.day());
        today.year() - day.year() - i16::from(before_birthday) < OF_AGE
    })
}

impl RegistrationDraft {
    /// Checks everything that can be checked without the database.
    ///
    /// What a full registration needs and is not there yet is a fault too, unless `later` is ticked: then the
    /// registration is saved as incomplete.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every field that needs another look.
    pub fn check(&self, today: Date) -> Result<Registration, Problem> {
        let mut reader = Reader::new(self, today);
        let identity = reader.identity();
        let contact = reader.contact(identity.as_ref().and_then(|who| who.birth));
        let birth = identity.as_ref().and_then(|who| who.birth);
        let funding = reader.funding();
        let holder = reader.holder(birth);
        let guardians = reader.guardians(birth);
        let consents = reader.consents();
        let clinical = reader.clinical();
        let Reader { mut faults, missing, .. } = reader;
        let complete = missing.is_empty();
        if !self.ticked("later") {
            for (field, code) in missing {
                faults.note(&field, code);
            }
        }
        let Some(identity) = identity else { return Err(faults.problem()) };
        faults.or(Registration {
            identity,
            contact,
            funding,
            holder,
            guardians,
            consents,
            clinical,
            complete,
            file_no: None,
        })
    }
}

impl RegistrationDraft {
    /// Checks who pays and whose account it is, and nothing else.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every field that needs another look.
    pub fn check_funding(&self, today: Date) -> Result<(Vec<Funding>, Holder), Problem> {
        let mut reader = Reader::new(self, today);
        let birth = draft::day(self.of("birth_date")).ok();
        let (funding, holder) = (reader.funding(), reader.holder(birth));
        reader.faults.or((funding, holder))
    }

    /// What is readable so far, for comparing with who is on file while the form is still being typed: three letters of a
    /// name and one more thing. `None` before that.
    pub fn as_far_as_it_goes(&self, today: Date) -> Option<Registration> {
        let first = PersonName::parse(self.of("first_names")).ok();
        let last = PersonName::parse(self.of("last_name")).ok();
        let letters =
            [&first, &last].into_iter().flatten().map(|name| name.as_str().chars().count()).max().unwrap_or(0);
        let phone = (1..=PHONES).find_map(|n| Phone::parse(self.of(&format!("phone_{n}"))).ok());
        let email = Email::parse(self.of("email")).ok();
        let kind = IdType::from_key(self.of("id_type")).unwrap_or_default();
        let typed_birth = draft::day(self.of("birth_date")).ok();
        let sa_id = sa_id::parse(self.of("id_number"), today, typed_birth, None).ok().filter(|_| kind == IdType::SaId);
        let birth = typed_birth.or(sa_id.as_ref().map(|id| id.birth));
        let more = phone.is_some() || email.is_some() || birth.is_some() || sa_id.is_some();
        let enough = sa_id.is_some() || (letters >= 3 && more);
        let name = first.clone().or_else(|| last.clone())?;
        if !enough {
            return None;
        }
        let last = if first.is_some() { last } else { None };
        let quick = crate::patients::model::QuickAdd {
            key: crate::kernel::ids::OnceKey(uuid::Uuid::nil()),
            first_names: name,
            last_name: last,
            phone,
            email,
            birth,
            anyway: false,
            reason: String::new(),
        };
        let mut so_far = Registration::from(quick);
        if let Some(id) = sa_id {
            so_far.identity.id_type = kind;
            so_far.identity.id_number = Some(id.digits.to_string());
        }
        Some(so_far)
    }
}

impl Reader<'_> {
    fn identity(&mut self) -> Option<Identity> {
        let draft = self.draft;
        let first = self.faults.take("first_names", PersonName::parse(draft.of("first_names")).map_err(|e| e.code()));
        let last = name_or_none(&mut self.faults, "last_name", draft.of("last_name"), draft.ticked("single_name"));
        let preferred = self.optional("preferred_name", |t| PersonName::parse(t).map_err(|e| e.code()));
        let previous = self.names("previous_last_names");
        let title = match self.choice("title", TITLES).as_str() {
            "other" => self.text("title_other", 20),
            known => known.to_owned(),
        };
        let gender = match self.choice("gender", GENDERS).as_str() {
            "own_words" => self.text("gender_words", 50),
            known => known.to_owned(),
        };
        let sex = Sex::from_key(&self.choice("sex", SEXES));
        self.needs("sex", "choose", sex.is_some());
        let birth = birth_date(&mut self.faults, "birth_date", draft.of("birth_date"), self.today);
        let (id_type, id_number, birth, sex) = self.identifier(birth, sex);
        self.needs("birth_date", "required", birth.is_some());
        let country = |t: &str| CountryCode::parse(t).map_err(|e| e.code());
        let id_country = if id_type.needs_country() { self.optional("id_country", country) } else { None };
        if id_type.needs_country() && id_number.is_some() && !self.has("id_country") {
            self.faults.note("id_country", "country");
        }
        let deceased_on = self.past_day("deceased_on");
        if deceased_on.zip(birth).is_some_and(|(died, born)| died < born) {
            self.faults.note("deceased_on", "before_birth");
        }
        Some(Identity {
            title,
            preferred_name: preferred.map(String::from).unwrap_or_default(),
            previous_last_names: previous,
            initials: self.text("initials", crate::kernel::name::LONGEST_INITIALS),
            id_type,
            id_number,
            id_country,
            id_expires: self.optional("id_expires", draft::day),
            id_reason: self.text("id_reason", 100),
            birth,
            birth_estimated: draft.ticked("birth_estimated"),
            sex: sex.unwrap_or_default(),
            confirmed: draft.ticked("id_confirmed"),
            gender,
            pronouns: self.text("pronouns", 30),
            language_home: self.choice("language_home", LANGUAGES),
            language_service: self.choice("language_service", LANGUAGES),
            interpreter: draft.ticked("interpreter"),
            interpreter_note: self.text("interpreter_note", 100),
            deceased_on,
            occupation: self.text("occupation", 100),
            employer: self.text("employer", 100),
            school: self.text("school", 100),
            grade: self.text("grade", 100),
            last_name: last,
            first_names: first?,
        })
    }

    /// Names with commas between them.
    fn names(&mut self, field: &str) -> Vec<String> {
        let parts: Vec<&str> = self.draft.of(field).split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        let read: Result<Vec<PersonName>, _> = parts.into_iter().map(PersonName::parse).collect();
        let names = self.faults.take(field, read.map_err(|e| e.code())).unwrap_or_default();
        if names.len() > 10 {
            self.faults.note(field, "too_long");
        }
        names.into_iter().map(String::from).collect()
    }

    /// The document, and what its number says about the person. What was typed is never corrected; what differs must
    /// be confirmed with the patient.
    fn identifier(
        &mut self,
        birth: Option<Date>,
        sex: Option<Sex>,
    ) -> (IdType, Option<String>, Option<Date>, Option<Sex>) {
        let kind = IdType::from_key(&self.choice("id_type", ID_TYPES)).unwrap_or_default();
        let typed = self.draft.of("id_number");
        if typed.trim().is_empty() {
            let (field, there) = match kind {
                IdType::NoneYet => ("id_reason", self.has("id_reason")),
                IdType::SaId | IdType::Passport | IdType::Permit | IdType::BirthRecord | IdType::ForeignId => {
                    ("id_number", false)
                }
            };
            self.needs(field, "required", there);
            return (kind, None, birth, sex);
        }
        let number = match kind {
            IdType::SaId => {
                let read = sa_id::parse(typed, self.today, birth, sex).map_err(|e| e.code());
                let Some(read) = self.faults.take("id_number", read) else { return (kind, None, birth, sex) };
                if !self.draft.ticked("id_confirmed") {
                    for warning in &read.warnings {
                        self.faults.note(warned_field(*warning), warning.code());
                    }
                }
                let number = Some(read.digits.to_string());
                return (kind, number, birth.or(Some(read.birth)), sex.or(Some(read.sex)));
            }
            IdType::Passport | IdType::ForeignId => {
                PassportNumber::parse(typed).map(String::from).map_err(|e| e.code())
            }
            IdType::Permit => PermitNumber::parse(typed).map(String::from).map_err(|e| e.code()),
            IdType::BirthRecord => BirthEntryNumber::parse(typed).map(String::from).map_err(|e| e.code()),
            // a number with no kind: nobody could say later what it was
            IdType::NoneYet => Err("kind_missing"),
        };
        (kind, self.faults.take("id_number", number), birth, sex)
    }

    fn contact(&mut self, birth: Option<Date>) -> Contact {
        let phones: Vec<SavedPhone> = (1..=PHONES).filter_map(|n| self.phone(n)).collect();
        let email = self.optional("email", |t| Email::parse(t).map_err(|e| e.code()));
        if (1..=PHONES).all(|n| !self.has(&format!("phone_{n}"))) && !self.has("email") {
            self.faults.note("phone_1", "contact");
        }
        Contact {
            phones,
            email,
            address: self.address(),
            channel: Some(self.choice("preferred_channel", CHANNELS))
                .filter(|c| !c.is_empty())
                .unwrap_or("none".into()),
            directions: self.text("directions", 300),
            home_site: self.optional("home_site", |t| t.parse().map_err(|_| "unknown")),
            usual_practitioner: self.optional("usual_practitioner", |t| t.parse().map_err(|_| "unknown")),
            emergency: self.emergency(birth),
        }
    }

    fn phone(&mut self, n: usize) -> Option<SavedPhone> {
        let field = format!("phone_{n}");
        let number = self.optional(&field, |t| Phone::parse(t).map_err(|e| e.code()))?;
        let label = self.choice(&format!("{field}_label"), PHONE_LABELS);
        let may_sms = number.may_sms() && self.draft.ticked(&format!("{field}_sms"));
        Some(SavedPhone { number, label, may_sms, may_call: self.draft.ticked(&format!("{field}_call")) })
    }

    fn address(&mut self) -> BTreeMap<String, String> {
        let country = self.optional("country", |t| CountryCode::parse(t).map_err(|e| e.code()));
        let country = country.unwrap_or_else(CountryCode::south_africa);
        let code = self.optional("postal_code", |t| PostalCode::parse_in(t, &country).map_err(|e| e.code()));
        let mut address = BTreeMap::new();
        for (key, field) in
            [("line1", "address_line1"), ("line2", "address_line2"), ("suburb", "suburb"), ("town", "town")]
        {
            address.insert(key.to_owned(), self.text(field, 100));
        }
        let province =
            if country.is_south_africa() { self.choice("province", PROVINCES) } else { self.text("province", 100) };
        address.insert("province".into(), province);
        address.insert("postal_code".into(), code.map(String::from).unwrap_or_default());
        address.insert("country".into(), country.to_string());
        address.retain(|_, text| !text.is_empty());
        address
    }

    fn emergency(&mut self, birth: Option<Date>) -> BTreeMap<String, String> {
        let name = self.text("emergency_name", 100);
        let phone = self.optional("emergency_phone", |t| Phone::parse(t).map_err(|e| e.code()));
        let relationship = self.choice("emergency_relationship", words::RELATIONSHIPS);
        let guardian_answers = self.has("guardian_1_name") && self.has("guardian_1_phone");
        if is_minor(birth, self.today) && !guardian_answers {
            self.needs("emergency_name", "required", !name.is_empty());
            self.needs("emergency_phone", "required", self.has("emergency_phone"));
        }
        if !name.is_empty() && !self.has("emergency_phone") {
            self.faults.note("emergency_phone", "required");
        }
        let phone = phone.map(String::from).unwrap_or_default();
        let facts = [("name", name), ("relationship", relationship), ("phone", phone)];
        facts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(k, v)| (k.to_owned(), v)).collect()
    }
}

fn warned_field(warning: sa_id::SaIdWarning) -> &'static str {
    match warning {
        sa_id::SaIdWarning::DobMismatch => "birth_date",
        sa_id::SaIdWarning::SexMismatch => "sex",
        sa_id::SaIdWarning::CenturyAmbiguous | sa_id::SaIdWarning::CitizenshipUnusual => "id_number",
    }
}
