//! The stranger test: every server function and every page, as nobody, as every role, and as another practice's owner.
//! A new server function or page fails here until it has a row.
#![cfg(feature = "ssr")]

mod common;

use axum::http::StatusCode;
use common::{CANARIES, Doors, House, house};
use hadada::access::{
    Role,
    policy::{Reach, table},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

/// What a server function is asked about, which decides what `Own` means in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    /// The practice: `Own` is not a word there.
    Practice,
    /// Another practitioner's column.
    Diary,
    /// A patient whom the asking practitioner does not treat.
    File,
    /// One's own account, or something of one's own in general: `Own` is enough.
    Account,
}

/// A row: the function, what it is sent, the ability it asks for, and about what.
struct Door {
    path: &'static str,
    ability: &'static str,
    over: Over,
    body: fn(&House) -> Value,
}

/// Functions that strangers may call, each with its reason. May only shrink.
const OPEN: &[(&str, &str)] = &[
    ("access/api/sign_in", "where one signs in"),
    ("access/api/second_step", "answers nobody who did not type a right password a moment ago"),
    ("access/api/sign_out", "leaving needs no leave"),
    ("access/api/start", "sends everybody where their day begins"),
    ("access/api/invitation", "the link in the invitation is the key"),
    ("access/api/unlock", "a locked session is opened with the password"),
];

/// Pages that strangers may see, each with its reason. May only shrink.
const OPEN_PAGES: &[(&str, &str)] = &[
    ("/", "sends everybody where their day begins"),
    ("/sign-in", "where one signs in"),
    ("/sign-out", "leaving needs no leave"),
    ("/invitation/{token}", "the link in the invitation is the key"),
    ("/_gallery", "components with invented contents; switched off in production"),
    ("/_gallery/{group}", "components with invented contents; switched off in production"),
];

fn key() -> Uuid {
    Uuid::now_v7()
}

#[rustfmt::skip]
const DOORS: &[Door] = &[
    Door { path: "scheduling/api/day", ability: "SeeDiary", over: Over::Practice, body: |_| json!({"query": {"day": "2026-11-24", "site": null, "show_cancelled": true}}) },
    Door { path: "scheduling/api/week", ability: "SeeDiary", over: Over::Practice, body: |h| json!({"practitioner": h.practitioner, "day": "2026-11-24"}) },
    Door { path: "scheduling/api/visit", ability: "SeeDiary", over: Over::Practice, body: |h| json!({"id": h.visit}) },
    Door { path: "scheduling/api/visits_of", ability: "SeeDiary", over: Over::Practice, body: |h| json!({"patient": h.patient, "page": null}) },
    Door { path: "scheduling/api/new_visit", ability: "BookAppointment", over: Over::Account, body: |h| json!({"query": {"day": "2026-11-24", "starts": "", "practitioner": h.practitioner.to_string(), "patient": h.patient.to_string(), "type_id": ""}}) },
    Door { path: "scheduling/api/free_times", ability: "SeeDiary", over: Over::Practice, body: |h| json!({"practitioner": h.practitioner, "type_id": h.kind, "day": "2026-11-24", "minutes": 30}) },
    Door { path: "scheduling/api/book", ability: "BookAppointment", over: Over::Diary, body: |h| json!({"visit": {"key": key(), "practitioner": h.practitioner, "site": null, "room": null, "equipment": null, "patient": h.patient, "type_id": h.kind, "day": "2026-11-25", "starts": 600, "minutes": 30, "note": "", "confirmed": [], "overbook_reason": null}}) },
    Door { path: "scheduling/api/move_to", ability: "BookAppointment", over: Over::Diary, body: |h| json!({"it": {"id": h.visit, "version": 1, "practitioner": h.practitioner, "room": null, "equipment": null, "day": "2026-11-24", "starts": 660, "minutes": 30, "confirmed": [], "overbook_reason": null}}) },
    Door { path: "scheduling/api/change_status", ability: "ChangeStatus", over: Over::Diary, body: |h| json!({"it": {"id": h.visit, "version": 1, "to": "confirmed", "why": ""}}) },
    Door { path: "scheduling/api/cancel", ability: "BookAppointment", over: Over::Diary, body: |h| json!({"it": {"id": h.visit, "version": 1, "reason": "pat_ill", "words": ""}}) },
    Door { path: "scheduling/api/undo", ability: "BookAppointment", over: Over::Diary, body: |_| json!({"it": {"event": key()}}) },
    Door { path: "access/api/colleagues", ability: "SeePeople", over: Over::Practice, body: |_| json!({}) },
    Door { path: "access/api/colleague", ability: "SeePeople", over: Over::Practice, body: |h| json!({"person": h.people[3]}) },
    Door { path: "access/api/invite", ability: "InvitePeople", over: Over::Practice, body: |_| json!({}) },
    Door { path: "access/api/account", ability: "ManageOwnAccount", over: Over::Account, body: |_| json!({}) },
    Door { path: "access/api/password", ability: "ManageOwnAccount", over: Over::Account, body: |_| json!({}) },
    Door { path: "access/api/factor", ability: "ManageSecondFactor", over: Over::Account, body: |_| json!({}) },
    Door { path: "access/api/prove", ability: "ManageOwnAccount", over: Over::Account, body: |_| json!({}) },
    Door { path: "access/api/security", ability: "ChangeSecurity", over: Over::Practice, body: |_| json!({}) },
    Door { path: "access/api/how_long", ability: "ManageOwnAccount", over: Over::Account, body: |_| json!({}) },
    Door { path: "access/api/stay", ability: "ManageOwnAccount", over: Over::Account, body: |_| json!({}) },
    Door { path: "audit/api/trail", ability: "SeeTrail", over: Over::Practice, body: |_| json!({}) },
    Door { path: "audit/api/who_opened", ability: "SeeWhoOpened", over: Over::File, body: |h| json!({"patient": h.patient, "before": null}) },
    Door { path: "patients/api/search", ability: "SearchPatients", over: Over::Practice, body: |_| json!({"query": "kanariename"}) },
    Door { path: "patients/api/quick_add", ability: "RegisterPatient", over: Over::Practice, body: |_| json!({"draft": {"key": key().to_string(), "first_names": "Nuwe", "last_name": "Mens", "phone": "0821234567"}}) },
    Door { path: "patients/api/banner_of", ability: "SeePatient", over: Over::File, body: |h| json!({"patient": h.patient}) },
    Door { path: "patients/api/alike", ability: "SearchPatients", over: Over::Practice, body: |_| json!({"draft": {"first_names": "Kanarienaam", "last_name": "Kanariename", "phone_1": "0821234567"}, "except": null}) },
    Door { path: "patients/api/reveal", ability: "RevealIdentifier", over: Over::File, body: |h| json!({"patient": h.patient}) },
    Door { path: "patients/api/patients_page", ability: "SearchPatients", over: Over::Practice, body: |_| json!({}) },
    Door { path: "patients/api/new_patient_page", ability: "RegisterPatient", over: Over::Practice, body: |_| json!({}) },
    Door { path: "patients/api/edit_patient_page", ability: "ChangePatient", over: Over::File, body: |h| json!({"patient": h.patient}) },
    Door { path: "patients/api/patient_funding_page", ability: "ChangeFunding", over: Over::File, body: |h| json!({"patient": h.patient}) },
    Door { path: "patients/api/patient_page_of", ability: "SeePatient", over: Over::File, body: |h| json!({"patient": h.patient}) },
    Door { path: "patients/api/open_chart_page", ability: "BreakGlass", over: Over::File, body: |h| json!({"patient": h.patient}) },
    Door { path: "patients/api/openings", ability: "SeeOpenings", over: Over::Practice, body: |_| json!({}) },
    Door { path: "billing/api/checkout", ability: "IssueInvoice", over: Over::File, body: |h| json!({"visit": h.visit}) },
    Door { path: "billing/api/invoice", ability: "SeeAccount", over: Over::File, body: |h| json!({"id": h.invoice}) },
    Door { path: "billing/api/invoices", ability: "FindInvoices", over: Over::Practice, body: |_| json!({}) },
    Door { path: "billing/api/unbilled_visits", ability: "FindInvoices", over: Over::Practice, body: |_| json!({}) },
    Door { path: "billing/api/print_invoice", ability: "SeeAccount", over: Over::File, body: |h| json!({"id": h.invoice}) },
    Door { path: "billing/api/print_credit_note", ability: "SeeAccount", over: Over::File, body: |h| json!({"id": h.credit_note}) },
    Door { path: "billing/api/account", ability: "SeeAccount", over: Over::File, body: |h| json!({"patient": h.patient}) },
    Door { path: "billing/api/account_summary", ability: "SeeAccount", over: Over::File, body: |h| json!({"patient": h.patient}) },
    Door { path: "billing/api/billing_settings", ability: "SetBilling", over: Over::Practice, body: |_| json!({}) },
    Door { path: "settings/import/api/practice_start", ability: "SeePractice", over: Over::Practice, body: |_| json!({}) },
    Door { path: "settings/import/api/tariff", ability: "SeeTariffs", over: Over::Practice, body: |_| json!({"book": "", "profession": "", "words": ""}) },
    Door { path: "settings/import/api/schemes", ability: "SeeTariffs", over: Over::Practice, body: |_| json!({}) },
    Door { path: "settings/import/api/imports", ability: "ImportReference", over: Over::Practice, body: |_| json!({}) },
    Door { path: "settings/import/api/import_run", ability: "ImportReference", over: Over::Practice, body: |_| json!({"id": key()}) },
    Door { path: "settings/import/api/import_progress", ability: "ImportReference", over: Over::Practice, body: |_| json!({"id": key()}) },
];

fn row_of(path: &str) -> Option<&'static Door> {
    DOORS.iter().find(|d| path.ends_with(d.path))
}

fn reach(ability: &str, role: Role) -> Reach {
    let rows = table();
    let row = rows.iter().find(|r| r.ability == ability).unwrap_or_else(|| panic!("no ability {ability}"));
    row.reach[role as usize]
}

fn functions() -> Vec<&'static str> {
    leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect()
}

#[test]
fn every_server_function_has_a_row_and_none_is_called_by_get() {
    let mut missing = vec![];
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        assert_eq!(method, "POST", "{path}");
        if row_of(path).is_none() && !OPEN.iter().any(|(open, _)| path.ends_with(open)) {
            missing.push(path);
        }
    }
    assert!(missing.is_empty(), "no row for {missing:#?}");
    assert!(functions().len() >= DOORS.len(), "a row for a function that is gone");
}

#[sqlx::test]
async fn nobody_gets_in_anywhere(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    for path in functions() {
        let Some(door) = row_of(path) else { continue };
        for token in [None, Some("not-a-token"), Some("")] {
            let answer = doors.call(path, token, &(door.body)(&a)).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path} let a stranger in: {}", answer.body);
            assert_clean(path, &answer.body);
        }
    }
}

#[sqlx::test]
async fn every_role_gets_what_the_table_says_and_no_more(pool: PgPool) {
    let doors = Doors::open(&pool);
    let mut cells = 0;
    for (n, role) in Role::ALL.into_iter().enumerate() {
        // a fresh practice for each role, so that what one did is not in the way of the next
        let a = house(&pool, &format!("rol{n}")).await;
        for path in functions() {
            let Some(door) = row_of(path) else { continue };
            let answer = doors.call(path, Some(&a.tokens[n]), &(door.body)(&a)).await;
            let refused = answer.status == StatusCode::FORBIDDEN
                || (door.over == Over::File && answer.status == StatusCode::NOT_FOUND);
            // the visit an undo speaks of does not exist, so an honest answer is that there is nothing to undo
            let nothing = path.ends_with("undo") && answer.status == StatusCode::NOT_FOUND;
            let open = match reach(door.ability, role) {
                Reach::All => true,
                Reach::Own => door.over == Over::Account,
                Reach::Glass | Reach::No => false,
            };
            assert!(nothing || open != refused, "{path} as {role:?}: {} {}", answer.status, answer.body);
            assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{path} as {role:?}");
            assert!(!answer.status.is_server_error(), "{path} as {role:?}: {} {}", answer.status, answer.body);
            if !open {
                assert_clean(path, &answer.body);
            }
            cells += 1;
        }
    }
    assert!(cells >= 7 * DOORS.len(), "{cells} cells");
}

#[sqlx::test]
async fn another_practices_owner_finds_nothing(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let b = house_without_canaries(&pool).await;
    for path in functions() {
        let Some(door) = row_of(path) else { continue };
        let answer = doors.call(path, Some(&b), &(door.body)(&a)).await;
        assert_clean(path, &answer.body);
        assert!(!answer.status.is_server_error(), "{path}: {} {}", answer.status, answer.body);
        let names_a = (door.body)(&a).to_string().contains(&a.practitioner.to_string())
            || (door.body)(&a).to_string().contains(&a.visit.to_string());
        assert!(!names_a || !answer.status.is_success() || path.ends_with("new_visit"), "{path}: {}", answer.body);
    }
    let untouched: i64 = sqlx::query_scalar(
        "select count(*) from appointment where practice = $1 and version = 1 and status = 'booked'",
    )
    .bind(a.practice)
    .fetch_one(&pool)
    .await
    .expect("a count");
    assert_eq!(untouched, 1, "the other practice's visit is as it was, and no other was made");
}

/// The owner of a practice that has nothing of its own; gives the token.
async fn house_without_canaries(pool: &PgPool) -> String {
    let b = house(pool, "twee").await;
    for sql in [
        "update patient set first_names = 'Ander', last_name = 'Mens', email = ''",
        "update resource set name = 'Room'",
    ] {
        let sql = format!("{sql} where practice = '{}'", b.practice);
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(pool).await.expect("an update");
    }
    let phones = format!("delete from patient_phone where practice = '{}'", b.practice);
    sqlx::raw_sql(sqlx::AssertSqlSafe(phones)).execute(pool).await.expect("a delete");
    let notes = format!("update appointment set note = '' where practice = '{}'", b.practice);
    sqlx::raw_sql(sqlx::AssertSqlSafe(notes)).execute(pool).await.expect("an update");
    b.tokens[0].clone()
}

fn assert_clean(path: &str, body: &str) {
    for word in CANARIES {
        assert!(!body.contains(word), "{path} tells {word}: {body}");
    }
}

fn pages() -> Vec<String> {
    leptos_axum::generate_route_list(hadada::app::App).iter().map(|l| l.path().to_owned()).collect()
}

fn filled(page: &str, h: &House) -> String {
    let id = match page {
        p if p.contains("visit") || p.contains("checkout") => h.visit,
        p if p.contains("credit-notes") => h.credit_note,
        p if p.contains("invoices") => h.invoice,
        _ => h.patient,
    };
    page.replace("{id}", &id.to_string()).replace("{token}", "no-such-link").replace("{group}", "buttons")
}

#[sqlx::test]
async fn every_page_sends_nobody_to_sign_in(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    for page in pages() {
        let open = OPEN_PAGES.iter().any(|(path, _)| *path == page);
        let path = filled(&page, &a);
        for answer in [doors.get(&path, None).await, doors.post_form(&path, None, "x=1").await] {
            assert_clean(&path, &answer.body);
            assert!(!answer.status.is_server_error(), "{page}: {}", answer.status);
            if !open {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page} shows itself to nobody");
                let to = answer.headers["location"].to_str().expect("ascii").to_owned();
                assert!(to == "/sign-in" || to.starts_with("/sign-in?to=%2F"), "{page} sends nobody to {to}");
            }
        }
    }
}

#[sqlx::test]
async fn pages_show_another_practices_owner_nothing(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let b = house_without_canaries(&pool).await;
    for page in pages() {
        let path = filled(&page, &a);
        for answer in [doors.get(&path, Some(&b)).await, doors.post_form(&path, Some(&b), "x=1").await] {
            assert_clean(&path, &answer.body);
            assert!(!answer.status.is_server_error(), "{page}: {}", answer.status);
            if page.contains("{id}") {
                assert_ne!(answer.status, StatusCode::OK, "{page} knows another practice's id");
            }
        }
    }
}

/// Whoever typed the right password and still has a second factor to show gets nowhere: the half sign-in is no session,
/// under whatever name its secret is sent.
#[sqlx::test]
async fn half_a_sign_in_opens_nothing(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let hash = hadada::platform::seal::digest(b"half-way");
    sqlx::query(
        "insert into half_sign_in (practice, id, person, token_hash, at, until)
         values ($1, $2, $3, $4, '2026-11-23T07:39Z', '2026-11-23T07:49Z')",
    )
    .bind(a.practice)
    .bind(key())
    .bind(a.people[0])
    .bind(hash)
    .execute(&pool)
    .await
    .expect("an owner, half way in");
    for token in ["half-way", "none; hadada-half=half-way", "half-way; hadada-half=half-way"] {
        for path in functions() {
            let Some(door) = row_of(path) else { continue };
            let answer = doors.call(path, Some(token), &(door.body)(&a)).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path} opens half way: {}", answer.body);
            assert_clean(path, &answer.body);
        }
        for page in pages() {
            let path = filled(&page, &a);
            for answer in [doors.get(&path, Some(token)).await, doors.post_form(&path, Some(token), "code=1").await] {
                assert_clean(&path, &answer.body);
                let open = page == "/sign-in/second" || OPEN_PAGES.iter().any(|(path, _)| *path == page);
                assert!(open || answer.status == StatusCode::SEE_OTHER, "{page} opens half way: {}", answer.status);
            }
        }
    }
    let live = doors.get("/live", Some("half-way")).await;
    assert_eq!(live.status, StatusCode::UNAUTHORIZED);
}

#[sqlx::test]
async fn documents_as_files_are_for_those_who_may_see_the_account(pool: PgPool) {
    let doors = Doors::open(&pool);
    let a = house(&pool, "een").await;
    let b = house_without_canaries(&pool).await;
    for path in [format!("/billing/invoices/{}/pdf", a.invoice), format!("/billing/credit-notes/{}/pdf", a.credit_note)]
    {
        let nobody = doors.get(&path, None).await;
        assert_eq!(
            (nobody.status, nobody.headers["location"].to_str().ok()),
            (StatusCode::SEE_OTHER, Some("/sign-in"))
        );
        assert_eq!(doors.get(&path, Some(&b)).await.status, StatusCode::NOT_FOUND);
        for (n, role) in Role::ALL.into_iter().enumerate() {
            let answer = doors.get(&path, Some(&a.tokens[n])).await;
            let open = reach("SeeAccount", role) == Reach::All;
            assert_eq!(answer.status == StatusCode::OK, open, "{path} as {role:?}: {}", answer.status);
            assert_eq!(answer.headers["content-type"] == "application/pdf", open, "{path} as {role:?}");
        }
    }
    let odd = doors.get("/billing/invoices/x/pdf", Some(&a.tokens[0])).await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
}
