//! The pages of the diary.

use super::*;
use crate::{
    kernel::ids::PractitionerId,
    platform::cx::Cx,
    scheduling::model::{DiaryDay, DiaryQuery, NewQuery},
};
use sqlx::{AssertSqlSafe, PgPool, Row};
use std::sync::{Arc, Mutex};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    instrument::WithSubscriber,
    span,
};

fn of(day: &str) -> DiaryQuery {
    DiaryQuery { day: Some(day.into()), ..DiaryQuery::default() }
}

async fn sees<T>(w: &World, who: Actor, body: impl AsyncFnOnce(&mut Cx) -> Result<T, Fault>) -> Result<T, Problem> {
    edge::look_as(&w.services, who, body).await.map_err(Fault::into_problem)
}

async fn day(w: &World, query: &DiaryQuery) -> DiaryDay {
    sees(w, desk(w), async |cx| actions::day(cx, query).await).await.expect("is shown")
}

#[sqlx::test]
async fn a_day_has_a_column_for_everyone_who_works_and_every_visit(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &wish(&w)).await;
    let evening = NewVisit { starts: at(18, 30), confirmed: vec![Question::OutsideHours], ..johans(&w) };
    booked(&w, &evening).await;
    let page = day(&w, &of("2026-11-26")).await;
    let names: Vec<&str> = page.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["Priya Naidoo", "Thabo Nkosi", "Elna van Wyk"], "who has left has no column");
    assert_eq!(page.columns[0].open, vec![(at(8, 0), at(17, 0), w.main)]);
    assert!(page.columns.iter().all(|c| c.may_book && !c.may_overbook && !c.mine));
    assert_eq!(page.cards.iter().map(|c| c.starts).collect::<Vec<_>>(), [at(10, 30), at(18, 30)]);
    assert!(page.cards[1].outside_hours && !page.cards[0].outside_hours);
    assert_eq!((page.from, page.to, page.slot), (at(7, 0), at(19, 0), 15));
    assert_eq!((page.label.as_str(), page.now, page.closed), ("Thursday 26 November 2026", None, false));
    assert_eq!(page.types.len(), 5, "those no longer booked are left out");
}

#[sqlx::test]
async fn today_knows_the_time_and_a_holiday_its_name(pool: PgPool) {
    let w = World::new(pool).await;
    let today = day(&w, &DiaryQuery::default()).await;
    assert_eq!((today.day, today.now), (date(2026, 11, 23), Some(at(9, 40))));
    let holiday = day(&w, &of("2026-12-16")).await;
    assert_eq!((holiday.holiday.as_deref(), holiday.closed), (Some("Day of Reconciliation"), true));
    assert!(holiday.columns.iter().all(|c| c.open.is_empty()));
    assert!(day(&w, &of("2026-11-28")).await.closed, "a Saturday");
}

#[sqlx::test]
async fn visits_called_off_show_when_asked_for(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &wish(&w)).await;
    cancels(&w, desk(&w), &off(&card, CancelReason::PatIll)).await.expect("is called off");
    assert!(day(&w, &of("2026-11-26")).await.cards.is_empty());
    let all = DiaryQuery { show_cancelled: true, ..of("2026-11-26") };
    assert_eq!(day(&w, &all).await.cards[0].status, Status::Cancelled);
}

#[sqlx::test]
async fn a_site_shows_who_and_what_is_there(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &NewVisit { day: date(2026, 11, 25), ..wish(&w) }).await;
    let east = DiaryQuery { site: Some("east".into()), ..of("2026-11-25") };
    let page = day(&w, &east).await;
    assert_eq!(page.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["Elna van Wyk"]);
    assert!(page.cards.is_empty());
    let nowhere = DiaryQuery { site: Some("moon".into()), ..of("2026-11-25") };
    let problem = sees(&w, desk(&w), async |cx| actions::day(cx, &nowhere).await).await.expect_err("no such site");
    assert_eq!(problem.about("site"), Some("choose"));
}

#[sqlx::test]
async fn days_that_do_not_exist_are_said_to_be(pool: PgPool) {
    let w = World::new(pool).await;
    for bad in ["2026-02-30", "30 February", "1999-12-31", "2101-01-01", "0", "\0", "9999-99-99"] {
        let problem = sees(&w, desk(&w), async |cx| actions::day(cx, &of(bad)).await).await.expect_err(bad);
        assert_eq!(problem.about("day"), Some("date"), "{bad}");
        let problem = sees(&w, desk(&w), async |cx| actions::week(cx, None, Some(bad)).await).await.expect_err(bad);
        assert_eq!(problem.about("day"), Some("date"), "{bad}");
    }
}

#[sqlx::test]
async fn a_week_is_monday_to_sunday_of_ones_own(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &wish(&w)).await;
    booked(&w, &NewVisit { practitioner: w.nkosi, ..johans(&w) }).await;
    let priya = w.as_(Role::Practitioner);
    let week = sees(&w, priya, async |cx| actions::week(cx, None, Some("2026-11-26")).await).await.expect("is shown");
    assert_eq!((week.practitioner, week.days.len()), (w.naidoo, 7));
    assert_eq!((week.days[0].day, week.days[6].day), (date(2026, 11, 23), date(2026, 11, 29)));
    let visits: Vec<usize> = week.days.iter().map(|d| d.cards.len()).collect();
    assert_eq!(visits, [0, 0, 0, 1, 0, 0, 0]);
    assert!(week.days[3].columns[0].mine);
    for nobody in [w.next_door.naidoo, PractitionerId(uuid::Uuid::from_u128(7))] {
        let gone = sees(&w, desk(&w), async |cx| actions::week(cx, Some(nobody), None).await).await;
        assert_eq!(gone.expect_err("is not there"), Problem::NotFound);
    }
}

#[sqlx::test]
async fn whoever_is_on_the_page_is_in_the_access_log(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &wish(&w)).await;
    day(&w, &of("2026-11-26")).await;
    let seen: Vec<uuid::Uuid> = sqlx::query_scalar("select unnest(patients) from trail where ability = 'SeeDiary'")
        .fetch_all(&w.owner)
        .await
        .expect("the log");
    assert_eq!(seen, [w.thandi.0]);
    for role in [Role::Auditor, Role::Patient] {
        let refused = sees(&w, w.as_(role), async |cx| actions::day(cx, &DiaryQuery::default()).await).await;
        assert!(matches!(refused, Err(Problem::NotAllowed { .. })), "{role:?}");
    }
}

#[sqlx::test]
async fn free_times_are_found_with_one_or_with_anyone(pool: PgPool) {
    let w = World::new(pool).await;
    booked(&w, &NewVisit { starts: at(8, 0), minutes: 480, ..wish(&w) }).await;
    let kind = w.kinds.treatment;
    let hers = sees(&w, desk(&w), async |cx| actions::free_times(cx, Some(w.naidoo), kind, THURSDAY, 30).await).await;
    assert_eq!(hers.expect("some")[0].label, "Thu 26 Nov 16:00, Dr Naidoo");
    let anyones = sees(&w, desk(&w), async |cx| actions::free_times(cx, None, kind, THURSDAY, 30).await).await;
    assert_eq!(anyones.expect("some")[0].label, "Thu 26 Nov 08:00, Thabo Nkosi");
    let none = sees(&w, desk(&w), async |cx| actions::free_times(cx, None, kind, THURSDAY, 0).await).await;
    assert_eq!(none.expect_err("no length").about("minutes"), Some("minutes_range"));
    let theirs = w.next_door.naidoo;
    let none = sees(&w, desk(&w), async |cx| actions::free_times(cx, Some(theirs), kind, THURSDAY, 30).await).await;
    assert_eq!(none.expect_err("not here").about("practitioner"), Some("choose"));
}

#[sqlx::test]
async fn the_page_of_a_visit_says_what_happened_and_what_may_come(pool: PgPool) {
    let w = World::new(pool).await;
    let card = booked(&w, &NewVisit { room: Some(w.gym), ..wish(&w) }).await;
    let card = moves(&w, w.as_(Role::Manager), &Move { starts: at(9, 0), ..stay(&card) }).await.expect("moves").card;
    let page = |who: Actor| {
        let (w, id) = (w.clone(), card.id);
        async move { sees(&w, who, async |cx| actions::page(cx, id, None, None).await).await }
    };
    let shown = page(desk(&w)).await.expect("is shown");
    let lines: Vec<(&str, &str)> = shown.history.iter().map(|l| (l.by.as_str(), l.words.as_str())).collect();
    let expected = [
        ("Annelie Botha", "Moved from Thu 26 Nov 10:30 to Thu 26 Nov 09:00"),
        ("Sipho Ndlovu", "Booked for Thu 26 Nov 10:30, 30 minutes"),
    ];
    assert_eq!(lines, expected);
    assert!(shown.history[0].undo.is_some() && shown.history[1].undo.is_none());
    assert_eq!((shown.next, shown.may_move, shown.may_cancel), (vec![Status::Confirmed], true, true));
    assert_eq!((shown.room_name.as_str(), shown.time_label.as_str()), ("Gym", "09:00 to 09:30"));
    let patient = shown.patient.expect("has a patient");
    assert_eq!((patient.name.as_str(), patient.age.as_str(), patient.may_open), ("Thandi Mokoena", "46 years", true));
    let clerk = page(w.as_(Role::Billing)).await.expect("is shown");
    assert!(clerk.next.is_empty() && !clerk.may_move && clerk.history[0].undo.is_none());
    assert_eq!(page(w.next_door.as_(Role::Owner)).await.expect_err("not theirs"), Problem::NotFound);
}

#[sqlx::test]
async fn the_form_for_a_booking_starts_from_its_address(pool: PgPool) {
    let w = World::new(pool).await;
    let query = NewQuery {
        day: "2026-11-26".into(),
        starts: "10:30".into(),
        practitioner: w.naidoo.to_string(),
        patient: w.thandi.to_string(),
        type_id: w.kinds.assessment.to_string(),
    };
    let form = sees(&w, desk(&w), async |cx| actions::booking(cx, &query, None, None).await).await.expect("is shown");
    assert_eq!(form.patient.expect("is known").name, "Thandi Mokoena");
    assert_eq!((form.draft.minutes.as_str(), form.practitioners.len()), ("45", 3));
    let it = form.draft.check().expect("can be booked as it is");
    booked(&w, &it).await;
}

/// Collects the statements sqlx runs.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        if (field.name() == "db.statement" && !value.trim().is_empty())
            || (field.name() == "summary" && self.0.is_empty())
        {
            self.0 = value.to_owned();
        }
    }
}

impl Subscriber for Statements {
    fn enabled(&self, it: &Metadata<'_>) -> bool {
        it.target() == "sqlx::query"
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        self.0.lock().expect("not poisoned").push(text.0);
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

async fn statements<T>(run: impl Future<Output = T>) -> Vec<String> {
    let list = Statements::default();
    run.with_subscriber(list.clone()).await;
    // a connection that is new to the pool gives up its owner's rights first; that is not the page's doing
    let all = list.0.lock().expect("not poisoned").clone();
    all.into_iter().filter(|s| !s.starts_with("set role")).collect()
}

#[sqlx::test]
async fn a_day_asks_the_database_five_questions_however_full_it_is(pool: PgPool) {
    let w = World::new(pool).await;
    for n in 0..12 {
        booked(&w, &NewVisit { starts: 480 + n * 30, ..wish(&w) }).await;
    }
    let query = of("2026-11-26");
    let bare = statements(sees(&w, desk(&w), async |cx| {
        let _ = cx.permit::<crate::access::policy::SeeDiary>(())?;
        Ok(())
    }))
    .await;
    let page = statements(day(&w, &query)).await;
    assert!(bare.len() > 2, "statements are seen: {bare:?}");
    assert_eq!(page.len() - bare.len(), 5, "{page:#?}");
    let week = statements(sees(&w, desk(&w), async |cx| actions::week(cx, None, None).await)).await;
    assert_eq!(week.len() - bare.len(), 5, "{week:#?}");
}

#[sqlx::test]
async fn a_day_is_found_by_its_index_under_row_level_security(pool: PgPool) {
    let w = World::new(pool).await;
    let ran = statements(day(&w, &of("2026-11-26"))).await;
    let cards = ran.iter().find(|s| s.contains("from appointment a")).expect("the question for visits");
    let mut tx = w.owner.begin().await.expect("begins");
    let settings = format!(
        "set local role hadada_app; set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off;
         select set_config('app.practice', '{}', true); prepare cards as {cards}",
        w.id
    );
    sqlx::raw_sql(AssertSqlSafe(settings)).execute(&mut *tx).await.expect("is prepared");
    let explained = "explain (costs off) execute cards ('2026-11-25T22:00Z', '2026-11-26T22:00Z', false)";
    let rows = sqlx::raw_sql(explained).fetch_all(&mut *tx).await.expect("a plan");
    let plan: Vec<String> = rows.iter().map(|r| r.get::<String, _>(0)).collect();
    let plan = plan.join("\n");
    assert!(plan.contains("appointment_of_day"), "{plan}");
    let condition = plan.lines().find(|l| l.contains("Index Cond") && l.contains("starts_at")).unwrap_or_default();
    assert!(condition.contains("practice") && condition.contains("$1") && condition.contains("$2"), "{plan}");
}
