//! A PostgreSQL cluster of the program's own, for a machine where nobody has set one up.
//!
//! Used when `DATABASE_URL` is not set. The cluster lives in one folder (its *home*), listens on a Unix socket in a
//! folder only its owner may enter, and on no port, so it can neither clash with nor be mistaken for a server of the
//! system. PostgreSQL refuses to run as root; started by root, it is handed to the user `postgres` (or `nobody`).
//!
//! ```text
//! home/pg          the data, made once; fsync stays on, this is where a practice's first records live
//! home/run         the socket
//! home/log         what the server says: never a statement, a parameter or a row
//! home/in-use      held shared by every process that uses the cluster: the last one to leave stops it
//! home/start.lock  held while one process makes, starts or stops it
//! ```
//!
//! Everything here blocks: call it from `spawn_blocking`.

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::{
    env,
    fs::{self, File},
    io,
    os::unix::{
        fs::{DirBuilderExt, MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use thiserror::Error;

/// The oldest PostgreSQL the migrations are written for.
pub const OLDEST_MAJOR: u32 = 15;
/// The owner of the cluster and the name of the database in it.
const NAME: &str = "hadada";
/// Names the socket file only: the cluster listens on no port.
const PORT: u16 = 5432;
/// A Unix socket's path holds 107 bytes, 14 of which are the file name `/.s.PGSQL.5432`.
const LONGEST_RUN_PATH: usize = 93;
/// Seconds a start or a stop may take; recovery after a power cut needs the most.
const PATIENCE: &str = "120";

/// What the server is started with. Statements, parameters and rows are personal data: none reaches the log, and the
/// program reports its own failed statements.
const SETTINGS: &[(&str, &str)] = &[
    ("listen_addresses", ""),
    ("unix_socket_permissions", "0700"),
    ("max_connections", "100"),
    ("fsync", "on"),
    ("timezone", "UTC"),
    ("log_timezone", "UTC"),
    ("log_min_messages", "log"),
    ("log_min_error_statement", "panic"),
    ("log_error_verbosity", "terse"),
    ("log_parameter_max_length", "0"),
    ("log_parameter_max_length_on_error", "0"),
    ("log_statement", "none"),
    ("log_checkpoints", "off"),
];

/// Why there is no private cluster. Each reads as one sentence that says what to do.
#[derive(Debug, Error)]
pub enum DevDbError {
    #[error(
        "No PostgreSQL server is installed here: install the package `postgresql`, or set DATABASE_URL to a server you have."
    )]
    NoPostgres,
    #[error(
        "PostgreSQL {found} is installed here but Hadada needs {OLDEST_MAJOR} or newer: install a newer `postgresql`, or set DATABASE_URL to a newer server."
    )]
    TooOld { found: u32 },
    #[error(
        "The database in {} was made by PostgreSQL {made_by}, which is not installed: install `postgresql-{made_by}`, or set HADADA_DATA to another folder to begin an empty one.", home.display()
    )]
    WrongMajor { made_by: u32, home: PathBuf },
    #[error(
        "PostgreSQL does not run as root and this machine has neither a user `postgres` nor `nobody`: create one with `adduser --system postgres`."
    )]
    NobodyToRunIt,
    #[error(
        "The user that runs the database cannot enter {}: set HADADA_DATA to a folder outside private homes, for instance /var/lib/hadada.", home.display()
    )]
    OutOfReach { home: PathBuf },
    #[error(
        "The database in {} belongs to another user of this machine: run Hadada as that user, or set HADADA_DATA to a folder of your own.", home.display()
    )]
    NotYours { home: PathBuf },
    #[error(
        "{} is too long a path for a Unix socket: set HADADA_DATA to a folder nearer the top.", run.display()
    )]
    PathTooLong { run: PathBuf },
    #[error("The disk that holds {} is full: free some space and start again.", home.display())]
    DiskFull { home: PathBuf },
    #[error("{tool} failed; the last thing it said was: {said}")]
    Tool { tool: &'static str, said: String },
    #[error("Could not {doing} {}: {source}", path.display())]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
}

/// A running private cluster. Call [`DevDb::stop`] when done; a process that is killed leaves the cluster running, and
/// the next one finds and uses it.
#[derive(Debug)]
pub struct DevDb {
    home: PathBuf,
    bin: PathBuf,
    runs_as: Option<(u32, u32)>,
    in_use: File,
}

impl DevDb {
    /// Makes the cluster under `home` if there is none, and starts it if it is not running.
    pub fn start(home: &Path) -> Result<Self, DevDbError> {
        fs::create_dir_all(home).map_err(io_problem("create", home))?;
        let home = home.canonicalize().map_err(io_problem("find", home))?;
        if home.join("run").as_os_str().len() > LONGEST_RUN_PATH {
            return Err(DevDbError::PathTooLong { run: home.join("run") });
        }
        let gate = open_lock(&home, "start.lock")?;
        gate.lock().map_err(io_problem("lock", &home))?;
        let in_use = open_lock(&home, "in-use")?;
        in_use.lock_shared().map_err(io_problem("lock", &home))?;

        let data = home.join("pg");
        let runs_as = owner(&data, &home)?;
        let bin = server_for(&data, &home)?;
        let db = Self { home, bin, runs_as, in_use };
        db.own_folder("run")?;
        db.own_folder("log")?;
        db.reachable()?;
        if !data.join("PG_VERSION").exists() {
            db.make()?;
        }
        if !db.is_running() {
            db.launch()?;
        }
        Ok(db)
    }

    /// How to connect, as the owner of the cluster: for migrations and for making the role that serves requests.
    pub fn options(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(self.home.join("run"))
            .port(PORT)
            .username(NAME)
            .database(NAME)
            .ssl_mode(PgSslMode::Disable)
    }

    /// The same as a URL, for tools that take one.
    pub fn url(&self) -> String {
        let run = percent_encoded(&self.home.join("run"));
        format!("postgres://{NAME}@localhost:{PORT}/{NAME}?host={run}&sslmode=disable")
    }

    /// Stops the cluster, unless another process of ours still uses it.
    pub fn stop(self) -> Result<(), DevDbError> {
        let gate = open_lock(&self.home, "start.lock")?;
        gate.lock().map_err(io_problem("lock", &self.home))?;
        if self.in_use.try_lock().is_err() || !self.is_running() {
            return Ok(());
        }
        let data = self.home.join("pg");
        self.run("pg_ctl", self.tool("pg_ctl").arg("-D").arg(data).args(["-m", "fast", "-w", "-t", PATIENCE, "stop"]))
    }

    /// Makes the data folder beside its place and moves it there when it is whole, so that an interrupted first start
    /// leaves nothing half made behind.
    fn make(&self) -> Result<(), DevDbError> {
        let new = self.home.join("pg.new");
        if new.exists() {
            fs::remove_dir_all(&new).map_err(io_problem("remove", &new))?;
        }
        self.own_folder("pg.new")?;
        self.run(
            "initdb",
            self.tool("initdb").arg("-D").arg(&new).args(["-U", NAME, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]),
        )?;
        // one statement to the server itself, before it ever listens: no client programs are needed
        let statement = self.home.join("make.sql");
        fs::write(&statement, format!("create database {NAME}\n")).map_err(io_problem("write", &statement))?;
        let input = File::open(&statement).map_err(io_problem("read", &statement))?;
        self.run("postgres", self.tool("postgres").arg("--single").arg("-D").arg(&new).arg("postgres").stdin(input))?;
        fs::remove_file(&statement).map_err(io_problem("remove", &statement))?;
        if self.said().contains("ERROR:") {
            return Err(DevDbError::Tool { tool: "postgres", said: last_line(&self.said()) });
        }
        let data = self.home.join("pg");
        fs::rename(&new, &data).map_err(io_problem("create", &data))
    }

    fn launch(&self) -> Result<(), DevDbError> {
        let data = self.home.join("pg");
        forget_dead(&data.join("postmaster.pid"), &data);
        forget_dead(&self.home.join(format!("run/.s.PGSQL.{PORT}.lock")), &data);
        let log = self.home.join("log/postgres.log");
        let mut settings = format!("-p {PORT}");
        let run = format!("\"{}\"", self.home.join("run").display().to_string().replace('"', "\"\""));
        for (key, value) in SETTINGS.iter().copied().chain([("unix_socket_directories", run.as_str())]) {
            // pg_ctl hands this to a shell
            settings.push_str(&format!(" -c {key}='{}'", value.replace('\'', r"'\''")));
        }
        let mut start = self.tool("pg_ctl");
        start.arg("-D").arg(&data).arg("-l").arg(&log);
        start.args(["-w", "-t", PATIENCE, "-o", &settings, "start"]);
        let started = self.run("pg_ctl", &mut start);
        if let Err(DevDbError::Tool { tool, .. }) = started {
            // pg_ctl only says that it failed; the server's own log says why
            return Err(self.tool_problem(tool, &fs::read_to_string(&log).unwrap_or_default()));
        }
        started
    }

    /// Whether the server that `postmaster.pid` names is ours and answers.
    fn is_running(&self) -> bool {
        let data = self.home.join("pg");
        let status = self.run("pg_ctl", self.tool("pg_ctl").arg("-D").arg(&data).arg("status"));
        status.is_ok() && !is_dead(&data.join("postmaster.pid"), &data)
    }

    /// A folder of the cluster, made if absent and given to the user that runs it.
    fn own_folder(&self, name: &str) -> Result<(), DevDbError> {
        let path = self.home.join(name);
        match fs::DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => match self.runs_as {
                Some((user, group)) => chown(&path, Some(user), Some(group)).map_err(io_problem("hand over", &path)),
                None => Ok(()),
            },
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(e) => Err(io_problem("create", &path)(e)),
        }
    }

    /// The user that runs the server must be able to walk to its folder; under root's home it is not.
    fn reachable(&self) -> Result<(), DevDbError> {
        let mut probe = self.tool("postgres");
        probe.current_dir(self.home.join("run")).arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        match probe.status() {
            Ok(_) => Ok(()),
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
                Err(DevDbError::OutOfReach { home: self.home.clone() })
            }
            Err(e) => Err(io_problem("run", &self.bin.join("postgres"))(e)),
        }
    }

    /// A PostgreSQL program, as the right user and free of settings meant for other servers (PGPORT, PGDATA and so on).
    fn tool(&self, name: &str) -> Command {
        let mut tool = Command::new(self.bin.join(name));
        tool.current_dir("/").env_clear().env("LC_ALL", "C.UTF-8").env("PATH", env::var_os("PATH").unwrap_or_default());
        tool.stdin(Stdio::null());
        if let Some((user, group)) = self.runs_as {
            tool.uid(user).gid(group);
        }
        tool
    }

    fn run(&self, name: &'static str, tool: &mut Command) -> Result<(), DevDbError> {
        // into a file, not a pipe: the server outlives pg_ctl and would keep a pipe open
        let path = self.home.join("tool.log");
        // the last one may be another user's, root's for instance
        fs::remove_file(&path).ok();
        let log = File::create(&path).map_err(io_problem("write", &path))?;
        let also = log.try_clone().map_err(io_problem("write", &path))?;
        let status = tool.stdout(log).stderr(also).status();
        match status.map_err(io_problem("run", &self.bin.join(name)))?.success() {
            true => Ok(()),
            false => Err(self.tool_problem(name, &self.said())),
        }
    }

    fn said(&self) -> String {
        fs::read_to_string(self.home.join("tool.log")).unwrap_or_default()
    }

    fn tool_problem(&self, tool: &'static str, said: &str) -> DevDbError {
        let words = ["No space left on device", "Check free disk space"];
        let recent = said.lines().rev().take(40).any(|line| words.iter().any(|it| line.contains(it)));
        match recent {
            true => DevDbError::DiskFull { home: self.home.clone() },
            false => DevDbError::Tool { tool, said: last_line(said) },
        }
    }
}

fn io_problem(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> DevDbError {
    move |source| match source.kind() {
        io::ErrorKind::StorageFull => DevDbError::DiskFull { home: path.to_owned() },
        _ => DevDbError::Io { doing, path: path.to_owned(), source },
    }
}

fn open_lock(home: &Path, name: &str) -> Result<File, DevDbError> {
    let path = home.join(name);
    File::options().create(true).append(true).open(&path).map_err(|e| match e.kind() {
        io::ErrorKind::PermissionDenied => DevDbError::NotYours { home: home.to_owned() },
        _ => io_problem("open", &path)(e),
    })
}

/// The user and group to run the server as; `None` means as ourselves.
fn owner(data: &Path, home: &Path) -> Result<Option<(u32, u32)>, DevDbError> {
    let me = fs::metadata("/proc/self").or_else(|_| fs::metadata(home)).map_err(io_problem("read", home))?.uid();
    let made_by = fs::metadata(data).ok().map(|it| (it.uid(), it.gid()));
    match (me, made_by) {
        (0, Some((user, group))) if user != 0 => Ok(Some((user, group))),
        (0, _) => {
            let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
            ["postgres", "nobody"]
                .iter()
                .find_map(|name| ids_of(&users, name))
                .map(Some)
                .ok_or(DevDbError::NobodyToRunIt)
        }
        (me, Some((user, _))) if me != user => Err(DevDbError::NotYours { home: home.to_owned() }),
        _ => Ok(None),
    }
}

/// User and group id from a line of /etc/passwd.
fn ids_of(users: &str, name: &str) -> Option<(u32, u32)> {
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// The folder of the server programs that fit the data, or the newest there is for a new cluster.
fn server_for(data: &Path, home: &Path) -> Result<PathBuf, DevDbError> {
    let mut found: Vec<(u32, PathBuf)> =
        bin_folders().into_iter().filter_map(|bin| Some((major_of(&bin)?, bin))).collect();
    // stable: of one major version the folder that was named first wins
    found.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    let made_by = fs::read_to_string(data.join("PG_VERSION")).ok().and_then(|it| leading_number(&it));
    if let Some(made_by) = made_by {
        let same = found.into_iter().find(|(major, _)| *major == made_by);
        return same.map(|(_, bin)| bin).ok_or_else(|| DevDbError::WrongMajor { made_by, home: home.to_owned() });
    }
    match found.into_iter().next() {
        None => Err(DevDbError::NoPostgres),
        Some((major, _)) if major < OLDEST_MAJOR => Err(DevDbError::TooOld { found: major }),
        Some((_, bin)) => Ok(bin),
    }
}

/// Where server programs may be: HADADA_PG_BIN, then PATH, then Debian's place, which is on nobody's PATH.
fn bin_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = env::var_os("HADADA_PG_BIN").into_iter().map(PathBuf::from).collect();
    folders.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    folders.extend(installed.map(|it| it.path().join("bin")));
    folders.retain(|bin| ["initdb", "pg_ctl", "postgres"].iter().all(|tool| bin.join(tool).is_file()));
    folders
}

fn major_of(bin: &Path) -> Option<u32> {
    let out = Command::new(bin.join("postgres")).arg("--version").output().ok()?;
    leading_number(String::from_utf8(out.stdout).ok()?.split_whitespace().nth(2)?)
}

/// `15.18`, `18beta1` and `15\n` begin with the major version.
fn leading_number(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Whether a lock file of the server names a process that is not one. After a power cut or a container's restart its
/// number may belong to something else by now, and PostgreSQL then refuses to start; we can look closer than it does.
fn is_dead(lock: &Path, data: &Path) -> bool {
    let Some(pid) = fs::read_to_string(lock).ok().and_then(|it| leading_number(&it)) else {
        return false;
    };
    let Ok(command) = fs::read(format!("/proc/{pid}/cmdline")) else {
        return false;
    };
    let mut arguments = command.split(|byte| *byte == 0);
    let is_a_server = arguments.next().is_some_and(|program| program.ends_with(b"postgres"));
    let ours = data.as_os_str().as_encoded_bytes();
    !is_a_server && !arguments.any(|argument| argument == ours)
}

fn forget_dead(lock: &Path, data: &Path) {
    if is_dead(lock, data) {
        // failing to remove it shows a moment later, in PostgreSQL's own words
        fs::remove_file(lock).ok();
    }
}

/// The last complaint in what a tool said, or else its last line.
fn last_line(said: &str) -> String {
    let mut lines = said.lines().rev().filter(|line| !line.trim().is_empty());
    let complaint =
        lines.clone().take(12).find(|line| ["FATAL:", "PANIC:", "ERROR:"].iter().any(|word| line.contains(word)));
    complaint.or_else(|| lines.next()).unwrap_or("nothing").trim().to_owned()
}

fn percent_encoded(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.as_os_str().as_encoded_bytes().iter().fold(String::new(), |text, byte| match plain(*byte) {
        true => text + char::from(*byte).encode_utf8(&mut [0; 4]),
        false => text + &format!("%{byte:02X}"),
    })
}
