//! "Hva er endret?": two versions beside each other, or one and the plan as it stands.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::plan::strip::Strip;
use shared::view::PlanVersionView;

use super::chapters::{Chapter, Compared, Counts, by_kind};
use super::list::newest_first;
use super::prose::prose;
use super::restore::Restore;
use super::rows::{Between, table};
use super::sides::{Side, Stands, address, use_sides};
use super::sums::Sums;
use super::writers::Writers;
use super::{marks, name};
use crate::api::ApiError;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::dates;
use crate::pages::plan::desk::{At, Desk, focus_when_drawn};
use crate::pages::plan::room::{Docket, use_docket};
use crate::pages::plan::section::titled;
use crate::words::Words;

/// What is read of the two once both are here.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    from: Arc<PlanVersionView>,
    to: Arc<PlanVersionView>,
    compared: Compared,
}

/// What the two are called.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Called {
    short: [String; 2],
    full: [String; 2],
}

#[component]
pub fn Compare() -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    let sides = use_sides();
    let stands = Stands::open(docket, sides);
    let pair = Memo::new(move |_| {
        let (from, to) = sides.get();
        let (from, to) = (stands.read(&from)?, stands.read(&to)?);
        Some(from.and_then(|from| {
            let to = to?;
            let compared = Compared::between(&from, &to);
            Ok(Pair { from, to, compared })
        }))
    });
    let writers = Writers::open(docket, sides, stands);
    let says = move || match pair.get() {
        Some(Ok(pair)) if pair.compared.n_changes() == 0 => String::new(),
        Some(Ok(pair)) => {
            let n_changes = words.ve_n_changes(pair.compared.n_changes());
            let wrote = writers.of(&pair.compared.places());
            match wrote.people.len() {
                // How many others there were is not told.
                n if n > 0 && !wrote.others => format!("{n_changes} {}", words.ve_by_n_people(n)),
                _ => n_changes,
            }
        }
        Some(Err(_)) => String::new(),
        None => words.ve_fetching().to_owned(),
    };
    let called = Memo::new(move |_| {
        let (from, to) = sides.get();
        Called {
            short: [from.short(docket), to.short(docket)],
            full: [from.name(docket), to.name(docket)],
        }
    });
    let body = move || match pair.get()? {
        Ok(pair) => Some(changes(
            writers,
            docket,
            &sides.get().0,
            &called.get(),
            &pair,
        )),
        Err(error) => {
            Some(view! { <Failed docket=docket error=error sides=sides stands=stands/> }.into_any())
        }
    };
    view! {
        <p class="back"><a class="ds-link" href=desk.href(&At::Versions)>{words.ve_versions()}</a></p>
        <div class="ve-top">
            <div>
                <PageTitle tab=words.ve_what_changed()>{words.ve_what_changed()}</PageTitle>
                <p class="sub" role="status">{says}</p>
            </div>
            <Choosers docket=docket sides=sides/>
        </div>
        <Moved docket=docket sides=sides stands=stands/>
        {body}
    }
}

#[component]
fn Choosers(docket: Docket, sides: Memo<(Side, Side)>) -> impl IntoView {
    let words = docket.desk.words;
    let navigate = use_navigate();
    let choose = move |from: &Side, to: &Side| {
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&address(docket.desk, from, to), options);
    };
    let choose_from = {
        let choose = choose.clone();
        move |side: Side| choose(&side, &sides.get_untracked().1)
    };
    let choose_to = move |side: Side| choose(&sides.get_untracked().0, &side);
    view! {
        <form class="ve-choose" aria-label=words.ve_which() on:submit=|event: leptos::ev::SubmitEvent| event.prevent_default()>
            {chooser(docket, "ve-from", words.ve_from(), move || sides.get().0, choose_from)}
            <span class="ve-arrow" aria-hidden="true"><Icon glyph=Glyph::ArrowRight/></span>
            {chooser(docket, "ve-to", words.ve_to(), move || sides.get().1, choose_to)}
        </form>
    }
}

fn chooser(
    docket: Docket,
    id: &'static str,
    label: &'static str,
    chosen: impl Fn() -> Side + Copy + Send + Sync + 'static,
    choose: impl Fn(Side) + 'static,
) -> impl IntoView {
    let words = docket.desk.words;
    let option = move |side: Side, said: String| {
        let (value, of) = (side.word(), side);
        view! { <option value=value prop:selected=move || chosen() == of>{said}</option> }
    };
    let versions = Memo::new(move |_| newest_first(docket));
    let options = move || {
        let kept = versions.get().into_iter().map(|(id, version)| {
            let at = dates::day_and_time(words, version.at);
            option(Side::Kept(id), format!("{}, {at}", name(words, &version)))
        });
        let now = option(Side::Now, words.ve_now().to_owned());
        std::iter::once(now).chain(kept).collect_view()
    };
    let changed = move |event| {
        if let Some(side) = Side::parse(&event_target_value(&event)) {
            choose(side);
        }
    };
    view! {
        <div class="ve-pick">
            <label class="ds-label" for=id>{label}</label>
            <select class="ds-input" id=id on:change=changed>{options}</select>
        </div>
    }
}

/// Somebody has written in the plan since it was looked at.
#[component]
fn Moved(docket: Docket, sides: Memo<(Side, Side)>, stands: Stands) -> impl IntoView {
    let words = docket.desk.words;
    let shows_now = move || sides.with(|(from, to)| *from == Side::Now || *to == Side::Now);
    let is_old = Memo::new(move |_| shows_now() && stands.has_moved_on());
    view! {
        <div role="status">
            <Show when=move || is_old.get()>
                <p class="note row wrap g8">
                    <span>{words.ve_has_moved()}</span>
                    <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=move |_| stands.look_again()>
                        <Icon glyph=Glyph::ArrowsCirclepath/>
                        {words.ve_look_again()}
                    </button>
                </p>
            </Show>
        </div>
    }
}

#[component]
fn Failed(
    docket: Docket,
    error: ApiError,
    sides: Memo<(Side, Side)>,
    stands: Stands,
) -> impl IntoView {
    let words = docket.desk.words;
    let says = match error {
        ApiError::NotFound => words.plan_refusal_no_such_version(),
        ApiError::Unreachable => words.ve_away(),
        ApiError::NotAllowed | ApiError::NotSignedIn => words.ve_not_for_you(),
        ApiError::Broken(_) => words.broken_title(),
    };
    let again = move |_| {
        let (from, to) = sides.get_untracked();
        for side in [from, to] {
            if let Side::Kept(id) = side {
                stands.fetch(id);
            }
        }
    };
    view! {
        <div class="note" role="alert">
            <p>{says}</p>
            <button class="ds-button" type="button" data-variant="secondary" on:click=again>{words.try_again()}</button>
        </div>
    }
}

fn changes(writers: Writers, docket: Docket, from: &Side, called: &Called, pair: &Pair) -> AnyView {
    let desk = docket.desk;
    let words = desk.words;
    let compared = &pair.compared;
    let between = Between {
        docket,
        writers,
        old: &pair.from,
        new: &pair.to,
    };
    let chapters = compared.chapters.iter().enumerate();
    let chapters: Vec<AnyView> = chapters
        .map(|(idx, chapter)| section(between, idx, chapter))
        .collect();
    let nothing = chapters
        .is_empty()
        .then(|| view! { <p class="card ve-nothing">{words.ve_no_difference()}</p> });
    let Called { short, full } = called.clone();
    // As the strip of the plan counts it.
    let new = &pair.to.rows;
    let left = Strip::of(new, &shared::plan::sums::Sums::of(new)).left();
    let restore = match from {
        Side::Kept(id) => {
            let (id, number) = (id.clone(), short[0].clone());
            Some(view! { <Restore docket=docket version=id number=number/> })
        }
        Side::Now => None,
    };
    view! {
        <div class="ve-cols">
            {contents(desk, compared)}
            <div class="ve-mid">{nothing}{chapters}</div>
            <aside class="card ve-side" aria-labelledby="ve-sums-heading">
                <h2 class="h-card" id="ve-sums-heading">{words.ve_sums()}</h2>
                <Sums desk=desk sums=compared.sums.clone() heads=short names=full left=left/>
                {restore}
            </aside>
        </div>
    }
    .into_any()
}

fn section_id(idx: usize) -> String {
    format!("ve-chapter-{idx}")
}

fn chapter_name(desk: Desk, chapter: &Chapter) -> String {
    if chapter.place.is_none() {
        return desk.words.ve_elsewhere().to_owned();
    }
    titled(desk, chapter.title.clone())
}

/// The chapters in which something is another, and those in which nothing is.
fn contents(desk: Desk, compared: &Compared) -> AnyView {
    let words = desk.words;
    let line = |(idx, chapter): (usize, &Chapter)| {
        let id = section_id(idx);
        let href = format!("#{id}");
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            focus_when_drawn(id.clone(), 1);
        };
        view! {
            <li>
                <a href=href on:click=go>
                    <span class="tn sub">{chapter.number.clone()}</span>
                    <span><b lang=desk.lang>{chapter_name(desk, chapter)}</b><small>{counted(words, chapter.counts())}</small></span>
                </a>
            </li>
        }
    };
    let lines = compared
        .chapters
        .iter()
        .enumerate()
        .map(line)
        .collect_view();
    let unchanged = (!compared.unchanged.is_empty()).then(|| {
        let names = words.list(&compared.unchanged);
        view! { <p class="sub sm ve-same">{words.ve_unchanged(&names)}</p> }
    });
    let key = (!compared.chapters.is_empty()).then(|| {
        view! {
            <div class="note ve-key sm">
                <p>{marks::ins(words, words.ve_key_new().to_owned())}" "<span class="sub">{words.ve_key_new_is()}</span></p>
                <p>{marks::del(words, words.ve_key_gone().to_owned())}" "<span class="sub">{words.ve_key_gone_is()}</span></p>
            </div>
        }
    });
    view! {
        <div class="ve-toc">
            <nav aria-label=words.ve_changes()><ol>{lines}</ol></nav>
            {unchanged}
            {key}
        </div>
    }
    .into_any()
}

/// "2 steder i teksten, 3 rader".
fn counted(words: Words, counts: Counts) -> String {
    let parts = [
        (counts.places, words.ve_n_places(counts.places)),
        (counts.changed, words.ve_n_rows(counts.changed)),
        (counts.added, words.ve_n_new_rows(counts.added)),
        (counts.removed, words.ve_n_gone_rows(counts.removed)),
    ];
    let parts = parts.into_iter().filter(|(n, _)| *n > 0);
    let parts: Vec<String> = parts.map(|(_, said)| said).collect();
    parts.join(", ")
}

fn section(between: Between<'_>, idx: usize, chapter: &Chapter) -> AnyView {
    let desk = between.docket.desk;
    let number = chapter.number.as_ref().map(|number| format!("{number} "));
    let tables: Vec<AnyView> = by_kind(&chapter.rows)
        .into_iter()
        .filter_map(|rows| table(between, rows))
        .collect();
    let heading = section_id(idx);
    let named_by = heading.clone();
    view! {
        <section class="card ve-chapter" aria-labelledby=named_by>
            <h2 class="disp h-sec" id=heading tabindex="-1">{number}<span lang=desk.lang>{chapter_name(desk, chapter)}</span></h2>
            {prose(between, chapter)}
            {tables}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::template::Language;

    use super::*;

    #[test]
    fn only_what_there_is_is_counted() {
        let counts = Counts {
            places: 2,
            changed: 3,
            ..Counts::default()
        };
        let words = Words(Language::Nb);
        assert_eq!(counted(words, counts), "2 steder i teksten, 3 rader");
        let one = Counts {
            added: 1,
            ..Counts::default()
        };
        assert_eq!(counted(words, one), "1 ny rad");
    }
}
