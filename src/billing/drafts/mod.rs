//! Forms as typed. Each is a map of fields, because a checkout has as many lines as it has.

mod checkout;
mod settings;

pub use checkout::Checkout;
pub use settings::{Particulars, proposal};

use crate::kernel::{
    draft::{Faults, day, some_text, text},
    money::Money,
    problem::Problem,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most lines of a checkout.
pub const MOST_LINES: usize = 40;

/// The fields of a line, each followed by its number.
const LINE_FIELDS: [&str; 7] = ["code", "qty", "borrowed", "second", "price", "off", "why"];

macro_rules! form {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub BTreeMap<String, String>);

        impl $name {
            /// A field as typed; empty when it was not sent.
            pub fn of(&self, field: &str) -> &str {
                self.0.get(field).map_or("", String::as_str)
            }
            /// Fills a field.
            pub fn set(&mut self, field: &str, value: impl Into<String>) {
                self.0.insert(field.to_owned(), value.into());
            }
        }
    };
}

form!(
    /// A checkout: what is charged for a visit.
    CheckoutForm
);
form!(
    /// The forms of an invoice's page: a payment, a correction.
    InvoiceForm
);
form!(
    /// What stands at the head of invoices.
    ParticularsForm
);

/// How money comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Into the till.
    Cash,
    /// Card at the terminal.
    Card,
    /// Transfer.
    Eft,
}

impl Method {
    /// All of them.
    pub const ALL: [Method; 3] = [Method::Card, Method::Cash, Method::Eft];
    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Method::Cash => "cash",
            Method::Card => "card",
            Method::Eft => "eft",
        }
    }
    /// On screen.
    pub fn words(self) -> &'static str {
        match self {
            Method::Cash => "Cash",
            Method::Card => "Card at the terminal",
            Method::Eft => "EFT",
        }
    }
    /// Where it lands.
    pub fn account(self) -> &'static str {
        match self {
            Method::Cash => "cash_till",
            Method::Card => "card_clearing",
            Method::Eft => "bank",
        }
    }
    /// From the stored word.
    pub fn from_key(key: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|m| m.key() == key)
    }
}

/// A payment, read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewPayment {
    /// How.
    pub method: Method,
    /// How much.
    pub amount: Money,
    /// Number of the slip or of the bank's line.
    pub reference: String,
    /// Which day.
    pub received_on: Date,
    /// More than is owed stays as the patient's credit.
    pub keep_rest: bool,
}

impl InvoiceForm {
    /// The payment. Fault fields: `method`, `amount`, `reference`, `received_on`.
    pub fn payment(&self, today: Date) -> Result<NewPayment, Problem> {
        let mut faults = Faults::default();
        let method = faults.take("method", Method::from_key(self.of("method")).ok_or("choose"));
        let read = Money::parse(self.of("amount")).map_err(|e| e.code());
        let fine = read.and_then(|m| match m.as_cents() {
            ..=0 => Err("positive"),
            100_000_001.. => Err("too_large"),
            1..=100_000_000 => Ok(m),
        });
        let amount = faults.take("amount", fine);
        let reference = faults.take("reference", text(self.of("reference"), 60, false));
        let typed = self.of("received_on").trim();
        let on = if typed.is_empty() { Ok(today) } else { day(typed) };
        let on = on.and_then(|d| match d {
            d if d > today => Err("future"),
            d if today.since(d).is_ok_and(|s| s.get_days() > 366) => Err("too_old"),
            d => Ok(d),
        });
        let received_on = faults.take("received_on", on);
        match (method, amount, reference, received_on) {
            (Some(method), Some(amount), Some(reference), Some(received_on)) if faults.is_empty() => {
                Ok(NewPayment { method, amount, reference, received_on, keep_rest: !self.of("keep_rest").is_empty() })
            }
            (_, _, _, _) => Err(faults.problem()),
        }
    }

    /// Lines to take back, none for all, and why. Fault fields: `reason`, `lines`.
    pub fn correction(&self) -> Result<(Vec<i32>, String), Problem> {
        let mut faults = Faults::default();
        let reason = some_text(self.of("reason"), 300);
        let reason = reason.and_then(|r| if r.chars().count() < 5 { Err("reason_short") } else { Ok(r) });
        let reason = faults.take("reason", reason).unwrap_or_default();
        let ticked = self.0.keys().filter_map(|k| k.strip_prefix("line_")?.parse().ok());
        let lines: Vec<i32> = if self.of("what") == "whole" { vec![] } else { ticked.collect() };
        if self.of("what") != "whole" && lines.is_empty() {
            faults.note("lines", "choose");
        }
        faults.or((lines, reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> CheckoutForm {
        CheckoutForm(fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn a_line_taken_out_takes_its_answers_with_it_and_the_others_keep_theirs() {
        let mut it =
            form(&[("code_1", "72203"), ("off_1", "50"), ("code_2", "72303"), ("why_2", "x"), ("place", "home")]);
        it.remove(1);
        assert_eq!(it, form(&[("code_1", "72303"), ("why_1", "x"), ("place", "home")]));
        assert!(it.add("72302", 2));
        assert_eq!((it.of("code_2"), it.of("qty_2"), it.of("off_2")), ("72302", "2", ""));
    }

    #[test]
    fn nonsense_in_fields_is_told_field_by_field_and_never_panics() {
        let mut faults = Faults::default();
        let it = form(&[
            ("code_1", "72203"),
            ("qty_1", "-3"),
            ("price_1", "free"),
            ("off_1", "900"),
            ("minutes", "½"),
            ("diagnoses", "back"),
        ]);
        let _ = it.check(&mut faults);
        let problem = faults.problem();
        for field in ["qty_1", "price_1", "off_1", "minutes", "diagnoses"] {
            assert!(problem.about(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_payment_is_above_zero_and_not_from_tomorrow() {
        let today = jiff::civil::date(2026, 11, 25);
        let of = |fields: &[(&str, &str)]| InvoiceForm(form(fields).0).payment(today);
        for (amount, code) in
            [("0", "positive"), ("-5", "positive"), ("abc", "not_a_number"), ("", "empty"), ("99999999", "too_large")]
        {
            assert_eq!(of(&[("method", "cash"), ("amount", amount)]).expect_err(amount).about("amount"), Some(code));
        }
        let late = of(&[("method", "cash"), ("amount", "5"), ("received_on", "2026-11-26")]).expect_err("tomorrow");
        assert_eq!(late.about("received_on"), Some("future"));
        assert_eq!(of(&[("method", "coins"), ("amount", "5")]).expect_err("no method").about("method"), Some("choose"));
        assert!(of(&[("method", "eft"), ("amount", "1 143,70")]).is_ok());
    }

    #[test]
    fn proposals_are_codes_with_quantities() {
        assert_eq!(proposal("72702, 72303x2"), Ok(vec![("72702".into(), 1), ("72303".into(), 2)]));
        assert_eq!(proposal("72303x0"), Err("codes"));
        assert_eq!(proposal("massage!"), Err("codes"));
    }
}
