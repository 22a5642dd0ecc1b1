//! What is always true of patients' files. Asked by `hadada check`.

use crate::platform::check::Invariant;

/// The promises of this feature.
pub const PROMISES: &[Invariant] = &[
    Invariant {
        name: "every_patient_can_be_found",
        says: "each patient has words by which a search finds them",
        sql: "select p.practice || ': ' || p.id from patient p
               where not exists (select 1 from patient_token t where t.practice = p.practice and t.patient = p.id)",
    },
    Invariant {
        name: "sealed_and_marked_go_together",
        says: "an identity number that is sealed can be found by its mark, and a mark belongs to one that is sealed",
        sql: "select practice || ': ' || id from patient where (id_sealed is null) <> (id_hash is null)",
    },
];
