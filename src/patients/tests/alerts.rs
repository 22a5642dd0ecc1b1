use super::fixture::{Here, Pool, thabo};
use crate::{
    access::Actor,
    kernel::{
        ids::{OnceKey, PatientId},
        problem::Problem,
    },
    patients::{
        actions,
        alerts::{AlertDraft, AlertLine, AlertState, AlertStep, StepDraft},
        model::BannerAlert,
    },
    platform::{cx::Fault, edge},
};

fn alert(words: &str, for_desk: &str, until: &str) -> AlertDraft {
    AlertDraft {
        key: OnceKey::fresh().to_string(),
        category: "safety".into(),
        severity: "danger".into(),
        words: words.into(),
        until: until.into(),
        for_desk: for_desk.into(),
    }
}

impl Here {
    async fn raises(&self, who: &Actor, patient: PatientId, draft: &AlertDraft) -> Result<PatientId, Problem> {
        let done = edge::act_as(&self.it, who.clone(), async |cx| actions::alert_raised(cx, patient, draft).await);
        done.await.map_err(Fault::into_problem)
    }

    async fn settles(&self, who: &Actor, patient: PatientId, draft: &StepDraft) -> Result<PatientId, Problem> {
        let done = edge::act_as(&self.it, who.clone(), async |cx| actions::alert_settled(cx, patient, draft).await);
        done.await.map_err(Fault::into_problem)
    }

    async fn alerts(&self, who: &Actor, patient: PatientId) -> Vec<AlertLine> {
        edge::look_as(&self.it, who.clone(), async |cx| actions::alerts(cx, patient).await).await.unwrap()
    }

    async fn in_banner(&self, who: &Actor, patient: PatientId) -> Vec<BannerAlert> {
        edge::look_as(&self.it, who.clone(), async |cx| actions::banner(cx, patient).await).await.unwrap().alerts
    }

    async fn events(&self, kind: &str) -> i64 {
        sqlx::query_scalar("select count(*) from event where kind = $1")
            .bind(kind)
            .fetch_one(&self.owner)
            .await
            .unwrap()
    }
}

fn step(of: &AlertLine, step: AlertStep, why: &str) -> StepDraft {
    StepDraft { key: OnceKey::fresh().to_string(), alert: of.id, step, why: why.into() }
}

#[sqlx::test]
async fn an_alert_is_raised_by_who_treats_and_shown_to_the_desk_when_it_is_for_the_desk(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    let for_desk = alert("Two people for transfers", "true", "");
    for who in [&here.desk, &here.naidoo, &here.manager, &here.billing] {
        assert!(matches!(here.raises(who, id, &for_desk).await, Err(Problem::NotAllowed { .. })), "{}", who.name);
    }
    here.visit(id).await;
    let empty = here.raises(&here.naidoo, id, &alert("", "true", "")).await.expect_err("empty");
    assert_eq!(empty.about("words"), Some("required"));
    here.raises(&here.naidoo, id, &for_desk).await.unwrap();
    here.raises(&here.naidoo, id, &alert("Hepatitis B", "", "")).await.unwrap();
    let words = async |who| here.in_banner(who, id).await.into_iter().map(|it| it.words).collect::<Vec<_>>();
    assert_eq!(words(&here.desk).await, ["Two people for transfers"]);
    assert_eq!(words(&here.naidoo).await, ["Hepatitis B", "Two people for transfers"]);
    assert_eq!(here.alerts(&here.desk, id).await.len(), 1);
    assert!(here.search_as(&here.desk, "merwe").await[0].alert);
}

#[sqlx::test]
async fn what_becomes_of_an_alert_stays_in_its_history(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    here.visit(id).await;
    here.raises(&here.naidoo, id, &alert("Falls", "true", "")).await.unwrap();
    let raised = here.alerts(&here.naidoo, id).await.remove(0);
    assert!(raised.state == AlertState::Open && !raised.known_today && raised.acknowledged.is_empty());

    here.settles(&here.naidoo, id, &step(&raised, AlertStep::Acknowledge, "")).await.unwrap();
    let known = here.alerts(&here.naidoo, id).await.remove(0);
    assert!(known.known_today && known.acknowledged == ["Priya Naidoo"]);
    assert_eq!(here.in_banner(&here.desk, id).await[0].note, "acknowledged by Priya Naidoo");
    assert!(!here.alerts(&here.desk, id).await[0].known_today, "each acknowledges for themselves");

    let no_reason = here.settles(&here.naidoo, id, &step(&raised, AlertStep::Resolve, " ")).await.expect_err("why");
    assert_eq!(no_reason.about(&StepDraft::why_field(raised.id)), Some("required"));
    here.settles(&here.naidoo, id, &step(&raised, AlertStep::Resolve, "Walks alone now")).await.unwrap();
    assert_eq!(here.in_banner(&here.naidoo, id).await, []);
    assert!(!here.search_as(&here.desk, "merwe").await[0].alert);
    for late in [AlertStep::Acknowledge, AlertStep::Resolve] {
        let late = here.settles(&here.naidoo, id, &step(&raised, late, "Too late now")).await;
        assert!(matches!(late, Err(Problem::Stale { .. })), "{late:?}");
    }

    here.settles(&here.naidoo, id, &step(&raised, AlertStep::Reopen, "Fell again")).await.unwrap();
    let open = here.alerts(&here.naidoo, id).await.remove(0);
    assert!(open.state == AlertState::Open && !open.known_today && open.acknowledged.is_empty(), "known anew");
    let history: Vec<&str> = open.history.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(history, ["Opened again: Fell again", "Resolved: Walks alone now", "Acknowledged", "Raised"]);
    assert_eq!(here.in_banner(&here.desk, id).await.len(), 1);
    for kind in
        ["patient.alert_raised", "patient.alert_acknowledged", "patient.alert_resolved", "patient.alert_reopened"]
    {
        assert_eq!(here.events(kind).await, 1, "{kind}");
    }
    let told: i64 = sqlx::query_scalar("select count(*) from event where particulars::text ~ 'Falls|Walks|Fell'")
        .fetch_one(&here.owner)
        .await
        .unwrap();
    assert_eq!(told, 0, "the words stay with the alert");
}

#[sqlx::test]
async fn an_alert_runs_out_after_its_last_day_and_can_be_opened_again(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    here.visit(id).await;
    let past = here.raises(&here.naidoo, id, &alert("Wet floor", "true", "2026-11-24")).await.expect_err("yesterday");
    assert_eq!(past.about("until"), Some("past"));
    here.raises(&here.naidoo, id, &alert("Wet floor", "true", "2026-11-25")).await.unwrap();
    assert_eq!(here.in_banner(&here.desk, id).await.len(), 1, "today is its last day");
    sqlx::query("update alert set until = '2026-11-24'").execute(&here.owner).await.unwrap();
    assert_eq!(here.in_banner(&here.desk, id).await, []);
    assert!(!here.search_as(&here.desk, "merwe").await[0].alert);
    let out = here.alerts(&here.naidoo, id).await.remove(0);
    assert_eq!(out.state, AlertState::Expired);
    let late = here.settles(&here.naidoo, id, &step(&out, AlertStep::Resolve, "No longer wet")).await;
    assert!(matches!(late, Err(Problem::Stale { .. })));
    here.settles(&here.naidoo, id, &step(&out, AlertStep::Reopen, "Wet again")).await.unwrap();
    assert_eq!(here.in_banner(&here.desk, id).await.len(), 1);
}

#[sqlx::test]
async fn nobody_settles_what_they_may_not_raise_and_an_alert_belongs_to_its_patient(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    here.visit(id).await;
    here.raises(&here.naidoo, id, &alert("Falls", "true", "")).await.unwrap();
    let line = here.alerts(&here.naidoo, id).await.remove(0);
    for who in [&here.desk, &here.billing, &here.manager] {
        for what in AlertStep::ALL {
            let refused = here.settles(who, id, &step(&line, what, "Because I can")).await;
            assert!(matches!(refused, Err(Problem::NotAllowed { .. })), "{}", who.name);
        }
    }
    let elsewhere = here.settles(&here.elsewhere, id, &step(&line, AlertStep::Resolve, "Not ours")).await;
    assert_eq!(elsewhere, Err(Problem::NotFound));
    let other = here.adds("Zola", "Next", "0837777777").await.id;
    here.visit_at(other, 10).await;
    let crossed = here.settles(&here.naidoo, other, &step(&line, AlertStep::Resolve, "Wrong file")).await;
    assert_eq!(crossed, Err(Problem::NotFound));
    assert_eq!(here.alerts(&here.naidoo, id).await[0].state, AlertState::Open);
}

#[sqlx::test]
async fn two_who_resolve_at_once_leave_one_reason_and_the_steps_only_grow(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    here.visit(id).await;
    here.raises(&here.naidoo, id, &alert("Falls", "true", "")).await.unwrap();
    let line = here.alerts(&here.naidoo, id).await.remove(0);
    let (one, other) = (step(&line, AlertStep::Resolve, "First one"), step(&line, AlertStep::Resolve, "Second one"));
    let (one, other) = futures::join!(here.settles(&here.naidoo, id, &one), here.settles(&here.naidoo, id, &other));
    assert_eq!([&one, &other].iter().filter(|done| done.is_ok()).count(), 1);
    let late = if one.is_ok() { other } else { one };
    assert!(matches!(late, Err(Problem::Stale { .. })), "{late:?}");
    for wish in ["update alert_step set why = 'never mind'", "delete from alert_step", "truncate alert_step"] {
        let refused = sqlx::raw_sql(wish).execute(&here.owner).await.expect_err("only grows");
        assert!(refused.to_string().contains("only grows"), "{wish}: {refused}");
    }
}
