//! Patients. The rules are those of the registration form; what a full registration needs and the file does not have
//! leaves the record incomplete. Findings name the field only: what is in a cell is personal.

use super::{
    columns::{Column, may, may_as, must},
    reader::Refusal,
    sheet::{Cells, Judged, Notes, Sheet},
};
use crate::{
    kernel::{
        name::{PersonName, fold},
        problem::Problem,
    },
    patients::registration::{Funding, Registration, RegistrationDraft, words::LABELS},
    settings::import::{columns::Heading, model::Verdict},
    ui::{error_summary::label_in, sentence},
};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// A file of patients.
#[derive(Clone)]
pub struct PatientSheet {
    today: Date,
    /// What is here already, as far as the rows ask.
    pub here: Here,
}

/// What rows are compared with. Numbers are keyed marks, never the numbers themselves.
#[derive(Clone, Default)]
pub struct Here {
    /// Schemes by key and by folded name.
    pub schemes: HashMap<String, uuid::Uuid>,
    /// Identity numbers.
    pub ids: HashSet<String>,
    /// File numbers and whose they are.
    pub files: HashMap<String, Vec<String>>,
    /// Names with a birth date or phone, and whether an identity number is known.
    pub people: HashMap<String, bool>,
    /// Scheme, member and dependant.
    pub members: HashSet<String>,
    /// Marks an identity number.
    pub mark_id: Option<Marker>,
    /// Marks a member number.
    pub mark_member: Option<Marker>,
}

/// Turns a number into its keyed mark.
pub type Marker = std::sync::Arc<dyn Fn(&str) -> String + Send + Sync>;

/// One patient, checked.
#[derive(Clone)]
pub struct PatientRow {
    /// As read.
    draft: RegistrationDraft,
    /// As checked.
    pub registration: Registration,
}

impl PartialEq for PatientRow {
    fn eq(&self, other: &PatientRow) -> bool {
        self.draft == other.draft && self.registration.file_no == other.registration.file_no
    }
}

/// Says nothing: a log must not be able to hold a person.
impl std::fmt::Debug for PatientRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PatientRow(***)")
    }
}

/// Column of the file and field of the form.
const FIELDS: &[(&str, &str)] = &[
    ("first_names", "first_names"),
    ("last_name", "last_name"),
    ("preferred_name", "preferred_name"),
    ("id_number", "id_number"),
    ("id_country", "id_country"),
    ("birth_date", "birth_date"),
    ("phone", "phone_1"),
    ("phone_2", "phone_2"),
    ("email", "email"),
    ("address_line1", "address_line1"),
    ("address_line2", "address_line2"),
    ("suburb", "suburb"),
    ("town", "town"),
    ("province", "province"),
    ("postal_code", "postal_code"),
    ("scheme_option", "funding_1_option"),
    ("member_number", "funding_1_member"),
    ("dependant_code", "funding_1_dependant"),
];

impl PatientSheet {
    /// For files read on this day.
    pub fn new(today: Date) -> PatientSheet {
        PatientSheet { today, here: Here::default() }
    }

    fn draft(&self, cells: &Cells<'_>, notes: &mut Notes) -> RegistrationDraft {
        let mut draft = RegistrationDraft::blank();
        for (column, field) in FIELDS {
            draft.set(field, cells.trimmed(column));
        }
        // the rest is asked at the first visit
        draft.set("later", "true");
        draft.set("id_type", id_type(cells));
        if cells.trimmed("last_name").is_empty() {
            draft.set("single_name", "true");
        }
        match cells.trimmed("sex").to_lowercase().as_str() {
            "" => {}
            "f" | "female" | "v" | "vrou" => draft.set("sex", "female"),
            "m" | "male" | "man" => draft.set("sex", "male"),
            "u" | "unknown" => draft.set("sex", "unknown"),
            _ => notes.fault("sex", "unknown", "Enter female, male or unknown as the sex."),
        }
        let title = cells.trimmed("title").trim_end_matches('.');
        if !title.is_empty() {
            let known = ["Mx", "Ms", "Mrs", "Miss", "Mr", "Dr", "Prof", "Rev"];
            let found = known.iter().find(|t| t.eq_ignore_ascii_case(title));
            draft.set("title", found.copied().unwrap_or("other"));
            draft.set("title_other", if found.is_some() { "" } else { title });
        }
        if !cells.trimmed("country").is_empty() {
            draft.set("country", cells.trimmed("country"));
        }
        self.scheme(cells, &mut draft, notes);
        draft.fill_in(self.today);
        draft
    }

    fn scheme(&self, cells: &Cells<'_>, draft: &mut RegistrationDraft, notes: &mut Notes) {
        let scheme = cells.trimmed("scheme");
        if scheme.is_empty() {
            if !cells.trimmed("member_number").is_empty() {
                notes.fault(
                    "scheme",
                    "scheme_missing",
                    "There is a member number and no scheme. Enter the scheme's name.",
                );
            }
            return;
        }
        match self.here.schemes.get(scheme).or_else(|| self.here.schemes.get(&fold(scheme))) {
            Some(id) => {
                draft.set("funding_1_kind", "scheme");
                draft.set("funding_1_scheme", id.to_string());
            }
            None => {
                notes.fault("scheme", "scheme_unknown", "The scheme is not in the directory. Import the schemes first.")
            }
        }
    }
}

fn id_type<'a>(cells: &'a Cells<'_>) -> &'a str {
    let digits = cells.trimmed("id_number").chars().filter(char::is_ascii_digit).count();
    match (cells.trimmed("id_type"), cells.trimmed("id_number")) {
        ("", "") => "none_yet",
        ("", _) if digits >= 12 => "sa_id",
        ("", _) => "passport",
        (said, _) => said,
    }
}

/// The column that a field of the form came from.
fn column_of(field: &str) -> &'static str {
    let other =
        [("id_type", "id_type"), ("sex", "sex"), ("title", "title"), ("title_other", "title"), ("country", "country")];
    let found = FIELDS.iter().chain(&other).find(|(_, of)| *of == field);
    found.map_or(if field.starts_with("funding_1_") { "scheme" } else { "" }, |(column, _)| column)
}

impl Sheet for PatientSheet {
    type Row = PatientRow;
    const REPLACES: bool = false;

    fn columns(&self) -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            must("first_names", &["first_name", "name", "names"]),
            must("last_name", &["surname"]),
            may_as("file_no", &["file_number", "file", "patient_number"]),
            may("title"),
            may("preferred_name"),
            may("id_type"),
            may_as("id_number", &["id", "sa_id", "passport"]),
            may("id_country"),
            may_as("birth_date", &["date_of_birth", "dob", "born"]),
            may_as("sex", &["gender"]),
            may_as("phone", &["mobile", "cell", "cellphone", "phone_1"]),
            may("phone_2"),
            may_as("email", &["e_mail"]),
            may_as("address_line1", &["address", "street"]),
            may("address_line2"),
            may("suburb"),
            may_as("town", &["city"]),
            may("province"),
            may_as("postal_code", &["postcode"]),
            may("country"),
            may_as("scheme", &["medical_aid", "medical_scheme"]),
            may_as("scheme_option", &["option", "plan"]),
            may_as("member_number", &["member_no", "membership_number"]),
            may_as("dependant_code", &["dependant", "dependent_code"]),
        ];
        COLUMNS
    }

    fn heading(&self, heading: &Heading) -> Result<(), Refusal> {
        if heading.has("phone") || heading.has("email") {
            return Ok(());
        }
        Err(Refusal("A column is missing: phone or email. A patient must be reachable in one way at least.".into()))
    }

    fn read(&self, cells: &Cells<'_>, notes: &mut Notes) -> Option<PatientRow> {
        let draft = self.draft(cells, notes);
        let file_no = cells.trimmed("file_no");
        let usual = |c: char| c.is_ascii_alphanumeric() || "-/.".contains(c);
        if file_no.len() > 20 || !file_no.chars().all(usual) {
            notes.fault("file_no", "file_no", "The file number may have letters, digits, - / and . only, at most 20.");
        }
        match draft.check(self.today) {
            Ok(mut registration) => {
                registration.file_no = Some(file_no.to_owned()).filter(|n| !n.is_empty());
                Some(PatientRow { draft, registration })
            }
            Err(Problem::Invalid { fields }) => {
                for field in fields {
                    let words = sentence(&label_in(LABELS, &field.field), &field.code);
                    notes.fault(column_of(&field.field), "field", words);
                }
                None
            }
            Err(_) => None,
        }
    }

    /// Two rows are about the same person when the number says so, else the name with the birth date or the phone.
    fn key(row: &PatientRow) -> String {
        row.id().unwrap_or_else(|| row.person_keys().into_iter().next().unwrap_or_default())
    }

    fn about(row: &PatientRow) -> String {
        let number = row.registration.identity.id_number.is_some();
        if number { "the person with the same identity number".into() } else { "a person of the same name".into() }
    }

    fn says(_: &PatientRow) -> String {
        "Look at both rows in the file.".into()
    }

    fn differs(_: &PatientRow, _: &PatientRow) -> String {
        "This person is on file.".into()
    }

    fn together(&self, judged: &mut Judged<PatientRow>, _: &HashMap<String, PatientRow>) {
        let (mut files, mut members) = (HashMap::new(), HashMap::new());
        for at in 0..judged.lines.len() {
            let line = &judged.lines[at];
            let (Verdict::Accepted, Some(row), number) = (line.verdict, &line.row, line.line) else { continue };
            let row = row.clone();
            if let Some((verdict, code, words)) = self.known(&row) {
                judged.now(at, verdict, code, words);
                continue;
            }
            let file = row.registration.file_no.clone().map(|no| (no, "file_no_twice", "file number"));
            let member =
                row.registration.funding.first().and_then(member_key).map(|m| (m, "member_twice", "dependant code"));
            for (seen, told) in [(&mut files, file), (&mut members, member)] {
                let Some((value, code, what)) = told else { continue };
                if let Some(first) = seen.get(&value) {
                    let words = format!("The {what} is that of line {first}. Only one person can have it.");
                    judged.now(at, Verdict::Rejected, code, words);
                    break;
                }
                seen.insert(value, number);
            }
        }
    }
}

impl PatientSheet {
    /// What is known about someone like this already.
    fn known(&self, row: &PatientRow) -> Option<(Verdict, &'static str, String)> {
        let skip = |code, words: &str| Some((Verdict::Skipped, code, words.to_owned()));
        let id = self.here.mark_id.as_ref().zip(row.registration.identity.id_number.as_ref()).map(|(mark, n)| mark(n));
        if id.as_ref().is_some_and(|mark| self.here.ids.contains(mark)) {
            return skip("same_id", "Someone with this identity number is on file, so the row is skipped.");
        }
        let keys = row.person_keys();
        let file = row.registration.file_no.as_ref().and_then(|no| self.here.files.get(no));
        if let Some(whose) = file {
            if keys.iter().any(|key| whose.contains(key)) {
                return skip("same_file", "This person is on file under the same number, so the row is skipped.");
            }
            let words = "The file number belongs to someone else who is on file.".to_owned();
            return Some((Verdict::Rejected, "file_no_taken", words));
        }
        let alike = keys.iter().find_map(|key| self.here.people.get(key));
        match (alike, id.is_some()) {
            (None, _) => {}
            (Some(true), true) => {
                let words =
                    "Someone of the same name is on file with another identity number. Check that they are two people.";
                return Some((Verdict::Accepted, "same_name", words.into()));
            }
            (Some(_), _) => {
                let words = "Someone with the same name and the same birth date or phone is on file, so the row is skipped. If it is another person, register them by hand.";
                return skip("same_name", words);
            }
        }
        let member = row.registration.funding.first().and_then(|f| self.member_mark(f));
        if member.is_some_and(|mark| self.here.members.contains(&mark)) {
            let words = "The dependant code belongs to someone on file under the same membership.".to_owned();
            return Some((Verdict::Rejected, "member_taken", words));
        }
        None
    }

    fn member_mark(&self, funding: &Funding) -> Option<String> {
        let (mark, scheme) = (self.here.mark_member.as_ref()?, funding.scheme?);
        (!funding.member.is_empty() && !funding.dependant.is_empty())
            .then(|| format!("{} {} {}", scheme, mark(&funding.member), funding.dependant))
    }
}

fn member_key(funding: &Funding) -> Option<String> {
    let scheme = funding.scheme?;
    (!funding.member.is_empty() && !funding.dependant.is_empty())
        .then(|| format!("{scheme} {} {}", funding.member, funding.dependant))
}

impl PatientRow {
    fn id(&self) -> Option<String> {
        let who = &self.registration.identity;
        let country = who.id_country.as_ref().map(ToString::to_string).unwrap_or_default();
        who.id_number.as_ref().map(|number| format!("{} {country} {number}", who.id_type.key()))
    }

    /// The name with the birth date, else with each phone number.
    fn person_keys(&self) -> Vec<String> {
        let who = &self.registration.identity;
        let last = who.last_name.as_ref().map(PersonName::as_str).unwrap_or_default();
        let phones = self.registration.contact.phones.iter().map(|p| p.number.to_string()).collect::<Vec<_>>();
        person_keys(who.first_names.as_str(), last, who.birth, &phones)
    }
}

/// The keys by which a person without a common number is told to be the same: name and birth date, or, where no birth
/// date is known, name and phone.
pub fn person_keys(first: &str, last: &str, birth: Option<Date>, phones: &[String]) -> Vec<String> {
    let name = format!("{}|{}", fold(first), fold(last));
    match birth {
        Some(day) => vec![format!("{name}|{day}")],
        None => phones.iter().map(|phone| format!("{name}|{phone}")).collect(),
    }
}
