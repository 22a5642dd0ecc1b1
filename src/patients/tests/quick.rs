//! Adding somebody at the desk.

use super::fixture::{Here, Pool, quick};
use crate::{
    kernel::problem::Problem,
    patients::{
        actions,
        model::{QuickAddDraft, QuickAdded},
    },
    platform::{cx::Fault, edge},
};

fn duplicates(of: QuickAdded) -> Vec<crate::patients::model::DuplicateCard> {
    match of {
        QuickAdded::Duplicates(list) => list,
        QuickAdded::Added(card) => panic!("added {card:?}"),
    }
}

#[sqlx::test]
async fn three_things_make_a_patient_with_the_next_file_number(pool: Pool) {
    let here = Here::new(pool).await;
    let first = here.adds("Ntombi-zanele", "van der Merwe", "082 123 4567").await;
    let second = here.adds("Sukarno", "", "083 123 4567").await;
    assert_eq!((first.file_no.as_str(), second.file_no.as_str()), ("001001", "001002"));
    assert_eq!((first.name.as_str(), first.phone.as_str()), ("Ntombi-zanele van der Merwe", "082 123 4567"));
    assert_eq!(here.names("zanele merwe").await, ["Ntombi-zanele van der Merwe"]);
    let kinds: Vec<String> =
        sqlx::query_scalar("select kind from event order by at, id").fetch_all(&here.owner).await.unwrap();
    assert_eq!(kinds, ["patient.registered", "patient.registered"]);
}

#[sqlx::test]
async fn a_likely_duplicate_is_shown_before_anything_is_saved(pool: Pool) {
    let here = Here::new(pool).await;
    let sipho = here.adds("Sipho", "Khumalo", "0821234567").await;
    let mut again = quick("Sipho", "Khumalo", "0821234567");
    let shown = duplicates(here.quick(&again).await.unwrap());
    assert_eq!((shown[0].card.id, shown[0].points, shown[0].stop), (sipho.id, 70, false));
    assert_eq!(shown[0].because, ["same name and phone", "same phone"]);
    assert_eq!(here.names("khumalo").await.len(), 1);
    again.anyway = "true".into();
    assert!(matches!(here.quick(&again).await.unwrap(), QuickAdded::Added(_)));
    // the number that was not used is not lost
    let file_nos: Vec<String> =
        sqlx::query_scalar("select file_no from patient order by 1").fetch_all(&here.owner).await.unwrap();
    assert_eq!(file_nos, ["001001", "001002"]);
}

#[sqlx::test]
async fn names_that_sound_alike_and_a_swapped_birth_date_are_noticed(pool: Pool) {
    let here = Here::new(pool).await;
    let with_birth = |first: &str, last: &str, phone: &str, birth: &str| QuickAddDraft {
        birth_date: birth.into(),
        ..quick(first, last, phone)
    };
    here.quick(&with_birth("Johan", "Botha", "0821112222", "1975-03-12")).await.unwrap();
    let shown = duplicates(here.quick(&with_birth("Johann", "Botha", "0821112222", "1975-12-03")).await.unwrap());
    assert_eq!(shown[0].points, 75);
    here.quick(&with_birth("Lerato", "Dube", "0823334444", "2015-07-01")).await.unwrap();
    let sister = here.quick(&with_birth("Lesedi", "Dube", "0823334444", "2015-07-01")).await.unwrap();
    assert!(matches!(sister, QuickAdded::Added(_)), "twins are two people");
}

#[sqlx::test]
async fn a_nearly_certain_duplicate_needs_a_reason(pool: Pool) {
    let here = Here::new(pool).await;
    let mut draft = QuickAddDraft {
        birth_date: "1980-01-01".into(),
        email: "thandi@example.co.za".into(),
        ..quick("Thandi", "Mokoena", "0821234567")
    };
    here.quick(&draft).await.unwrap();
    draft.anyway = "true".into();
    let shown = duplicates(here.quick(&draft).await.unwrap());
    assert!(shown[0].stop && shown[0].points >= 90, "{shown:?}");
    draft.reason = "Cousin with the same name and birthday, shares the phone".into();
    assert!(matches!(here.quick(&draft).await.unwrap(), QuickAdded::Added(_)));
    let reason: String =
        sqlx::query_scalar("select particulars->>'reason' from event order by at desc, id desc limit 1")
            .fetch_one(&here.owner)
            .await
            .unwrap();
    assert!(reason.starts_with("Cousin"));
}

#[sqlx::test]
async fn two_desks_adding_the_same_person_at_once_make_one(pool: Pool) {
    let here = Here::new(pool).await;
    let (a, b) = (quick("Thandi", "Mokoena", "0821234567"), quick("Thandi", "Mokoena", "0821234567"));
    let (one, other) = futures::future::join(here.quick(&a), here.quick(&b)).await;
    let added = [one.unwrap(), other.unwrap()].into_iter().filter(|it| matches!(it, QuickAdded::Added(_))).count();
    assert_eq!((added, here.names("mokoena").await.len()), (1, 1));
}

#[sqlx::test]
async fn what_cannot_be_a_patient_is_refused_with_its_field(pool: Pool) {
    let here = Here::new(pool).await;
    for (change, field, code) in [
        (("first_names", "Jo😀"), "first_names", "character"),
        (("first_names", "a\u{7}b"), "first_names", "character"),
        (("last_name", ""), "last_name", "empty"),
        (("last_name", "x".repeat(10_000).as_str()), "last_name", "too_long"),
        (("phone", "12345"), "phone", "too_short"),
        (("phone", ""), "phone", "contact"),
        (("birth_date", "2026-02-30"), "birth_date", "date"),
        (("birth_date", "2027-01-01"), "birth_date", "future"),
        (("birth_date", "1890-01-01"), "birth_date", "too_old"),
        (("key", "zzz"), "key", "required"),
        (("reason", "a\u{0}b"), "reason", "control"),
    ] {
        let mut draft = quick("Thandi", "Mokoena", "0821234567");
        let (name, value) = change;
        match name {
            "first_names" => draft.first_names = value.into(),
            "last_name" => (draft.last_name, draft.single_name) = (value.into(), String::new()),
            "phone" => draft.phone = value.into(),
            "birth_date" => draft.birth_date = value.into(),
            "key" => draft.key = value.into(),
            _ => draft.reason = value.into(),
        }
        let problem = here.quick(&draft).await.map_err(Fault::into_problem).expect_err(name);
        assert_eq!(problem.about(field), Some(code), "{name} {value:?} {problem:?}");
    }
    for name in ["محمد الفارسي", "李", "ශ්\u{200d}රී"] {
        assert!(matches!(here.quick(&quick(name, "", "0829999999")).await, Ok(QuickAdded::Added(_))), "{name}");
    }
}

#[sqlx::test]
async fn billing_adds_nobody(pool: Pool) {
    let here = Here::new(pool).await;
    let draft = quick("Thandi", "Mokoena", "0821234567");
    let refused = edge::act_as(&here.it, here.billing.clone(), async |cx| actions::quick_added(cx, &draft).await).await;
    assert!(matches!(refused.map_err(Fault::into_problem), Err(Problem::NotAllowed { .. })));
}

#[sqlx::test]
async fn billing_changes_who_pays_and_nothing_else(pool: Pool) {
    use super::fixture::thabo;
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    let page =
        edge::look_as(&here.it, here.billing.clone(), async |cx| actions::patient_page(cx, id).await).await.unwrap();
    assert!(page.may_fund && !page.may_change);
    let mut draft = page.details;
    draft.set("first_names", "Someone else");
    draft.set("funding_1_kind", "other");
    draft.set("funding_1_organisation", "City School");
    let done =
        edge::act_as(&here.it, here.billing.clone(), async |cx| actions::funding_changed(cx, id, &draft).await).await;
    assert!(done.is_ok());
    let now = edge::look_as(&here.it, here.desk.clone(), async |cx| actions::patient_page(cx, id).await).await.unwrap();
    assert_eq!((now.details.of("first_names"), now.details.of("funding_1_kind")), ("Thabo", "other"));
    let late =
        edge::act_as(&here.it, here.billing.clone(), async |cx| actions::funding_changed(cx, id, &draft).await).await;
    assert!(matches!(late.map_err(Fault::into_problem), Err(Problem::Stale { .. })));
}
