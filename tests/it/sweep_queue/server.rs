//! A PostgreSQL server of the tests' own, from the machine's binaries: as an unprivileged user, on a socket in a temporary folder, gone
//! with the process that started it, however that ends.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use mcpscan::store::sweep::Postgres;

pub struct Server {
    folder: PathBuf,
    programs: PathBuf,
    /// Whom the server runs as, where the tests run as root.
    user: Option<(u32, u32)>,
    /// Stops the server when its standard input closes.
    _watch: Child,
}

/// The one that all tests of this process share, or why there is none.
pub fn shared() -> Result<&'static Server, &'static str> {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    SERVER.get_or_init(Server::start).as_ref().map_err(String::as_str)
}

impl Server {
    pub fn start() -> Result<Self, String> {
        let programs = programs().ok_or("there is no PostgreSQL on this machine (no `initdb` in PATH or /usr/lib/postgresql)")?;
        let folder = tempfile::Builder::new().prefix("pg").tempdir().map_err(|error| error.to_string())?.keep();
        let is_root = fs::metadata(&folder).is_ok_and(|found| found.uid() == 0);
        let user = is_root.then(unprivileged).transpose()?;
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid)).map_err(|error| error.to_string())?;
        }
        let watch = watch(&programs, &folder, user)?;
        let server = Self { folder, programs, user, _watch: watch };
        server.run("initdb", &["-D", &server.data(), "-A", "trust", "-U", "postgres", "-N", "--locale=C", "-E", "UTF8"])?;
        server.control("start")?;
        Ok(server)
    }

    /// An empty database.
    pub fn create(&self, name: &str) -> Result<String, String> {
        self.run("createdb", &["-h", &self.shown(), "-U", "postgres", name])?;
        Ok(self.url(name))
    }

    /// A database of its own for one test, as mcpscan sets it up.
    pub fn fresh(&self) -> Result<String, String> {
        static READY: OnceLock<Result<(), String>> = OnceLock::new();
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let set_up = || {
            let url = self.create("ready")?;
            Postgres::open(&url, None).map(drop).map_err(|error| error.to_string())
        };
        READY.get_or_init(set_up).clone()?;
        let name = format!("night{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        self.run("createdb", &["-h", &self.shown(), "-U", "postgres", "-T", "ready", &name])?;
        Ok(self.url(&name))
    }

    pub fn sql(&self, database: &str, sql: &str) -> Result<String, String> {
        self.run("psql", &["-h", &self.shown(), "-U", "postgres", "-d", database, "-Atc", sql])
    }

    /// `mode` is `fast` (sessions are told) or `immediate` (as after a crash).
    pub fn restart(&self, mode: &str) -> Result<(), String> {
        self.run("pg_ctl", &["-D", &self.data(), "-m", mode, "-w", "stop"])?;
        self.control("start")
    }

    fn control(&self, action: &str) -> Result<(), String> {
        // A disk that is waited for is asked for where speed is measured.
        let fsync = std::env::var("SWEEP_TEST_FSYNC").unwrap_or_else(|_| "off".to_owned());
        let options = format!("-k {} -c listen_addresses= -c fsync={fsync} -c max_connections=80", self.shown());
        let log = self.folder.join("log").display().to_string();
        self.run("pg_ctl", &["-D", &self.data(), "-l", &log, "-o", &options, "-w", action]).map(drop)
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<String, String> {
        let out = self.folder.join(format!("out-{:?}", std::thread::current().id()));
        let file = fs::File::create(&out).map_err(|error| error.to_string())?;
        let mut command = Command::new(self.programs.join(program));
        // A server that is started keeps these open: a pipe would never end.
        command
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::null())
            .stderr(file.try_clone().map_err(|error| error.to_string())?)
            .stdout(file);
        become_user(&mut command, self.user);
        let status = command.status().map_err(|error| format!("{program}: {error}"))?;
        let said = fs::read_to_string(&out).unwrap_or_default();
        if status.success() { Ok(said.trim().to_owned()) } else { Err(format!("{program}: {}", said.trim())) }
    }

    fn url(&self, database: &str) -> String {
        format!("postgres:///{database}?host={}&user=postgres", self.shown())
    }

    pub fn socket(&self) -> PathBuf {
        self.folder.join(".s.PGSQL.5432")
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    fn shown(&self) -> String {
        self.folder.display().to_string()
    }
}

fn programs() -> Option<PathBuf> {
    let has_all = |folder: &PathBuf| ["initdb", "pg_ctl", "createdb", "psql"].iter().all(|program| folder.join(program).exists());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut packaged: Vec<PathBuf> =
        fs::read_dir("/usr/lib/postgresql").ok().into_iter().flatten().flatten().map(|entry| entry.path().join("bin")).collect();
    packaged.sort();
    std::env::split_paths(&path).find(has_all).or_else(|| packaged.into_iter().rev().find(has_all))
}

/// The server refuses to run as root.
fn unprivileged() -> Result<(u32, u32), String> {
    let users = fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
    let ids = |name: &str| {
        let fields: Vec<&str> = users.lines().map(|line| line.split(':').collect()).find(|fields: &Vec<&str>| fields[0] == name)?;
        Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
    };
    ids("postgres").or_else(|| ids("nobody")).ok_or_else(|| "there is no unprivileged user".to_owned())
}

fn become_user(command: &mut Command, user: Option<(u32, u32)>) {
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
}

fn watch(programs: &Path, folder: &Path, user: Option<(u32, u32)>) -> Result<Child, String> {
    let script = r#"cat >/dev/null; "$0/pg_ctl" -D "$1/data" -m immediate stop; rm -rf "$1""#;
    let mut command = Command::new("sh");
    command.args(["-c", script]).arg(programs).arg(folder).current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    become_user(&mut command, user);
    command.spawn().map_err(|error| format!("sh: {error}"))
}
