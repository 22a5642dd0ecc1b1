//! The commands: `serve`, `migrate`, `owner`, `seed`, `import`, `check`, `verify-audit`, `healthcheck`.

use super::{commands, http, log, metrics};
use crate::platform::{
    clock::Clock,
    config, db,
    devdb::DevDb,
    edge::Services,
    live::Live,
    seal::Seal,
    trail::{TrailKey, heads::Exporter},
};
use anyhow::Context;
use axum::serve::ListenerExt;
use clap::{Parser, Subcommand};
use sqlx::postgres::PgConnectOptions;
use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

/// Practice management for allied health.
#[derive(Debug, Parser)]
#[command(name = "hadada", version, about)]
struct Cli {
    /// The settings file.
    #[arg(long, env = "HADADA_CONFIG", default_value = "Leptos.toml")]
    config: String,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the product (the default). Starts a private database unless DATABASE_URL is set.
    Serve {
        /// Load the demo practice if the database is empty.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database to this program's version.
    Migrate,
    /// Make an empty practice and print the link by which its first owner joins: once, within 24 hours.
    Owner {
        /// Name of the practice.
        #[arg(long)]
        practice: String,
        /// Name of the owner.
        #[arg(long)]
        name: String,
        /// The address the owner will sign in with.
        #[arg(long)]
        email: String,
    },
    /// Load the demo practice, or a large one for measuring.
    Seed(crate::settings::seed::SeedArgs),
    /// Import a file: tariff, modifiers, schemes, administrators, appointment-types or patients.
    Import(crate::settings::import::ImportArgs),
    /// Look whether everything that must always be true is: claims, events, trails. Exits with 1 when something is not.
    Check,
    /// Look for tampering with the audit trails. Exits with 1 when something was changed, taken out or cut off.
    VerifyAudit {
        /// The file of copied ends; without it the configured one (heads-file).
        #[arg(long)]
        heads: Option<PathBuf>,
    },
    /// Ask a running server whether it is ready. Exits with 1 when it is not.
    Healthcheck {
        /// Where it listens; without it the configured address.
        #[arg(long)]
        at: Option<std::net::SocketAddr>,
    },
}

/// The program. Every failure ends in one plain sentence.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log::start();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(rt) => rt,
        Err(e) => return fail(&anyhow::anyhow!(e)),
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(e) => fail(&e),
    }
}

#[expect(clippy::print_stderr, reason = "a command answers on the terminal")]
fn fail(e: &anyhow::Error) -> ExitCode {
    eprintln!("hadada: {e:#}");
    ExitCode::FAILURE
}

/// The database to use: the one named by DATABASE_URL, or a private one that this process owns.
struct Database {
    options: PgConnectOptions,
    private: Option<DevDb>,
}

impl Database {
    async fn find() -> anyhow::Result<Database> {
        if let Ok(url) = std::env::var("DATABASE_URL") {
            return Ok(Database { options: db::options(&url)?, private: None });
        }
        let home = config::data_dir();
        let private = tokio::task::spawn_blocking(move || DevDb::start(&home)).await??;
        Ok(Database { options: private.options(), private: Some(private) })
    }

    async fn stop(self) -> anyhow::Result<()> {
        if let Some(private) = self.private {
            tokio::task::spawn_blocking(move || private.stop()).await??;
        }
        Ok(())
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let (leptos, app) = config::load(&cli.config)?;
    let command = cli.command.unwrap_or(Command::Serve { demo: false });
    if let Command::Healthcheck { at } = command {
        return commands::healthcheck(at.unwrap_or(leptos.site_addr)).await;
    }
    let database = Database::find().await?;
    let options = database.options.clone();
    let code = obey(command, leptos, &app, options).await;
    database.stop().await?;
    code
}

async fn obey(
    command: Command,
    leptos: leptos::config::LeptosOptions,
    app: &config::App,
    options: PgConnectOptions,
) -> anyhow::Result<ExitCode> {
    let done = match command {
        Command::Serve { demo } => serve(leptos, app.clone(), options, demo).await,
        Command::Migrate => db::migrate(&options).await.context("the database could not be brought up to date"),
        Command::Owner { practice, name, email } => {
            db::migrate(&options).await?;
            let now = Clock::System.now();
            let token = crate::access::people::bootstrap::bootstrap(&options, &practice, &name, &email, now).await;
            token.map(|token| tell_link(leptos.site_addr, &token))
        }
        Command::Seed(args) => {
            db::migrate(&options).await?;
            crate::settings::seed::run(&options, &services(app, options.clone())?, args).await
        }
        Command::Import(args) => {
            db::migrate(&options).await?;
            return crate::settings::import::run(&options, &services(app, options.clone())?, args).await;
        }
        Command::Check => return commands::check(&options, app).await,
        Command::VerifyAudit { heads } => return commands::verify_audit(&options, app, heads).await,
        Command::Healthcheck { at } => return commands::healthcheck(at.unwrap_or(leptos.site_addr)).await,
    };
    done.map(|()| ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "a command answers on the terminal")]
fn tell_link(at: std::net::SocketAddr, token: &str) {
    println!("Open this link within 24 hours to choose a password; it works once:");
    println!("http://{at}/invitation/{token}");
}

/// The services every command and request works with.
fn services(app: &config::App, options: PgConnectOptions) -> anyhow::Result<Services> {
    let key = std::env::var_os("HADADA_KEY_FILE").map_or_else(|| config::data_dir().join("key"), PathBuf::from);
    Ok(Services {
        db: db::Db::new(options, &app.pool(), Clock::System),
        seal: Arc::new(Seal::from_file(&key)?.with_trail(TrailKey::from_file(&commands::trail_key_file())?)),
        live: Live::default(),
        app: Arc::new(app.clone()),
    })
}

async fn serve(
    leptos: leptos::config::LeptosOptions,
    app: config::App,
    options: PgConnectOptions,
    demo: bool,
) -> anyhow::Result<()> {
    let addr = leptos.site_addr;
    // before the long work: the commonest mistake is a port in use
    let listener = tokio::net::TcpListener::bind(addr).await.with_context(|| {
        format!("{addr} is taken: stop what listens there, or choose another with LEPTOS_SITE_ADDR=127.0.0.1:3010")
    })?;
    let counting = listen_for_metrics(&app).await?;
    db::migrate(&options).await.context("the database could not be brought up to date")?;
    let services = services(&app, options.clone())?;
    if demo {
        crate::settings::seed::demo_if_empty(&options, &services).await?;
    }
    let secure = leptos.env == leptos::config::Env::PROD;
    let state = http::State { leptos, services: services.clone(), secure };
    if let Some(listener) = counting {
        tokio::spawn(metrics::serve(listener, state.clone(), services.live.closing()));
    }
    let copying = (!app.heads_file.is_empty()).then(|| {
        let key = services.seal.trail().clone();
        let exporter = Exporter::new(services.db.clone(), key, PathBuf::from(&app.heads_file));
        tokio::spawn(exporter.run(services.live.closing()))
    });
    let router = http::router(state).into_make_service_with_connect_info::<std::net::SocketAddr>();
    let listening = tokio::spawn(services.live.clone().listen(services.db.clone()));
    tracing::info!(%addr, "serving");
    // streamed HTML is several small writes: without this, delayed acknowledgements add 40 ms to every page
    let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
    axum::serve(listener, router).with_graceful_shutdown(asked_to_stop(services.live.clone())).await?;
    drop(tokio::time::timeout(Duration::from_secs(2), listening).await);
    if let Some(copying) = copying {
        drop(tokio::time::timeout(Duration::from_secs(2), copying).await);
    }
    services.db.close().await;
    tracing::info!("closed");
    Ok(())
}

/// The listener of `/metrics`, where one is configured; counting starts with it.
async fn listen_for_metrics(app: &config::App) -> anyhow::Result<Option<tokio::net::TcpListener>> {
    if app.metrics_addr.is_empty() {
        return Ok(None);
    }
    metrics::start()?;
    let listener = tokio::net::TcpListener::bind(&app.metrics_addr).await;
    listener.map(Some).with_context(|| format!("metrics-addr: {} cannot be listened on", app.metrics_addr))
}

/// Two phases. On the first signal the server stops being ready, ends its streams and asks connections to close, and
/// goes on answering for a moment, so that nothing arrives at a closed door; then it stops accepting and finishes.
async fn asked_to_stop(live: Live) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        return std::future::pending().await;
    };
    tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
    tracing::info!("closing");
    live.close();
    let lame_duck = Duration::from_millis(500);
    tokio::select! {
        () = tokio::time::sleep(lame_duck) => {}
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    tokio::spawn(async {
        // whoever is still not done after this long is not going to be
        tokio::time::sleep(Duration::from_secs(20)).await;
        tracing::error!("gave up waiting for requests");
        std::process::exit(1);
    });
}
