//! A PostgreSQL server of the tests' own: in a temporary folder, on a free port of this machine, one for each test binary.
//!
//! `cargo xtask test` brings PostgreSQL and says in `POSTGRES_BIN` where it is; without that the newest one that Debian
//! has installed is taken. The server ends with the process that started it, however that ends.

use std::io::ErrorKind;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::PATIENCE;

const INSTALLED: &str = "/usr/lib/postgresql";
const OWNER: &str = "postgres";
/// PostgreSQL will not run as root.
const ACCOUNT: &str = "postgres";

/// What holds the server: the shell waits for the end of its input, which comes when this process is gone, and then stops
/// the server and removes its folder. Nobody pulls the plug on a test, so the server need not wait for the disk.
const KEEPER: &str = r#"
trap '' INT HUP
"$0/postgres" -D "$1/data" -p "$2" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c max_connections=300 -c fsync=off -c full_page_writes=off -c autovacuum=off &
read -r _
kill -QUIT $!
wait $!
rm -rf "$1"
"#;

/// Everybody, but one must know a password.
const WHO_COMES_IN: &str = "
host all stranger 127.0.0.1/32 scram-sha-256
host all all      127.0.0.1/32 trust
";

/// A running server.
pub struct Cluster {
    bin: PathBuf,
    port: u16,
    /// Its input is never written to: the end of it is the sign to stop.
    _keeper: Child,
}

/// The server of this test binary, started at first use.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start)
}

/// A database on it that is dropped in the end.
pub struct PostgresDatabase {
    name: String,
}

impl PostgresDatabase {
    pub fn create() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        cluster().run("createdb", &[&name]);
        Self { name }
    }

    pub fn url(&self) -> String {
        cluster().url(OWNER, &self.name)
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        cluster().run("dropdb", &["--force", &self.name]);
    }
}

impl Cluster {
    fn start() -> Self {
        let bin = find_bin();
        let folder = tempfile::tempdir().expect("a temporary folder").keep();
        let port = free_port();
        let account = Account::find();
        account.own(&folder);
        let data = folder.join("data");
        let mut initdb = account.command(&bin.join("initdb"));
        initdb.args([
            "--username",
            OWNER,
            "--auth",
            "trust",
            "--no-locale",
            "-E",
            "UTF8",
            "-D",
        ]);
        run(initdb.arg(&data));
        std::fs::write(data.join("pg_hba.conf"), WHO_COMES_IN).expect("the folder is ours");
        let mut keeper = account.command(Path::new("sh"));
        let keeper = keeper
            .args(["-c", KEEPER])
            .arg(&bin)
            .arg(&folder)
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell starts");
        let cluster = Self {
            bin,
            port,
            _keeper: keeper,
        };
        cluster.wait_until_ready();
        cluster
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self, user: &str, database: &str) -> String {
        format!("postgres://{user}@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs one of PostgreSQL's own programs on this server.
    pub fn run(&self, program: &str, args: &[&str]) {
        let mut command = Command::new(self.bin.join(program));
        command.args(["-h", "127.0.0.1", "-U", OWNER, "-p"]);
        run(command.arg(self.port.to_string()).args(args));
    }

    /// The server says by its own program when it takes connections; a closed port is no answer yet.
    fn wait_until_ready(&self) {
        let deadline = Instant::now() + PATIENCE;
        while let Err(error) = TcpStream::connect(("127.0.0.1", self.port)) {
            assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
            assert!(Instant::now() < deadline, "PostgreSQL does not start");
            std::thread::park_timeout(Duration::from_millis(10));
        }
        let port = self.port.to_string();
        let mut ready = Command::new(self.bin.join("pg_isready"));
        ready.args(["-q", "-h", "127.0.0.1", "-p", &port]);
        while !ready.status().expect("pg_isready runs").success() {
            assert!(Instant::now() < deadline, "PostgreSQL does not start");
        }
    }
}

/// Who the server runs as.
struct Account(Option<(u32, u32)>);

impl Account {
    fn find() -> Self {
        let id = |args: &[&str]| -> u32 {
            let output = Command::new("id").args(args).output().expect("id runs");
            let text = String::from_utf8_lossy(&output.stdout);
            text.trim()
                .parse()
                .unwrap_or_else(|_| panic!("there is no account {args:?}"))
        };
        let is_root = id(&["-u"]) == 0;
        Self(is_root.then(|| (id(&["-u", ACCOUNT]), id(&["-g", ACCOUNT]))))
    }

    fn own(&self, folder: &Path) {
        if let Some((user, group)) = self.0 {
            chown(folder, Some(user), Some(group)).expect("root may give a folder away");
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/");
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }
}

fn find_bin() -> PathBuf {
    if let Some(bin) = std::env::var_os("POSTGRES_BIN") {
        return bin.into();
    }
    let versions = std::fs::read_dir(INSTALLED).into_iter().flatten().flatten();
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    versions
        .map(|entry| entry.path())
        .filter(|path| path.join("bin/initdb").exists())
        .max_by_key(|path| version(path))
        .unwrap_or_else(|| {
            panic!("PostgreSQL is missing: run `cargo xtask test`, or `cargo test -- --skip on_postgres`")
        })
        .join("bin")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("it is bound").port()
}

fn run(command: &mut Command) {
    let output = command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {stderr}");
}
