//! Proposals side by side, gathered in groups: select, then act. Nothing needs to be dragged.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use shared::id::{GroupId, ProposalId};
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::decide::MAX_TITLE;
use shared::proceedings::state::Group;
use shared::rights::Act;

use crate::components::icon::{Glyph, Icon};
use crate::mint;
use crate::room::{loose_proposals, shared_proposals};
use crate::words::{Words, use_words};

/// A command, and what is said when it has happened.
pub type Ask = Callback<(Command, Option<String>)>;

/// What the board is drawn from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GatherView {
    pub cards: BTreeMap<ProposalId, Card>,
    /// Those in no group.
    pub pool: Vec<ProposalId>,
    pub groups: Vec<Group>,
    /// Select and gather.
    pub may_gather: bool,
    /// Name the groups.
    pub may_lead: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    pub title: String,
    /// Whose it is, as far as it may be said.
    pub by: Option<String>,
    pub by_observer: bool,
}

impl GatherView {
    pub fn of(view: &RoomView) -> Self {
        let Some(day) = &view.proceedings else {
            return Self::default();
        };
        let name = |id: &shared::id::PersonId| {
            let one = view.people.iter().find(|one| one.person.id == *id)?;
            Some(one.person.first_name().to_owned())
        };
        let cards = shared_proposals(view).into_iter().map(|id| {
            let known = day.proposals.shared.iter().find(|one| one.id == id);
            let by = known.and_then(|one| {
                one.on_behalf_of
                    .clone()
                    .or_else(|| name(one.author.as_ref()?))
            });
            let card = Card {
                title: view.texts.titles.get(&id).cloned().unwrap_or_default(),
                by,
                by_observer: known.is_some_and(|one| one.by_observer),
            };
            (id, card)
        });
        let may = |act| view.may.contains(&act);
        let is_free = day.vote.is_none() && day.concluded_at.is_none();
        Self {
            cards: cards.collect(),
            pool: loose_proposals(view),
            groups: day.proposals.groups.clone(),
            may_gather: is_free && (may(Act::WriteAssessment) || may(Act::LeadMeeting)),
            may_lead: is_free && may(Act::LeadMeeting),
        }
    }
}

#[derive(Clone, Copy)]
struct Board {
    words: Words,
    view: Memo<GatherView>,
    chosen: RwSignal<BTreeSet<ProposalId>>,
    ask: Ask,
}

#[component]
pub fn Gather(#[prop(into)] view: Signal<GatherView>, ask: Ask) -> impl IntoView {
    let words = use_words();
    let view = Memo::new(move |_| view.get());
    let board = Board {
        words,
        view,
        chosen: RwSignal::new(BTreeSet::new()),
        ask,
    };
    // What somebody else has taken away is not chosen any more.
    Effect::new(move || {
        let known = view.with(|view| view.cards.keys().cloned().collect::<BTreeSet<_>>());
        let is_gone = board
            .chosen
            .with_untracked(|chosen| chosen.iter().any(|id| !known.contains(id)));
        if is_gone {
            board
                .chosen
                .update(|chosen| chosen.retain(|id| known.contains(id)));
        }
    });
    let groups = move || {
        view.with(|view| {
            view.groups
                .iter()
                .map(|one| one.id.clone())
                .collect::<Vec<_>>()
        })
    };
    let pool = Signal::derive(move || view.with(|view| view.pool.clone()));
    let is_empty = Memo::new(move |_| view.with(|view| view.cards.is_empty()));
    view! {
        <Show when=move || !is_empty.get() fallback=move || view! { <p class="sub">{words.con_gather_empty()}</p> }>
            <div class="gth">
                <section class="gth-pool" aria-labelledby="gth-pool">
                    <h3 class="sm" id="gth-pool"><b>{words.con_gather_ask()}</b>" "<span class="cnt tn">{move || pool.with(Vec::len)}</span></h3>
                    <Cards board=board ids=pool/>
                </section>
                <ul class="gth-groups"><For each=groups key=Clone::clone let(id)><GroupCard board=board id=id/></For></ul>
            </div>
            <Bar board=board/>
        </Show>
    }
}

#[component]
fn Cards(board: Board, ids: Signal<Vec<ProposalId>>) -> impl IntoView {
    let row = move |id: ProposalId| {
        let known = id.clone();
        let card = Memo::new(move |_| {
            board
                .view
                .with(|view| view.cards.get(&known).cloned().unwrap_or_default())
        });
        let known = id.clone();
        let is_chosen = Memo::new(move |_| board.chosen.with(|chosen| chosen.contains(&known)));
        let toggle = move |_| {
            let id = id.clone();
            board.chosen.update(|chosen| {
                if !chosen.remove(&id) {
                    chosen.insert(id);
                }
            });
        };
        let about = move || {
            card.with(|card| {
                let by = card
                    .by
                    .clone()
                    .map(|by| view! { <small class="sub">{by}</small> });
                let observer = card
                    .by_observer
                    .then(|| view! { <small class="sub">{board.words.con_by_observer()}</small> });
                view! { {by}{observer} }
            })
        };
        let title = move || {
            card.with(|card| {
                if card.title.trim().is_empty() {
                    "…".to_owned()
                } else {
                    card.title.clone()
                }
            })
        };
        let inside = move || {
            if board.view.with(|view| view.may_gather) {
                view! {
                    <button
                        type="button"
                        class="gth-card"
                        aria-pressed=move || if is_chosen.get() { "true" } else { "false" }
                        on:click=toggle.clone()
                    >
                        <span>{title}</span>{about}
                    </button>
                }
                .into_any()
            } else {
                view! { <div class="gth-card"><span>{title}</span>{about}</div> }.into_any()
            }
        };
        view! { <li>{inside}</li> }
    };
    view! { <ul class="gth-cards"><For each=move || ids.get() key=Clone::clone children=row/></ul> }
}

#[component]
fn GroupCard(board: Board, id: GroupId) -> impl IntoView {
    let words = board.words;
    let key = StoredValue::new(id);
    let group = Memo::new(move |_| {
        let known = key.get_value();
        board
            .view
            .with(|view| view.groups.iter().find(|one| one.id == known).cloned())
    });
    let ids = Signal::derive(move || {
        group.with(|group| {
            group
                .as_ref()
                .map_or_else(Vec::new, |one| one.proposals.clone())
        })
    });
    let title = move || {
        let texts = |group: &Group| {
            let first = group.proposals.first();
            let first = first.and_then(|id| {
                board
                    .view
                    .with(|view| view.cards.get(id).map(|card| card.title.clone()))
            });
            if group.title.is_empty() {
                first.unwrap_or_default()
            } else {
                group.title.clone()
            }
        };
        group.with(|group| group.as_ref().map(texts).unwrap_or_default())
    };
    let rename = move |event| {
        let title = event_target_value(&event).trim().to_owned();
        if !title.is_empty() {
            let said = words.con_group_renamed(&title);
            board.ask.run((
                Command::RenameGroup {
                    group: key.get_value(),
                    title,
                },
                Some(said),
            ));
        }
    };
    let field = format!("gth-{}", key.get_value());
    let head = move || {
        if board.view.with(|view| view.may_lead) {
            view! {
                <label class="ds-sr-only" for=field.clone()>{words.con_group_name()}</label>
                <input class="ds-input gth-name" id=field.clone() maxlength=MAX_TITLE.to_string() prop:value=title on:change=rename/>
            }
            .into_any()
        } else {
            view! { <h4 class="h-card">{title}</h4> }.into_any()
        }
    };
    view! { <li class="gth-group">{head}<Cards board=board ids=ids/></li> }
}

/// What can be done with what is chosen; nothing until something is.
#[component]
fn Bar(board: Board) -> impl IntoView {
    let words = board.words;
    let n = Memo::new(move |_| board.chosen.with(BTreeSet::len));
    let take = move || {
        let chosen = board.chosen.get_untracked();
        board.chosen.set(BTreeSet::new());
        chosen.into_iter().collect::<Vec<_>>()
    };
    let gather_new = move |_| {
        let proposals = take();
        let first = proposals.first().and_then(|id| {
            board
                .view
                .with_untracked(|view| view.cards.get(id).cloned())
        });
        let command = Command::Gather {
            group: mint::group_id(),
            title: first.map_or_else(String::new, |card| card.title),
            proposals,
        };
        board
            .ask
            .run((command, Some(words.con_gathered().to_owned())));
    };
    let into_group = move |event| {
        let Ok(group) = GroupId::parse(&event_target_value(&event)) else {
            return;
        };
        let command = Command::Gather {
            group,
            title: String::new(),
            proposals: take(),
        };
        board
            .ask
            .run((command, Some(words.con_moved_to_group().to_owned())));
    };
    let out = move |_| {
        board.ask.run((
            Command::Ungroup { proposals: take() },
            Some(words.con_ungrouped().to_owned()),
        ));
    };
    let groups = move || {
        board.view.with(|view| {
            let texts = |group: &Group| {
                let first = group
                    .proposals
                    .first()
                    .and_then(|id| view.cards.get(id))
                    .map(|card| card.title.clone());
                if group.title.is_empty() {
                    first.unwrap_or_default()
                } else {
                    group.title.clone()
                }
            };
            view.groups
                .iter()
                .map(|group| (group.id.to_string(), texts(group)))
                .collect::<Vec<_>>()
        })
    };
    let has_grouped = move || {
        board.chosen.with(|chosen| {
            board.view.with(|view| {
                view.groups
                    .iter()
                    .any(|one| one.proposals.iter().any(|id| chosen.contains(id)))
            })
        })
    };
    move || {
        (n.get() > 0).then(|| {
            let options = groups().into_iter().map(|(id, title)| view! { <option value=id>{title}</option> });
            let options = options.collect_view();
            let has_groups = board.view.with(|view| !view.groups.is_empty());
            view! {
                <div class="gth-bar" role="group" aria-label=words.con_chosen(n.get())>
                    <b class="sm" role="status">{words.con_chosen(n.get())}</b>
                    <button class="ds-button" type="button" on:click=gather_new>{words.con_gather_new()}</button>
                    {has_groups.then(|| view! {
                        <label class="ds-sr-only" for="gth-into">{words.con_gather_into()}</label>
                        <select class="ds-input" id="gth-into" on:change=into_group>
                            <option value="" selected=true>{words.con_gather_into()}</option>
                            {options}
                        </select>
                    })}
                    {has_grouped().then(|| view! { <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" on:click=out>{words.con_gather_out()}</button> })}
                    <button class="btn-i" type="button" aria-label=words.con_choose_none() on:click=move |_| board.chosen.set(BTreeSet::new())><Icon glyph=Glyph::XMark/></button>
                </div>
            }
        })
    }
}
