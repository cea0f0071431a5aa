//! Proposals on the wall: how many while people write in peace, their titles once they are shared, and who has got what.

use leptos::prelude::*;
use shared::lobby::RoomView;
use shared::proceedings::state::{Group, Task};

use super::quiet::counted;
use super::show::{Head, Wall, WallFoot, status};
use crate::dates;
use crate::room::{group_title, loose_proposals};
use crate::words::Words;

/// So many rows fit one above the other, loosely and closely.
const LOOSE: usize = 8;
const CLOSE: usize = 11;

#[component]
pub fn Writing(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let n_all = Memo::new(move |_| view.with(n_proposals));
    view! {
        <header><p class="wl-kicker">{move || format!("{} · {}", wall.meeting_title(), words.wall_phase_write())}</p></header>
        <div class="wl-body mid">
            <h1 class="num wl-count">{move || n_all.get()}</h1>
            <p class="wl-what">{move || words.wall_proposals(usize::from(n_all.get()))}</p>
            <p class="k">{words.wall_write_in_peace()}</p>
        </div>
        <WallFoot wall=wall/>
    }
}

fn n_proposals(view: &std::sync::Arc<RoomView>) -> u16 {
    view.proceedings
        .as_ref()
        .map_or(0, |proceedings| proceedings.proposals.n_all)
}

/// A title, and how many proposals stand under it.
type Line = (String, usize);

#[component]
pub fn Gathering(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let lines = Memo::new(move |_| view.with(|view| lines(view)));
    let n_all = Memo::new(move |_| view.with(n_proposals));
    let title = words.wall_gather();
    view! {
        <Head kicker=format!("{} · {}", wall.meeting_title(), words.wall_phase_gather()) title=title/>
        <div class="wl-body">{move || list(words, lines.get())}</div>
        <WallFoot wall=wall status=move || {
            let n = n_all.get();
            status(n.to_string(), words.wall_proposals(usize::from(n)))
        }/>
    }
}

/// Groups first, then what stands alone.
fn lines(view: &RoomView) -> Vec<Line> {
    let Some(proceedings) = &view.proceedings else {
        return Vec::new();
    };
    let proposals = &proceedings.proposals;
    let (groups, alone): (Vec<&Group>, Vec<&Group>) = proposals
        .groups
        .iter()
        .partition(|group| group.proposals.len() > 1);
    let grouped = groups.into_iter().chain(alone);
    let loose = loose_proposals(view).into_iter();
    let loose = loose.filter_map(|id| Some((view.texts.titles.get(&id)?.clone(), 1)));
    grouped
        .map(|group| (group_title(group, &view.texts), group.proposals.len()))
        .chain(loose)
        .filter(|(title, _)| !title.trim().is_empty())
        .collect()
}

fn list(words: Words, lines: Vec<Line>) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="wl-what">{words.wall_no_proposals()}</p> }.into_any();
    }
    let n_lines = lines.len();
    let class = match n_lines {
        n if n <= LOOSE => "wl-list one",
        n if n <= 2 * LOOSE => "wl-list",
        _ => "wl-list many",
    };
    let (shown, n_more) = cut(n_lines, 2 * CLOSE);
    let rows = lines.into_iter().take(shown).map(|(title, n)| {
        let n = (n > 1).then(|| view! { <span class="n">{words.wall_proposals_n(n)}</span> });
        view! { <li><span>{title}</span>{n}</li> }
    });
    let more = (n_more > 0).then(|| view! { <li class="more">{words.wall_more(n_more)}</li> });
    view! { <ul class=class>{rows.collect_view()}{more}</ul> }.into_any()
}

/// How many are shown of `n`, and how many are only counted.
pub fn cut(n: usize, n_most: usize) -> (usize, usize) {
    if n <= n_most {
        (n, 0)
    } else {
        (n_most - 1, n - n_most + 1)
    }
}

/// While people give their dots: how many have.
#[component]
pub fn Voting(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let done = Memo::new(move |_| {
        view.with(|view| {
            let vote = view
                .proceedings
                .as_ref()
                .and_then(|proceedings| proceedings.vote.as_ref());
            vote.map_or((0, 0), |vote| (vote.n_done, vote.n_voters))
        })
    });
    view! {
        <header><p class="wl-kicker">{move || format!("{} · {}", wall.meeting_title(), words.wall_phase_vote())}</p></header>
        <div class="wl-body mid">{move || {
            let (n_done, n_all) = done.get();
            counted(words, n_done, n_all, words.wall_voted())
        }}</div>
        <WallFoot wall=wall/>
    }
}

/// A prioritised group with who does it and by when.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Owned {
    title: String,
    who: Option<String>,
    deadline: Option<jiff::civil::Date>,
}

#[component]
pub fn Owners(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let owned = Memo::new(move |_| view.with(|view| owned(view)));
    let list = move || {
        let owned = owned.get();
        if owned.is_empty() {
            return view! { <p class="wl-what">{words.wall_none_prioritised()}</p> }.into_any();
        }
        let class = if owned.len() > LOOSE {
            "wl-rows many"
        } else {
            "wl-rows"
        };
        let (shown, n_more) = cut(owned.len(), CLOSE);
        let rows = owned.into_iter().take(shown).map(|one| {
            let who = match one.who {
                Some(who) => view! { <span class="wl-who">{who}</span> }.into_any(),
                None => view! { <span class="k miss">{words.wall_no_owner()}</span> }.into_any(),
            };
            let deadline = match one.deadline {
                Some(date) => {
                    view! { <span class="nowrap">{dates::day_month_year(words, date)}</span> }
                        .into_any()
                }
                None => view! { <span class="k miss">{words.wall_no_deadline()}</span> }.into_any(),
            };
            view! { <li class="on"><span class="wl-t">{one.title}</span>{who}{deadline}</li> }
        });
        let more = (n_more > 0)
            .then(|| view! { <li><span class="k">{words.wall_more(n_more)}</span></li> });
        view! { <ul class=class>{rows.collect_view()}{more}</ul> }.into_any()
    };
    view! {
        <Head kicker=wall.meeting_title() title=words.wall_owners()/>
        <div class="wl-body">{list}</div>
        <WallFoot wall=wall/>
    }
}

fn owned(view: &RoomView) -> Vec<Owned> {
    let Some(proceedings) = &view.proceedings else {
        return Vec::new();
    };
    let name = |task: &Task| {
        let owner = task.owner.as_ref()?;
        let person = view.people.iter().find(|one| one.person.id == *owner)?;
        Some(person.person.name.clone())
    };
    let result = proceedings.vote.as_ref();
    let result = result.and_then(|vote| vote.result.as_ref());
    let groups = proceedings.proposals.groups.iter();
    let groups = groups.filter(|group| group.goes_on(result));
    groups
        .map(|group| Owned {
            title: group_title(group, &view.texts),
            who: group.task.as_ref().and_then(name),
            deadline: group.task.as_ref().and_then(|task| task.deadline),
        })
        .collect()
}
