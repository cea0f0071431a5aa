//! What the parts of the report's page share: the report as it was fetched, where it is on its way, and a comment that is
//! being written.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::id::{NoteId, PersonId};
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Comment, ReportState};
use shared::proceedings::view::ReportView;
use shared::programme::{LanguageForm, Person};
use shared::report::{ReportPage, Section};
use shared::rights::Act;
use shared::template::Language;

use crate::api::{self, ApiError};
use crate::pages::asking::Asking;
use crate::room::RoomContext;
use crate::words::Words;
use crate::{announce, mint, storage};

type Fetched = Option<Result<Arc<ReportPage>, ApiError>>;

#[derive(Clone, Copy)]
pub struct Desk {
    pub words: Words,
    pub code: StoredValue<String>,
    pub me: StoredValue<PersonId>,
    pub view: Signal<Arc<RoomView>>,
    /// Where the report is on its way.
    pub report: Memo<ReportView>,
    pub fetched: RwSignal<Fetched>,
    /// Whether the viewer sends the report and makes it final.
    pub finishes: Memo<bool>,
    pub asking: Asking,
    pub typed: RwSignal<Option<Typed>>,
    place: StoredValue<String>,
}

/// A comment that is being written; kept on the device until it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub section: String,
    pub quote: Option<String>,
    pub text: String,
    /// Minted when it is sent, and kept as long as nothing in it is another: sent again it is the same comment.
    #[serde(default)]
    pub id: Option<NoteId>,
}

impl Desk {
    pub fn new(context: &RoomContext, asking: Asking) -> Self {
        let view = context.view;
        let report = Memo::new(move |_| {
            view.with(|view| {
                let proceedings = view.proceedings.as_ref();
                proceedings
                    .map(|all| all.report.clone())
                    .unwrap_or_default()
            })
        });
        let finishes = Memo::new(move |_| {
            view.with(|view| {
                view.may.contains(&Act::LeadMeeting) || view.may.contains(&Act::ManageMeeting)
            })
        });
        let meeting = view.with_untracked(|view| view.meeting.id.clone());
        let place = format!("samling.typed.{}.{meeting}.rapport", context.person.id);
        let typed = storage::get(&place).and_then(|kept| serde_json::from_str(&kept).ok());
        let desk = Self {
            words: context.words,
            code: StoredValue::new(context.code.clone()),
            me: StoredValue::new(context.person.id.clone()),
            view,
            report,
            fetched: RwSignal::new(None),
            finishes,
            asking,
            typed: RwSignal::new(typed),
            place: StoredValue::new(place),
        };
        desk.follow();
        desk
    }

    /// Fetches the report now, and again whenever something that stands in it has changed.
    fn follow(self) {
        let stands_in_it = Memo::new(move |_| {
            self.view.with(|view| {
                let all = view.proceedings.as_ref()?;
                let settled: Vec<_> = all.rounds.values().map(|it| it.settled.clone()).collect();
                let result = all.vote.as_ref().and_then(|vote| vote.result.clone());
                let groups = all.proposals.groups.clone();
                Some((
                    all.report.state,
                    settled,
                    result,
                    groups,
                    view.texts.conclusion.clone(),
                ))
            })
        });
        Effect::new(move || {
            // Read, not only tracked: a memo that nobody has read follows nothing.
            stands_in_it.with(|_| ());
            self.fetch();
        });
        // Texts are corrected on other pages; whoever comes back sees them.
        let back = window_event_listener(leptos::ev::focus, move |_| self.fetch());
        on_cleanup(move || back.remove());
    }

    fn fetch(self) {
        spawn_local(async move {
            let answer = api::report(&self.code.get_value()).await.map(Arc::new);
            let shown = self.fetched.try_get_untracked().flatten();
            // What is on the page stays when the network goes, and is drawn anew only when it is another, so that
            // nobody loses their place.
            let is_away = answer == Err(ApiError::Unreachable) && matches!(shown, Some(Ok(_)));
            let answer = Some(answer);
            if shown != answer && !is_away {
                self.fetched.try_set(answer);
            }
        });
    }

    pub fn path(self, page: &str) -> String {
        self.code.with_value(|code| format!("/m/{code}/{page}"))
    }

    pub fn state(self) -> ReportState {
        self.report.with(|report| report.state)
    }

    pub fn is_reader(self) -> bool {
        let me = self.me.get_value();
        self.report.with(|report| report.readers.contains_key(&me))
    }

    pub fn may_comment(self) -> bool {
        self.state() == ReportState::InReview && (self.finishes.get() || self.is_reader())
    }

    pub fn person(self, id: &PersonId) -> Option<Person> {
        self.view.with(|view| {
            let found = view.people.iter().find(|it| it.person.id == *id);
            found.map(|it| it.person.clone())
        })
    }

    pub fn open_comments(self) -> Vec<Comment> {
        self.report.with(|report| {
            let open = report
                .comments
                .iter()
                .filter(|comment| !comment.is_resolved);
            open.cloned().collect()
        })
    }

    pub fn n_open_in(self, section: &str) -> usize {
        self.report.with(|report| {
            let comments = report.comments.iter();
            comments
                .filter(|it| !it.is_resolved && it.section == section)
                .count()
        })
    }

    /// Begins a comment, or goes on with the one that is there.
    pub fn begin_comment(self, section: &Section, quote: Option<String>) {
        let section = section.name();
        let text = match self.typed.get_untracked() {
            Some(typed) if typed.section == section => typed.text,
            _ => String::new(),
        };
        self.set_typed(Some(Typed {
            section,
            quote,
            text,
            id: None,
        }));
    }

    pub fn set_typed(self, typed: Option<Typed>) {
        self.place.with_value(|place| match &typed {
            Some(typed) => {
                if let Ok(json) = serde_json::to_string(typed) {
                    storage::set(place, &json);
                }
            }
            None => storage::remove(place),
        });
        self.typed.try_set(typed);
    }

    pub fn send_comment(self) {
        let Some(mut typed) = self.typed.get_untracked() else {
            return;
        };
        if self.asking.is_busy.get_untracked() {
            return;
        }
        let id = typed.id.get_or_insert_with(mint::note_id).clone();
        self.set_typed(Some(typed.clone()));
        let command = Command::CommentReport {
            id,
            section: typed.section,
            quote: typed.quote,
            text: typed.text,
        };
        spawn_local(async move {
            match self.asking.ask(command).await {
                Ok(()) => {
                    self.set_typed(None);
                    announce::polite(self.words.pap_comment_sent());
                }
                Err(failure) => self.asking.toasts.say(failure.says(self.words)),
            }
        });
    }
}

/// The words of the report itself: those of the meeting, whoever reads it.
pub fn report_words(language: LanguageForm) -> Words {
    Words(match language {
        LanguageForm::Nb => Language::Nb,
        LanguageForm::Nn => Language::Nn,
    })
}
