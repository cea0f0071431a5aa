//! What a role lets somebody do, in one paragraph read out of the rights table.

use shared::rights::{Act, Lock, MeetingSettings, Role, Standing, lock};

use crate::words::Words;

/// The acts worth naming, the most common first.
const NAMED: [Act; 11] = [
    Act::ReadMaterial,
    Act::Score,
    Act::WriteAssessment,
    Act::GiveDots,
    Act::EditPlan,
    Act::VoteFormally,
    Act::LeadMeeting,
    Act::ReceivePeople,
    Act::ManageMeeting,
    Act::ManageProgramme,
    Act::ReadAudit,
];

/// " kan lese … I møter der Silje møter for noen, også …"
pub fn can(words: Words, role: Role, first_name: &str) -> String {
    let acts = |wanted: Option<Lock>| {
        let standing = Standing::taking_part(role);
        let settings = MeetingSettings::default();
        let is_wanted = |act: &&Act| lock(&standing, &settings, **act) == wanted;
        let named = NAMED.iter().filter(is_wanted);
        list(
            words,
            &named.map(|act| name(words, *act)).collect::<Vec<_>>(),
        )
    };
    let always = acts(None).unwrap_or_else(|| words.can_nothing().to_owned());
    let mut text = words.can_do(&always);
    let conditional = [
        (acts(Some(Lock::NotSeated)), true),
        (acts(Some(Lock::Setting)), false),
    ];
    for (acts, is_seat) in conditional {
        let Some(acts) = acts else { continue };
        text.push(' ');
        text.push_str(&if is_seat {
            words.can_when_seated(first_name, &acts)
        } else {
            words.can_by_setting(&acts)
        });
    }
    if let Some(acts) = acts(Some(Lock::NotDelegated)) {
        text.push(' ');
        text.push_str(&words.can_when_named(first_name, &acts));
    }
    text
}

fn name(words: Words, act: Act) -> &'static str {
    match act {
        Act::FollowShared => words.act_follow(),
        Act::ReadMaterial => words.act_read(),
        Act::Score | Act::AgreeOnGrade => words.act_score(),
        Act::WriteAssessment => words.act_write(),
        Act::GiveDots => words.act_dots(),
        Act::EditPlan => words.act_plan(),
        Act::PutMotion | Act::VoteFormally => words.act_vote(),
        Act::RaiseImpartiality | Act::SeeEvaluation => words.act_follow(),
        Act::ApproveMinutes | Act::DraftMinutes => words.act_minutes(),
        Act::LeadMeeting => words.act_lead(),
        Act::ReceivePeople => words.act_receive(),
        Act::ManageMeeting => words.act_meetings(),
        Act::ManageProgramme => words.act_programme(),
        Act::ReadAudit => words.act_audit(),
    }
}

/// "a, b og c"; nothing for none.
fn list(words: Words, items: &[&str]) -> Option<String> {
    let (last, rest) = items.split_last()?;
    if rest.is_empty() {
        return Some((*last).to_owned());
    }
    Some(words.list_and(&rest.join(", "), last))
}
