-- A chart that is closed to somebody can be opened with a written reason: by one person, for an hour, to read. The row is
-- what the owner reviews; it is never changed or taken away, only reviewed, once, by somebody else.
set local lock_timeout = '5s';

create table chart_opening (
  practice uuid not null,
  id uuid not null,
  person uuid not null,
  patient uuid not null,
  reason text not null,
  words text not null,
  at timestamptz not null,
  until timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by uuid,
  outcome text,
  primary key (practice, id),
  foreign key (practice, person) references person(practice, id),
  foreign key (practice, patient) references patient(practice, id),
  foreign key (practice, reviewed_by) references person(practice, id),
  constraint chart_opening_reason check (reason in ('emergency', 'continuity', 'complaint', 'safety', 'other')),
  constraint chart_opening_words check (length(words) between 15 and 500),
  constraint chart_opening_an_hour check (until > at and until <= at + interval '1 hour'),
  constraint chart_opening_review_whole check (
    (reviewed_at is null) = (reviewed_by is null) and (reviewed_at is null) = (outcome is null)),
  constraint chart_opening_outcome check (outcome in ('accepted', 'not_accepted')),
  constraint chart_opening_by_another check (reviewed_by <> person)
);
create index chart_opening_of on chart_opening (practice, person, patient, until);
create index chart_opening_latest on chart_opening (practice, at);
create index chart_opening_patient on chart_opening (practice, patient);
select under_practice('chart_opening');
grant select, insert on chart_opening to hadada_app;
grant update (reviewed_at, reviewed_by, outcome) on chart_opening to hadada_app;

create function chart_opening_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.reviewed_at is null
     and (new.practice, new.id, new.person, new.patient, new.reason, new.words, new.at, new.until)
         = (old.practice, old.id, old.person, old.patient, old.reason, old.words, old.at, old.until) then
    return new;
  end if;
  raise exception 'an opened chart stays as it was written' using errcode = 'insufficient_privilege';
end $$;
create trigger chart_opening_stays before update or delete on chart_opening for each row execute function chart_opening_stays();
create trigger chart_opening_stays_whole before truncate on chart_opening for each statement execute function logs_stay();
