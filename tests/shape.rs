//! The dependency rules of the crate, read off the source. What the compiler would charge in a workspace, this test does.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Feature to feature edges, each with its reason. The diagram of the system is this list.
const MAY_USE: &[(&str, &str, &str)] = &[
    ("scheduling", "patients", "a visit is with someone: booking finds or registers the patient"),
    ("patients", "settings", "funding names a scheme of the directory"),
    ("settings", "patients", "patients are imported from files"),
    ("settings", "scheduling", "the demo practice has a diary"),
    ("settings", "access", "the demo practice has people who sign in"),
    ("billing", "patients", "an invoice is addressed to someone"),
    ("billing", "scheduling", "a checkout is of a visit"),
    ("settings", "billing", "the demo practice has invoices"),
];

/// Store functions that may write without a permit, each with its reason. May only shrink.
const WRITES_WITHOUT_PERMIT: &[(&str, &str)] = &[
    ("locks", "takes advisory locks, changes nothing"),
    ("savepoint", "marks a place in the transaction"),
    ("rollback_to", "goes back to a marked place"),
    ("release", "forgets a marked place"),
];

/// Line counts, forbidden words and edges, for the whole of `src`.
fn breaches(src: &[(String, String)]) -> Vec<String> {
    let mut out = vec![];
    for (path, text) in src {
        let code_lines: Vec<(usize, &str)> = text.lines().enumerate().map(|(n, l)| (n + 1, code_of(l))).collect();
        let mut no = |n: usize, why: &str| out.push(format!("src/{path}:{n}: {why}"));
        if text.lines().count() > 400 {
            no(text.lines().count(), "longer than 400 lines");
        }
        let at = Place::of(path);
        for (n, code) in &code_lines {
            line_rules(&at, code, |why| no(*n, why));
            edge_rules(&at, code, |why| no(*n, why));
        }
        if at.is_store {
            permit_rules(text, |n, why| no(n, why));
        }
    }
    out
}

/// Where a file stands.
struct Place<'a> {
    path: &'a str,
    file: &'a str,
    top: &'a str,
    is_store: bool,
    is_test: bool,
    is_ui: bool,
}

impl<'a> Place<'a> {
    fn of(path: &'a str) -> Place<'a> {
        let file = path.rsplit('/').next().unwrap_or(path);
        let top = path.split('/').next().unwrap_or("");
        let is_store = file == "store.rs" || path.contains("/store/");
        let is_test = top == "testing" || file == "tests.rs" || path.contains("/tests/") || file.ends_with("_tests.rs");
        Place { path, file, top, is_store, is_test, is_ui: path.contains("/ui/") }
    }
}

/// The line without its comment; strings stay.
fn code_of(line: &str) -> &str {
    match line.find("//") {
        Some(at) if !line[..at].ends_with(':') => &line[..at],
        _ => line,
    }
}

const FEATURES: [&str; 6] = ["patients", "scheduling", "settings", "access", "billing", "audit"];

fn line_rules(at: &Place, code: &str, mut no: impl FnMut(&str)) {
    let machine = at.top == "platform" || at.is_test;
    if code.contains("sqlx::query") && !at.is_store && !machine && at.path != "settings/seed/copy.rs" {
        no("SQL outside store.rs");
    }
    if code.contains(".sql()") && !at.is_store && !machine {
        no("connection outside store.rs");
    }
    if code.contains("cfg(feature") && !["lib.rs", "mod.rs", "api.rs"].contains(&at.file) && at.top != "kernel" {
        no("cfg(feature) outside lib.rs, mod.rs and api.rs");
    }
    if (at.file == "rules.rs" || at.path.contains("/rules/"))
        && ["platform", "leptos", "async "].iter().any(|w| code.contains(w))
    {
        no("rules are pure");
    }
    if at.is_ui && ["::store", "::actions", "platform::"].iter().any(|w| code.contains(w)) {
        no("a screen sees api and model, never store, actions or platform");
    }
    if code.contains("todo!(") || code.contains("unimplemented!(") {
        no("unfinished");
    }
    if code.contains("#[allow(") || code.contains("#![allow(") {
        no("allow without a reason: use expect with one");
    }
    if !at.is_test && code.contains("GetUrl") && !code.trim_start().starts_with("use ") {
        no("a server function by GET");
    }
    if !at.path.starts_with("ui/gallery") && has_arbitrary_style(code) {
        no("a raw colour or size outside style/");
    }
}

/// Hex colours in views and Tailwind's arbitrary values. Imported colours are data, checked elsewhere.
fn has_arbitrary_style(code: &str) -> bool {
    let arbitrary = ["-[#", "px]\"", "rem]\"", "-[1", "-[2", "-[3", "-[4", "-[5", "-[6", "-[7", "-[8", "-[9"];
    code.contains("class=") && arbitrary.iter().any(|w| code.contains(w))
}

fn edge_rules(at: &Place, code: &str, mut no: impl FnMut(&str)) {
    for word in uses(code) {
        let fine = match at.top {
            "kernel" => word == "kernel",
            "access" => ["kernel", "access", "platform", "ui"].contains(&word.as_str()),
            "platform" => ["kernel", "access", "platform"].contains(&word.as_str()),
            "ui" => ["kernel", "ui"].contains(&word.as_str()),
            f if FEATURES.contains(&f) => {
                word == f
                    || !FEATURES.contains(&word.as_str())
                    || word == "access"
                    || MAY_USE.iter().any(|(from, to, _)| *from == f && *to == word)
            }
            _ => true,
        };
        if !fine && !at.is_test {
            no(&format!("{} may not use {word}", at.top));
        }
    }
}

/// The modules named after `crate::` on a line, also in a grouped use.
fn uses(code: &str) -> Vec<String> {
    let mut found = vec![];
    for (i, _) in code.match_indices("crate::") {
        let rest = &code[i + 7..];
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !word.is_empty() {
            found.push(word);
        }
    }
    found
}

/// Every store function that takes a writing context holds a permit.
fn permit_rules(text: &str, mut no: impl FnMut(usize, &str)) {
    let lines: Vec<&str> = text.lines().collect();
    for (n, line) in lines.iter().enumerate() {
        let Some(start) = line.find("async fn ") else { continue };
        let name: String = line[start + 9..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let head: String = lines[n..].iter().take(16).map(|l| format!("{l} ")).collect();
        let head = &head[..head.find('{').unwrap_or(head.len())];
        let listed = WRITES_WITHOUT_PERMIT.iter().any(|(f, _)| *f == name);
        if head.contains("&mut CxMut") && !head.contains("Permit<") && !listed {
            no(n + 1, "a store function that may write takes a permit");
        }
    }
}

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("src is readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|x| x == "rs") {
            out.push(path);
        }
    }
}

fn source() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut list = vec![];
    files(&root, &mut list);
    list.iter()
        .map(|p| {
            let name = p.strip_prefix(&root).expect("under src").to_string_lossy().into_owned();
            (name, fs::read_to_string(p).expect("readable"))
        })
        .collect()
}

#[test]
fn the_crate_keeps_its_shape() {
    let found = breaches(&source());
    assert!(found.is_empty(), "{} breaches:\n{}", found.len(), found.join("\n"));
}

#[test]
fn and_the_test_would_notice() {
    let bad = |path: &str, text: &str| breaches(&[(path.to_string(), text.to_string())]).len();
    assert_eq!(bad("patients/actions.rs", "let x = sqlx::query(\"select 1\");"), 1);
    assert_eq!(bad("patients/ui/page.rs", "use crate::patients::store;"), 1);
    assert_eq!(bad("patients/actions.rs", "cx.sql();"), 1);
    assert_eq!(bad("patients/rules.rs", "async fn f() {}"), 1);
    assert_eq!(bad("kernel/money.rs", "use crate::patients::model;"), 1);
    assert_eq!(bad("patients/model.rs", "use crate::scheduling::model;"), 1, "not in the table");
    assert_eq!(bad("scheduling/model.rs", "use crate::patients::model;"), 0, "in the table");
    assert_eq!(bad("patients/store.rs", "pub async fn set(cx: &mut CxMut, id: Uuid) -> sqlx::Result<()> {"), 1);
    assert_eq!(bad("patients/store.rs", "pub async fn set(cx: &mut CxMut, may: &Permit<X>) -> sqlx::Result<()> {"), 0);
    assert_eq!(bad("patients/model.rs", &"// line\n".repeat(401)), 1);
    assert_eq!(bad("patients/ui/card.rs", "<div class=\"w-[13px]\">"), 1);
}

/// Server functions and pages have no second door: only `platform/edge.rs` makes a context.
#[test]
fn only_the_edge_opens_the_door() {
    for (path, text) in source() {
        let inside = path.starts_with("platform/") || Place::of(&path).is_test;
        assert!(inside || !text.contains("Cx::enter"), "{path} makes its own context");
        assert!(inside || !text.contains("PgPool"), "{path} knows a pool");
        // nobody acts yet when somebody signs in: a narrow way in, for whoever signs people in
        let at_the_door = inside || path.starts_with("access/");
        assert!(
            at_the_door || !["Doorway", "door::step"].iter().any(|w| text.contains(w)),
            "{path} stands at the door"
        );
    }
}
