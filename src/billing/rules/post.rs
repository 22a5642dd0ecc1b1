//! How documents become entries. Above zero a debit, below a credit; every list sums to zero.

use std::collections::BTreeMap;

/// One side of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which account.
    pub account: &'static str,
    /// Cents.
    pub cents: i64,
}

fn entries(parts: impl IntoIterator<Item = (&'static str, i64)>) -> Vec<Entry> {
    let mut sums: BTreeMap<&'static str, i64> = BTreeMap::new();
    for (account, cents) in parts {
        *sums.entry(account).or_default() += cents;
    }
    sums.into_iter().filter(|(_, cents)| *cents != 0).map(|(account, cents)| Entry { account, cents }).collect()
}

/// An invoice: what the patient owes against income and VAT. Lines as account, total and VAT within.
pub fn invoice_entries(lines: &[(&'static str, i64, i64)]) -> Vec<Entry> {
    let sides = lines.iter().flat_map(|(account, total, vat)| {
        [("patient_receivable", *total), (*account, vat - total), ("vat_output", -vat)]
    });
    entries(sides)
}

/// A credit note: the lines of an invoice the other way round. What was not owed any more becomes the patient's credit.
pub fn mirrored(lines: &[(&'static str, i64, i64)], freed: i64) -> Vec<Entry> {
    let back = invoice_entries(lines).into_iter().map(|e| (e.account, -e.cents));
    entries(back.chain([("patient_receivable", freed), ("unallocated_credit", -freed)]))
}

/// Money that came: up to `paid` for what is owed, the rest is the patient's credit.
pub fn payment_entries(method: &'static str, cents: i64, paid: i64) -> Vec<Entry> {
    entries([(method, cents), ("patient_receivable", -paid), ("unallocated_credit", paid - cents)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(entries: &[Entry]) -> i64 {
        entries.iter().map(|e| e.cents).sum()
    }

    proptest! {
        #[test]
        fn every_booking_sums_to_zero(lines in prop::collection::vec((0_i64..1_000_000, 0_i64..10_000), 1..20), freed in 0_i64..100_000, cents in 1_i64..100_000, part in 0_i64..100) {
            let lines: Vec<_> = lines.iter().map(|(t, v)| ("income_fees", *t, (*v).min(*t))).collect();
            prop_assert_eq!(sum(&invoice_entries(&lines)), 0);
            prop_assert_eq!(sum(&mirrored(&lines, freed)), 0);
            prop_assert_eq!(sum(&payment_entries("cash_till", cents, cents * part / 100)), 0);
        }

        #[test]
        fn a_credit_note_of_everything_undoes_the_invoice(lines in prop::collection::vec((0_i64..1_000_000, 0_i64..10_000), 1..20)) {
            let lines: Vec<_> = lines.iter().map(|(t, v)| ("income_materials", *t, (*v).min(*t))).collect();
            let both: Vec<_> = invoice_entries(&lines).into_iter().chain(mirrored(&lines, 0)).collect();
            for e in &both {
                prop_assert_eq!(both.iter().filter(|o| o.account == e.account).map(|o| o.cents).sum::<i64>(), 0);
            }
        }
    }
}
