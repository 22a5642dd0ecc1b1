-- The diary. A visit claims what it needs, one row per practitioner, room, piece of equipment and patient, and one
-- exclusion constraint over all claims makes a double booking impossible whatever the program does. The program takes
-- advisory locks on the resources first (sorted), so that losers wait briefly and are told kindly instead of
-- deadlocking. Bounds are half open; instants are compared as columns, never through the range (leakproof only).

create table appointment (
  practice uuid not null,
  id uuid not null,
  site uuid not null,
  practitioner uuid not null,
  room uuid,
  equipment uuid,
  patient uuid,
  type uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- the wall-clock time that was promised, should a zone's rules change before the day
  local_start timestamp not null,
  status text not null default 'booked' check (status in ('booked', 'confirmed', 'arrived', 'in_room', 'completed', 'no_show', 'cancelled')),
  note text not null default '' check (length(note) <= 500),
  overbook_reason text check (length(overbook_reason) between 5 and 200),
  cancel_reason text check (cancel_reason in ('pat_ill', 'pat_work', 'pat_transport', 'pat_forgot', 'pat_better', 'pat_cost',
    'pat_admitted', 'pat_bereaved', 'pat_deceased', 'auth_missing', 'weather_unrest', 'power_water', 'prac_ill', 'prac_leave',
    'prac_error', 'other')),
  cancel_words text not null default '' check (length(cancel_words) <= 200),
  cancelled_late boolean not null default false,
  arrived_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (practice, id),
  foreign key (practice, site) references site(practice, id),
  foreign key (practice, practitioner) references practitioner(practice, id),
  foreign key (practice, room) references resource(practice, id),
  foreign key (practice, equipment) references resource(practice, id),
  foreign key (practice, patient) references patient(practice, id),
  foreign key (practice, type) references appointment_type(practice, id),
  constraint appointment_length check (ends_at >= starts_at + interval '5 minutes' and ends_at <= starts_at + interval '8 hours'),
  constraint appointment_finite check (isfinite(starts_at) and isfinite(ends_at)),
  constraint appointment_cancelled_why check ((status = 'cancelled') = (cancel_reason is not null))
);
create index appointment_of_practitioner on appointment (practice, practitioner, starts_at);
create index appointment_of_day on appointment (practice, starts_at);
create index appointment_of_patient on appointment (practice, patient, starts_at) where patient is not null;

create table resource_claim (
  practice uuid not null,
  id uuid not null,
  resource_kind text not null check (resource_kind in ('practitioner', 'room', 'equipment', 'patient')),
  resource uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  during tstzrange not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
  buffer_before int not null default 0,
  buffer_after int not null default 0,
  kind text not null check (kind in ('appointment', 'leave', 'closure', 'hold')),
  ref uuid not null,
  -- false once the visit is cancelled or the patient did not come
  active boolean not null default true,
  -- false for a deliberate overbooking and for the patient's own claim: seen, asked about, not refused by the database
  exclusive boolean not null default true,
  primary key (practice, id),
  constraint claim_once unique (practice, ref, resource_kind, resource),
  constraint claim_finite check (isfinite(starts_at) and isfinite(ends_at)),
  constraint claim_forward check (ends_at > starts_at),
  constraint claim_only_practitioners_overbook check (exclusive or resource_kind in ('practitioner', 'patient')),
  constraint appointment_no_clash exclude using gist (practice with =, resource with =, during with &&)
    where (active and exclusive) deferrable initially immediate
);
create index claim_of on resource_claim (practice, resource, starts_at) where active;
create index claim_by_ref on resource_claim (practice, ref);

select under_practice('appointment'), under_practice('resource_claim');
grant select, insert, update on appointment to hadada_app;
grant select, insert, delete on resource_claim to hadada_app;
-- `during` is generated, so the application may change everything a move needs and nothing else
grant update (resource, starts_at, ends_at, buffer_before, buffer_after, active, exclusive) on resource_claim to hadada_app;

-- A visit that is on and does not hold its claims would be a hole in the promise; checked when the transaction ends.
create function appointment_is_claimed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare a appointment; wanted int; held int; is_on boolean;
begin
  select * into a from appointment x where x.practice = new.practice and x.id = new.id;
  if not found then return null; end if;
  is_on := a.status not in ('cancelled', 'no_show');
  wanted := 1 + (a.room is not null)::int + (a.equipment is not null)::int + (a.patient is not null)::int;
  select count(*) into held from resource_claim c
   where c.practice = a.practice and c.ref = a.id and c.active = is_on and c.starts_at = a.starts_at and c.ends_at = a.ends_at
     and c.resource in (a.practitioner, a.room, a.equipment, a.patient);
  if held <> wanted or exists (select 1 from resource_claim c where c.practice = a.practice and c.ref = a.id and c.active <> is_on) then
    raise exception 'appointment % does not hold its claims', a.id using errcode = 'integrity_constraint_violation', constraint = 'appointment_is_claimed';
  end if;
  return null;
end $$;
create constraint trigger appointment_is_claimed after insert or update on appointment
  deferrable initially deferred for each row execute function appointment_is_claimed();
