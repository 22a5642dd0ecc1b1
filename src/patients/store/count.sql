-- How many patients each question would bring, counted no further than $5 per range.
select a.q as "q!", sum(t.n)::int as "n!"
  from unnest($2::int[], $3::text[], $4::text[]) as a(q, lo, hi)
 cross join lateral (
   select count(*) as n from (
     select 1 from patient_token x where x.practice = $1 and x.token >= a.lo and x.token < a.hi limit $5
   ) y
 ) t
 group by a.q
