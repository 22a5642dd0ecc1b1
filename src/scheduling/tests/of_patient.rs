//! The visits of one patient.

use super::*;
use crate::{kernel::ids::PatientId, scheduling::model::PatientVisits};
use sqlx::PgPool;

async fn of(w: &World, who: Actor, patient: PatientId, page: Option<u32>) -> Result<PatientVisits, Problem> {
    edge::look_as(&w.services, who, async |cx| actions::visits_of(cx, patient, page).await)
        .await
        .map_err(Fault::into_problem)
}

#[sqlx::test]
async fn a_patients_visits_are_listed_with_the_latest_first(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &wish(&w)).await;
    booked(&w, &NewVisit { day: date(2026, 11, 27), ..wish(&w) }).await;
    booked(&w, &NewVisit { starts: at(14, 0), ..johans(&w) }).await;
    let days = |list: &[crate::scheduling::model::VisitLine]| list.iter().map(|l| l.day.clone()).collect::<Vec<_>>();
    let seen = of(&w, desk(&w), w.thandi, None).await.expect("is shown");
    assert_eq!(days(&seen.coming), ["27 Nov 2026", "26 Nov 2026"]);
    assert_eq!((seen.coming_count, seen.past_count, seen.past.len()), (2, 0, 0));
    w.now_is("2026-11-26T12:00:00Z");
    let seen = of(&w, desk(&w), w.thandi, None).await.expect("is shown");
    assert_eq!((days(&seen.coming), days(&seen.past)), (vec!["27 Nov 2026".into()], vec!["26 Nov 2026".into()]));
}

#[sqlx::test]
async fn of_many_visits_the_nearest_few_show_and_a_page_has_them_all(pool: PgPool) {
    let w = World::new(pool).await;
    for n in 0..7u16 {
        booked(&w, &NewVisit { starts: at(8, 0) + n * 30, ..wish(&w) }).await;
    }
    let few = of(&w, desk(&w), w.thandi, None).await.expect("is shown");
    let times: Vec<_> = few.coming.iter().map(|l| l.time.as_str()).collect();
    assert_eq!(times, ["Thu 10:00", "Thu 09:30", "Thu 09:00", "Thu 08:30", "Thu 08:00"]);
    assert_eq!(few.coming_count, 7);
    let all = of(&w, desk(&w), w.thandi, Some(0)).await.expect("is shown");
    assert_eq!(all.coming.len(), 7);
    assert!(of(&w, desk(&w), w.thandi, Some(u32::MAX)).await.expect("is shown").past.is_empty());
}

#[sqlx::test]
async fn nobody_else_may_see_them_and_looking_is_written_down(pool: PgPool) {
    let w = World::new(pool).await;
    let refused = of(&w, w.as_(Role::Auditor), w.thandi, None).await;
    assert!(matches!(refused, Err(Problem::NotAllowed { .. })), "{refused:?}");
    let unknown = of(&w, desk(&w), PatientId(uuid::Uuid::now_v7()), None).await;
    assert!(matches!(unknown, Err(Problem::NotFound)), "{unknown:?}");
    of(&w, desk(&w), w.thandi, None).await.expect("is shown");
    let glances: i64 = sqlx::query_scalar("select count(*) from trail where $1 = any(patients)")
        .bind(w.thandi.0)
        .fetch_one(&w.owner)
        .await
        .expect("counts");
    assert_eq!(glances, 1);
}
