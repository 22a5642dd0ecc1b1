-- Where the practice works and who works there: sites, rooms and equipment, practitioners and their hours, appointment
-- types. Keys lead with the practice, and so do foreign keys: their checks bypass row-level security, so a reference
-- into another practice must be impossible to write.

create table site (
  practice uuid not null references practice(id),
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  key text not null check (key ~ '^[a-z0-9-]{1,20}$'),
  address text not null default '',
  open_days int[] not null default '{1,2,3,4,5}',
  closed_on_holidays boolean not null default true,
  sort int not null default 0,
  active boolean not null default true,
  primary key (practice, id),
  constraint site_key_once unique (practice, key)
);

-- Rooms and equipment: whatever can be in one place at a time.
create table resource (
  practice uuid not null,
  id uuid not null,
  site uuid not null,
  kind text not null check (kind in ('room', 'equipment')),
  name text not null check (length(name) between 1 and 80),
  key text not null check (key ~ '^[a-z0-9-]{1,20}$'),
  features text[] not null default '{}',
  sort int not null default 0,
  active boolean not null default true,
  primary key (practice, id),
  foreign key (practice, site) references site(practice, id),
  constraint resource_key_once unique (practice, key)
);

create table practitioner (
  practice uuid not null references practice(id),
  id uuid not null,
  title text not null default '',
  first_names text not null,
  last_name text not null,
  last_name_folded text not null,
  profession text not null check (profession in ('physiotherapy', 'occupational_therapy', 'speech_audiology', 'psychology',
    'biokinetics', 'podiatry', 'dietetics', 'social_work')),
  home_site uuid not null,
  sort int not null default 0,
  active boolean not null default true,
  primary key (practice, id),
  foreign key (practice, home_site) references site(practice, id)
);
alter table person add constraint person_practitioner foreign key (practice, practitioner) references practitioner(practice, id);

-- Weekly hours. A change closes the old row (until) and opens a new one; history is never rewritten.
-- weekday: 1 Monday to 7 Sunday. Minutes after local midnight.
create table weekly_hours (
  practice uuid not null,
  id uuid not null,
  practitioner uuid not null,
  site uuid not null,
  weekday int not null check (weekday between 1 and 7),
  from_minute int not null check (from_minute between 0 and 1439),
  to_minute int not null check (to_minute between 1 and 1440),
  since date not null,
  until date,
  primary key (practice, id),
  foreign key (practice, practitioner) references practitioner(practice, id),
  foreign key (practice, site) references site(practice, id),
  constraint weekly_hours_forward check (from_minute < to_minute and (until is null or since < until)),
  -- one practitioner is never at two sites at once
  constraint weekly_hours_once exclude using gist (practice with =, practitioner with =, weekday with =,
    int4range(from_minute, to_minute) with &&, daterange(since, until) with &&)
);
create index weekly_hours_of on weekly_hours (practice, practitioner, weekday);

-- One-off closed time of a practitioner: lunch, a meeting outside the diary.
create table closed_time (
  practice uuid not null,
  id uuid not null,
  practitioner uuid not null,
  day date not null,
  from_minute int not null check (from_minute between 0 and 1439),
  to_minute int not null check (to_minute between 1 and 1440),
  reason text not null default '' check (length(reason) <= 120),
  primary key (practice, id),
  foreign key (practice, practitioner) references practitioner(practice, id),
  constraint closed_time_forward check (from_minute < to_minute)
);
create index closed_time_of on closed_time (practice, day, practitioner);

create table appointment_type (
  practice uuid not null references practice(id),
  id uuid not null,
  key text not null check (key ~ '^[a-z0-9_.-]{1,60}$'),
  parent uuid,
  name text not null check (length(name) between 1 and 100),
  minutes int not null check (minutes between 5 and 480 and minutes % 5 = 0),
  colour text not null check (colour ~ '^#[0-9A-F]{6}$'),
  tone text not null check (tone in ('sky', 'teal', 'green', 'amber', 'coral', 'rose', 'violet', 'slate')),
  mark text not null check (mark ~ '^[A-Z]{2}$'),
  category text not null check (category in ('clinical', 'meeting', 'administrative', 'maintenance', 'travel')),
  needs_patient boolean not null,
  charged boolean not null,
  buffer_before int not null default 0 check (buffer_before between 0 and 60),
  buffer_after int not null default 0 check (buffer_after between 0 and 60),
  capacity int not null default 1 check (capacity between 1 and 100),
  online boolean not null default false,
  sort int not null default 0,
  active boolean not null default true,
  primary key (practice, id),
  foreign key (practice, parent) references appointment_type(practice, id),
  constraint appointment_type_key_once unique (practice, key)
);

select under_practice('site'), under_practice('resource'), under_practice('practitioner'), under_practice('weekly_hours'),
       under_practice('closed_time'), under_practice('appointment_type');
grant select, insert, update on site, resource, practitioner, closed_time, appointment_type to hadada_app;
grant select, insert, update (until) on weekly_hours to hadada_app;
grant delete on closed_time to hadada_app;
