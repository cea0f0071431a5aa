//! Inviting: those who never were, in one step, with how it went for each; and a new link for one.

use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::PersonId;
use shared::view::{InvitationRequest, InvitationsSent, MailOutcome, PersonCard};

use super::House;
use crate::components::icon::{Glyph, Icon};
use crate::office::{api, trouble};
use crate::words::{Words, use_words};

/// How the latest invitation went, by name.
pub type Outcomes = Vec<(String, MailOutcome)>;

/// Who could be invited and never was.
fn is_waiting(card: &PersonCard) -> bool {
    let is_new = card.invited_at.is_none() && card.last_seen_at.is_none();
    card.is_active && is_new && card.email.is_some()
}

#[component]
pub fn Invite(house: House) -> impl IntoView {
    let words = use_words();
    let is_busy = RwSignal::new(false);
    let waiting = Memo::new(move |_| {
        let ids = |people: &Vec<PersonCard>| {
            let waiting = people.iter().filter(|card| is_waiting(card));
            waiting
                .map(|card| card.person.id.clone())
                .collect::<Vec<_>>()
        };
        house.people.with(ids)
    });
    let invite = move |_| {
        if !is_busy.get_untracked() {
            send(house, waiting.get_untracked(), is_busy);
        }
    };
    let n = move || waiting.with(Vec::len);
    let mails = house.mails_are_shown.then(|| {
        view! {
            <p class="from">
                <Icon glyph=Glyph::Information/>
                <span>{words.mails_lie_here()}" "<a class="ds-link" href="/epost">{words.mails_show()}</a></span>
            </p>
        }
    });
    view! {
        <Show when=move || n() != 0>
            <div class="note row wrap inv">
                <p>{move || words.invite_waiting(n())}</p>
                <span class="sp"></span>
                <button
                    class="ds-button"
                    type="button"
                    data-variant="secondary"
                    aria-busy=move || is_busy.get().then_some("true")
                    on:click=invite
                >
                    {move || words.invite_n(n())}
                </button>
            </div>
        </Show>
        {move || house.outcomes.with(|outcomes| (!outcomes.is_empty()).then(|| outcome_list(words, outcomes)))}
        {mails}
    }
}

pub fn outcome_list(words: Words, outcomes: &Outcomes) -> AnyView {
    let lines = outcomes.iter().map(|(name, outcome)| {
        let (glyph, class) = match outcome {
            MailOutcome::Sent | MailOutcome::Written => (Glyph::CheckmarkCircle, "okk"),
            MailOutcome::NoEmail | MailOutcome::Failed => (Glyph::ExclamationmarkTriangle, "wn"),
        };
        view! {
            <li class="row g8">
                <span class=class><Icon glyph=glyph/></span>
                <span><b>{name.clone()}</b>" · "{says(words, *outcome)}</span>
            </li>
        }
    });
    view! { <ul class="note outcomes sm" aria-label=words.invite_outcomes()>{lines.collect_view()}</ul> }
        .into_any()
}

fn says(words: Words, outcome: MailOutcome) -> &'static str {
    match outcome {
        MailOutcome::Sent => words.mail_sent(),
        MailOutcome::Written => words.mail_written(),
        MailOutcome::NoEmail => words.mail_no_email(),
        MailOutcome::Failed => words.mail_failed(),
    }
}

/// «Send ny lenke».
#[component]
pub fn InviteAgain(house: House, id: PersonId) -> impl IntoView {
    let words = use_words();
    let is_busy = RwSignal::new(false);
    let card = house.card(id.clone());
    let id = StoredValue::new(id);
    let has_email = move || card.get().is_some_and(|card| card.email.is_some());
    let label = move || {
        let was_invited = card
            .get()
            .is_some_and(|card| card.invited_at.is_some() || card.last_seen_at.is_some());
        if was_invited {
            words.send_new_link()
        } else {
            words.invite_one()
        }
    };
    view! {
        <Show when=has_email>
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant="secondary"
                aria-busy=move || is_busy.get().then_some("true")
                on:click=move |_| send(house, vec![id.get_value()], is_busy)
            >
                <Icon glyph=Glyph::Link/>
                {label}
            </button>
        </Show>
    }
}

fn send(house: House, people: Vec<PersonId>, is_busy: RwSignal<bool>) {
    let words = house.words;
    is_busy.set(true);
    spawn_local(async move {
        let request = InvitationRequest {
            people,
            meeting: None,
        };
        let sent: Result<InvitationsSent, _> =
            api::ask(Method::POST, "/api/invitations", &request).await;
        is_busy.try_set(false);
        match sent {
            Ok(sent) => {
                let went = sent
                    .people
                    .iter()
                    .map(|it| (house.name(&it.person), it.outcome));
                let went: Outcomes = went.collect();
                house.toasts.say(match went.as_slice() {
                    [(name, outcome)] => format!("{name}: {}", says(words, *outcome)),
                    many => words.invite_done(many.len()),
                });
                house.outcomes.try_set(went);
                house.refresh().await;
            }
            Err(trouble) => house.toasts.say(trouble::says(words, &trouble)),
        }
    });
}
