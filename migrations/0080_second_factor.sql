-- A second factor for everybody who signs in, and how long ago somebody proved who they are. The secret of an
-- authenticator app is sealed by the server and reached only through the functions below; a code is good once, because the
-- window it belongs to is written down in the transaction that lets its owner in; a right password alone makes a half
-- sign-in, which is no session and opens nothing. Sensitive deeds ask when the last proof was given: a session keeps it.
set local lock_timeout = '5s';

-- What a practice asks of its people: a second factor since then, with days of grace for whoever may still wait.
alter table practice
  add column second_factor_since timestamptz,
  add column second_factor_days int not null default 7,
  add constraint practice_second_factor_days check (second_factor_days between 0 and 7);
grant select (second_factor_since, second_factor_days) on practice to hadada_app;
grant update (second_factor_since, second_factor_days) on practice to hadada_app;

alter table session add column proved_at timestamptz;

create table second_factor (
  practice uuid not null,
  person uuid not null,
  sealed bytea,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  next_sealed bytea,
  next_at timestamptz,
  primary key (practice, person),
  foreign key (practice, person) references person(practice, id),
  constraint second_factor_whole check ((sealed is null) = (confirmed_at is null)),
  constraint second_factor_next_whole check ((next_sealed is null) = (next_at is null))
);
select under_practice('second_factor');
grant select (practice, person, confirmed_at) on second_factor to hadada_app;

create table recovery_code (
  practice uuid not null,
  person uuid not null,
  mark bytea not null,
  at timestamptz not null,
  used_at timestamptz,
  primary key (practice, person, mark),
  foreign key (practice, person) references person(practice, id)
);
select under_practice('recovery_code');

create table half_sign_in (
  practice uuid not null,
  id uuid not null,
  person uuid not null,
  token_hash bytea not null,
  at timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  primary key (practice, id),
  foreign key (practice, person) references person(practice, id),
  constraint half_sign_in_token_once unique (token_hash)
);
create index half_sign_in_of on half_sign_in (practice, person);
create index half_sign_in_old on half_sign_in (at);
select under_practice('half_sign_in');

-- What one person is told about their account or about something that is theirs to look into.
create table person_notice (
  practice uuid not null,
  id uuid not null,
  person uuid not null,
  kind text not null,
  words jsonb not null default '{}',
  at timestamptz not null,
  seen_at timestamptz,
  primary key (practice, id),
  foreign key (practice, person) references person(practice, id),
  constraint person_notice_kind check (kind ~ '^[a-z_]{1,40}$')
);
create index person_notice_new on person_notice (practice, person) where seen_at is null;
create index person_notice_of on person_notice (practice, person, at);
select under_practice('person_notice');
grant select, insert on person_notice to hadada_app;
grant update (seen_at) on person_notice to hadada_app;

-- Whether somebody has a second factor. The one place that knows what counts as one.
create function has_factor(in_practice uuid, who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$ select exists (select from second_factor f
        where f.practice = in_practice and f.person = who and f.confirmed_at is not null) $$;

-- From when on somebody can do nothing before they have a second factor; null when it is not asked of them or they have
-- one. Those who could do most harm have no grace.
create function factor_due(in_practice uuid, who uuid) returns timestamptz
language sql stable security definer set search_path = public, pg_temp
as $$ select case
          when pr.second_factor_since is null or p.roles = array['patient'] or has_factor(in_practice, who) then null
          when p.roles && array['owner', 'manager', 'billing', 'auditor'] then pr.second_factor_since
          else greatest(pr.second_factor_since, p.created_at) + make_interval(days => pr.second_factor_days) end
        from person p join practice pr on pr.id = p.practice
       where p.practice = in_practice and p.id = who $$;

drop function session_enter(bytea, timestamptz, boolean);
drop function session_whose(bytea, timestamptz);
drop function sign_in_lookup(text);

-- As before, with when the person last proved who they are, from when on a second factor is due, whether they have one,
-- and how many notices they have not seen.
create function session_enter(token bytea, at timestamptz, touching boolean)
returns table (practice uuid, person uuid, session uuid, name text, roles text[], practitioner uuid, patient uuid,
               must_change_password boolean, practice_name text, zone text, expires_at timestamptz, idle_at timestamptz,
               proved_at timestamptz, factor_due timestamptz, has_factor boolean, notices bigint)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare s record;
begin
  select ss.practice, ss.person, ss.id, p.name, p.roles, p.practitioner, p.patient, p.must_change_password,
         pr.name as practice_name, pr.zone, ss.expires_at, ss.seen_at, ss.idle_minutes,
         coalesce(ss.proved_at, ss.created_at) as proved_at
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
                      s.practice_name, s.zone, s.expires_at, s.seen_at + make_interval(mins => s.idle_minutes),
                      s.proved_at, factor_due(s.practice, s.person), has_factor(s.practice, s.person),
                      (select count(*) from person_notice n
                        where n.practice = s.practice and n.person = s.person and n.seen_at is null);
end $$;

-- As before, with whether it could still be open: past its last hour a password alone does not open it again for
-- somebody who has a second factor.
create function session_whose(token bytea, at timestamptz)
returns table (practice uuid, person uuid, session uuid, email_folded text, alive boolean)
language sql stable security definer set search_path = public, pg_temp
as $$ select ss.practice, ss.person, ss.id, p.email_folded, ss.expires_at > at
        from session ss join person p on p.practice = ss.practice and p.id = ss.person
       where ss.token_hash = token and ss.ended_at is null and ss.expires_at > at - interval '1 day' $$;

create function sign_in_lookup(folded text)
returns table (practice uuid, person uuid, roles text[], password_hash text, suspended boolean,
               must_change_password boolean, has_factor boolean)
language sql stable security definer set search_path = public, pg_temp
as $$ select p.practice, p.id, p.roles, p.password_hash, p.suspended_at is not null, p.must_change_password,
             has_factor(p.practice, p.id)
        from person p where p.email_folded = folded $$;

-- The same session under a new secret, after its person proved who they are.
create function session_proved(old_token bytea, new_token bytea, at timestamptz)
returns boolean language sql volatile security definer set search_path = public, pg_temp
as $$ with done as (update session s set token_hash = new_token, proved_at = at
                     where s.token_hash = old_token and s.ended_at is null returning 1)
      select exists (select from done) $$;

create function half_begin(in_practice uuid, who uuid, new_id uuid, token bytea, at timestamptz, until timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$
  delete from half_sign_in o where (o.practice, o.id) in
    (select h.practice, h.id from half_sign_in h where h.at < half_begin.at - interval '1 day' order by h.at limit 20);
  insert into half_sign_in (practice, id, person, token_hash, at, until)
  values (in_practice, new_id, who, token, half_begin.at, half_begin.until);
$$;

-- Who stands in the doorway, with the sealed secret that a code is checked against.
create function half_whose(token bytea, at timestamptz)
returns table (practice uuid, person uuid, email_folded text, must_change_password boolean)
language sql stable security definer set search_path = public, pg_temp
as $$ select h.practice, h.person, p.email_folded, p.must_change_password
        from half_sign_in h join person p on p.practice = h.practice and p.id = h.person
       where h.token_hash = token and h.ended_at is null and h.until > half_whose.at and p.suspended_at is null $$;

-- Uses a half sign-in up; false when somebody was faster or it is too old.
create function half_end(token bytea, at timestamptz)
returns boolean language sql volatile security definer set search_path = public, pg_temp
as $$ with done as (update half_sign_in h set ended_at = half_end.at
                     where h.token_hash = token and h.ended_at is null and h.until > half_end.at returning 1)
      select exists (select from done) $$;

create function factor_sealed(in_practice uuid, who uuid)
returns bytea language sql stable security definer set search_path = public, pg_temp
as $$ select f.sealed from second_factor f where f.practice = in_practice and f.person = who $$;

-- Takes the window a code belongs to; false when that window or a later one was taken before. Two at once wait here.
create function factor_taken(in_practice uuid, who uuid, step bigint)
returns boolean language sql volatile security definer set search_path = public, pg_temp
as $$ with done as (update second_factor f set last_step = step
                     where f.practice = in_practice and f.person = who and f.confirmed_at is not null
                       and f.last_step < step returning 1)
      select exists (select from done) $$;

-- Uses a recovery code up; gives how many are left, null when it is none or was used.
create function recovery_taken(in_practice uuid, who uuid, code bytea, at timestamptz)
returns bigint language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update recovery_code c set used_at = recovery_taken.at
   where c.practice = in_practice and c.person = who and c.mark = code and c.used_at is null;
  if not found then return null; end if;
  return (select count(*) from recovery_code c where c.practice = in_practice and c.person = who and c.used_at is null);
end $$;

-- One's own second factor.
create function own_factor()
returns table (sealed bytea, confirmed_at timestamptz, next_sealed bytea, next_at timestamptz, codes_left bigint, due timestamptz)
language sql stable security definer set search_path = public, pg_temp
as $$ select f.sealed, f.confirmed_at, f.next_sealed, f.next_at,
             (select count(*) from recovery_code c where c.practice = here() and c.person = me() and c.used_at is null),
             factor_due(here(), me())
        from (select 1) one left join second_factor f on f.practice = here() and f.person = me() $$;

create function own_factor_begin(new_sealed bytea, at timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$
  insert into second_factor (practice, person, next_sealed, next_at) values (here(), me(), new_sealed, at)
  on conflict (practice, person) do update set next_sealed = excluded.next_sealed, next_at = excluded.next_at
$$;

-- The secret that was shown becomes the one that counts, if it is still the one and not a quarter of an hour old.
create function own_factor_confirm(was bytea, step bigint, at timestamptz)
returns boolean language sql volatile security definer set search_path = public, pg_temp
as $$ with done as (
        update second_factor f set sealed = f.next_sealed, confirmed_at = own_factor_confirm.at, last_step = step,
               next_sealed = null, next_at = null
         where f.practice = here() and f.person = me() and f.next_sealed = was
           and f.next_at > own_factor_confirm.at - interval '15 minutes' returning 1)
      select exists (select from done) $$;

create function own_recovery_codes(marks bytea[], at timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$
  delete from recovery_code c where c.practice = here() and c.person = me();
  insert into recovery_code (practice, person, mark, at) select here(), me(), m, own_recovery_codes.at from unnest(marks) m;
$$;

-- Ends somebody's second factor, their recovery codes, and whatever stands half way in.
create function factor_end(who uuid, at timestamptz)
returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare had boolean;
begin
  had := has_factor(here(), who);
  delete from recovery_code c where c.practice = here() and c.person = who;
  delete from second_factor f where f.practice = here() and f.person = who;
  update half_sign_in h set ended_at = factor_end.at where h.practice = here() and h.person = who and h.ended_at is null;
  return had;
end $$;

-- As in 0001; a new password also ends what stands half way in on the old one.
create or replace function set_own_password(new_hash text, keep uuid, at timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$
  update person p set password_hash = new_hash, must_change_password = false where p.practice = here() and p.id = me();
  update session s set ended_at = at
   where s.practice = here() and s.person = me() and s.ended_at is null and s.id is distinct from keep;
  update half_sign_in h set ended_at = set_own_password.at
   where h.practice = here() and h.person = me() and h.ended_at is null;
$$;

do $$ declare f text; begin
  foreach f in array array[
    'has_factor(uuid, uuid)', 'factor_due(uuid, uuid)', 'session_enter(bytea, timestamptz, boolean)',
    'session_whose(bytea, timestamptz)', 'sign_in_lookup(text)', 'session_proved(bytea, bytea, timestamptz)',
    'half_begin(uuid, uuid, uuid, bytea, timestamptz, timestamptz)', 'half_whose(bytea, timestamptz)',
    'half_end(bytea, timestamptz)', 'factor_sealed(uuid, uuid)', 'factor_taken(uuid, uuid, bigint)',
    'recovery_taken(uuid, uuid, bytea, timestamptz)', 'own_factor()', 'own_factor_begin(bytea, timestamptz)',
    'own_factor_confirm(bytea, bigint, timestamptz)', 'own_recovery_codes(bytea[], timestamptz)',
    'factor_end(uuid, timestamptz)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to hadada_app', f);
  end loop;
end $$;
