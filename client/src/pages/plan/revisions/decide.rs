//! What can be done with a revision: the board's answer and the council's, and other words from who suggested it.

use leptos::prelude::*;
use shared::id::RevisionId;
use shared::plan::docket::command::Command;
use shared::plan::docket::state::{Revision, RevisionStatus};

use super::card::card_id;
use super::draft::Typed;
use super::form::Sending;
use super::{N_TRIES, Revising, Which, use_revising};
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::desk::focus_when_drawn;
use crate::pages::plan::room::{Asking, Docket, Fault, use_docket};

/// One thing that can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Accept,
    Adopt,
    Decline,
    /// Back to before the board, or the council, had answered.
    Reopen,
    Change,
    Withdraw,
    SuggestAgain,
}

/// What somebody may do with it now, the likeliest first.
fn acts(revision: &Revision, is_mine: bool, may_decide: bool, may_speak: bool) -> Vec<Act> {
    use RevisionStatus as S;
    if revision.is_withdrawn {
        return if is_mine && may_speak {
            vec![Act::SuggestAgain]
        } else {
            Vec::new()
        };
    }
    let mut acts = Vec::new();
    if may_decide {
        let decided: &[Act] = match revision.status {
            S::Suggested => &[Act::Accept, Act::Decline],
            S::Accepted => &[Act::Adopt, Act::Decline, Act::Reopen],
            S::Adopted | S::Declined => &[Act::Reopen],
        };
        acts.extend_from_slice(decided);
    }
    if revision.status == S::Suggested && may_speak {
        if is_mine || may_decide {
            acts.push(Act::Change);
        }
        if is_mine {
            acts.push(Act::Withdraw);
        }
    }
    acts
}

#[component]
pub fn Acts(id: RevisionId, revision: Memo<Revision>, is_mine: bool) -> impl IntoView {
    let docket = use_docket();
    let revising = use_revising();
    let asking = Asking::new(docket);
    let id = StoredValue::new(id);
    let is_declining = Memo::new(move |_| id.with_value(|id| revising.is_declining(id)));
    let doing = Doing {
        docket,
        revising,
        asking,
        id,
        revision,
    };
    let buttons = move || {
        let may = docket.may.get();
        let all = revision.with(|one| acts(one, is_mine, may.decide, may.speak));
        let buttons = all.into_iter().map(|act| doing.button(act));
        buttons.collect_view()
    };
    view! {
        <Fault asking=asking/>
        <Show
            when=move || is_declining.get()
            fallback=move || view! { <div class="rv-acts">{buttons}</div> }
        >
            <DeclineForm id=id.get_value()/>
        </Show>
    }
}

/// What the buttons of one revision stand on.
#[derive(Clone, Copy)]
struct Doing {
    docket: Docket,
    revising: Revising,
    asking: Asking,
    id: StoredValue<RevisionId>,
    revision: Memo<Revision>,
}

impl Doing {
    fn button(self, act: Act) -> impl IntoView {
        let is_first = matches!(act, Act::Accept | Act::Adopt);
        let (label, glyph) = self.label(act);
        view! {
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant=if is_first { "secondary" } else { "tertiary" }
                aria-busy=move || self.asking.is_busy.get().then_some("true")
                on:click=move |_| self.press(act)
            >
                {glyph.map(|glyph| view! { <Icon glyph=glyph/> })}
                {label}
            </button>
        }
    }

    fn is_adopted(self) -> bool {
        self.revision.with_untracked(|one| one.status) == RevisionStatus::Adopted
    }

    fn label(self, act: Act) -> (&'static str, Option<Glyph>) {
        let words = self.docket.desk.words;
        match act {
            Act::Accept => (words.tk_accept(), None),
            Act::Adopt => (words.rv_adopted(), None),
            Act::Decline => (words.rv_decline(), None),
            Act::Reopen if self.is_adopted() => (words.rv_unadopt(), Some(Glyph::ArrowUndo)),
            Act::Reopen => (words.tk_reopen(), Some(Glyph::ArrowUndo)),
            Act::Change => (words.rv_change(), Some(Glyph::Pencil)),
            Act::Withdraw => (words.rv_withdraw(), None),
            Act::SuggestAgain => (words.rv_again(), Some(Glyph::ArrowUndo)),
        }
    }

    fn press(self, act: Act) {
        use RevisionStatus as S;
        let words = self.docket.desk.words;
        match act {
            Act::Accept => self.decide(S::Accepted, words.rv_now_accepted()),
            Act::Adopt => self.decide(S::Adopted, words.rv_now_adopted()),
            Act::Reopen if self.is_adopted() => self.decide(S::Accepted, words.rv_not_adopted()),
            Act::Reopen => self.decide(S::Suggested, words.tk_now_open()),
            Act::Withdraw => self.withdraw(true, words.tk_now_withdrawn()),
            Act::SuggestAgain => self.withdraw(false, words.rv_suggested_again()),
            Act::Decline => {
                let id = self.id.get_value();
                focus_when_drawn(note_id(&id), N_TRIES);
                self.revising.set_note(id, String::new());
            }
            Act::Change => {
                let typed = self.revision.with_untracked(|one| Typed::again(&one.draft));
                self.revising
                    .begin(Which::Change(self.id.get_value()), typed);
            }
        }
    }

    fn decide(self, status: RevisionStatus, said: &'static str) {
        let command = Command::DecideRevision {
            id: self.id.get_value(),
            status,
            note: None,
        };
        self.ask(command, said);
    }

    fn withdraw(self, is_withdrawn: bool, said: &'static str) {
        let command = Command::WithdrawRevision {
            id: self.id.get_value(),
            is_withdrawn,
        };
        self.ask(command, said);
    }

    fn ask(self, command: Command, said: &'static str) {
        let card = self.id.with_value(card_id);
        self.asking.ask(command, said.to_owned(), move || {
            focus_when_drawn(card, N_TRIES);
        });
    }
}

fn note_id(id: &RevisionId) -> String {
    format!("rv-note-{id}")
}

/// Declined, with a reason that everybody reads.
#[component]
fn DeclineForm(id: RevisionId) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let revising = use_revising();
    let asking = Asking::new(docket);
    let (field, card) = (note_id(&id), card_id(&id));
    let id = StoredValue::new(id);
    let note = move || id.with_value(|id| revising.note(id));
    let end = move || {
        id.try_with_value(|id| revising.end_note(id));
    };
    let change = move |event| {
        revising.set_note(id.get_value(), event_target_value(&event));
    };
    let (of, back) = (field.clone(), card.clone());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let note = untrack(note);
        if note.trim().is_empty() {
            focus_when_drawn(of.clone(), 1);
            return asking.fault.set(Some(words.rv_reason_missing().to_owned()));
        }
        let command = Command::DecideRevision {
            id: id.get_value(),
            status: RevisionStatus::Declined,
            note: Some(note),
        };
        let card = card.clone();
        asking.ask(command, words.rv_now_declined().to_owned(), move || {
            end();
            focus_when_drawn(card, N_TRIES);
        });
    };
    let cancel = Callback::new(move |()| {
        end();
        focus_when_drawn(back.clone(), N_TRIES);
    });
    view! {
        <form class="tk-form" on:submit=send novalidate>
            <label class="ds-label" for=field.clone()>{words.rv_why_decline()}</label>
            <textarea
                class="ds-input"
                id=field
                rows="2"
                required
                maxlength="500"
                lang=docket.desk.lang
                prop:value=note
                on:input=change
            ></textarea>
            <Sending asking=asking label=words.rv_do_decline() on_cancel=cancel/>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use shared::id::PersonId;
    use shared::plan::docket::place::PlanText;
    use shared::plan::docket::state::{RevisionDraft, RevisionSource};
    use shared::time::Timestamp;

    use super::*;

    #[test]
    fn the_council_adopts_only_what_the_board_accepted_and_who_suggested_it_has_until_then() {
        let mut revision = Revision {
            draft: RevisionDraft {
                text: PlanText::Prose("prose/a/b".parse().unwrap()),
                adopted_text: String::new(),
                proposed_text: "Nytt.".to_owned(),
                reason: "Mangler.".to_owned(),
                source: RevisionSource::Discussion,
            },
            by: PersonId::parse("odd").unwrap(),
            at: Timestamp::default(),
            status: RevisionStatus::Suggested,
            note: None,
            decided: None,
            is_withdrawn: false,
        };
        let own = [Act::Change, Act::Withdraw];
        assert_eq!(acts(&revision, true, false, true), own);
        assert_eq!(acts(&revision, false, false, true), []);
        let board = [Act::Accept, Act::Decline, Act::Change];
        assert_eq!(acts(&revision, false, true, true), board);
        revision.status = RevisionStatus::Accepted;
        let council = [Act::Adopt, Act::Decline, Act::Reopen];
        assert_eq!(acts(&revision, true, true, true), council);
        assert_eq!(acts(&revision, true, false, true), []);
        revision.status = RevisionStatus::Suggested;
        revision.is_withdrawn = true;
        assert_eq!(acts(&revision, true, true, true), [Act::SuggestAgain]);
        assert_eq!(acts(&revision, false, true, true), []);
    }
}
