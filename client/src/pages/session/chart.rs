//! What the group answered on an indicator, with one's own answer as a mark that nobody else sees.

use leptos::prelude::*;
use shared::template::Indicator;

use super::day::Day;
use crate::charts::dots::Shown;
use crate::charts::figure::DotFigure;
use crate::components::icon::{Glyph, Icon};

#[component]
pub fn Answers(day: Day, indicator: Indicator) -> impl IntoView {
    let words = day.words;
    let round = day.round(&indicator.id);
    let id = indicator.id.clone();
    let mine = Memo::new(move |_| round.with(|round| round.my_score.as_ref().map(|it| it.value)));
    let shown = Memo::new(move |_| {
        let reveal = round.with(|round| round.reveal.clone())?;
        Some(Shown {
            reveal,
            scale: day.form().scale.clone(),
            last: day.last_grade(&id),
            own: mine.get().flatten(),
        })
    });
    let own = move || {
        let text = match mine.get()? {
            Some(value) => words.ses_you_gave(&value.to_string()),
            None => words.ses_you_skipped().to_owned(),
        };
        Some(view! { <p class="ses-own"><Icon glyph=Glyph::EyeSlash/><span>{text}</span></p> })
    };
    let figure = move || match shown.get() {
        Some(shown) => view! { <DotFigure shown=shown/> }.into_any(),
        None => view! { <p class="sub">{words.ses_not_revealed()}</p> }.into_any(),
    };
    view! {
        <section class="card ses-ch" aria-label=words.ses_answers_of_group()>
            {figure}
            {own}
        </section>
    }
}
