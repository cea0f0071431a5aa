//! «Lim inn flere»: a pasted list or a chosen file beside how it is read, line by line, with what is wrong in which.
//! Lines without faults can be added at once; the others stay until they are put right.

mod line;

use gloo_net::http::Method;
use js_sys::Uint8Array;
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::people_list::decode::{NotText, decode};
use shared::people_list::{Known, Line, ListProblem, read, remove_line};
use shared::view::{PeopleAdded, PeopleView, PersonCard, PersonDraft};
use wasm_bindgen_futures::JsFuture;

use self::line::{Reading, class_of};
use crate::announce;
use crate::api::ApiError;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::components::toast::Toasts;
use crate::office::frame::{Visit, page};
use crate::office::{api, trouble};
use crate::words::{Words, use_words};

const TEXT_ID: &str = "pasted";
/// The field is never shorter than this.
const MIN_ROWS: usize = 6;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Pasting {
    text: RwSignal<String>,
    lines: Memo<Result<Vec<Line>, ListProblem>>,
    field: NodeRef<Textarea>,
    toasts: Toasts,
    words: Words,
}

impl Pasting {
    /// What can be added now, and the lines it stands on.
    fn ready(self) -> Vec<(usize, PersonDraft)> {
        self.lines.with(|lines| {
            let lines = lines.iter().flatten();
            let ready = lines.filter_map(|line| Some((line.number, line.draft.clone()?)));
            ready.collect()
        })
    }

    fn n_lines(self) -> usize {
        self.lines.with(|lines| lines.as_ref().map_or(0, Vec::len))
    }

    /// Takes a line away, which can be undone.
    fn skip(self, number: usize) {
        let before = self.text.get_untracked();
        self.text.set(remove_line(&before, number));
        let undo = move || {
            self.text.try_set(before.clone());
        };
        self.toasts
            .offer_undo(self.words.line_skipped(&number.to_string()), undo);
    }

    /// Puts the caret on a line, with all of it selected.
    fn go_to(self, number: usize) {
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        let text = self.text.get_untracked();
        let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(0);
        let before: String = text.split_inclusive('\n').take(number - 1).collect();
        let line = text.split('\n').nth(number - 1).unwrap_or_default();
        let start = units(&before);
        drop(field.focus());
        drop(field.set_selection_range(start, start + units(line)));
    }
}

async fn ask() -> Result<PeopleView, ApiError> {
    api::get("/api/people").await
}

#[component]
pub fn PastePage() -> impl IntoView {
    page(Place::People, Place::People.needs(), ask, draw)
}

fn draw(visit: Visit, view: PeopleView) -> AnyView {
    let words = use_words();
    let people = RwSignal::new(view.people);
    let text = RwSignal::new(String::new());
    let lines = Memo::new(move |_| {
        people.with(|people| {
            let known: Vec<Known<'_>> = people.iter().map(known).collect();
            text.with(|text| read(text, &known))
        })
    });
    let pasting = Pasting {
        text,
        lines,
        field: NodeRef::new(),
        toasts: visit.toasts,
        words,
    };
    view! {
        <main class="paste" id="main">
            <p class="sm back"><a class="ds-link" href="/folk">{words.nav_people()}</a></p>
            <PageTitle tab=words.people_paste()>{words.people_paste()}</PageTitle>
            <p class="sub lead">{words.paste_lead()}</p>
            <div class="paste-cols">
                <Editor pasting=pasting/>
                <Reading pasting=pasting/>
            </div>
            <Bar pasting=pasting people=people/>
        </main>
    }
    .into_any()
}

fn known(card: &PersonCard) -> Known<'_> {
    Known {
        name: &card.person.name,
        email: card.email.as_deref(),
    }
}

#[component]
fn Editor(pasting: Pasting) -> impl IntoView {
    let words = use_words();
    let text = pasting.text;
    let n_rows = Memo::new(move |_| text.with(|text| text.split('\n').count()));
    let numbers = move || {
        (1..=n_rows.get())
            .map(|number| {
                let class = move || {
                    pasting.lines.with(|lines| {
                        let line = lines.as_ref().ok()?.iter().find(|it| it.number == number)?;
                        class_of(line)
                    })
                };
                view! { <li class=class>{number}</li> }
            })
            .collect_view()
    };
    view! {
        <section aria-labelledby="pasted-label">
            <div class="row wrap">
                <label class="h-card" id="pasted-label" for=TEXT_ID>{words.paste_label()}</label>
                <span class="sp"></span>
                <FilePick pasting=pasting/>
            </div>
            <div class="ed">
                <ol class="ln tn" aria-hidden="true">{numbers}</ol>
                <textarea
                    id=TEXT_ID
                    node_ref=pasting.field
                    rows=move || n_rows.get().max(MIN_ROWS).to_string()
                    wrap="off"
                    spellcheck="false"
                    autocomplete="off"
                    placeholder=words.paste_example()
                    aria-describedby="pasted-hint"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
            </div>
            <p class="xs sub" id="pasted-hint">{words.paste_hint()}</p>
        </section>
    }
}

#[component]
fn FilePick(pasting: Pasting) -> impl IntoView {
    let words = use_words();
    let choose = move |event: leptos::ev::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        spawn_local(async move {
            let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
                return;
            };
            match decode(&Uint8Array::new(&buffer).to_vec()) {
                Ok(text) => {
                    pasting
                        .text
                        .try_set(text.replace("\r\n", "\n").replace('\r', "\n"));
                }
                Err(NotText::TooLarge) => pasting.toasts.say(words.file_too_large().to_owned()),
                Err(NotText::Binary) => pasting.toasts.say(words.file_not_text().to_owned()),
            }
            // The same file may be chosen again after it was mended.
            input.set_value("");
        });
    };
    view! {
        <label class="ds-button file-pick" data-size="sm" data-variant="tertiary">
            <Icon glyph=Glyph::Folder/>
            {words.choose_file()}
            <input type="file" accept=".csv,.txt,text/csv,text/plain" on:change=choose/>
        </label>
    }
}

/// «9 av 12 kan legges til nå.»
#[component]
fn Bar(pasting: Pasting, people: RwSignal<Vec<PersonCard>>) -> impl IntoView {
    let words = use_words();
    let navigate = use_navigate();
    let is_busy = RwSignal::new(false);
    let n_ready = Memo::new(move |_| pasting.ready().len());
    let says = move || {
        let (n_ready, n_all) = (n_ready.get(), pasting.n_lines());
        if n_all == 0 {
            return ().into_any();
        }
        let rest = match n_all - n_ready {
            0 => words.paste_all_ready().to_owned(),
            n => words.paste_rest(n),
        };
        view! {
            <b>{words.paste_ready(&n_ready.to_string(), &n_all.to_string())}</b>
            " "
            <span class="sub">{rest}</span>
        }
        .into_any()
    };
    let add = move |_| {
        let ready = untrack(|| pasting.ready());
        if ready.is_empty() || is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let drafts: Vec<&PersonDraft> = ready.iter().map(|(_, draft)| draft).collect();
            let added: Result<PeopleAdded, _> =
                api::ask(Method::POST, "/api/people", &drafts).await;
            is_busy.try_set(false);
            match added {
                Ok(added) => {
                    announce::polite(words.people_added(added.people.len()));
                    let left = without(&pasting.text.get_untracked(), &ready);
                    if left.trim().is_empty() {
                        navigate("/folk", NavigateOptions::default());
                        return;
                    }
                    if let Ok(view) = ask().await {
                        people.try_set(view.people);
                    }
                    pasting.text.try_set(left);
                    pasting.toasts.say(words.people_added(added.people.len()));
                }
                Err(trouble) => pasting.toasts.say(trouble::says(words, &trouble)),
            }
        });
    };
    view! {
        <footer class="pbar lb">
            <p role="status">{says}</p>
            <span class="sp"></span>
            <a class="ds-button" data-variant="tertiary" data-color="neutral" href="/folk">{words.cancel()}</a>
            <button
                class="ds-button"
                type="button"
                aria-disabled=move || (n_ready.get() == 0).then_some("true")
                aria-busy=move || is_busy.get().then_some("true")
                on:click=add
            >
                {move || words.people_add_n(n_ready.get())}
            </button>
        </footer>
    }
}

/// The text without the lines that were added; from the end, so that the numbers hold.
fn without(text: &str, added: &[(usize, PersonDraft)]) -> String {
    added
        .iter()
        .rev()
        .fold(text.to_owned(), |text, (number, _)| {
            remove_line(&text, *number)
        })
}
