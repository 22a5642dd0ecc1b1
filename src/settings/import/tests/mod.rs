//! Claims about imports, against a database.

mod patients;
mod screen;

use super::{Book, ImportKind, Options, Report, Verdict, load, look};
use crate::{
    access::{Actor, Role},
    kernel::{
        ids::{PersonId, PracticeId},
        money::MoneyProfile,
        problem::Problem,
    },
    platform::{
        clock::Clock,
        config::App,
        cx::Fault,
        db::{Db, PoolSettings},
        edge::Services,
        live::Live,
        seal::Seal,
    },
};
use sqlx::PgPool;
use std::{path::PathBuf, sync::Arc};
use uuid::Uuid;

/// A file of the owner's reference data. It may not be copied into the product, so where it is absent the claim cannot
/// be tested, and the output says so.
fn real(name: &str) -> Option<Vec<u8>> {
    let dir = std::env::var_os("HADADA_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let read = std::fs::read(dir.join("data").join(name)).ok();
    if read.is_none() {
        eprintln!("SKIPPED: {name} is not here; set HADADA_SHARED to the folder that has data/{name}");
    }
    read
}

async fn practice(pool: &PgPool) -> (Services, Actor) {
    let (practice, person) = (Uuid::from_u128(1), Uuid::from_u128(2));
    sqlx::query("insert into practice (id, name) values ($1, 'Rivonia Rehab')")
        .bind(practice)
        .execute(pool)
        .await
        .unwrap();
    sqlx::query("insert into person (practice, id, email, email_folded, name, roles) values ($1, $2, 'a@b.example', 'a@b.example', 'Thandi Mokoena', '{owner}')")
        .bind(practice).bind(person).execute(pool).await.unwrap();
    let clock = Clock::fixed("2026-11-25T08:00:00Z".parse().unwrap());
    let services = Services {
        db: Db::new((*pool.connect_options()).clone(), &PoolSettings::default(), clock),
        seal: Arc::new(Seal::from_bytes(&[3; 64])),
        live: Live::default(),
        app: Arc::new(App::default()),
    };
    (services, someone(Role::Owner))
}

fn someone(role: Role) -> Actor {
    Actor {
        person: PersonId(Uuid::from_u128(2)),
        practice: PracticeId(Uuid::from_u128(1)),
        roles: role.into(),
        practitioner: None,
        patient: None,
        session: None,
        name: "Thandi Mokoena".into(),
    }
}

fn demo() -> Options {
    Options::into_book(Book::of_year("demo", 2026))
}

/// Accepted, unchanged, skipped, waiting, rejected, empty.
fn counts(report: &Report) -> [u32; 6] {
    assert_eq!(report.refused, None);
    report.counts.lines().map(|(_, n)| n)
}

async fn count(pool: &PgPool, table: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(pool).await.unwrap()
}

/// Everything an import may write, as text.
async fn everything(pool: &PgPool) -> String {
    let mut all = String::new();
    for table in [
        "tariff_book",
        "tariff_code",
        "modifier",
        "scheme_administrator",
        "scheme",
        "appointment_type",
        "import_run",
        "event",
        "patient",
    ] {
        let rows = format!("select coalesce(string_agg(t::text, '\n' order by t::text), '') from {table} t");
        all += &sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(rows)).fetch_one(pool).await.unwrap();
    }
    all
}

fn codes(report: &Report, line: u32) -> Vec<(&str, Verdict)> {
    report.findings.iter().filter(|f| f.line == line).map(|f| (f.code.as_str(), f.verdict)).collect()
}

#[sqlx::test]
async fn each_fault_of_the_foreign_file_is_told_by_its_line_and_every_row_is_accounted_for(pool: PgPool) {
    use Verdict::{Accepted, Rejected, Skipped, Waiting};
    let Some(bytes) = real("tariff_codes_dirty.csv") else { return };
    let (it, owner) = practice(&pool).await;
    let report = look(&it, owner, ImportKind::Tariff, &bytes, &demo()).await.unwrap();
    assert_eq!(counts(&report), [44, 0, 2, 2, 11, 1], "{:#?}", report.findings);
    for (line, code, verdict) in [
        (4, "conflict", Waiting),
        (20, "zero_fee", Accepted),
        (21, "zero_fee", Accepted),
        (32, "space_removed", Accepted),
        (33, "trimmed", Accepted),
        (34, "duplicate", Skipped),
        (35, "conflict", Waiting),
        (36, "unusual_prefix", Accepted),
        (37, "letter", Rejected),
        (38, "decimal_comma", Rejected),
        (39, "space_thousands", Rejected),
        (40, "duplicate", Skipped),
        (41, "negative", Rejected),
        (42, "fee_missing", Rejected),
        (43, "more_than_cents", Rejected),
        (44, "label_cut", Accepted),
        (45, "formula", Accepted),
        (46, "formula", Accepted),
        (47, "formula", Accepted),
        (48, "trimmed", Accepted),
        (49, "code_missing", Rejected),
        (50, "profession_unknown", Rejected),
        (51, "normalised", Accepted),
        (52, "column_count", Rejected),
        (53, "line_break", Accepted),
        (56, "code_characters", Rejected),
        (60, "zero_fee", Accepted),
        (61, "large_fee", Accepted),
        (62, "column_count", Rejected),
    ] {
        assert_eq!(codes(&report, line), [(code, verdict)], "line {line}");
    }
    // nothing else to say: 55 leading zeros, 57 accents, 58 mark-up, and the plain rows
    assert_eq!(report.findings.len(), 29, "{:#?}", report.findings);
    let says = |line| report.findings.iter().find(|f| f.line == line).map(super::Finding::sentence).unwrap_or_default();
    assert_eq!(says(37), "Line 37: the fee “269.1O” has a letter in it. Enter an amount such as 269.10.");
    assert_eq!(says(34), "Line 34: repeats line 3, so it is skipped.");
    assert!(says(50).contains("physiotherapy, occupational therapy, speech therapy and audiology"), "{}", says(50));
    assert!(says(56).contains("A spreadsheet has rounded it"), "{}", says(56));
    assert_eq!(count(&pool, "tariff_code").await, 0, "a look writes nothing");
}

#[sqlx::test]
async fn running_the_foreign_file_twice_changes_nothing_the_second_time(pool: PgPool) {
    let Some(bytes) = real("tariff_codes_dirty.csv") else { return };
    let (it, owner) = practice(&pool).await;
    let first = load(&it, owner.clone(), ImportKind::Tariff, &bytes, &demo()).await.unwrap();
    assert_eq!(counts(&first), [44, 0, 2, 2, 11, 1]);
    assert_eq!(count(&pool, "tariff_code").await, 44);
    let before = everything(&pool).await;
    let second = load(&it, owner.clone(), ImportKind::Tariff, &bytes, &demo()).await.unwrap();
    assert_eq!(counts(&second), [0, 44, 2, 2, 11, 1]);
    assert_eq!(everything(&pool).await, before);

    let chosen = Options { choices: vec![35], ..demo() };
    let third = load(&it, owner.clone(), ImportKind::Tariff, &bytes, &chosen).await.unwrap();
    assert_eq!(counts(&third), [1, 44, 3, 0, 11, 1]);
    assert_eq!(codes(&third, 4), [("not_chosen", Verdict::Skipped)]);
    let fourth = load(&it, owner.clone(), ImportKind::Tariff, &bytes, &demo()).await.unwrap();
    assert_eq!(counts(&fourth), [0, 45, 3, 0, 11, 1], "what was chosen stays chosen");
    let other = Options { choices: vec![4], ..demo() };
    let fifth = load(&it, owner.clone(), ImportKind::Tariff, &bytes, &other).await.unwrap();
    assert_eq!(codes(&fifth, 4), [("there_already", Verdict::Rejected)], "a book in use is not changed");
    let wrong = Options { choices: vec![5], ..demo() };
    let told = load(&it, owner, ImportKind::Tariff, &bytes, &wrong).await.unwrap().refused.unwrap();
    assert_eq!(told, "Line 5 was chosen, but it does not wait for a choice.");
}

#[sqlx::test]
async fn the_profile_decides_how_amounts_are_read(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let file = "code;description;base_fee;profession\n1;a;81,10;ot\n2;b;1\u{a0}696,10;ot\n3;c;5.00;ot\n";
    let profile = MoneyProfile { decimal_comma: true, space_thousands: true };
    let options = Options { profile, ..demo() };
    let report = load(&it, owner, ImportKind::Tariff, file.as_bytes(), &options).await.unwrap();
    assert_eq!(counts(&report), [2, 0, 0, 0, 1, 0]);
    assert_eq!(codes(&report, 4), [("decimal_point", Verdict::Rejected)]);
    let fees: Vec<i64> =
        sqlx::query_scalar("select fee_cents from tariff_code order by code").fetch_all(&pool).await.unwrap();
    assert_eq!(fees, [8_110, 169_610]);
}

#[sqlx::test]
async fn every_clean_file_goes_in_whole_and_a_second_time_changes_nothing(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    for (kind, name, rows, table) in [
        (ImportKind::Tariff, "tariff_codes.csv", 258, "tariff_code"),
        (ImportKind::Modifiers, "modifiers.csv", 13, "modifier"),
        (ImportKind::Schemes, "medical_schemes.csv", 72, "scheme"),
        (ImportKind::Administrators, "scheme_administrators.csv", 34, "scheme_administrator"),
        (ImportKind::AppointmentTypes, "appointment_types.csv", 18, "appointment_type"),
    ] {
        let Some(bytes) = real(name) else { continue };
        let first = load(&it, owner.clone(), kind, &bytes, &demo()).await.unwrap();
        assert_eq!(counts(&first), [rows, 0, 0, 0, 0, 0], "{name}: {:?}", first.findings);
        assert_eq!((first.findings, first.remarks), (vec![], vec![]), "{name}");
        assert_eq!(count(&pool, table).await, i64::from(rows));
        let before = everything(&pool).await;
        let second = load(&it, owner.clone(), kind, &bytes, &demo()).await.unwrap();
        assert_eq!(counts(&second), [0, rows, 0, 0, 0, 0], "{name}");
        assert_eq!(everything(&pool).await, before, "{name}");
    }
    if real("tariff_codes.csv").is_some() {
        let book = "select since::text || ' ' || until::text from tariff_book where name = 'demo'";
        let days: String = sqlx::query_scalar(book).fetch_one(&pool).await.unwrap();
        assert_eq!(days, "2026-01-01 2027-01-01");
        let limits = "select limits::text from tariff_code where code = '72503'";
        let limits: String = sqlx::query_scalar(limits).fetch_one(&pool).await.unwrap();
        assert_eq!(limits, r#"{"needs": ["condition"], "excludes": ["@modality"], "minutes_max": 60}"#);
        let zero = "select count(*) from tariff_code where fee_cents = 0 and price_mode in ('fixed', 'unknown')";
        assert_eq!(sqlx::query_scalar::<_, i64>(zero).fetch_one(&pool).await.unwrap(), 0, "zero is never a price");
    }
    if real("appointment_types.csv").is_some() {
        let below = "select count(*) from appointment_type where parent is not null";
        assert_eq!(sqlx::query_scalar::<_, i64>(below).fetch_one(&pool).await.unwrap(), 14);
    }
}

#[sqlx::test]
async fn the_same_file_with_semicolons_or_tabs_gives_the_same_rows(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    for (n, separator) in [",", ";", "\t"].into_iter().enumerate() {
        let file =
            "code|description|base_fee|profession\n72001|\"Heat, cold; more\"|67.30|physio\n".replace('|', separator);
        let report = load(&it, owner.clone(), ImportKind::Tariff, file.as_bytes(), &demo()).await.unwrap();
        assert_eq!(counts(&report), if n == 0 { [1, 0, 0, 0, 0, 0] } else { [0, 1, 0, 0, 0, 0] });
    }
}

#[sqlx::test]
async fn a_file_that_cannot_be_read_is_refused_kindly_and_writes_nothing(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let utf_16: Vec<u8> = "\u{feff}code,description\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = [&b"code,description,base_fee,profession\n1,caf"[..], &[0xe9], b",1.00,ot\n"].concat();
    for (bytes, says) in [
        (utf_16, "This file is UTF-16"),
        (latin, "Line 2 has a character that is not UTF-8."),
        (
            b"code,description,base_fee,profession\n1,\"a,1.00,ot\n".to_vec(),
            "The quotation mark opened on line 2 is never closed.",
        ),
        (b"code,description,profession\n1,a,ot\n".to_vec(), "A column is missing: base_fee"),
        (b"code,price\n1,1.00\n".to_vec(), "Columns are missing: description, profession."),
        (vec![], "The file is empty."),
    ] {
        let report = load(&it, owner.clone(), ImportKind::Tariff, &bytes, &demo()).await.unwrap();
        let told = report.refused.unwrap();
        assert!(told.starts_with(says), "{told}");
    }
    assert_eq!(count(&pool, "tariff_book").await + count(&pool, "import_run").await + count(&pool, "event").await, 0);
}

#[sqlx::test]
async fn a_hundred_thousand_rows_go_in(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let mut file = String::from("code,description,base_fee,profession\n");
    for n in 0..100_000 {
        file += &format!("A{n},\"Row {n}, with a comma\",{}.50,physiotherapy\n", n % 900);
    }
    let report = load(&it, owner, ImportKind::Tariff, file.as_bytes(), &demo()).await.unwrap();
    assert_eq!(counts(&report), [100_000, 0, 0, 0, 0, 0]);
    assert_eq!(count(&pool, "tariff_code").await, 100_000);
}

#[sqlx::test]
async fn fifty_megabytes_are_read_row_by_row(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let long = "x".repeat(5_000);
    let mut file = String::from("code,description,base_fee,profession\n");
    for n in 0..10_600 {
        file += &format!("A{n},{long},1.00,physiotherapy\n");
    }
    assert!(file.len() > 50 << 20);
    let report = load(&it, owner, ImportKind::Tariff, file.as_bytes(), &demo()).await.unwrap();
    assert_eq!(counts(&report), [0, 0, 0, 0, 10_600, 0]);
}

#[sqlx::test]
async fn who_may_not_import_is_refused_and_nothing_is_written(pool: PgPool) {
    let (it, _) = practice(&pool).await;
    let file = b"code,description,base_fee,profession\n1,a,1.00,ot\n";
    for role in [Role::Manager, Role::Practitioner, Role::Receptionist, Role::Billing, Role::Auditor] {
        let refused = load(&it, someone(role), ImportKind::Tariff, file, &demo()).await;
        assert!(matches!(refused, Err(Fault::Problem(Problem::NotAllowed { .. }))), "{role:?}: {refused:?}");
    }
    let types = b"scheme_key,name\nbonitas,Bonitas\n";
    assert_eq!(
        counts(&load(&it, someone(Role::Manager), ImportKind::Schemes, types, &demo()).await.unwrap()),
        [1, 0, 0, 0, 0, 0]
    );
    assert_eq!(count(&pool, "tariff_code").await, 0);
}

#[sqlx::test]
async fn an_import_leaves_one_event_and_one_run_with_its_counts(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let file = b"code,description,base_fee,profession\n1,a,1.00,ot\n2,b,x,ot\n";
    load(&it, owner, ImportKind::Tariff, file, &demo()).await.unwrap();
    let told: serde_json::Value =
        sqlx::query_scalar("select particulars from event where kind = 'imports.done' and ability = 'ImportTariff'")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!((&told["counts"]["accepted"], &told["counts"]["rejected"]), (&1.into(), &1.into()));
    let run: (String, i64) = sqlx::query_as("select state, jsonb_array_length(findings)::bigint from import_run")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(run, ("done".into(), 1));
}

#[sqlx::test]
async fn types_and_schemes_go_in_only_below_what_is_there(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let head = "type_key,parent_key,name,duration_min,colour,category,tone,mark\n";
    let file = format!(
        "{head}a.b.c,a.b,C,30,#AABBCC,clinical,sky,CC\na.b,a,B,30,#AABBCC,clinical,sky,BB\na,,A,30,#aabbcc,clinical,sky,aa\nx.y,x,Y,30,#AABBCC,clinical,sky,YY\nround,ring,R,30,#AABBCC,clinical,sky,RR\nring,round,R,30,#AABBCC,clinical,sky,RR\nodd,,O,33,red,other,pink,ABC\n"
    );
    let report = load(&it, owner.clone(), ImportKind::AppointmentTypes, file.as_bytes(), &demo()).await.unwrap();
    assert_eq!(counts(&report), [3, 0, 0, 0, 4, 0], "{:#?}", report.findings);
    assert_eq!(codes(&report, 8).len(), 5, "all that is wrong with a row is told at once");
    let again = file.replace("A,30", "A,45");
    let report = load(&it, owner.clone(), ImportKind::AppointmentTypes, again.as_bytes(), &demo()).await.unwrap();
    assert_eq!(counts(&report), [1, 2, 0, 0, 4, 0]);
    assert_eq!(codes(&report, 4), [("changes", Verdict::Accepted)]);

    let scheme = b"scheme_key,name,administrator_key\nbonitas,Bonitas,medscheme\n";
    let report = load(&it, owner.clone(), ImportKind::Schemes, scheme, &demo()).await.unwrap();
    assert_eq!(codes(&report, 2), [("administrator_unknown", Verdict::Rejected)]);
    load(&it, owner.clone(), ImportKind::Administrators, b"key,name\nmedscheme,Medscheme\n", &demo()).await.unwrap();
    let report = load(&it, owner, ImportKind::Schemes, scheme, &demo()).await.unwrap();
    assert_eq!(counts(&report), [1, 0, 0, 0, 0, 0]);
}

#[sqlx::test]
async fn a_day_never_has_two_prices(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let file = b"code,description,base_fee,profession\n1,a,1.00,ot\n";
    load(&it, owner.clone(), ImportKind::Tariff, file, &demo()).await.unwrap();
    let mut book = Book { since: "2026-07-01".parse().unwrap(), ..Book::of_year("demo", 2026) };
    let told = load(&it, owner.clone(), ImportKind::Tariff, file, &Options::into_book(book.clone())).await.unwrap();
    assert!(told.refused.unwrap().starts_with("Another book “demo” begins on 2026-01-01"));
    book = Book { until: None, ..Book::of_year("demo", 2026) };
    let told = load(&it, owner.clone(), ImportKind::Tariff, file, &Options::into_book(book)).await.unwrap();
    assert!(told.refused.unwrap().contains("ends on 2026-12-31"));
    let next = Options::into_book(Book::of_year("demo", 2027));
    assert_eq!(counts(&load(&it, owner, ImportKind::Tariff, file, &next).await.unwrap()), [1, 0, 0, 0, 0, 0]);
}

#[sqlx::test]
async fn without_a_book_named_rows_go_into_the_one_that_applies_today(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let file = b"code,description,base_fee,profession\n1,a,1.00,ot\n";
    let modifier =
        b"profession,code,label,effect,factor_bp,scope,applies_to\not,0006,Emergency,multiply,15000,visit,all\n";
    load(&it, owner.clone(), ImportKind::Tariff, file, &demo()).await.unwrap();
    load(&it, owner, ImportKind::Modifiers, modifier, &Options::default()).await.unwrap();
    assert_eq!((count(&pool, "tariff_book").await, count(&pool, "modifier").await), (1, 1));
}
