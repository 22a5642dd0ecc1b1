//! The database that the server brings itself: it keeps what was entered, whatever happens to the processes.
#![cfg(feature = "ssr")]

use hadada::platform::devdb::{DevDb, DevDbError};
use sqlx::{ConnectOptions, Connection, PgConnection};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A folder that is gone when the test is.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Home {
        let path = std::env::temp_dir().join(format!("hadada-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Home(path)
    }

    fn server(&self) -> Option<String> {
        fs::read_to_string(self.0.join("pg/postmaster.pid")).ok()?.lines().next().map(str::to_owned)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Some(pid) = self.server() {
            kill("-KILL", &pid);
        }
        fs::remove_dir_all(&self.0).expect("the folder goes");
    }
}

fn kill(signal: &str, pid: &str) {
    assert!(Command::new("kill").args([signal, pid]).status().expect("kill").success());
}

fn start(home: &Path) -> DevDb {
    DevDb::start(home).unwrap_or_else(|e| panic!("{e}"))
}

async fn enter(db: &DevDb) -> i64 {
    let mut connection = db.options().connect().await.expect("a connection");
    sqlx::raw_sql("create table if not exists visit (n int); insert into visit values (1)")
        .execute(&mut connection)
        .await
        .expect("written");
    sqlx::query_scalar("select count(*) from visit").fetch_one(&mut connection).await.expect("counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_to_leave_stops_the_database() {
    let home = Home::new("leave");
    let (serve, import) = (start(&home.0), start(&home.0));
    assert_eq!(enter(&serve).await, 1);
    import.stop().expect("leaves");
    assert_eq!(enter(&serve).await, 2, "an import that ends does not take the database away from the server");
    serve.stop().expect("stops");
    assert_eq!(home.server(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_left_running_by_a_killed_server_is_found_again() {
    let home = Home::new("left");
    let killed = start(&home.0);
    assert_eq!(enter(&killed).await, 1);
    let running = home.server();
    drop(killed); // as a SIGKILL would: nothing is said to the database
    let next = start(&home.0);
    assert_eq!(home.server(), running, "the same server process");
    assert_eq!(enter(&next).await, 2);
    next.stop().expect("stops");
    assert_eq!(home.server(), None, "the one that found it stops it too");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_entered_survives_a_killed_database() {
    let home = Home::new("killed");
    let db = start(&home.0);
    assert_eq!(enter(&db).await, 1);
    kill("-KILL", &home.server().expect("it runs"));
    drop(db);
    let next = start(&home.0);
    assert_eq!(enter(&next).await, 2);
    next.stop().expect("stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_file_that_names_another_process_does_not_keep_the_practice_out() {
    let home = Home::new("reused");
    start(&home.0).stop().expect("stops");
    let pid = home.0.join("pg/postmaster.pid");
    // after a restart of the machine that number is somebody else's: here it is ours
    fs::write(&pid, format!("{}\n{}\n1\n5432\n\n\n\nready\n", std::process::id(), home.0.join("pg").display()))
        .expect("written");
    let db = start(&home.0);
    assert_eq!(enter(&db).await, 1);
    db.stop().expect("stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_first_start_leaves_nothing_in_the_way() {
    let home = Home::new("half");
    fs::create_dir_all(home.0.join("pg.new/base")).expect("half of a cluster");
    let db = start(&home.0);
    assert_eq!(enter(&db).await, 1);
    db.stop().expect("stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_url_reaches_the_same_database_by_no_port() {
    let home = Home::new("o'url, 1");
    let db = start(&home.0);
    let mut connection = PgConnection::connect(&db.url()).await.expect("a connection");
    let (name, ports, fsync): (String, String, String) = sqlx::query_as(
        "select current_database()::text, current_setting('listen_addresses'), current_setting('fsync')",
    )
    .fetch_one(&mut connection)
    .await
    .expect("settings");
    assert_eq!((name.as_str(), ports.as_str(), fsync.as_str()), ("hadada", "", "on"));
    connection.close().await.expect("closes");
    db.stop().expect("stops");
}

#[test]
fn a_database_of_a_version_that_is_not_installed_is_refused_with_what_to_do() {
    let home = Home::new("major");
    fs::create_dir_all(home.0.join("pg")).expect("a folder");
    fs::write(home.0.join("pg/PG_VERSION"), "9\n").expect("written");
    let said = DevDb::start(&home.0).expect_err("refused");
    assert!(matches!(said, DevDbError::WrongMajor { made_by: 9, .. }), "{said}");
    assert!(said.to_string().contains("install `postgresql-9`"), "{said}");
}

#[test]
fn a_path_too_long_for_a_socket_is_refused_with_what_to_do() {
    let home = Home::new("long");
    let said = DevDb::start(&home.0.join("x".repeat(100))).expect_err("refused").to_string();
    assert!(said.contains("HADADA_DATA"), "{said}");
}
