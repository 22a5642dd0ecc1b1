-- Finds patients by the tokens they hold. Each question is a set of ranges [lo, hi) of tokens and is met by a patient
-- who holds a token in one of them; all questions must be met. The rarest questions are read whole and joined; the
-- others are only asked of who is left. Bytewise comparisons alone, so that every condition reaches the index below
-- row-level security.
--
-- $1 practice · $2..$5 ranges of the joined questions (question, lo, hi, weight) · $6 most rows per range
-- $7 how many questions are joined · $8..$11 ranges of the others · $12 how many those are
-- $13 mark of an identity number, or null · $14 the acting practitioner, or null · $15 since when care counts · $16 most cards
with hit as (
  select a.q, t.patient, max(a.weight + case when t.token = a.lo then 1 else 0 end) as weight,
         string_agg(distinct left(t.token, 1), '') as kinds
    from unnest($2::int[], $3::text[], $4::text[], $5::int[]) as a(q, lo, hi, weight)
   cross join lateral (
     select x.token, x.patient
       from patient_token x
      where x.practice = $1 and x.token >= a.lo and x.token < a.hi
      order by x.token
      limit $6
   ) t
   group by a.q, t.patient
), met as (
  select patient, sum(weight)::int as weight, min(weight)::int as worst, string_agg(kinds, '') as kinds
    from hit
   group by patient
  having count(*) = $7
   order by sum(weight) desc, patient
   limit 300
), kept as (
  select m.patient, m.weight + coalesce(b.weight, 0) as weight, least(m.worst, coalesce(b.worst, m.worst)) as worst,
         m.kinds || coalesce(b.kinds, '') as kinds
    from met m
   cross join lateral (
     select count(*) as n, sum(s.weight)::int as weight, min(s.weight)::int as worst, string_agg(s.kinds, '') as kinds
       from (
         select c.q, max(c.weight + case when x.token = c.lo then 1 else 0 end) as weight,
                string_agg(distinct left(x.token, 1), '') as kinds
           from unnest($8::int[], $9::text[], $10::text[], $11::int[]) as c(q, lo, hi, weight)
          cross join lateral (
            select y.token from patient_token y
             where y.practice = $1 and y.patient = m.patient and y.token >= c.lo and y.token < c.hi
          ) x
          group by c.q
       ) s
   ) b
   where b.n = $12
), known as (
  select patient, weight, worst, kinds from kept
   union all
  select p.id, 1000, 9, 'i' from patient p where p.practice = $1 and p.id_hash = $13
), best as (
  select patient, max(weight) as weight, max(worst) as worst, string_agg(kinds, '') as kinds
    from known
   group by patient
   order by max(weight) desc, patient
   limit 60
)
select p.id as "id!", p.file_no as "file_no!", p.first_names as "first_names!", p.last_name as "last_name!",
       p.preferred_name as "preferred_name!", p.birth_date as "birth_date: jiff_sqlx::Date", p.id_masked as "id_masked!",
       (select ph.number from patient_phone ph
         where ph.practice = $1 and ph.patient = p.id order by ph.position limit 1) as phone,
       (p.allergies_state = 'listed' or exists (
         select 1 from alert al where al.practice = $1 and al.patient = p.id and al.for_desk and al.resolved_at is null
            and (al.until is null or al.until >= $17)
       )) as "alert!",
       ($14::uuid is not null and exists (
         select 1 from appointment v where v.practice = $1 and v.patient = p.id and v.practitioner = $14
            and v.status <> 'cancelled' and v.starts_at > $15
       )) as "in_care!",
       f.kinds as "kinds!", f.worst as "worst!"
  from best f
  join patient p on p.practice = $1 and p.id = f.patient
 order by f.weight desc, p.sort_key, p.id
 limit $16
