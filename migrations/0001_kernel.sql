-- The ground everything stands on: the role the server works as, who can sign in, and the two logs.
--
-- The application role owns nothing and is under forced row-level security. Each transaction says which practice and
-- which person it acts for (app.practice, app.person, transaction-local); unset means null, which matches no row.
-- Sign-in happens before a practice is known, so accounts and sessions are reached only through the few
-- security-definer functions below, each with its search path pinned.

create extension if not exists btree_gist;

do $$ begin
  create role hadada_app nologin nosuperuser nobypassrls noinherit;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant hadada_app to %I', current_user);
exception when others then
  if not pg_has_role(current_user, 'hadada_app', 'member') then raise; end if;
end $$;

create function here() returns uuid language sql stable
  as $$ select nullif(current_setting('app.practice', true), '')::uuid $$;
create function me() returns uuid language sql stable
  as $$ select nullif(current_setting('app.person', true), '')::uuid $$;

create table practice (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  zone text not null default 'Africa/Johannesburg',
  slot_minutes int not null default 15 check (slot_minutes in (5, 10, 15, 20, 30, 60)),
  visible_from int not null default 420 check (visible_from between 0 and 1439),
  visible_to int not null default 1080 check (visible_to between 1 and 1440),
  next_file_no int not null default 1001,
  created_at timestamptz not null default now(),
  constraint practice_visible_hours check (visible_from < visible_to)
);

-- One person in one practice. The e-mail address is the sign-in name and unique across practices, because sign-in
-- starts from it; no screen can tell whether an address is taken.
create table person (
  practice uuid not null references practice(id),
  id uuid not null,
  email text not null,
  email_folded text not null,
  name text not null check (length(name) between 1 and 100),
  roles text[] not null check (roles <@ array['owner','manager','practitioner','receptionist','billing','auditor','patient']),
  practitioner uuid,
  patient uuid,
  password_hash text,
  must_change_password boolean not null default false,
  suspended_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (practice, id),
  constraint person_email_once unique (email_folded),
  constraint person_auditor_alone check (not ('auditor' = any(roles)) or cardinality(roles) = 1)
);

create table session (
  practice uuid not null,
  id uuid not null,
  person uuid not null,
  token_hash bytea not null,
  device text not null default '',
  address text not null default '',
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  idle_minutes int not null,
  ended_at timestamptz,
  primary key (practice, id),
  foreign key (practice, person) references person(practice, id),
  constraint session_token_once unique (token_hash)
);
create index session_by_person on session (practice, person) where ended_at is null;

create table invitation (
  practice uuid not null references practice(id),
  id uuid not null,
  token_hash bytea not null,
  email text not null,
  email_folded text not null,
  name text not null,
  roles text[] not null,
  practitioner uuid,
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz,
  primary key (practice, id),
  constraint invitation_token_once unique (token_hash)
);

-- Failed sign-ins, kept outside any practice: per account name and per address. Names are stored hashed.
create table sign_in_failure (
  id bigint generated always as identity primary key,
  scope text not null check (scope in ('account', 'address')),
  key_hash bytea not null,
  at timestamptz not null
);
create index sign_in_failure_recent on sign_in_failure (scope, key_hash, at);

-- What happened: audit, timeline and outbox in one row, written in the transaction of the change.
create table event (
  practice uuid not null references practice(id),
  id uuid not null,
  person uuid,
  session uuid,
  role text not null default '',
  ability text not null,
  kind text not null,
  subject uuid not null,
  patient uuid,
  particulars jsonb not null,
  request uuid not null,
  at timestamptz not null,
  primary key (practice, id)
);
create index event_by_subject on event (practice, subject, at);
create index event_by_patient on event (practice, patient, at) where patient is not null;

-- What was looked at. For a list, every patient that was on it.
create table glance (
  practice uuid not null references practice(id),
  id uuid not null,
  person uuid,
  session uuid,
  ability text not null,
  subject uuid,
  patients uuid[] not null default '{}',
  question text not null default '',
  request uuid not null,
  at timestamptz not null,
  primary key (practice, id)
);
create index glance_by_subject on glance (practice, subject, at);

create function logs_stay() returns trigger language plpgsql as $$
begin
  raise exception 'the log only grows' using errcode = 'insufficient_privilege';
end $$;
create trigger event_stays before update or delete on event for each row execute function logs_stay();
create trigger event_stays_whole before truncate on event for each statement execute function logs_stay();
create trigger glance_stays before update or delete on glance for each row execute function logs_stay();
create trigger glance_stays_whole before truncate on glance for each statement execute function logs_stay();

-- Doing the same thing twice: the key is minted when the form is rendered.
create table once (
  practice uuid not null references practice(id),
  person uuid not null,
  key uuid not null,
  deed text not null,
  asked bytea not null,
  answer jsonb,
  at timestamptz not null,
  primary key (practice, person, key)
);
create index once_old on once (at);

alter table practice enable row level security; alter table practice force row level security;
alter table person enable row level security; alter table person force row level security;
alter table session enable row level security; alter table session force row level security;
alter table invitation enable row level security; alter table invitation force row level security;
alter table sign_in_failure enable row level security; alter table sign_in_failure force row level security;
alter table event enable row level security; alter table event force row level security;
alter table glance enable row level security; alter table glance force row level security;
alter table once enable row level security; alter table once force row level security;

create policy same_practice on practice to hadada_app using (id = here()) with check (id = here());
create policy same_practice on person to hadada_app using (practice = here()) with check (practice = here());
create policy same_practice on session to hadada_app using (practice = here()) with check (practice = here());
create policy same_practice on invitation to hadada_app using (practice = here()) with check (practice = here());
create policy same_practice on event to hadada_app using (practice = here()) with check (practice = here());
create policy same_practice on glance to hadada_app using (practice = here()) with check (practice = here());
create policy own_keys on once to hadada_app using (practice = here() and person = me()) with check (practice = here() and person = me());

-- The owner works under the policies too (force); the functions and commands that must see across practices say so
-- by running as a role with its own policy.
do $$ declare t text; begin
  foreach t in array array['practice','person','session','invitation','sign_in_failure','event','glance','once'] loop
    execute format('create policy owner_all on %I to %I using (true) with check (true)', t, current_user);
  end loop;
end $$;

-- Secrets are not readable by the application role: not the password hash, not the tokens.
grant select (id, name, zone, slot_minutes, visible_from, visible_to, next_file_no, created_at) on practice to hadada_app;
grant update (name, slot_minutes, visible_from, visible_to, next_file_no) on practice to hadada_app;
grant select (practice, id, email, name, roles, practitioner, patient, must_change_password, suspended_at, created_at) on person to hadada_app;
grant insert (practice, id, email, email_folded, name, roles, practitioner, patient, password_hash, must_change_password, created_at) on person to hadada_app;
grant update (name, roles, practitioner, suspended_at) on person to hadada_app;
grant select (practice, id, person, device, address, created_at, seen_at, expires_at, idle_minutes, ended_at) on session to hadada_app;
grant update (ended_at) on session to hadada_app;
grant select (practice, id, email, name, roles, practitioner, invited_by, created_at, expires_at, used_at, withdrawn_at) on invitation to hadada_app;
grant insert on invitation to hadada_app;
grant update (withdrawn_at) on invitation to hadada_app;
grant select, insert on event to hadada_app;
grant select, insert on glance to hadada_app;
grant select, insert, update (answer) on once to hadada_app;

-- Which migrations have run, for the readiness check.
create function schema_version() returns table (version bigint) language sql stable security definer
  set search_path = public, pg_temp
  as $$ select m.version from _sqlx_migrations m where m.success $$;

-- Enters a session: checks it, says who acts, and sets the transaction's practice and person. No row: signed out.
-- Idle time counts from the last request; it is written at most once a minute.
create function session_enter(token bytea, at timestamptz, touching boolean)
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
  if touching and s.seen_at < at - interval '60 seconds' then
    update session u set seen_at = at where u.practice = s.practice and u.id = s.id;
    s.seen_at := at;
  end if;
  perform set_config('app.practice', s.practice::text, true), set_config('app.person', s.person::text, true);
  return query select s.practice, s.person, s.id, s.name, s.roles, s.practitioner, s.patient, s.must_change_password,
                      s.practice_name, s.zone, s.expires_at, s.seen_at + make_interval(mins => s.idle_minutes);
end $$;

-- What a sign-in needs to check a password. The caller spends the same time whether or not a row comes back.
create function sign_in_lookup(folded text)
returns table (practice uuid, person uuid, password_hash text, suspended boolean)
language sql stable security definer set search_path = public, pg_temp
as $$ select p.practice, p.id, p.password_hash, p.suspended_at is not null from person p where p.email_folded = folded $$;

create function session_begin(in_practice uuid, who uuid, new_id uuid, token bytea, on_device text, from_address text,
                              at timestamptz, until timestamptz, idle int)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$
  insert into session (practice, id, person, token_hash, device, address, created_at, seen_at, expires_at, idle_minutes)
  values (in_practice, new_id, who, token, on_device, from_address, at, at, until, idle)
$$;

create function session_end(token bytea, at timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$ update session s set ended_at = at where s.token_hash = token and s.ended_at is null $$;

create function sign_in_failed(in_scope text, key bytea, at timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$ insert into sign_in_failure (scope, key_hash, at) values (in_scope, key, at) $$;

-- Failures within the last quarter of an hour, and the latest of them.
create function sign_in_failures(in_scope text, key bytea, at timestamptz)
returns table (n bigint, latest timestamptz)
language sql stable security definer set search_path = public, pg_temp
as $$ select count(*), max(f.at) from sign_in_failure f
       where f.scope = in_scope and f.key_hash = key and f.at > sign_in_failures.at - interval '15 minutes' $$;

create function sign_in_succeeded(key bytea)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$ delete from sign_in_failure f where f.scope = 'account' and f.key_hash = key $$;

-- The signed-in person's own password, and setting it. Setting it ends every other session of theirs.
create function own_password() returns text language sql stable security definer set search_path = public, pg_temp
as $$ select p.password_hash from person p where p.practice = here() and p.id = me() $$;

create function set_own_password(new_hash text, keep uuid, at timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp
as $$
  update person p set password_hash = new_hash, must_change_password = false where p.practice = here() and p.id = me();
  update session s set ended_at = at
   where s.practice = here() and s.person = me() and s.ended_at is null and s.id is distinct from keep;
$$;

-- An invitation by its link: looked at, and used once. Using it makes the person and enters the practice.
create function invitation_lookup(token bytea, at timestamptz)
returns table (practice_name text, name text, email text, roles text[])
language sql stable security definer set search_path = public, pg_temp
as $$ select pr.name, i.name, i.email, i.roles from invitation i join practice pr on pr.id = i.practice
       where i.token_hash = token and i.used_at is null and i.withdrawn_at is null and i.expires_at > at $$;

create function invitation_accept(token bytea, new_person uuid, new_hash text, at timestamptz)
returns table (practice uuid, person uuid, invitation uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare i record;
begin
  update invitation v set used_at = at
   where v.token_hash = token and v.used_at is null and v.withdrawn_at is null and v.expires_at > at
  returning v.practice, v.id, v.email, v.email_folded, v.name, v.roles, v.practitioner into i;
  if not found then return; end if;
  insert into person (practice, id, email, email_folded, name, roles, practitioner, password_hash, created_at)
  values (i.practice, new_person, i.email, i.email_folded, i.name, i.roles, i.practitioner, new_hash, at);
  perform set_config('app.practice', i.practice::text, true), set_config('app.person', new_person::text, true);
  return query select i.practice, new_person, i.id;
end $$;

do $$ declare f text; begin
  foreach f in array array[
    'schema_version()', 'session_enter(bytea, timestamptz, boolean)', 'sign_in_lookup(text)',
    'session_begin(uuid, uuid, uuid, bytea, text, text, timestamptz, timestamptz, int)', 'session_end(bytea, timestamptz)',
    'sign_in_failed(text, bytea, timestamptz)', 'sign_in_failures(text, bytea, timestamptz)', 'sign_in_succeeded(bytea)',
    'own_password()', 'set_own_password(text, uuid, timestamptz)', 'invitation_lookup(bytea, timestamptz)',
    'invitation_accept(bytea, uuid, text, timestamptz)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to hadada_app', f);
  end loop;
end $$;
grant usage on schema public to hadada_app;
revoke create on schema public from public;

-- Puts a table under the house rules: forced row-level security by practice. Every later migration calls it, and a
-- test reads the catalogue to see that none forgot.
create function under_practice(tab regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tab);
  execute format('alter table %s force row level security', tab);
  execute format('create policy same_practice on %s to hadada_app using (practice = here()) with check (practice = here())', tab);
  execute format('create policy owner_all on %s to %I using (true) with check (true)', tab, current_user);
end $$;
revoke all on function under_practice(regclass) from public;
