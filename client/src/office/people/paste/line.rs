//! How one line of a pasted list is read, with the button that mends it.

use leptos::prelude::*;
use shared::people_list::{Fix, Line, LineProblem, ListProblem, MAX_LINES, Notice, apply_fix};

use super::Pasting;
use crate::components::icon::{Glyph, Icon};
use crate::office::people::groups::capitalised;
use crate::office::trouble;
use crate::words::{Words, use_words};

/// How a line is marked: to be mended, worth a look, or nothing.
pub fn class_of(line: &Line) -> Option<&'static str> {
    match (line.problems.is_empty(), line.notices.is_empty()) {
        (false, _) => Some("bad"),
        (true, false) => Some("soft"),
        (true, true) => None,
    }
}

#[component]
pub fn Reading(pasting: Pasting) -> impl IntoView {
    let words = use_words();
    let n_bad = move || {
        pasting.lines.with(|lines| {
            let bad = lines
                .iter()
                .flatten()
                .filter(|line| !line.problems.is_empty());
            bad.count()
        })
    };
    let list = move || match pasting.lines.get() {
        Err(problem) => {
            let text = match problem {
                ListProblem::TooLarge => words.list_too_large().to_owned(),
                ListProblem::TooManyLines => words.list_too_many(&MAX_LINES.to_string()),
            };
            view! { <p class="wn pad">{text}</p> }.into_any()
        }
        Ok(lines) if lines.is_empty() => {
            view! { <p class="sub pad">{words.paste_nothing()}</p> }.into_any()
        }
        Ok(lines) => {
            let lines = lines.into_iter().map(|line| read_line(pasting, line));
            view! { <ol class="lines out">{lines.collect_view()}</ol> }.into_any()
        }
    };
    view! {
        <section class="card rs" aria-labelledby="reading">
            <div class="row wrap g8">
                <h2 class="h-card" id="reading">{words.paste_reading()}</h2>
                <span class="sp"></span>
                <Show when=move || n_bad() != 0>
                    <span class="sm wn">
                        <Icon glyph=Glyph::ExclamationmarkTriangle/>
                        " "
                        {move || words.lines_to_mend(n_bad())}
                    </span>
                </Show>
            </div>
            {list}
        </section>
    }
}

fn read_line(pasting: Pasting, line: Line) -> AnyView {
    let words = pasting.words;
    let number = line.number;
    let role = match (&line.draft, unknown_role(&line)) {
        (Some(draft), _) => Some(capitalised(
            draft
                .title
                .as_deref()
                .unwrap_or_else(|| words.role(draft.role)),
        )),
        (None, Some(word)) => Some(format!("«{word}»")),
        (None, None) => None,
    };
    let problems = line.problems.iter().map(|problem| {
        view! {
            <span class="ms sm">
                <Icon glyph=Glyph::ExclamationmarkTriangle/>
                " "
                {says(words, problem)}
            </span>
        }
    });
    let problems = problems.collect_view();
    let notices = line.notices.iter().map(|notice| {
        let first = line.name.split_whitespace().next().unwrap_or_default();
        view! { <span class="ms sm quiet"><Icon glyph=Glyph::Information/>" "{tells(words, notice, first)}</span> }
    });
    let notices = notices.collect_view();
    let is_fine = line.problems.is_empty();
    let fine = (is_fine && line.notices.is_empty()).then(|| {
        view! { <span class="okk"><Icon glyph=Glyph::Checkmark/><span class="ds-sr-only">{words.line_fine()}</span></span> }
    });
    let acts = (!is_fine).then(|| acts(pasting, &line));
    view! {
        <li class=class_of(&line)>
            <span class="n tn">{number}</span>
            <span class="nm">
                <b>{line.name.clone()}</b>
                {role.map(|role| view! { <span class="sub">" · "{role}</span> })}
                {problems}
                {notices}
            </span>
            {fine}
            {acts}
        </li>
    }
    .into_any()
}

fn unknown_role(line: &Line) -> Option<&str> {
    line.problems.iter().find_map(|problem| match problem {
        LineProblem::UnknownRole(word) => Some(word.as_str()),
        _ => None,
    })
}

/// One tap when we know what was meant; otherwise the way to the line, or without it.
fn acts(pasting: Pasting, line: &Line) -> AnyView {
    let words = pasting.words;
    let (number, name, fix) = (line.number, &line.name, line.fix.clone());
    let is_at = matches!(line.problems.as_slice(), [LineProblem::EmailAt(_)]);
    let main = if let Some(fix) = fix {
        let label = match &fix {
            Fix::Email(_) if is_at => words.fix_at().to_owned(),
            Fix::Email(email) => words.fix_email(email),
            Fix::Role(role) => words.fix_role(&capitalised(words.role(*role))),
        };
        let mend = move |_| {
            let text = pasting.text.get_untracked();
            pasting.text.set(apply_fix(&text, number, &fix));
        };
        view! { <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=mend>{label}</button> }
                .into_any()
    } else {
        let label = words.about_proposal(words.fix_here(), name);
        view! {
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant="secondary"
                aria-label=label
                on:click=move |_| pasting.go_to(number)
            >
                {words.fix_here()}
            </button>
        }
        .into_any()
    };
    let skip_label = words.about_proposal(words.line_skip(), name);
    view! {
        <span class="row wrap g4 line-acts">
            {main}
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant="tertiary"
                data-color="neutral"
                aria-label=skip_label
                on:click=move |_| pasting.skip(number)
            >
                {words.line_skip()}
            </button>
        </span>
    }
    .into_any()
}

fn says(words: Words, problem: &LineProblem) -> String {
    match problem {
        LineProblem::Name(problem) => trouble::name(words, *problem).to_owned(),
        LineProblem::EmailAt(word) => words.line_email_at(word),
        LineProblem::Email => words.draft_email().to_owned(),
        LineProblem::SameEmail { number, name } => words.line_same_email(name, &number.to_string()),
        LineProblem::EmailTaken { name } => words.line_email_taken(name),
        LineProblem::NoRole => words.line_no_role().to_owned(),
        LineProblem::UnknownRole(word) => words.line_unknown_role(word),
        LineProblem::Words => words.draft_words().to_owned(),
    }
}

fn tells(words: Words, notice: &Notice, first_name: &str) -> String {
    match notice {
        Notice::NoEmail => words.line_no_email(first_name),
        Notice::SameName { number } => words.line_same_name(&number.to_string()),
        Notice::KnownName => words.line_known_name().to_owned(),
    }
}
