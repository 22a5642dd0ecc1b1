//! One JSON line per thing worth knowing, and never a person's data: fields are an allow-list by construction, because
//! every call site names its fields and none of the types that hold personal data implements `Display` into them.

use tracing_subscriber::{EnvFilter, fmt::time::FormatTime};

/// UTC, RFC 3339, microseconds.
struct Utc;
impl FormatTime for Utc {
    fn format_time(&self, w: &mut tracing_subscriber::fmt::format::Writer<'_>) -> std::fmt::Result {
        write!(w, "{:.6}", crate::platform::clock::Clock::System.now())
    }
}

/// Starts logging: JSON unless `HADADA_LOG_FORMAT=text`, level by `HADADA_LOG` (default `info`).
///
/// sqlx's own statement log and axum's rejections are off: both quote what was sent.
pub fn start() {
    let filter = EnvFilter::try_from_env("HADADA_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=off,axum=off,hyper=warn,tower_http=warn,leptos_router=warn"));
    let text = std::env::var("HADADA_LOG_FORMAT").is_ok_and(|f| f == "text");
    let base = tracing_subscriber::fmt().with_env_filter(filter).with_timer(Utc).with_writer(std::io::stderr);
    let started =
        if text { base.try_init() } else { base.json().flatten_event(true).with_current_span(false).try_init() };
    // a second start, as tests do, keeps the first
    drop(started);
    std::panic::set_hook(Box::new(|info| {
        // the message of a panic may quote data; the place is enough to find it
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        metrics::counter!("panic_total").increment(1);
        tracing::error!(place, "panic");
    }));
}
