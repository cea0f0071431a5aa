//! Who hears what, where, when and from whom.

use leptos::prelude::*;
use shared::document::plan::{Field, TextField};
use shared::id::CommunicationId;
use shared::plan::{CommunicationActivity, Row};

use super::card::{ListHead, RowCard, quiet};
use super::desk::{Desk, use_desk};
use super::fields::WordsField;
use super::fields::input::TypedField;
use super::fields::typed::Typed;
use super::menu::Item;
use crate::mint;

#[component]
pub fn Communication() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let ids = Memo::new(move |_| {
        desk.plan.with(|plan| {
            let lines = plan.communication.iter();
            lines.map(|line| line.id.clone()).collect::<Vec<_>>()
        })
    });
    let add = Callback::new(move |()| {
        desk.add(&CommunicationActivity {
            id: mint::row_id(),
            title: String::new(),
            audience: String::new(),
            channel: String::new(),
            when: String::new(),
            responsible: None,
            from_proposals: std::collections::BTreeSet::new(),
        });
    });
    let is_empty = Signal::derive(move || ids.with(Vec::is_empty));
    view! {
        <section class="pl-block" aria-label=words.pl_communication()>
            <ListHead
                heading=words.pl_communication()
                sum=Signal::derive(String::new)
                add=words.pl_add_communication()
                on_add=add
            />
            {quiet(is_empty, words.pl_communication_empty())}
            <div class="pl-cards">
                <For each=move || ids.get() key=Clone::clone let(id)><Card id=id/></For>
            </div>
        </section>
    }
}

#[component]
fn Card(id: CommunicationId) -> impl IntoView {
    let desk = use_desk();
    let of = id.clone();
    let who = desk.row(None, move |plan| {
        let line = plan.communication.iter().find(|line| line.id == of)?;
        Some(line.responsible.clone())
    });
    let row = Row::Communication(id);
    let [audience, channel, when] = [TextField::Audience, TextField::Channel, TextField::When]
        .map(|field| desk.text(&row, field));
    let end = Signal::derive(move || when.get());
    let about = move || {
        view! {
            <div class="pl-meta">
                <span lang=desk.lang>{move || audience.get()}</span>
                <span class="sub" lang=desk.lang>{move || channel.get()}</span>
                <span class="sub">{move || who.get()}</span>
            </div>
        }
    };
    let (of, body_row) = (row.clone(), row.clone());
    let items = Callback::new(move |()| items(desk, &of));
    let body = move || view! { <Body row=body_row.clone() who=who/> };
    view! { <RowCard row=row end=end about=about body=body items=items/> }
}

fn items(desk: Desk, row: &Row) -> Vec<Item> {
    let all: Vec<Row> = desk.plan.with_untracked(|plan| {
        let lines = plan.communication.iter();
        lines
            .map(|line| Row::Communication(line.id.clone()))
            .collect()
    });
    let mut items = desk.items(row, all.clone(), all);
    items.push(desk.remove_item(row));
    items
}

#[component]
fn Body(row: Row, who: Memo<Option<String>>) -> impl IntoView {
    let words = use_desk().words;
    let who = Typed::name(
        &row,
        words.pl_f_responsible(),
        move || who.get(),
        Field::Responsible,
    );
    view! {
        <div class="pl-fields">
            <WordsField row=row.clone() field=TextField::Title label=words.pl_activity()/>
            <WordsField row=row.clone() field=TextField::Audience/>
            <WordsField row=row.clone() field=TextField::Channel/>
            <WordsField row=row field=TextField::When/>
            <TypedField typed=who/>
        </div>
    }
}
