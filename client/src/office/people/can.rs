//! What a role lets somebody do, in one paragraph read out of the rights table.

use shared::rights::{Act, Lock, MeetingSettings, Role, Standing, lock};

use crate::words::Words;

/// " kan lese … I møter der Silje møter for noen, også …"
pub fn can(words: Words, role: Role, first_name: &str) -> String {
    let acts = |wanted: Option<Lock>| {
        let standing = Standing::taking_part(role);
        let settings = MeetingSettings::default();
        let is_wanted = |act: &&Act| lock(&standing, &settings, **act) == wanted;
        let wanted = Act::ALL.iter().filter(is_wanted);
        list(
            words,
            &wanted
                .filter_map(|act| name(words, *act))
                .collect::<Vec<_>>(),
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

/// The acts worth naming; the others go with one of these.
fn name(words: Words, act: Act) -> Option<&'static str> {
    Some(match act {
        Act::ReadMaterial => words.act_read(),
        Act::Score => words.act_score(),
        Act::WriteAssessment => words.act_write(),
        Act::GiveDots => words.act_dots(),
        Act::EditPlan => words.act_plan(),
        Act::VoteFormally => words.act_vote(),
        Act::LeadMeeting => words.act_lead(),
        Act::ReceivePeople => words.act_receive(),
        Act::ManageMeeting => words.act_meetings(),
        Act::ManageProgramme => words.act_programme(),
        Act::ReadAudit => words.act_audit(),
        Act::FollowShared
        | Act::SeeProgramme
        | Act::AgreeOnGrade
        | Act::DecidePlan
        | Act::PutMotion
        | Act::RaiseImpartiality
        | Act::SeeEvaluation
        | Act::ApproveMinutes
        | Act::DraftMinutes => return None,
    })
}

/// "a, b og c"; nothing for none.
fn list(words: Words, items: &[&str]) -> Option<String> {
    let (last, rest) = items.split_last()?;
    if rest.is_empty() {
        return Some((*last).to_owned());
    }
    Some(words.list_and(&rest.join(", "), last))
}
