//! What the database promises whatever the program does, as its owner and as the application; and many at once.

use super::*;
use sqlx::{PgConnection, PgPool};

async fn refused(conn: &mut PgConnection, sql: &str) -> String {
    let result = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut *conn).await;
    let _ = sqlx::raw_sql("rollback").execute(&mut *conn).await;
    match result {
        Ok(_) => panic!("went through: {sql}"),
        Err(sqlx::Error::Database(e)) => e.constraint().map(str::to_owned).unwrap_or_else(|| e.message().to_owned()),
        Err(e) => panic!("{sql}: {e}"),
    }
}

#[sqlx::test]
async fn what_is_booked_is_never_changed_or_deleted_by_anybody(pool: PgPool) {
    let w = world(pool).await;
    let id = invoice(&w, 1).await;
    pay(&w, id, &cash(1_000)).await.expect("paid");
    edge::act_as(&w.services, w.as_(Role::Owner), async |cx| actions::correct(cx, id, &[], "Wrong person").await)
        .await
        .expect("taken back");
    let mut conn = w.owner.acquire().await.expect("a connection");
    for table in [
        "invoice",
        "invoice_line",
        "credit_note",
        "credit_note_line",
        "payment",
        "ledger_transaction",
        "ledger_entry",
        "allocation",
        "billing_particulars",
    ] {
        for sql in [
            format!("delete from {table}"),
            format!("truncate {table} cascade"),
            format!("update {table} set practice = practice"),
        ] {
            let as_owner = refused(&mut conn, &sql).await;
            assert!(as_owner == "books_stay" || as_owner.contains("never changed"), "{sql}: {as_owner}");
            let app = format!(
                "begin; set local role hadada_app; select set_config('app.practice', '{}', true); {sql};",
                w.id
            );
            let as_app = refused(&mut conn, &app).await;
            assert!(as_app.contains("permission denied") || as_app == "books_stay", "{sql}: {as_app}");
        }
    }
    assert_eq!(refused(&mut conn, "delete from document_counter").await, "books_stay");
}

#[sqlx::test]
async fn the_ledger_the_numbers_and_the_sums_are_promises(pool: PgPool) {
    let w = world(pool).await;
    let id = invoice(&w, 1).await;
    let payment = pay(&w, id, &cash(1_000)).await.expect("paid").0;
    let mut conn = w.owner.acquire().await.expect("a connection");
    let (p, patient, t) = (w.id, w.thandi, Uuid::now_v7());
    let transaction = |kind: &str| {
        format!(
            "insert into ledger_transaction (practice, id, kind, patient, document, day, at, by) values ('{p}', '{t}', '{kind}', '{patient}', '{t}', '2026-11-23', now(), '{t}')"
        )
    };
    let entry = |n: i32, account: &str, cents: i64| {
        format!(
            "insert into ledger_entry (practice, transaction, position, account, patient, cents) values ('{p}', '{t}', {n}, '{account}', '{patient}', {cents})"
        )
    };
    let booking = transaction("credit_used");
    let cases = [
        (
            "ledger_sums_to_zero",
            format!("begin; {booking}; {}; {}; commit;", entry(1, "bank", 100), entry(2, "income_fees", -99)),
        ),
        ("ledger_sums_to_zero", format!("begin; {booking}; {}; commit;", entry(1, "bank", 100))),
        // slipped into a booking of yesterday
        (
            "books_stay",
            "insert into ledger_entry (practice, transaction, position, account, patient, cents) select practice, id, 9, 'bank', patient, 1 from ledger_transaction where kind = 'invoice'".to_owned(),
        ),
        (
            "books_stay",
            format!(
                "insert into invoice_line (practice, invoice, position, code, label, quantity, unit_cents, total_cents, vat_cents, explains, account) values ('{p}', '{id}', 9, '1', 'x', 1, 1, 1, 0, 'x', 'income_fees')"
            ),
        ),
        // a number taken for nothing, skipped, or turned back
        (
            "numbers_leave_no_gap",
            format!("update document_counter set last = last + 1 where practice = '{p}' and kind = 'invoice'"),
        ),
        (
            "numbers_leave_no_gap",
            format!("update document_counter set last = last + 2 where practice = '{p}' and kind = 'invoice'"),
        ),
        (
            "numbers_leave_no_gap",
            format!("update document_counter set last = 1 where practice = '{p}' and kind = 'receipt'"),
        ),
        (
            "numbers_leave_no_gap",
            format!(
                "insert into invoice (practice, id, number, patient, practitioner, served_on, issued_on, due_on, book, total_cents, vat_cents, snapshot, at, by) select practice, '{t}', 7, patient, practitioner, served_on, issued_on, due_on, book, 0, 0, '{{}}', at, by from invoice where id = '{id}'"
            ),
        ),
        // an invoice without its lines and its booking
        (
            "document_adds_up",
            format!(
                "begin; update document_counter set last = last + 1 where practice = '{p}' and kind = 'invoice'; insert into invoice (practice, id, number, patient, practitioner, served_on, issued_on, due_on, book, total_cents, vat_cents, snapshot, at, by) select practice, '{t}', 2, patient, practitioner, served_on, issued_on, due_on, book, 100, 0, '{{}}', at, by from invoice where id = '{id}'; commit;"
            ),
        ),
        (
            "payment_is_booked",
            format!(
                "begin; update document_counter set last = last + 1 where practice = '{p}' and kind = 'receipt'; insert into payment (practice, id, number, patient, method, cents, received_on, at, by) values ('{p}', '{t}', 2, '{patient}', 'cash', 5, '2026-11-23', now(), '{t}'); commit;"
            ),
        ),
        (
            "never_beyond_payment",
            format!(
                "insert into payment_reversal (practice, payment, reason, at, by) values ('{p}', '{payment}', 'It came back', now(), '{t}')"
            ),
        ),
        // more than was paid, more than is owed, less than nothing
        (
            "never_beyond_payment",
            format!(
                "insert into allocation (practice, id, payment, invoice, patient, cents, transaction) select practice, '{t}', '{payment}', '{id}', patient, 1, id from ledger_transaction where kind = 'payment'"
            ),
        ),
        (
            "never_beyond_invoice",
            format!(
                "insert into allocation (practice, id, payment, invoice, patient, cents, transaction) select practice, '{t}', '{payment}', '{id}', patient, 26031, id from ledger_transaction where kind = 'payment'"
            ),
        ),
        (
            "never_beyond_invoice",
            format!(
                "insert into allocation (practice, id, payment, invoice, patient, cents, transaction) select practice, '{t}', '{payment}', '{id}', patient, -1001, id from ledger_transaction where kind = 'payment'"
            ),
        ),
    ];
    for (promise, sql) in cases {
        assert_eq!(refused(&mut conn, &sql).await, promise, "{sql}");
    }
    whole(&w).await;
}

#[sqlx::test]
async fn thirty_two_writers_and_their_rollbacks_leave_no_gap(pool: PgPool) {
    let w = world(pool).await;
    let mut visits = vec![];
    for n in 0..32 {
        visits.push(visit(&w, w.patients[n as usize % 5], n).await);
    }
    let tasks = visits.into_iter().enumerate().map(|(n, visit)| {
        let w = w.clone();
        tokio::spawn(async move {
            let who = w.as_(Role::Receptionist);
            let done = edge::act_as(&w.services, who, async |cx| {
                let done = seen_and_issued(cx, visit, form("72303")).await?;
                // every third thinks better of it after it has its number
                if n % 3 == 0 { Err(Problem::Busy.into()) } else { Ok(done) }
            });
            done.await.is_ok()
        })
    });
    let tasks: Vec<_> = tasks.collect();
    let mut issued = 0;
    for task in tasks {
        issued += i64::from(task.await.expect("no panic"));
    }
    let (count, highest): (i64, i64) = sqlx::query_as("select count(*), max(number) from invoice where practice = $1")
        .bind(w.id.0)
        .fetch_one(&w.owner)
        .await
        .expect("numbers");
    assert_eq!((count, highest), (issued, issued));
    assert_eq!(issued, 21);
    whole(&w).await;
}

#[sqlx::test]
async fn one_visit_and_one_payment_at_many_desks_happen_once(pool: PgPool) {
    let w = world(pool).await;
    let visit = visit(&w, w.thandi, 1).await;
    let mut tasks = vec![];
    for _ in 0..8 {
        let w = w.clone();
        tasks.push(tokio::spawn(async move { issue(&w, w.as_(Role::Receptionist), visit, form("72303")).await }));
    }
    let mut made = vec![];
    for task in tasks {
        made.extend(task.await.expect("no panic").ok());
    }
    assert_eq!(made.len(), 1);
    let id = made[0];
    let mut tasks = vec![];
    for n in 0..8 {
        let w = w.clone();
        tasks.push(tokio::spawn(async move {
            let mut it = cash(20_000);
            it.keep_rest = n % 2 == 0;
            pay(&w, id, &it).await.is_ok()
        }));
    }
    for task in tasks {
        task.await.expect("no panic");
    }
    whole(&w).await;
    let (_, owed) = balances(&w).await.into_iter().find(|(a, _)| a == "patient_receivable").unwrap_or_default();
    assert!(owed >= 0, "never paid beyond what is owed");
}
