//! The server reads `Leptos.toml`, cargo-leptos reads `Cargo.toml`. They say the same.

fn table(file: &str) -> toml::Table {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(path).expect("readable");
    let all: toml::Table = text.parse().expect("toml");
    all["package"]["metadata"]["leptos"].as_table().expect("a table").clone()
}

#[test]
fn leptos_toml_agrees_with_cargo_toml() {
    let cargo = table("Cargo.toml");
    for (key, value) in table("Leptos.toml") {
        // `env` is for run time only: cargo-leptos does not know it
        if key != "env" {
            assert_eq!(cargo.get(&key), Some(&value), "{key}");
        }
    }
}
