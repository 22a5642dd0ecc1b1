//! The form about what stands at the head of invoices, read.

use super::ParticularsForm;
use crate::kernel::{
    draft::{Faults, day, some_text, text},
    money::Money,
    problem::Problem,
};
use jiff::civil::Date;

/// What stands at the head of invoices, read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the form")]
pub struct Particulars {
    pub since: Date,
    pub name: String,
    pub practice_no: String,
    pub address: String,
    pub phone: String,
    pub email: String,
    pub bank: String,
    pub due_days: i32,
    pub vat_no: String,
    pub vat_bp: Option<i32>,
}

impl ParticularsForm {
    /// The particulars; everything wrong at once.
    pub fn particulars(&self, today: Date) -> Result<Particulars, Problem> {
        let mut faults = Faults::default();
        let since = if self.of("since").trim().is_empty() { Ok(today) } else { day(self.of("since")) };
        let since = faults.take("since", since);
        let name = faults.take("name", some_text(self.of("name"), 120));
        let practice_no = faults.take("practice_no", text(self.of("practice_no"), 20, false));
        let address =
            text(self.of("address"), 300, true).and_then(|a| if a.is_empty() { Err("required") } else { Ok(a) });
        let address = faults.take("address", address);
        let phone = faults.take("phone", text(self.of("phone"), 40, false));
        let email = faults.take("email", text(self.of("email"), 120, false));
        let bank = faults.take("bank", text(self.of("bank"), 300, true));
        let typed = self.of("due_days").trim();
        let days = typed.parse::<i32>().ok().filter(|n| (0..=90).contains(n)).ok_or("number");
        let due_days = faults.take("due_days", days);
        let vat_no = faults.take("vat_no", text(self.of("vat_no"), 20, false)).unwrap_or_default();
        // per cent with two decimals are basis points, as rand are cents
        let bp = Money::parse(self.of("vat_rate")).ok().and_then(|m| i32::try_from(m.as_cents()).ok());
        let bp = bp.filter(|bp| (1..=5000).contains(bp)).ok_or("number");
        let vat_bp = if vat_no.is_empty() { None } else { faults.take("vat_rate", bp) };
        match (since, name, practice_no, address, phone, email, bank, due_days) {
            (
                Some(since),
                Some(name),
                Some(practice_no),
                Some(address),
                Some(phone),
                Some(email),
                Some(bank),
                Some(due_days),
            ) if faults.is_empty() => {
                let it =
                    Particulars { since, name, practice_no, address, phone, email, bank, due_days, vat_no, vat_bp };
                Ok(it)
            }
            (_, _, _, _, _, _, _, _) => Err(faults.problem()),
        }
    }
}

/// `72702, 72303x2` as codes with quantities.
pub fn proposal(typed: &str) -> Result<Vec<(String, i32)>, &'static str> {
    let one = |word: &str| {
        let (code, times) = word.split_once(['x', '*']).unwrap_or((word, "1"));
        let fine = (1..=12).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric());
        let times = times.parse::<i32>().ok().filter(|n| (1..=99).contains(n));
        match (fine, times) {
            (true, Some(times)) => Ok((code.to_uppercase(), times)),
            (_, _) => Err("codes"),
        }
    };
    let words = typed.split([',', ' ', ';']).filter(|w| !w.is_empty());
    let codes = words.map(one).collect::<Result<Vec<_>, _>>()?;
    if codes.len() > 20 { Err("too_long") } else { Ok(codes) }
}
