//! Score sheets on paper, one A4 page for each person: for those without a device, or whose device has died. What stands on
//! them is typed in by whom leads, marked as such.

use leptos::prelude::*;
use shared::lobby::RoomPerson;
use shared::meeting::MeetingState;
use shared::programme::LanguageForm;
use shared::rights::{Act, Role};
use shared::template::{Language, ReviewForm, ScaleStep};

use super::room::RoomPage;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::message::MessageBody;
use crate::components::page_title::PageTitle;
use crate::components::qr::{QrCode, host};
use crate::components::room_bar::RoomBars;
use crate::meeting::{meeting_title, when_and_where};
use crate::places;
use crate::room::RoomContext;
use crate::words::Words;

#[component]
pub fn ScoreSheetPage() -> impl IntoView {
    view! { <RoomPage page=score_sheets/> }
}

/// What stands on every sheet.
#[derive(Clone)]
struct Sheet {
    /// Those of the meeting, whoever prints.
    words: Words,
    lang: &'static str,
    title: String,
    when: String,
    form: ReviewForm,
    /// None when nobody can join by code now.
    code: Option<String>,
}

fn score_sheets(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let (about, form, may, people) = context.view.with_untracked(|view| {
        (
            view.meeting.clone(),
            view.form.clone(),
            view.may.clone(),
            view.people.clone(),
        )
    });
    let title = meeting_title(words, about.kind, about.year);
    let is_desk = [Act::LeadMeeting, Act::ManageMeeting, Act::ReceivePeople]
        .iter()
        .any(|act| may.contains(act));
    let body = match form {
        Some(form) if is_desk => {
            let words = Words(match about.language {
                LanguageForm::Nb => Language::Nb,
                LanguageForm::Nn => Language::Nn,
            });
            let when = when_and_where(
                words,
                about.date,
                about.start.as_deref(),
                about.place.as_deref(),
            );
            let takes_in = about.state != MeetingState::Closed;
            let sheet = Sheet {
                words,
                lang: about.language.tag(),
                title: meeting_title(words, about.kind, about.year),
                when,
                form,
                code: about.code.clone().filter(|_| takes_in),
            };
            view! { <Sheets context=context.clone() sheet=sheet people=people/> }.into_any()
        }
        _ => {
            let lobby = context.path("lobby");
            let rel = places::rel(&lobby);
            view! {
                <MessageBody
                    glyph=Glyph::PadlockLocked
                    heading=words.pap_sheets_not_yours().to_owned()
                    text=words.pap_sheets_not_yours_text().to_owned()
                >
                    <a class="ds-button" href=lobby rel=rel>{words.receive_to_lobby()}</a>
                </MessageBody>
            }
            .into_any()
        }
    };
    view! {
        <Header place=title person=Some(context.person.clone())/>
        <RoomBars context=context/>
        {body}
    }
}

/// Whom a sheet is printed for.
#[derive(Clone)]
struct Chosen {
    /// None for a sheet without a name.
    name: Option<String>,
    role: Option<Role>,
    is_on: RwSignal<bool>,
}

#[component]
fn Sheets(context: RoomContext, sheet: Sheet, people: Vec<RoomPerson>) -> impl IntoView {
    let words = context.words;
    let has_own = |role: Role| !matches!(role, Role::Facilitator | Role::Projector | Role::Guest);
    let chosen = people
        .into_iter()
        .filter(|it| has_own(it.person.role))
        .map(|it| Chosen {
            is_on: RwSignal::new(scores_by_itself(&it)),
            name: Some(it.person.name),
            role: Some(it.person.role),
        });
    let blank = Chosen {
        name: None,
        role: None,
        is_on: RwSignal::new(false),
    };
    let chosen: Vec<Chosen> = chosen.chain([blank]).collect();
    let choices = chosen
        .iter()
        .map(|it| {
            let is_on = it.is_on;
            let name = it
                .name
                .clone()
                .unwrap_or_else(|| words.pap_sheet_blank().to_owned());
            let role = it.role.map(|role| format!(", {}", words.role(role)));
            view! {
                <li>
                    <label class="pick">
                        <input
                            class="ds-input"
                            type="checkbox"
                            prop:checked=move || is_on.get()
                            on:change=move |event| is_on.set(event_target_checked(&event))
                        />
                        <span>{name}<small class="sub">{role}</small></span>
                    </label>
                </li>
            }
        })
        .collect_view();
    let chosen = StoredValue::new(chosen);
    let n_sheets =
        Memo::new(move |_| chosen.with_value(|all| all.iter().filter(|it| it.is_on.get()).count()));
    let sheets = move || {
        let on = chosen.with_value(|all| {
            all.iter()
                .filter(|it| it.is_on.get())
                .cloned()
                .collect::<Vec<_>>()
        });
        on.into_iter()
            .map(|it| view! { <OneSheet sheet=sheet.clone() name=it.name/> })
            .collect_view()
    };
    view! {
        <main class="pap pap-print" id="main">
            <div class="pap-head">
                <PageTitle tab=words.pap_sheets()>{words.pap_sheets()}</PageTitle>
                <p class="sub lead">{words.pap_sheets_lead()}</p>
            </div>
            <div class="pap-cols">
                <div class="pap-main pap-sheets">{sheets}</div>
                <div class="pap-side">
                    <section class="card pad col" aria-labelledby="who">
                        <h2 class="h-card" id="who">{words.pap_sheets_for()}</h2>
                        <ul class="pap-choose">{choices}</ul>
                        <button class="ds-button" type="button" on:click=move |_| drop(window().print())>
                            <Icon glyph=Glyph::FileExport/>
                            {move || words.pap_sheets_print(n_sheets.get())}
                        </button>
                    </section>
                </div>
            </div>
        </main>
    }
}

/// Those whose scores always count; others are chosen by hand.
fn scores_by_itself(line: &RoomPerson) -> bool {
    let role = line.person.role;
    line.is_coming
        && (role.has_seat() || role == Role::ProgrammeManager || line.seated_for.is_some())
}

#[component]
fn OneSheet(sheet: Sheet, name: Option<String>) -> impl IntoView {
    let Sheet {
        words,
        lang,
        title,
        when,
        form,
        code,
    } = sheet;
    let steps = form.scale.steps.clone();
    let parts = form
        .parts
        .iter()
        .map(|part| {
            let rows = form.indicators_of(&part.id).map(|it| {
                view! {
                    <li>
                        <p><b>{format!("{} {}", it.code, it.title.get(words.0))}</b><span class="sub">{it.question.get(words.0).to_owned()}</span></p>
                        {boxes(words, &steps)}
                    </li>
                }
            });
            let rows = rows.collect_view();
            view! { <h3 class="h-card">{part.title.get(words.0).to_owned()}</h3><ol>{rows}</ol> }
        })
        .collect_view();
    let scale = steps
        .iter()
        .map(|step| view! { <li><b class="tn">{step.value}</b>" "{step.label.get(words.0).to_owned()}</li> })
        .collect_view();
    let way_in = code.map(|code| {
        let grouped = if code.len() == 6 {
            format!("{}\u{202f}{}", &code[..4], &code[4..])
        } else {
            code.clone()
        };
        view! {
            <div class="pap-way">
                <QrCode code=code words=words/>
                <p>{words.pap_sheet_way(&host(), &grouped)}</p>
            </div>
        }
    });
    view! {
        <article class="card pap-sheet" lang=lang>
            <header>
                <div>
                    <p class="sub">{title}" · "{when}</p>
                    <h2 class="disp">{words.pap_sheet_title()}</h2>
                    <p class="pap-name"><span class="sub">{words.pap_sheet_name()}</span>" "<b>{name}</b></p>
                </div>
                {way_in}
            </header>
            <p class="sm">{words.pap_sheet_how()}</p>
            <ul class="pap-legend">{scale}</ul>
            {parts}
            <footer class="sub sm">{words.pap_sheet_typed_in()}</footer>
        </article>
    }
}

/// One box for each step, and one for not knowing.
fn boxes(words: Words, steps: &[ScaleStep]) -> impl IntoView + use<> {
    let boxes = steps
        .iter()
        .map(|step| view! { <span class="pap-box tn">{step.value}</span> })
        .collect_view();
    view! { <p class="pap-boxes">{boxes}<span class="pap-box wide">{words.pap_sheet_skip()}</span></p> }
}
