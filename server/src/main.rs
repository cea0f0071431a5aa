//! The binary `samling`: reads flags, starts a server, and stops it when asked.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use server::config::{Cli, Command, DatabaseArgs, DemoArgs, InviteArgs, ListenArgs, ServeArgs};
use server::invite::{InviteError, Wish};
use server::serve::{Server, Settings};
use server::store::Store;
use server::store::open::{Address, OpenError, parse_address};
use server::{clock, demo, invite};
use tempfile::TempDir;
use thiserror::Error;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing_subscriber::EnvFilter;

const DATABASE_FILE: &str = "samling.db";

/// Anything that ends the program before or while it starts.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Start(#[from] server::serve::StartError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] server::store::StoreError),
    #[error("the database is damaged; faults found: {n_damages}")]
    Damaged { n_damages: usize },
    #[error(transparent)]
    Demo(#[from] demo::DemoError),
    #[error(transparent)]
    Invite(#[from] InviteError),
    #[error("no temporary folder can be made: {0}")]
    TemporaryFolder(std::io::Error),
    #[error("{0:?} is not a log filter: write a level such as info, or server=debug")]
    LogFilter(String),
    #[error("no threads can be started: {0}")]
    Runtime(std::io::Error),
    #[error("signals cannot be listened to: {0}")]
    Signals(std::io::Error),
    #[error("nothing can be written to standard output: {0}")]
    Output(std::io::Error),
}

/// Merging a document recurses; an overflow would take the whole process with it.
const STACK: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build();
    let outcome = runtime
        .map_err(Failure::Runtime)
        .and_then(|runtime| runtime.block_on(run(command)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(args) => serve(args).await,
        Command::Demo(args) => demo(args).await,
        Command::Invite(args) => invite_manager(args).await,
        Command::Check(args) => check(&args).await,
    }
}

async fn serve(args: ServeArgs) -> Result<(), Failure> {
    start_logging(&args.listen)?;
    let mut signals = Signals::listen()?;
    let database = parse_address(&args.database.database_url)?;
    let server = Server::start(settings(args.listen, database)).await?;
    say(&format!(
        "Samling is ready at {}\n",
        server.app().public_url.origin()
    ))?;
    if !server.app().store.has_programme().await? {
        say(
            "There is no programme in this database yet: `samling invite` makes one, `samling demo` shows one.\n",
        )?;
    }
    signals.next().await;
    server.stop().await;
    Ok(())
}

async fn demo(args: DemoArgs) -> Result<(), Failure> {
    start_logging(&args.listen)?;
    let mut signals = Signals::listen()?;
    let (database, temporary) = demo_database(&args)?;
    let server = Server::start(settings(args.listen, database)).await?;
    let guide = demo::prepare(server.app()).await?;
    say(&if args.json {
        guide.for_programs()
    } else {
        guide.for_people()
    })?;
    signals.next().await;
    server.stop().await;
    drop(temporary);
    Ok(())
}

/// Where the demo keeps things, and the folder that goes when it is dropped, if any.
fn demo_database(args: &DemoArgs) -> Result<(Address, Option<TempDir>), Failure> {
    if let Some(url) = &args.database_url {
        return Ok((parse_address(url)?, None));
    }
    if let Some(folder) = &args.data_dir {
        return Ok((Address::from(&folder.join(DATABASE_FILE)), None));
    }
    let folder = tempfile::tempdir().map_err(Failure::TemporaryFolder)?;
    let database = Address::from(&folder.path().join(DATABASE_FILE));
    Ok((database, Some(folder)))
}

async fn invite_manager(args: InviteArgs) -> Result<(), Failure> {
    let store = Store::open(parse_address(&args.database.database_url)?).await?;
    let wish = Wish {
        name: args.name,
        email: args.email,
        municipality: args.municipality,
        programme: args.programme,
    };
    let invited = invite::invite(&store, &wish, &args.public_url, clock::now()).await;
    store.close().await;
    let invited = invited?;
    say(&if args.json {
        invited.for_programs()
    } else {
        invited.for_people()
    })
}

async fn check(args: &DatabaseArgs) -> Result<(), Failure> {
    let store = Store::open_to_read(parse_address(&args.database_url)?).await?;
    let report = server::check::check(&store).await?;
    store.close().await;
    for line in &report.lines {
        say(&format!("{line}\n"))?;
    }
    match report.n_damages {
        0 => Ok(()),
        n_damages => Err(Failure::Damaged { n_damages }),
    }
}

fn settings(args: ListenArgs, database: Address) -> Settings {
    Settings {
        listen: args.listen,
        public_url: args.public_url,
        database,
        limits: args.limits.into(),
        mail: args.mail.into(),
        client_address_header: args.client_address_header,
    }
}

fn say(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Failure::Output)
}

fn start_logging(args: &ListenArgs) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&args.log).map_err(|_| Failure::LogFilter(args.log.clone()))?;
    let is_terminal = std::io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(is_terminal)
        .with_writer(std::io::stderr)
        .init();
    Ok(())
}

/// Ctrl-C, and what service managers send.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> Result<Self, Failure> {
        let listen = |kind| signal(kind).map_err(Failure::Signals);
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
