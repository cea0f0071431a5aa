//! When and where, the form of the meeting, and what it decides for observers and the programme manager.

use leptos::prelude::*;
use shared::meeting::{Meeting, MeetingForm};
use shared::rights::{MeetingSettings, Role};
use shared::view::MeetingDraft;

use super::plan::Plan;
use super::setup::Setup;
use crate::components::icon::{Glyph, Icon};
use crate::office::parts::{TextField, date, filled};
use crate::places;
use crate::words::use_words;

/// What the meeting was made from; it keeps its own copy.
#[component]
pub fn FormCard(meeting: Meeting) -> impl IntoView {
    let words = use_words();
    let edit = meeting.form.is_some().then(|| {
        let href = format!("/moter/{}/skjema", meeting.id);
        let paper = |page: &str, name: &'static str| {
            let href = format!("/m/{}/{page}", meeting.id);
            let rel = places::rel(&href);
            view! { <a class="ds-link" href=href rel=rel><Icon glyph=Glyph::FileText/>" "{name}</a> }
        };
        view! {
            <p class="row wrap g16 sm gap-top">
                <a class="ds-link" href=href><Icon glyph=Glyph::Pencil/>" "{words.pap_edit_form()}</a>
                {paper("faktaark", words.pap_fact_sheet())}
                {paper("ark", words.pap_sheets())}
                {paper("rapport", words.pap_report())}
            </p>
        }
    });
    let form = meeting.form.map(|form| {
        let first = form.scale.steps.first().map_or(0, |step| step.value);
        let last = form.scale.steps.last().map_or(0, |step| step.value);
        let about =
            words.template_form(form.indicators.len(), &first.to_string(), &last.to_string());
        view! {
            <span><b>{form.title.get(words.0).to_owned()}</b><small>{about}</small></span>
        }
        .into_any()
    });
    let form = form.unwrap_or_else(|| {
        view! { <span><b>{words.template_seminar()}</b><small>{words.template_no_form()}</small></span> }
            .into_any()
    });
    view! {
        <section class="card pad" aria-labelledby="template">
            <h2 class="h-card" id="template">{words.template()}</h2>
            <div class="mal"><Icon glyph=Glyph::Tasklist/>{form}</div>
            {edit}
        </section>
    }
}

/// A field of the draft that is typed in: the text is the person's until it can be read.
fn typed(
    plan: Plan,
    read: fn(&MeetingDraft) -> String,
    write: fn(&mut MeetingDraft, &str) -> bool,
) -> (RwSignal<String>, RwSignal<bool>, Callback<()>) {
    let text = RwSignal::new(plan.draft.with_untracked(read));
    let is_wrong = RwSignal::new(false);
    // What was fetched anew shows; what the person types is not overwritten by itself.
    Effect::new(move || {
        let now = plan.draft.with(read);
        if text.get_untracked() != now && !is_wrong.get_untracked() {
            text.set(now);
        }
    });
    let on_change = Callback::new(move |()| {
        let typed = text.get_untracked();
        let mut changed = plan.draft.get_untracked();
        let is_right = write(&mut changed, &typed);
        is_wrong.set(!is_right);
        if is_right {
            plan.change(|draft| *draft = changed);
        }
    });
    (text, is_wrong, on_change)
}

fn optional(text: &str, into: &mut Option<String>) -> bool {
    *into = filled(text);
    true
}

#[component]
pub fn WhenCard(plan: Plan) -> impl IntoView {
    let words = use_words();
    let (day, no_day, on_day) = typed(
        plan,
        |draft| draft.date.to_string(),
        |draft, text| date(text).map(|date| draft.date = date).is_some(),
    );
    let (last, bad_last, on_last) = typed(
        plan,
        |draft| {
            draft
                .last_date
                .map(|date| date.to_string())
                .unwrap_or_default()
        },
        |draft, text| {
            draft.last_date = date(text);
            true
        },
    );
    let (start, bad_start, on_start) = typed(
        plan,
        |draft| draft.start.clone().unwrap_or_default(),
        |draft, text| optional(text, &mut draft.start),
    );
    let (end, bad_end, on_end) = typed(
        plan,
        |draft| draft.end.clone().unwrap_or_default(),
        |draft, text| optional(text, &mut draft.end),
    );
    let (place, bad_place, on_place) = typed(
        plan,
        |draft| draft.place.clone().unwrap_or_default(),
        |draft, text| {
            // Spaces at the end are on the way to a next word.
            draft.place = filled(text).map(|_| text.to_owned());
            true
        },
    );
    let never = move || {
        [bad_last, bad_start, bad_end, bad_place]
            .iter()
            .any(RwSignal::get)
    };
    let day_problem = Signal::derive(move || no_day.get().then(|| words.date_needed().to_owned()));
    view! {
        <section class="card pad frm" aria-labelledby="when" data-wrong=move || never().then_some("")>
            <h2 class="h-card" id="when">{words.when_and_where()}</h2>
            <div class="f4">
                <TextField id="day" label=words.date() kind="date" value=day on_change=on_day problem=day_problem/>
                <TextField id="start" label=words.from() kind="time" value=start on_change=on_start/>
                <TextField id="end" label=words.to() kind="time" value=end on_change=on_end/>
                <TextField id="last-day" label=words.last_day() kind="date" value=last on_change=on_last/>
            </div>
            <TextField id="place" label=words.place() value=place on_change=on_place/>
            <FormChoice plan=plan/>
            <Info plan=plan/>
        </section>
    }
}

#[component]
fn FormChoice(plan: Plan) -> impl IntoView {
    let words = use_words();
    let options = [
        (
            MeetingForm::InPerson,
            words.in_person(),
            Some(Glyph::PersonGroup),
        ),
        (
            MeetingForm::Remote,
            words.remote(),
            Some(Glyph::Presentation),
        ),
        (MeetingForm::Mixed, words.mixed(), None),
    ];
    let options = options.map(|(form, name, glyph)| {
        let is_on = move || plan.draft.with(|draft| draft.meeting_form == form);
        view! {
            <label class="op" class:on=is_on>
                <input
                    type="radio"
                    name="meeting-form"
                    prop:checked=is_on
                    on:change=move |_| plan.change(|draft| draft.meeting_form = form)
                />
                {glyph.map(|glyph| view! { <Icon glyph=glyph/> })}
                {name}
            </label>
        }
    });
    view! {
        <fieldset>
            <legend class="ds-label">{words.form_of_meeting()}</legend>
            <div class="opts">{options}</div>
        </fieldset>
    }
}

#[component]
fn Info(plan: Plan) -> impl IntoView {
    let words = use_words();
    let (info, _, on_info) = typed(
        plan,
        |draft| draft.info.clone(),
        |draft, text| {
            text.clone_into(&mut draft.info);
            true
        },
    );
    view! {
        <div class="fld">
            <label class="ds-label" for="info">{words.practical()}</label>
            <textarea
                class="ds-input"
                id="info"
                rows="3"
                aria-describedby="info-hint"
                prop:value=move || info.get()
                on:input=move |event| {
                    info.set(event_target_value(&event));
                    on_info.run(());
                }
            ></textarea>
            <p class="xs sub" id="info-hint">{words.practical_hint()}</p>
        </div>
    }
}

#[component]
pub fn SettingsCard(setup: Setup) -> impl IntoView {
    let words = use_words();
    let n_observers = setup.people.with_value(|people| {
        let observers = people.iter().filter(|person| person.role == Role::Observer);
        observers.count()
    });
    view! {
        <section class="card pad" aria-labelledby="settings-of-meeting">
            <h2 class="h-card" id="settings-of-meeting">{words.meeting_settings()}</h2>
            <Switch
                plan=setup.plan
                id="observers-score"
                title=words.setting_score()
                about=words.setting_score_about(n_observers)
                read=|settings| settings.observers_score
                write=|settings, on| settings.observers_score = on
            />
            <Switch
                plan=setup.plan
                id="observers-write"
                title=words.setting_write()
                about=words.setting_write_about()
                read=|settings| settings.observers_write
                write=|settings, on| settings.observers_write = on
            />
            <Switch
                plan=setup.plan
                id="manager-dots"
                title=words.setting_dots()
                about=words.setting_dots_about()
                read=|settings| settings.manager_gives_dots
                write=|settings, on| settings.manager_gives_dots = on
            />
        </section>
    }
}

#[component]
fn Switch(
    plan: Plan,
    id: &'static str,
    title: &'static str,
    #[prop(into)] about: String,
    read: fn(&MeetingSettings) -> bool,
    write: fn(&mut MeetingSettings, bool),
) -> impl IntoView {
    view! {
        <div class="swr">
            <label for=id><b>{title}</b><small>{about}</small></label>
            <input
                class="ds-input"
                type="checkbox"
                role="switch"
                id=id
                prop:checked=move || plan.draft.with(|draft| read(&draft.settings))
                on:change=move |event| {
                    let is_on = event_target_checked(&event);
                    plan.change(|draft| write(&mut draft.settings, is_on));
                }
            />
        </div>
    }
}
