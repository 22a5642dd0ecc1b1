//! The scripts end in a sentence, and name the versions that the crate does.
#![cfg(feature = "ssr")]

use std::{
    fs,
    net::TcpListener,
    process::{Command, Output},
};

/// Runs a script of ours; HADADA_CACHE is where the real runs have it.
fn script(name: &str, arguments: &[&str], address: &str) -> Output {
    Command::new("bash")
        .arg(format!("{}/scripts/{name}", env!("CARGO_MANIFEST_DIR")))
        .args(arguments)
        .env("LEPTOS_SITE_ADDR", address)
        .output()
        .expect("bash starts")
}

fn last_line(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).lines().last().unwrap_or_default().to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[test]
fn a_taken_port_is_told_before_anything_is_built() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port();
    let out = script("run", &[], &format!("127.0.0.1:{port}"));
    assert!(!out.status.success());
    assert!(out.stdout.is_empty(), "nothing was begun: {}", String::from_utf8_lossy(&out.stdout));
    let said = last_line(&out);
    assert!(said.starts_with(&format!("Port {port} is already in use: ")), "{said}");
    assert!(said.contains("LEPTOS_SITE_ADDR="), "it says what to do: {said}");
}

#[test]
fn a_misspelt_option_is_told_and_nothing_is_begun() {
    for (name, arguments) in [("run", vec!["--relase"]), ("test", vec!["--olny"]), ("test", vec!["--only", "fromat"])] {
        let out = script(name, &arguments, "127.0.0.1:1");
        assert!(!out.status.success(), "{name} {arguments:?}");
        assert!(last_line(&out).contains(arguments.last().expect("one")), "{name}: {}", last_line(&out));
    }
}

#[test]
fn the_tool_that_makes_the_browser_half_is_of_the_version_of_its_crate() {
    let tools = read("scripts/lib/tools.sh");
    let tool = tools.lines().find_map(|line| line.strip_prefix("WASM_BINDGEN=")).expect("a version");
    let version = tool.split_whitespace().next().expect("a version");
    assert!(read("Cargo.toml").contains(&format!("wasm-bindgen = {{ version = \"={version}\"")), "{version}");
    assert!(read("Cargo.lock").contains(&format!("name = \"wasm-bindgen\"\nversion = \"{version}\"")), "{version}");
}

#[test]
fn a_machine_checks_what_a_person_checks() {
    let run = read(".ci/run");
    assert!(run.lines().last().is_some_and(|line| line.ends_with("exec bash scripts/test")), "{run}");
}
