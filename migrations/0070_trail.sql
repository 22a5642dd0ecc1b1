-- The trail: who changed, saw, asked for or was refused what, one row for each, in the order in which it was written down.
--
-- Every row carries an HMAC over the row before it and over itself, with a key that the database does not hold. Whoever
-- can write here without the key can add, change or remove nothing that `hadada verify-audit` would not find; that the end
-- was cut off is found by the heads that the server writes to another place every minute. The chain is per practice: one
-- for all would make every practice wait for every other.
--
-- It holds no contents. A change names its event by id and by a digest of it; what was changed stays in the event. The
-- first row of a practice's trail (`began`) says how many events are older than the trail and so not proved by it.
-- The table `glance` keeps the looks from before; nothing is added to it any more.
set local lock_timeout = '3s';

create table trail (
  practice uuid not null references practice(id),
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  action text not null check (action in ('began', 'door', 'change', 'read', 'query', 'denied')),
  ability text not null,
  kind text not null default '',
  person uuid,
  role text not null default '',
  session uuid,
  subject uuid,
  patients uuid[] not null default '{}',
  purpose text not null default '' check (length(purpose) <= 200),
  event uuid,
  event_digest bytea,
  request uuid not null,
  address text not null default '' check (length(address) <= 64),
  mac bytea not null check (length(mac) = 32),
  primary key (practice, seq),
  constraint trail_event_and_digest check ((event is null) = (event_digest is null))
);
-- "what did this person do and see"
create index trail_by_person on trail (practice, person, seq);
-- "who saw this patient": reached through trail_about() alone, because containment is not leakproof. Without the list of
-- what is still to be sorted in, which now and then makes one look pay for a thousand.
create index trail_by_patient on trail using gin (patients) with (fastupdate = off);
-- days: the trail grows in the order of time, so a few bytes for every hundred pages are enough
create index trail_by_time on trail using brin (at) with (pages_per_range = 32);

create trigger trail_stays before update or delete on trail for each row execute function logs_stay();
create trigger trail_stays_whole before truncate on trail for each statement execute function logs_stay();
select under_practice('trail');
grant select, insert on trail to hadada_app;

-- The end of a practice's chain, held until the transaction ends: called last, so that others wait as short as possible.
-- Names the practice for the rest of the transaction, because looks of several practices are written together.
-- The lock comes first and alone: the statement after it sees what the one before us committed.
create function trail_head(of_practice uuid) returns table (seq bigint, mac bytea)
language plpgsql volatile as $$
begin
  perform set_config('app.practice', of_practice::text, true);
  perform pg_advisory_xact_lock(hashtextextended(of_practice::text, 70));
  return query select t.seq, t.mac from trail t where t.practice = of_practice order by t.seq desc limit 1;
end $$;

-- Where a patient stands in the trail of the acting practice.
create function trail_about(whom uuid) returns table (seq bigint)
language sql stable security definer set search_path = public, pg_temp
as $$ select t.seq from trail t where t.practice = here() and t.patients @> array[whom] $$;

-- The end of every chain, for whoever copies them to another place: no names, no contents.
create function trail_heads() returns table (practice uuid, seq bigint, mac bytea, at timestamptz)
language sql stable security definer set search_path = public, pg_temp
as $$ select p.id, h.seq, h.mac, h.at from practice p cross join lateral (
        select t.seq, t.mac, t.at from trail t where t.practice = p.id order by t.seq desc limit 1) h $$;

do $$ declare f text; begin
  foreach f in array array['trail_head(uuid)', 'trail_about(uuid)', 'trail_heads()'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to hadada_app', f);
  end loop;
end $$;
