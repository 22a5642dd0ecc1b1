//! The trail as owner, auditor and patient read it.

use super::{
    actions,
    drafts::TrailDraft,
    model::{Kind, OpenedPage, TrailPage},
};
use crate::{
    access::{
        Actor, Role,
        policy::{SearchPatients, SeePatient},
    },
    kernel::{ids::PatientId, problem::Problem},
    platform::{cx::Fault, edge},
    testing::World,
};
use sqlx::PgPool;

async fn trail(w: &World, who: Role, asked: TrailDraft) -> Result<TrailPage, Problem> {
    let page = edge::look_as(&w.services, w.as_(who), async |cx| actions::trail(cx, asked).await).await;
    page.map_err(Fault::into_problem)
}

async fn who_opened(w: &World, who: Actor, patient: PatientId) -> Result<OpenedPage, Problem> {
    let page = edge::look_as(&w.services, who, async |cx| actions::who_opened(cx, patient, None).await).await;
    page.map_err(Fault::into_problem)
}

/// Somebody opens a file; the policy is asked as the patients' pages ask it.
async fn opens(w: &World, who: Actor, patient: PatientId) -> Result<(), Problem> {
    let file = crate::access::policy::PatientFile { patient, in_care: false, opened: false };
    let look = async |cx: &mut crate::platform::cx::Cx| {
        drop(cx.permit::<SeePatient>(file)?);
        cx.saw([patient]);
        Ok(())
    };
    edge::look_as(&w.services, who, look).await.map_err(Fault::into_problem)
}

async fn lists(w: &World, who: Actor) {
    let patients = w.patients.clone();
    let look = async |cx: &mut crate::platform::cx::Cx| {
        drop(cx.permit::<SearchPatients>(())?);
        cx.saw(patients);
        Ok(())
    };
    edge::look_as(&w.services, who, look).await.map_err(Fault::into_problem).expect("may search");
}

fn whats(page: &OpenedPage) -> Vec<(&str, &str, &str)> {
    page.lines.iter().map(|l| (l.who.as_str(), l.role.as_str(), l.what.as_str())).collect()
}

#[sqlx::test]
async fn a_patient_sees_who_opened_the_record_and_nobody_elses(pool: PgPool) {
    let w = World::new(pool).await;
    opens(&w, w.as_(Role::Receptionist), w.thandi).await.expect("the desk may");
    lists(&w, w.as_(Role::Manager)).await;
    opens(&w, w.as_(Role::Practitioner), w.thandi).await.expect_err("does not treat her");
    let page = who_opened(&w, w.as_(Role::Patient), w.thandi).await.expect("it is hers");
    assert_eq!(
        whats(&page),
        [
            ("Priya Naidoo", "practitioner", "Was refused: see demographics, contact and funding"),
            ("Annelie Botha", "manager", "Was on a list: search patients and see the booking card"),
            ("Sipho Ndlovu", "receptionist", "See demographics, contact and funding"),
        ]
    );
    assert!(page.lines[0].at.starts_with("Mon 23 Nov 2026, 09:40"), "{:?}", page.lines[0]);
    let again = who_opened(&w, w.as_(Role::Owner), w.thandi).await.expect("an owner may");
    assert_eq!(whats(&again)[0].0, "Thandi Mokoena", "having looked is in it as well");
    assert!(matches!(who_opened(&w, w.as_(Role::Patient), w.johan).await, Err(Problem::NotAllowed { .. })));
    for role in [Role::Receptionist, Role::Manager, Role::Practitioner, Role::Billing] {
        let refused = who_opened(&w, w.as_(role), w.thandi).await;
        assert!(matches!(refused, Err(Problem::NotAllowed { .. })), "{role:?}");
    }
    let elsewhere = who_opened(&w, w.next_door.as_(Role::Owner), w.thandi).await;
    assert_eq!(elsewhere, Err(Problem::NotFound));
}

#[sqlx::test]
async fn owner_and_auditor_find_by_person_patient_day_and_kind(pool: PgPool) {
    let w = World::new(pool).await;
    opens(&w, w.as_(Role::Receptionist), w.thandi).await.expect("the desk may");
    w.now_is("2026-11-24T07:40:00Z");
    opens(&w, w.as_(Role::Billing), w.johan).await.expect("billing may");
    opens(&w, w.as_(Role::Auditor), w.johan).await.expect_err("auditors read no files");
    let all = trail(&w, Role::Auditor, TrailDraft::default()).await.expect("an auditor may");
    let kinds: Vec<Kind> = all.lines.iter().map(|l| l.kind).collect();
    assert_eq!(kinds, [Kind::Denied, Kind::Read, Kind::Read, Kind::Began]);
    assert_eq!((all.lines[1].files[0].file_no.as_str(), all.lines[1].more), ("1002", 0));
    let asked = |field: &str, value: &str| {
        let mut it = TrailDraft::default();
        match field {
            "person" => it.person = value.into(),
            "file" => it.file = value.into(),
            "kind" => it.kind = value.into(),
            "from" => it.from = value.into(),
            "until" => it.until = value.into(),
            _ => unreachable!("five fields"),
        }
        it
    };
    let desk = w.people[3].id.to_string();
    for (field, value, found) in [
        ("person", desk.as_str(), 1),
        ("file", "1001", 1),
        ("kind", "denied", 1),
        // the beginning and the look of the day before
        ("until", "2026-11-23", 2),
    ] {
        let page = trail(&w, Role::Owner, asked(field, value)).await.expect("an owner may");
        assert_eq!(page.lines.len(), found, "{field} {value}: {:?}", page.lines);
    }
    let own = trail(&w, Role::Owner, asked("person", &w.people[0].id.to_string())).await.expect("may");
    assert_eq!(own.lines.len(), 4, "reading the trail is in the trail");
    let about = trail(&w, Role::Owner, asked("file", "1001")).await.expect("may");
    assert_eq!(about.lines[0].what, "Read the audit trail", "and says about whom: {:?}", about.lines);
    for role in [Role::Manager, Role::Practitioner, Role::Receptionist, Role::Billing, Role::Patient] {
        let refused = trail(&w, role, TrailDraft::default()).await;
        assert!(matches!(refused, Err(Problem::NotAllowed { .. })), "{role:?}");
    }
}

#[sqlx::test]
async fn what_cannot_be_asked_comes_back_as_typed(pool: PgPool) {
    let w = World::new(pool).await;
    let bad = TrailDraft {
        person: "Sipho".into(),
        file: "99999".into(),
        kind: "gossip".into(),
        from: "31/02/2026".into(),
        until: "never".into(),
        before: "x".into(),
    };
    let page = trail(&w, Role::Owner, bad.clone()).await.expect("a page all the same");
    let problem = page.problem.expect("something is wrong");
    for field in ["person", "kind", "from", "until", "before"] {
        assert!(problem.about(field).is_some(), "{field}: {problem:?}");
    }
    assert_eq!(page.asked, bad);
    let turned = TrailDraft { from: "2026-11-24".into(), until: "2026-11-23".into(), ..TrailDraft::default() };
    let page = trail(&w, Role::Owner, turned).await.expect("a page");
    assert_eq!(page.problem.expect("wrong").about("until"), Some("order"));
    let nobody = TrailDraft { file: "99999".into(), ..TrailDraft::default() };
    let page = trail(&w, Role::Owner, nobody).await.expect("a page");
    assert_eq!(page.problem.expect("wrong").about("file"), Some("no_such_file"));
}

#[sqlx::test]
async fn older_rows_follow_without_a_gap_or_a_repeat(pool: PgPool) {
    let w = World::new(pool).await;
    for _ in 0..60 {
        opens(&w, w.as_(Role::Receptionist), w.thandi).await.expect("the desk may");
    }
    let desk = w.people[3].id.to_string();
    let first = TrailDraft { person: desk, ..TrailDraft::default() };
    let page = trail(&w, Role::Auditor, first.clone()).await.expect("may");
    let before = page.older.expect("there are older ones");
    let next = TrailDraft { before: before.to_string(), ..first };
    let rest = trail(&w, Role::Auditor, next).await.expect("may");
    assert_eq!((page.lines.len(), rest.lines.len(), rest.older), (50, 10, None));
    assert_eq!(rest.lines[0].seq, before - 1);
}
