//! What the programme is, and how long what is about people is kept.

use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::programme::{LanguageForm, OrganisationForm, Programme, Retention};
use shared::view::{ProgrammeDraft, ProgrammeView};

use super::api::{self, Trouble};
use super::frame::{Visit, page};
use super::parts::{Choice, TextField};
use super::trouble;
use crate::announce;
use crate::api::ApiError;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::session::Session;
use crate::words::{Words, use_words};

const FORMS: [OrganisationForm; 4] = [
    OrganisationForm::MunicipalCommittee,
    OrganisationForm::MunicipalEnterprise,
    OrganisationForm::Company,
    OrganisationForm::ProjectBoard,
];

async fn ask() -> Result<ProgrammeView, ApiError> {
    api::get("/api/programme").await
}

#[component]
pub fn ProgrammePage() -> impl IntoView {
    page(Place::Programme, Place::Programme.needs(), ask, draw)
}

/// What is typed, before it is a draft.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    municipality: RwSignal<String>,
    county: RwSignal<String>,
    form: RwSignal<OrganisationForm>,
    language: RwSignal<LanguageForm>,
    first_year: RwSignal<String>,
    n_years: RwSignal<String>,
    current_year: RwSignal<String>,
    vision: RwSignal<String>,
    summary: RwSignal<String>,
    former_people: RwSignal<String>,
    attendance: RwSignal<String>,
    audit: RwSignal<String>,
    scores: RwSignal<String>,
}

impl Typed {
    fn new(programme: Programme) -> Self {
        let Retention {
            former_people,
            attendance,
            audit,
            scores,
        } = programme.retention;
        let number = |number: u16| RwSignal::new(number.to_string());
        Self {
            name: RwSignal::new(programme.name),
            municipality: RwSignal::new(programme.municipality),
            county: RwSignal::new(programme.county_authority),
            form: RwSignal::new(programme.organisation_form),
            language: RwSignal::new(programme.language_form),
            first_year: number(programme.first_year),
            n_years: number(programme.n_years.into()),
            current_year: number(programme.current_year.into()),
            vision: RwSignal::new(programme.vision),
            summary: RwSignal::new(programme.summary),
            former_people: number(former_people),
            attendance: number(attendance),
            audit: number(audit),
            scores: number(scores),
        }
    }

    /// What is no number becomes zero, which the server refuses by its name.
    fn draft(self) -> ProgrammeDraft {
        let text = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        let number = |field: RwSignal<String>| text(field).parse::<u16>().unwrap_or(0);
        let small = |field: RwSignal<String>| text(field).parse::<u8>().unwrap_or(0);
        ProgrammeDraft {
            name: text(self.name),
            municipality: text(self.municipality),
            county_authority: text(self.county),
            organisation_form: self.form.get_untracked(),
            language_form: self.language.get_untracked(),
            first_year: number(self.first_year),
            n_years: small(self.n_years),
            current_year: small(self.current_year),
            vision: text(self.vision),
            summary: text(self.summary),
            retention: Retention {
                former_people: number(self.former_people),
                attendance: number(self.attendance),
                audit: number(self.audit),
                scores: number(self.scores),
            },
        }
    }
}

fn draw(visit: Visit, view: ProgrammeView) -> AnyView {
    let words = use_words();
    let session = expect_context::<Session>();
    let typed = Typed::new(view.programme);
    let found = RwSignal::<Option<Trouble>>::new(None);
    let is_busy = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        found.set(None);
        spawn_local(async move {
            let saved = api::tell(Method::PUT, "/api/programme", &typed.draft()).await;
            is_busy.try_set(false);
            match saved {
                Ok(()) => {
                    visit.toasts.say(words.programme_saved().to_owned());
                    // The bar has the programme's name.
                    session.refresh();
                }
                Err(trouble) => {
                    announce::polite(trouble::says(words, &trouble));
                    found.try_set(Some(trouble));
                }
            }
        });
    };
    view! {
        <main class="one-col" id="main">
            <PageTitle tab=words.nav_programme()>{words.nav_programme()}</PageTitle>
            <form class="col g16 gap-top" novalidate on:submit=save>
                {about(words, typed)}
                {years(words, typed)}
                {retention(words, typed)}
                {move || found.get().map(|found| view! {
                    <p class="wn row g8"><Icon glyph=Glyph::ExclamationmarkTriangle/><span>{trouble::says(words, &found)}</span></p>
                })}
                <div class="row">
                    <button class="ds-button" type="submit" aria-busy=move || is_busy.get().then_some("true")>
                        {words.save()}
                    </button>
                </div>
            </form>
        </main>
    }
    .into_any()
}

fn about(words: Words, typed: Typed) -> AnyView {
    let forms = FORMS
        .iter()
        .enumerate()
        .map(|(idx, form)| (idx.to_string(), form_name(words, *form).to_owned()))
        .collect();
    let form = move || {
        let place = FORMS.iter().position(|form| *form == typed.form.get());
        place.unwrap_or(0).to_string()
    };
    let choose_form = Callback::new(move |chosen: String| {
        let place = chosen.parse::<usize>().ok();
        if let Some(form) = place.and_then(|place| FORMS.get(place)) {
            typed.form.set(*form);
        }
    });
    let languages = vec![
        ("nb".to_owned(), "Bokmål".to_owned()),
        ("nn".to_owned(), "Nynorsk".to_owned()),
    ];
    let choose_language = Callback::new(move |chosen: String| {
        let language = if chosen == "nn" {
            LanguageForm::Nn
        } else {
            LanguageForm::Nb
        };
        typed.language.set(language);
    });
    view! {
        <section class="card pad frm" aria-labelledby="about">
            <h2 class="h-card" id="about">{words.programme_about()}</h2>
            <TextField id="programme-name" label=words.programme_name() value=typed.name/>
            <TextField id="programme-place" label=words.programme_municipality() value=typed.municipality/>
            <TextField id="programme-county" label=words.programme_county() value=typed.county/>
            <Choice id="programme-form" label=words.programme_form() value=Signal::derive(form) options=forms on_choose=choose_form/>
            <Choice
                id="programme-language"
                label=words.programme_language()
                value=Signal::derive(move || typed.language.get().tag().to_owned())
                options=languages
                on_choose=choose_language
            />
            <TextArea id="programme-vision" label=words.programme_vision() value=typed.vision/>
            <TextArea id="programme-summary" label=words.programme_summary() value=typed.summary/>
        </section>
    }
    .into_any()
}

fn years(words: Words, typed: Typed) -> AnyView {
    view! {
        <section class="card pad frm" aria-labelledby="years">
            <h2 class="h-card" id="years">{words.programme_years()}</h2>
            <div class="pair-fields">
                <TextField id="first-year" label=words.programme_first_year() kind="number" value=typed.first_year/>
                <TextField id="n-years" label=words.programme_n_years() kind="number" value=typed.n_years/>
                <TextField id="current-year" label=words.programme_current_year() kind="number" value=typed.current_year/>
            </div>
        </section>
    }
    .into_any()
}

fn retention(words: Words, typed: Typed) -> AnyView {
    view! {
        <section class="card pad frm" aria-labelledby="kept">
            <h2 class="h-card" id="kept">{words.retention()}</h2>
            <p class="sub sm">{words.retention_lead()}</p>
            <TextField
                id="kept-people"
                label=words.retention_people()
                kind="number"
                value=typed.former_people
                hint=words.retention_people_hint()
            />
            <TextField
                id="kept-attendance"
                label=words.retention_attendance()
                kind="number"
                value=typed.attendance
                hint=words.retention_attendance_hint()
            />
            <TextField id="kept-audit" label=words.retention_audit() kind="number" value=typed.audit/>
            <TextField
                id="kept-scores"
                label=words.pap_retention_scores()
                kind="number"
                value=typed.scores
                hint=words.pap_retention_scores_hint()
            />
        </section>
    }
    .into_any()
}

#[component]
fn TextArea(id: &'static str, label: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="fld">
            <label class="ds-label" for=id>{label}</label>
            <textarea
                class="ds-input"
                id=id
                rows="3"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </div>
    }
}

fn form_name(words: Words, form: OrganisationForm) -> &'static str {
    match form {
        OrganisationForm::MunicipalCommittee => words.form_committee(),
        OrganisationForm::MunicipalEnterprise => words.form_enterprise(),
        OrganisationForm::Company => words.form_company(),
        OrganisationForm::ProjectBoard => words.form_project_board(),
    }
}
