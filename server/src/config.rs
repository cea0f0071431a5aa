//! What can be set from outside: flags, each with an environment variable.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use axum::http::{HeaderName, Uri};
use clap::{Args, Parser, Subcommand};
use shared::protocol::Limits;
use thiserror::Error;

use crate::mail::{MailSettings, SmtpUrl};

/// The room in which a restructuring board does its yearly sessions together
#[derive(Debug, Parser)]
#[command(name = "samling", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the programmes of a database
    Serve(ServeArgs),
    /// Serve the sample programme Fjordvik, and print a sign-in link for each person
    Demo(DemoArgs),
    /// Make a programme in an empty database, or a further manager, and print a sign-in link
    Invite(InviteArgs),
    /// Look whether everything in a database is whole; changes nothing, and a server may run meanwhile
    Check(DatabaseArgs),
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub listen: ListenArgs,
    #[command(flatten)]
    pub database: DatabaseArgs,
}

#[derive(Debug, Args)]
pub struct DatabaseArgs {
    /// Where everything is kept: `sqlite://PATH` or `postgres://USER@HOST/NAME`
    #[arg(
        long,
        env = "SAMLING_DATABASE_URL",
        value_name = "URL",
        default_value = "sqlite://data/samling.db"
    )]
    pub database_url: String,
}

#[derive(Debug, Args)]
pub struct InviteArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The address people type; the link begins with it
    #[arg(long, env = "SAMLING_PUBLIC_URL", value_name = "URL")]
    pub public_url: PublicUrl,
    /// The manager's name
    #[arg(long, env = "SAMLING_INVITE_NAME", value_name = "NAME")]
    pub name: String,
    /// The manager's e-mail address; whoever has it already gets a new link
    #[arg(long, env = "SAMLING_INVITE_EMAIL", value_name = "ADDRESS")]
    pub email: String,
    /// The municipality of a new programme
    #[arg(long, env = "SAMLING_INVITE_MUNICIPALITY", value_name = "NAME")]
    pub municipality: Option<String>,
    /// What a new programme is called, or which of those that are there is meant
    #[arg(long, env = "SAMLING_INVITE_PROGRAMME", value_name = "NAME")]
    pub programme: Option<String>,
    /// Print one line of JSON, for programs
    #[arg(long, env = "SAMLING_JSON")]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    #[command(flatten)]
    pub listen: ListenArgs,
    /// Keep what is written in this folder; without it everything is gone at exit
    #[arg(long, env = "SAMLING_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Keep what is written in this database: `sqlite://PATH` or `postgres://USER@HOST/NAME`
    #[arg(
        long,
        env = "SAMLING_DATABASE_URL",
        value_name = "URL",
        conflicts_with = "data_dir"
    )]
    pub database_url: Option<String>,
    /// Print one line of JSON when ready, for programs, instead of text for people
    #[arg(long, env = "SAMLING_JSON")]
    pub json: bool,
}

#[derive(Debug, Clone, Args)]
pub struct ListenArgs {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(
        long,
        env = "SAMLING_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: SocketAddr,
    /// The address people type; needed unless the server listens on this machine only
    #[arg(long, env = "SAMLING_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<PublicUrl>,
    /// What to log on stderr, such as `warn` or `server=debug`
    #[arg(
        long,
        env = "SAMLING_LOG",
        value_name = "FILTER",
        default_value = "info,sqlx=warn"
    )]
    pub log: String,
    #[command(flatten)]
    pub limits: LimitArgs,
    #[command(flatten)]
    pub mail: MailArgs,
    /// The header in which a proxy says where a request comes from, such as `x-forwarded-for`; its last address counts
    #[arg(
        long,
        env = "SAMLING_CLIENT_ADDRESS_HEADER",
        value_name = "NAME",
        help_heading = "Limits"
    )]
    pub client_address_header: Option<HeaderName>,
}

/// How mail is sent
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Mail")]
pub struct MailArgs {
    /// The mail server: `smtps://USER:PASSWORD@HOST` or `smtp://HOST:25`; without one, mails are written to a folder
    #[arg(
        long,
        env = "SAMLING_SMTP_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    smtp_url: Option<SmtpUrl>,
    /// Whom mails come from, such as `Samling <samling@example.no>`
    #[arg(long, env = "SAMLING_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// The folder for mails when there is no mail server [default: mail beside the database's file, or data/mail]
    #[arg(long, env = "SAMLING_MAIL_DIR", value_name = "DIR")]
    mail_dir: Option<PathBuf>,
}

impl From<MailArgs> for MailSettings {
    fn from(args: MailArgs) -> Self {
        Self {
            smtp_url: args.smtp_url,
            from: args.mail_from,
            dir: args.mail_dir,
        }
    }
}

/// How much one connection and one document may take
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// The largest single change
    #[arg(long = "limit-update", env = "SAMLING_LIMIT_UPDATE", value_name = "BYTES", default_value_t = Limits::default().update)]
    update: usize,
    /// The largest answer of a client that was away
    #[arg(long = "limit-step2", env = "SAMLING_LIMIT_STEP2", value_name = "BYTES", default_value_t = Limits::default().step2)]
    step2: usize,
    /// The largest state vector
    #[arg(long = "limit-state-vector", env = "SAMLING_LIMIT_STATE_VECTOR", value_name = "BYTES", default_value_t = Limits::default().state_vector)]
    state_vector: usize,
    /// The largest word about who is here and where
    #[arg(long = "limit-awareness", env = "SAMLING_LIMIT_AWARENESS", value_name = "BYTES", default_value_t = Limits::default().awareness)]
    awareness: usize,
    /// The largest document
    #[arg(long = "limit-document", env = "SAMLING_LIMIT_DOCUMENT", value_name = "BYTES", default_value_t = Limits::default().document)]
    document: usize,
    /// Connections per document
    #[arg(long = "limit-sessions", env = "SAMLING_LIMIT_SESSIONS", value_name = "N", default_value_t = Limits::default().sessions)]
    sessions: usize,
    /// Messages per second and connection
    #[arg(long = "limit-messages", env = "SAMLING_LIMIT_MESSAGES", value_name = "N", default_value_t = Limits::default().messages_per_s)]
    messages: u32,
    /// Bytes per second and connection
    #[arg(long = "limit-bytes", env = "SAMLING_LIMIT_BYTES", value_name = "BYTES", default_value_t = Limits::default().bytes_per_s)]
    bytes: u32,
    /// How many seconds' worth of both may come at once
    #[arg(long = "limit-burst", env = "SAMLING_LIMIT_BURST", value_name = "SECONDS", default_value_t = Limits::default().burst_s)]
    burst: u32,
}

impl From<LimitArgs> for Limits {
    fn from(args: LimitArgs) -> Self {
        Self {
            update: args.update,
            step2: args.step2,
            state_vector: args.state_vector,
            awareness: args.awareness,
            document: args.document,
            sessions: args.sessions,
            messages_per_s: args.messages,
            bytes_per_s: args.bytes,
            burst_s: args.burst,
        }
    }
}

/// An http or https address without a path: an origin, written as browsers write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    scheme: Scheme,
    /// Host, and port unless it is the scheme's own.
    host: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

#[derive(Debug, PartialEq, Eq, Error)]
#[error("write it as https://samling.example.no, without a path")]
pub struct NotAPublicUrl;

impl PublicUrl {
    /// The address of a server that listens on this machine only.
    pub fn localhost(port: u16) -> Self {
        let host = if port == 80 {
            String::from("localhost")
        } else {
            format!("localhost:{port}")
        };
        Self {
            scheme: Scheme::Http,
            host,
        }
    }

    pub fn is_https(&self) -> bool {
        self.scheme == Scheme::Https
    }

    /// What browsers send in `Origin`; also the start of every link.
    pub fn origin(&self) -> String {
        let scheme = if self.is_https() { "https" } else { "http" };
        format!("{scheme}://{}", self.host)
    }

    pub fn websocket_origin(&self) -> String {
        let scheme = if self.is_https() { "wss" } else { "ws" };
        format!("{scheme}://{}", self.host)
    }
}

impl FromStr for PublicUrl {
    type Err = NotAPublicUrl;

    fn from_str(text: &str) -> Result<Self, NotAPublicUrl> {
        let uri: Uri = text.parse().map_err(|_| NotAPublicUrl)?;
        let (scheme, own_port) = match uri.scheme_str() {
            Some("http") => (Scheme::Http, ":80"),
            Some("https") => (Scheme::Https, ":443"),
            _ => return Err(NotAPublicUrl),
        };
        let authority = uri
            .authority()
            .ok_or(NotAPublicUrl)?
            .as_str()
            .to_ascii_lowercase();
        if authority.contains('@') || uri.path() != "/" || uri.query().is_some() {
            return Err(NotAPublicUrl);
        }
        let host = authority
            .strip_suffix(own_port)
            .unwrap_or(&authority)
            .to_owned();
        Ok(Self { scheme, host })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_an_origin() {
        for (text, origin) in [
            (
                "https://samling.example.no",
                Some("https://samling.example.no"),
            ),
            (
                "https://Samling.example.no:443/",
                Some("https://samling.example.no"),
            ),
            ("http://localhost:8080", Some("http://localhost:8080")),
            ("http://localhost:80", Some("http://localhost")),
            ("https://localhost:80", Some("https://localhost:80")),
            ("https://example.no/samling", None),
            ("https://example.no?x", None),
            ("https://me@example.no", None),
            ("example.no", None),
            ("ftp://example.no", None),
            ("", None),
        ] {
            let url = text.parse::<PublicUrl>().ok();
            assert_eq!(url.map(|url| url.origin()).as_deref(), origin, "{text}");
        }
        assert_eq!(
            PublicUrl::localhost(8080).websocket_origin(),
            "ws://localhost:8080"
        );
    }

    #[test]
    fn every_flag_has_an_environment_variable_and_the_defaults_stand() {
        use clap::CommandFactory;
        let command = Cli::command();
        command.clone().debug_assert();
        for subcommand in command.get_subcommands() {
            for flag in subcommand
                .get_arguments()
                .filter(|flag| flag.get_id() != "help")
            {
                assert!(flag.get_env().is_some(), "{}", flag.get_id());
            }
        }
    }
}
