-- The person in care. Exact identifiers are sealed (encrypted) and found again by a keyed hash; lists show a mask.
-- Search is by a token table with prefix ranges on a bytewise collation, because below row-level security Postgres
-- uses only leakproof comparisons as index conditions, and pattern matching is not one.

create table patient (
  practice uuid not null references practice(id),
  id uuid not null,
  file_no text not null,
  title text not null default '',
  first_names text not null default '',
  last_name text not null default '',
  preferred_name text not null default '',
  previous_last_names text[] not null default '{}',
  initials text not null default '',
  sort_key text not null,
  id_type text not null default 'none_yet' check (id_type in ('sa_id', 'passport', 'refugee', 'birth_record', 'foreign_id', 'none_yet')),
  id_sealed bytea,
  id_hash bytea,
  id_masked text not null default '',
  id_country text not null default '',
  birth_date date,
  birth_estimated boolean not null default false,
  sex text not null default 'unknown' check (sex in ('female', 'male', 'unknown')),
  sex_confirmed boolean not null default false,
  gender text not null default '',
  pronouns text not null default '',
  language_home text not null default '',
  language_service text not null default '',
  interpreter boolean not null default false,
  deceased_on date,
  occupation text not null default '',
  employer text not null default '',
  school text not null default '',
  grade text not null default '',
  email text not null default '',
  address jsonb not null default '{}',
  preferred_channel text not null default 'none' check (preferred_channel in ('sms', 'whatsapp', 'email', 'call', 'none')),
  directions text not null default '',
  home_site uuid,
  usual_practitioner uuid,
  emergency jsonb not null default '{}',
  holder jsonb not null default '{}',
  allergies_state text not null default 'not_asked' check (allergies_state in ('not_asked', 'none_known', 'listed')),
  allergies text[] not null default '{}',
  precautions text[] not null default '{}',
  complete boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  primary key (practice, id),
  foreign key (practice, home_site) references site(practice, id),
  foreign key (practice, usual_practitioner) references practitioner(practice, id),
  constraint patient_file_no_once unique (practice, file_no),
  constraint patient_has_a_name check (first_names <> '' or last_name <> ''),
  constraint patient_died_after_birth check (deceased_on is null or birth_date is null or deceased_on >= birth_date),
  constraint patient_allergies_agree check ((allergies_state = 'listed') = (cardinality(allergies) > 0))
);
create index patient_by_id_hash on patient (practice, id_hash) where id_hash is not null;
create index patient_by_birth on patient (practice, birth_date);
create index patient_sorted on patient (practice, sort_key, id);
alter table person add constraint person_patient foreign key (practice, patient) references patient(practice, id);

create table patient_phone (
  practice uuid not null,
  patient uuid not null,
  position int not null,
  number text not null check (number ~ '^[+][0-9]{8,15}$'),
  label text not null default '',
  may_sms boolean not null default true,
  may_call boolean not null default true,
  primary key (practice, patient, position),
  foreign key (practice, patient) references patient(practice, id)
);
create index patient_phone_number on patient_phone (practice, number);

create table patient_token (
  practice uuid not null,
  token text collate "C" not null,
  patient uuid not null,
  primary key (practice, token, patient),
  foreign key (practice, patient) references patient(practice, id)
);
create index patient_token_of on patient_token (practice, patient);

-- How the visits are paid, in order of use. Details by kind; a change of scheme is a new row (ended closes the old).
create table funding (
  practice uuid not null,
  id uuid not null,
  patient uuid not null,
  position int not null,
  kind text not null check (kind in ('scheme', 'private', 'wca', 'raf', 'other')),
  scheme uuid,
  scheme_option text not null default '',
  member_number text not null default '',
  member_hash bytea,
  dependant_code text not null default '',
  main_member jsonb not null default '{}',
  details jsonb not null default '{}',
  since date not null,
  ended date,
  primary key (practice, id),
  foreign key (practice, patient) references patient(practice, id),
  constraint funding_scheme_named check ((kind = 'scheme') = (scheme is not null)),
  constraint funding_dependant_digits check (dependant_code ~ '^[0-9]{0,3}$')
);
create index funding_of on funding (practice, patient) where ended is null;
-- one dependant code belongs to one person under a membership
create unique index funding_dependant_once on funding (practice, scheme, member_hash, dependant_code)
  where ended is null and kind = 'scheme' and dependant_code <> '';

create table guardian (
  practice uuid not null,
  id uuid not null,
  patient uuid not null,
  name text not null,
  relationship text not null check (relationship in ('parent', 'guardian', 'foster_parent', 'curator', 'spouse', 'child', 'caregiver', 'teacher', 'attorney', 'other')),
  phone text not null default '',
  email text not null default '',
  may_book boolean not null default false,
  may_collect boolean not null default false,
  may_receive_clinical boolean not null default false,
  may_consent boolean not null default false,
  liable boolean not null default false,
  ended date,
  primary key (practice, id),
  foreign key (practice, patient) references patient(practice, id)
);
create index guardian_of on guardian (practice, patient) where ended is null;

-- Consents are a ledger: a withdrawal is a new row.
create table consent (
  practice uuid not null,
  id uuid not null,
  patient uuid not null,
  kind text not null check (kind in ('treatment', 'personal_information', 'care_team', 'billing', 'photography', 'financial_terms',
    'marketing_sms', 'marketing_email', 'telehealth', 'research', 'ai')),
  answer text not null check (answer in ('given', 'refused', 'withdrawn')),
  text_version text not null,
  language text not null default 'en',
  capacity text not null default 'patient' check (capacity in ('patient', 'guardian', 'curator', 'other')),
  how text not null check (how in ('voice', 'signature', 'typed', 'portal')),
  said_by text not null default '',
  recorded_by uuid not null,
  at timestamptz not null,
  primary key (practice, id),
  foreign key (practice, patient) references patient(practice, id)
);
create index consent_of on consent (practice, patient, kind, at);

create table alert (
  practice uuid not null,
  id uuid not null,
  patient uuid not null,
  category text not null check (category in ('allergy', 'safety', 'infection', 'behaviour', 'clinical', 'administrative', 'legal')),
  severity text not null check (severity in ('info', 'caution', 'danger')),
  words text not null check (length(words) between 1 and 500),
  for_desk boolean not null,
  raised_by uuid not null,
  at timestamptz not null,
  resolved_by uuid,
  resolved_at timestamptz,
  resolved_why text not null default '',
  primary key (practice, id),
  foreign key (practice, patient) references patient(practice, id)
);
create index alert_of on alert (practice, patient) where resolved_at is null;

select under_practice('patient'), under_practice('patient_phone'), under_practice('patient_token'), under_practice('funding'),
       under_practice('guardian'), under_practice('consent'), under_practice('alert');
grant select, insert, update on patient to hadada_app;
grant select, insert, delete on patient_phone, patient_token to hadada_app;
grant select, insert, update (ended, position) on funding to hadada_app;
grant select, insert, update (ended) on guardian to hadada_app;
grant select, insert on consent to hadada_app;
grant select, insert, update (resolved_by, resolved_at, resolved_why) on alert to hadada_app;
