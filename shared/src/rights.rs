//! Who may do what: one table of role × act (domain 1.4), asked by browser and server alike.
//!
//! A row says under which condition a role may do an act; a [`Standing`] says which conditions one person meets in one
//! meeting. Whether the meeting itself is open is the business of [`crate::meeting`].

use serde::{Deserialize, Serialize};

/// What a person is in a programme (domain 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Chair,
    ViceChair,
    BoardMember,
    Deputy,
    ProgrammeManager,
    /// Runs a project of the programme and helps write its plan.
    ProjectManager,
    /// From the county authority, Innovasjon Norge or the municipality; whom is in `Person::represents`.
    Observer,
    Facilitator,
    /// Somebody who was let in to one meeting.
    Guest,
    /// The screen on the wall; nobody sits behind it.
    Projector,
}

impl Role {
    pub const ALL: [Self; 10] = [
        Self::Chair,
        Self::ViceChair,
        Self::BoardMember,
        Self::Deputy,
        Self::ProgrammeManager,
        Self::ProjectManager,
        Self::Observer,
        Self::Facilitator,
        Self::Guest,
        Self::Projector,
    ];

    /// The roles a manager gives to people; a guest and a screen come in by themselves.
    pub const GIVEN: [Self; 8] = [
        Self::Chair,
        Self::ViceChair,
        Self::BoardMember,
        Self::Deputy,
        Self::ProgrammeManager,
        Self::ProjectManager,
        Self::Observer,
        Self::Facilitator,
    ];

    /// Whether the role has a seat on the board, or may be seated for somebody who has.
    pub fn is_board(self) -> bool {
        matches!(
            self,
            Self::Chair | Self::ViceChair | Self::BoardMember | Self::Deputy
        )
    }

    /// Whether a deputy may be seated for it.
    pub fn has_seat(self) -> bool {
        self.is_board() && self != Self::Deputy
    }
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// See what is shown to the whole room.
    FollowShared,
    /// The programme's people, meetings and year.
    SeeProgramme,
    /// Open the material of a meeting, and follow its documents live.
    ReadMaterial,
    /// Give a score before the reveal.
    Score,
    /// Answer whether one agrees with the common grade.
    AgreeOnGrade,
    /// Write in the shared texts and the proposals of an assessment.
    WriteAssessment,
    /// Give dots in the workshop that count.
    GiveDots,
    EditPlan,
    /// Say yes to what others suggest in a plan, and take the plan from one state to the next.
    DecidePlan,
    PutMotion,
    VoteFormally,
    RaiseImpartiality,
    /// Answer what the board is asked about its own work.
    AnswerEvaluation,
    /// See what came of it.
    SeeEvaluation,
    /// Let observers see it too.
    ShowEvaluation,
    /// Write down what the board promises to do otherwise.
    MakePromises,
    ApproveMinutes,
    DraftMinutes,
    /// Drive steps, timer and reveal.
    LeadMeeting,
    /// Let people and screens in, note who is here, seat deputies.
    ReceivePeople,
    /// Set a meeting up, open and close it.
    ManageMeeting,
    /// The programme, its people, its year and its settings.
    ManageProgramme,
    /// Who changed people, rights and settings.
    ReadAudit,
}

impl Act {
    pub const ALL: [Self; 23] = [
        Self::FollowShared,
        Self::SeeProgramme,
        Self::ReadMaterial,
        Self::Score,
        Self::AgreeOnGrade,
        Self::WriteAssessment,
        Self::GiveDots,
        Self::EditPlan,
        Self::DecidePlan,
        Self::PutMotion,
        Self::VoteFormally,
        Self::RaiseImpartiality,
        Self::AnswerEvaluation,
        Self::SeeEvaluation,
        Self::ShowEvaluation,
        Self::MakePromises,
        Self::ApproveMinutes,
        Self::DraftMinutes,
        Self::LeadMeeting,
        Self::ReceivePeople,
        Self::ManageMeeting,
        Self::ManageProgramme,
        Self::ReadAudit,
    ];

    /// Whether only those do it who take part in the meeting: listed, and not absent.
    fn is_taking_part(self) -> bool {
        matches!(
            self,
            Self::Score
                | Self::AgreeOnGrade
                | Self::WriteAssessment
                | Self::GiveDots
                | Self::PutMotion
                | Self::VoteFormally
                | Self::MakePromises
        )
    }
}

/// What a meeting may decide about its observers and its programme manager (domain 1.4, 2.5). All are off until somebody
/// says otherwise. The domain lets observers add proposals, marked as theirs; they stand in the same document as the
/// rationale, so until drafts of proposals are kept apart from it, that is a setting too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MeetingSettings {
    /// Observers score before the reveal, counted with everybody.
    pub observers_score: bool,
    /// Observers write in the assessment and its proposals.
    pub observers_write: bool,
    /// The programme manager gives dots.
    pub manager_gives_dots: bool,
}

/// Under which condition a role may do an act.
#[derive(Clone, Copy)]
enum Rule {
    Yes,
    No,
    /// A deputy who sits for a member in this meeting.
    Seated,
    /// Somebody the meeting has named to lead it beside the facilitator.
    Delegated,
    /// Somebody on the list of this meeting, coming or not.
    Listed,
    Setting(fn(&MeetingSettings) -> bool),
}

const OBSERVERS_SCORE: Rule = Rule::Setting(|settings| settings.observers_score);
const OBSERVERS_WRITE: Rule = Rule::Setting(|settings| settings.observers_write);
const MANAGER_DOTS: Rule = Rule::Setting(|settings| settings.manager_gives_dots);

/// One row of the table, in the order of [`Role::ALL`].
#[rustfmt::skip]
#[expect(clippy::match_same_arms, reason = "one line per act: it is a table")]
fn row(act: Act) -> [Rule; Role::ALL.len()] {
    use Rule::{Delegated, Listed, No, Seated, Yes};
    match act {
        //                       chair      vice       member deputy  manager         project observer         facilitator guest   projector
        Act::FollowShared =>      [Yes,       Yes,       Yes, Yes,    Yes,            Yes, Yes,             Yes,        Listed, Listed],
        Act::SeeProgramme =>      [Yes,       Yes,       Yes, Yes,    Yes,            Yes, Yes,             Yes,        No,     No],
        Act::ReadMaterial =>      [Yes,       Yes,       Yes, Yes,    Yes,            Yes, Yes,             Yes,        Listed, No],
        Act::Score =>             [Yes,       Yes,       Yes, Seated, Yes,            No,  OBSERVERS_SCORE, No,         No,     No],
        Act::AgreeOnGrade =>      [Yes,       Yes,       Yes, Seated, Yes,            No,  No,              No,         No,     No],
        Act::WriteAssessment =>   [Yes,       Yes,       Yes, Seated, Yes,            Yes, OBSERVERS_WRITE, Yes,        No,     No],
        Act::GiveDots =>          [Yes,       Yes,       Yes, Seated, MANAGER_DOTS,   No,  No,              No,         No,     No],
        Act::EditPlan =>          [Yes,       Yes,       Yes, Seated, Yes,            Yes, No,              Yes,        No,     No],
        Act::DecidePlan =>        [Yes,       Yes,       No,  No,     Yes,            No,  No,              Yes,        No,     No],
        Act::PutMotion =>         [Yes,       Yes,       Yes, Seated, No,             No,  No,              No,         No,     No],
        Act::VoteFormally =>      [Yes,       Yes,       Yes, Seated, No,             No,  No,              No,         No,     No],
        Act::RaiseImpartiality => [Yes,       Yes,       Yes, Seated, Yes,            No,  Yes,             No,         No,     No],
        Act::AnswerEvaluation =>  [Listed,    Listed,    Listed, Listed, No,          No,  No,              No,         No,     No],
        Act::SeeEvaluation =>     [Yes,       Yes,       Yes, Seated, No,             No,  No,              Yes,        No,     No],
        Act::ShowEvaluation =>    [Yes,       No,        No,  No,     No,             No,  No,              No,         No,     No],
        Act::MakePromises =>      [Yes,       Yes,       Yes, Seated, No,             No,  No,              Yes,        No,     No],
        Act::ApproveMinutes =>    [Yes,       Yes,       No,  No,     No,             No,  No,              No,         No,     No],
        Act::DraftMinutes =>      [No,        No,        No,  No,     Yes,            No,  No,              No,         No,     No],
        Act::LeadMeeting =>       [Delegated, Delegated, No,  No,     Delegated,      No,  No,              Yes,        No,     No],
        Act::ReceivePeople =>     [Delegated, Delegated, No,  No,     Yes,            No,  No,              Yes,        No,     No],
        Act::ManageMeeting =>     [No,        No,        No,  No,     Yes,            No,  No,              Yes,        No,     No],
        Act::ManageProgramme =>   [No,        No,        No,  No,     Yes,            No,  No,              No,         No,     No],
        Act::ReadAudit =>         [Yes,       No,        No,  No,     Yes,            No,  No,              No,         No,     No],
    }
}

/// What one person is in one meeting.
#[expect(
    clippy::struct_excessive_bools,
    reason = "four answers that do not hang together"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub role: Role,
    /// On the meeting's list of participants.
    pub is_listed: bool,
    /// Not reported absent.
    pub is_coming: bool,
    /// A deputy who sits for a member.
    pub is_seated: bool,
    /// Named to lead beside the facilitator.
    pub may_lead: bool,
}

impl Standing {
    /// Somebody as they are in the programme, outside any meeting.
    pub fn outside(role: Role) -> Self {
        Self {
            role,
            is_listed: false,
            is_coming: true,
            is_seated: false,
            may_lead: false,
        }
    }

    /// A participant of a meeting who has said nothing else.
    pub fn taking_part(role: Role) -> Self {
        Self {
            is_listed: true,
            ..Self::outside(role)
        }
    }
}

/// Why somebody may not do something, in words the page can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Lock {
    /// The role never may.
    Role,
    /// A setting of the meeting says no.
    Setting,
    /// A deputy who sits for nobody.
    NotSeated,
    /// Leads only when named to.
    NotDelegated,
    /// Not on the meeting's list.
    NotListed,
    /// Reported absent from the meeting.
    Absent,
    /// The meeting is planned and not open.
    NotOpen,
    /// The meeting is over.
    Closed,
    /// The board decides something now: until that is done nobody edits the plans (domain 10.1).
    Deciding,
}

/// What stands in the way; nothing when the act is allowed.
pub fn lock(standing: &Standing, settings: &MeetingSettings, act: Act) -> Option<Lock> {
    let place = Role::ALL.iter().position(|role| *role == standing.role)?;
    let by_role = match row(act)[place] {
        Rule::Yes => None,
        Rule::No => Some(Lock::Role),
        Rule::Seated => (!standing.is_seated).then_some(Lock::NotSeated),
        Rule::Delegated => (!standing.may_lead).then_some(Lock::NotDelegated),
        Rule::Listed => (!standing.is_listed).then_some(Lock::NotListed),
        Rule::Setting(is_on) => (!is_on(settings)).then_some(Lock::Setting),
    };
    if by_role.is_some() || !act.is_taking_part() {
        return by_role;
    }
    if !standing.is_listed {
        return Some(Lock::NotListed);
    }
    (!standing.is_coming).then_some(Lock::Absent)
}

/// Whether somebody may do something outside any meeting: the programme's own acts.
pub fn may(role: Role, act: Act) -> bool {
    lock(&Standing::outside(role), &MeetingSettings::default(), act).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The domain's table once more, as letters: y yes, n no, s when seated, d when delegated, l when listed, o/w/m by a setting.
    #[rustfmt::skip]
    const TABLE: [(Act, &str); 23] = [
        (Act::FollowShared,      "yyyyyyyyll"),
        (Act::SeeProgramme,      "yyyyyyyynn"),
        (Act::ReadMaterial,      "yyyyyyyyln"),
        (Act::Score,             "yyysynonnn"),
        (Act::AgreeOnGrade,      "yyysynnnnn"),
        (Act::WriteAssessment,   "yyysyywynn"),
        (Act::GiveDots,          "yyysmnnnnn"),
        (Act::EditPlan,          "yyysyynynn"),
        (Act::DecidePlan,        "yynnynnynn"),
        (Act::PutMotion,         "yyysnnnnnn"),
        (Act::VoteFormally,      "yyysnnnnnn"),
        (Act::RaiseImpartiality, "yyysynynnn"),
        (Act::AnswerEvaluation,  "llllnnnnnn"),
        (Act::SeeEvaluation,     "yyysnnnynn"),
        (Act::ShowEvaluation,    "ynnnnnnnnn"),
        (Act::MakePromises,      "yyysnnnynn"),
        (Act::ApproveMinutes,    "yynnnnnnnn"),
        (Act::DraftMinutes,      "nnnnynnnnn"),
        (Act::LeadMeeting,       "ddnndnnynn"),
        (Act::ReceivePeople,     "ddnnynnynn"),
        (Act::ManageMeeting,     "nnnnynnynn"),
        (Act::ManageProgramme,   "nnnnynnnnn"),
        (Act::ReadAudit,         "ynnnynnnnn"),
    ];

    fn cases() -> impl Iterator<Item = (Act, Role, char)> {
        TABLE.iter().flat_map(|(act, letters)| {
            assert_eq!(letters.len(), Role::ALL.len());
            Role::ALL
                .into_iter()
                .zip(letters.chars())
                .map(|(role, letter)| (*act, role, letter))
        })
    }

    #[test]
    fn the_rights_table_is_the_domains() {
        assert_eq!(TABLE.map(|(act, _)| act), Act::ALL);
        for (act, role, letter) in cases() {
            let settings = MeetingSettings::default();
            let plain = lock(&Standing::taking_part(role), &settings, act);
            let expected = match letter {
                'y' | 'l' => None,
                'n' => Some(Lock::Role),
                's' => Some(Lock::NotSeated),
                'd' => Some(Lock::NotDelegated),
                _ => Some(Lock::Setting),
            };
            assert_eq!(plain, expected, "{role:?} {act:?}");
        }
    }

    #[test]
    fn each_condition_opens_what_it_is_for_and_nothing_else() {
        for (act, role, letter) in cases() {
            let mut seated = Standing::taking_part(role);
            seated.is_seated = true;
            let mut delegated = Standing::taking_part(role);
            delegated.may_lead = true;
            let on = |observers_score, observers_write, manager_gives_dots| MeetingSettings {
                observers_score,
                observers_write,
                manager_gives_dots,
            };
            let off = on(false, false, false);
            let listed = Standing::taking_part(role);
            for (condition, standing, settings) in [
                ('s', seated, off),
                ('d', delegated, off),
                ('o', listed, on(true, false, false)),
                ('w', listed, on(false, true, false)),
                ('m', listed, on(false, false, true)),
            ] {
                let opens = matches!(letter, 'y' | 'l') || letter == condition;
                assert_eq!(
                    lock(&standing, &settings, act).is_none(),
                    opens,
                    "{role:?} {act:?} {condition}"
                );
            }
        }
    }

    #[test]
    fn only_who_is_listed_and_comes_takes_part() {
        let settings = MeetingSettings::default();
        for (act, role, letter) in cases() {
            if letter != 'y' {
                continue;
            }
            let unlisted = lock(&Standing::outside(role), &settings, act);
            let absent = Standing {
                is_coming: false,
                ..Standing::taking_part(role)
            };
            let absent = lock(&absent, &settings, act);
            let expected = act.is_taking_part();
            assert_eq!(
                unlisted,
                expected.then_some(Lock::NotListed),
                "{role:?} {act:?}"
            );
            assert_eq!(absent, expected.then_some(Lock::Absent), "{role:?} {act:?}");
        }
    }

    #[test]
    fn guests_and_screens_see_only_the_meeting_they_were_let_in_to() {
        for (role, act) in [
            (Role::Guest, Act::ReadMaterial),
            (Role::Guest, Act::FollowShared),
            (Role::Projector, Act::FollowShared),
        ] {
            assert!(!may(role, act), "{role:?} {act:?}");
        }
    }
}
