//! Typed ids. A new id is minted at the edge (a uuid v7); content ids from templates are kebab-case words.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The longest id accepted, in bytes.
const MAX_ID_LEN: usize = 64;

/// The text is not an id: 1 to 64 characters of `a`–`z`, `0`–`9` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not an id: {0:?}")]
pub struct InvalidId(String);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z0-9-]{1,64}$"))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads an id; see [`InvalidId`] for what one looks like.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                check(text).map(|()| Self(text.to_owned()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                check(&text).map(|()| Self(text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// An omstillingsprogram.
    ProgrammeId
);
id!(
    /// A person in a programme.
    PersonId
);
id!(
    /// A PSV, a seminar or a board meeting.
    MeetingId
);
id!(
    /// One device somebody is signed in on.
    DeviceId
);
id!(
    /// Somebody, or a screen, that asks to be let in.
    KnockId
);
id!(
    /// A CRDT document; also its stream in the log.
    DocumentId
);
id!(
    /// A main indicator of a review form.
    IndicatorId
);
id!(
    /// An improvement proposal.
    ProposalId
);
id!(
    /// A group of improvement proposals; a candidate of a dot vote.
    GroupId
);
id!(
    /// A step of a meeting's run sheet.
    StepId
);
id!(
    /// A chapter of a plan.
    SectionId
);
id!(
    /// One of the three or four innsatsområder of a programme.
    FocusAreaId
);
id!(
    /// A Handlingsplan or an Omstillingsplan. Also names the room in which decisions about it are made.
    PlanId
);
id!(
    /// A goal with a number.
    GoalId
);
id!(
    /// A tiltak of a plan. Keeps its id from year to year, as long as it is the same measure.
    MeasureId
);
id!(
    /// A date on the way of a measure.
    MilestoneId
);
id!(
    /// A cost outside the measures.
    OperatingCostId
);
id!(
    /// Something that may go wrong.
    RiskId
);
id!(
    /// A line of the communication plan.
    CommunicationId
);
id!(
    /// A line of the meeting plan.
    PlannedMeetingId
);
id!(
    /// Something parked, or a comment.
    NoteId
);
id!(
    /// A change of a plan's words that somebody suggests.
    SuggestionId
);
id!(
    /// A change of the adopted Omstillingsplan.
    RevisionId
);
id!(
    /// A plan as it stood once.
    VersionId
);
id!(
    /// One asking of a command; asking again with the same changes nothing.
    RequestId
);
id!(
    /// One life of a document: replicas of another generation are never merged into it.
    Generation
);

/// Whether a text is an id, without making one of it.
pub fn is_id(text: &str) -> bool {
    let fits = !text.is_empty() && text.len() <= MAX_ID_LEN;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    fits && text.bytes().all(plain)
}

fn check(text: &str) -> Result<(), InvalidId> {
    if is_id(text) {
        Ok(())
    } else {
        Err(InvalidId(text.chars().take(MAX_ID_LEN).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_plain_words() {
        let long = "a".repeat(65);
        let cases = [
            ("forankring-og-eierskap", true),
            ("0197c3c4-7d1e-7aaa-8000-000000000000", true),
            ("", false),
            ("Æ", false),
            ("../etc", false),
            ("A1", false),
            (long.as_str(), false),
        ];
        for (text, ok) in cases {
            assert_eq!(DocumentId::parse(text).is_ok(), ok, "{text}");
        }
    }

    #[test]
    fn an_id_from_json_is_checked_too() {
        assert!(serde_json::from_str::<PersonId>("\"odd-arne-brekke\"").is_ok());
        assert!(serde_json::from_str::<PersonId>("\"odd arne\"").is_err());
    }
}
