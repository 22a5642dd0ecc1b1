-- Signing in, beyond the ground laid in 0001: failures counted per known device too, so that a stranger who locks an
-- account does not lock out its owner; a person found by the address they sign in with, or by a session that has run out
-- on a screen that is merely locked. All of it happens before a practice is known, so all of it is security definer.

alter table sign_in_failure drop constraint sign_in_failure_scope_check;
alter table sign_in_failure add constraint sign_in_failure_scope check (scope in ('account', 'address', 'device'));
create index sign_in_failure_old on sign_in_failure (at);

-- One column, one person: a diary belongs to whoever signs in for it.
create unique index person_practitioner_once on person (practice, practitioner) where practitioner is not null;

-- The latest tries under a name, newest first. Tries under one name wait for each other, so that a hundred at once are
-- counted like a hundred in a row. What is over a day old goes, a little at a time.
create function sign_in_tries(in_scope text, key bytea, at timestamptz)
returns table (tried timestamptz)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(in_scope || encode(key, 'hex'), 10));
  delete from sign_in_failure o where o.id in (
    select f.id from sign_in_failure f where f.at < sign_in_tries.at - interval '1 day' order by f.at limit 20);
  return query select f.at from sign_in_failure f
    where f.scope = in_scope and f.key_hash = key and f.at > sign_in_tries.at - interval '30 minutes'
    order by f.at desc limit 64;
end $$;

-- A try is written down before the password is looked at, and taken back when it was right.
create function sign_in_taken_back(in_scope text, key bytea, at timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$ delete from sign_in_failure o where o.id = (
        select max(f.id) from sign_in_failure f
         where f.scope = in_scope and f.key_hash = key and f.at = sign_in_taken_back.at) $$;

create function sign_in_forgotten(in_scope text, key bytea)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$ delete from sign_in_failure f where f.scope = in_scope and f.key_hash = key $$;

drop function sign_in_lookup(text);
drop function sign_in_failures(text, bytea, timestamptz);
drop function sign_in_succeeded(bytea);

-- What a sign-in needs to check a password. The caller spends the same time whether or not a row comes back.
create function sign_in_lookup(folded text)
returns table (practice uuid, person uuid, roles text[], password_hash text, suspended boolean, must_change_password boolean)
language sql stable security definer set search_path = public, pg_temp
as $$ select p.practice, p.id, p.roles, p.password_hash, p.suspended_at is not null, p.must_change_password
        from person p where p.email_folded = folded $$;

-- Whose a session is, run out or not, but not ended: a locked screen knows whose password opens it. A day after its last
-- hour it is nobody's.
create function session_whose(token bytea, at timestamptz)
returns table (practice uuid, person uuid, session uuid, email_folded text)
language sql stable security definer set search_path = public, pg_temp
as $$ select ss.practice, ss.person, ss.id, p.email_folded
        from session ss join person p on p.practice = ss.practice and p.id = ss.person
       where ss.token_hash = token and ss.ended_at is null and ss.expires_at > at - interval '1 day' $$;

-- As in 0001, but the last request is written down every ten seconds, so that a screen that counts for itself and the
-- server agree on when it locks.
create or replace function session_enter(token bytea, at timestamptz, touching boolean)
returns table (practice uuid, person uuid, session uuid, name text, roles text[], practitioner uuid, patient uuid,
               must_change_password boolean, practice_name text, zone text, expires_at timestamptz, idle_at timestamptz)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare s record;
begin
  select ss.practice, ss.person, ss.id, p.name, p.roles, p.practitioner, p.patient, p.must_change_password,
         pr.name as practice_name, pr.zone, ss.expires_at, ss.seen_at, ss.idle_minutes
    into s
    from session ss
    join person p on p.practice = ss.practice and p.id = ss.person
    join practice pr on pr.id = ss.practice
   where ss.token_hash = token and ss.ended_at is null and ss.expires_at > at
     and ss.seen_at + make_interval(mins => ss.idle_minutes) > at
     and p.suspended_at is null;
  if not found then return; end if;
  if touching and s.seen_at < at - interval '10 seconds' then
    update session u set seen_at = at where u.practice = s.practice and u.id = s.id;
    s.seen_at := at;
  end if;
  perform set_config('app.practice', s.practice::text, true), set_config('app.person', s.person::text, true);
  return query select s.practice, s.person, s.id, s.name, s.roles, s.practitioner, s.patient, s.must_change_password,
                      s.practice_name, s.zone, s.expires_at, s.seen_at + make_interval(mins => s.idle_minutes);
end $$;

do $$ declare f text; begin
  foreach f in array array[
    'sign_in_tries(text, bytea, timestamptz)', 'sign_in_taken_back(text, bytea, timestamptz)',
    'sign_in_forgotten(text, bytea)', 'sign_in_lookup(text)', 'session_whose(bytea, timestamptz)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to hadada_app', f);
  end loop;
end $$;
