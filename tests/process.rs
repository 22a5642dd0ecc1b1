//! The real program as a process: what it logs, and how it closes.
#![cfg(feature = "ssr")]

mod common;

use common::{CANARIES, House, house};
use sqlx::PgPool;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc,
};

/// The server on a free port, its log line by line.
struct Server {
    child: Child,
    port: u16,
    counting: u16,
    lines: mpsc::Receiver<String>,
    seen: Vec<String>,
}

impl Server {
    fn start(pool: &PgPool, keep: &tempdir::Dir) -> Server {
        let (port, counting) = (free_port(), free_port());
        let mut child = Command::new(env!("CARGO_BIN_EXE_hadada"))
            .arg("serve")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("DATABASE_URL", url(pool))
            .env("HADADA_DATA", keep.path())
            .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
            .env("HADADA_METRICS_ADDR", format!("127.0.0.1:{counting}"))
            .env("HADADA_HEADS_FILE", keep.path().join("heads"))
            .env_remove("HADADA_LOG_FORMAT")
            .env_remove("HADADA_LOG")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .stdin(Stdio::null())
            .spawn()
            .expect("the program starts");
        let stderr = child.stderr.take().expect("piped");
        let (tell, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        let mut server = Server { child, port, counting, lines, seen: vec![] };
        server.until("\"serving\"");
        server
    }

    /// Reads the log until a line has the word; the log ending first is a failure.
    fn until(&mut self, word: &str) {
        loop {
            match self.lines.recv() {
                Ok(line) => {
                    let found = line.contains(word);
                    self.seen.push(line);
                    if found {
                        return;
                    }
                }
                Err(_) => panic!("the log ended without {word}: {:#?}", self.seen),
            }
        }
    }

    fn signal(&self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().expect("kill is there");
        assert!(sent.success());
    }

    /// Waits for the end; gives the whole log.
    fn finish(mut self) -> (bool, Vec<String>) {
        let ok = self.child.wait().expect("it ends").success();
        self.seen.extend(self.lines.iter());
        (ok, std::mem::take(&mut self.seen))
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).expect("it listens")
    }

    /// The page of metrics, from its own listener.
    fn metrics(&self) -> String {
        let mut socket = TcpStream::connect(("127.0.0.1", self.counting)).expect("it listens");
        socket.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("sent");
        let mut answer = vec![];
        socket.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// One request on its own connection; the whole answer.
    fn ask(&self, head: &str, token: &str, kind: &str, body: &str) -> String {
        let mut socket = self.connect();
        let request = format!(
            "{head} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nCookie: hadada={token}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        );
        socket.write_all(request.as_bytes()).expect("sent");
        let mut answer = vec![];
        socket.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// A test that fails leaves no server behind.
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("its address").port()
}

/// A command of the program on the test's own database; whether it was content, and what it said.
fn command(pool: &PgPool, keep: &tempdir::Dir, words: &[&str]) -> (bool, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_hadada"))
        .args(words)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("DATABASE_URL", url(pool))
        .env("HADADA_DATA", keep.path())
        .output()
        .expect("the program runs");
    let said = [out.stdout, out.stderr].concat();
    (out.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// The address of the test's own database for another process.
fn url(pool: &PgPool) -> String {
    let o = pool.connect_options();
    let name = o.get_database().expect("a database of the test's own");
    match o.get_socket() {
        Some(dir) => {
            format!("postgres://{}@localhost:{}/{name}?host={}", o.get_username(), o.get_port(), dir.display())
        }
        None => format!("postgres://{}@{}:{}/{name}", o.get_username(), o.get_host(), o.get_port()),
    }
}

/// A folder that goes away with the test.
mod tempdir {
    pub struct Dir(std::path::PathBuf);
    impl Dir {
        pub fn new() -> Dir {
            let dir = std::env::temp_dir().join(format!("hadada-{}", uuid::Uuid::now_v7().simple()));
            std::fs::create_dir_all(&dir).expect("a folder");
            Dir(dir)
        }
        pub fn path(&self) -> &std::path::Path {
            &self.0
        }
    }
    impl Drop for Dir {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

/// Sessions of the shared house end by the clock of the tests; these live by the machine's.
async fn stay_signed_in(pool: &PgPool, h: &House) {
    let sql = format!(
        "update session set created_at = now(), seen_at = now(), expires_at = now() + interval '1 hour' where practice = '{}'",
        h.practice
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(pool).await.expect("an update");
}

#[sqlx::test]
async fn the_log_holds_no_person(pool: PgPool) {
    let h = house(&pool, "een").await;
    stay_signed_in(&pool, &h).await;
    let keep = tempdir::Dir::new();
    let server = Server::start(&pool, &keep);
    let (desk, json, form) = (h.tokens[3].clone(), "application/json", "application/x-www-form-urlencoded");
    let marked = "Geheimwoord";
    let asked = [
        server.ask("POST /sign-in", "", form, &format!("email={marked}@post.example&password={marked}")),
        server.ask("POST /api/hadada/patients/api/search", &desk, json, r#"{"query":"kanariename"}"#),
        server.ask("POST /api/hadada/patients/api/search", &desk, json, r#"{"query":"0829990001"}"#),
        server.ask("POST /api/hadada/patients/api/search", &desk, json, &format!("{{\"query\": {marked}")),
        server.ask(&format!("GET /patients/{}", h.patient), &desk, form, ""),
        server.ask(&format!("GET /{marked}?q={marked}"), &desk, form, ""),
        server.ask(
            "POST /api/hadada/patients/api/quick_add",
            &desk,
            json,
            &format!(
                r#"{{"draft":{{"key":"{}","first_names":"{marked}","last_name":"{marked}","phone":"0829990002"}}}}"#,
                uuid::Uuid::now_v7()
            ),
        ),
        server.ask(
            "POST /patients/new",
            &desk,
            form,
            &format!("first_names={marked}&last_name={marked}&id_number=8001015009087"),
        ),
    ];
    assert!(asked[1].contains("Kanariename"), "the search did find her: {}", asked[1]);
    server.signal();
    let (ok, log) = server.finish();
    assert!(ok, "it closes cleanly: {log:#?}");
    assert!(log.len() > asked.len(), "every request is a line: {log:#?}");
    let (patient, visit) = (h.patient.to_string(), h.visit.to_string());
    for line in &log {
        let parsed: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"));
        assert!(parsed["timestamp"].is_string() && parsed["level"].is_string(), "{line}");
        if parsed["message"] == "request" {
            assert!(parsed["request_id"].is_string() && parsed["route"].is_string(), "{line}");
            for field in ["status", "duration_ms", "db_ms", "db_queries", "rows"] {
                assert!(parsed[field].is_number(), "{field}: {line}");
            }
        }
        for word in CANARIES.iter().copied().chain([
            marked,
            "kanariename",
            "0829990002",
            "8001015009087",
            &patient,
            &visit,
            &desk,
        ]) {
            assert!(!line.contains(word), "the log tells {word}: {line}");
        }
    }
}

#[sqlx::test]
async fn closing_answers_what_was_asked_and_says_so_first(pool: PgPool) {
    let h = house(&pool, "een").await;
    stay_signed_in(&pool, &h).await;
    let keep = tempdir::Dir::new();
    let mut server = Server::start(&pool, &keep);
    assert!(server.ask("GET /readyz", "", "text/plain", "").starts_with("HTTP/1.1 200"));
    let mut stream = server.connect();
    let live = format!("GET /live HTTP/1.1\r\nHost: x\r\nCookie: hadada={}\r\n\r\n", h.tokens[3]);
    stream.write_all(live.as_bytes()).expect("sent");
    let mut first = [0u8; 12];
    stream.read_exact(&mut first).expect("the stream opens");
    assert_eq!(&first, b"HTTP/1.1 200");
    server.signal();
    server.until("\"closing\"");
    // still answering, no longer ready, and asking connections to go
    let ready = server.ask("GET /readyz", "", "text/plain", "");
    assert!(ready.starts_with("HTTP/1.1 503"), "{ready}");
    let page = server.ask("GET /sign-in", "", "text/html", "");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let mut rest = vec![];
    stream.read_to_end(&mut rest).expect("the stream ends by itself");
    let (ok, log) = server.finish();
    assert!(ok, "{log:#?}");
}

#[sqlx::test]
async fn a_database_that_is_newer_is_left_alone(pool: PgPool) {
    sqlx::raw_sql("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (99999999, 'later', true, '\\x00', 0)")
        .execute(&pool)
        .await
        .expect("a row");
    let keep = tempdir::Dir::new();
    let out = Command::new(env!("CARGO_BIN_EXE_hadada"))
        .arg("migrate")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("DATABASE_URL", url(&pool))
        .env("HADADA_DATA", keep.path())
        .output()
        .expect("the program runs");
    assert!(!out.status.success());
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(said.contains("newer than this program"), "{said}");
}

#[sqlx::test]
async fn what_it_costs_is_in_the_log_and_on_a_listener_of_its_own(pool: PgPool) {
    let h = house(&pool, "een").await;
    stay_signed_in(&pool, &h).await;
    let keep = tempdir::Dir::new();
    let server = Server::start(&pool, &keep);
    server.ask("POST /api/hadada/patients/api/search", &h.tokens[3], "application/json", r#"{"query":"kanariename"}"#);
    let page = server.metrics();
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains("http_route=\"/api/hadada/patients/api/search\""),
        "{page}"
    );
    let public = server.ask("GET /metrics", &h.tokens[0], "text/plain", "");
    assert!(public.starts_with("HTTP/1.1 404"), "metrics are nobody's to see from outside: {public}");
    let at = format!("127.0.0.1:{}", server.port);
    assert_eq!(command(&pool, &keep, &["healthcheck", "--at", &at]), (true, "ready\n".into()));
    server.signal();
    let (ok, log) = server.finish();
    assert!(ok, "{log:#?}");
    let line = log.iter().find(|l| l.contains("patients/api/search") && l.contains("\"request\"")).expect("a line");
    let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
    let queries = line["db_queries"].as_u64().expect("a number");
    assert!((4..=12).contains(&queries) && line["rows"].as_u64() >= Some(2), "{line}");
    assert!(line["db_ms"].as_f64() > Some(0.0) && line["db_ms"].as_f64() <= line["duration_ms"].as_f64(), "{line}");
    let (well, said) = command(&pool, &keep, &["healthcheck", "--at", &at]);
    assert!(!well && said.contains("does not answer"), "{said}");
}

#[sqlx::test]
async fn commands_find_that_all_is_well_and_that_it_is_not(pool: PgPool) {
    let h = house(&pool, "een").await;
    stay_signed_in(&pool, &h).await;
    let keep = tempdir::Dir::new();
    let server = Server::start(&pool, &keep);
    for _ in 0..3 {
        server.ask(
            "POST /api/hadada/patients/api/search",
            &h.tokens[3],
            "application/json",
            r#"{"query":"kanariename"}"#,
        );
    }
    server.signal();
    assert!(server.finish().0);
    let heads = keep.path().join("heads");
    let heads = heads.to_str().expect("a path");
    let (well, said) = command(&pool, &keep, &["verify-audit", "--heads", heads]);
    assert!(well && said.contains("4 rows of 1 trails") && said.contains("1 copied ends"), "{said}");
    let (well, said) = command(&pool, &keep, &["check"]);
    assert!(well && said.contains("Every promise holds.") && said.contains("claims_do_not_overlap"), "{said}");
    // cut off at the end: only the copied ends know
    let cut = "alter table trail disable trigger user; delete from trail where seq = 4; alter table trail enable trigger user";
    sqlx::raw_sql(cut).execute(&pool).await.expect("the owner may");
    let (well, said) = command(&pool, &keep, &["verify-audit"]);
    assert!(well && said.contains("would not be seen"), "{said}");
    let (well, said) = command(&pool, &keep, &["verify-audit", "--heads", heads]);
    assert!(!well && said.contains("its end was cut off"), "{said}");
    let changed = "alter table trail disable trigger user; update trail set role = 'owner' where seq = 2; alter table trail enable trigger user;
                   update resource_claim set active = false";
    sqlx::raw_sql(changed).execute(&pool).await.expect("the owner may");
    let (well, said) = command(&pool, &keep, &["verify-audit"]);
    assert!(!well && said.contains("row 2 does not follow"), "{said}");
    let (well, said) = command(&pool, &keep, &["check"]);
    assert!(!well && said.contains("BROKEN  every_visit_holds_its_claims"), "{said}");
}
