//! Finding patients.

use super::fixture::{Here, Pool, thabo};
use crate::{kernel::ids::PatientId, patients::actions, platform::edge};

/// Every name of the reference's section on names, and ways people type it.
const PEOPLE: [(&str, &str, &str); 14] = [
    ("Siobhán", "O'Brien", "obrien, o'brien, o’brien, brien, obrian, siobhan obrien, OBRIEN"),
    ("Marco", "D’Angelo", "dangelo, d'angelo, d’angelo, angelo, marco dangleo"),
    ("René", "Fourie", "rene, René, rené fourie, reen fourie"),
    ("Ntombi-zanele", "Khumalo", "ntombi, zanele, ntombizanele, ntombi-zanele khumalo, ntombizanele kumalo"),
    ("Anna", "van der Merwe", "merwe, van der merwe, vandermerwe, vd merwe, merwe anna, mewre"),
    ("Bheki", "Nkosi ka Zulu", "zulu, kazulu, ka zulu, nkosi zulu, bheki zulu"),
    ("小龙", "李", "li, 李, 小龙"),
    ("Sofía", "Ñáñez", "nanez, Ñáñez, ñan, sofia nanez"),
    ("Øystein", "Berg", "oystein, øystein, oysten berg"),
    ("Jean-Luc", "de la Fontaine", "jean, luc, fontaine, lafontaine, delafontaine, de la fontaine, jean-luc, fontein"),
    ("Sukarno", "", "sukarno, suk, sukrano"),
    ("X", "Æ", "ae, x æ"),
    ("محمد", "الفارسي", "محمد, الفارسي"),
    ("Lerato", "Mokoena", "mokena, mokwena, moko, lerato mokena, mokoean, Mokoena; Lerato"),
];

#[sqlx::test]
async fn every_name_is_found_as_people_type_it(pool: Pool) {
    let here = Here::new(pool).await;
    for (n, (first, last, _)) in PEOPLE.iter().enumerate() {
        here.adds(first, last, &format!("08210000{n:02}")).await;
    }
    let long = "a".repeat(100);
    here.adds(&long, "Long", "0821000099").await;
    for (first, last, queries) in PEOPLE {
        let name = format!("{first} {last}").trim().to_owned();
        for query in queries.split(", ") {
            let found = here.names(query).await;
            assert!(found.contains(&name), "{query} should find {name}: {found:?}");
        }
    }
    assert_eq!(here.names(&long).await, [format!("{long} Long")]);
    assert_eq!(here.names("lerato merwe").await, Vec::<String>::new());
}

#[sqlx::test]
async fn numbers_find_their_owner_and_exact_names_come_first(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    here.adds("Thabiso", "Mokoena", "0839999999").await;
    here.adds("Thabo", "Mokoena", "0838888888").await;
    for query in [
        "082 123",
        "0821234567",
        "+27821234567",
        "4567",
        "001001",
        "1001",
        "8001015009087",
        "800101 5009 087",
        "1980-01-01",
    ] {
        let found = here.search_as(&here.desk, query).await;
        assert_eq!(found.first().map(|card| card.id), Some(id), "{query}");
    }
    assert_eq!(here.search_as(&here.desk, "8001015009087").await[0].why, "same ID number");
    assert_eq!(here.names("thabo mokoena").await[0], "Thabo Mokoena");
    assert_eq!(here.names("thab").await.len(), 3);
    assert!(here.names("").await.is_empty() && here.names("\u{0}\u{7} '").await.is_empty());
    let most = "x".repeat(10_000);
    assert!(here.names(&most).await.is_empty());
}

#[sqlx::test]
async fn a_search_stays_in_its_practice_and_shows_only_the_card_to_who_does_not_treat(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    assert!(here.search_as(&here.elsewhere, "merwe").await.is_empty());
    for who in [&here.naidoo, &here.billing] {
        let card = here.search_as(who, "merwe").await.remove(0);
        assert_eq!(
            (card.birth, card.phone.as_str(), card.masked_id.as_str(), card.why.as_str()),
            (None, "", "", "born 1980")
        );
    }
    here.visit(id).await;
    let card = here.search_as(&here.naidoo, "merwe").await.remove(0);
    assert_eq!((card.phone.as_str(), card.masked_id.as_str()), ("082 123 4567", "800101 **** 08*"));
}

#[sqlx::test]
async fn who_was_on_the_list_is_written_down_and_what_was_typed_is_not(pool: Pool) {
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    here.names("merwe").await;
    let (patients, purpose): (Vec<uuid::Uuid>, String) = sqlx::query_as(
        "select patients, purpose from trail where ability = 'SearchPatients' order by seq desc limit 1",
    )
    .fetch_one(&here.owner)
    .await
    .unwrap();
    assert_eq!((patients, purpose.as_str()), (vec![id.0], ""));
}

#[sqlx::test]
async fn a_file_opens_to_who_treats_and_looks_missing_to_another_practice(pool: Pool) {
    use crate::kernel::problem::Problem;
    let here = Here::new(pool).await;
    let id = here.on_file(&thabo()).await;
    let banner = async |who: &crate::access::Actor, id: PatientId| {
        let seen = edge::look_as(&here.it, who.clone(), async |cx| actions::banner(cx, id).await).await;
        seen.map_err(crate::platform::cx::Fault::into_problem)
    };
    assert!(matches!(banner(&here.naidoo, id).await, Err(Problem::NotAllowed { .. })));
    assert_eq!(banner(&here.elsewhere, id).await, Err(Problem::NotFound));
    assert_eq!(banner(&here.desk, PatientId::fresh()).await, Err(Problem::NotFound));
    here.visit(id).await;
    let seen = banner(&here.naidoo, id).await.unwrap();
    assert_eq!(
        (seen.age.as_str(), seen.sex.as_str(), seen.card.name.as_str()),
        ("46 years", "Male", "Thabo van der Merwe")
    );
}

#[sqlx::test]
async fn a_click_is_typed_as_the_keyboard_has_it_or_as_it_is_written_and_finds_the_same_person(pool: Pool) {
    let here = Here::new(pool).await;
    let typed = here.adds("Anna", "!Khũ", "0821110001").await;
    let written = here.adds("Nǃxau", "ǂToma", "0821110002").await;
    assert_eq!((typed.name.as_str(), written.name.as_str()), ("Anna !Khũ", "Nǃxau ǂToma"), "stored as typed");
    for query in ["!Khũ", "ǃKhũ", "!khu", "khu"] {
        assert_eq!(here.names(query).await, ["Anna !Khũ"], "{query}");
    }
    for query in ["n!xau", "nǃxau", "nxau toma", "≠toma"] {
        assert_eq!(here.names(query).await, ["Nǃxau ǂToma"], "{query}");
    }
}

#[sqlx::test]
async fn a_search_is_answered_from_the_indexes_below_row_level_security(pool: Pool) {
    let here = Here::new(pool).await;
    let practice = here.desk.practice.0;
    // fifty thousand patients, a fifth of them called the same
    sqlx::query(
        "with p as (
           insert into patient (practice, id, file_no, first_names, last_name, sort_key, created_at)
           select $1, gen_random_uuid(), 'X' || n, 'First' || n, 'Last' || n, 'last' || n, now() from generate_series(1, 50000) n
           returning id, file_no)
         insert into patient_token (practice, token, patient)
         select $1, t, id from p cross join lateral
           unnest(array['n:first' || substr(file_no, 2), 'f:' || file_no, 'n:common' || (substr(file_no, 2)::int % 5)]) t",
    )
    .bind(practice)
    .execute(&here.owner)
    .await
    .unwrap();
    sqlx::query("analyze patient, patient_token").execute(&here.owner).await.unwrap();
    let mut conn = here.owner.begin().await.unwrap();
    let prepare = format!("prepare finding as {}", include_str!("../store/find.sql"));
    for statement in ["set local role hadada_app", "set local plan_cache_mode = force_generic_plan", prepare.as_str()] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut *conn).await.unwrap();
    }
    sqlx::query("select set_config('app.practice', $1, true)")
        .bind(practice.to_string())
        .execute(&mut *conn)
        .await
        .unwrap();
    let explain = format!(
        "explain execute finding('{practice}', '{{0}}', '{{n:common1}}', '{{n:common1~}}', '{{2}}', 5000, 1,
           '{{1}}', '{{n:first7}}', '{{n:first7~}}', '{{2}}', 1, null, null, now(), 12, current_date)"
    );
    let plan: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(explain)).fetch_all(&mut *conn).await.unwrap();
    let text = plan.join("\n");
    assert!(!text.contains("Seq Scan on"), "{text}");
    for (index, condition) in [
        ("patient_token_pkey", "(token >= a.lo) AND (token < a.hi)"),
        ("patient_token_held", "(patient = hit.patient)"),
    ] {
        let at =
            plan.iter().position(|line| line.contains(index)).unwrap_or_else(|| panic!("{index} is not used:\n{text}"));
        assert!(plan[at + 1].contains("Index Cond") && plan[at + 1].contains(condition), "{text}");
    }
}
