-- What the registration form asks and the first table did not hold; and the index that answers "which of this patient's
-- tokens" without touching the table, for the second and further words of a search.
alter table patient
  add column id_expires date,
  add column id_reason text not null default '' check (length(id_reason) <= 100),
  add column interpreter_note text not null default '' check (length(interpreter_note) <= 100);

create index patient_token_held on patient_token (practice, patient, token);
drop index patient_token_of;
