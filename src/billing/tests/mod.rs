//! Billing against a real Postgres: a practice with the demo tariff, visits that were, and everybody's part.

mod desk;
mod model;
mod promises;

use super::{
    actions,
    drafts::{CheckoutForm, Method, NewPayment},
    rules::vectors,
    store::check::check,
};
use crate::{
    access::{Actor, Role},
    kernel::{
        ids::{AppointmentId, InvoiceId, PatientId, PaymentId, PracticeId, PractitionerId},
        money::Money,
        problem::Problem,
    },
    platform::{
        cx::{CxMut, Fault, Outcome},
        edge,
    },
    testing::World,
};
use sqlx::PgPool;
use uuid::Uuid;

/// The world with a tariff and what stands at the head of invoices.
pub async fn world(pool: PgPool) -> World {
    let w = World::new(pool).await;
    for house in [&w.rosebank, &w.next_door] {
        tariff(&w.owner, house.id, "Tariff 2026", "2026-01-01", Some("2027-01-01")).await;
        sqlx::query(
            "insert into billing_particulars (practice, id, since, name, practice_no, address, phone, bank, due_days, at, by)
             values ($1, $2, '2026-01-01', 'Rosebank Therapy', '0720001', E'1 Oak Avenue\\nRosebank', '011 000 0000', 'Bank, 123', 30, now(), $2)",
        )
        .bind(house.id.0)
        .bind(Uuid::now_v7())
        .execute(&w.owner)
        .await
        .expect("a head");
    }
    w
}

/// The demo tariff as a book.
pub async fn tariff(db: &PgPool, practice: PracticeId, name: &str, since: &str, until: Option<&str>) -> Uuid {
    let book = Uuid::now_v7();
    sqlx::query("insert into tariff_book (practice, id, name, since, until) values ($1, $2, $3, $4::date, $5::date)")
        .bind(practice.0)
        .bind(book)
        .bind(name)
        .bind(since)
        .bind(until)
        .execute(db)
        .await
        .expect("a book");
    for profession in ["physiotherapy", "occupational_therapy"] {
        let of = vectors::book(profession);
        for code in of.codes.values() {
            let limits = serde_json::json!({"one_of_family": code.limits.one_of_family, "max_per_session": code.limits.max_per_session, "requires_any": code.limits.requires_any});
            sqlx::query(
                "insert into tariff_code (practice, book, profession, code, label, description, fee_cents, price_mode, standalone, modality, limits)
                 values ($1, $2, $3, $4, $5, $5, $6, case when $6 = 0 then 'unknown' else 'fixed' end, $7, $8, $9)",
            )
            .bind(practice.0)
            .bind(book)
            .bind(profession)
            .bind(&code.code)
            .bind(&code.label)
            .bind(code.fee.as_cents())
            .bind(code.standalone)
            .bind(code.modality)
            .bind(limits)
            .execute(db)
            .await
            .expect("a code");
        }
        for it in of.modifiers.values() {
            sqlx::query(
                "insert into modifier (practice, book, profession, code, label, effect, factor_bp, scope, applies_to, automatic)
                 values ($1, $2, $3, $4, $5, 'multiply', $6, 'line', '', false)",
            )
            .bind(practice.0)
            .bind(book)
            .bind(profession)
            .bind(&it.code)
            .bind(&it.label)
            .bind(i32::try_from(it.factor_bp).expect("small"))
            .execute(db)
            .await
            .expect("a modifier");
        }
    }
    book
}

/// A visit that was, with Naidoo unless said otherwise; `at` is its start.
pub async fn visit_at(w: &World, patient: PatientId, who: PractitionerId, at: &str) -> AppointmentId {
    let id = AppointmentId::fresh();
    let mut tx = w.owner.begin().await.expect("a transaction");
    sqlx::query(
        "insert into appointment (practice, id, site, practitioner, patient, type, starts_at, ends_at, local_start, status, created_at,
           created_by, changed_at, changed_by)
         values ($1, $2, $3, $4, $5, $6, $7::timestamptz, $7::timestamptz + interval '30 minutes', $7::timestamptz at time zone 'Africa/Johannesburg', 'completed',
           now(), $2, now(), $2)",
    )
    .bind(w.id.0)
    .bind(id.0)
    .bind(w.main.0)
    .bind(who.0)
    .bind(patient.0)
    .bind(w.kinds.treatment.0)
    .bind(at)
    .execute(&mut *tx)
    .await
    .expect("a visit");
    for (kind, resource, exclusive) in [("practitioner", who.0, true), ("patient", patient.0, false)] {
        sqlx::query(
            "insert into resource_claim (practice, id, resource_kind, resource, starts_at, ends_at, kind, ref, exclusive)
             values ($1, $2, $3, $4, $5::timestamptz, $5::timestamptz + interval '30 minutes', 'appointment', $6, $7)",
        )
        .bind(w.id.0)
        .bind(Uuid::now_v7())
        .bind(kind)
        .bind(resource)
        .bind(at)
        .bind(id.0)
        .bind(exclusive)
        .execute(&mut *tx)
        .await
        .expect("a claim");
    }
    tx.commit().await.expect("it holds its claims");
    id
}

/// The n-th visit of a patient, each in a time of its own.
pub async fn visit(w: &World, patient: PatientId, n: u32) -> AppointmentId {
    let (day, hour, half) = (1 + n / 16 % 22, 6 + n % 16 / 2, 30 * (n % 2));
    let month = 1 + n / 352;
    visit_at(w, patient, w.naidoo, &format!("2026-{month:02}-{day:02}T{hour:02}:{half:02}:00Z")).await
}

/// A form with these lines: `72303 72203x2`.
pub fn form(lines: &str) -> CheckoutForm {
    let mut form = CheckoutForm::default();
    form.set("minutes", "60");
    for it in vectors::wanted(lines) {
        form.add(&it.code, it.quantity);
    }
    form
}

/// Looks at the total and issues, as a person does.
pub async fn seen_and_issued(cx: &mut CxMut, visit: AppointmentId, mut form: CheckoutForm) -> Outcome<InvoiceId> {
    if let Some(total) = actions::total(cx, visit, &form).await? {
        form.set("shown", total.as_cents().to_string());
    }
    actions::issue(cx, visit, &form).await
}

/// Issues as somebody.
pub async fn issue(w: &World, who: Actor, visit: AppointmentId, form: CheckoutForm) -> Result<InvoiceId, Fault> {
    edge::act_as(&w.services, who, async |cx| seen_and_issued(cx, visit, form).await).await
}

/// An invoice of one line at R 270.30 for Thandi.
pub async fn invoice(w: &World, n: u32) -> InvoiceId {
    let visit = visit(w, w.thandi, n).await;
    issue(w, w.as_(Role::Receptionist), visit, form("72303")).await.expect("it is issued")
}

/// A payment in cash.
pub fn cash(cents: i64) -> NewPayment {
    NewPayment {
        method: Method::Cash,
        amount: Money::cents(cents),
        reference: String::new(),
        received_on: jiff::civil::date(2026, 11, 23),
        keep_rest: true,
    }
}

/// Pays as the receptionist.
pub async fn pay(w: &World, invoice: InvoiceId, it: &NewPayment) -> Result<PaymentId, Fault> {
    edge::act_as(&w.services, w.as_(Role::Receptionist), async |cx| actions::pay(cx, invoice, it).await).await
}

/// Balances of accounts, those at zero left out.
pub async fn balances(w: &World) -> Vec<(String, i64)> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select account, sum(cents)::bigint from ledger_entry where practice = $1 group by account having sum(cents) <> 0 order by account",
    )
    .bind(w.id.0)
    .fetch_all(&w.owner)
    .await
    .expect("balances");
    rows
}

/// The same, as written in the domain reference: `bank 23640, income_fees -23640`.
pub async fn said(w: &World) -> String {
    balances(w).await.into_iter().map(|(a, c)| format!("{a} {c}")).collect::<Vec<_>>().join(", ")
}

/// The books agree with themselves.
pub async fn whole(w: &World) {
    let mut conn = w.owner.acquire().await.expect("a connection");
    assert_eq!(check(&mut conn).await.expect("the check answers"), vec![]);
}

/// What a person is told.
pub fn told(fault: Fault) -> Problem {
    match fault {
        Fault::Problem(p) => p,
        other => panic!("not a problem: {other:?}"),
    }
}
