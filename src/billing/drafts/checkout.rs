//! The form of a checkout, read.

use super::{CheckoutForm, LINE_FIELDS, MOST_LINES};
use crate::{
    billing::rules::{Place, Wanted, diagnoses},
    kernel::{
        draft::{Faults, text},
        money::Money,
    },
};

/// A checkout whose fields could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkout {
    /// Book chosen, if one was.
    pub book: Option<uuid::Uuid>,
    /// Where the visit was.
    pub place: Place,
    /// Net minutes.
    pub minutes: u32,
    /// People present.
    pub people: u32,
    /// Whether the times of two conditions overlap.
    pub overlaps: Option<bool>,
    /// Emergency with travel.
    pub emergency: bool,
    /// In hospital.
    pub inpatient: bool,
    /// Diagnosis codes in order.
    pub diagnoses: Vec<String>,
    /// Who referred the patient.
    pub requester: String,
    /// Their practice number.
    pub requester_no: String,
    /// Motivation.
    pub motivation: String,
    /// Authorisation number.
    pub authorisation: String,
    /// The lines.
    pub lines: Vec<Wanted>,
}

impl CheckoutForm {
    /// Numbers of the lines there are, in order.
    pub fn numbers(&self) -> Vec<usize> {
        (1..=MOST_LINES).filter(|n| !self.of(&format!("code_{n}")).trim().is_empty()).collect()
    }

    /// Adds a line behind the others. Gives false when there are too many.
    pub fn add(&mut self, code: &str, quantity: u32) -> bool {
        let next = self.numbers().last().copied().unwrap_or(0) + 1;
        if next > MOST_LINES {
            return false;
        }
        self.set(&format!("code_{next}"), code.trim());
        self.set(&format!("qty_{next}"), quantity.to_string());
        true
    }

    /// Takes a line out; those behind it move up.
    pub fn remove(&mut self, line: usize) {
        let keep: Vec<usize> = self.numbers().into_iter().filter(|n| *n != line).collect();
        let was = self.0.clone();
        self.0.retain(|name, _| !LINE_FIELDS.iter().any(|f| name.strip_prefix(f).is_some_and(|r| r.starts_with('_'))));
        for (to, from) in keep.into_iter().enumerate() {
            for field in LINE_FIELDS {
                if let Some(value) = was.get(&format!("{field}_{from}")) {
                    self.set(&format!("{field}_{}", to + 1), value.clone());
                }
            }
        }
    }

    /// What is kept of it between two looks: the known fields, in a length the database holds.
    pub fn kept(&self) -> CheckoutForm {
        const VISIT: [&str; 11] = [
            "book",
            "place",
            "minutes",
            "people",
            "overlaps",
            "emergency",
            "inpatient",
            "diagnoses",
            "requester",
            "requester_no",
            "authorisation",
        ];
        let most = |name: &str| {
            let line = name.rsplit_once('_').filter(|(f, n)| {
                LINE_FIELDS.contains(f) && n.parse::<usize>().is_ok_and(|n| (1..=MOST_LINES).contains(&n))
            });
            match line {
                Some(("why", _)) => 200,
                Some(_) => 20,
                None if name == "motivation" => 600,
                None if VISIT.contains(&name) => 100,
                None => 0,
            }
        };
        let clean = |name: &String, value: &String| {
            let fine = value.chars().filter(|c| !c.is_control() || *c == '\n');
            (name.clone(), fine.take(most(name)).collect::<String>())
        };
        CheckoutForm(self.0.iter().map(|(n, v)| clean(n, v)).filter(|(_, v)| !v.is_empty()).collect())
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, field: &str) -> bool {
        !self.of(field).is_empty()
    }

    /// Everything that is wrong with single fields at once; rules of the tariff come after.
    pub fn check(&self, faults: &mut Faults) -> Checkout {
        let number = |faults: &mut Faults, field: &str, default: u32, most: u32| {
            let typed = self.of(field).trim();
            if typed.is_empty() {
                return default;
            }
            let fine = typed.parse::<u32>().ok().filter(|n| *n <= most).ok_or("number");
            faults.take(field, fine).unwrap_or(default)
        };
        let words = |faults: &mut Faults, field: &str, most: usize| {
            faults.take(field, text(self.of(field), most, false)).unwrap_or_default()
        };
        let place = Place::from_key(self.of("place")).unwrap_or_default();
        let minutes = number(faults, "minutes", 0, 600);
        let people = number(faults, "people", 1, 99);
        let codes = faults.take("diagnoses", diagnoses(self.of("diagnoses"))).unwrap_or_default();
        let mut lines = vec![];
        for n in self.numbers() {
            let field = |name: &str| format!("{name}_{n}");
            let price = self.of(&field("price")).trim();
            let entry = match price {
                "" => None,
                typed => {
                    let read = Money::parse(typed).map_err(|e| e.code());
                    let small = read.and_then(|m| if m.as_cents() > 100_000_000 { Err("too_large") } else { Ok(m) });
                    let positive = small.and_then(|m| if m.is_negative() { Err("negative") } else { Ok(m) });
                    faults.take(&field("price"), positive)
                }
            };
            let code = faults.take(&field("code"), text(self.of(&field("code")), 12, false)).unwrap_or_default();
            lines.push(Wanted {
                code: code.to_uppercase(),
                quantity: number(faults, &field("qty"), 1, 99),
                borrowed: self.ticked(&field("borrowed")),
                second: self.ticked(&field("second")),
                entry,
                concession: number(faults, &field("off"), 0, 100),
                reason: words(faults, &field("why"), 200),
            });
        }
        Checkout {
            book: self.of("book").parse().ok(),
            place,
            minutes,
            people,
            overlaps: match self.of("overlaps") {
                "separate" => Some(false),
                "overlap" => Some(true),
                _ => None,
            },
            emergency: self.ticked("emergency"),
            inpatient: self.ticked("inpatient"),
            diagnoses: codes,
            requester: words(faults, "requester", 100),
            requester_no: words(faults, "requester_no", 20),
            motivation: faults.take("motivation", text(self.of("motivation"), 600, true)).unwrap_or_default(),
            authorisation: words(faults, "authorisation", 40),
            lines,
        }
    }
}
