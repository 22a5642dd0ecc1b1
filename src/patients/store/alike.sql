-- Patients who may be the same person: names that are the same or sound alike, a shared phone, the same identity number
-- or the same membership. Scored in the program; this only gathers.
--
-- $1 practice · $2..$4 tokens by question (0 last name, 1 first name, 2 birth date) · $5 how many name questions
-- $6 phones · $7 mark of the identity number, or null · $8 tokens of membership numbers · $9 the patient not to compare with
-- $10 the acting practitioner, or null · $11 since when care counts
with hit as (
  select a.q, t.patient
    from unnest($2::int[], $3::text[], $4::text[]) as a(q, lo, hi)
   cross join lateral (
     select x.patient from patient_token x where x.practice = $1 and x.token >= a.lo and x.token < a.hi limit 20000
   ) t
   group by a.q, t.patient
), named as (
  select patient
    from hit
   group by patient
  having count(*) filter (where q < 2) = $5 and $5 > 0
   order by count(*) desc, patient
   limit 60
), alike as (
  select patient from named
   union
  select ph.patient from patient_phone ph where ph.practice = $1 and ph.number = any($6::text[])
   union
  select p.id from patient p where p.practice = $1 and p.id_hash = $7
   union
  select t.patient from patient_token t where t.practice = $1 and t.token = any($8::text[])
)
select p.id as "id!", p.file_no as "file_no!", p.first_names as "first_names!", p.last_name as "last_name!",
       p.preferred_name as "preferred_name!", p.birth_date as "birth_date: jiff_sqlx::Date", p.id_masked as "id_masked!",
       array(select ph.number from patient_phone ph where ph.practice = $1 and ph.patient = p.id order by ph.position) as "phones!",
       (p.allergies_state = 'listed' or exists (
         select 1 from alert al where al.practice = $1 and al.patient = p.id and al.for_desk and al.resolved_at is null
            and (al.until is null or al.until >= $12)
       )) as "alert!",
       ($10::uuid is not null and exists (
         select 1 from appointment v where v.practice = $1 and v.patient = p.id and v.practitioner = $10
            and v.status <> 'cancelled' and v.starts_at > $11
       )) as "in_care!",
       p.previous_last_names as "previous!", p.sex as "sex!", p.id_type as "id_type!", p.id_hash, p.id_country as "id_country!",
       p.email as "email!", p.address as "address!",
       array(select f.scheme::text from funding f where f.practice = $1 and f.patient = p.id and f.ended is null
              and f.kind = 'scheme' and f.dependant_code <> '' order by f.id) as "schemes!",
       array(select f.member_number from funding f where f.practice = $1 and f.patient = p.id and f.ended is null
              and f.kind = 'scheme' and f.dependant_code <> '' order by f.id) as "members!",
       array(select f.dependant_code from funding f where f.practice = $1 and f.patient = p.id and f.ended is null
              and f.kind = 'scheme' and f.dependant_code <> '' order by f.id) as "dependants!"
  from alike a
  join patient p on p.practice = $1 and p.id = a.patient
 where p.id is distinct from $9
 limit 200
