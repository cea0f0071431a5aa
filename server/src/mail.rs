//! Mail: over SMTP, or without settings for it as files in a folder, which the programme manager copies from.
//!
//! That a mail was written is kept, its words are not: they open a door. In the folder they lie as long as a link is good.

mod folder;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use shared::id::PersonId;
use shared::view::{MailCard, MailOutcome};
use thiserror::Error;
use tokio::time::sleep;

use crate::app::App;
use crate::clock;
use crate::store::database::Database;
use crate::store::mails::{MailKind, MailState, NewMail};
use crate::store::open::Address;
use crate::store::writer::Write;
use folder::Folder;

const DEFAULT_FROM: &str = "Samling <samling@localhost>";
/// Where mails lie when nothing is said and the database is no file.
const DEFAULT_FOLDER: &str = "data/mail";
/// How long is waited before each try.
const PAUSES: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(5),
    Duration::from_secs(45),
];

/// How mail is sent, as it is set from outside.
#[derive(Debug, Clone, Default)]
pub struct MailSettings {
    pub smtp_url: Option<SmtpUrl>,
    pub from: Option<String>,
    /// Where mails lie without a mail server.
    pub dir: Option<PathBuf>,
}

/// Holds a password, so it is never printed.
#[derive(Clone)]
pub struct SmtpUrl(String);

impl From<&str> for SmtpUrl {
    fn from(url: &str) -> Self {
        Self(url.to_owned())
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpUrl")
    }
}

/// Why no mail can be sent; each is one sentence for the one who starts the server.
#[derive(Debug, Error)]
pub enum MailSetupError {
    #[error("--smtp-url is not understood: write smtps://USER:PASSWORD@HOST or smtp://HOST:25")]
    SmtpUrl,
    #[error(
        "pass --mail-from with the address mails come from, because --smtp-url alone does not say it"
    )]
    NoFrom,
    #[error("--mail-from {0:?} is not an address: write \"Samling <samling@example.no>\"")]
    From(String),
}

/// A mail to one person.
#[derive(Debug, Clone)]
pub struct Letter {
    pub to: String,
    pub person: PersonId,
    pub kind: MailKind,
    pub subject: String,
    pub text: String,
    /// The name and the text of a file.
    pub attachment: Option<(String, String)>,
}

pub struct Mailer {
    from: Mailbox,
    way: Way,
}

enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(Folder),
}

impl Mailer {
    pub fn new(settings: MailSettings, database: &Address) -> Result<Self, MailSetupError> {
        let from = match (&settings.from, &settings.smtp_url) {
            (Some(from), _) => from,
            (None, None) => DEFAULT_FROM,
            (None, Some(_)) => return Err(MailSetupError::NoFrom),
        };
        let from = from
            .parse()
            .map_err(|_| MailSetupError::From(from.to_owned()))?;
        let way = match settings.smtp_url {
            Some(SmtpUrl(url)) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url)
                    .map_err(|_| MailSetupError::SmtpUrl)?;
                Way::Smtp(transport.build())
            }
            None => Way::Folder(Folder::new(
                settings.dir.unwrap_or_else(|| default_folder(database)),
            )),
        };
        Ok(Self { from, way })
    }

    /// Whether mails lie in the folder to be copied.
    pub fn shows_mails(&self) -> bool {
        matches!(self.way, Way::Folder(_))
    }

    /// Deletes what lies in the folder for a person.
    pub async fn forget(&self, person: &PersonId) -> std::io::Result<()> {
        match &self.way {
            Way::Smtp(_) => Ok(()),
            Way::Folder(folder) => folder.delete_of(person).await,
        }
    }

    /// What lies in the folder, of all programmes, the newest first. Nothing when there is a mail server.
    pub async fn folder_letters(&self) -> std::io::Result<Vec<MailCard>> {
        match &self.way {
            Way::Smtp(_) => Ok(Vec::new()),
            Way::Folder(folder) => folder.read().await,
        }
    }
}

/// Sends a letter, and keeps that it was written. Over SMTP the answer comes before the mail has left.
pub async fn post(app: &App, letter: Letter) -> MailOutcome {
    let (id, now) = (clock::new_id(), clock::now());
    let (state, outcome) = match &app.mailer.way {
        Way::Smtp(_) => (MailState::Sending, MailOutcome::Sent),
        Way::Folder(folder) => match folder.write(&id, now, &app.mailer.from, &letter).await {
            Ok(()) => (MailState::Written, MailOutcome::Written),
            Err(error) => {
                tracing::error!(%error, "a mail could not be written to the folder");
                (MailState::Failed, MailOutcome::Failed)
            }
        },
    };
    let mail = NewMail {
        id: id.clone(),
        person: letter.person.clone(),
        kind: letter.kind,
        at: now,
        state,
    };
    if let Err(error) = app.store.write(Write::AddMail(mail)).await {
        tracing::error!(%error, "a mail is not written, because that cannot be stored");
        return MailOutcome::Failed;
    }
    if let Way::Smtp(transport) = &app.mailer.way {
        let Some(message) = message(&app.mailer.from, &letter) else {
            mark(app, &id, MailState::Failed).await;
            return MailOutcome::Failed;
        };
        let (app, transport) = (app.clone(), transport.clone());
        app.tracker.clone().spawn(async move {
            let state = send(&app, &transport, message).await;
            mark(&app, &id, state).await;
        });
    }
    outcome
}

async fn send(
    app: &App,
    transport: &AsyncSmtpTransport<Tokio1Executor>,
    message: Message,
) -> MailState {
    for pause in PAUSES {
        tokio::select! {
            () = sleep(pause) => {}
            () = app.shutdown.cancelled() => break,
        }
        match transport.send(message.clone()).await {
            Ok(_) => return MailState::Sent,
            // Its words can name the receiver, but never what the mail says.
            Err(error) => tracing::warn!(%error, "a mail was not taken by the mail server"),
        }
    }
    MailState::Failed
}

async fn mark(app: &App, id: &str, state: MailState) {
    let mark = Write::MarkMail {
        id: id.to_owned(),
        state,
    };
    if let Err(error) = app.store.write(mark).await {
        tracing::error!(%error, "how a mail went is not stored");
    }
}

/// None when the address is none.
fn message(from: &Mailbox, letter: &Letter) -> Option<Message> {
    let to = Mailbox::new(None, letter.to.parse().ok()?);
    let builder = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(letter.subject.as_str());
    let text = SinglePart::builder()
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(letter.text.clone());
    let message = match &letter.attachment {
        None => builder.singlepart(text),
        Some((name, content)) => {
            let kind = ContentType::parse(file_type(name)).ok()?;
            let file = Attachment::new(name.clone()).body(content.clone(), kind);
            builder.multipart(MultiPart::mixed().singlepart(text).singlepart(file))
        }
    };
    message.ok()
}

fn file_type(name: &str) -> &'static str {
    let is_calendar = std::path::Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("ics"));
    if is_calendar {
        "text/calendar; charset=utf-8"
    } else {
        "text/plain; charset=utf-8"
    }
}

fn default_folder(database: &Address) -> PathBuf {
    match database {
        Database::Sqlite(file) => file.with_file_name("mail"),
        Database::Postgres(_) => PathBuf::from(DEFAULT_FOLDER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(smtp_url: Option<&str>, from: Option<&str>) -> Result<Mailer, MailSetupError> {
        let settings = MailSettings {
            smtp_url: smtp_url.map(SmtpUrl::from),
            from: from.map(str::to_owned),
            dir: None,
        };
        Mailer::new(
            settings,
            &Database::Sqlite(PathBuf::from("data/samling.db")),
        )
    }

    #[tokio::test]
    async fn what_is_set_wrongly_is_said_at_the_start() {
        assert!(setup(None, None).is_ok_and(|mailer| mailer.shows_mails()));
        let from = Some("Samling <samling@example.no>");
        let mailer = setup(Some("smtps://me:secret@mail.example.no"), from);
        assert!(mailer.is_ok_and(|mailer| !mailer.shows_mails()));
        for (smtp_url, from, expected) in [
            (Some("smtp://mail.example.no"), None, "--mail-from"),
            (Some("mail.example.no"), from, "--smtp-url"),
            (None, Some("hvem som helst"), "\"hvem som helst\""),
        ] {
            let error = setup(smtp_url, from).err().expect("a reason").to_string();
            assert!(error.contains(expected), "{error}");
        }
        assert!(!format!("{:?}", SmtpUrl::from("smtp://me:secret@x")).contains("secret"));
    }
}
