//! Who comes, who has reported absence, whom a deputy sits for, and who can take over the meeting.

use leptos::prelude::*;
use shared::id::PersonId;
use shared::meeting::Participant;
use shared::programme::Person;
use shared::rights::{Act, Lock, MeetingSettings, Role, Standing, lock};
use shared::view::MeetingDraft;

use super::setup::Setup;
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::words::use_words;

/// Somebody on the list, or nobody.
fn on_list<'a>(draft: &'a MeetingDraft, id: &PersonId) -> Option<&'a Participant> {
    draft.participants.iter().find(|it| it.person == *id)
}

/// Whether the rights table lets the role lead once it is named to.
fn can_be_named(role: Role) -> bool {
    let settings = MeetingSettings::default();
    lock(&Standing::taking_part(role), &settings, Act::LeadMeeting) == Some(Lock::NotDelegated)
}

#[component]
pub fn Participants(setup: Setup) -> impl IntoView {
    let words = use_words();
    let draft = setup.plan.draft;
    let split = |is_board: bool| {
        setup.people.with_value(|people| {
            let mut found: Vec<Person> = people
                .iter()
                .filter(|person| {
                    person.role != Role::Projector && person.role.is_board() == is_board
                })
                .cloned()
                .collect();
            let place = |role| Role::ALL.iter().position(|known| *known == role);
            found.sort_by_key(|person| place(person.role));
            found
        })
    };
    let lines = |people: Vec<Person>| {
        people
            .into_iter()
            .map(|person| view! { <Line setup=setup person=person/> })
            .collect_view()
    };
    let count = move || {
        draft.with(|draft| {
            let n_coming = draft.participants.iter().filter(|it| it.is_coming).count();
            words.n_of_m_come(&n_coming.to_string(), &draft.participants.len().to_string())
        })
    };
    view! {
        <section class="card pad ppl" aria-labelledby="participants">
            <div class="row wrap g8">
                <h2 class="h-card" id="participants">{words.participants()}</h2>
                <span class="sp"></span>
                <span class="sm sub">{count}</span>
            </div>
            <ul>{lines(split(true))}</ul>
            <h3 class="xs sub gh">{words.programme_and_observers()}</h3>
            <ul>{lines(split(false))}</ul>
            <Leaders setup=setup/>
        </section>
    }
}

#[component]
fn Line(setup: Setup, person: Person) -> impl IntoView {
    let words = use_words();
    let draft = setup.plan.draft;
    let id = StoredValue::new(person.id.clone());
    let read = move |read: fn(&Participant) -> bool| {
        draft.with(|draft| id.with_value(|id| on_list(draft, id).is_some_and(read)))
    };
    let is_listed = Memo::new(move |_| read(|_| true));
    let is_coming = Memo::new(move |_| read(|it| it.is_coming));
    let is_deputy = person.role == Role::Deputy;
    let role = words.role(person.role);
    let check = move |event| {
        let is_coming = event_target_checked(&event);
        set_coming(setup, &id.get_value(), is_coming);
    };
    let take_out = move |_| {
        let out = id.get_value();
        setup.plan.change(|draft| {
            draft.participants.retain(|it| it.person != out);
            for it in &mut draft.participants {
                it.seated_for.take_if(|member| *member == out);
            }
        });
    };
    let name = person.name.clone();
    let out_label = words.take_out_of_list(&name);
    let state = move || {
        if is_coming.get() {
            view! { <small>{role}</small> }.into_any()
        } else if is_listed.get() {
            view! { <small class="wn">{words.has_absence()}</small> }.into_any()
        } else {
            view! { <small>{words.not_on_list()}</small> }.into_any()
        }
    };
    let element = format!("comes-{}", person.id);
    view! {
        <li class:off=move || is_listed.get() && !is_coming.get() class:away=move || !is_listed.get()>
            <input
                class="ds-input"
                type="checkbox"
                id=element.clone()
                prop:checked=move || is_coming.get()
                on:change=check
            />
            <label for=element>
                <PersonAvatar person=person/>
                <span class="nm"><b>{name}</b>{state}</span>
            </label>
            {is_deputy.then(|| view! { <SeatChoice setup=setup id=id is_coming=is_coming/> })}
            <Show when=move || is_listed.get() && !is_coming.get()>
                <button class="btn-i" type="button" aria-label=out_label.clone() on:click=take_out>
                    <Icon glyph=Glyph::XMark/>
                </button>
            </Show>
        </li>
    }
}

/// An absence empties the seat the person had, and the one somebody had for them stays.
fn set_coming(setup: Setup, id: &PersonId, is_coming: bool) {
    setup.plan.participant(
        |it| {
            it.is_coming = is_coming;
            if !is_coming {
                it.seated_for = None;
                it.may_lead = false;
            }
        },
        id,
    );
    if is_coming {
        // Whoever comes after all has their own seat back.
        setup.plan.change(|draft| {
            for it in &mut draft.participants {
                it.seated_for.take_if(|member| *member == *id);
            }
        });
    }
}

/// «Møter for»: the members who do not come.
#[component]
fn SeatChoice(setup: Setup, id: StoredValue<PersonId>, is_coming: Memo<bool>) -> impl IntoView {
    let words = use_words();
    let draft = setup.plan.draft;
    let absent = Memo::new(move |_| {
        draft.with(|draft| {
            let is_free = |it: &&Participant| {
                let is_taken = draft.participants.iter().any(|other| {
                    other.seated_for.as_ref() == Some(&it.person)
                        && id.with_value(|id| other.person != *id)
                });
                !it.is_coming && !is_taken
            };
            let free = draft.participants.iter().filter(is_free);
            let members = free.filter_map(|it| setup.person(&it.person));
            members
                .filter(|person| person.role.has_seat())
                .map(|person| (person.id, person.name))
                .collect::<Vec<_>>()
        })
    });
    let seat = Memo::new(move |_| {
        draft.with(|draft| {
            id.with_value(|id| on_list(draft, id)?.seated_for.clone())
                .map(String::from)
                .unwrap_or_default()
        })
    });
    let choose = move |event| {
        let chosen = PersonId::parse(&event_target_value(&event)).ok();
        id.with_value(|id| {
            setup.plan.participant(|it| it.seated_for = chosen, id);
        });
    };
    let options = move || {
        absent
            .get()
            .into_iter()
            .map(|(member, name)| {
                let member = String::from(member);
                let is_chosen = {
                    let member = member.clone();
                    move || seat.get() == member
                };
                view! { <option value=member prop:selected=is_chosen>{name}</option> }
            })
            .collect_view()
    };
    let name = move || id.with_value(|id| setup.person(id).map(|it| it.name).unwrap_or_default());
    let label = words.sits_for_whom(&name());
    let nobody_away = move || absent.with(Vec::is_empty);
    view! {
        <Show when=move || is_coming.get()>
            <span class="seat">
                <select class="about" aria-label=label.clone() on:change=choose disabled=nobody_away>
                    <option value="" prop:selected=move || seat.with(String::is_empty)>
                        {move || if nobody_away() { words.nobody_is_away() } else { words.sits_for_nobody() }}
                    </option>
                    {options}
                </select>
            </span>
        </Show>
    }
}

/// Who leads, and who can take over.
#[component]
fn Leaders(setup: Setup) -> impl IntoView {
    let words = use_words();
    let draft = setup.plan.draft;
    let leaders = move || {
        let names = draft.with(|draft| {
            let coming = draft.participants.iter().filter(|it| it.is_coming);
            let people = coming.filter_map(|it| setup.person(&it.person));
            let leads = people.filter(|person| person.role == Role::Facilitator);
            leads.map(|person| person.name).collect::<Vec<_>>()
        });
        if names.is_empty() {
            view! { <p class="wn sm">{words.nobody_leads()}</p> }.into_any()
        } else {
            view! { <p class="sm"><b>{names.join(", ")}</b>" "{words.leads_the_meeting()}</p> }
                .into_any()
        }
    };
    let can_take_over = setup.people.with_value(|people| {
        let named = people.iter().filter(|person| can_be_named(person.role));
        named.cloned().collect::<Vec<_>>()
    });
    let picks = can_take_over
        .into_iter()
        .map(|person| {
            let id = StoredValue::new(person.id.clone());
            let element = format!("leads-{}", person.id);
            let may_lead = move || {
                draft.with(|draft| {
                    id.with_value(|id| on_list(draft, id).is_some_and(|it| it.may_lead))
                })
            };
            let is_coming = move || {
                draft.with(|draft| {
                    id.with_value(|id| on_list(draft, id).is_some_and(|it| it.is_coming))
                })
            };
            let choose = move |event| {
                let is_named = event_target_checked(&event);
                id.with_value(|id| setup.plan.participant(|it| it.may_lead = is_named, id));
            };
            view! {
                <li class="pick">
                    <input
                        class="ds-input"
                        type="checkbox"
                        id=element.clone()
                        disabled=move || !is_coming()
                        prop:checked=may_lead
                        on:change=choose
                    />
                    <label for=element>{person.name}</label>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="leads">
            {leaders}
            <details class="more">
                <summary>{words.can_take_over()}</summary>
                <ul>{picks}</ul>
            </details>
        </div>
    }
}
