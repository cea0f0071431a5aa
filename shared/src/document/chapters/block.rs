//! Prose as plain values: for reading on a page, for minutes, and for comparing two versions.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::document::admit::MAX_ADDRESS_LEN;

/// A part of prose that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Block {
    Paragraph {
        words: Words,
    },
    /// A heading of level 2 or 3.
    Heading {
        level: u8,
        words: Words,
    },
    List {
        is_ordered: bool,
        items: Vec<ListItem>,
    },
}

/// The paragraphs of an item; nearly always one.
pub type ListItem = Vec<Words>;

/// What stands in a paragraph. Neighbours with the same marks are one span.
pub type Words = Vec<Inline>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Inline {
    Span(Span),
    /// A new line in the same paragraph.
    Break,
}

/// Words with the same marks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Span {
    pub text: String,
    #[serde(default, skip_serializing_if = "is_off")]
    pub is_bold: bool,
    #[serde(default, skip_serializing_if = "is_off")]
    pub is_italic: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_off(mark: &bool) -> bool {
    !*mark
}

/// An address that may be followed: `https:`, `http:` or `mailto:`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Link(String);

/// Following this could do anything.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a web or mail address")]
pub struct NotAnAddress;

impl Link {
    pub fn parse(address: &str) -> Result<Self, NotAnAddress> {
        let (scheme, rest) = address.split_once(':').ok_or(NotAnAddress)?;
        let may_follow = match scheme.to_ascii_lowercase().as_str() {
            "https" | "http" => rest.len() > 2 && rest.starts_with("//"),
            "mailto" => !rest.is_empty(),
            _ => false,
        };
        let is_plain = |letter: char| !letter.is_control() && !letter.is_whitespace();
        if may_follow && address.len() <= MAX_ADDRESS_LEN && address.chars().all(is_plain) {
            return Ok(Self(address.to_owned()));
        }
        Err(NotAnAddress)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Link {
    type Error = NotAnAddress;

    fn try_from(address: String) -> Result<Self, NotAnAddress> {
        Self::parse(&address)
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0
    }
}

/// Whether there is nothing to read.
pub fn is_empty(blocks: &[Block]) -> bool {
    words(blocks).trim().is_empty()
}

/// The words alone: a line for each item, an empty line between blocks.
pub fn words(blocks: &[Block]) -> String {
    let block = |block: &Block| match block {
        Block::Paragraph { words } | Block::Heading { words, .. } => line(words),
        Block::List { items, .. } => {
            let paragraphs = items.iter().flatten().map(line);
            paragraphs.collect::<Vec<_>>().join("\n")
        }
    };
    let blocks = blocks.iter().map(block).collect::<Vec<_>>();
    blocks.join("\n\n")
}

fn line(words: &Words) -> String {
    let part = |inline: &Inline| match inline {
        Inline::Span(span) => span.text.clone(),
        Inline::Break => "\n".to_owned(),
    };
    words.iter().map(part).collect()
}
