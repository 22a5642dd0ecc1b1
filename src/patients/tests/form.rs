//! The full registration form.

use super::fixture::{Here, Pool, thabo};
use crate::{
    access::{Actor, Role},
    kernel::{
        ids::{OnceKey, PatientId},
        problem::Problem,
    },
    patients::{
        actions,
        model::Became,
        registration::{RegistrationDraft, words::LABELS},
        store,
    },
    platform::{cx::Fault, edge},
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 23);

fn with(changes: &[(&str, &str)]) -> RegistrationDraft {
    let mut draft = thabo();
    for (field, value) in changes {
        draft.set(field, *value);
    }
    draft
}

fn problem(draft: &RegistrationDraft) -> Problem {
    draft.check(TODAY).err().unwrap_or_else(|| panic!("nothing wrong"))
}

async fn changes(here: &Here, who: &Actor, id: PatientId, draft: &RegistrationDraft) -> Result<Became, Problem> {
    let done = edge::act_as(&here.it, who.clone(), async |cx| actions::changed(cx, id, draft).await).await;
    done.map_err(Fault::into_problem)
}

/// The form over what is on file, as the edit page fills it.
async fn form_of(here: &Here, id: PatientId) -> RegistrationDraft {
    let page =
        edge::look_as(&here.it, here.desk.clone(), async |cx| actions::patient_page(cx, id).await).await.unwrap();
    let mut draft = page.details;
    draft.set("key", OnceKey::fresh().to_string());
    draft
}

#[test]
fn a_complete_form_is_complete_and_the_number_fills_what_is_empty() {
    let it = thabo().check(TODAY).unwrap();
    assert!(it.complete);
    assert_eq!((it.identity.birth, it.identity.sex.key()), (Some(date(1980, 1, 1)), "male"));
    let it = with(&[("sex", "")]).check(TODAY);
    assert_eq!(it.err().unwrap().about("sex"), Some("choose"), "the sex is shown before it is kept");
    let mut draft = with(&[("sex", "")]);
    draft.fill_in(TODAY);
    assert_eq!((draft.of("sex"), draft.of("birth_date"), draft.of("initials")), ("male", "1980-01-01", "T"));
}

#[test]
fn what_differs_from_the_number_is_asked_and_never_corrected() {
    for (changes, field, code) in [
        (&[("birth_date", "1980-10-01")][..], "birth_date", "dob_mismatch"),
        (&[("sex", "female")], "sex", "sex_mismatch"),
        (
            &[("id_number", "2411054321085"), ("sex", "female"), ("later", "true"), ("holder_kind", "")],
            "id_number",
            "century_ambiguous",
        ),
        (&[("id_number", "7506065001280")], "id_number", "citizenship_unusual"),
        (&[("id_number", "8001015009088")], "id_number", "checksum"),
        (&[("id_number", "8013015009087")], "id_number", "date"),
        (&[("id_number", "800101500908")], "id_number", "format"),
    ] {
        let draft = with(changes);
        assert_eq!(problem(&draft).about(field), Some(code), "{changes:?}");
    }
    let kept = with(&[("sex", "female"), ("id_confirmed", "true")]).check(TODAY).unwrap();
    assert_eq!(kept.identity.sex.key(), "female");
}

#[test]
fn each_document_has_its_rule() {
    for (kind, number, country, wrong) in [
        ("passport", "AB 123456", "ZW", None),
        ("passport", "AB123456", "", Some(("id_country", "country"))),
        ("passport", "A!", "ZW", Some(("id_number", "character"))),
        ("foreign_id", "X1", "MZ", Some(("id_number", "too_short"))),
        ("permit", "CPT/001/26", "", None),
        ("birth_record", "B-12345", "", None),
        ("none_yet", "", "", Some(("id_reason", "required"))),
    ] {
        let draft =
            with(&[("id_type", kind), ("id_number", number), ("id_country", country), ("birth_date", "1980-01-01")]);
        match (draft.check(TODAY), wrong) {
            (Ok(_), None) => {}
            (Err(problem), Some((field, code))) => assert_eq!(problem.about(field), Some(code), "{kind} {number}"),
            (Ok(_), Some(_)) | (Err(_), None) => panic!("{kind} {number} {country}"),
        }
    }
}

#[test]
fn a_child_has_an_adult_who_pays_consents_and_can_be_reached() {
    let child = with(&[("id_number", "2411054321085"), ("birth_date", "2024-11-05"), ("sex", "female")]);
    let wrong = problem(&child);
    assert_eq!(wrong.about("holder_kind"), Some("minor"));
    assert_eq!(wrong.about("emergency_name"), Some("required"));
    assert_eq!(wrong.about("guardian_1_name"), Some("child_needs_consent"));
    let mut child = child;
    for (field, value) in [
        ("holder_kind", "person"),
        ("holder_name", "Nomsa Dube"),
        ("guardian_1_name", "Nomsa Dube"),
        ("guardian_1_relationship", "parent"),
        ("guardian_1_phone", "0835556666"),
        ("guardian_1_consent", "true"),
    ] {
        child.set(field, value);
    }
    let it = child.check(TODAY).unwrap_or_else(|e| panic!("{e:?}"));
    assert!(it.complete && it.guardians[0].flags == [false, false, false, true, false]);
}

#[test]
fn every_fault_is_told_at_once_and_missing_answers_may_wait() {
    let mut draft = RegistrationDraft::blank();
    let wrong = problem(&draft);
    for field in ["first_names", "last_name", "phone_1", "sex", "birth_date", "funding_1_kind", "id_number"] {
        assert!(wrong.about(field).is_some(), "{field} in {wrong:?}");
    }
    for (field, value) in
        [("first_names", "Thandi"), ("last_name", "Mokoena"), ("phone_1", "0821234567"), ("later", "true")]
    {
        draft.set(field, value);
    }
    assert!(!draft.check(TODAY).unwrap().complete);
    draft.set("postal_code", "2");
    draft.set("email", "no");
    assert_eq!(
        (problem(&draft).about("postal_code"), problem(&draft).about("email")),
        (Some("four_digits"), Some("one_at"))
    );
}

proptest! {
    #[test]
    fn no_typed_form_makes_it_panic(values in prop::collection::vec((0..LABELS.len(), "\\PC{0,30}|[0-9/ +-]{0,14}|true|scheme|sa_id|listed"), 0..40)) {
        let mut draft = RegistrationDraft::blank();
        for (at, value) in values {
            draft.set(LABELS[at].0, value);
        }
        let _ = draft.check(TODAY);
        let _ = draft.as_far_as_it_goes(TODAY);
        draft.fill_in(TODAY);
    }
}

#[sqlx::test]
async fn the_exact_number_is_sealed_shown_masked_and_revealed_on_the_record(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    let (sealed, masked): (Vec<u8>, String) =
        sqlx::query_as("select id_sealed, id_masked from patient").fetch_one(&here.owner).await.unwrap();
    assert!(!sealed.windows(13).any(|w| w == b"8001015009087"));
    assert_eq!(masked, "800101 **** 08*");
    let draft = form_of(&here, id).await;
    assert_eq!((draft.of("id_number"), draft.of("id_kept")), ("", "800101 **** 08*"));
    let shown = edge::look_as(&here.it, here.desk.clone(), async |cx| actions::reveal(cx, id).await).await.unwrap();
    assert_eq!(shown.id_number, "8001015009087");
    let looks: i64 =
        sqlx::query_scalar("select count(*) from trail where ability = 'RevealIdentifier' and subject = $1")
            .bind(id.0)
            .fetch_one(&here.owner)
            .await
            .unwrap();
    assert_eq!(looks, 1);
}

#[sqlx::test]
async fn the_same_number_again_is_stopped_but_not_blocked(pool: Pool) {
    let here = Here::new(pool).await;
    here.on_file(&thabo()).await;
    let mut again = with(&[("first_names", "T."), ("phone_1", "0839998888")]);
    let Became::Duplicates(list) = here.registers(&again).await.unwrap() else { panic!("saved") };
    assert!(list[0].stop && list[0].because.contains(&"same ID number".to_owned()));
    again.set("anyway", "true");
    again.set("reason", "The first record is a typing mistake");
    assert!(matches!(here.registers(&again).await.unwrap(), Became::Saved(_)));
}

#[sqlx::test]
async fn a_change_keeps_what_was_not_typed_and_finds_by_the_new_name(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    let mut draft = form_of(&here, id).await;
    draft.set("last_name", "Mabuza");
    draft.set("previous_last_names", "van der Merwe");
    assert_eq!(changes(&here, &here.desk, id, &draft).await, Ok(Became::Saved(id)));
    assert_eq!(here.names("mabuza").await, ["Thabo Mabuza"]);
    assert_eq!(here.names("merwe").await, ["Thabo Mabuza"], "a former name still finds");
    assert_eq!(here.names("8001015009087").await, ["Thabo Mabuza"], "the number stayed");
    let (fields, text): (serde_json::Value, String) =
        sqlx::query_as("select particulars->'fields', particulars::text from event where kind = 'patient.changed'")
            .fetch_one(&here.owner)
            .await
            .unwrap();
    assert_eq!(fields, serde_json::json!(["last_name", "previous_last_names"]));
    assert!(!text.contains("Mabuza"), "the log names fields, not what is in them");
}

#[sqlx::test]
async fn a_change_that_comes_too_late_says_who_was_first(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    let (mut first, mut late) = (form_of(&here, id).await, form_of(&here, id).await);
    first.set("occupation", "Teacher");
    late.set("occupation", "Baker");
    assert!(changes(&here, &here.manager, id, &first).await.is_ok());
    assert_eq!(
        changes(&here, &here.desk, id, &late).await,
        Err(Problem::Stale { by: "MJ".into(), at: "09:00".into() })
    );
    assert_eq!(form_of(&here, id).await.of("occupation"), "Teacher");
}

#[sqlx::test]
async fn a_change_of_scheme_ends_the_old_row_and_opens_a_new_one(pool: Pool) {
    let here = Here::new(pool).await;
    let scheme = uuid::Uuid::now_v7();
    sqlx::query("insert into scheme (practice, id, key, name, name_folded, status) values ($1, $2, 'a', 'Alpha', 'alpha', 'open')")
        .bind(here.desk.practice.0)
        .bind(scheme)
        .execute(&here.owner)
        .await
        .unwrap();
    let id = here
        .on_file(&with(&[
            ("funding_1_kind", "scheme"),
            ("funding_1_scheme", &scheme.to_string()),
            ("funding_1_member", "0123 456 789"),
            ("funding_1_dependant", "00"),
        ]))
        .await;
    assert_eq!(here.search_as(&here.desk, "0123456789").await[0].why, "member number");
    let mut draft = form_of(&here, id).await;
    assert_eq!((draft.of("funding_1_member"), draft.of("funding_1_member_kept")), ("", "****789"));
    draft.set("occupation", "Teacher");
    changes(&here, &here.desk, id, &draft).await.unwrap();
    let rows = async || -> Vec<(String, bool)> {
        sqlx::query_as("select kind, ended is null from funding order by since, id")
            .fetch_all(&here.owner)
            .await
            .unwrap()
    };
    assert_eq!(rows().await, [("scheme".to_owned(), true)], "untouched funding stays");
    let mut draft = form_of(&here, id).await;
    draft.set("funding_1_option", "Classic");
    changes(&here, &here.desk, id, &draft).await.unwrap();
    assert_eq!(rows().await, [("scheme".to_owned(), false), ("scheme".to_owned(), true)]);
    assert_eq!(here.names("0123456789").await.len(), 1, "the member number came along");
    // the same person on the same card twice
    let mut cousin = with(&[
        ("first_names", "Zola"),
        ("id_type", "none_yet"),
        ("id_number", ""),
        ("id_reason", "Lost"),
        ("birth_date", "1990-01-01"),
        ("phone_1", "0831112222"),
        ("funding_1_kind", "scheme"),
        ("funding_1_scheme", &scheme.to_string()),
        ("funding_1_member", "0123456789"),
        ("funding_1_dependant", "00"),
        ("anyway", "true"),
        ("reason", "Another person on the card"),
    ]);
    let refused = here.registers(&cousin).await.map_err(Fault::into_problem).expect_err("taken");
    assert_eq!(refused.about("funding_1_dependant"), Some("taken"));
    cousin.set("funding_1_scheme", uuid::Uuid::now_v7().to_string());
    let refused = here.registers(&cousin).await.map_err(Fault::into_problem).expect_err("unknown");
    assert_eq!(refused.about("funding_1_scheme"), Some("unknown"));
}

#[sqlx::test]
async fn a_consent_is_added_to_and_never_edited(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    let mut draft = form_of(&here, id).await;
    assert_eq!(draft.of("consent_treatment"), "given");
    draft.set("consent_treatment", "withdrawn");
    changes(&here, &here.desk, id, &draft).await.unwrap();
    let said: Vec<String> = sqlx::query_scalar("select answer from consent where kind = 'treatment' order by at, id")
        .fetch_all(&here.owner)
        .await
        .unwrap();
    assert_eq!(said, ["given", "withdrawn"]);
}

#[sqlx::test]
async fn nobody_changes_a_file_that_is_not_theirs_to_change(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    let draft = form_of(&here, id).await;
    assert!(matches!(changes(&here, &here.naidoo, id, &draft).await, Err(Problem::NotAllowed { .. })));
    assert!(matches!(changes(&here, &here.billing, id, &draft).await, Err(Problem::NotAllowed { .. })));
    assert_eq!(changes(&here, &here.elsewhere, id, &draft).await, Err(Problem::NotFound));
    let other_site: uuid::Uuid =
        sqlx::query_scalar("select id from site where name = 'Elsewhere'").fetch_one(&here.owner).await.unwrap();
    let mut draft = form_of(&here, id).await;
    draft.set("home_site", other_site.to_string());
    assert_eq!(changes(&here, &here.desk, id, &draft).await.expect_err("not ours").about("home_site"), Some("unknown"));
}

#[sqlx::test]
async fn hundreds_of_imported_rows_go_into_one_transaction_and_keep_their_numbers(pool: Pool) {
    let here = Here::new(pool).await;
    let mut owner = here.manager.clone();
    owner.roles = Role::Owner.into();
    let rows: Vec<_> = (0..300)
        .map(|n| {
            let draft = with(&[
                ("first_names", &format!("Name{}", ["a", "b", "c"][n % 3])),
                ("id_type", "none_yet"),
                ("id_number", ""),
                ("phone_1", &format!("0821{n:06}")),
                ("later", "true"),
            ]);
            let mut it = draft.check(TODAY).unwrap_or_else(|e| panic!("{e:?}"));
            it.file_no = Some(format!("{:06}", 5000 + n));
            it
        })
        .map(|mut it| {
            it.identity.first_names = "Nomsa".parse().unwrap();
            it
        })
        .collect();
    edge::act_as(&here.it, owner, async |cx| {
        let may = cx.permit::<crate::access::policy::ImportReference>(())?;
        let mut last = None;
        for row in &rows {
            last = Some(actions::import_patient(cx, &may, row).await?);
        }
        let ended = super::super::events::Registered {
            patient: last.unwrap(),
            quick: false,
            in_spite_of: None,
            reason: String::new(),
        };
        cx.done(may, ended, ()).await
    })
    .await
    .unwrap();
    assert_eq!(here.names("005123").await, ["Nomsa van der Merwe"]);
    assert_eq!(here.adds("Zola", "Next", "0837777777").await.file_no, "005300");
    assert_eq!(store::full_name("", "Zola", "Next"), "Zola Next");
}
