//! `docs/policy.md` is the policy table, printed. A change of policy is a change in a document an owner can read.
#![cfg(feature = "ssr")]

use hadada::access::{
    Role,
    policy::{Reach, table},
};
use std::{fmt::Write, fs, path::Path};

fn printed() -> String {
    let mut out = String::from(
        "# Who may do what\n\n\
         Printed from `src/access/policy.rs` by `tests/policy.rs`; after a change run the tests with `HADADA_PRINT=1`.\n\n\
         **all**: everything in the practice. **own**: one's own diary, the patients one treats (a visit booked, or one within\n\
         the last 12 months), one's own file or account. **reason**: a\n\
         chart that one opened with a written reason, for an hour, to read. **-**: never. *Watched* deeds leave a line in the access log even\n\
         when nothing changes. *Proof*: how old the last proof of who one is (signing in, or a password or code since) may\n\
         be when something is changed; older, and the page asks for one before it goes on. A person with several roles may do what any of them may. What is not in this table nobody\n\
         may do, and no query runs without having asked it.\n\n",
    );
    let heads: Vec<&str> = Role::ALL.iter().map(|r| r.word()).collect();
    writeln!(out, "| Deed | {} | watched | proof |", heads.join(" | ")).expect("to a string");
    writeln!(out, "|---|{}---|---|", "---|".repeat(heads.len())).expect("to a string");
    for row in table() {
        let cells: Vec<&str> = row
            .reach
            .iter()
            .map(|r| match r {
                Reach::No => "-",
                Reach::Glass => "reason",
                Reach::Own => "own",
                Reach::All => "all",
            })
            .collect();
        let watched = if row.watched { "yes" } else { "" };
        let proof = if row.fresh == 0 { String::new() } else { format!("{} min", row.fresh) };
        writeln!(out, "| {} `{}` | {} | {watched} | {proof} |", row.says, row.ability, cells.join(" | "))
            .expect("to a string");
    }
    out.push_str(
        "\nNumbers in brackets are the rows of the role and capability matrix of the domain reference. An auditor sees the\n\
         practice, its people, its tariffs and the audit trail, where patients go by file number, and reads a patient's record\n\
         with a written reason; what an hour's opening shows a practitioner is what those who treat the patient see, and\n\
         nothing of it can be changed.\n",
    );
    out
}

#[test]
fn the_document_is_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/policy.md");
    if std::env::var_os("HADADA_PRINT").is_some() {
        fs::write(&path, printed()).expect("docs is writable");
    }
    let on_disk = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        on_disk == printed(),
        "docs/policy.md is not the policy: run `HADADA_PRINT=1 cargo test --features ssr --test policy`"
    );
}
