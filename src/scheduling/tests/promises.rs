//! What the database promises whatever the program does. Straight SQL, as the role the server works as.

use super::*;
use crate::kernel::ids::PracticeId;
use sqlx::{PgPool, Postgres, Transaction};
use uuid::Uuid;

/// A transaction as the server would have it, for one practice.
async fn inside(w: &World, practice: PracticeId) -> Transaction<'static, Postgres> {
    let mut tx = w.owner.begin().await.expect("begins");
    sqlx::query("set local role hadada_app").execute(&mut *tx).await.expect("gives up its rights");
    sqlx::query("select set_config('app.practice', $1, true)")
        .bind(practice.to_string())
        .execute(&mut *tx)
        .await
        .expect("says for whom");
    tx
}

/// Why the database refused: SQLSTATE and constraint.
fn refusal<T: std::fmt::Debug>(answer: sqlx::Result<T>) -> (String, String) {
    match answer {
        Err(sqlx::Error::Database(e)) => {
            (e.code().unwrap_or_default().into_owned(), e.constraint().unwrap_or_default().to_owned())
        }
        other => panic!("a refusal was expected: {other:?}"),
    }
}

async fn claim(
    tx: &mut Transaction<'static, Postgres>,
    practice: PracticeId,
    resource: Uuid,
    from: &str,
    to: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into resource_claim (practice, id, resource_kind, resource, starts_at, ends_at, kind, ref)
         values ($1, $2, 'room', $3, $4::text::timestamptz, $5::text::timestamptz, 'appointment', $6)",
    )
    .bind(practice.0)
    .bind(Uuid::now_v7())
    .bind(resource)
    .bind(from)
    .bind(to)
    .bind(Uuid::now_v7())
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

#[sqlx::test]
async fn two_claims_of_one_room_never_overlap(pool: PgPool) {
    let w = World::new(pool).await;
    let mut tx = inside(&w, w.id).await;
    claim(&mut tx, w.id, w.gym.0, "2026-11-26T08:00Z", "2026-11-26T09:00Z").await.expect("is free");
    claim(&mut tx, w.id, w.gym.0, "2026-11-26T09:00Z", "2026-11-26T10:00Z").await.expect("back to back");
    let again = claim(&mut tx, w.id, w.gym.0, "2026-11-26T08:59Z", "2026-11-26T09:01Z").await;
    assert_eq!(refusal(again), ("23P01".into(), "appointment_no_clash".into()));
}

#[sqlx::test]
async fn a_claim_has_a_beginning_an_end_and_something_between(pool: PgPool) {
    let w = World::new(pool).await;
    for (from, to, constraint) in [
        ("2026-11-26T08:00Z", "2026-11-26T08:00Z", "claim_forward"),
        ("2026-11-26T09:00Z", "2026-11-26T08:00Z", ""),
        ("-infinity", "2026-11-26T08:00Z", "claim_finite"),
        ("2026-11-26T08:00Z", "infinity", "claim_finite"),
    ] {
        let mut tx = inside(&w, w.id).await;
        let (code, name) = refusal(claim(&mut tx, w.id, w.gym.0, from, to).await);
        assert!(code == "23514" || (constraint.is_empty() && code == "22000"), "{from} {to}: {code} {name}");
        assert!(constraint.is_empty() || name == constraint, "{from} {to}: {name}");
    }
}

/// A visit straight into the table, pointing wherever it is told.
async fn visit(
    tx: &mut Transaction<'static, Postgres>,
    practice: PracticeId,
    w: &World,
    practitioner: Uuid,
    room: Option<Uuid>,
    patient: Uuid,
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into appointment (practice, id, site, practitioner, room, patient, type, starts_at, ends_at, local_start,
                                  created_at, created_by, changed_at, changed_by)
         values ($1, $2, $3, $4, $5, $6, $7, '2026-11-26T08:00Z', '2026-11-26T08:30Z', '2026-11-26T10:00',
                 '2026-11-23T08:00Z', $2, '2026-11-23T08:00Z', $2)",
    )
    .bind(practice.0)
    .bind(Uuid::now_v7())
    .bind(w.main.0)
    .bind(practitioner)
    .bind(room)
    .bind(patient)
    .bind(w.kinds.treatment.0)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

#[sqlx::test]
async fn a_visit_without_its_claims_does_not_commit(pool: PgPool) {
    let w = World::new(pool).await;
    let mut tx = inside(&w, w.id).await;
    visit(&mut tx, w.id, &w, w.naidoo.0, None, w.thandi.0).await.expect("not checked before the end");
    assert_eq!(refusal(tx.commit().await).0, "23000");
}

#[sqlx::test]
async fn a_visit_cannot_point_into_another_practice(pool: PgPool) {
    let w = World::new(pool).await;
    let next = &w.next_door;
    for (practitioner, room, patient) in [
        (next.naidoo.0, None, w.thandi.0),
        (w.naidoo.0, Some(next.gym.0), w.thandi.0),
        (w.naidoo.0, None, next.thandi.0),
    ] {
        let mut tx = inside(&w, w.id).await;
        assert_eq!(refusal(visit(&mut tx, w.id, &w, practitioner, room, patient).await).0, "23503");
        let mut tx = w.owner.begin().await.expect("begins");
        assert_eq!(refusal(visit(&mut tx, w.id, &w, practitioner, room, patient).await).0, "23503", "nor the owner's");
    }
    let mut tx = inside(&w, w.id).await;
    assert_eq!(refusal(visit(&mut tx, next.id, &w, w.naidoo.0, None, w.thandi.0).await).0, "42501");
}

#[sqlx::test]
async fn another_practices_rows_are_not_there(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &NewVisit { room: Some(w.gym), ..wish(&w) }).await;
    let counted = "select (select count(*) from appointment) + (select count(*) from resource_claim)
                        + (select count(*) from event) + (select count(*) from trail)";
    let mut theirs = inside(&w, w.next_door.id).await;
    let seen: i64 = sqlx::query_scalar(counted).fetch_one(&mut *theirs).await.expect("counts");
    assert_eq!(seen, 0);
    let mut ours = inside(&w, w.id).await;
    let seen: i64 = sqlx::query_scalar(counted).fetch_one(&mut *ours).await.expect("counts");
    assert_eq!(seen, 7, "a visit, its three claims, the event, and the two first rows of the trail");
    let mut nobody = w.owner.begin().await.expect("begins");
    sqlx::query("set local role hadada_app").execute(&mut *nobody).await.expect("gives up its rights");
    let seen: i64 =
        sqlx::query_scalar("select count(*) from appointment").fetch_one(&mut *nobody).await.expect("counts");
    assert_eq!(seen, 0, "unset means no practice at all");
}

#[sqlx::test]
async fn a_move_may_change_what_it_needs_and_nothing_else_about_a_claim(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &wish(&w)).await;
    for forbidden in [
        "update resource_claim set practice = gen_random_uuid()",
        "update resource_claim set ref = gen_random_uuid()",
        "update resource_claim set kind = 'hold'",
        "truncate resource_claim",
        "delete from appointment",
        "delete from event",
        "alter table appointment disable row level security",
    ] {
        let mut tx = inside(&w, w.id).await;
        assert_eq!(refusal(sqlx::query(forbidden).execute(&mut *tx).await).0, "42501", "{forbidden}");
    }
}

#[sqlx::test]
async fn every_table_of_a_practice_is_under_the_house_rules(pool: PgPool) {
    let bare: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'public' and c.relkind in ('r', 'p')
            and (c.relname = 'practice' or exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'practice'))
            and not (c.relrowsecurity and c.relforcerowsecurity
              and exists (select 1 from pg_policies p where p.tablename = c.relname and p.policyname = 'owner_all')
              and exists (select 1 from pg_policies p where p.tablename = c.relname and p.roles = '{hadada_app}'
                             and p.cmd = 'ALL' and p.qual like '%here()%' and p.with_check like '%here()%'))",
    )
    .fetch_all(&pool)
    .await
    .expect("the catalogue");
    assert!(bare.is_empty(), "{bare:?}");
}

#[sqlx::test]
async fn the_servers_role_owns_nothing_and_gets_around_nothing(pool: PgPool) {
    let (bypass, superuser, owns): (bool, bool, i64) = sqlx::query_as(
        "select r.rolbypassrls, r.rolsuper, (select count(*) from pg_class c where c.relowner = r.oid)
                + (select count(*) from pg_proc f where f.proowner = r.oid) + (select count(*) from pg_namespace s where s.nspowner = r.oid)
           from pg_roles r where r.rolname = 'hadada_app'",
    )
    .fetch_one(&pool)
    .await
    .expect("the role is there");
    assert_eq!((bypass, superuser, owns), (false, false, 0));
    let truncatable: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'public' and c.relkind in ('r', 'p') and has_table_privilege('hadada_app', c.oid, 'truncate')",
    )
    .fetch_all(&pool)
    .await
    .expect("the catalogue");
    assert!(truncatable.is_empty(), "{truncatable:?}");
    let loose: Vec<String> = sqlx::query_scalar(
        "select p.proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
          where n.nspname = 'public' and p.prosecdef and not coalesce(array_to_string(p.proconfig, ' ') like 'search_path=%', false)",
    )
    .fetch_all(&pool)
    .await
    .expect("the catalogue");
    assert!(loose.is_empty(), "a definer's search path is pinned: {loose:?}");
}
