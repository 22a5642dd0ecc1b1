//! What the server reads when it starts: `Leptos.toml`, then the environment over it.

use anyhow::Context;
use leptos::config::{LeptosOptions, get_configuration};
use serde::Deserialize;
use std::{path::PathBuf, time::Duration};

/// Our own table, `[app]`. Each key can be overridden by `HADADA_<KEY>`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct App {
    /// Most database connections.
    pub db_max_connections: u32,
    /// Milliseconds a request waits for a connection before it is told that the server is busy.
    pub db_acquire_timeout_ms: u64,
    /// Milliseconds one statement may run.
    pub statement_timeout_ms: u64,
    /// Milliseconds one request may take.
    pub request_timeout_ms: u64,
    /// Minutes without a request after which a staff screen is locked.
    pub staff_idle_minutes: i32,
    /// Hours after which a staff session ends whatever happens.
    pub staff_hours: i64,
    /// Largest form, in KiB.
    pub body_limit_kb: usize,
    /// Largest file to import, in KiB.
    pub import_limit_kb: usize,
    /// Shows the component gallery.
    pub gallery: bool,
    /// Where `/metrics` is served, `127.0.0.1:9464`: a listener of its own, for machines of one's own. Empty: nowhere.
    pub metrics_addr: String,
    /// The file to which the ends of the trails are copied every minute; it belongs on another disk or machine. Empty: none.
    pub heads_file: String,
    /// The server is reached only through one proxy of its own, so the last address of `X-Forwarded-For` is the visitor's.
    pub behind_proxy: bool,
}

impl Default for App {
    fn default() -> Self {
        App {
            db_max_connections: 16,
            db_acquire_timeout_ms: 2_000,
            statement_timeout_ms: 5_000,
            request_timeout_ms: 10_000,
            staff_idle_minutes: 15,
            staff_hours: 12,
            body_limit_kb: 1_024,
            import_limit_kb: 65_536,
            gallery: cfg!(debug_assertions),
            metrics_addr: String::new(),
            heads_file: String::new(),
            behind_proxy: false,
        }
    }
}

impl App {
    /// How the pool behaves.
    pub fn pool(&self) -> super::db::PoolSettings {
        super::db::PoolSettings {
            max_connections: self.db_max_connections,
            acquire_timeout: Duration::from_millis(self.db_acquire_timeout_ms),
            statement_timeout: Duration::from_millis(self.statement_timeout_ms),
        }
    }
}

/// Reads the file and the environment.
///
/// # Errors
/// One sentence naming the file or the key when something is missing or cannot be understood.
pub fn load(path: &str) -> anyhow::Result<(LeptosOptions, App)> {
    let text = std::fs::read_to_string(path).with_context(|| {
        format!("{path} cannot be read: start the server where Leptos.toml is, or set HADADA_CONFIG")
    })?;
    let leptos = get_configuration(Some(path)).map_err(|e| anyhow::anyhow!("{path}: {e}"))?.leptos_options;
    let mut file: toml::Table = text.parse().with_context(|| format!("{path} is not TOML"))?;
    let mut app = match file.remove("app") {
        Some(toml::Value::Table(t)) => t,
        Some(_) => anyhow::bail!("{path}: [app] is not a table"),
        None => toml::Table::new(),
    };
    override_from_env(&mut app, |key| std::env::var(key).ok());
    let app = app.try_into().with_context(|| format!("{path}: [app]"))?;
    Ok((leptos, app))
}

/// `HADADA_DB_MAX_CONNECTIONS=32` becomes `db-max-connections = 32`.
fn override_from_env(app: &mut toml::Table, read: impl Fn(&str) -> Option<String>) {
    let keys = [
        "db-max-connections",
        "db-acquire-timeout-ms",
        "statement-timeout-ms",
        "request-timeout-ms",
        "staff-idle-minutes",
        "staff-hours",
        "body-limit-kb",
        "import-limit-kb",
        "gallery",
        "metrics-addr",
        "heads-file",
        "behind-proxy",
    ];
    for key in keys {
        if let Some(text) = read(&format!("HADADA_{}", key.replace('-', "_").to_uppercase())) {
            let value = match (text.parse::<i64>(), text.parse::<bool>()) {
                (Ok(n), _) => toml::Value::Integer(n),
                (_, Ok(b)) => toml::Value::Boolean(b),
                (Err(_), Err(_)) => toml::Value::String(text),
            };
            app.insert(key.into(), value);
        }
    }
}

/// Where the private cluster and the keys live.
pub fn data_dir() -> PathBuf {
    std::env::var_os("HADADA_DATA").map_or_else(|| PathBuf::from(".data"), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_wins_over_the_file() {
        let mut table: toml::Table = "staff-hours = 12\nbody-limit-kb = 1".parse().expect("toml");
        override_from_env(&mut table, |k| (k == "HADADA_STAFF_HOURS").then(|| "8".to_string()));
        let app: App = table.try_into().expect("app");
        assert_eq!((app.staff_hours, app.body_limit_kb), (8, 1));
    }

    #[test]
    fn a_misspelt_key_is_not_ignored() {
        assert!("staf-hours = 12".parse::<toml::Table>().expect("toml").try_into::<App>().is_err());
    }
}
