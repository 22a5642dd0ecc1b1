-- An import from a screen is looked at before it is done: the run keeps what would happen, what a person has to choose,
-- and how far it is. The file waits beside it, sealed because a list of patients is one, until it is in or a day old.
alter table import_run drop constraint import_run_state_check;
alter table import_run
  add constraint import_run_state_check check (state in ('preview', 'refused', 'running', 'done', 'failed')),
  add column options jsonb not null default '{}',
  add column choices jsonb not null default '[]',
  add column remarks jsonb not null default '[]',
  add column refused text not null default '',
  add column rows_in int not null default 0,
  add column begun_at timestamptz;
create index import_run_latest on import_run (practice, at);
grant update (options, choices, remarks, rows_in, begun_at) on import_run to hadada_app;

create table import_upload (
  practice uuid not null,
  run uuid not null,
  sealed bytea not null,
  at timestamptz not null,
  primary key (practice, run),
  foreign key (practice, run) references import_run(practice, id)
);
select under_practice('import_upload');
grant select, insert, delete on import_upload to hadada_app;
