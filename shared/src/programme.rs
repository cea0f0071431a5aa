//! The programme and its people. Who may do what stands in [`crate::rights`].

use serde::{Deserialize, Serialize};

use crate::id::{PersonId, ProgrammeId};
use crate::rights::Role;

/// An omstillingsprogram: the whole effort of one municipality, up to six years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Programme {
    pub id: ProgrammeId,
    pub name: String,
    pub municipality: String,
    pub county_authority: String,
    pub organisation_form: OrganisationForm,
    pub language_form: LanguageForm,
    pub first_year: u16,
    pub n_years: u8,
    /// The programme year, 1 to `n_years`.
    pub current_year: u8,
    pub calendar_year: u16,
    pub vision: String,
    pub summary: String,
    #[serde(default)]
    pub retention: Retention,
}

/// How long what is about a person is kept after it has served its purpose (domain 10.7), in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Retention {
    /// Somebody who is no longer in the programme; then the name goes and the texts stay.
    pub former_people: u16,
    /// Who was let in, was here, and was written to, after the meeting.
    pub attendance: u16,
    /// Who changed people, rights and settings.
    pub audit: u16,
    /// What each person answered in a review, after its report is final.
    pub scores: u16,
}

impl Retention {
    /// The shortest and the longest a programme may choose.
    pub const DAYS: std::ops::RangeInclusive<u16> = 1..=3_650;
}

impl Default for Retention {
    /// A year for people and attendance, so that last autumn's meeting can be opened again; two for the audit log;
    /// a month for scores, ballots and thoughts.
    fn default() -> Self {
        Self {
            former_people: 365,
            attendance: 365,
            audit: 730,
            scores: 30,
        }
    }
}

/// How the municipality has organised the programme; selects the rule profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationForm {
    MunicipalCommittee,
    MunicipalEnterprise,
    Company,
    ProjectBoard,
}

/// The written form of the programme's texts (målform).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LanguageForm {
    Nb,
    Nn,
}

impl LanguageForm {
    /// The value of the HTML `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
        }
    }
}

/// Someone in a programme, as everybody in it sees them. The e-mail address is kept apart: see
/// [`crate::view::PersonCard`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub role: Role,
    /// Work title, in the programme's own words.
    #[serde(default)]
    pub title: Option<String>,
    /// Whom or what the person represents.
    #[serde(default)]
    pub represents: Option<String>,
}

impl Person {
    /// The name a caret carries.
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }

    /// First letters of the first and the last name.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// The person's hue: a place in the palette of ten (UX 3.1), the same on every device.
    pub fn hue(&self) -> usize {
        hue(&self.id)
    }
}

/// How many person hues there are (UX 3.1).
pub const N_HUES: usize = 10;

/// First letters of the first and the last word of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

/// A place in the palette, from the id alone (FNV-1a), so that no table of colours has to be kept.
pub fn hue(id: &PersonId) -> usize {
    let hash = id.as_str().bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    hash as usize % N_HUES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_take_first_and_last_name() {
        for (name, expected) in [
            ("Odd-Arne Brekke", "OB"),
            ("Kjersti Aamodt Lie", "KL"),
            ("åse", "Å"),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected);
        }
    }
}
