//! What the pages of billing show.

use super::{
    drafts::{CheckoutForm, InvoiceForm, ParticularsForm},
    paper::Paper,
};
use crate::kernel::{
    ids::{AppointmentId, CreditNoteId, InvoiceId, PatientId},
    money::Money,
    problem::Problem,
};
use serde::{Deserialize, Serialize};

/// Where an invoice stands; follows from what was paid and credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A checkout that was begun.
    Draft,
    /// Nothing paid yet.
    Issued,
    /// Something is still owed.
    PartPaid,
    /// Nothing is owed.
    Paid,
    /// Taken back whole.
    Credited,
}

impl State {
    /// All of them.
    pub const ALL: [State; 5] = [State::Draft, State::Issued, State::PartPaid, State::Paid, State::Credited];

    /// From the sums.
    pub fn of(total: i64, credited: i64, paid: i64) -> State {
        match total - credited - paid {
            _ if credited >= total && credited > 0 => State::Credited,
            owed if owed <= 0 => State::Paid,
            _ if paid > 0 => State::PartPaid,
            _ => State::Issued,
        }
    }
    /// As in addresses.
    pub fn key(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Issued => "issued",
            State::PartPaid => "part_paid",
            State::Paid => "paid",
            State::Credited => "credited",
        }
    }
    /// On screen.
    pub fn words(self) -> &'static str {
        match self {
            State::Draft => "Draft",
            State::Issued => "Issued",
            State::PartPaid => "Part paid",
            State::Paid => "Paid",
            State::Credited => "Credited",
        }
    }
    /// From the word in an address.
    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.key() == key)
    }
}

/// `INV-00012`.
pub fn invoice_name(number: i64) -> String {
    format!("INV-{number:05}")
}
/// `CN-00003`.
pub fn credit_note_name(number: i64) -> String {
    format!("CN-{number:05}")
}
/// `RC-00007`.
pub fn receipt_name(number: i64) -> String {
    format!("RC-{number:05}")
}

/// A choice of a list: value and words.
pub type ValueWords = (String, String);

/// A line of a checkout as wished, with what the book says about its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WishedLine {
    /// Its number in the form.
    pub n: usize,
    /// What the code is; empty for an unknown one.
    pub label: String,
    /// The book's fee, or where the price comes from.
    pub fee: String,
    /// What has to be entered; none for a price of the book.
    pub asks: Option<String>,
    /// Whether the equipment may be borrowed.
    pub may_borrow: bool,
    /// Whether it may be for a second condition.
    pub may_be_second: bool,
}

/// A priced line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedLine {
    /// Code with its modifiers after it.
    pub code: String,
    /// What it is.
    pub label: String,
    /// How the price came about.
    pub explains: String,
    /// How many.
    pub quantity: u32,
    /// For one.
    pub unit: Money,
    /// For all.
    pub total: Money,
}

/// The checkout of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutPage {
    /// Which visit.
    pub visit: AppointmentId,
    /// Whose.
    pub patient: PatientId,
    /// Name of the patient.
    pub name: String,
    /// Day, time, kind and practitioner.
    pub lead: String,
    /// The form as typed.
    pub form: CheckoutForm,
    /// Tariff books that apply on the day.
    pub books: Vec<ValueWords>,
    /// The lines as wished.
    pub wished: Vec<WishedLine>,
    /// The lines with their prices; empty while something stands in the way.
    pub priced: Vec<PricedLine>,
    /// What stands in the way, in sentences.
    pub faults: Vec<String>,
    /// What to look at.
    pub remarks: Vec<String>,
    /// The sum.
    pub total: Money,
    /// VAT within; none for a practice that is not registered.
    pub vat: Option<Money>,
    /// Codes found.
    pub found: Vec<(String, String, String)>,
    /// Codes were looked for.
    pub sought: bool,
    /// Physiotherapy: second condition and borrowed equipment.
    pub physio: bool,
    /// Occupational therapy: emergency and admission.
    pub ot: bool,
    /// Whether this person may give a concession.
    pub may_concede: bool,
    /// The practice has not said what stands at the head of an invoice.
    pub nameless: bool,
    /// The invoice there is already.
    pub invoice: Option<InvoiceId>,
    /// Why what was posted did not happen.
    pub problem: Option<Problem>,
}

/// Money that came in for an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLine {
    /// Id, for taking it back.
    pub id: uuid::Uuid,
    /// `RC-00007`.
    pub name: String,
    /// When and how: `24 Nov 2026, card`.
    pub how: String,
    /// Number of the slip or of the bank's line.
    pub reference: String,
    /// What came in.
    pub amount: Money,
    /// What of it pays this invoice.
    pub used: Money,
    /// Returned, and why.
    pub returned: Option<String>,
}

/// A line that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditChoice {
    /// Its position.
    pub position: i32,
    /// Code, label and amount.
    pub words: String,
    /// Taken back already.
    pub credited: bool,
}

/// An issued invoice and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicePage {
    /// Which.
    pub id: InvoiceId,
    /// Whose.
    pub patient: PatientId,
    /// The visit it is for.
    pub visit: Option<AppointmentId>,
    /// The document.
    pub paper: Paper,
    /// Where it stands.
    pub state: State,
    /// Total of the document.
    pub total: Money,
    /// Taken back.
    pub credited: Money,
    /// Paid.
    pub paid: Money,
    /// Still owed.
    pub owed: Money,
    /// The patient's credit.
    pub credit: Money,
    /// What came in.
    pub payments: Vec<PaymentLine>,
    /// Credit notes: id, name, day, amount, reason.
    pub credit_notes: Vec<(CreditNoteId, String, String, Money, String)>,
    /// What can be taken back.
    pub choices: Vec<CreditChoice>,
    /// What happened, latest first: when, who, what.
    pub history: Vec<(String, String, String)>,
    /// Whether the person looking may take a payment.
    pub may_pay: bool,
    /// Whether the person looking may correct it.
    pub may_correct: bool,
    /// The forms as typed.
    pub form: InvoiceForm,
    /// Why what was posted did not happen.
    pub problem: Option<Problem>,
}

/// A row of the list of invoices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceRow {
    /// Where it leads.
    pub href: String,
    /// `INV-00012`; `Draft` for a checkout that was begun.
    pub name: String,
    /// Of the visit.
    pub day: String,
    /// Of the patient.
    pub patient: String,
    /// With whom.
    pub practitioner: String,
    /// Where it stands.
    pub state: State,
    /// The sum; none for a draft.
    pub total: Option<Money>,
    /// Still owed.
    pub owed: Option<Money>,
    /// Past its day.
    pub overdue: bool,
}

/// The list of invoices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicesPage {
    /// What was looked for.
    pub q: String,
    /// State looked for.
    pub state: String,
    /// What was found, latest first.
    pub rows: Vec<InvoiceRow>,
    /// There are more.
    pub more: bool,
    /// Visits that were and have no invoice.
    pub unbilled: Vec<Unbilled>,
}

/// A visit that was and has no invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unbilled {
    /// Which.
    pub visit: AppointmentId,
    /// `24 Nov 2026, 10:30`.
    pub at: String,
    /// With whom.
    pub practitioner: String,
    /// The patient.
    pub patient: String,
    /// The kind of visit.
    pub kind: String,
}

/// A line of a patient's statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// Day.
    pub day: String,
    /// What.
    pub words: String,
    /// Where it leads; empty for nowhere.
    pub href: String,
    /// What it adds to the account; below zero it takes away.
    pub amount: Money,
    /// The balance after it.
    pub balance: Money,
}

/// A patient's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPage {
    /// Whose.
    pub patient: PatientId,
    /// Their name.
    pub name: String,
    /// Owed on invoices.
    pub owed: Money,
    /// Paid and not used.
    pub credit: Money,
    /// Invoices that are open.
    pub open: usize,
    /// What happened, latest first.
    pub lines: Vec<StatementLine>,
}

/// What stands at the head of invoices, and what kinds of visit propose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingSettingsPage {
    /// The forms as typed or as they stand.
    pub form: ParticularsForm,
    /// Practitioners: id and name.
    pub practitioners: Vec<ValueWords>,
    /// Kinds of visit with a profession: form name and words.
    pub proposals: Vec<ValueWords>,
    /// What was saved, in a sentence.
    pub saved: String,
    /// Why what was posted did not happen.
    pub problem: Option<Problem>,
}

/// A document to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintPage {
    /// The document.
    pub paper: Paper,
    /// Back to its page.
    pub back: String,
    /// Its PDF.
    pub pdf: String,
}
