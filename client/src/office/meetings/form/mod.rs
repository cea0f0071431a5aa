//! The form of one meeting: its scale, parts and indicators, in the programme's language form and others if it likes.

mod editor;
mod fields;
mod indicator;
mod text_input;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::rights::Act;
use shared::template::{FormPlace, Language, ReviewForm};
use shared::view::{FormLock, FormView};

use self::editor::{Editor, Saving};
use self::fields::{FormTitle, Parts, ScaleFields};
use crate::api::ApiError;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::office::api;
use crate::office::frame::{Visit, page};
use crate::office::parts::Confirm;
use crate::office::trouble;
use crate::words::{Words, use_words};

const LANGUAGES: [(Language, &str); 3] = [
    (Language::Nb, "Bokmål"),
    (Language::Nn, "Nynorsk"),
    (Language::En, "English"),
];

#[component]
pub fn FormPage() -> impl IntoView {
    let params = use_params_map();
    move || {
        let id = params.with(|params| params.get("id").unwrap_or_default());
        let ask = move || {
            let id = id.clone();
            async move { ask(id).await }
        };
        page(Place::Meetings, Some(Act::ManageMeeting), ask, draw)
    }
}

async fn ask(id: String) -> Result<(String, FormView), ApiError> {
    let view = api::get(&format!("/api/meetings/{id}/form")).await?;
    Ok((id, view))
}

fn draw(visit: Visit, (id, view): (String, FormView)) -> AnyView {
    let words = use_words();
    let heading = words.pap_form_of(&view.title);
    let back = format!("/moter/{id}");
    let body = if let Some(lock) = view.lock {
        view! { <Locked words=words lock=lock form=view.form/> }.into_any()
    } else {
        let editor = Editor::new(words, visit.toasts, id, &view);
        view! { <Editing editor=editor view=view/> }.into_any()
    };
    view! {
        <main class="pap-form-page" id="main">
            <p class="sm"><a class="ds-link" href=back>{words.pap_back_to_meeting()}</a></p>
            <PageTitle tab=heading.clone()>{heading.clone()}</PageTitle>
            {body}
        </main>
    }
    .into_any()
}

#[component]
fn Editing(editor: Editor, view: FormView) -> impl IntoView {
    let words = editor.words;
    let languages = LANGUAGES
        .into_iter()
        .map(|(language, name)| {
            let is_on = move || editor.language.get() == language;
            view! {
                <button type="button" aria-pressed=move || is_on().to_string() on:click=move |_| editor.language.set(language)>
                    {name}
                </button>
            }
        })
        .collect_view();
    let is_other = move || editor.language.get() != editor::language_of(editor.own);
    view! {
        <p class="sub lead">{words.pap_form_lead()}</p>
        <Clash editor=editor/>
        <div class="row wrap pap-form-top">
            <div class="switch" role="group" aria-label=words.pap_form_language()>{languages}</div>
            <Show when=is_other><p class="sub sm">{words.pap_form_other_language()}</p></Show>
        </div>
        <div class="col g16">
            <section class="card pad col" aria-labelledby="about-form">
                <h2 class="h-card" id="about-form">{words.pap_form()}</h2>
                <FormTitle editor=editor/>
                <BeginAgain editor=editor view=view/>
            </section>
            <ScaleFields editor=editor/>
            <Parts editor=editor/>
        </div>
        <SaveBar editor=editor/>
    }
}

/// Another form to begin with, in place of this one.
#[component]
fn BeginAgain(editor: Editor, view: FormView) -> impl IntoView {
    let words = editor.words;
    let asked = RwSignal::<Option<ReviewForm>>::new(None);
    let earlier = view
        .earlier
        .map(|form| (words.pap_form_last_year().to_owned(), form));
    let templates = view
        .templates
        .into_iter()
        .map(|form| (form.title.get(words.0).to_owned(), form));
    let buttons = earlier
        .into_iter()
        .chain(templates)
        .map(|(name, form)| {
            view! {
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="secondary"
                    on:click=move |_| asked.set(Some(form.clone()))
                >
                    {name}
                </button>
            }
        })
        .collect_view();
    let question = move || {
        asked.get().map(|form| {
            let yes = Callback::new(move |()| {
                asked.set(None);
                editor.replace(form.clone());
            });
            view! {
                <Confirm
                    text=words.pap_form_replace_means()
                    yes=words.pap_form_replace()
                    no=words.never_mind()
                    on_yes=yes
                    on_no=Callback::new(move |()| asked.set(None))
                />
            }
        })
    };
    view! {
        <details class="more">
            <summary>{words.pap_form_begin_again()}</summary>
            <p class="sub sm">{words.pap_form_begin_again_hint()}</p>
            <div class="row wrap g8 gap-top">{buttons}</div>
            {question}
        </details>
    }
}

#[component]
fn Clash(editor: Editor) -> impl IntoView {
    let words = editor.words;
    view! {
        <Show when=move || editor.saving.get() == Saving::Clash>
            <div class="bar meanwhile" role="group" aria-label=words.not_saved()>
                <Icon glyph=Glyph::ExclamationmarkTriangle/>
                <p class="bar-text">{words.pap_form_clash()}</p>
                <button class="ds-button" type="button" data-size="sm" on:click=move |_| editor.save_mine()>
                    {words.pap_clash_mine()}
                </button>
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=move |_| editor.drop_mine()>
                    {words.pap_form_take_theirs()}
                </button>
            </div>
        </Show>
    }
}

/// What is missing, how it stands with saving, and the button.
#[component]
fn SaveBar(editor: Editor) -> impl IntoView {
    let words = editor.words;
    let missing = Memo::new(move |_| editor.missing());
    let state = move || {
        match editor.saving.get() {
        Saving::Nothing | Saving::Clash => ().into_any(),
        Saving::Unsaved => view! { <span class="save warn"><Icon glyph=Glyph::Mobile/><span>{words.pap_form_unsaved()}</span></span> }.into_any(),
        Saving::Busy => view! { <span class="save"><Icon glyph=Glyph::PencilWriting/><span>{words.save_saving()}</span></span> }.into_any(),
        Saving::Saved => view! { <span class="save"><Icon glyph=Glyph::CheckmarkCircle/><span>{words.pap_saved()}</span></span> }.into_any(),
        Saving::Failed(trouble) => {
            let text = words.not_saved_because(&trouble::says(words, &trouble));
            view! { <span class="save bad wraps"><Icon glyph=Glyph::ExclamationmarkTriangle/><span>{text}</span></span> }.into_any()
        }
    }
    };
    view! {
        <div class="pbar pap-save">
            <p class="bar-text sm">{move || missing.get().map(|place| missing_text(words, &place))}</p>
            {state}
            <button
                class="ds-button"
                type="button"
                aria-busy=move || (editor.saving.get() == Saving::Busy).then_some("true")
                on:click=move |_| editor.save()
            >
                {words.pap_form_save()}
            </button>
        </div>
    }
}

fn missing_text(words: Words, place: &FormPlace) -> &'static str {
    match place {
        FormPlace::Step(_) => words.pap_missing_step(),
        FormPlace::Part(_) => words.pap_missing_part(),
        FormPlace::Indicator(_) | FormPlace::Form => words.pap_missing_indicator(),
    }
}

/// A form that has been used is read, and says why.
#[component]
fn Locked(words: Words, lock: FormLock, form: ReviewForm) -> impl IntoView {
    let why = match lock {
        FormLock::Used => words.pap_form_used(),
        FormLock::Closed => words.pap_form_closed(),
    };
    let parts = form.parts.iter().map(|part| {
        let rows = form.indicators_of(&part.id).map(|it| {
            let factors = it
                .factors
                .iter()
                .map(|factor| view! { <li>{factor.text.get(words.0).to_owned()}</li> });
            view! {
                <li>
                    <p class="pap-said">{format!("{} {}", it.code, it.title.get(words.0))}</p>
                    <p class="sub">{it.question.get(words.0).to_owned()}</p>
                    <ul class="bullets sm">{factors.collect_view()}</ul>
                </li>
            }
        });
        let rows = rows.collect_view();
        view! {
            <section class="card pad col">
                <h2 class="disp h-sec">{part.title.get(words.0).to_owned()}</h2>
                <ul class="lines pap-lines">{rows}</ul>
            </section>
        }
    });
    let parts = parts.collect_view();
    view! {
        <p class="note row g8 top"><Icon glyph=Glyph::PadlockLocked/><span>{why}</span></p>
        <div class="col g16">{parts}</div>
    }
}
