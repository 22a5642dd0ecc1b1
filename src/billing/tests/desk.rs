//! Issuing, paying, putting right.

use super::*;
use crate::billing::{actions::print_page, pdf};
use sqlx::PgPool;

async fn correct(w: &World, who: Actor, invoice: InvoiceId, lines: &[i32]) -> Result<(), Fault> {
    edge::act_as(&w.services, who, async |cx| actions::correct(cx, invoice, lines, "Wrong code").await).await.map(drop)
}

#[sqlx::test]
async fn an_invoice_is_numbered_frozen_and_booked(pool: PgPool) {
    let w = world(pool).await;
    let (first, second) = (invoice(&w, 1).await, invoice(&w, 2).await);
    let numbers: Vec<i64> = sqlx::query_scalar("select number from invoice where practice = $1 order by number")
        .bind(w.id.0)
        .fetch_all(&w.owner)
        .await
        .expect("numbers");
    assert_eq!((numbers, first == second), (vec![1, 2], false));
    assert_eq!(said(&w).await, "income_fees -54060, patient_receivable 54060");
    // whatever changes afterwards, the document stays
    let paper = |w: &World| {
        let (services, who) = (w.services.clone(), w.as_(Role::Billing));
        async move {
            edge::look_as(&services, who, async |cx| print_page(cx, first).await).await.expect("the document").paper
        }
    };
    let before = paper(&w).await;
    for sql in [
        "update patient set last_name = 'Andersen'",
        "update practitioner set last_name = 'Pillay'",
        "update tariff_code set fee_cents = 1",
        "update site set name = 'Elsewhere'",
    ] {
        sqlx::query(sql).execute(&w.owner).await.expect("a change");
    }
    assert_eq!(paper(&w).await, before);
    let words = format!("{before:?}");
    for particular in
        ["Rosebank Therapy", "0720001", "Thandiwe Grace Mokoena", "Dr Priya Naidoo", "Tariff 2026", "INV-00001", "1001"]
    {
        assert!(words.contains(particular), "{particular}: {words}");
    }
    assert!(!words.contains("VAT"), "not registered: the word does not appear");
    whole(&w).await;
}

#[sqlx::test]
async fn totals_are_the_same_on_paper_in_the_pdf_and_in_the_ledger(pool: PgPool) {
    let w = world(pool).await;
    let visit = visit(&w, w.thandi, 1).await;
    let id = issue(&w, w.as_(Role::Owner), visit, form("72303 72302 72203")).await.expect("it is issued");
    pay(&w, id, &cash(10_000)).await.expect("a part is paid");
    let look = edge::look_as(&w.services, w.as_(Role::Billing), async |cx| print_page(cx, id).await);
    let paper = look.await.expect("the document").paper;
    let sums: Vec<_> = paper.sums.iter().map(|(l, m)| (l.as_str(), m.as_cents())).collect();
    assert_eq!(sums, [("Total", 40_490), ("Paid", 10_000), ("Due", 30_490)]);
    let (lines, total): (i64, i64) = (paper.lines.iter().map(|l| l.total.as_cents()).sum(), 40_490);
    assert_eq!(lines, total);
    assert_eq!(said(&w).await, "cash_till 10000, income_fees -40490, patient_receivable 30490");
    let printed = pdf::tests::words(&paper);
    for (_, amount) in &paper.sums {
        assert!(printed.contains(&amount.to_string()), "{amount} stands in the file");
    }
    assert!(pdf::pdf(&paper).expect("a file").starts_with(b"%PDF"));
}

#[sqlx::test]
async fn a_visit_has_one_invoice_until_it_is_taken_back_whole(pool: PgPool) {
    let w = world(pool).await;
    let visit = visit(&w, w.thandi, 1).await;
    let first = issue(&w, w.as_(Role::Receptionist), visit, form("72303 72302")).await.expect("it is issued");
    let again = issue(&w, w.as_(Role::Receptionist), visit, form("72303")).await.expect_err("one at a time");
    assert_eq!(told(again).about("lines"), Some("invoiced"));
    correct(&w, w.as_(Role::Billing), first, &[1]).await.expect("a line is taken back");
    assert!(issue(&w, w.as_(Role::Receptionist), visit, form("72303")).await.is_err(), "a line still stands");
    correct(&w, w.as_(Role::Billing), first, &[]).await.expect("the rest is taken back");
    issue(&w, w.as_(Role::Receptionist), visit, form("72303")).await.expect("now it can be charged anew");
    whole(&w).await;
}

#[sqlx::test]
async fn part_payment_overpayment_and_credit_are_booked_as_the_reference_says(pool: PgPool) {
    let w = world(pool).await;
    let first = invoice(&w, 1).await;
    let mut over = cash(30_000);
    over.keep_rest = false;
    assert_eq!(told(pay(&w, first, &over).await.expect_err("too much")).about("amount"), Some("above_due"));
    over.keep_rest = true;
    pay(&w, first, &over).await.expect("the rest is kept");
    assert_eq!(said(&w).await, "cash_till 30000, income_fees -27030, unallocated_credit -2970");
    assert_eq!(told(pay(&w, first, &cash(1)).await.expect_err("paid")).about("amount"), Some("nothing_owed"));
    let second = invoice(&w, 2).await;
    let used = edge::act_as(&w.services, w.as_(Role::Billing), async |cx| actions::use_credit(cx, second).await);
    assert_eq!(used.await.expect("credit is used"), Money::cents(2_970));
    assert_eq!(said(&w).await, "cash_till 30000, income_fees -54060, patient_receivable 24060");
    whole(&w).await;
}

#[sqlx::test]
async fn a_credit_note_after_full_payment_leaves_a_credit_and_a_returned_payment_undoes_itself(pool: PgPool) {
    let w = world(pool).await;
    let visit = visit(&w, w.thandi, 1).await;
    let id = issue(&w, w.as_(Role::Owner), visit, form("72303 72302")).await.expect("it is issued");
    let payment = pay(&w, id, &cash(33_760)).await.expect("paid in full");
    correct(&w, w.as_(Role::Manager), id, &[2]).await.expect("a line is taken back");
    assert_eq!(said(&w).await, "cash_till 33760, income_fees -27030, unallocated_credit -6730");
    let again = correct(&w, w.as_(Role::Manager), id, &[2]).await.expect_err("once");
    assert_eq!(told(again).about("lines"), Some("credited"));
    let back = async || {
        edge::act_as(&w.services, w.as_(Role::Owner), async |cx| {
            actions::return_payment(cx, id, payment, "Cheque of another kind").await
        })
        .await
    };
    back().await.expect("it came back");
    assert_eq!(said(&w).await, "income_fees -27030, patient_receivable 27030");
    assert_eq!(told(back().await.expect_err("once")).about("return"), Some("returned"));
    whole(&w).await;
}

#[sqlx::test]
async fn the_same_slip_is_booked_once(pool: PgPool) {
    let w = world(pool).await;
    let (first, second) = (invoice(&w, 1).await, invoice(&w, 2).await);
    let slip = |cents| NewPayment { method: Method::Card, reference: "000123".into(), ..cash(cents) };
    pay(&w, first, &slip(5_000)).await.expect("booked");
    assert_eq!(told(pay(&w, first, &slip(5_000)).await.expect_err("same")).about("reference"), Some("booked_same"));
    assert_eq!(told(pay(&w, second, &slip(6_000)).await.expect_err("other")).about("reference"), Some("booked"));
    assert_eq!(said(&w).await, "card_clearing 5000, income_fees -54060, patient_receivable 49060");
}

#[sqlx::test]
async fn who_may_concede_correct_and_above_which_limit(pool: PgPool) {
    let w = world(pool).await;
    let visit = visit(&w, w.thandi, 1).await;
    let mut it = form("72303 72503 72501");
    it.remove(2);
    it.set("off_1", "100");
    it.set("why_1", "Hardship");
    let denied = issue(&w, w.as_(Role::Receptionist), visit, it.clone()).await.expect_err("not the desk's to give");
    assert!(matches!(told(denied), Problem::NotAllowed { .. }));
    issue(&w, w.as_(Role::Billing), visit, it).await.expect("the billing clerk may");
    let large = super::visit(&w, w.johan, 2).await;
    let large = issue(&w, w.as_(Role::Receptionist), large, form("72503 72702")).await.expect("R 1 143.70");
    let above = correct(&w, w.as_(Role::Manager), large, &[]).await.expect_err("above the limit");
    assert!(matches!(told(above), Problem::NotAllowed { who_may } if who_may == "owner"));
    let desk = correct(&w, w.as_(Role::Receptionist), large, &[1]).await.expect_err("not the desk's");
    assert!(matches!(told(desk), Problem::NotAllowed { .. }));
    correct(&w, w.as_(Role::Owner), large, &[]).await.expect("the owner may");
    whole(&w).await;
}

#[sqlx::test]
async fn nothing_is_issued_that_was_not_seen_or_is_against_the_tariff(pool: PgPool) {
    let w = world(pool).await;
    let (visit, other) = (visit(&w, w.thandi, 1).await, super::visit(&w, w.johan, 2).await);
    let who = || w.as_(Role::Receptionist);
    let mut unseen = form("72303");
    unseen.set("shown", "1");
    let result = edge::act_as(&w.services, who(), async |cx| actions::issue(cx, visit, &unseen).await).await;
    assert_eq!(told(result.expect_err("not what was shown")).about("lines"), Some("total_moved"));
    for lines in ["", "99999", "72303 72310 72401 72304 72203"] {
        let refused = issue(&w, who(), visit, form(lines)).await.expect_err(lines);
        assert_eq!(told(refused).about("lines"), Some("rules"), "{lines}");
    }
    // a day that no book covers is not priced from another year's
    let old = visit_at(&w, w.johan, w.naidoo, "2025-11-03T08:00:00Z").await;
    assert_eq!(told(issue(&w, who(), old, form("72303")).await.expect_err("2025")).about("lines"), Some("rules"));
    // two books on one day: a person chooses
    let second = tariff(&w.owner, w.id, "Private 2026", "2026-01-01", None).await;
    assert_eq!(told(issue(&w, who(), visit, form("72303")).await.expect_err("which")).about("book"), Some("choose"));
    let mut chosen = form("72303");
    chosen.set("book", second.to_string());
    issue(&w, who(), visit, chosen).await.expect("chosen");
    let mut nonsense = form("72303");
    nonsense.set("book", Uuid::now_v7().to_string());
    nonsense.set("qty_1", "many");
    let problem = told(issue(&w, who(), other, nonsense).await.expect_err("nonsense"));
    assert_eq!((problem.about("qty_1"), problem.about("book")), (Some("number"), Some("choose")));
    // another practice's visit is not there
    let stranger = issue(&w, w.next_door.as_(Role::Owner), other, form("72303")).await.expect_err("not theirs");
    assert!(matches!(told(stranger), Problem::NotFound));
    whole(&w).await;
}

#[sqlx::test]
async fn a_checkout_is_kept_and_a_later_look_wins_only_knowingly(pool: PgPool) {
    let w = world(pool).await;
    let visit = visit(&w, w.thandi, 1).await;
    let keep = async |version: &str, lines: &str| {
        let mut it = form(lines);
        it.set("version", version);
        it.set("why_1", "a\u{0}b");
        edge::act_as(&w.services, w.as_(Role::Receptionist), async |cx| actions::keep(cx, visit, &it).await).await
    };
    keep("0", "72303").await.expect("kept");
    assert!(matches!(told(keep("0", "72302").await.expect_err("older")), Problem::Stale { .. }));
    keep("1", "72302").await.expect("kept over it");
    let codes: String = sqlx::query_scalar("select form ->> 'code_1' from checkout_draft where visit = $1")
        .bind(visit.0)
        .fetch_one(&w.owner)
        .await
        .expect("the draft");
    assert_eq!(codes, "72302");
    let waiting = edge::look_as(&w.services, w.as_(Role::Manager), async |cx| actions::unbilled(cx, 50).await);
    assert_eq!(waiting.await.expect("the list").len(), 0, "older than sixty days");
    w.now_is("2026-01-20T08:00:00Z");
    let waiting = edge::look_as(&w.services, w.as_(Role::Manager), async |cx| actions::unbilled(cx, 50).await);
    assert_eq!(waiting.await.expect("the list").len(), 1);
}
