//! The programme, its people and who may do what. The rights table stands here once, for browser and server alike.

use serde::{Deserialize, Serialize};

use crate::id::{PersonId, ProgrammeId};

/// An omstillingsprogram: the whole effort of one municipality, up to six years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// How the municipality has organised the programme; selects the rule profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationForm {
    MunicipalCommittee,
    MunicipalEnterprise,
    Company,
    ProjectBoard,
}

/// The written form of the programme's texts (målform).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// What a person is in a meeting (domain 1.3, 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Chair,
    ViceChair,
    BoardMember,
    Deputy,
    ProgrammeManager,
    Observer,
    Facilitator,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Chair,
        Self::ViceChair,
        Self::BoardMember,
        Self::Deputy,
        Self::ProgrammeManager,
        Self::Observer,
        Self::Facilitator,
    ];
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Open the material of a meeting, and follow its documents live.
    ReadMaterial,
    /// Write in the shared texts and the proposals of an assessment.
    WriteAssessment,
}

impl Act {
    pub const ALL: [Self; 2] = [Self::ReadMaterial, Self::WriteAssessment];
}

/// Whether a role may do an act (domain 1.4). A person without a role in the programme may do nothing.
///
/// An observer writes only where a setting of the meeting says so; until meetings carry that setting, not at all.
/// A deputy writes in the assessment only when seated for a member.
pub fn may(role: Role, is_seated: bool, act: Act) -> bool {
    match (act, role) {
        (Act::ReadMaterial, _)
        | (
            Act::WriteAssessment,
            Role::Chair
            | Role::ViceChair
            | Role::BoardMember
            | Role::ProgrammeManager
            | Role::Facilitator,
        ) => true,
        (Act::WriteAssessment, Role::Deputy) => is_seated,
        (Act::WriteAssessment, Role::Observer) => false,
    }
}

/// Someone in a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    fn the_rights_table_is_the_domains() {
        use Act::{ReadMaterial, WriteAssessment};
        let table = [
            (Role::Chair, [true, true]),
            (Role::ViceChair, [true, true]),
            (Role::BoardMember, [true, true]),
            (Role::Deputy, [true, false]),
            (Role::ProgrammeManager, [true, true]),
            (Role::Observer, [true, false]),
            (Role::Facilitator, [true, true]),
        ];
        assert_eq!(table.map(|(role, _)| role), Role::ALL);
        for (role, expected) in table {
            for (act, expected) in [ReadMaterial, WriteAssessment].into_iter().zip(expected) {
                assert_eq!(may(role, false, act), expected, "{role:?} {act:?}");
            }
        }
        assert!(
            may(Role::Deputy, true, WriteAssessment),
            "a seated deputy writes"
        );
    }

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
