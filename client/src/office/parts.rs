//! Small parts of forms: a field with its label, hint and problem; a choice; and a question that is asked in place.

use leptos::html::Div;
use leptos::prelude::*;

/// What is wrong with a field, when something is.
pub type Problem = Signal<Option<String>>;

#[component]
pub fn TextField(
    id: &'static str,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] problem: Option<Problem>,
    /// Called when the person has changed it.
    #[prop(optional)]
    on_change: Option<Callback<()>>,
    #[prop(optional)] autocomplete: &'static str,
) -> impl IntoView {
    let problem = move || problem.and_then(|problem| problem.get());
    let hint_id = format!("{id}-hint");
    let described = {
        let hint = hint.is_some().then(|| hint_id.clone());
        move || match (hint.clone(), problem().is_some()) {
            (Some(hint), true) => Some(format!("{hint} {id}-problem")),
            (None, true) => Some(format!("{id}-problem")),
            (hint, false) => hint,
        }
    };
    let input = move |event| {
        value.set(event_target_value(&event));
        if let Some(on_change) = on_change {
            on_change.run(());
        }
    };
    view! {
        <div class="fld">
            <label class="ds-label" for=id>{label}</label>
            <input
                class="ds-input"
                id=id
                type=kind
                autocomplete=if autocomplete.is_empty() { "off" } else { autocomplete }
                prop:value=move || value.get()
                aria-describedby=described
                aria-invalid=move || problem().is_some().then_some("true")
                on:input=input
            />
            {hint.map(|hint| view! { <p class="xs sub" id=hint_id>{hint}</p> })}
            <ProblemLine id=format!("{id}-problem") problem=Signal::derive(problem)/>
        </div>
    }
}

#[component]
pub fn ProblemLine(id: String, problem: Problem) -> impl IntoView {
    move || {
        problem.get().map(|problem| {
            view! { <p class="ds-validation-message" data-color="danger" id=id.clone()>{problem}</p> }
        })
    }
}

/// A choice of few or many: `options` are values and their names.
#[component]
pub fn Choice(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
    options: Vec<(String, String)>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(key, name)| {
            let is_chosen = {
                let key = key.clone();
                move || value.with(|value| *value == key)
            };
            view! { <option value=key prop:selected=is_chosen>{name}</option> }
        })
        .collect_view();
    view! {
        <div class="fld">
            <label class="ds-label" for=id>{label}</label>
            <select class="ds-input" id=id on:change=move |event| on_choose.run(event_target_value(&event))>
                {options}
            </select>
        </div>
    }
}

/// Asks in place before something that cannot be undone by the same button. It takes the focus when it comes.
#[component]
pub fn Confirm(
    #[prop(into)] text: String,
    #[prop(into)] yes: String,
    #[prop(into)] no: String,
    on_yes: Callback<()>,
    on_no: Callback<()>,
    /// What is gone for good is red.
    #[prop(optional)]
    is_final: bool,
) -> impl IntoView {
    let node = NodeRef::<Div>::new();
    Effect::new(move || {
        if let Some(node) = node.get() {
            drop(node.focus());
        }
    });
    view! {
        <div class="ask" role="group" aria-label=text.clone() tabindex="-1" node_ref=node>
            <p>{text.clone()}</p>
            <div class="row wrap g8">
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-color=is_final.then_some("danger")
                    on:click=move |_| on_yes.run(())
                >
                    {yes}
                </button>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="tertiary"
                    data-color="neutral"
                    on:click=move |_| on_no.run(())
                >
                    {no}
                </button>
            </div>
        </div>
    }
}

/// Nothing when only spaces were typed.
pub fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A date as an `<input type="date">` has it.
pub fn date(text: &str) -> Option<jiff::civil::Date> {
    text.trim().parse().ok()
}
