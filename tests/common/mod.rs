//! Two practices with the same people, and the real router over a fresh database. Shared by the tests at the doors.
#![expect(dead_code, reason = "each test binary uses its part")]

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use hadada::{
    platform::{
        clock::Clock,
        config,
        db::{Db, PoolSettings},
        edge::Services,
        live::Live,
        seal::{Seal, digest},
    },
    server::http::{State, router},
};
use sqlx::PgPool;
use std::sync::Arc;
use tower::ServiceExt;
use uuid::Uuid;

/// Words that only one practice's rows hold: found in an answer to another, they are a leak.
pub const CANARIES: [&str; 4] = ["Kanariename", "0829990001", "kanarie@post.example", "Kanariekamer"];

/// One practice with one of everything.
#[derive(Clone, Debug)]
pub struct House {
    pub practice: Uuid,
    pub site: Uuid,
    pub room: Uuid,
    pub practitioner: Uuid,
    pub other_practitioner: Uuid,
    pub kind: Uuid,
    pub patient: Uuid,
    pub visit: Uuid,
    pub invoice: Uuid,
    pub credit_note: Uuid,
    /// Session token of someone with each role, in the order of `Role::ALL`.
    pub tokens: Vec<String>,
    pub people: Vec<Uuid>,
}

/// The router and what stands behind it.
pub struct Doors {
    pub router: Router,
    pub owner: PgPool,
    pub services: Services,
}

/// The answer to a request.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Doors {
    pub fn open(owner: &PgPool) -> Doors {
        let settings = PoolSettings { max_connections: 8, ..PoolSettings::default() };
        Doors::with(owner, &settings, config::App { gallery: true, ..config::App::default() })
    }

    pub fn with(owner: &PgPool, settings: &PoolSettings, app: config::App) -> Doors {
        let options = owner.connect_options().as_ref().clone();
        let at = "2026-11-23T07:40:00Z".parse().expect("a time");
        let services = Services {
            db: Db::new(options, settings, Clock::fixed(at)),
            seal: Arc::new(Seal::from_bytes(&[7; 64])),
            live: Live::default(),
            app: Arc::new(app),
        };
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Leptos.toml");
        let mut leptos = leptos::config::get_configuration(Some(file)).expect("settings").leptos_options;
        // the files of the repository: what the build makes need not have been built
        leptos.site_root = concat!(env!("CARGO_MANIFEST_DIR"), "/public").into();
        let state = State { leptos, services: services.clone(), secure: false };
        Doors { router: router(state), owner: owner.clone(), services }
    }

    pub async fn send(&self, req: Request<Body>) -> Answer {
        let res = self.router.clone().oneshot(req).await.expect("the router always answers");
        let (parts, body) = res.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn call(&self, path: &str, token: Option<&str>, body: &serde_json::Value) -> Answer {
        let req = request(Method::POST, path, token).header(header::CONTENT_TYPE, "application/json");
        self.send(req.body(Body::from(body.to_string())).expect("a request")).await
    }

    pub async fn get(&self, path: &str, token: Option<&str>) -> Answer {
        self.send(request(Method::GET, path, token).body(Body::empty()).expect("a request")).await
    }

    pub async fn post_form(&self, path: &str, token: Option<&str>, form: &str) -> Answer {
        let req = request(Method::POST, path, token).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(req.body(Body::from(form.to_owned())).expect("a request")).await
    }
}

pub fn request(method: Method, path: &str, token: Option<&str>) -> axum::http::request::Builder {
    let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 4000));
    let req = Request::builder().method(method).uri(path).header(header::HOST, "hadada.test");
    let req = req.extension(axum::extract::ConnectInfo(peer));
    match token {
        Some(token) => req.header(header::COOKIE, format!("hadada={token}")),
        None => req,
    }
}

/// Builds a practice as the owner of the schema; `mark` goes into every name that an answer could show.
pub async fn house(pool: &PgPool, mark: &str) -> House {
    let id = Uuid::now_v7;
    let (practice, site, room, practitioner, other, kind, patient, visit) =
        (id(), id(), id(), id(), id(), id(), id(), id());
    let run = |sql: String| {
        let pool = pool.clone();
        async move { sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&pool).await.expect("a row of the test's practice") }
    };
    run(format!(
        "insert into practice (id, name) values ('{practice}', 'Praktyk {mark}');
         insert into site (practice, id, name, key) values ('{practice}', '{site}', 'Rosebank {mark}', 'main');
         insert into resource (practice, id, site, kind, name, key) values ('{practice}', '{room}', '{site}', 'room', 'Kanariekamer {mark}', 'room1');
         insert into practitioner (practice, id, first_names, last_name, last_name_folded, profession, home_site) values
           ('{practice}', '{practitioner}', 'Priya', 'Naidoo {mark}', 'naidoo', 'physiotherapy', '{site}'),
           ('{practice}', '{other}', 'Thabo', 'Nkosi {mark}', 'nkosi', 'occupational_therapy', '{site}');
         insert into appointment_type (practice, id, key, name, minutes, colour, tone, mark, category, needs_patient, charged)
           values ('{practice}', '{kind}', 'patient.treatment', 'Treatment {mark}', 30, '#047857', 'teal', 'TX', 'clinical', true, true);
         insert into patient (practice, id, file_no, first_names, last_name, sort_key, email, created_at)
           values ('{practice}', '{patient}', '000900', 'Kanariename', 'Kanariename', 'kanariename', 'kanarie@post.example', now());
         insert into patient_phone (practice, patient, position, number) values ('{practice}', '{patient}', 0, '+27829990001');
         insert into patient_token (practice, token, patient) values ('{practice}', 'n:kanariename', '{patient}');"
    ))
    .await;
    for weekday in 1..=5 {
        run(format!(
            "insert into weekly_hours (practice, id, practitioner, site, weekday, from_minute, to_minute, since)
             values ('{practice}', '{}', '{practitioner}', '{site}', {weekday}, 480, 1020, '2020-01-01')",
            id()
        ))
        .await;
    }
    let (mut tokens, mut people) = (vec![], vec![]);
    for role in hadada::access::Role::ALL {
        let person = id();
        let token = format!("{mark}-{}", role.key());
        let hash: String = digest(token.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        // the practitioner of the tests has a column of her own, which is not the one asked about
        let column = if role == hadada::access::Role::Practitioner { format!("'{other}'") } else { "null".into() };
        run(format!(
            "insert into person (practice, id, email, email_folded, name, roles, practitioner) values
               ('{practice}', '{person}', '{0}@{mark}.example', '{0}@{mark}.example', 'Mens {mark}', '{{{0}}}', {column});
             insert into session (practice, id, person, token_hash, created_at, seen_at, expires_at, idle_minutes) values
               ('{practice}', '{1}', '{person}', '\\x{hash}', '2026-11-23T07:00Z', '2026-11-23T07:39Z', '2026-11-23T19:00Z', 15);",
            role.key(),
            id()
        ))
        .await;
        tokens.push(token);
        people.push(person);
    }
    let by = people[0];
    run(format!(
        "begin;
         insert into appointment (practice, id, site, practitioner, room, patient, type, starts_at, ends_at, local_start, created_at, created_by,
           changed_at, changed_by, note) values ('{practice}', '{visit}', '{site}', '{practitioner}', '{room}', '{patient}', '{kind}',
           '2026-11-24T08:00Z', '2026-11-24T08:30Z', '2026-11-24 10:00', now(), '{by}', now(), '{by}', 'Kanariekamer');
         insert into resource_claim (practice, id, resource_kind, resource, starts_at, ends_at, kind, ref, exclusive) values
           ('{practice}', '{}', 'practitioner', '{practitioner}', '2026-11-24T08:00Z', '2026-11-24T08:30Z', 'appointment', '{visit}', true),
           ('{practice}', '{}', 'room', '{room}', '2026-11-24T08:00Z', '2026-11-24T08:30Z', 'appointment', '{visit}', true),
           ('{practice}', '{}', 'patient', '{patient}', '2026-11-24T08:00Z', '2026-11-24T08:30Z', 'appointment', '{visit}', false);
         commit;",
        id(),
        id(),
        id()
    ))
    .await;
    let (invoice, credit_note) = billed(&run, practice, patient, practitioner, by).await;
    House {
        practice,
        site,
        room,
        practitioner,
        other_practitioner: other,
        kind,
        patient,
        visit,
        invoice,
        credit_note,
        tokens,
        people,
    }
}

/// An invoice of one line, taken back by credit note.
async fn billed<F: Future<Output = sqlx::postgres::PgQueryResult>>(
    run: impl Fn(String) -> F,
    practice: Uuid,
    patient: Uuid,
    practitioner: Uuid,
    by: Uuid,
) -> (Uuid, Uuid) {
    let id = Uuid::now_v7;
    let (book, invoice, note, charged, credited) = (id(), id(), id(), id(), id());
    run(format!(
        "begin;
         insert into tariff_book (practice, id, name, since) values ('{practice}', '{book}', 'Tarief', '2026-01-01');
         insert into document_counter (practice, kind, last) values ('{practice}', 'invoice', 1), ('{practice}', 'credit_note', 1);
         insert into invoice (practice, id, number, patient, practitioner, served_on, issued_on, due_on, book, total_cents, vat_cents, snapshot, at, by)
           values ('{practice}', '{invoice}', 1, '{patient}', '{practitioner}', '2026-11-20', '2026-11-20', '2026-12-20', '{book}', 100, 0,
                   '{{\"patient\": \"Kanariename\"}}', now(), '{by}');
         insert into invoice_line (practice, invoice, position, code, label, quantity, unit_cents, total_cents, vat_cents, explains, account)
           values ('{practice}', '{invoice}', 1, '72203', 'Ultrasound', 1, 100, 100, 0, 'By hand.', 'income_fees');
         insert into ledger_transaction (practice, id, kind, patient, document, day, at, by) values
           ('{practice}', '{charged}', 'invoice', '{patient}', '{invoice}', '2026-11-20', now(), '{by}');
         insert into ledger_entry (practice, transaction, position, account, patient, cents) values
           ('{practice}', '{charged}', 1, 'patient_receivable', '{patient}', 100), ('{practice}', '{charged}', 2, 'income_fees', '{patient}', -100);
         insert into credit_note (practice, id, number, invoice, patient, issued_on, total_cents, vat_cents, reason, at, by)
           values ('{practice}', '{note}', 1, '{invoice}', '{patient}', '2026-11-21', 100, 0, 'Kanariename moved', now(), '{by}');
         insert into credit_note_line (practice, credit_note, invoice, position, total_cents, vat_cents)
           values ('{practice}', '{note}', '{invoice}', 1, 100, 0);
         insert into ledger_transaction (practice, id, kind, patient, document, day, at, by) values
           ('{practice}', '{credited}', 'credit_note', '{patient}', '{note}', '2026-11-21', now(), '{by}');
         insert into ledger_entry (practice, transaction, position, account, patient, cents) values
           ('{practice}', '{credited}', 1, 'patient_receivable', '{patient}', -100), ('{practice}', '{credited}', 2, 'income_fees', '{patient}', 100);
         commit;"
    ))
    .await;
    (invoice, note)
}
