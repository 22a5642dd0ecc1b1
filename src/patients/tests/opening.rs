//! A chart that is closed opens with a reason, for an hour, to read, in view of the owner.

use crate::{
    access::{Actor, Role},
    kernel::{ids::PatientId, problem::Problem},
    patients::{
        actions,
        opening::{actions as opening, model::OpeningsPage},
    },
    platform::{cx::Fault, edge},
    testing::World,
};
use sqlx::PgPool;

const WHY: &str = "Collapsed in the waiting room, no one else here";

async fn open(w: &World, who: Actor, patient: PatientId, reason: &str, words: &str) -> Result<(), Problem> {
    let done = edge::act_as(&w.services, who, async |cx| opening::open(cx, patient, reason, words).await).await;
    done.map_err(Fault::into_problem)
}

async fn sees(w: &World, who: Actor, patient: PatientId) -> Result<Option<String>, Problem> {
    let page = edge::look_as(&w.services, who, async |cx| actions::patient_page(cx, patient).await).await;
    page.map(|page| page.opened_until).map_err(Fault::into_problem)
}

async fn list(w: &World, who: Actor) -> Result<OpeningsPage, Problem> {
    edge::look_as(&w.services, who, async |cx| opening::openings(cx).await).await.map_err(Fault::into_problem)
}

async fn count(w: &World, sql: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&w.owner).await.expect("a number")
}

fn refused<T: std::fmt::Debug>(it: Result<T, Problem>) {
    assert!(matches!(it, Err(Problem::NotAllowed { .. } | Problem::NotFound)), "{it:?}");
}

#[sqlx::test]
async fn a_reason_opens_one_chart_for_an_hour_to_one_person_to_read(pool: PgPool) {
    let w = World::new(pool).await;
    for role in [Role::Practitioner, Role::Auditor] {
        let who = w.as_(role);
        refused(sees(&w, who.clone(), w.johan).await);
        open(&w, who.clone(), w.johan, "emergency", WHY).await.expect("opens");
        assert_eq!(sees(&w, who.clone(), w.johan).await, Ok(Some("10:40".into())), "{role:?}");
        refused(sees(&w, who.clone(), w.siobhan).await);
        // open is open: once more is not needed
        assert_eq!(open(&w, who.clone(), w.johan, "emergency", WHY).await, Err(Problem::NotFound));
        let change = edge::look_as(&w.services, who, async |cx| {
            let file = crate::patients::store::file(cx, w.johan).await?;
            let _may = cx.permit::<crate::access::policy::ChangePatient>(file)?;
            Ok(())
        });
        refused(change.await.map_err(Fault::into_problem));
    }
    w.now_is("2026-11-23T08:39:59Z");
    assert!(sees(&w, w.as_(Role::Auditor), w.johan).await.is_ok());
    w.now_is("2026-11-23T08:40:00Z");
    refused(sees(&w, w.as_(Role::Auditor), w.johan).await);
    assert!(
        count(&w, "select count(*) from trail where ability = 'SeePatient' and action = 'read'").await >= 3,
        "each look is written down"
    );
}

#[sqlx::test]
async fn whoever_may_not_opens_nothing_and_whoever_need_not_neither(pool: PgPool) {
    let w = World::new(pool).await;
    for role in [Role::Receptionist, Role::Billing, Role::Patient] {
        refused(open(&w, w.as_(role), w.johan, "emergency", WHY).await);
    }
    // nothing of the chart is closed to them
    for role in [Role::Owner, Role::Manager] {
        assert_eq!(open(&w, w.as_(role), w.johan, "emergency", WHY).await, Err(Problem::NotFound), "{role:?}");
    }
    let stranger = w.next_door.as_(Role::Practitioner);
    assert_eq!(open(&w, stranger, w.johan, "emergency", WHY).await, Err(Problem::NotFound));
    let thin = open(&w, w.as_(Role::Practitioner), w.johan, "", "because").await.expect_err("no reason");
    assert_eq!((thin.about("reason"), thin.about("words")), (Some("choose"), Some("reason_thin")));
    assert_eq!(count(&w, "select count(*) from chart_opening").await, 0);
}

#[sqlx::test]
async fn owner_and_manager_are_told_and_somebody_else_reviews(pool: PgPool) {
    let w = World::new(pool).await;
    open(&w, w.as_(Role::Practitioner), w.johan, "continuity", WHY).await.expect("opens");
    let told = "select count(*) from person_notice n join person p on p.id = n.person
                 where n.kind = 'chart_opened' and p.roles && array['owner', 'manager']";
    assert_eq!((count(&w, told).await, count(&w, "select count(*) from person_notice").await), (2, 2));
    let named = format!("select count(*) from event where kind = 'patient.chart_opened' and patient = '{}'", w.johan);
    assert_eq!(count(&w, &named).await, 1);
    assert_eq!(count(&w, "select count(*) from event where particulars::text like '%Collapsed%'").await, 0);

    refused(list(&w, w.as_(Role::Practitioner)).await);
    refused(list(&w, w.as_(Role::Receptionist)).await);
    let seen = list(&w, w.as_(Role::Auditor)).await.expect("an auditor reads");
    assert!(seen.openings.len() == 1 && !seen.openings[0].may_review);
    let seen = list(&w, w.as_(Role::Owner)).await.expect("the owner reads");
    let [line] = &seen.openings[..] else { panic!("one") };
    assert!(line.may_review && line.words == WHY && line.reason == "Continuity of care" && line.review.is_none());
    let id = line.id;
    let review = async |who: Actor| {
        let done = edge::act_as(&w.services, who, async |cx| opening::review(cx, id, true).await).await;
        done.map_err(Fault::into_problem)
    };
    refused(review(w.as_(Role::Auditor)).await);
    assert_eq!(review(w.as_(Role::Owner)).await, Ok(()));
    assert_eq!(review(w.as_(Role::Manager)).await, Err(Problem::NotFound), "once");
    let seen = list(&w, w.as_(Role::Owner)).await.expect("the owner reads");
    assert_eq!(seen.openings[0].review.as_deref(), Some("Accepted by Lindiwe Khumalo, Mon 23 Nov 09:40"));
    assert!(list(&w, w.next_door.as_(Role::Owner)).await.expect("theirs").openings.is_empty());
}

#[sqlx::test]
async fn the_fourth_within_a_day_is_an_alarm(pool: PgPool) {
    let w = World::new(pool).await;
    for patient in &w.patients[..4] {
        open(&w, w.as_(Role::Practitioner), *patient, "safety", WHY).await.expect("opens");
    }
    assert_eq!(count(&w, "select count(*) from person_notice where kind = 'charts_opened_often'").await, 2);
    assert_eq!(count(&w, "select count(*) from event where particulars @> '{\"alarm\": true}'").await, 1);
}

#[sqlx::test]
async fn an_opening_stays_as_it_was_written_even_for_the_databases_owner(pool: PgPool) {
    let w = World::new(pool).await;
    open(&w, w.as_(Role::Practitioner), w.johan, "other", WHY).await.expect("opens");
    for sql in [
        "update chart_opening set words = 'something else entirely'",
        "update chart_opening set until = until - interval '1 minute'",
        "update chart_opening set reviewed_at = now(), reviewed_by = person, outcome = 'accepted'",
        "delete from chart_opening",
        "truncate chart_opening",
    ] {
        assert!(sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&w.owner).await.is_err(), "{sql}");
    }
}
