//! What happens to accounts. Ids, numbers and amounts; never a diagnosis or a name.

use crate::{
    kernel::ids::{AppointmentId, CreditNoteId, InvoiceId, PatientId, PaymentId},
    platform::cx::Event,
};
use serde::Serialize;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $kind:literal { $subject:ident: $subject_type:ty, $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? } $(of $patient:ident)?;)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Serialize)]
        pub struct $name {
            /// What it happened to.
            pub $subject: $subject_type,
            $($(#[$fdoc])* pub $field: $type,)*
        }
        impl Event for $name {
            const KIND: &'static str = $kind;
            fn subject(&self) -> uuid::Uuid {
                self.$subject.0
            }
            $(fn patient(&self) -> Option<PatientId> {
                Some(self.$patient)
            })?
        }
    )* };
}

events! {
    /// A checkout was kept for later.
    CheckoutKept "checkout.kept" { visit: AppointmentId, /// How many lines.
        lines: usize };
    /// An invoice was issued.
    InvoiceIssued "invoice.issued" { invoice: InvoiceId, /// Whose.
        patient: PatientId, /// Its number.
        number: i64, /// Its sum.
        cents: i64, /// Codes with a concession.
        conceded: Vec<String> } of patient;
    /// Lines of an invoice were taken back.
    InvoiceCredited "invoice.credited" { credit_note: CreditNoteId, /// Whose.
        patient: PatientId, /// From which invoice.
        invoice: InvoiceId, /// Its number.
        number: i64, /// Its sum.
        cents: i64, /// What became the patient's credit.
        freed: i64 } of patient;
    /// Money came in.
    PaymentTaken "payment.taken" { payment: PaymentId, /// Whose.
        patient: PatientId, /// For which invoice.
        invoice: InvoiceId, /// Receipt number.
        number: i64, /// How.
        method: &'static str, /// How much.
        cents: i64, /// What of it pays the invoice.
        used: i64 } of patient;
    /// A payment was returned by the bank or charged back.
    PaymentReturned "payment.returned" { payment: PaymentId, /// Whose.
        patient: PatientId, /// How much.
        cents: i64 } of patient;
    /// A patient's credit paid an invoice.
    CreditUsed "credit.used" { invoice: InvoiceId, /// Whose.
        patient: PatientId, /// How much.
        cents: i64 } of patient;
}

/// What stands at the head of invoices was said anew.
#[derive(Debug, Serialize)]
pub struct BillingSet {
    /// Of which practice.
    pub practice: uuid::Uuid,
    /// Which form.
    pub what: &'static str,
}

impl Event for BillingSet {
    const KIND: &'static str = "billing.set";
    fn subject(&self) -> uuid::Uuid {
        self.practice
    }
}
