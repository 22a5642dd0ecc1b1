-- What a practice is owed. An invoice is a frozen document: it is written once, whole, with a number that leaves no gap,
-- and never changed again; so are credit notes, receipts and every entry of the ledger. What is paid, credited and owed
-- follows from them and is stored nowhere. The promises that matter stand here and not only in the program: entries sum
-- to zero when the transaction ends, numbers leave no gap, a document is the sum of its lines and of its entries, and
-- nothing is paid with more than there is or beyond what is owed.
set local lock_timeout = '1s';

-- A book may round prices as lists of some years do: above ten rand to ten cents.
alter table tariff_book add column rounding text not null default 'cent' check (rounding in ('cent', 'ten_cent_above_ten_rand'));

-- What stands at the head of every document. A change is a new row from a day on; what was said before stays true of then.
create table billing_particulars (
  practice uuid not null references practice(id),
  id uuid not null,
  since date not null,
  name text not null check (length(name) between 1 and 120),
  practice_no text not null check (length(practice_no) <= 20),
  address text not null check (length(address) between 1 and 300),
  phone text not null check (length(phone) <= 40),
  email text not null default '' check (length(email) <= 120),
  bank text not null check (length(bank) <= 300),
  due_days int not null check (due_days between 0 and 90),
  vat_no text not null default '' check (length(vat_no) <= 20),
  -- basis points of the rate while registered; none when not
  vat_bp int check (vat_bp between 1 and 5000),
  at timestamptz not null,
  by uuid not null,
  primary key (practice, id),
  constraint billing_vat_number_if_registered check ((vat_bp is null) = (vat_no = ''))
);
create index billing_particulars_on on billing_particulars (practice, since desc, id desc);

create table practitioner_particulars (
  practice uuid not null,
  practitioner uuid not null,
  qualification text not null default '' check (length(qualification) <= 80),
  council_no text not null default '' check (length(council_no) <= 30),
  practice_no text not null default '' check (length(practice_no) <= 20),
  primary key (practice, practitioner),
  foreign key (practice, practitioner) references practitioner(practice, id)
);

-- What a kind of visit proposes to charge, per profession.
create table charge_proposal (
  practice uuid not null,
  type uuid not null,
  profession text not null,
  position int not null check (position between 1 and 20),
  code text not null check (code ~ '^[0-9A-Za-z]{1,12}$'),
  quantity int not null check (quantity between 1 and 99),
  primary key (practice, type, profession, position),
  foreign key (practice, type) references appointment_type(practice, id)
);

-- A checkout before it is issued: the form as it was left. It has no number and owes nothing.
create table checkout_draft (
  practice uuid not null,
  visit uuid not null,
  form jsonb not null check (length(form::text) <= 200000),
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (practice, visit),
  foreign key (practice, visit) references appointment(practice, id)
);

create table document_counter (
  practice uuid not null references practice(id),
  kind text not null check (kind in ('invoice', 'credit_note', 'receipt')),
  last bigint not null check (last > 0),
  primary key (practice, kind)
);

create table invoice (
  practice uuid not null,
  id uuid not null,
  number bigint not null check (number > 0),
  visit uuid,
  patient uuid not null,
  practitioner uuid not null,
  served_on date not null,
  issued_on date not null,
  due_on date not null,
  book uuid not null,
  currency text not null default 'ZAR' check (currency = 'ZAR'),
  total_cents bigint not null check (total_cents >= 0),
  vat_cents bigint not null check (vat_cents between 0 and total_cents),
  snapshot jsonb not null,
  at timestamptz not null,
  by uuid not null,
  made_in xid8 not null default pg_current_xact_id(),
  primary key (practice, id),
  foreign key (practice, visit) references appointment(practice, id),
  foreign key (practice, patient) references patient(practice, id),
  foreign key (practice, practitioner) references practitioner(practice, id),
  foreign key (practice, book) references tariff_book(practice, id),
  constraint invoice_number_once unique (practice, number),
  constraint invoice_of_patient unique (practice, id, patient),
  constraint invoice_due_after_issue check (due_on >= issued_on)
);
create index invoice_of_visit on invoice (practice, visit) where visit is not null;
create index invoice_by_patient on invoice (practice, patient, number);

create table invoice_line (
  practice uuid not null,
  invoice uuid not null,
  position int not null check (position between 1 and 200),
  code text not null,
  label text not null check (length(label) between 1 and 200),
  quantity int not null check (quantity between 1 and 999),
  unit_cents bigint not null check (unit_cents >= 0),
  total_cents bigint not null,
  vat_cents bigint not null check (vat_cents between 0 and total_cents),
  modifiers text[] not null default '{}',
  diagnoses text[] not null default '{}',
  explains text not null check (length(explains) between 1 and 600),
  account text not null check (account in ('income_fees', 'income_materials', 'income_travel', 'income_missed')),
  primary key (practice, invoice, position),
  foreign key (practice, invoice) references invoice(practice, id),
  constraint invoice_line_total check (total_cents = unit_cents * quantity)
);

create table credit_note (
  practice uuid not null,
  id uuid not null,
  number bigint not null check (number > 0),
  invoice uuid not null,
  patient uuid not null,
  issued_on date not null,
  total_cents bigint not null check (total_cents >= 0),
  vat_cents bigint not null check (vat_cents between 0 and total_cents),
  reason text not null check (length(reason) between 5 and 300),
  at timestamptz not null,
  by uuid not null,
  made_in xid8 not null default pg_current_xact_id(),
  primary key (practice, id),
  foreign key (practice, invoice, patient) references invoice(practice, id, patient),
  constraint credit_note_number_once unique (practice, number),
  constraint credit_note_of_invoice unique (practice, id, invoice)
);
create index credit_note_by_invoice on credit_note (practice, invoice);
create index credit_note_by_patient on credit_note (practice, patient);

-- A line is taken back whole, and once.
create table credit_note_line (
  practice uuid not null,
  credit_note uuid not null,
  invoice uuid not null,
  position int not null,
  total_cents bigint not null,
  vat_cents bigint not null,
  primary key (practice, credit_note, position),
  foreign key (practice, credit_note, invoice) references credit_note(practice, id, invoice),
  foreign key (practice, invoice, position) references invoice_line(practice, invoice, position),
  constraint credited_once unique (practice, invoice, position)
);

create table payment (
  practice uuid not null,
  id uuid not null,
  number bigint not null check (number > 0),
  patient uuid not null,
  method text not null check (method in ('cash', 'card', 'eft')),
  cents bigint not null check (cents > 0),
  currency text not null default 'ZAR' check (currency = 'ZAR'),
  reference text not null default '' check (length(reference) <= 60),
  received_on date not null,
  at timestamptz not null,
  by uuid not null,
  primary key (practice, id),
  foreign key (practice, patient) references patient(practice, id),
  constraint receipt_number_once unique (practice, number),
  constraint payment_of_patient unique (practice, id, patient)
);
-- the number of a slip or of a bank's line is booked once
create unique index payment_reference_once on payment (practice, method, reference) where reference <> '';
create index payment_by_patient on payment (practice, patient);

-- Returned by the bank, or charged back.
create table payment_reversal (
  practice uuid not null,
  payment uuid not null,
  reason text not null check (length(reason) between 5 and 300),
  at timestamptz not null,
  by uuid not null,
  primary key (practice, payment),
  foreign key (practice, payment) references payment(practice, id)
);

create table ledger_transaction (
  practice uuid not null references practice(id),
  id uuid not null,
  kind text not null check (kind in ('invoice', 'credit_note', 'payment', 'payment_reversed', 'credit_used')),
  patient uuid not null,
  -- the invoice, credit note or payment it books
  document uuid not null,
  day date not null,
  at timestamptz not null,
  by uuid not null,
  made_in xid8 not null default pg_current_xact_id(),
  primary key (practice, id),
  foreign key (practice, patient) references patient(practice, id),
  constraint ledger_transaction_of_patient unique (practice, id, patient)
);
-- every document is booked once; credit is used as often as there is some
create unique index ledger_document_once on ledger_transaction (practice, kind, document) where kind <> 'credit_used';
create index ledger_transaction_of on ledger_transaction (practice, patient, at);

create table ledger_entry (
  practice uuid not null,
  transaction uuid not null,
  position int not null,
  account text not null check (account in ('bank', 'card_clearing', 'cash_till', 'patient_receivable', 'scheme_receivable',
    'other_funder_receivable', 'unallocated_credit', 'prepaid_packs', 'income_fees', 'income_materials', 'income_travel',
    'income_missed', 'bad_debt', 'scheme_adjustment', 'small_balance_adjustment', 'cash_over_short', 'vat_output')),
  patient uuid not null,
  -- above zero a debit, below a credit
  cents bigint not null check (cents <> 0),
  currency text not null default 'ZAR' check (currency = 'ZAR'),
  primary key (practice, transaction, position),
  foreign key (practice, transaction, patient) references ledger_transaction(practice, id, patient)
);
create index ledger_entry_of on ledger_entry (practice, account, patient);

-- Which payment pays which invoice; taking back is a row below zero.
create table allocation (
  practice uuid not null,
  id uuid not null,
  payment uuid not null,
  invoice uuid not null,
  patient uuid not null,
  cents bigint not null check (cents <> 0),
  transaction uuid not null,
  primary key (practice, id),
  foreign key (practice, payment, patient) references payment(practice, id, patient),
  foreign key (practice, invoice, patient) references invoice(practice, id, patient),
  foreign key (practice, transaction, patient) references ledger_transaction(practice, id, patient)
);
create index allocation_by_payment on allocation (practice, payment);
create index allocation_by_invoice on allocation (practice, invoice);

-- Where an invoice stands.
create view invoice_standing with (security_invoker = true) as
  select i.practice, i.id,
         coalesce((select sum(c.total_cents) from credit_note c where c.practice = i.practice and c.invoice = i.id), 0)::bigint as credited,
         coalesce((select sum(a.cents) from allocation a where a.practice = i.practice and a.invoice = i.id), 0)::bigint as paid
    from invoice i;
-- What is left of a payment.
create view payment_standing with (security_invoker = true) as
  select p.practice, p.id,
         coalesce((select sum(a.cents) from allocation a where a.practice = p.practice and a.payment = p.id), 0)::bigint as used,
         exists (select 1 from payment_reversal r where r.practice = p.practice and r.payment = p.id) as reversed
    from payment p;

select under_practice('billing_particulars'), under_practice('practitioner_particulars'), under_practice('charge_proposal'),
       under_practice('checkout_draft'), under_practice('document_counter'), under_practice('invoice'),
       under_practice('invoice_line'), under_practice('credit_note'), under_practice('credit_note_line'),
       under_practice('payment'), under_practice('payment_reversal'), under_practice('ledger_transaction'),
       under_practice('ledger_entry'), under_practice('allocation');
grant select, insert on billing_particulars, invoice, invoice_line, credit_note, credit_note_line, payment, payment_reversal,
  ledger_transaction, ledger_entry, allocation to hadada_app;
grant select, insert, update (qualification, council_no, practice_no) on practitioner_particulars to hadada_app;
grant select, insert, delete on charge_proposal to hadada_app;
grant select, insert, delete, update (form, version, changed_at, changed_by) on checkout_draft to hadada_app;
grant select, insert, update (last) on document_counter to hadada_app;
grant select on invoice_standing, payment_standing to hadada_app;
