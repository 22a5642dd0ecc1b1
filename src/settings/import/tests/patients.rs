//! Claims about importing patients.

use super::{codes, count, counts, everything, practice};
use crate::settings::import::{ImportKind, Options, Report, Verdict, load};
use crate::{access::Actor, platform::edge::Services};
use sqlx::PgPool;

const HEAD: &str = "file_no,title,first_names,surname,id_number,date_of_birth,sex,cell,email,address,postal_code,medical_aid,member_no,dependant\n";

async fn import(it: &Services, who: &Actor, rows: &str) -> Report {
    let file = format!("{HEAD}{rows}");
    load(it, who.clone(), ImportKind::Patients, file.as_bytes(), &Options::default()).await.unwrap()
}

async fn with_a_scheme(it: &Services, who: &Actor) {
    let file = b"scheme_key,name\nbonitas,Bonitas Medical Fund\n";
    load(it, who.clone(), ImportKind::Schemes, file, &Options::default()).await.unwrap();
}

const THREE: &str = "A-17,Mev.,Thandi,Mokoena,8505051234086,1985-05-05,f,082 123 4567,t@example.co.za,1 Oak St,0002,Bonitas Medical Fund,012 345 678,01\n\
    18,,Sipho,Khumalo,,,M,0835550001,,,,,,\n\
    ,,Sukarno,,8001015009087,,,,s@example.org,,,bonitas,012345678,02\n";

#[sqlx::test]
async fn patients_go_in_with_their_numbers_and_a_second_time_are_known(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    with_a_scheme(&it, &owner).await;
    let first = import(&it, &owner, THREE).await;
    assert_eq!(counts(&first), [3, 0, 0, 0, 0, 0], "{:#?}", first.findings);
    let on_file: Vec<(String, String, Option<String>, String)> = sqlx::query_as(
        "select file_no, trim(first_names || ' ' || last_name), birth_date::text, sex from patient order by created_at, id",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let expected = [
        ("A-17", "Thandi Mokoena", Some("1985-05-05"), "female"),
        ("18", "Sipho Khumalo", None, "male"),
        ("001001", "Sukarno", Some("1980-01-01"), "male"),
    ];
    let expected = expected.map(|(a, b, c, d)| (a.into(), b.into(), c.map(String::from), d.into()));
    assert_eq!(on_file, expected);
    assert_eq!(count(&pool, "funding").await, 2);
    let before = everything(&pool).await;
    let second = import(&it, &owner, THREE).await;
    assert_eq!(counts(&second), [0, 0, 3, 0, 0, 0], "{:#?}", second.findings);
    assert_eq!(codes(&second, 2), [("same_id", Verdict::Skipped)]);
    assert_eq!(codes(&second, 3), [("same_file", Verdict::Skipped)]);
    assert_eq!(everything(&pool).await, before);
}

#[sqlx::test]
async fn what_is_wrong_with_a_row_is_told_without_quoting_it(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let rows = ",,Zanele,Kanarie,8001015009088,1980-01-01,M,0821234567,,,,,,\n\
        ,,Zanele,Kanarie,,31/02/1980,X,123,not-an-address,,99,,,\n\
        ,,Zanele,Kanarie,,,,,,,,,,\n\
        ,,Zanele,Kanarie,8001015009087,1999-09-09,F,0821234567,,,,,,\n\
        ,,Zanele,Kanarie,,,,0821234567,,,,Kanarie Fund,123456,00\n";
    let report = import(&it, &owner, rows).await;
    assert_eq!(counts(&report), [0, 0, 0, 0, 5, 0], "{:#?}", report.findings);
    let columns =
        |line| report.findings.iter().filter(|f| f.line == line).map(|f| f.column.as_str()).collect::<Vec<_>>();
    assert_eq!(columns(2), ["id_number"]);
    assert_eq!(columns(3), ["sex", "birth_date", "phone", "email", "postal_code"]);
    assert_eq!(columns(4), ["phone"]);
    assert_eq!(columns(5), ["birth_date", "sex"], "never corrected silently");
    assert_eq!(columns(6), ["scheme"]);
    let said = format!("{:?}", report.findings);
    for canary in ["Zanele", "Kanarie", "8001015", "0821234567", "not-an-address", "1999"] {
        assert!(!said.contains(canary), "{canary} in {said}");
    }
    assert_eq!(count(&pool, "patient").await, 0);
}

#[sqlx::test]
async fn two_rows_about_one_person_wait_or_are_skipped_and_numbers_are_used_once(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    with_a_scheme(&it, &owner).await;
    let rows = "1,,Ann,Abel,8505051234086,,,0821234567,,,,,,\n\
        1,,Ann,Abel,8505051234086,,,0821234567,,,,,,\n\
        2,,Ben,Baker,8001015009087,,,0821234568,,,,bonitas,12345678,00\n\
        3,,Ben,Bakker,8001015009087,,,0821234568,,,,,,\n\
        1,,Cor,Cele,,1970-01-01,,0821234569,,,,,,\n\
        4,,Dan,Dube,,1971-01-01,,0821234560,,,,bonitas,87654321,01\n\
        5,,Eve,Dube,,1972-01-01,,0821234560,,,,bonitas,87654321,01\n";
    let report = import(&it, &owner, rows).await;
    assert_eq!(counts(&report), [2, 0, 1, 2, 2, 0], "{:#?}", report.findings);
    assert_eq!(codes(&report, 3), [("duplicate", Verdict::Skipped)]);
    assert_eq!(codes(&report, 4), [("conflict", Verdict::Waiting)]);
    assert_eq!(codes(&report, 6), [("file_no_twice", Verdict::Rejected)]);
    assert_eq!(codes(&report, 8), [("member_twice", Verdict::Rejected)]);

    let more = "1,,Zoe,Zulu,,1990-01-01,,0821234561,,,,,,\n,,Dan,Dube,,1971-01-01,,0821234562,,,,,,\n,,Fay,Fisher,,1973-01-01,,0821234563,,,,bonitas,87654321,01\n";
    let report = import(&it, &owner, more).await;
    assert_eq!(counts(&report), [0, 0, 1, 0, 2, 0], "{:#?}", report.findings);
    assert_eq!(codes(&report, 2), [("file_no_taken", Verdict::Rejected)]);
    assert_eq!(codes(&report, 3), [("same_name", Verdict::Skipped)]);
    assert_eq!(codes(&report, 4), [("member_taken", Verdict::Rejected)]);
}

#[sqlx::test]
async fn a_thousand_patients_go_in_together(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let rows: String = (0..1000)
        .map(|n| {
            format!(
                ",,Name,Family{},,19{:02}-01-{:02},f,0821{n:06},,,,,,\n",
                ["a", "b"][n % 2],
                20 + n / 50 % 60,
                1 + n % 25
            )
        })
        .collect();
    let report = import(&it, &owner, &rows).await;
    assert_eq!(report.counts.accepted + report.counts.waiting + report.counts.skipped, 1000, "{:?}", report.counts);
    assert_eq!(count(&pool, "patient").await, i64::from(report.counts.accepted));
    assert!(report.counts.accepted > 500, "{:?}", report.counts);
}
