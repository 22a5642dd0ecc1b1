//! What is always true of the diary, whatever happened to server or database. Asked by `hadada check`.

use crate::platform::check::Invariant;

/// Looked at without the constraints that hold them, so that a constraint that went missing is found too.
pub const PROMISES: &[Invariant] = &[
    Invariant {
        name: "claims_do_not_overlap",
        says: "nobody and nothing is claimed twice at one time, but for overbookings with a reason",
        sql: "select a.practice || ': ' || a.id || ' and ' || b.id
                from resource_claim a
                join resource_claim b on b.practice = a.practice and b.resource = a.resource and b.id > a.id
                 and b.starts_at < a.ends_at and a.starts_at < b.ends_at
               where a.active and a.exclusive and b.active and b.exclusive",
    },
    Invariant {
        name: "every_visit_holds_its_claims",
        says: "a visit that is on claims its practitioner, room, equipment and patient, for its own time, and nothing else",
        sql: "select a.practice || ': ' || a.id from appointment a
                left join (select practice, ref, count(*) as n, bool_and(active) as every, bool_or(active) as any,
                                  min(starts_at) as f, max(ends_at) as t from resource_claim
                            where kind = 'appointment' group by 1, 2) c on c.practice = a.practice and c.ref = a.id
               where c.n is distinct from
                       1 + (a.room is not null)::int + (a.equipment is not null)::int + (a.patient is not null)::int
                  or c.every is distinct from (a.status not in ('cancelled', 'no_show')) or c.any is distinct from c.every
                  or c.f <> a.starts_at or c.t <> a.ends_at",
    },
    Invariant {
        name: "every_claim_is_some_visits",
        says: "no claim outlives what it was made for",
        sql: "select c.practice || ': ' || c.id from resource_claim c
               where c.kind = 'appointment'
                 and not exists (select 1 from appointment a where a.practice = c.practice and a.id = c.ref)",
    },
    Invariant {
        name: "every_change_of_a_visit_is_recorded",
        says: "since the trail began, no visit was made or changed without an event of that moment",
        sql: "select a.practice || ': ' || a.id from appointment a
                join (select practice, min(at) as began from trail group by practice) t on t.practice = a.practice
               where a.changed_at > t.began and a.changed_at <= now()
                 and not exists (select 1 from event e
                                  where e.practice = a.practice and e.subject = a.id and e.at = a.changed_at)",
    },
];
