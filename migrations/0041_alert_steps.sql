-- What becomes of an alert. It is raised, acknowledged by each who must know (a danger every day anew), and resolved with a
-- reason or runs out on a day that was said when it was raised. Resolved too soon, it is opened again. Each step is a row
-- that only grows, so the history stays whatever the alert says now.

set local lock_timeout = '5s';

alter table alert
  add column until date,
  add constraint alert_resolved_with_reason check
    ((resolved_at is null) = (resolved_why = '') and (resolved_at is null) = (resolved_by is null));

create table alert_step (
  practice uuid not null references practice(id),
  id uuid not null,
  alert uuid not null,
  step text not null check (step in ('acknowledged', 'resolved', 'reopened')),
  why text not null default '' check (length(why) <= 300),
  by uuid not null,
  at timestamptz not null,
  primary key (practice, id),
  foreign key (practice, alert) references alert(practice, id),
  foreign key (practice, by) references person(practice, id),
  constraint alert_step_says_why check ((step = 'acknowledged') = (why = ''))
);
create index alert_step_of on alert_step (practice, alert, at);

create trigger alert_step_stays before update or delete on alert_step for each row execute function logs_stay();
create trigger alert_step_stays_whole before truncate on alert_step for each statement execute function logs_stay();

select under_practice('alert_step');
grant select, insert on alert_step to hadada_app;
-- opening again an alert that ran out takes its last day away
grant update (until) on alert to hadada_app;
