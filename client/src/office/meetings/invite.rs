//! Inviting those who come, with the calendar file; and the file for oneself.

use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::view::{InvitationRequest, InvitationsSent, MailOutcome};

use super::setup::Setup;
use crate::components::icon::{Glyph, Icon};
use crate::office::parts::Confirm;
use crate::office::people::{Outcomes, outcome_list};
use crate::office::{api, trouble};
use crate::words::use_words;

#[component]
pub fn InviteCard(setup: Setup) -> impl IntoView {
    let words = use_words();
    let plan = setup.plan;
    let is_asking = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let outcomes = RwSignal::<Outcomes>::new(Vec::new());
    let coming = move || {
        plan.draft.with(|draft| {
            let coming = draft.participants.iter().filter(|it| it.is_coming);
            coming.map(|it| it.person.clone()).collect::<Vec<_>>()
        })
    };
    let send = Callback::new(move |()| {
        is_asking.set(false);
        is_busy.set(true);
        let request = InvitationRequest {
            people: untrack(coming),
            meeting: Some(plan.id.get_value()),
        };
        spawn_local(async move {
            let sent: Result<InvitationsSent, _> =
                api::ask(Method::POST, "/api/invitations", &request).await;
            is_busy.try_set(false);
            match sent {
                Ok(sent) => {
                    let name = |id| setup.person(id).map(|it| it.name).unwrap_or_default();
                    let went = sent.people.iter().map(|it| (name(&it.person), it.outcome));
                    let went: Outcomes = went.collect();
                    setup.toasts.say(words.invite_done(went.len()));
                    outcomes.try_set(went);
                }
                Err(trouble) => setup.toasts.say(trouble::says(words, &trouble)),
            }
        });
    });
    let question = move || {
        is_asking.get().then(|| {
            view! {
                <Confirm
                    text=words.invite_to_meeting_ask(coming().len(), &setup.title.get_value())
                    yes=words.invite_to_meeting_yes()
                    no=words.never_mind()
                    on_yes=send
                    on_no=Callback::new(move |()| is_asking.set(false))
                />
            }
        })
    };
    let lies_here = move || {
        let is_written = |(_, outcome): &(String, MailOutcome)| *outcome == MailOutcome::Written;
        outcomes
            .with(|outcomes| outcomes.iter().any(is_written))
            .then(|| view! { <p class="sm"><a class="ds-link" href="/epost">{words.mails_show()}</a></p> })
    };
    view! {
        <section class="card pad col" aria-labelledby="invitation">
            <h2 class="h-card" id="invitation">{words.invitation()}</h2>
            <p class="sm sub">{words.invitation_lead()}</p>
            <button
                class="ds-button"
                type="button"
                aria-busy=move || is_busy.get().then_some("true")
                on:click=move |_| is_asking.set(true)
            >
                {move || words.invite_n(coming().len())}
                <Icon glyph=Glyph::ArrowRight/>
            </button>
            {question}
            {move || outcomes.with(|outcomes| (!outcomes.is_empty()).then(|| outcome_list(words, outcomes)))}
            {lies_here}
            <p class="sm">
                <a class="ds-link" href=plan.path("/calendar.ics") rel="external" download="">
                    <Icon glyph=Glyph::Calendar/>
                    " "
                    {words.calendar_file()}
                </a>
            </p>
        </section>
    }
}
