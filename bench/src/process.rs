//! Processes from outside: starting servers on a core of their own, and reading from `/proc` what they cost.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

/// The unit of `/proc` on every Linux of the last twenty years.
const TICK: Duration = Duration::from_millis(10);
const START_PATIENCE: Duration = Duration::from_secs(20);

/// Which cores the server and the load have to themselves.
#[derive(Debug, Clone, Copy)]
pub struct Cores {
    pub server: usize,
    pub load: usize,
}

/// A server that dies with this value.
pub struct Process {
    child: Child,
    pub pid: u32,
}

impl Process {
    /// Starts a program, on its core when there is one, with its words thrown away.
    pub fn start(
        program: &Path,
        args: &[&str],
        env: &[(&str, &str)],
        cores: Option<Cores>,
    ) -> Result<Self> {
        let mut command = match cores {
            Some(cores) => {
                let mut command = Command::new("taskset");
                command
                    .args(["--cpu-list", &cores.server.to_string()])
                    .arg(program);
                command
            }
            None => Command::new(program),
        };
        command
            .args(args)
            .envs(env.iter().copied())
            .kill_on_drop(true);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = command
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let pid = child.id().context("it ended at once")?;
        Ok(Self { child, pid })
    }

    /// Waits until it listens.
    pub async fn wait_for_port(&mut self, port: u16) -> Result<()> {
        let give_up_at = Instant::now() + START_PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("it ended with {status} before it listened");
            }
            if Instant::now() > give_up_at {
                bail!("it does not listen after {} s", START_PATIENCE.as_secs());
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    pub async fn stop(mut self) -> Result<()> {
        self.child.kill().await.context("the server does not end")
    }
}

/// A port nobody listens on at this moment.
pub fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

/// Puts this process on the core of the load.
pub fn pin_self(core: usize) -> Result<()> {
    let status = std::process::Command::new("taskset")
        .args(["--all-tasks", "--cpu-list", "--pid", &core.to_string()])
        .arg(std::process::id().to_string())
        .stdout(Stdio::null())
        .status()
        .context("taskset is missing: install util-linux or use --no-pin")?;
    if !status.success() {
        bail!("taskset ended with {status}");
    }
    Ok(())
}

/// Processor time up to now.
#[derive(Debug, Clone, Copy)]
pub struct Cpu {
    pub server: Duration,
    pub load: Duration,
    /// Of everybody on this machine, these two included.
    pub machine: Duration,
}

impl Cpu {
    pub fn now(server: u32) -> Result<Self> {
        Ok(Self {
            server: cpu_time(server)?,
            load: cpu_time(std::process::id())?,
            machine: machine_time()?,
        })
    }

    #[must_use]
    pub fn since(self, before: Self) -> Self {
        Self {
            server: self.server.saturating_sub(before.server),
            load: self.load.saturating_sub(before.load),
            machine: self.machine.saturating_sub(before.machine),
        }
    }

    /// What others took.
    pub fn elsewhere(self) -> Duration {
        self.machine.saturating_sub(self.server + self.load)
    }
}

/// Time in which a processor was not idle.
fn machine_time() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/stat").context("/proc is missing")?;
    let line = stat.lines().next().unwrap_or_default();
    let fields = line.split_whitespace().skip(1).map(str::parse::<u64>);
    let ticks: Vec<u64> = fields.collect::<Result<_, _>>()?;
    let [user, nice, system, _idle, _waiting, interrupts, soft, ..] = ticks[..] else {
        bail!("/proc/stat is not what is expected");
    };
    Ok(TICK * u32::try_from(user + nice + system + interrupts + soft)?)
}

/// Processor time of a process with all its threads, user and system.
pub fn cpu_time(pid: u32) -> Result<Duration> {
    // Nanoseconds per thread, where the kernel counts them; ended threads are missing.
    let precise = threads_run_time(pid).unwrap_or_default();
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).context("the server is gone")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |idx: usize| fields.get(idx).and_then(|field| field.parse::<u64>().ok());
    let (Some(user), Some(system)) = (ticks(11), ticks(12)) else {
        bail!("/proc/{pid}/stat is not what is expected");
    };
    let coarse = TICK * u32::try_from(user + system)?;
    Ok(if precise + 2 * TICK > coarse {
        precise
    } else {
        coarse
    })
}

fn threads_run_time(pid: u32) -> Option<Duration> {
    let mut total = 0_u64;
    for thread in fs::read_dir(format!("/proc/{pid}/task")).ok()? {
        let schedstat = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        total += schedstat.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    Some(Duration::from_nanos(total))
}

/// Resident memory in bytes.
pub fn resident(pid: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).context("the server is gone")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    Ok(kilobytes.context("the kernel does not say how much memory it uses")? * 1_024)
}
