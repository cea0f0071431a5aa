//! The bar of the programme's own pages: its name, the pages this person may open, and the way to their own.

use leptos::prelude::*;
use shared::rights::{Act, Role, may};
use shared::view::SessionView;

use super::avatar::PersonAvatar;
use super::brand::Mark;
use super::icon::{Glyph, Icon};
use crate::places;
use crate::words::{Words, use_words};

const MENU_ID: &str = "main-menu";

/// A page with a place in the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    People,
    Year,
    Meetings,
    Plans,
    Wheel,
    Programme,
    Audit,
    Mails,
    Me,
}

impl Place {
    /// In the order of the menu. People stand behind the programme's name, and everybody's own page behind theirs.
    const MENU: [Self; 8] = [
        Self::People,
        Self::Year,
        Self::Meetings,
        Self::Plans,
        Self::Wheel,
        Self::Programme,
        Self::Audit,
        Self::Mails,
    ];

    pub fn path(self) -> &'static str {
        match self {
            Self::People => "/folk",
            Self::Year => "/",
            Self::Meetings => "/moter",
            Self::Plans => "/planer",
            Self::Wheel => "/arshjul",
            Self::Programme => "/programmet",
            Self::Audit => "/logg",
            Self::Mails => "/epost",
            Self::Me => "/meg",
        }
    }

    /// What one needs to be allowed for the page to be any use.
    pub fn needs(self) -> Option<Act> {
        match self {
            Self::Year | Self::Meetings | Self::Plans | Self::Me => None,
            Self::People | Self::Wheel | Self::Programme | Self::Mails => {
                Some(Act::ManageProgramme)
            }
            Self::Audit => Some(Act::ReadAudit),
        }
    }

    pub fn is_for(self, role: Role) -> bool {
        self.needs().is_none_or(|act| may(role, act))
    }

    fn name(self, words: Words, year: u16) -> String {
        match self {
            Self::People => words.nav_people().to_owned(),
            Self::Year => words.nav_year(&year.to_string()),
            Self::Meetings => words.meetings().to_owned(),
            Self::Plans => words.pl_plans().to_owned(),
            Self::Wheel => words.wheel().to_owned(),
            Self::Programme => words.nav_programme().to_owned(),
            Self::Audit => words.nav_audit().to_owned(),
            Self::Mails => words.nav_mails().to_owned(),
            Self::Me => words.nav_me().to_owned(),
        }
    }
}

#[component]
pub fn ProgrammeBar(session: SessionView, here: Place) -> impl IntoView {
    let words = use_words();
    let is_open = RwSignal::new(false);
    let role = session.person.role;
    let year = session.programme.calendar_year;
    let current = move |place: Place| (place == here).then_some("page");
    let item = |place: Place| {
        // On a wide screen the programme's name is the way to its people, and the way to the mails is there.
        let class = matches!(place, Place::People | Place::Mails).then_some("narrow-only");
        view! {
            <li class=class>
                <a href=place.path() rel=places::rel(place.path()) aria-current=current(place)>
                    {place.name(words, year)}
                </a>
            </li>
        }
    };
    // "Fjordvik" is name enough between those who live there.
    let municipality = &session.programme.municipality;
    let programme = municipality.trim_end_matches(" kommune").to_owned();
    let programme = if Place::People.is_for(role) {
        let path = Place::People.path();
        let label = words.nav_people_of(&programme);
        view! {
            <a class="pg" href=path rel=places::rel(path) aria-current=current(Place::People) aria-label=label>
                {programme}
                <Icon glyph=Glyph::PersonGroup/>
            </a>
        }
        .into_any()
    } else {
        view! { <span class="ttl">{programme}</span> }.into_any()
    };
    let me = Place::Me.path();
    let name = session.person.name.clone();
    let items = Place::MENU
        .into_iter()
        .filter(|place| place.is_for(role))
        .map(item)
        .collect_view();
    view! {
        <a class="ds-skip-link" href="#main">{words.skip_to_content()}</a>
        <header class="bar-top prog">
            <a class="brand" href="/" rel=places::rel("/") aria-label=words.home_of()>
                <Mark/>
                <span class="brand-name">"Samling"</span>
            </a>
            <span class="divide" aria-hidden="true"></span>
            {programme}
            <nav class="menu" class:open=move || is_open.get() id=MENU_ID aria-label=words.nav_main()>
                <ul class="nav">{items}</ul>
            </nav>
            <span class="sp"></span>
            <a class="who" href=me rel=places::rel(me) aria-current=current(Place::Me)>
                <PersonAvatar person=session.person/>
                <span class="who-name">{name}</span>
                <span class="ds-sr-only">{format!(", {}", words.nav_me())}</span>
            </a>
            <button
                class="menu-button"
                type="button"
                aria-controls=MENU_ID
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                {words.nav_menu()}
                <Icon glyph=Glyph::ChevronDown/>
            </button>
        </header>
    }
}
