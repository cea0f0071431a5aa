//! Every word of the interface, in three languages, checked when the program is built.
//!
//! `build.rs` makes one method per key from `locales/{nb,nn,en}/*.json`. Words from templates (indicators, scales) are data and
//! carry their own languages; see `shared::template::Words`.

use leptos::prelude::*;
use shared::programme::Person;
use shared::rights::{Lock, Role};
use shared::template::Language;

use crate::settings::Settings;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(pub Language);

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// What the methods made by `build.rs` stand on.
impl Words {
    /// One of a text in `nb`, `nn` and `en`.
    fn pick(self, texts: &[&'static str; 3]) -> &'static str {
        match self.0 {
            Language::Nb => texts[0],
            Language::Nn => texts[1],
            Language::En => texts[2],
        }
    }

    /// With a value for each `{name}`.
    #[inline(never)]
    fn filled(self, texts: &[&'static str; 3], values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.pick(texts);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = values.iter().find(|(known, _)| *known == name);
            filled.push_str(value.map_or("", |(_, value)| value));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    #[inline(never)]
    fn counted(
        self,
        n: usize,
        one: &[&'static str; 3],
        other: &[&'static str; 3],
        values: &[(&str, &str)],
    ) -> String {
        let n_text = n.to_string();
        let mut all = vec![("n", n_text.as_str())];
        all.extend(values);
        self.filled(if n == 1 { one } else { other }, &all)
    }
}

impl Words {
    pub fn role(self, role: Role) -> &'static str {
        match role {
            Role::Chair => self.role_chair(),
            Role::ViceChair => self.role_vice_chair(),
            Role::BoardMember => self.role_board_member(),
            Role::Deputy => self.role_deputy(),
            Role::ProgrammeManager => self.role_programme_manager(),
            Role::Observer => self.role_observer(),
            Role::Facilitator => self.role_facilitator(),
            Role::ProjectManager => self.role_project_manager(),
            Role::Guest => self.role_guest(),
            Role::Projector => self.role_projector(),
        }
    }

    /// Why a rule said no, from the code of a [`shared::proceedings::refusal::Refusal`].
    pub fn refusal(self, code: &str) -> String {
        let said = match code {
            "not-allowed" | "locked" => self.ask_locked(),
            "meeting-not-open" => self.ask_not_open(),
            "not-yours" => self.refusal_not_yours(),
            "scoring-not-open" => self.refusal_scoring_not_open(),
            "revealed" => self.refusal_revealed(),
            "answered-themselves" => self.refusal_answered_themselves(),
            "counted-without" => self.refusal_counted_without(),
            "not-revealed" => self.refusal_not_revealed(),
            "concluded" => self.refusal_concluded(),
            "moved-meanwhile" => self.refusal_moved_meanwhile(),
            "changed-meanwhile" => self.refusal_changed_meanwhile(),
            "day-not-begun" => self.refusal_day_not_begun(),
            "no-such-indicator" => self.refusal_no_such_indicator(),
            "no-such-step" => self.refusal_no_such_step(),
            "no-such-person" => self.refusal_no_such_person(),
            "no-such-proposal" => self.refusal_no_such_proposal(),
            "no-such-group" => self.refusal_no_such_group(),
            "no-such-note" => self.refusal_no_such_note(),
            "not-a-value" => self.refusal_not_a_value(),
            "empty" => self.refusal_empty(),
            "too-long" | "body-too-large" => self.refusal_too_long(),
            "too-many" => self.refusal_too_many(),
            "no-grade-proposed" => self.refusal_no_grade_proposed(),
            "report-in-review" => self.refusal_report_in_review(),
            "needs-range" => self.refusal_needs_range(),
            "grade-settled" => self.refusal_grade_settled(),
            "needs-remark" => self.refusal_needs_remark(),
            "needs-reason" => self.refusal_needs_reason(),
            "needs-rationale" => self.refusal_needs_rationale(),
            "proposals-not-open" => self.refusal_proposals_not_open(),
            "vote-open" => self.refusal_vote_open(),
            "vote-not-open" => self.refusal_vote_not_open(),
            "formal-item" => self.refusal_formal_item(),
            "nothing-to-vote-on" => self.refusal_nothing_to_vote_on(),
            "over-budget" => self.refusal_over_budget(),
            "over-max" => self.refusal_over_max(),
            "already-shared" => self.refusal_already_shared(),
            "id-taken" => self.refusal_id_taken(),
            "not-concluded" => self.refusal_not_concluded(),
            "report-not-sent" => self.refusal_report_not_sent(),
            "report-final" => self.refusal_report_final(),
            "evaluation-not-open" => self.refusal_evaluation_not_open(),
            "evaluation-opened" => self.refusal_evaluation_opened(),
            "evaluation-forgotten" => self.refusal_evaluation_forgotten(),
            "no-such-question" => self.refusal_no_such_question(),
            "no-such-promise" => self.refusal_no_such_promise(),
            "texts-missing" => self.refusal_texts_missing(),
            "formal-not-begun" => self.refusal_formal_not_begun(),
            "formal-ended" => self.refusal_formal_ended(),
            "formal-not-ended" => self.refusal_formal_not_ended(),
            "no-such-item" => self.refusal_no_such_item(),
            "item-not-open" => self.refusal_item_not_open(),
            "item-open" => self.refusal_item_open(),
            "item-treated" => self.refusal_item_treated(),
            "stepped-aside" => self.refusal_stepped_aside(),
            "has-no-vote" => self.refusal_has_no_vote(),
            "not-here" => self.refusal_not_here(),
            "not-a-deputy" => self.refusal_not_a_deputy(),
            "already-raised" => self.refusal_already_raised(),
            "already-decided" => self.refusal_already_decided(),
            "needs-vote" => self.refusal_needs_vote(),
            "needs-resolution" => self.refusal_needs_resolution(),
            "formal-vote-open" => self.refusal_formal_vote_open(),
            "formal-vote-not-open" => self.refusal_formal_vote_not_open(),
            "votes-missing" => self.refusal_votes_missing(),
            "no-quorum" => self.refusal_no_quorum(),
            "closed-not-remote" => self.refusal_closed_not_remote(),
            "behind-closed-doors" => self.refusal_behind_closed_doors(),
            "minutes-not-sent" => self.refusal_minutes_not_sent(),
            "minutes-in-review" => self.refusal_minutes_in_review(),
            "minutes-approved" => self.refusal_minutes_approved(),
            _ => self.refusal_other(),
        };
        said.to_owned()
    }

    /// What stands in the way of somebody.
    pub fn lock(self, lock: Lock) -> &'static str {
        match lock {
            Lock::Role => self.lock_role(),
            Lock::Setting => self.lock_setting(),
            Lock::NotSeated => self.lock_not_seated(),
            Lock::NotDelegated => self.lock_not_delegated(),
            Lock::NotListed => self.lock_not_listed(),
            Lock::Absent => self.lock_absent(),
            Lock::NotOpen => self.lock_not_open(),
            Lock::Closed => self.lock_closed(),
            Lock::Deciding => self.lock_deciding(),
        }
    }

    /// "Observatør, Innovasjon Norge": what a person is, and for whom.
    pub fn who_line(self, person: &Person) -> String {
        let title = person.title.as_deref().filter(|title| !title.is_empty());
        let what = title.unwrap_or_else(|| self.role(person.role));
        let line = match person.represents.as_deref() {
            Some(represents) if !represents.is_empty() => format!("{what}, {represents}"),
            _ => what.to_owned(),
        };
        capitalised(&line)
    }

    /// "Kari", "Kari og Per", "Kari, Per og Mona".
    pub fn list(self, names: &[String]) -> String {
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => self.and(&first.join(", "), last),
        }
    }

    /// "Kari og Per skriver", from first names; nothing when nobody does.
    pub fn writers(self, names: &[String]) -> Option<String> {
        match names {
            [] => None,
            [a] => Some(self.writes_one(a)),
            [a, b] => Some(self.writes_two(a, b)),
            [a, b, rest @ ..] => Some(self.writes_many(a, b, &rest.len().to_string())),
        }
    }
}

/// The words of the language the page is in. The page is drawn anew when the language changes, so this is not tracked.
pub fn use_words() -> Words {
    Words(expect_context::<Settings>().language.get_untracked())
}

/// The value of the HTML `lang` attribute.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Nb => "nb",
        Language::Nn => "nn",
        Language::En => "en",
    }
}

pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use shared::proceedings::refusal::Refusal as R;

    use super::*;

    #[test]
    fn every_refusal_has_a_sentence_of_its_own_in_every_language() {
        let refusals = [
            R::NotAllowed(Lock::Role),
            R::NotYours,
            R::ScoringNotOpen,
            R::Revealed,
            R::AnsweredThemselves,
            R::CountedWithout,
            R::NotRevealed,
            R::Concluded,
            R::MovedMeanwhile,
            R::ChangedMeanwhile,
            R::DayNotBegun,
            R::NoSuchIndicator,
            R::NoSuchStep,
            R::NoSuchPerson,
            R::NoSuchProposal,
            R::NoSuchGroup,
            R::NoSuchNote,
            R::NotAValue,
            R::Empty,
            R::TooLong,
            R::TooMany,
            R::NoGradeProposed,
            R::NeedsRange,
            R::GradeSettled,
            R::NeedsRemark,
            R::NeedsReason,
            R::NeedsRationale,
            R::ProposalsNotOpen,
            R::VoteOpen,
            R::VoteNotOpen,
            R::FormalItem,
            R::NothingToVoteOn,
            R::OverBudget,
            R::OverMax,
            R::AlreadyShared,
            R::IdTaken,
            R::NotConcluded,
            R::ReportNotSent,
            R::ReportInReview,
            R::ReportFinal,
            R::EvaluationNotOpen,
            R::EvaluationOpened,
            R::EvaluationForgotten,
            R::NoSuchQuestion,
            R::NoSuchPromise,
            R::TextsMissing,
            R::FormalNotBegun,
            R::FormalEnded,
            R::FormalNotEnded,
            R::NoSuchItem,
            R::ItemNotOpen,
            R::ItemOpen,
            R::ItemTreated,
            R::SteppedAside,
            R::HasNoVote,
            R::NotHere,
            R::NotADeputy,
            R::AlreadyRaised,
            R::AlreadyDecided,
            R::NeedsVote,
            R::NeedsResolution,
            R::FormalVoteOpen,
            R::FormalVoteNotOpen,
            R::VotesMissing,
            R::NoQuorum,
            R::ClosedNotRemote,
            R::BehindClosedDoors,
            R::MinutesNotSent,
            R::MinutesInReview,
            R::MinutesApproved,
        ];
        for words in [Language::Nb, Language::Nn, Language::En].map(Words) {
            let said = refusals.map(|refusal| words.refusal(&refusal.code()));
            let mut different = said.to_vec();
            different.sort();
            different.dedup();
            assert_eq!(different.len(), said.len(), "{words:?}");
            assert!(!said.contains(&words.refusal("anything else")), "{words:?}");
        }
    }
}
