//! What comes of each group of proposals: who, by when, in which plan and which part of it; or why not.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use shared::id::{GroupId, PersonId};
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::command::TaskPart;
use shared::proceedings::decide::{MAX_LINE, MAX_TITLE};
use shared::proceedings::state::{AppliesTo, Group, ProposalStatus};

use super::gather::Ask;
use crate::room::group_title;
use crate::words::{Words, use_words};

const PLANS: [AppliesTo; 4] = [
    AppliesTo::ActionPlan,
    AppliesTo::RestructuringPlan,
    AppliesTo::BoardWork,
    AppliesTo::Other,
];

/// One group, its dots, and whether it is above the line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    id: GroupId,
    n_dots: u16,
    goes_on: bool,
}

#[component]
pub fn Tasks(
    view: Signal<Arc<RoomView>>,
    ask: Ask,
    #[prop(into)] may: Signal<bool>,
) -> impl IntoView {
    let words = use_words();
    let rows = Memo::new(move |_| view.with(|view| rows(view)));
    let above = move || ids(rows, true);
    let below = move || ids(rows, false);
    let row = move |id: GroupId| view! { <One view=view id=id rows=rows ask=ask may=may/> };
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty()) fallback=move || view! { <p class="sub">{words.con_tasks_none()}</p> }>
            <ul class="tsk lines"><For each=above key=Clone::clone children=row/></ul>
            <Show when=move || rows.with(|rows| rows.iter().any(|row| !row.goes_on))>
                <details class="more"><summary>{words.con_tasks_below()}</summary>
                    <ul class="tsk lines"><For each=below key=Clone::clone children=row/></ul>
                </details>
            </Show>
        </Show>
    }
}

fn ids(rows: Memo<Vec<Row>>, goes_on: bool) -> Vec<GroupId> {
    rows.with(|rows| {
        let rows = rows.iter().filter(|row| row.goes_on == goes_on);
        rows.map(|row| row.id.clone()).collect()
    })
}

/// Most dots first. Until a line is drawn everything goes on.
fn rows(view: &RoomView) -> Vec<Row> {
    let Some(day) = &view.proceedings else {
        return Vec::new();
    };
    let result = day.vote.as_ref().and_then(|vote| vote.result.as_ref());
    let mut rows: Vec<Row> = day
        .proposals
        .groups
        .iter()
        .map(|group| {
            let n_dots = result
                .and_then(|result| result.totals.get(&group.id).copied())
                .unwrap_or(0);
            Row {
                id: group.id.clone(),
                n_dots,
                goes_on: group.goes_on(result),
            }
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.n_dots));
    rows
}

fn plan(words: Words, plan: AppliesTo) -> &'static str {
    match plan {
        AppliesTo::ActionPlan => words.con_plan_action(),
        AppliesTo::RestructuringPlan => words.con_plan_restructuring(),
        AppliesTo::BoardWork => words.con_plan_board(),
        AppliesTo::Other => words.con_plan_other(),
    }
}

fn status(words: Words, status: ProposalStatus) -> &'static str {
    match status {
        ProposalStatus::Proposed => words.con_status_proposed(),
        ProposalStatus::Prioritised => words.con_status_prioritised(),
        ProposalStatus::Incorporated => words.con_status_incorporated(),
        ProposalStatus::Deferred => words.con_status_deferred(),
        ProposalStatus::Rejected => words.con_status_rejected(),
    }
}

#[component]
fn One(
    view: Signal<Arc<RoomView>>,
    id: GroupId,
    rows: Memo<Vec<Row>>,
    ask: Ask,
    may: Signal<bool>,
) -> impl IntoView {
    let words = use_words();
    let key = StoredValue::new(id);
    let group = Memo::new(move |_| {
        let known = key.get_value();
        view.with(|view| {
            let groups = view
                .proceedings
                .iter()
                .flat_map(|day| &day.proposals.groups);
            groups.clone().find(|group| group.id == known).cloned()
        })
    });
    let title = move || {
        group.with(|group| {
            group
                .as_ref()
                .map(|group| view.with(|view| group_title(group, &view.texts)))
                .unwrap_or_default()
        })
    };
    let n_dots = move || {
        rows.with(|rows| {
            rows.iter()
                .find(|row| row.id == key.get_value())
                .map_or(0, |row| row.n_dots)
        })
    };
    let standing = Memo::new(move |_| {
        group.with(|group| {
            group
                .as_ref()
                .map(|group| (group.status, group.reason.clone()))
        })
    });
    let body = move || {
        if may.get() {
            view! { <Fields view=view key=key group=group ask=ask title=Signal::derive(title)/> }
                .into_any()
        } else {
            view! { <Read view=view group=group/> }.into_any()
        }
    };
    view! {
        <li class="tsk-one">
            <div class="con-row">
                <h3 class="h-card">{title}</h3>
                <span class="sp"></span>
                {move || (n_dots() > 0).then(|| view! { <span class="xs sub tn">{words.con_n_dots(n_dots().into())}</span> })}
                {move || standing.get().map(|(state, _)| view! { <span class="ds-tag" data-color="neutral" data-size="sm">{status(words, state)}</span> })}
            </div>
            {move || standing.get().and_then(|(_, reason)| reason).map(|reason| view! { <p class="sm sub">{reason}</p> })}
            {body}
        </li>
    }
}

/// In a sentence, for those who read.
#[component]
fn Read(view: Signal<Arc<RoomView>>, group: Memo<Option<Group>>) -> impl IntoView {
    let words = use_words();
    move || {
        let task = group.get().and_then(|group| group.task).unwrap_or_default();
        let owner = task
            .owner
            .as_ref()
            .and_then(|id| view.with(|view| name(view, id)));
        let parts = [
            Some(owner.unwrap_or_else(|| words.con_no_owner().to_owned())),
            Some(task.deadline.map_or_else(
                || words.con_no_deadline().to_owned(),
                |date| crate::dates::day_month_year(words, date),
            )),
            Some(plan(words, task.applies_to).to_owned()),
            task.part_of_plan,
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        view! { <p class="sm sub">{parts.join(" · ")}</p> }
    }
}

fn name(view: &RoomView, id: &PersonId) -> Option<String> {
    let one = view.people.iter().find(|one| one.person.id == *id)?;
    Some(one.person.name.clone())
}

#[component]
fn Fields(
    view: Signal<Arc<RoomView>>,
    key: StoredValue<GroupId>,
    group: Memo<Option<Group>>,
    ask: Ask,
    title: Signal<String>,
) -> impl IntoView {
    let words = use_words();
    let id = key.get_value().to_string();
    let task = Memo::new(move |_| group.get().and_then(|group| group.task).unwrap_or_default());
    // One field changes and the others stay as they are now.
    let change = move |part: TaskPart| {
        let said = words.con_task_kept(&title.get_untracked());
        let group = key.get_value();
        ask.run((Command::AssignTask { group, part }, Some(said)));
    };
    let owner = Memo::new(move |_| {
        task.with(|task| {
            task.owner
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default()
        })
    });
    let people = Memo::new(move |_| {
        view.with(|view| {
            let people = view
                .people
                .iter()
                .map(|one| (one.person.id.to_string(), one.person.name.clone()));
            people.collect::<Vec<_>>()
        })
    });
    let options = move || {
        let people = people.get().into_iter().map(|(id, name)| {
            let is_owner = owner.get() == id;
            view! { <option value=id selected=is_owner>{name}</option> }
        });
        people.collect_view()
    };
    let set_owner = move |event| {
        let person = PersonId::parse(&event_target_value(&event)).ok();
        change(TaskPart::Owner { person });
    };
    let set_deadline = move |event| {
        let date = event_target_value(&event).parse::<Date>().ok();
        change(TaskPart::Deadline { date });
    };
    let set_plan = move |event| {
        let chosen = event_target_value(&event)
            .parse::<usize>()
            .ok()
            .and_then(|idx| PLANS.get(idx))
            .copied();
        let plan = chosen.unwrap_or_default();
        change(TaskPart::AppliesTo { plan });
    };
    let set_part = move |event| {
        let part = event_target_value(&event).trim().to_owned();
        let part = (!part.is_empty()).then_some(part);
        change(TaskPart::PartOfPlan { part });
    };
    let plans = PLANS.iter().enumerate().map(|(idx, one)| {
        let one = *one;
        view! { <option value=idx.to_string() selected=move || task.with(|task| task.applies_to == one)>{plan(words, one)}</option> }
    });
    let field = |name: &str| format!("tsk-{name}-{id}");
    view! {
        <div class="tsk-fields">
            <label class="con-field" for=field("owner")><span class="sm">{words.con_owner()}</span>
                <select class="ds-input" id=field("owner") on:change=set_owner>
                    <option value="" selected=move || owner.get().is_empty()>{words.con_no_owner()}</option>
                    {options}
                </select>
            </label>
            <label class="con-field" for=field("deadline")><span class="sm">{words.con_deadline()}</span>
                <input class="ds-input" type="date" id=field("deadline") prop:value=move || task.with(|task| task.deadline.map(|date| date.to_string()).unwrap_or_default()) on:change=set_deadline/>
            </label>
            <label class="con-field" for=field("plan")><span class="sm">{words.con_plan()}</span>
                <select class="ds-input" id=field("plan") on:change=set_plan>{plans.collect_view()}</select>
            </label>
            <label class="con-field" for=field("part")><span class="sm">{words.con_part()}</span>
                <input class="ds-input" id=field("part") maxlength=MAX_TITLE.to_string() prop:value=move || task.with(|task| task.part_of_plan.clone().unwrap_or_default()) on:change=set_part/>
            </label>
        </div>
        <Status key=key group=group ask=ask/>
    }
}

/// Prioritised as it is, or put off or turned down with a reason.
#[component]
fn Status(key: StoredValue<GroupId>, group: Memo<Option<Group>>, ask: Ask) -> impl IntoView {
    let words = use_words();
    let asks_why = RwSignal::new(None::<ProposalStatus>);
    let now = Memo::new(move |_| {
        group
            .get()
            .map_or(ProposalStatus::Proposed, |group| group.status)
    });
    let reason = RwSignal::new(String::new());
    let set = move |wanted: ProposalStatus, why: Option<String>| {
        let command = Command::SetStatus {
            group: key.get_value(),
            status: wanted,
            reason: why,
        };
        ask.run((command, Some(words.con_status_set(status(words, wanted)))));
        asks_why.set(None);
        reason.set(String::new());
    };
    let id = format!("tsk-why-{}", key.get_value());
    let quiet = move |label: &'static str, press: Box<dyn Fn()>| {
        view! { <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=move |_| press()>{label}</button> }
    };
    move || {
        if let Some(wanted) = asks_why.get() {
            let keep = move |event: leptos::ev::SubmitEvent| {
                event.prevent_default();
                let why = reason.get_untracked().trim().to_owned();
                if !why.is_empty() {
                    set(wanted, Some(why));
                }
            };
            view! {
                <form class="con-row tsk-why" on:submit=keep>
                    <label class="con-field grow" for=id.clone()><span class="sm">{words.con_why_status(status(words, wanted))}</span>
                        <input class="ds-input" id=id.clone() autofocus maxlength=MAX_LINE.to_string() prop:value=reason on:input=move |event| reason.set(event_target_value(&event))/>
                    </label>
                    <button class="ds-button" type="submit">{status(words, wanted)}</button>
                    {quiet(words.con_cancel(), Box::new(move || asks_why.set(None)))}
                </form>
            }
            .into_any()
        } else {
            let is_out = matches!(
                now.get(),
                ProposalStatus::Deferred | ProposalStatus::Rejected
            );
            view! {
                <div class="con-row">
                    {is_out.then(|| quiet(words.con_take_on(), Box::new(move || set(ProposalStatus::Prioritised, None))))}
                    {(!is_out).then(|| quiet(words.con_put_off(), Box::new(move || asks_why.set(Some(ProposalStatus::Deferred)))))}
                    {(!is_out).then(|| quiet(words.con_turn_down(), Box::new(move || asks_why.set(Some(ProposalStatus::Rejected)))))}
                </div>
            }
            .into_any()
        }
    }
}
