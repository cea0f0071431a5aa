//! The faces of a seminar: the day's plan, the review's proposals, the SWOT board, who works with whom, and what is done
//! in the plan. Nothing scrolls: what does not fit comes on a page of its own after a while.

use std::ops::Range;

use leptos::prelude::*;
use shared::id::StepId;
use shared::lobby::RoomView;
use shared::proceedings::seminar::state::SwotField;
use shared::proceedings::state::{Phase, Step, Tool};
use shared::proceedings::steps;
use shared::time::Timestamp;

use super::face::{here, type_size};
use super::proposals::cut;
use super::show::{Head, Wall, WallFoot, status};
use crate::dates;
use crate::pages::seminar::groups::people_of;
use crate::pages::seminar::words as said;
use crate::pages::seminar::work::{balance, budget_lines};
use crate::words::Words;

/// How long a page of many stays.
const PAGE_MS: i64 = 12_000;
/// So many rows of one line fit in a field of the board, and so many letters in a line.
const FIELD_ROWS: usize = 6;
const FIELD_LETTERS: usize = 46;
/// A note takes no more rows than this.
const NOTE_ROWS: usize = 2;
/// So many rows fit one above the other.
const MOST_STEPS: usize = 13;
const MOST_PROPOSALS: usize = 11;
const MOST_GROUPS: usize = 8;

/// The plan of the day the group is in.
#[component]
pub fn Agenda(wall: Wall, step: StepId) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let known = step.clone();
    let lines = Memo::new(move |_| view.with(|view| today(view, words, &step)));
    let title = move || title_of(wall, &known);
    let list = move || {
        let lines = lines.get();
        let (shown, n_more) = cut(lines.len(), MOST_STEPS);
        let rows = lines.into_iter().take(shown).map(|(start, title, is_now)| {
            view! { <li class:now=is_now><span class="tn k">{start}</span><span>{title}</span></li> }
        });
        let more = (n_more > 0).then(|| view! { <li class="k">{words.wall_more(n_more)}</li> });
        view! { <ol class="sm-wall-steps">{rows.collect_view()}{more}</ol> }
    };
    view! {
        <header>
            <p class="wl-kicker">{move || wall.meeting_title()}</p>
            <h1 class="disp wl-title">{title}</h1>
        </header>
        <div class="wl-body">{list}</div>
        <WallFoot wall=wall/>
    }
}

/// Start, title and whether the group is there, of the steps of the same day.
fn today(view: &RoomView, words: Words, at: &StepId) -> Vec<(String, String, bool)> {
    let Some(day) = &view.proceedings else {
        return Vec::new();
    };
    let number = steps::find(&day.steps, at).map_or(1, |step| step.day);
    let of_day = day.steps.iter();
    let of_day = of_day.filter(|step| step.day == number && !step.is_skipped);
    let line = |step: &Step| {
        let start = dates::hh_mm(words, &step.start);
        let title = step.title.get(words.0).to_owned();
        (start, title, step.id == *at)
    };
    of_day.map(line).collect()
}

pub fn title_of(wall: Wall, step: &StepId) -> Option<String> {
    wall.view.with(|view| {
        let day = view.proceedings.as_ref()?;
        let step = steps::find(&day.steps, step)?;
        Some(step.title.get(wall.words.0).to_owned())
    })
}

/// What the review asked for, with where each proposal stands.
#[component]
pub fn Reviewed(wall: Wall, step: StepId) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let proposals = Memo::new(move |_| {
        view.with(|view| {
            let review = view.groundwork.as_ref()?.review.as_ref()?;
            Some(review.proposals.clone())
        })
    });
    let list = move || {
        let proposals = proposals.get().unwrap_or_default();
        if proposals.is_empty() {
            return view! { <p class="wl-what">{words.sm_no_review()}</p> }.into_any();
        }
        let class = if proposals.len() > 8 {
            "wl-rows many"
        } else {
            "wl-rows"
        };
        let (shown, n_more) = cut(proposals.len(), MOST_PROPOSALS);
        let rows = proposals.into_iter().take(shown).map(|one| {
            let (status, _) = said::status(words, one.status);
            let dots = one.dots.map(|n| n.to_string());
            view! { <li><span class="wl-t">{one.title}</span><span class="wl-who">{status}</span><span class="num">{dots}</span></li> }
        });
        let more = (n_more > 0)
            .then(|| view! { <li><span class="k">{words.wall_more(n_more)}</span></li> });
        view! { <ul class=class>{rows.collect_view()}{more}</ul> }.into_any()
    };
    let title = move || title_of(wall, &step);
    view! {
        <header>
            <p class="wl-kicker">{move || wall.meeting_title()}</p>
            <h1 class="disp wl-title">{title}</h1>
        </header>
        <div class="wl-body">{list}</div>
        <WallFoot wall=wall/>
    }
}

/// How many notes there are while people write in peace, and nothing of what stands on them.
#[component]
pub fn Notes(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let n = Memo::new(move |_| {
        view.with(|view| {
            let day = view.proceedings.as_ref();
            day.map_or(0, |day| usize::from(day.seminar.swot.n_all))
        })
    });
    view! {
        <header><p class="wl-kicker">{move || format!("{} · {}", wall.meeting_title(), words.sm_phase_write())}</p></header>
        <div class="wl-body mid">
            <h1 class="num wl-count">{move || n.get()}</h1>
            <p class="wl-what">{move || words.sm_wall_written(n.get())}</p>
            <p class="k">{words.sm_ask_write()}</p>
        </div>
        <WallFoot wall=wall/>
    }
}

/// The four fields.
#[component]
pub fn Board(wall: Wall) -> impl IntoView {
    let Wall {
        view, now, words, ..
    } = wall;
    let notes =
        Memo::new(move |_| view.with(|view| SwotField::ALL.map(|field| lines(view, field))));
    // The fields turn their pages together.
    let n_pages = Memo::new(move |_| {
        let most = notes.with(|notes| notes.iter().map(|notes| pages(notes).len()).max());
        most.unwrap_or(1).max(1)
    });
    let page = Memo::new(move |_| page_at(now.get(), n_pages.get()));
    let n_all = move || notes.with(|notes| notes.iter().map(Vec::len).sum::<usize>());
    let fields = move || {
        let page = page.get();
        let all = SwotField::ALL.into_iter().zip(notes.get());
        let all = all.map(|(field, notes)| {
            let shown = pages(&notes).get(page).cloned();
            let rows = notes[shown.unwrap_or(0..0)].iter();
            let rows = rows.map(|text| view! { <li>{text.clone()}</li> });
            view! {
                <section class=said::field_class(field)>
                    <h2 class="disp">{said::field(words, field)}</h2>
                    <ul>{rows.collect_view()}</ul>
                </section>
            }
        });
        view! { <div class="sm-wall-board">{all.collect_view()}</div> }
    };
    let counted = move || {
        let (page, n_pages) = (page.get(), n_pages.get());
        let page = (n_pages > 1)
            .then(|| words.sm_wall_page(&(page + 1).to_string(), &n_pages.to_string()));
        let n = n_all();
        let what = page.unwrap_or_default();
        (n > 0).then(|| status(words.sm_n_notes(n), what))
    };
    view! {
        <div class="wl-body sm-whole">{fields}</div>
        <WallFoot wall=wall status=counted/>
    }
}

/// What stands in a field: the notes on top, each with how many say the same.
fn lines(view: &RoomView, field: SwotField) -> Vec<String> {
    let Some(day) = &view.proceedings else {
        return Vec::new();
    };
    let swot = &day.seminar.swot;
    let heads = swot.heads(field).into_iter();
    let line = heads.map(|(id, note)| match swot.under(id).len() {
        0 => note.text.clone(),
        n => format!("{} ({})", note.text, n + 1),
    });
    line.collect()
}

/// Which notes stand together on a page: as many as have room one under the other.
fn pages(notes: &[String]) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let (mut begin, mut n_rows) = (0, 0);
    for (idx, note) in notes.iter().enumerate() {
        let rows = note
            .chars()
            .count()
            .div_ceil(FIELD_LETTERS)
            .clamp(1, NOTE_ROWS);
        if n_rows + rows > FIELD_ROWS {
            pages.push(begin..idx);
            (begin, n_rows) = (idx, 0);
        }
        n_rows += rows;
    }
    if begin < notes.len() {
        pages.push(begin..notes.len());
    }
    pages
}

/// Which page it is now, the same on all screens.
fn page_at(now: Timestamp, n_pages: usize) -> usize {
    let turns = now.0.div_euclid(PAGE_MS);
    let n = i64::try_from(n_pages.max(1)).unwrap_or(1);
    usize::try_from(turns.rem_euclid(n)).unwrap_or(0)
}

/// What is done in the plan, or beside it: the title, one sentence, and who works with whom, or the sums.
#[component]
pub fn Work(wall: Wall, step: StepId) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let tool =
        Memo::new(move |_| view.with(|view| here(view).map_or(Tool::Talk, |(step, ..)| step.tool)));
    let prompt = move || said::prompt(words, tool.get(), Phase::Whole);
    let groups = Memo::new(move |_| view.with(|view| groups(view, words, tool.get())));
    let sums = Memo::new(move |_| {
        view.with(|view| {
            let plan = view.groundwork.as_ref()?.action_plan.as_ref()?;
            let is_it = tool.get() == Tool::Budget;
            is_it.then(|| {
                (
                    balance(words, &plan.budget),
                    budget_lines(words, &plan.budget),
                )
            })
        })
    });
    let body = move || match sums.get() {
        Some((balance, lines)) => {
            let rows = lines.into_iter().map(|(name, value)| {
                view! { <div><dt>{name}</dt><dd><b class="num">{value}</b></dd></div> }
            });
            view! {
                <div class="sm-wall-sums"><p class="wl-what">{balance}</p><dl class="wl-figs">{rows.collect_view()}</dl></div>
            }
            .into_any()
        }
        None => group_list(words, groups.get()),
    };
    let title = move || title_of(wall, &step);
    view! {
        <header>
            <p class="wl-kicker">{move || wall.meeting_title()}</p>
            <h1 class="disp wl-title">{title}</h1>
            <p class="sm-wall-ask">{prompt}</p>
        </header>
        <div class="wl-body">{body}</div>
        <WallFoot wall=wall/>
    }
}

/// Names of groups and of those in them; none where people do not work in groups.
fn groups(view: &RoomView, words: Words, tool: Tool) -> Vec<(String, String)> {
    let Some(day) = view.proceedings.as_ref().filter(|_| tool.is_group_work()) else {
        return Vec::new();
    };
    let groups = day.seminar.work_groups.iter();
    let named = groups.map(|group| (group.name.clone(), people_of(view, words, group)));
    named.collect()
}

fn group_list(words: Words, groups: Vec<(String, String)>) -> AnyView {
    if groups.is_empty() {
        return ().into_any();
    }
    let (shown, n_more) = cut(groups.len(), MOST_GROUPS);
    let rows = groups.into_iter().take(shown).map(|(name, people)| {
        let size = format!("sm-wall-people t{}", type_size(&people));
        view! { <li><b>{name}</b><span class=size>{people}</span></li> }
    });
    let more = (n_more > 0).then(|| view! { <li class="k">{words.wall_more(n_more)}</li> });
    view! { <ul class="sm-wall-groups">{rows.collect_view()}{more}</ul> }.into_any()
}

/// Thanks, and the one question that is left.
#[component]
pub fn Goodbye(wall: Wall, step: StepId) -> impl IntoView {
    let words = wall.words;
    let title = move || title_of(wall, &step).unwrap_or_default();
    view! {
        {move || view! { <Head kicker=wall.meeting_title() title=title()/> }}
        <div class="wl-body mid">
            <p class="wl-what">{words.sm_ask_end()}</p>
            <p class="k">{words.sm_wall_worth()}</p>
        </div>
        <WallFoot wall=wall/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_comes_on_the_next_page_and_nothing_twice() {
        let short = || "Rente".to_owned();
        let long = || "a".repeat(120);
        for (notes, expected) in [
            (vec![], vec![]),
            (vec![short(); 6], vec![6]),
            (vec![short(); 7], vec![6, 1]),
            (vec![long(); 4], vec![3, 1]),
            (vec![short(), long(), long(), long()], vec![3, 1]),
        ] {
            let pages = pages(&notes);
            let sizes: Vec<usize> = pages.iter().map(Range::len).collect();
            assert_eq!(sizes, expected, "{notes:?}");
            let all: Vec<usize> = pages.into_iter().flatten().collect();
            assert!(all.into_iter().eq(0..notes.len()), "{notes:?}");
        }
    }

    #[test]
    fn pages_turn_by_the_clock_of_all_screens() {
        for (now, n_pages, expected) in [
            (0, 1, 0),
            (PAGE_MS, 1, 0),
            (0, 2, 0),
            (PAGE_MS - 1, 2, 0),
            (PAGE_MS, 2, 1),
            (2 * PAGE_MS, 2, 0),
            (5, 0, 0),
        ] {
            assert_eq!(
                page_at(Timestamp(now), n_pages),
                expected,
                "{now} {n_pages}"
            );
        }
    }
}
