//! Random work on the books beside a model of a few lines: after every step the two say the same.

use super::*;
use sqlx::PgPool;
use std::collections::BTreeMap;

/// Lines of an invoice, taken back or not, and what payments pay of it by their turn.
type Invoice = (InvoiceId, Vec<(i64, bool)>, BTreeMap<usize, i64>);

/// What the books should say.
#[derive(Default)]
struct Books {
    invoices: Vec<Invoice>,
    /// Payments: amount, returned.
    payments: Vec<(PaymentId, i64, bool, usize)>,
}

impl Books {
    fn due(&self, at: usize) -> i64 {
        self.invoices[at].1.iter().filter(|(_, back)| !back).map(|(cents, _)| cents).sum()
    }
    fn paid(&self, at: usize) -> i64 {
        self.invoices[at].2.values().sum()
    }
    fn left(&self, payment: usize) -> i64 {
        let used: i64 = self.invoices.iter().filter_map(|i| i.2.get(&payment)).sum();
        if self.payments[payment].2 { 0 } else { self.payments[payment].1 - used }
    }
    fn expected(&self) -> String {
        let n = self.invoices.len();
        let income: i64 = (0..n).map(|i| self.due(i)).sum();
        let owed: i64 = (0..n).map(|i| self.due(i) - self.paid(i)).sum();
        let credit: i64 = (0..self.payments.len()).map(|p| self.left(p)).sum();
        let till: i64 = self.payments.iter().filter(|p| !p.2).map(|p| p.1).sum();
        let accounts = [
            ("cash_till", till),
            ("income_fees", -income),
            ("patient_receivable", owed),
            ("unallocated_credit", -credit),
        ];
        accounts.iter().filter(|(_, c)| *c != 0).map(|(a, c)| format!("{a} {c}")).collect::<Vec<_>>().join(", ")
    }
}

/// The same numbers every time.
struct Dice(u64);
impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

#[sqlx::test]
async fn a_long_day_of_random_work_agrees_with_the_model(pool: PgPool) {
    let w = world(pool).await;
    let mut dice = Dice(20_261_125);
    let mut books = Books::default();
    for step in 0..160_u32 {
        let n = books.invoices.len();
        let owner = w.as_(Role::Owner);
        match (dice.roll(5), n) {
            (0, _) | (_, 0) => {
                let lines = ["72303", "72303 72203", "72501 72702", "72203 72302 72310"][dice.roll(4)];
                let visit = visit(&w, w.thandi, step).await;
                let id = issue(&w, owner, visit, form(lines)).await.expect("issued");
                let cents: Vec<i64> =
                    sqlx::query_scalar("select total_cents from invoice_line where invoice = $1 order by position")
                        .bind(id.0)
                        .fetch_all(&w.owner)
                        .await
                        .expect("lines");
                books.invoices.push((id, cents.into_iter().map(|c| (c, false)).collect(), BTreeMap::new()));
            }
            (1, _) => {
                let at = dice.roll(n);
                let cents = i64::try_from(1 + dice.roll(60_000)).expect("small");
                let done = pay(&w, books.invoices[at].0, &cash(cents)).await;
                let owed = books.due(at) - books.paid(at);
                assert_eq!(done.is_ok(), owed > 0, "step {step}");
                if let Ok(id) = done {
                    let payment = books.payments.len();
                    books.payments.push((id, cents, false, at));
                    books.invoices[at].2.insert(payment, cents.min(owed));
                }
            }
            (2, _) => {
                let at = dice.roll(n);
                let invoice = books.invoices[at].0;
                let done = edge::act_as(&w.services, owner, async |cx| actions::use_credit(cx, invoice).await).await;
                let mut owed = books.due(at) - books.paid(at);
                let mut used = 0;
                for payment in 0..books.payments.len() {
                    let part = books.left(payment).min(owed);
                    if part > 0 {
                        *books.invoices[at].2.entry(payment).or_default() += part;
                        owed -= part;
                        used += part;
                    }
                }
                assert_eq!(done.ok(), (used > 0).then_some(Money::cents(used)), "step {step}");
            }
            (3, _) => {
                let at = dice.roll(n);
                let line = dice.roll(books.invoices[at].1.len());
                let (invoice, position) = (books.invoices[at].0, i32::try_from(line + 1).expect("small"));
                let body = async |cx: &mut CxMut| actions::correct(cx, invoice, &[position], "Wrong code").await;
                let done = edge::act_as(&w.services, owner, body).await;
                assert_eq!(done.is_ok(), !books.invoices[at].1[line].1, "step {step}");
                books.invoices[at].1[line].1 = true;
                // the latest payment lets go first
                while books.paid(at) > books.due(at) {
                    let over = books.paid(at) - books.due(at);
                    let (payment, pays) = books.invoices[at].2.pop_last().expect("something pays it");
                    if pays > over {
                        books.invoices[at].2.insert(payment, pays - over);
                    }
                }
            }
            (_, _) => {
                if books.payments.is_empty() {
                    continue;
                }
                let payment = dice.roll(books.payments.len());
                let (id, _, returned, of) = books.payments[payment];
                let invoice = books.invoices[of].0;
                let body =
                    async |cx: &mut CxMut| actions::return_payment(cx, invoice, id, "The bank returned it").await;
                assert_eq!(edge::act_as(&w.services, owner, body).await.is_ok(), !returned, "step {step}");
                books.payments[payment].2 = true;
                for invoice in &mut books.invoices {
                    invoice.2.remove(&payment);
                }
            }
        }
        assert_eq!(said(&w).await, books.expected(), "step {step}");
    }
    whole(&w).await;
}
