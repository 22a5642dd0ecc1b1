//! A document: what was frozen when it was issued, and how it reads on the screen, on paper and as a PDF. The three are
//! made from this one value, so they cannot differ.

use super::model::{credit_note_name, invoice_name};
use crate::kernel::{money::Money, span::plain_day};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The particulars of an invoice as they were on the day it was issued.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the particulars of the domain reference, billing section 11, by name")]
pub struct Snapshot {
    pub practice_name: String,
    pub practice_no: String,
    pub practice_address: String,
    pub practice_phone: String,
    pub practice_email: String,
    pub bank: String,
    pub vat_no: String,
    pub vat_bp: Option<u32>,
    pub practitioner: String,
    pub profession: String,
    pub qualification: String,
    pub council_no: String,
    pub practitioner_no: String,
    pub requester: String,
    pub requester_no: String,
    pub patient: String,
    pub file_no: String,
    pub born: String,
    pub holder: String,
    pub holder_address: String,
    pub scheme: String,
    pub scheme_option: String,
    pub member_no: String,
    pub member: String,
    pub dependant: String,
    pub authorisation: String,
    pub served: String,
    pub place: String,
    pub site: String,
    pub kind: String,
    pub diagnoses: Vec<String>,
    pub motivation: String,
    pub book: String,
    pub book_since: String,
    pub rounding: String,
}

/// A line on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperLine {
    /// Its position on the invoice.
    pub position: i32,
    /// Code with its modifiers after it.
    pub code: String,
    /// Nature of the treatment.
    pub label: String,
    /// How the price came about.
    pub explains: String,
    /// Diagnosis codes in order.
    pub diagnoses: String,
    /// How many.
    pub quantity: i32,
    /// For one.
    pub unit: Money,
    /// For all.
    pub total: Money,
}

/// A document as it reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// `Invoice`, `Tax invoice`, `Credit note`.
    pub title: String,
    /// `INV-00012`.
    pub name: String,
    /// Who sends it, line by line; the first is the name.
    pub from: Vec<String>,
    /// Boxes of facts: heading, and label and value of each row.
    pub facts: Vec<(String, Vec<(String, String)>)>,
    /// What is charged.
    pub lines: Vec<PaperLine>,
    /// Sums, the one that counts last.
    pub sums: Vec<(String, Money)>,
    /// What stands below.
    pub notes: Vec<String>,
}

/// What became of an invoice until the day it is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Taken back.
    pub credited: Money,
    /// Paid.
    pub paid: Money,
    /// Still owed.
    pub owed: Money,
}

fn box_of(title: &str, rows: Vec<(&str, String)>) -> (String, Vec<(String, String)>) {
    let rows = rows.into_iter().filter(|(_, value)| !value.trim().is_empty());
    (title.to_owned(), rows.map(|(label, value)| (label.to_owned(), value)).collect())
}

impl Snapshot {
    fn sender(&self) -> Vec<String> {
        let mut from = vec![self.practice_name.clone()];
        from.extend(self.practice_address.lines().map(str::to_owned));
        for (label, value) in [
            ("Practice number", &self.practice_no),
            ("Phone", &self.practice_phone),
            ("E-mail", &self.practice_email),
            ("VAT number", &self.vat_no),
        ] {
            if !value.is_empty() {
                from.push(format!("{label} {value}"));
            }
        }
        from
    }

    fn boxes(&self, document: Vec<(&str, String)>) -> Vec<(String, Vec<(String, String)>)> {
        let requester = [self.requester.as_str(), self.requester_no.as_str()].join(" ");
        let place = [self.place.as_str(), self.site.as_str()].into_iter().filter(|t| !t.is_empty());
        let place = place.collect::<Vec<_>>().join(", ");
        let scheme = [self.scheme.as_str(), self.scheme_option.as_str()].join(" ");
        vec![
            box_of("Document", document),
            box_of(
                "Patient",
                vec![
                    ("Name", self.patient.clone()),
                    ("Born", self.born.clone()),
                    ("File", self.file_no.clone()),
                    ("Dependant code", self.dependant.clone()),
                ],
            ),
            box_of(
                "Account holder",
                vec![
                    ("Name", self.holder.clone()),
                    ("Address", self.holder_address.clone()),
                    ("Scheme", scheme),
                    ("Main member", self.member.clone()),
                    ("Membership number", self.member_no.clone()),
                    ("Authorisation", self.authorisation.clone()),
                ],
            ),
            box_of(
                "Visit",
                vec![
                    ("Date", self.served.clone()),
                    ("Where", place),
                    ("Practitioner", self.practitioner.clone()),
                    ("Qualification", self.qualification.clone()),
                    ("Council number", self.council_no.clone()),
                    ("Practice number", self.practitioner_no.clone()),
                    ("Referred by", requester),
                    ("Diagnosis", self.diagnoses.join(", ")),
                    ("Tariff", format!("{}, valid from {}", self.book, self.book_since)),
                ],
            ),
        ]
    }
}

impl Paper {
    /// An invoice.
    pub fn invoice(
        number: i64,
        issued_on: Date,
        due_on: Date,
        it: &Snapshot,
        lines: Vec<PaperLine>,
        (total, vat): (Money, Money),
        standing: Standing,
    ) -> Paper {
        let name = invoice_name(number);
        let document = vec![("Number", name.clone()), ("Date", plain_day(issued_on)), ("Pay by", plain_day(due_on))];
        let mut sums = vec![("Total".to_owned(), total)];
        sums.extend(it.vat_bp.map(|bp| (format!("VAT at {} % within", per_cent(bp)), vat)));
        sums.push(("Paid".to_owned(), standing.paid));
        if standing.credited > Money::ZERO {
            sums.push(("Taken back by credit note".to_owned(), standing.credited));
        }
        sums.push(("Due".to_owned(), standing.owed));
        let mut notes = vec![];
        if !it.bank.is_empty() {
            notes.push(format!("Pay into: {}. Reference: {name}.", it.bank.replace('\n', ", ")));
        }
        if it.vat_bp.is_some() {
            notes.push("Prices include VAT.".to_owned());
        }
        Paper {
            title: if it.vat_bp.is_some() { "Tax invoice".into() } else { "Invoice".into() },
            name,
            from: it.sender(),
            facts: it.boxes(document),
            lines,
            sums,
            notes,
        }
    }

    /// A credit note.
    pub fn credit_note(
        number: i64,
        invoice: i64,
        issued_on: Date,
        reason: &str,
        it: &Snapshot,
        lines: Vec<PaperLine>,
        (total, vat): (Money, Money),
    ) -> Paper {
        let name = credit_note_name(number);
        let document = vec![
            ("Number", name.clone()),
            ("Date", plain_day(issued_on)),
            ("Takes back from", invoice_name(invoice)),
            ("Reason", reason.to_owned()),
        ];
        let mut sums: Vec<(String, Money)> = vec![];
        sums.extend(it.vat_bp.map(|bp| (format!("VAT at {} % within", per_cent(bp)), vat)));
        sums.push(("Taken back".to_owned(), total));
        Paper {
            title: if it.vat_bp.is_some() { "Tax credit note".into() } else { "Credit note".into() },
            name,
            from: it.sender(),
            facts: it.boxes(document),
            lines,
            sums,
            notes: vec![],
        }
    }
}

/// `1500` basis points as `15`.
fn per_cent(bp: u32) -> String {
    if bp.is_multiple_of(100) { (bp / 100).to_string() } else { format!("{}.{:02}", bp / 100, bp % 100) }
}
