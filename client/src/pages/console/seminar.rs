//! What the console has for the steps of a seminar: notes and the board, groups of people, what came of last year's
//! measures, and the ways to the plan and to the pages beside it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{GroupId, MeasureId, PersonId};
use shared::plan::measure::MeasureStatus;
use shared::proceedings::command::Command;
use shared::proceedings::seminar::Ask;
use shared::proceedings::seminar::state::WorkGroup;
use shared::proceedings::state::{Phase, StepKind, Tool};
use shared::view::{BudgetGlimpse, Groundwork};

use super::big_button::Middle;
use super::lead::Lead;
use super::parts::{Look, Stepper, press};
use super::scene::Scene;
use crate::api::ask;
use crate::components::failed::says;
use crate::components::icon::{Glyph, Icon};
use crate::mint;
use crate::pages::seminar::board::{Board, BoardView};
use crate::pages::seminar::face::{Face, PlanWork, face};
use crate::pages::seminar::groups::{divided, suggested, workers};
use crate::pages::seminar::links::{plan_of, plan_path};
use crate::pages::seminar::words as said;
use crate::pages::seminar::work::{balance, budget_lines};

const MOST_GROUPS: usize = 12;

/// Something of what the seminar stands on.
fn ground<T: Default>(lead: Lead, read: impl FnOnce(&Groundwork) -> T) -> T {
    let read = |view: &shared::lobby::RoomView| view.groundwork.as_ref().map(read);
    lead.view.with(|view| read(view)).unwrap_or_default()
}

/// What the tool of a seminar's step shows; nothing for others.
#[component]
pub fn Body(middle: Middle, tool: Tool, phase: Phase) -> impl IntoView {
    let (lead, words) = (middle.lead, middle.lead.words);
    let prompt =
        said::prompt(words, tool, phase).map(|prompt| view! { <p class="sm sub">{prompt}</p> });
    let formal = (tool.kind() == StepKind::FormalItem).then(|| {
        view! { <p class="sm sm-lock"><Icon glyph=Glyph::PadlockLocked/>{words.sm_formal_now()}</p> }
    });
    let own = match face(tool, phase) {
        Face::Agenda => view! { <FollowUps lead=lead/> }.into_any(),
        Face::Notes => view! { <Written lead=lead/> }.into_any(),
        Face::Board => view! { <TheBoard lead=lead/> }.into_any(),
        Face::Plan(work) => view! { <InPlan lead=lead work=work/> }.into_any(),
        Face::Linked(page) => {
            let href = lead.path(page.path());
            out(&href, words.sm_con_open())
        }
        _ => ().into_any(),
    };
    let groups =
        (tool.is_group_work() && phase != Phase::Write).then(|| view! { <Groups middle=middle/> });
    view! { {prompt}{formal}{own}{groups} }
}

/// In a window of its own: whoever leads does not leave the console.
fn out(href: &str, label: &str) -> AnyView {
    let (href, label) = (href.to_owned(), label.to_owned());
    view! {
        <p class="con-row">
            <a class="ds-button" data-variant="secondary" data-color="neutral" href=href target="_blank" rel="external noopener">
                <Icon glyph=Glyph::FileText/>{label}
            </a>
        </p>
    }
    .into_any()
}

/// How many notes there are, and not what stands on them.
#[component]
fn Written(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let n = Memo::new(move |_| {
        let n = lead.read(|scene| usize::from(scene.day.seminar.swot.n_all));
        n.unwrap_or(0)
    });
    view! {
        <p class="con-written">
            <span class="num con-n">{move || n.get()}</span>
            <b class="sm">{move || words.sm_wall_written(n.get())}</b>
        </p>
    }
}

#[component]
fn TheBoard(lead: Lead) -> impl IntoView {
    let view = Signal::derive(move || lead.view.with(|view| BoardView::of(view)));
    let tell = Callback::new(move |(ask, said): (Ask, String)| {
        lead.ask_and_say(Command::Seminar { ask }, said);
    });
    view! { <Board view=view tell=tell/> }
}

/// The way to the plan, and what it adds up to where that is what is talked about.
#[component]
fn InPlan(lead: Lead, work: PlanWork) -> impl IntoView {
    let words = lead.words;
    let plan = Memo::new(move |_| ground(lead, |ground| plan_of(ground, work)));
    let link = move || match plan.get() {
        Some(plan) => out(&plan_path(&plan, work.place()), words.sm_con_plan()),
        None => view! { <p class="sm sub">{words.sm_no_plan()}</p> }.into_any(),
    };
    let budget = Memo::new(move |_| {
        let is_it = work == PlanWork::Budget;
        ground(lead, |ground| {
            let plan = ground.action_plan.as_ref().filter(|_| is_it);
            plan.map(|plan| plan.budget.clone())
        })
    });
    let sums = move || {
        budget.get().map(|budget: BudgetGlimpse| {
            let rows = budget_lines(words, &budget).into_iter();
            let rows = rows.map(|(name, value)| {
                view! { <li><span class="con-pn">{name}</span><b class="tn sm">{value}</b></li> }
            });
            view! {
                <p><b>{balance(words, &budget)}</b></p>
                <ul class="lines con-share">{rows.collect_view()}</ul>
            }
        })
    };
    view! { {link}{sums} }
}

/// How many groups the button makes, as far as nobody has chosen otherwise.
pub fn n_groups(scene: Scene<'_>, chosen: Option<usize>) -> usize {
    let n_areas = areas(scene).len();
    chosen.unwrap_or_else(|| suggested(n_areas, workers(scene.room).len()))
}

fn areas(scene: Scene<'_>) -> Vec<shared::view::FocusAreaGlimpse> {
    let ground = scene.room.groundwork.as_ref();
    let plan = ground.and_then(|ground| ground.action_plan.as_ref());
    plan.map_or_else(Vec::new, |plan| plan.focus_areas.clone())
}

/// People as they would be divided now.
pub fn groups(words: crate::words::Words, scene: Scene<'_>, n: usize) -> Vec<WorkGroup> {
    let people = workers(scene.room);
    divided(n, &areas(scene), &people, |number| {
        words.sm_group_n(&number.to_string())
    })
}

/// Who works with whom: a number of groups, a name for each, and where each person is.
#[component]
fn Groups(middle: Middle) -> impl IntoView {
    let (lead, words) = (middle.lead, middle.lead.words);
    let groups = Memo::new(move |_| {
        lead.read(|scene| scene.day.seminar.work_groups.clone())
            .unwrap_or_default()
    });
    let n = move || {
        lead.read(|scene| n_groups(scene, middle.n_groups.get()))
            .unwrap_or(1)
    };
    let step = move |by: isize| {
        let now = untrack(n);
        let n = now.saturating_add_signed(by).clamp(1, MOST_GROUPS);
        middle.n_groups.set(Some(n));
    };
    let shown = Signal::derive(move || n().to_string());
    let set = move |groups: Vec<WorkGroup>, said: &str| {
        let ask = Ask::SetWorkGroups { groups };
        lead.ask_and_say(Command::Seminar { ask }, said.to_owned());
    };
    let make = move || {
        let n = untrack(n);
        let made = lead.look(|scene| self::groups(words, scene, n));
        set(made.unwrap_or_default(), words.sm_did_groups());
    };
    let is_enough = Memo::new(move |_| lead.view.with(|view| workers(view).len() > 1));
    let rows = move || {
        groups
            .get()
            .into_iter()
            .map(|group| group.id)
            .collect::<Vec<_>>()
    };
    let label = move || {
        if groups.with(Vec::is_empty) {
            words.sm_do_groups(n())
        } else {
            words.sm_groups_again().to_owned()
        }
    };
    view! {
        <section class="sm-con" aria-labelledby="sm-groups">
            <div class="con-row">
                <h3 class="con-sub-title" id="sm-groups">{words.sm_groups()}</h3>
                <span class="sp"></span>
                <Show when=move || is_enough.get() fallback=move || view! { <span class="sm sub">{words.sm_groups_few()}</span> }>
                    <Stepper
                        label=words.sm_groups_how()
                        shown=shown
                        less=words.sm_groups_less().to_owned()
                        more=words.sm_groups_more().to_owned()
                        on_less=Callback::new(move |()| step(-1))
                        on_more=Callback::new(move |()| step(1))
                    />
                    {move || press(Look::Edged, Some(Glyph::PersonGroup), label(), make)}
                    {move || (!groups.with(Vec::is_empty)).then(|| press(Look::Bare, None, words.sm_groups_none(), move || set(Vec::new(), words.sm_groups_gone())))}
                </Show>
            </div>
            <ul class="sm-groups">
                <For each=rows key=Clone::clone let(id)><OneGroup lead=lead groups=groups id=id/></For>
            </ul>
            <Loose lead=lead groups=groups/>
        </section>
    }
}

#[component]
fn OneGroup(lead: Lead, groups: Memo<Vec<WorkGroup>>, id: GroupId) -> impl IntoView {
    let words = lead.words;
    let field = format!("sm-group-{id}");
    let key = StoredValue::new(id);
    let group = Memo::new(move |_| {
        let groups = groups.get();
        groups.into_iter().find(|one| one.id == key.get_value())
    });
    let name = move || group.with(|group| group.as_ref().map(|group| group.name.clone()));
    let rename = move |event| {
        let name = event_target_value(&event).trim().to_owned();
        if !name.is_empty() {
            let said = words.sm_group_named(&name);
            let group = key.get_value();
            let ask = Ask::NameGroup { group, name };
            lead.ask_and_say(Command::Seminar { ask }, said);
        }
    };
    let people = move || {
        group.with(|group| {
            group
                .as_ref()
                .map_or_else(Vec::new, |one| one.people.clone())
        })
    };
    view! {
        <li class="sm-one">
            <label class="ds-sr-only" for=field.clone()>{words.sm_group_name()}</label>
            <input class="ds-input" id=field maxlength="80" prop:value=name on:change=rename/>
            <ul><For each=people key=Clone::clone let(person)><Placed lead=lead groups=groups person=person/></For></ul>
        </li>
    }
}

/// Somebody, and the group they are in, which can be another.
#[component]
fn Placed(lead: Lead, groups: Memo<Vec<WorkGroup>>, person: PersonId) -> impl IntoView {
    let words = lead.words;
    let name = lead.names(std::slice::from_ref(&person));
    let label = words.sm_group_of(&name);
    let person = StoredValue::new(person);
    let put = {
        let name = name.clone();
        move |event| {
            let ask = Ask::PutInGroup {
                person: person.get_value(),
                group: GroupId::parse(&event_target_value(&event)).ok(),
            };
            lead.ask_and_say(Command::Seminar { ask }, words.sm_group_put(&name));
        }
    };
    let options = move || {
        let groups = groups.get();
        let is_in = groups
            .iter()
            .any(|one| one.people.contains(&person.get_value()));
        let all = groups.into_iter().map(|one| {
            let is_here = one.people.contains(&person.get_value());
            view! { <option value=one.id.to_string() selected=is_here>{one.name}</option> }
        });
        view! { <option value="" selected=!is_in>{words.sm_group_no()}</option>{all.collect_view()} }
    };
    view! {
        <li>
            <span class="con-pn">{name}</span>
            <select class="ds-input" aria-label=label on:change=put>{options}</select>
        </li>
    }
}

/// Those who are here and in no group, once there are groups.
#[component]
fn Loose(lead: Lead, groups: Memo<Vec<WorkGroup>>) -> impl IntoView {
    let words = lead.words;
    let loose = Memo::new(move |_| {
        let groups = groups.get();
        let mut all = lead.view.with(|view| workers(view));
        all.retain(|id| !groups.is_empty() && !groups.iter().any(|one| one.people.contains(id)));
        all
    });
    view! {
        <Show when=move || loose.with(|loose| !loose.is_empty())>
            <div class="sm-one">
                <b class="sm">{words.sm_not_in_group()}</b>
                <ul><For each=move || loose.get() key=Clone::clone let(person)><Placed lead=lead groups=groups person=person/></For></ul>
            </div>
        </Show>
    }
}

/// What came of last year's measures: a choice, and a few words about it.
#[component]
fn FollowUps(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let measures = Memo::new(move |_| {
        ground(lead, |ground| {
            let ids = ground.last_year.iter().map(|one| one.id.clone());
            ids.collect::<Vec<_>>()
        })
    });
    let ids = move || measures.get();
    view! {
        <Show when=move || measures.with(|all| !all.is_empty())>
            <details class="more sm-con"><summary>{words.sm_since_last()}</summary>
                <ul class="lines">
                    <For each=ids key=Clone::clone let(id)><Came lead=lead id=id/></For>
                </ul>
            </details>
        </Show>
    }
}

const CHOICES: [MeasureStatus; 6] = [
    MeasureStatus::Done,
    MeasureStatus::OnTrack,
    MeasureStatus::Delayed,
    MeasureStatus::Paused,
    MeasureStatus::Stopped,
    MeasureStatus::Planned,
];

/// It is kept with the plan that is written now, as one of its own decisions.
fn keep(lead: Lead, measure: &MeasureId, status: MeasureStatus, note: &str) {
    let plan = lead.view.with_untracked(|view| {
        let plan = view.groundwork.as_ref()?.action_plan.as_ref()?;
        Some(plan.id.clone())
    });
    let Some(plan) = plan else {
        return;
    };
    let body = serde_json::json!({
        "request_id": mint::request_id(),
        "command": {
            "type": "follow-up-measure",
            "measure": measure,
            "follow_up": { "status": status, "note": note },
        },
    });
    spawn_local(async move {
        let done = ask::post(&format!("/api/rooms/{plan}/commands"), &body).await;
        lead.toasts.say(match done {
            Ok(()) => lead.words.sm_came_kept().to_owned(),
            Err(failed) => says(lead.words, &failed),
        });
    });
}

#[component]
fn Came(lead: Lead, id: MeasureId) -> impl IntoView {
    let words = lead.words;
    let field = format!("sm-came-{id}");
    let more = format!("sm-more-{id}");
    let id = StoredValue::new(id);
    let measure = Memo::new(move |_| {
        ground(lead, |ground| {
            let mut all = ground.last_year.iter();
            all.find(|one| one.id == id.get_value()).cloned()
        })
    });
    let status = move || {
        measure.with(|one| {
            one.as_ref()
                .map_or(MeasureStatus::Planned, |one| one.status)
        })
    };
    let note = move || {
        measure.with(|one| {
            one.as_ref()
                .map_or_else(String::new, |one| one.note.clone())
        })
    };
    let title = move || measure.with(|one| one.as_ref().map(|one| words.sm_came(&one.title)));
    let choose = move |event| {
        let chosen: Option<usize> = event_target_value(&event).parse().ok();
        if let Some(status) = chosen.and_then(|idx| CHOICES.get(idx)) {
            keep(lead, &id.get_value(), *status, &untrack(note));
        }
    };
    let tell = move |event| {
        let note = event_target_value(&event);
        keep(lead, &id.get_value(), untrack(status), note.trim());
    };
    let options = move || {
        let all = CHOICES.iter().enumerate().map(|(idx, one)| {
            let label = said::came(words, *one).0;
            view! { <option value=idx.to_string() selected=status() == *one>{label}</option> }
        });
        all.collect_view()
    };
    view! {
        <li class="con-row">
            <label class="con-field grow" for=field.clone()>
                <span class="sm">{title}</span>
                <select class="ds-input" id=field.clone() on:change=choose>{options}</select>
            </label>
            <label class="con-field grow" for=more.clone()>
                <span class="sm sub">{words.sm_came_more()}</span>
                <input class="ds-input" id=more.clone() maxlength="500" prop:value=note on:change=tell/>
            </label>
        </li>
    }
}
