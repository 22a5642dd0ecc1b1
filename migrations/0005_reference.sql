-- What comes from files: tariff books, modifiers, schemes and their administrators. Codes are text; money is whole
-- cents. A tariff book is a version with dates: prices are looked up by the day of the visit, never overwritten.

create table tariff_book (
  practice uuid not null references practice(id),
  id uuid not null,
  name text not null,
  since date not null,
  until date,
  primary key (practice, id),
  constraint tariff_book_once unique (practice, name, since)
);

create table tariff_code (
  practice uuid not null,
  book uuid not null,
  profession text not null check (profession in ('physiotherapy', 'occupational_therapy', 'speech_audiology', 'psychology',
    'biokinetics', 'podiatry', 'dietetics', 'social_work')),
  code text not null check (code ~ '^[0-9A-Za-z]{1,12}$'),
  branch text not null default '',
  label text not null check (length(label) between 1 and 120),
  description text not null check (length(description) between 1 and 1000),
  fee_cents bigint not null check (fee_cents >= 0),
  price_mode text not null check (price_mode in ('fixed', 'at_cost', 'cost_plus', 'hire', 'practice_fee', 'arrangement', 'unknown')),
  at_cost boolean not null default false,
  own_account boolean not null default false,
  standalone boolean not null default false,
  modality boolean not null default false,
  unit text not null default 'visit',
  limits jsonb not null default '{}',
  primary key (practice, book, profession, code),
  foreign key (practice, book) references tariff_book(practice, id)
);

create table modifier (
  practice uuid not null,
  book uuid not null,
  profession text not null,
  code text not null check (code ~ '^[0-9A-Za-z]{1,12}$'),
  label text not null check (length(label) between 1 and 200),
  effect text not null,
  factor_bp int not null check (factor_bp between 0 and 100000),
  scope text not null,
  applies_to text not null,
  automatic boolean not null,
  requires text not null default '',
  note text not null default '',
  primary key (practice, book, profession, code),
  foreign key (practice, book) references tariff_book(practice, id)
);

create table scheme_administrator (
  practice uuid not null references practice(id),
  key text not null check (key ~ '^[a-z0-9-]{1,120}$'),
  name text not null,
  kind text not null,
  status text not null,
  note text not null default '',
  primary key (practice, key)
);

create table scheme (
  practice uuid not null references practice(id),
  id uuid not null,
  key text not null check (key ~ '^[a-z0-9-]{1,120}$'),
  name text not null check (length(name) between 1 and 160),
  name_folded text not null,
  is_abbreviation boolean not null default false,
  registration_no text not null default '',
  administrator text,
  status text not null,
  note text not null default '',
  active boolean not null default true,
  primary key (practice, id),
  foreign key (practice, administrator) references scheme_administrator(practice, key),
  constraint scheme_key_once unique (practice, key)
);
alter table funding add constraint funding_scheme foreign key (practice, scheme) references scheme(practice, id);

-- One row per run of an import: what was read and what became of it. The rows themselves are in the error file.
create table import_run (
  practice uuid not null references practice(id),
  id uuid not null,
  what text not null check (what in ('tariff', 'modifiers', 'schemes', 'administrators', 'appointment-types', 'patients')),
  file_name text not null,
  file_hash bytea not null,
  dry_run boolean not null,
  state text not null check (state in ('running', 'done', 'failed')),
  counts jsonb not null default '{}',
  findings jsonb not null default '[]',
  person uuid not null,
  at timestamptz not null,
  primary key (practice, id)
);

select under_practice('tariff_book'), under_practice('tariff_code'), under_practice('modifier'), under_practice('scheme_administrator'),
       under_practice('scheme'), under_practice('import_run');
grant select, insert on tariff_book to hadada_app;
grant select, insert, update on tariff_code, modifier, scheme_administrator, scheme to hadada_app;
grant select, insert, update (state, counts, findings) on import_run to hadada_app;
