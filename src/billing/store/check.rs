//! The books checked against themselves, for the command that checks everything: what the promises of the database make
//! impossible is looked for all the same, because a restored or mended database may have been without them.

use sqlx::PgConnection;

/// A promise that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which promise.
    pub promise: &'static str,
    /// In which practice.
    pub practice: uuid::Uuid,
    /// What it is about: a document, a payment, a counter.
    pub what: String,
}

/// Looks at the books of every practice, as the owner of the schema. An empty list is good news.
///
/// # Errors
/// When the database does not answer.
pub async fn check(conn: &mut PgConnection) -> sqlx::Result<Vec<Broken>> {
    let rows = sqlx::query!(
        r#"select 'ledger_sums_to_zero' as "promise!", practice as "practice!", transaction::text as "what!"
             from ledger_entry group by practice, transaction, currency having sum(cents) <> 0
           union all
           select 'numbers_leave_no_gap', d.practice, d.kind || ' ' || count(*) || ' of ' || max(d.number)
             from (select practice, 'invoice' as kind, number from invoice union all
                   select practice, 'credit_note', number from credit_note union all
                   select practice, 'receipt', number from payment) d
             left join document_counter c on c.practice = d.practice and c.kind = d.kind
            group by d.practice, d.kind, c.last
           having count(*) <> max(d.number) or min(d.number) <> 1 or c.last is distinct from max(d.number)
           union all
           select 'invoice_is_its_lines', i.practice, i.id::text from invoice i
             left join invoice_line l on l.practice = i.practice and l.invoice = i.id
            group by i.practice, i.id
           having coalesce(sum(l.total_cents), -1) <> i.total_cents or coalesce(sum(l.vat_cents), -1) <> i.vat_cents
           union all
           select 'credit_note_is_its_lines', n.practice, n.id::text from credit_note n
             left join credit_note_line l on l.practice = n.practice and l.credit_note = n.id
            group by n.practice, n.id
           having coalesce(sum(l.total_cents), -1) <> n.total_cents or coalesce(sum(l.vat_cents), -1) <> n.vat_cents
           union all
           select 'documents_are_booked', d.practice, d.kind || ' ' || d.id from (
             select practice, id, 'invoice' as kind, total_cents as cents from invoice union all
             select practice, id, 'credit_note', -total_cents from credit_note union all
             select practice, id, 'payment', -cents from payment union all
             select r.practice, r.payment, 'payment_reversed', p.cents from payment_reversal r
               join payment p on p.practice = r.practice and p.id = r.payment) d
            where d.cents is distinct from (
              select coalesce(sum(e.cents) filter (where e.account in ('patient_receivable', 'unallocated_credit')), 0)::bigint
                from ledger_transaction t left join ledger_entry e on e.practice = t.practice and e.transaction = t.id
               where t.practice = d.practice and t.kind = d.kind and t.document = d.id having count(distinct t.id) = 1)
           union all
           select 'never_beyond_invoice', i.practice, i.id::text from invoice i
             join invoice_standing s on s.practice = i.practice and s.id = i.id
            where s.paid < 0 or s.credited < 0 or s.paid + s.credited > i.total_cents
           union all
           select 'never_beyond_payment', p.practice, p.id::text from payment p
             join payment_standing s on s.practice = p.practice and s.id = p.id
            where s.used < 0 or s.used > p.cents or (s.reversed and s.used <> 0)
           union all
           select 'accounts_agree', x.practice, x.patient::text || ' ' || x.account from (
             select practice, patient, account, sum(cents) as ledger, sum(documents) as documents from (
               select practice, patient, account, cents, 0::bigint as documents from ledger_entry
                where account in ('patient_receivable', 'unallocated_credit')
               union all
               select i.practice, i.patient, 'patient_receivable', 0, i.total_cents - s.credited - s.paid from invoice i
                 join invoice_standing s on s.practice = i.practice and s.id = i.id
               union all
               select p.practice, p.patient, 'unallocated_credit', 0, s.used - p.cents from payment p
                 join payment_standing s on s.practice = p.practice and s.id = p.id where not s.reversed) y
             group by practice, patient, account) x
            where x.ledger <> x.documents"#
    )
    .fetch_all(conn)
    .await?;
    let broken = |promise: &str| {
        const PROMISES: [&str; 8] = [
            "ledger_sums_to_zero",
            "numbers_leave_no_gap",
            "invoice_is_its_lines",
            "credit_note_is_its_lines",
            "documents_are_booked",
            "never_beyond_invoice",
            "never_beyond_payment",
            "accounts_agree",
        ];
        PROMISES.into_iter().find(|p| *p == promise).unwrap_or("unknown")
    };
    Ok(rows.into_iter().map(|r| Broken { promise: broken(&r.promise), practice: r.practice, what: r.what }).collect())
}
