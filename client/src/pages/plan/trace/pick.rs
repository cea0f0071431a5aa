//! "Hent fra forslag": the themes that nobody has answered, beside the measures they may become.

use leptos::prelude::*;
use shared::id::{FocusAreaId, GroupId};

use super::acts::Acts;
use super::ends::{Group, ThemeEnd};
use super::line::{Dots, single};
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::desk::At;
use crate::pages::plan::room::{Docket, use_docket};

const PANEL_ID: &str = "tk-pick";

fn open_themes(docket: Docket) -> Memo<Vec<GroupId>> {
    Memo::new(move |_| {
        docket.ends.with(|ends| {
            let open = ends.iter().filter(|end| end.group == Group::Open);
            open.map(|end| end.theme.id.clone()).collect()
        })
    })
}

/// Opens the panel. Nothing while there is nothing to pick.
#[component]
pub fn PickButton(is_open: RwSignal<bool>) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let themes = open_themes(docket);
    let n = Memo::new(move |_| themes.with(Vec::len));
    let may_write = docket.desk.model.may_write();
    view! {
        <Show when=move || may_write.get() && (n.get() > 0 || is_open.get())>
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant="tertiary"
                aria-expanded=move || is_open.get().to_string()
                aria-controls=PANEL_ID
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                <Icon glyph=Glyph::Branching/>
                {move || words.tk_pick(&n.get().to_string())}
            </button>
        </Show>
    }
}

#[component]
pub fn PickPanel(
    is_open: RwSignal<bool>,
    #[prop(optional_no_strip)] area: Option<FocusAreaId>,
) -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    let themes = open_themes(docket);
    let area = StoredValue::new(area);
    let is_empty = move || themes.with(Vec::is_empty);
    view! {
        <div id=PANEL_ID>
            <Show when=move || is_open.get()>
                <section class="card tk-pick" aria-label=words.tk_pick_heading()>
                    <div class="row wrap g8">
                        <h3 class="h-card">{words.tk_pick_heading()}</h3>
                        <span class="sp"></span>
                        <a class="ds-link" href=desk.href(&At::Trace)>{words.tk_see_all()}</a>
                    </div>
                    <Show when=is_empty><p class="note">{words.tk_all_answered()}</p></Show>
                    <ul class="lines">
                        <For each=move || themes.get() key=Clone::clone let(id)>
                            <Candidate id=id area=area.get_value()/>
                        </For>
                    </ul>
                </section>
            </Show>
        </div>
    }
}

#[component]
fn Candidate(id: GroupId, #[prop(optional_no_strip)] area: Option<FocusAreaId>) -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let end = docket.end(&id)?;
    let theme = end.with_untracked(|end| end.theme.clone());
    let singles = theme.proposals.iter().map(single).collect_view();
    Some(view! {
        <li class="tk-theme">
            <h4 class="tk-name" lang=desk.lang>{theme.title}</h4>
            <Dots n=end.with_untracked(ThemeEnd::n_dots)/>
            <ul class="tk-singles">{singles}</ul>
            <Acts end=end area=area/>
        </li>
    })
}
