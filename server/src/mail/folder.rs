//! Mails as files, one `.eml` each, in plain text that people can read too (RFC 6532).

use std::io;
use std::path::PathBuf;

use jiff::fmt::rfc2822;
use lettre::message::Mailbox;
use shared::id::PersonId;
use shared::time::{DAY_MS, Timestamp};
use shared::view::MailCard;
use tokio::fs::{self, DirBuilder, OpenOptions};
use tokio::io::AsyncWriteExt;

use super::{Letter, file_type};

/// As long as the links in them are good.
const KEEP_MS: i64 = 14 * DAY_MS;
const EXTENSION: &str = ".eml";

pub struct Folder(PathBuf);

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Nobody but the one who runs the server can read the file. Files that are too old go.
    pub async fn write(
        &self,
        id: &str,
        at: Timestamp,
        from: &Mailbox,
        letter: &Letter,
    ) -> io::Result<()> {
        let Self(path) = self;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .await?;
        self.delete_older_than(Timestamp(at.0 - KEEP_MS)).await?;
        let name = format!("{:013}-{id}{EXTENSION}", at.0);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path.join(name))
            .await?;
        file.write_all(print(id, at, from, letter).as_bytes())
            .await?;
        file.flush().await
    }

    /// The newest first. Files that are not ours are left out.
    pub async fn read(&self) -> io::Result<Vec<MailCard>> {
        let mut mails = Vec::new();
        for (name, _) in self.files().await? {
            let Self(path) = self;
            match fs::read_to_string(path.join(name)).await {
                Ok(text) => mails.extend(parse(&text)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {} // deleted meanwhile
                Err(error) => return Err(error),
            }
        }
        Ok(mails)
    }

    pub async fn delete_of(&self, person: &PersonId) -> io::Result<()> {
        let Self(path) = self;
        for (name, _) in self.files().await? {
            let file = path.join(name);
            let mail = parse(&fs::read_to_string(&file).await?);
            if mail.is_some_and(|mail| mail.person == *person) {
                fs::remove_file(file).await?;
            }
        }
        Ok(())
    }

    async fn delete_older_than(&self, before: Timestamp) -> io::Result<()> {
        let Self(path) = self;
        for (name, at) in self.files().await? {
            if at <= before {
                fs::remove_file(path.join(name)).await?;
            }
        }
        Ok(())
    }

    /// Names of mails and when they were written, the newest first.
    async fn files(&self) -> io::Result<Vec<(String, Timestamp)>> {
        let Self(path) = self;
        let mut folder = match fs::read_dir(path).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            folder => folder?,
        };
        let mut files = Vec::new();
        while let Some(entry) = folder.next_entry().await? {
            let name = entry.file_name().to_string_lossy().into_owned();
            let at = name.strip_suffix(EXTENSION).and_then(|name| {
                let (at, _) = name.split_once('-')?;
                at.parse().ok().map(Timestamp)
            });
            files.extend(at.map(|at| (name, at)));
        }
        files.sort_by(|one, other| other.cmp(one));
        Ok(files)
    }
}

fn print(id: &str, at: Timestamp, from: &Mailbox, letter: &Letter) -> String {
    let date = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let date = rfc2822::DateTimePrinter::new()
        .timestamp_to_string(&date)
        .unwrap_or_default();
    let text_head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n";
    let body = match &letter.attachment {
        None => format!("{text_head}\n{}", letter.text),
        Some((name, content)) => {
            let (name, kind) = (one_line(name), file_type(name));
            format!(
                "Content-Type: multipart/mixed; boundary=\"{id}\"\n\n\
                 --{id}\n{text_head}\n{}\n\
                 --{id}\nContent-Type: {kind}\nContent-Disposition: attachment; filename=\"{name}\"\n\
                 Content-Transfer-Encoding: 8bit\n\n{content}\n\
                 --{id}--\n",
                letter.text
            )
        }
    };
    format!(
        "From: {from}\nTo: {to}\nSubject: {subject}\nDate: {date}\nMessage-ID: <{id}@samling>\n\
         X-Samling-Person: {person}\nX-Samling-At: {at}\nMIME-Version: 1.0\n{body}",
        to = one_line(&letter.to),
        subject = one_line(&letter.subject),
        person = letter.person,
        at = at.0,
    )
}

/// A header must not be able to begin another.
fn one_line(text: &str) -> String {
    let printable = |c: char| if c.is_control() || c == '"' { ' ' } else { c };
    text.chars().map(printable).collect()
}

/// None when the text is not one of ours.
fn parse(text: &str) -> Option<MailCard> {
    let (head, body) = text.split_once("\n\n")?;
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let id = header("Message-ID")?.strip_prefix('<')?.split('@').next()?;
    let boundary = format!("--{id}\n");
    let text = match body.strip_prefix(&boundary) {
        None => body,
        Some(parts) => {
            let (_, text) = parts.split_once("\n\n")?;
            let (text, _) = text.split_once(&format!("\n{boundary}"))?;
            text
        }
    };
    Some(MailCard {
        id: id.to_owned(),
        to: header("To")?.to_owned(),
        person: PersonId::parse(header("X-Samling-Person")?).ok()?,
        at: Timestamp(header("X-Samling-At")?.parse().ok()?),
        subject: header("Subject")?.to_owned(),
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::mails::MailKind;

    fn letter() -> Letter {
        Letter {
            to: "kari@fjordvik.example".into(),
            person: PersonId::parse("kari").unwrap(),
            kind: MailKind::Code,
            subject: "Koden din – på nynorsk òg".into(),
            text: "Hei, Kari!\n\n482173\n\nHelsing\nSamling\n".into(),
            attachment: None,
        }
    }

    #[tokio::test]
    async fn what_is_written_is_read_back_and_the_old_goes() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path().join("mail"));
        assert_eq!(folder.read().await.unwrap(), []);
        let from: Mailbox = "Samling <samling@localhost>".parse().unwrap();
        let start = Timestamp(1_764_000_000_000);
        let with_file = Letter {
            attachment: Some(("mote.ics".into(), "BEGIN:VCALENDAR\nEND:VCALENDAR".into())),
            ..letter()
        };
        folder.write("a1", start, &from, &letter()).await.unwrap();
        let later = start.plus_ms(5);
        folder.write("b2", later, &from, &with_file).await.unwrap();
        let mails = folder.read().await.unwrap();
        assert_eq!(mails.len(), 2);
        assert_eq!((mails[0].id.as_str(), mails[0].at), ("b2", later));
        for mail in &mails {
            assert_eq!(mail.to, letter().to);
            assert_eq!(mail.subject, letter().subject);
            assert_eq!(mail.text, letter().text);
        }
        let much_later = start.plus_ms(KEEP_MS + 1);
        folder
            .write("c3", much_later, &from, &letter())
            .await
            .unwrap();
        let ids: Vec<_> = folder
            .read()
            .await
            .unwrap()
            .into_iter()
            .map(|mail| mail.id)
            .collect();
        assert_eq!(ids, ["c3", "b2"]);
    }

    #[test]
    fn a_header_cannot_begin_another() {
        let hostile = Letter {
            subject: "Hei\nBcc: alle@example.no\n\nkode".into(),
            ..letter()
        };
        let from: Mailbox = "samling@localhost".parse().unwrap();
        let printed = print("a1", Timestamp(0), &from, &hostile);
        assert!(!printed.contains("\nBcc:"));
        assert_eq!(parse(&printed).unwrap().text, letter().text);
    }
}
