//! What the two cost: per focus area, in all, and what made the difference.

use leptos::prelude::*;
use shared::plan::compare::{Cause, CauseKind, SumChange, SumsChange};
use shared::plan::money::Kroner;

use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::desk::Desk;
use crate::words::Words;

/// More causes than these are not named: the tables have them.
const N_CAUSES: usize = 4;

/// `heads` are what the two are called in their columns, `names` in full.
#[component]
pub fn Sums(
    desk: Desk,
    sums: SumsChange,
    heads: [String; 2],
    names: [String; 2],
    /// What is left of all frames in the newer one; none where there are none.
    left: Option<Kroner>,
) -> impl IntoView {
    let words = desk.words;
    let number = move |amount: Kroner| amount.in_digits(words.0);
    let line = move |title: String, is_own: bool, cost: SumChange| {
        let lang = is_own.then_some(desk.lang);
        let is_other = cost.old != cost.new;
        view! {
            <tr>
                <th scope="row" lang=lang>{title}</th>
                <td class="sub">{number(cost.old)}</td>
                <td class:other=is_other>{number(cost.new)}</td>
            </tr>
        }
    };
    let areas = sums
        .by_focus_area
        .iter()
        .map(|area| line(area.title.clone(), true, area.cost));
    let rest = [
        (words.pl_no_area(), sums.outside_focus_areas),
        (words.pl_operating(), sums.operating),
    ];
    let is_something = |cost: SumChange| cost.old != Kroner::ZERO || cost.new != Kroner::ZERO;
    let rest = rest.into_iter().filter(|(_, cost)| is_something(*cost));
    let rest = rest.map(|(name, cost)| line(name.to_owned(), false, cost));
    let lines = areas.chain(rest).collect_view();
    let [old, new] = heads;
    let total = sums.total;
    let said = difference(words, total);
    let causes = causes(words, &sums.causes);
    let left = left.map(|amount| of_frame(words, amount));
    view! {
        <table class="ve-sums">
            <caption class="ds-sr-only">{words.ve_sums_of(&names[0], &names[1])}</caption>
            <thead><tr><th scope="col">{words.ve_area()}</th><th scope="col">{old}</th><th scope="col">{new}</th></tr></thead>
            <tbody>{lines}</tbody>
            <tfoot>{line(words.pl_sum().to_owned(), false, total)}</tfoot>
        </table>
        <p class="ve-said"><b>{said}</b>" "<span class="sub" lang=desk.lang>{causes}</span></p>
        {left}
    }
}

fn of_frame(words: Words, left: Kroner) -> AnyView {
    if left < Kroner::ZERO {
        let over = words.pl_over(&Kroner(-left.0).in_kroner(words.0));
        return view! { <p class="wn"><Icon glyph=Glyph::ExclamationmarkTriangle/>" "{over}</p> }
            .into_any();
    }
    let left = words.ve_left_of_frame(&left.in_kroner(words.0));
    view! { <p class="okk"><Icon glyph=Glyph::CheckmarkCircle/>" "{left}</p> }.into_any()
}

fn difference(words: Words, total: SumChange) -> String {
    let difference = total.difference();
    let amount = Kroner(difference.0.abs()).in_kroner(words.0);
    match difference.0 {
        0 => words.ve_same_sum().to_owned(),
        1.. => words.ve_more(&amount),
        _ => words.ve_less(&amount),
    }
}

/// "«Messe» er ute (−90 000 kr), «Fjellstua» har fått mer (+50 000 kr)."
fn causes(words: Words, causes: &[Cause]) -> Option<String> {
    let one = |cause: &Cause| {
        let difference = cause.cost.difference();
        let amount = Kroner(difference.0.abs()).in_kroner(words.0);
        let title = if cause.title.trim().is_empty() {
            words.untitled()
        } else {
            &cause.title
        };
        match cause.kind {
            CauseKind::Added => words.ve_came(title, &amount),
            CauseKind::Removed => words.ve_went(title, &amount),
            CauseKind::Changed if difference > Kroner::ZERO => words.ve_got_more(title, &amount),
            CauseKind::Changed => words.ve_got_less(title, &amount),
        }
    };
    let mut parts: Vec<String> = causes.iter().take(N_CAUSES).map(one).collect();
    if causes.len() > N_CAUSES {
        parts.push(words.ve_n_more_causes(causes.len() - N_CAUSES));
    }
    (!parts.is_empty()).then(|| format!("{}.", parts.join(", ")))
}

#[cfg(test)]
mod tests {
    use shared::id::MeasureId;
    use shared::plan::Row;
    use shared::template::Language;

    use super::*;

    #[test]
    fn the_sentence_says_how_much_and_why() {
        let words = Words(Language::Nb);
        let total = SumChange {
            old: Kroner(2_390_000),
            new: Kroner(2_350_000),
        };
        let said = difference(words, total).replace('\u{A0}', " ");
        assert_eq!(said, "40 000 kr mindre.");
        let row = Row::Measure(MeasureId::parse("messe").unwrap());
        let cause = |title: &str, old, new, kind| Cause {
            row: row.clone(),
            title: title.to_owned(),
            cost: SumChange {
                old: Kroner(old),
                new: Kroner(new),
            },
            kind,
        };
        let all = [
            cause("Messe", 90_000, 0, CauseKind::Removed),
            cause("Fjellstua", 300_000, 350_000, CauseKind::Changed),
        ];
        let said = causes(words, &all).unwrap().replace('\u{A0}', " ");
        let expected = "«Messe» er ute (−90 000 kr), «Fjellstua» har fått mer (+50 000 kr).";
        assert_eq!(said, expected);
        assert_eq!(causes(words, &[]), None);
    }
}
