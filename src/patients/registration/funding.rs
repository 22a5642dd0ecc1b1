//! Checking the form: who pays and whose account it is.

use super::{
    Funding, FundingKind, Holder, Reader,
    check::is_minor,
    words::{FUNDING_ROWS, FUNDINGS, HOLDERS, MEMBER_RELATIONSHIPS},
};
use crate::kernel::{
    membership::{DependantCode, MemberNumber},
    phone::Phone,
    search_key::id_normal,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

impl Reader<'_> {
    pub(super) fn funding(&mut self) -> Vec<Funding> {
        let rows: Vec<Funding> = (1..=FUNDING_ROWS).filter_map(|n| self.funding_row(n)).collect();
        let any = (1..=FUNDING_ROWS).any(|n| self.has(&format!("funding_{n}_kind")));
        self.needs("funding_1_kind", "choose", any);
        rows
    }

    fn funding_row(&mut self, n: usize) -> Option<Funding> {
        let field = |name: &str| format!("funding_{n}_{name}");
        let kind = FundingKind::from_key(&self.choice(&field("kind"), FUNDINGS))?;
        let was = self.draft.of(&field("id")).trim().parse().ok();
        let mut it = Funding {
            was,
            kind,
            scheme: None,
            option: String::new(),
            member: String::new(),
            dependant: String::new(),
            main_member: BTreeMap::new(),
            details: BTreeMap::new(),
        };
        match kind {
            FundingKind::Scheme => self.membership(n, &mut it),
            FundingKind::Private => {}
            FundingKind::Wca => {
                self.detail(n, &mut it, "employer", true);
                self.detail(n, &mut it, "claim", false);
                self.day_of(n, &mut it, "accident_on");
                self.day_of(n, &mut it, "reported_on");
            }
            FundingKind::Raf => {
                self.detail(n, &mut it, "claim", false);
                self.day_of(n, &mut it, "accident_on");
                self.detail(n, &mut it, "police", false);
                self.detail(n, &mut it, "attorney", false);
            }
            FundingKind::Other => {
                self.detail(n, &mut it, "organisation", true);
                self.detail(n, &mut it, "contact", false);
                self.detail(n, &mut it, "order", false);
            }
        }
        if kind != FundingKind::Private {
            self.detail(n, &mut it, "manager", false);
        }
        Some(it)
    }

    fn membership(&mut self, n: usize, it: &mut Funding) {
        let field = |name: &str| format!("funding_{n}_{name}");
        it.scheme = self.optional(&field("scheme"), |t| t.parse().map_err(|_| "unknown"));
        if !self.has(&field("scheme")) {
            self.faults.note(&field("scheme"), "choose");
        }
        it.option = self.text(&field("option"), 80);
        let member = self.optional(&field("member"), |t| MemberNumber::parse(t).map_err(|_| "member_number"));
        self.needs(&field("member"), "member_number", self.has(&field("member")));
        it.member = member.map(String::from).unwrap_or_default();
        let dependant = self.optional(&field("dependant"), |t| DependantCode::parse(t).map_err(|_| "dependant"));
        self.needs(&field("dependant"), "dependant", self.has(&field("dependant")));
        it.dependant = dependant.map(String::from).unwrap_or_default();
        self.detail(n, it, "gap", false);
        if self.draft.ticked(&field("main")) {
            return;
        }
        let surname = self.text(&field("main_surname"), 100);
        self.needs(&field("main_surname"), "required", !surname.is_empty());
        let facts = [
            ("surname", surname),
            ("initials", self.text(&field("main_initials"), 10)),
            ("id", self.document(&field("main_id"))),
            ("relationship", self.choice(&field("main_relationship"), MEMBER_RELATIONSHIPS)),
        ];
        it.main_member = facts.into_iter().map(|(key, text)| (key.to_owned(), text)).collect();
    }

    /// An ID or passport number of somebody else: letters and digits, as little as can be said without knowing which.
    fn document(&mut self, field: &str) -> String {
        let typed = self.text(field, 30);
        match id_normal(&typed) {
            None => String::new(),
            Some(number) if (4..=25).contains(&number.len()) => number,
            Some(_) => {
                self.faults.note(field, "length");
                String::new()
            }
        }
    }

    fn detail(&mut self, n: usize, it: &mut Funding, key: &str, needed: bool) {
        let field = format!("funding_{n}_{key}");
        let text = self.text(&field, 100);
        if needed {
            self.needs(&field, "required", !text.is_empty());
        }
        if !text.is_empty() {
            it.details.insert(key.to_owned(), text);
        }
    }

    fn day_of(&mut self, n: usize, it: &mut Funding, key: &str) {
        if let Some(day) = self.past_day(&format!("funding_{n}_{key}")) {
            it.details.insert(key.to_owned(), day.to_string());
        }
    }

    pub(super) fn holder(&mut self, birth: Option<Date>) -> Holder {
        let kind = self.choice("holder_kind", HOLDERS);
        self.needs("holder_kind", "choose", !kind.is_empty());
        let mut facts = Vec::new();
        match kind.as_str() {
            "patient" if is_minor(birth, self.today) => self.faults.note("holder_kind", "minor"),
            "other_patient" => facts.push(("file_no", self.some("holder_file_no", 20))),
            "person" | "organisation" => {
                facts.push(("name", self.some("holder_name", 100)));
                facts.push(("id", self.document("holder_id")));
                let phone = self.optional("holder_phone", |t| Phone::parse(t).map_err(|e| e.code()));
                facts.push(("phone", phone.map(String::from).unwrap_or_default()));
                facts.push(("address", self.text("holder_address", 200)));
            }
            _ => {}
        }
        let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
        Holder { kind, facts: facts.map(|(key, text)| (key.to_owned(), text)).collect() }
    }
}
