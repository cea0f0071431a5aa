//! The list of names, and the question whether one is the person one has chosen.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lobby::Knocker;
use shared::view::JoinName;

use super::{Door, Step};
use crate::announce;
use crate::api::doors;
use crate::components::avatar::PersonAvatar;
use crate::components::failed::says;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::meeting::meeting_title;
use crate::words::use_words;

#[component]
pub fn NameList(door: Door) -> impl IntoView {
    let words = use_words();
    let join = door.join.get_value();
    let query = RwSignal::new(String::new());
    let about = words.who_about(
        &meeting_title(words, join.kind, join.year),
        &join.municipality,
    );
    let rows = join.people.iter().cloned().map(|name| {
        let text = name.person.name.to_lowercase();
        let is_shown = move || query.with(|query| matches(&text, query));
        let line = words.who_line(&name.person);
        let person = name.person.clone();
        let choose = move |_| door.step.set(Step::Confirm(name.clone()));
        view! {
            <li hidden=move || !is_shown()>
                <button type="button" on:click=choose>
                    <PersonAvatar person=person.clone() size="lg"/>
                    <span><b>{person.name.clone()}</b><small>{line}</small></span>
                    <Icon glyph=Glyph::ChevronRight/>
                </button>
            </li>
        }
    });
    let rows = rows.collect_view();
    let names: Vec<String> = join
        .people
        .iter()
        .map(|name| name.person.name.to_lowercase())
        .collect();
    let finds_nobody =
        Memo::new(move |_| query.with(|query| !names.iter().any(|name| matches(name, query))));
    view! {
        <main class="ph door names" id="main">
            <p class="sub sm">{about}</p>
            <PageTitle tab=words.join_who()>{words.join_who()}</PageTitle>
            <label class="ds-sr-only" for="who-query">{words.who_search()}</label>
            <div class="srch">
                <Icon glyph=Glyph::MagnifyingGlass/>
                <input
                    class="ds-input"
                    id="who-query"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=words.who_placeholder()
                    prop:value=move || query.get()
                    on:input=move |event| query.set(event_target_value(&event))
                />
            </div>
            <Show when=move || finds_nobody.get()>
                <p class="sub" role="status">{words.who_nobody()}</p>
            </Show>
            <ul class="card list" hidden=move || finds_nobody.get()>{rows}</ul>
            <p class="center-text">
                <button class="link" type="button" on:click=move |_| door.step.set(Step::Guest)>{words.join_missing()}</button>
            </p>
        </main>
    }
}

/// Every word of the query begins a word of the name.
fn matches(name: &str, query: &str) -> bool {
    let query = query.to_lowercase();
    query
        .split_whitespace()
        .all(|part| name.split([' ', '-']).any(|word| word.starts_with(part)))
}

/// "Hei, Kari. Er dette deg?", and how to get in.
#[component]
pub fn Confirm(door: Door, name: JoinName) -> impl IntoView {
    let words = use_words();
    let is_busy = RwSignal::new(false);
    let problem = RwSignal::<Option<String>>::new(None);
    let refuse = move |text: String| {
        announce::polite(text.clone());
        problem.try_set(Some(text));
        is_busy.try_set(false);
    };
    let person = name.person.clone();
    let has_email = name.has_email;
    let send = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let name = name.clone();
        spawn_local(async move {
            match doors::request_code_for(&door.code.get_value(), &name.person.id).await {
                Ok(sent) => {
                    door.step.try_set(Step::Code(name, sent));
                }
                Err(failed) if failed.code() == "no-email" => {
                    refuse(words.who_no_email().to_owned());
                }
                Err(failed) => refuse(says(words, &failed)),
            }
        });
    };
    let id = person.id.clone();
    let knock = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let knocker = Knocker::Person { person: id.clone() };
        spawn_local(async move {
            if let Err(failed) = door.knock(knocker).await {
                refuse(says(words, &failed));
            }
        });
    };
    let line = words.who_line(&person);
    let hello = words.signin_hello(person.first_name());
    let mail = has_email.then(|| {
        view! {
            <button class="ds-button" type="button" data-fullwidth="true" aria-busy=move || is_busy.get().then_some("true") on:click=send>
                {words.who_send_code()}
            </button>
        }
    });
    let variant = if has_email { "secondary" } else { "primary" };
    let note = if has_email {
        words.who_either()
    } else {
        words.who_only_knock()
    };
    view! {
        <main class="ph sign-in" id="main">
            <PersonAvatar person=person.clone() size="big"/>
            <PageTitle tab=words.signin_page()>{hello}<br/>{words.signin_question()}</PageTitle>
            <p class="sub"><b class="where-to">{person.name.clone()}</b><br/>{line}</p>
            {mail}
            <button class="ds-button" type="button" data-variant=variant data-fullwidth="true" on:click=knock>
                {words.join_knock()}
            </button>
            <p class="ds-validation-message" data-color="danger" hidden=move || problem.with(Option::is_none)>
                {move || problem.get()}
            </p>
            <p class="sub sm once">{note}</p>
            <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=move |_| door.step.set(Step::List)>
                {words.signin_no()}
            </button>
        </main>
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_name_is_found_by_the_beginnings_of_its_parts() {
        for (query, is_found) in [
            ("", true),
            ("li", true),
            ("LIV d", true),
            ("dalen liv", true),
            ("marit", true),
            ("arit", false),
            ("liv x", false),
        ] {
            assert_eq!(matches("liv marit dalen", query), is_found, "{query}");
        }
        assert!(matches("odd-arne brekke", "arne"));
    }
}
