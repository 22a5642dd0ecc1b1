-- The promises of the ledger, kept by the database against everybody, its owner included. Functions are security definer
-- so that they see and lock what they speak of, whatever the asking role may see.
set local lock_timeout = '1s';

create function books_stay() returns trigger language plpgsql as $$
begin
  raise exception '% is never changed: what is booked is corrected by booking', tg_table_name
    using errcode = 'insufficient_privilege', constraint = 'books_stay';
end $$;
do $$ declare t text; begin
  foreach t in array array['billing_particulars', 'invoice', 'invoice_line', 'credit_note', 'credit_note_line', 'payment',
                           'payment_reversal', 'ledger_transaction', 'ledger_entry', 'allocation'] loop
    execute format('create trigger books_stay before update or delete on %I for each row execute function books_stay()', t);
    execute format('create trigger books_stay_whole before truncate on %I for each statement execute function books_stay()', t);
  end loop;
end $$;
create trigger counters_stay before delete on document_counter for each row execute function books_stay();
create trigger counters_stay_whole before truncate on document_counter for each statement execute function books_stay();

-- Numbers. The counter moves by one, and when the transaction ends its document is there; a document takes the number the
-- counter stands at. The counter's row is locked from then on, so the next document waits and sees.
create function counter_steps() returns trigger language plpgsql as $$
begin
  if (tg_op = 'INSERT' and new.last <> 1)
     or (tg_op = 'UPDATE' and (new.last <> old.last + 1 or new.kind <> old.kind or new.practice <> old.practice)) then
    raise exception 'numbers are given one by one' using errcode = 'integrity_constraint_violation', constraint = 'numbers_leave_no_gap';
  end if;
  return new;
end $$;
create trigger counter_steps before insert or update on document_counter for each row execute function counter_steps();

create function number_is_used() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare there boolean;
begin
  if new.kind = 'invoice' then
    select exists (select 1 from invoice d where d.practice = new.practice and d.number = new.last) into there;
  elsif new.kind = 'credit_note' then
    select exists (select 1 from credit_note d where d.practice = new.practice and d.number = new.last) into there;
  else
    select exists (select 1 from payment d where d.practice = new.practice and d.number = new.last) into there;
  end if;
  if not there then
    raise exception 'a number was taken for nothing' using errcode = 'integrity_constraint_violation', constraint = 'numbers_leave_no_gap';
  end if;
  return null;
end $$;
create constraint trigger number_is_used after insert or update on document_counter
  deferrable initially deferred for each row execute function number_is_used();

create function number_is_next() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare at bigint;
begin
  select c.last into at from document_counter c where c.practice = new.practice and c.kind = tg_argv[0] for update;
  if at is distinct from new.number then
    raise exception 'a document takes the next number' using errcode = 'integrity_constraint_violation', constraint = 'numbers_leave_no_gap';
  end if;
  return new;
end $$;
create trigger number_is_next before insert on invoice for each row execute function number_is_next('invoice');
create trigger number_is_next before insert on credit_note for each row execute function number_is_next('credit_note');
create trigger number_is_next before insert on payment for each row execute function number_is_next('receipt');

-- A visit has one invoice at a time: another only after the first was taken back whole. The counter's lock, taken by the
-- trigger before this one in the alphabet, makes two at once wait for each other.
create function visit_invoiced_once() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.visit is not null and exists (
    select 1 from invoice_line l join invoice i on i.practice = l.practice and i.id = l.invoice
     where i.practice = new.practice and i.visit = new.visit
       and not exists (select 1 from credit_note_line c where c.practice = l.practice and c.invoice = l.invoice and c.position = l.position)) then
    raise exception 'this visit has an invoice' using errcode = 'unique_violation', constraint = 'visit_invoiced_once';
  end if;
  return new;
end $$;
create trigger visit_invoiced_once before insert on invoice for each row execute function visit_invoiced_once();

-- Lines and entries belong to the transaction that made their document: nothing is slipped in later.
create function only_at_once() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare made xid8;
begin
  if tg_table_name = 'invoice_line' then
    select d.made_in into made from invoice d where d.practice = new.practice and d.id = new.invoice;
  elsif tg_table_name = 'credit_note_line' then
    select d.made_in into made from credit_note d where d.practice = new.practice and d.id = new.credit_note;
  else
    select d.made_in into made from ledger_transaction d where d.practice = new.practice and d.id = new.transaction;
  end if;
  if made is distinct from pg_current_xact_id() then
    raise exception 'nothing is added to what is booked' using errcode = 'insufficient_privilege', constraint = 'books_stay';
  end if;
  return new;
end $$;
create trigger only_at_once before insert on invoice_line for each row execute function only_at_once();
create trigger only_at_once before insert on credit_note_line for each row execute function only_at_once();
create trigger only_at_once before insert on ledger_entry for each row execute function only_at_once();

create function ledger_sums_to_zero() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint; off bigint;
begin
  select count(*), coalesce(max(abs(s)), 0) into n, off
    from (select sum(e.cents) as s from ledger_entry e
           where e.practice = new.practice and e.transaction = case tg_table_name when 'ledger_entry' then (to_jsonb(new) ->> 'transaction')::uuid else (to_jsonb(new) ->> 'id')::uuid end
           group by e.currency) x;
  -- a document of nothing but conceded lines owes nothing and moves nothing
  if off <> 0 then
    raise exception 'debits and credits differ' using errcode = 'integrity_constraint_violation', constraint = 'ledger_sums_to_zero';
  end if;
  return null;
end $$;
create constraint trigger ledger_sums_to_zero after insert on ledger_entry
  deferrable initially deferred for each row execute function ledger_sums_to_zero();
create constraint trigger ledger_sums_to_zero after insert on ledger_transaction
  deferrable initially deferred for each row execute function ledger_sums_to_zero();

-- A document is the sum of its lines, and is booked as such.
create function document_adds_up() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare lines bigint; vat bigint; n bigint; owed bigint; t uuid;
begin
  if tg_argv[0] = 'invoice' then
    select coalesce(sum(l.total_cents), 0), coalesce(sum(l.vat_cents), 0), count(*) into lines, vat, n
      from invoice_line l where l.practice = new.practice and l.invoice = new.id;
  else
    select coalesce(sum(l.total_cents), 0), coalesce(sum(l.vat_cents), 0), count(*) into lines, vat, n
      from credit_note_line l where l.practice = new.practice and l.credit_note = new.id;
  end if;
  if n = 0 or lines <> new.total_cents or vat <> new.vat_cents then
    raise exception 'a document is the sum of its lines' using errcode = 'integrity_constraint_violation', constraint = 'document_adds_up';
  end if;
  select x.id into t from ledger_transaction x where x.practice = new.practice and x.kind = tg_argv[0] and x.document = new.id and x.patient = new.patient;
  select coalesce(sum(e.cents) filter (where e.account in ('patient_receivable', 'unallocated_credit')), 0) into owed
    from ledger_entry e where e.practice = new.practice and e.transaction = t;
  if t is null or owed <> (case tg_argv[0] when 'invoice' then new.total_cents else -new.total_cents end) then
    raise exception 'a document is booked as it stands' using errcode = 'integrity_constraint_violation', constraint = 'document_adds_up';
  end if;
  return null;
end $$;
create constraint trigger document_adds_up after insert on invoice
  deferrable initially deferred for each row execute function document_adds_up('invoice');
create constraint trigger document_adds_up after insert on credit_note
  deferrable initially deferred for each row execute function document_adds_up('credit_note');

create function credit_line_mirrors() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from invoice_line l where l.practice = new.practice and l.invoice = new.invoice and l.position = new.position
                    and l.total_cents = new.total_cents and l.vat_cents = new.vat_cents) then
    raise exception 'a line is taken back as it was charged' using errcode = 'integrity_constraint_violation', constraint = 'credit_line_mirrors';
  end if;
  return new;
end $$;
create trigger credit_line_mirrors before insert on credit_note_line for each row execute function credit_line_mirrors();

-- Payments and what they pay. Both are locked before a row is added, so that two at once see each other; what must hold is
-- checked when the transaction ends.
create function allocation_locks() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'allocation' then
    perform 1 from payment p where p.practice = new.practice and p.id = new.payment for no key update;
    perform 1 from invoice i where i.practice = new.practice and i.id = new.invoice for no key update;
  elsif tg_table_name = 'payment_reversal' then
    perform 1 from payment p where p.practice = new.practice and p.id = new.payment for no key update;
  else
    perform 1 from invoice i where i.practice = new.practice and i.id = new.invoice for no key update;
  end if;
  return new;
end $$;
create trigger allocation_locks before insert on allocation for each row execute function allocation_locks();
create trigger allocation_locks before insert on payment_reversal for each row execute function allocation_locks();
create trigger allocation_locks before insert on credit_note for each row execute function allocation_locks();

create function never_beyond() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare of_invoice uuid; of_payment uuid; most bigint; used bigint;
begin
  if tg_table_name = 'allocation' then
    of_invoice := new.invoice;
    of_payment := new.payment;
  elsif tg_table_name = 'payment_reversal' then
    of_payment := new.payment;
  else
    of_invoice := new.invoice;
  end if;
  if of_invoice is not null then
    select i.total_cents - coalesce((select sum(c.total_cents) from credit_note c where c.practice = i.practice and c.invoice = i.id), 0) into most
      from invoice i where i.practice = new.practice and i.id = of_invoice;
    select coalesce(sum(a.cents), 0) into used from allocation a where a.practice = new.practice and a.invoice = of_invoice;
    if used < 0 or used > most then
      raise exception 'more is paid than is owed' using errcode = 'integrity_constraint_violation', constraint = 'never_beyond_invoice';
    end if;
  end if;
  if of_payment is not null then
    select case when exists (select 1 from payment_reversal r where r.practice = p.practice and r.payment = p.id) then 0 else p.cents end into most
      from payment p where p.practice = new.practice and p.id = of_payment;
    select coalesce(sum(a.cents), 0) into used from allocation a where a.practice = new.practice and a.payment = of_payment;
    if used < 0 or used > most then
      raise exception 'more is used than was paid' using errcode = 'integrity_constraint_violation', constraint = 'never_beyond_payment';
    end if;
  end if;
  return null;
end $$;
create constraint trigger never_beyond after insert on allocation
  deferrable initially deferred for each row execute function never_beyond();
create constraint trigger never_beyond after insert on payment_reversal
  deferrable initially deferred for each row execute function never_beyond();
create constraint trigger never_beyond after insert on credit_note
  deferrable initially deferred for each row execute function never_beyond();

-- A payment is booked, to the cent.
create function payment_is_booked() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare came bigint; t uuid; what text; whole payment;
begin
  if tg_table_name = 'payment' then
    what := 'payment';
    select * into whole from payment p where p.practice = new.practice and p.id = (to_jsonb(new) ->> 'id')::uuid;
  else
    what := 'payment_reversed';
    select * into whole from payment p where p.practice = new.practice and p.id = (to_jsonb(new) ->> 'payment')::uuid;
  end if;
  select x.id into t from ledger_transaction x where x.practice = whole.practice and x.kind = what and x.document = whole.id and x.patient = whole.patient;
  select coalesce(sum(e.cents), 0) into came from ledger_entry e
   where e.practice = whole.practice and e.transaction = t
     and e.account = case whole.method when 'cash' then 'cash_till' when 'card' then 'card_clearing' else 'bank' end;
  if t is null or came <> (case what when 'payment' then whole.cents else -whole.cents end) then
    raise exception 'a payment is booked as it came' using errcode = 'integrity_constraint_violation', constraint = 'payment_is_booked';
  end if;
  return null;
end $$;
create constraint trigger payment_is_booked after insert on payment
  deferrable initially deferred for each row execute function payment_is_booked();
create constraint trigger payment_is_booked after insert on payment_reversal
  deferrable initially deferred for each row execute function payment_is_booked();
