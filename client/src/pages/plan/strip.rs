//! The budget strip: how much is allocated of how much, always in sight. Where its bars stand is worked out in
//! [`shared::plan::strip`].

use leptos::prelude::*;
use shared::plan::Row;
use shared::plan::money::Kroner;
use shared::plan::strip::{Bar, Part, Strip};

use super::desk::{Desk, use_desk};

#[component]
pub fn BudgetStrip() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let strip = Memo::new(move |_| {
        desk.plan
            .with(|plan| desk.sums.with(|sums| Strip::of(plan, sums)))
    });
    let kroner = move |amount: Kroner| amount.in_kroner(words.0);
    let allocated = move || {
        let (allocated, frame) = strip.with(|strip| (strip.allocated, strip.frame));
        let frame = frame.map(|frame| words.pl_of_frame(&kroner(frame)));
        view! { <b class="tn">{words.pl_strip_allocated(&kroner(allocated))}</b>" "{frame} }
    };
    let left = move || match strip.with(Strip::left) {
        None => view! { <span class="sub">{words.pl_no_frame()}</span> }.into_any(),
        Some(left) if left < Kroner::ZERO => {
            view! { <b class="tn wn">{words.pl_over(&kroner(Kroner(-left.0)))}</b> }.into_any()
        }
        Some(left) => view! { <b class="tn okk">{words.pl_left(&kroner(left))}</b> }.into_any(),
    };
    let said = move || {
        let bars = strip.with(|strip| strip.bars.clone());
        let parts = bars
            .iter()
            .map(|bar| format!("{} {}", name(desk, &bar.part), kroner(bar.amount)));
        words.pl_strip_says(&parts.collect::<Vec<_>>().join(", "))
    };
    let bars = move || {
        let bars = strip.with(|strip| strip.bars.clone());
        let bar = |(idx, bar): (usize, Bar)| {
            let (width, place) = (width(bar.width), place(&bar.part, idx));
            view! { <i class=format!("pl-bar pl-bar-{place}") style=("width", width)></i> }
        };
        bars.into_iter().enumerate().map(bar).collect_view()
    };
    let mark = move || {
        strip
            .with(|strip| strip.frame_at)
            .map(|at| view! { <span class="pl-mark" style=("left", width(at))></span> })
    };
    view! {
        <footer class="pl-bud" aria-label=words.pl_budget()>
            <p class="sm">{allocated}</p>
            <div class="pl-track" role="img" aria-label=said>
                <div class="track">{bars}</div>
                {mark}
            </div>
            <p class="sm">{left}</p>
        </footer>
    }
}

/// Thousandths as the style sheet writes them.
fn width(permille: i64) -> String {
    format!("{}.{}%", permille / 10, permille % 10)
}

/// Which of the strip's colours: five in turn, and sand for what is not a focus area.
fn place(part: &Part, idx: usize) -> usize {
    const N_COLOURS: usize = 5;
    match part {
        Part::FocusArea(_) => idx % N_COLOURS,
        Part::Outside | Part::Operating => N_COLOURS,
    }
}

fn name(desk: Desk, part: &Part) -> String {
    match part {
        Part::FocusArea(id) => desk.title_of(&Row::FocusArea(id.clone())).get(),
        Part::Outside => desk.words.pl_no_area().to_owned(),
        Part::Operating => desk.words.pl_operating().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_written_with_a_point() {
        assert_eq!(width(507), "50.7%");
        assert_eq!(width(1_000), "100.0%");
    }
}
