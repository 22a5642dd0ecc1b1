//! The door and the people behind it, through the router, against a real database.

mod colleagues;
mod door;
mod own_account;
mod second_factor;
mod step_up;

use crate::{
    access::sign_in::password,
    kernel::ids::{PersonId, PracticeId},
    platform::{
        clock::Clock,
        config::App,
        db::{Db, PoolSettings},
        edge::Services,
        live::Live,
        seal::Seal,
    },
    server::http,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use jiff::{SignedDuration, Timestamp};
use sqlx::PgPool;
use std::{net::SocketAddr, sync::Arc};
use tower::ServiceExt;

const PASSWORD: &str = "six plum kettles sang";

/// A server with one practice, and browsers that come to it.
struct Desk {
    pool: PgPool,
    router: Router,
    practice: PracticeId,
    clock: Clock,
    now: Timestamp,
}

/// What a browser keeps and says of itself.
#[derive(Clone, Default)]
struct Browser {
    address: u8,
    cookies: Vec<(String, String)>,
}

struct Answer {
    status: StatusCode,
    to: String,
    retry_after: Option<String>,
    cookies: Vec<String>,
    body: String,
}

impl Desk {
    async fn open(pool: PgPool) -> Desk {
        let now: Timestamp = "2026-11-25T06:00:00Z".parse().expect("a time");
        let clock = Clock::fixed(now);
        let it = Services {
            db: Db::new((*pool.connect_options()).clone(), &PoolSettings::default(), clock.clone()),
            seal: Arc::new(Seal::from_bytes(&[7; 64])),
            live: Live::default(),
            app: Arc::new(App::default()),
        };
        let leptos = leptos::config::LeptosOptions::builder().output_name("hadada").build();
        let router = http::router(http::State { leptos, services: it, secure: false });
        let practice = PracticeId::fresh();
        sqlx::query("insert into practice (id, name) values ($1, 'Rosebank Rehab')")
            .bind(practice.0)
            .execute(&pool)
            .await
            .expect("a practice");
        Desk { pool, router, practice, clock, now }
    }

    async fn person(&self, email: &str, roles: &[&str], first: bool) -> PersonId {
        let (id, hash) = (PersonId::fresh(), password::hash(&PASSWORD.into()).await.expect("hashes"));
        sqlx::query(
            "insert into person (practice, id, email, email_folded, name, roles, password_hash, must_change_password)
             values ($1, $2, $3, lower($3), 'Sipho Dlamini', $4, $5, $6)",
        )
        .bind(self.practice.0)
        .bind(id.0)
        .bind(email)
        .bind(roles)
        .bind(hash)
        .bind(first)
        .execute(&self.pool)
        .await
        .expect("a person");
        id
    }

    fn later(&mut self, by: SignedDuration) {
        self.now += by;
        self.clock.set(self.now);
    }

    async fn ask(&self, browser: &mut Browser, request: axum::http::request::Builder, body: String) -> Answer {
        let from = SocketAddr::from(([10, 0, 0, browser.address], 40_000));
        let cookies: Vec<String> = browser.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let html = request.headers_ref().is_none_or(|h| !h.contains_key(header::ACCEPT));
        let request = if html { request.header(header::ACCEPT, "text/html") } else { request };
        let request = request
            .header(header::HOST, "clinic.example")
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
            .header(header::COOKIE, cookies.join("; "))
            .extension(ConnectInfo(from))
            .body(Body::from(body))
            .expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let text =
            |name: header::HeaderName| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let (status, to, retry_after) =
            (response.status(), text(header::LOCATION).unwrap_or_default(), text(header::RETRY_AFTER));
        let lines = response.headers().get_all(header::SET_COOKIE).iter();
        let cookies: Vec<String> = lines.filter_map(|v| v.to_str().ok()).map(str::to_owned).collect();
        for line in &cookies {
            let (name, rest) = line.split_once('=').expect("a cookie has a name");
            let value = rest.split(';').next().unwrap_or_default();
            browser.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                browser.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let body = to_bytes(response.into_body(), 1 << 22).await.expect("a body");
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status, to, retry_after, cookies, body }
    }

    async fn get(&self, browser: &mut Browser, path: &str) -> Answer {
        self.ask(browser, Request::get(path), String::new()).await
    }

    async fn post(&self, browser: &mut Browser, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(form).expect("a form");
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(browser, request, body).await
    }

    async fn call(&self, browser: &mut Browser, name: &str, json: &str) -> Answer {
        let path = leptos::server_fn::axum::server_fn_paths().find(|(path, _)| path.ends_with(name));
        let (path, _) = path.unwrap_or_else(|| panic!("no server function {name}"));
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json");
        self.ask(browser, request, json.to_owned()).await
    }

    async fn sign_in(&self, browser: &mut Browser, email: &str, password: &str) -> Answer {
        self.post(browser, "/sign-in", &[("email", email), ("password", password)]).await
    }

    async fn count(&self, what: &str) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(what.to_owned())).fetch_one(&self.pool).await.expect("a number")
    }
}

fn from(address: u8) -> Browser {
    Browser { address, ..Browser::default() }
}

/// A page without what differs from answer to answer for everybody: the nonce of its policy.
fn without_nonce(body: &str) -> String {
    let nonce = body.split_once("nonce=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(nonce, _)| nonce);
    body.replace(nonce.expect("a page has a nonce"), "NONCE")
}
