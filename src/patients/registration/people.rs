//! Checking the form: who may speak for the person, what was agreed to, and the clinical header.

use super::{
    Clinical, ConsentSaid, Guardian, Reader,
    check::is_minor,
    words::{
        ALLERGY_STATES, ANSWERS, CAPACITIES, CONSENTS, GUARDIAN_FLAGS, GUARDIAN_ROWS, HOWS, PRECAUTIONS, RELATIONSHIPS,
    },
};
use crate::kernel::{draft, email::Email, phone::Phone};
use jiff::civil::Date;

impl Reader<'_> {
    pub(super) fn guardians(&mut self, birth: Option<Date>) -> Vec<Guardian> {
        let people: Vec<Guardian> = (1..=GUARDIAN_ROWS).filter_map(|n| self.guardian(n)).collect();
        if is_minor(birth, self.today) {
            let consents = people.iter().any(|who| who.flags[3]);
            self.needs("guardian_1_name", "child_needs_consent", consents);
        }
        people
    }

    fn guardian(&mut self, n: usize) -> Option<Guardian> {
        let field = |name: &str| format!("guardian_{n}_{name}");
        let name = self.text(&field("name"), 100);
        let phone = self.optional(&field("phone"), |t| Phone::parse(t).map_err(|e| e.code()));
        let email = self.optional(&field("email"), |t| Email::parse(t).map_err(|e| e.code()));
        let relationship = self.choice(&field("relationship"), RELATIONSHIPS);
        let mut flags = [false; 5];
        for (flag, (key, _)) in flags.iter_mut().zip(GUARDIAN_FLAGS) {
            *flag = self.draft.ticked(&field(key));
        }
        let named = self.has(&field("name"));
        let anything = named || self.has(&field("phone")) || self.has(&field("email")) || flags.contains(&true);
        if !anything {
            return None;
        }
        if !named {
            self.faults.note(&field("name"), "required");
        }
        if relationship.is_empty() {
            self.faults.note(&field("relationship"), "choose");
        }
        let was = self.draft.of(&field("id")).trim().parse().ok();
        Some(Guardian { was, name, relationship, phone, email, flags })
    }

    pub(super) fn consents(&mut self) -> Vec<ConsentSaid> {
        let or = |text: String, usual: &str| if text.is_empty() { usual.to_owned() } else { text };
        let capacity = or(self.choice("consent_capacity", CAPACITIES), "patient");
        let how = or(self.choice("consent_how", HOWS), "voice");
        let said_by = self.text("consent_said_by", 100);
        let mut said = Vec::new();
        for (kind, _) in CONSENTS {
            let answer = self.choice(&format!("consent_{kind}"), ANSWERS);
            if !answer.is_empty() {
                let (kind, capacity) = ((*kind).to_owned(), capacity.clone());
                said.push(ConsentSaid { kind, answer, capacity, how: how.clone(), said_by: said_by.clone() });
            }
        }
        if capacity != "patient" && said_by.is_empty() && !said.is_empty() {
            self.faults.note("consent_said_by", "required");
        }
        self.needs("consent_personal_information", "choose", self.has("consent_personal_information"));
        said
    }

    pub(super) fn clinical(&mut self) -> Clinical {
        let allergies = self.list("allergies");
        let mut state = self.choice("allergies_state", ALLERGY_STATES);
        if state.is_empty() {
            state = "not_asked".to_owned();
        }
        if state == "listed" && allergies.is_empty() {
            self.faults.note("allergies", "required");
        }
        if state != "listed" && !allergies.is_empty() {
            self.faults.note("allergies_state", "allergies_listed");
        }
        let ticked = PRECAUTIONS.iter().filter(|(key, _)| self.draft.ticked(&format!("precaution_{key}")));
        let mut precautions: Vec<String> = ticked.map(|(key, _)| (*key).to_owned()).collect();
        precautions.extend(self.list("precautions_other"));
        Clinical { allergies_state: state, allergies, precautions }
    }

    /// Short texts, one a line or with commas between them.
    fn list(&mut self, field: &str) -> Vec<String> {
        let parts = self.draft.of(field).split([',', '\n', ';']).map(str::trim).filter(|part| !part.is_empty());
        let read: Result<Vec<String>, _> = parts.map(|part| draft::text(part, 100, false)).collect();
        let list = self.faults.take(field, read).unwrap_or_default();
        if list.len() > 30 {
            self.faults.note(field, "too_long");
        }
        list
    }
}
