//! «Folk og roller»: everybody in the programme in their groups, and a panel where one of them is read and changed.

mod can;
mod devices;
mod form;
mod groups;
mod invite;
mod panel;
pub mod paste;
mod seen;

use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::PersonId;
use shared::view::{MeetingCard, PeopleView, PersonCard, ProgrammeView};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use self::form::PersonForm;
use self::groups::Groups;
use self::invite::Invite;
pub use self::invite::{Outcomes, outcome_list};
use self::panel::Details;
use super::api;
use super::frame::{Visit, page};
use super::trouble;
use crate::api::ApiError;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::components::toast::Toasts;
use crate::words::{Words, use_words};

/// What stands in the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Panel {
    New,
    Person(PersonId),
    Edit(PersonId),
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct House {
    people: RwSignal<Vec<PersonCard>>,
    panel: RwSignal<Option<Panel>>,
    outcomes: RwSignal<Outcomes>,
    meetings: StoredValue<Vec<MeetingCard>>,
    me: StoredValue<PersonId>,
    mails_are_shown: bool,
    toasts: Toasts,
    words: Words,
}

impl House {
    fn card(self, id: PersonId) -> Memo<Option<PersonCard>> {
        Memo::new(move |_| {
            let find =
                |people: &Vec<PersonCard>| people.iter().find(|card| card.person.id == id).cloned();
            self.people.with(find)
        })
    }

    fn name(self, id: &PersonId) -> String {
        self.people.with(|people| {
            let card = people.iter().find(|card| card.person.id == *id);
            card.map(|card| card.person.name.clone())
                .unwrap_or_default()
        })
    }

    /// Asks again for everybody; a failure leaves what is known.
    async fn refresh(self) {
        if let Ok(view) = api::get::<PeopleView>("/api/people").await {
            self.people.try_set(view.people);
        }
    }

    /// Makes a change, and says how it went.
    fn change(
        self,
        method: Method,
        path: String,
        body: impl serde::Serialize + 'static,
        done: String,
    ) {
        let words = self.words;
        spawn_local(async move {
            match api::tell(method, &path, &body).await {
                Ok(()) => {
                    self.refresh().await;
                    self.toasts.say(done);
                }
                Err(trouble) => self.toasts.say(trouble::says(words, &trouble)),
            }
        });
    }

    /// Closes the panel; the focus goes back to the person's line.
    fn close(self) {
        let id = match self.panel.get_untracked() {
            Some(Panel::Person(id) | Panel::Edit(id)) => line_id(&id),
            _ => ADD_ID.to_owned(),
        };
        self.panel.set(None);
        focus_soon(id);
    }
}

const ADD_ID: &str = "add-person";

fn line_id(id: &PersonId) -> String {
    format!("person-{id}")
}

/// Gives the focus to what is drawn next.
fn focus_soon(id: String) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            drop(element.focus());
        }
    });
}

async fn ask() -> Result<(PeopleView, ProgrammeView), ApiError> {
    let people = api::get("/api/people").await?;
    let programme = api::get("/api/programme").await?;
    Ok((people, programme))
}

#[component]
pub fn PeoplePage() -> impl IntoView {
    page(Place::People, Place::People.needs(), ask, draw)
}

fn draw(visit: Visit, (view, programme): (PeopleView, ProgrammeView)) -> AnyView {
    let words = use_words();
    let house = House {
        people: RwSignal::new(view.people),
        panel: RwSignal::new(None),
        outcomes: RwSignal::new(Vec::new()),
        meetings: StoredValue::new(programme.meetings),
        me: StoredValue::new(visit.session.person.id.clone()),
        mails_are_shown: view.mails_are_shown,
        toasts: visit.toasts,
        words,
    };
    let n_people = move || {
        let n_active =
            |people: &Vec<PersonCard>| people.iter().filter(|card| card.is_active).count();
        words.people_n(house.people.with(n_active))
    };
    let panel = move || {
        house
            .panel
            .get()
            .map(|panel| view! { <Side house=house panel=panel/> })
    };
    view! {
        <main class="folk" id="main" class:has-panel=move || house.panel.with(Option::is_some)>
            <div class="folk-main">
                <div class="head">
                    <PageTitle tab=words.nav_people()>{words.nav_people()}</PageTitle>
                    <span class="sub">{n_people}</span>
                    <span class="sp"></span>
                    <a class="ds-button" data-variant="secondary" data-color="neutral" href="/folk/lim-inn">
                        <Icon glyph=Glyph::FileText/>
                        {words.people_paste()}
                    </a>
                    <button class="ds-button" type="button" id=ADD_ID on:click=move |_| house.panel.set(Some(Panel::New))>
                        <Icon glyph=Glyph::PersonPlus/>
                        {words.people_add()}
                    </button>
                </div>
                <Invite house=house/>
                <Groups house=house/>
            </div>
            {panel}
        </main>
    }
    .into_any()
}

/// The panel at the side, which is the whole page on a phone.
#[component]
fn Side(house: House, panel: Panel) -> impl IntoView {
    let body = match panel {
        Panel::New => view! { <PersonForm house=house card=None/> }.into_any(),
        Panel::Person(id) => view! { <Details house=house id=id/> }.into_any(),
        Panel::Edit(id) => {
            let card = house.card(id).get_untracked();
            view! { <PersonForm house=house card=card/> }.into_any()
        }
    };
    view! { <aside class="card pan" aria-labelledby="panel-title">{body}</aside> }
}
