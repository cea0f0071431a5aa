//! This side of the port: fetches the island when somebody first wants to write, and serves its document from the model.

use std::collections::BTreeSet;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{MessageChannel, MessageEvent, MessagePort};
use shared::document::chapters::ProseKey;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::message::{FromIsland, Quote, ToIsland};
use crate::model::ChaptersModel;
use crate::model::mirror::Heard;

/// Where `assets/boot.js` puts the function that fetches the island.
const LOADER: &str = "samlingIsland";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IslandState {
    /// Nobody has wanted to write.
    Away,
    Coming,
    Here,
    /// It did not arrive.
    Failed,
    /// It does not know what this document consists of.
    TooOld,
}

/// The island of one document, for all its fields on the page. Cheap to copy; lives as long as the component that made it.
#[derive(Clone, Copy)]
pub struct IslandHost {
    model: ChaptersModel,
    inner: StoredValue<Inner, LocalStorage>,
    state: RwSignal<IslandState>,
    shown: RwSignal<BTreeSet<ProseKey>>,
    quoted: RwSignal<Option<Quote>>,
}

#[derive(Default)]
struct Inner {
    port: Option<Port>,
    /// How often the document was handed over: what answers to an earlier time is void.
    epoch: u32,
    n_attempts: u32,
}

struct Port {
    wire: MessagePort,
    module: JsValue,
    document: String,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Port {
    fn drop(&mut self) {
        self.wire.set_onmessage(None);
        self.wire.close();
        // The page goes on without it.
        drop(call(
            &self.module,
            "close",
            &[self.document.as_str().into()],
        ));
    }
}

impl IslandHost {
    pub fn open(model: ChaptersModel) -> Self {
        let host = Self {
            model,
            inner: StoredValue::new_local(Inner::default()),
            state: RwSignal::new(IslandState::Away),
            shown: RwSignal::new(BTreeSet::new()),
            quoted: RwSignal::new(None),
        };
        model.serve_mirror(Rc::new(move |heard| host.heard(heard)));
        Effect::new(move || {
            if model.is_ready().get() {
                host.hand_over();
            }
        });
        Effect::new(move |before: Option<bool>| host.follow_rights(before));
        Effect::new(move || {
            let peers = model.peers().get();
            host.say(&ToIsland::Peers(&peers));
        });
        on_cleanup(move || host.close());
        host
    }

    pub fn model(self) -> ChaptersModel {
        self.model
    }

    pub fn state(self) -> Signal<IslandState> {
        self.state.into()
    }

    /// The words that somebody asked to comment last.
    pub fn quoted(self) -> Signal<Option<Quote>> {
        self.quoted.into()
    }

    /// Whether a field stands on the page as an editor.
    pub(super) fn is_shown(self, key: &ProseKey) -> bool {
        self.shown.with(|shown| shown.contains(key))
    }

    pub(super) fn is_gone(self, key: &ProseKey) {
        self.shown.try_update(|shown| shown.remove(key));
    }

    /// Fetches the island, unless it is here or on its way.
    pub fn fetch(self) {
        let state = self.state.try_get_untracked();
        if !matches!(state, Some(IslandState::Away | IslandState::Failed)) {
            return;
        }
        self.state.try_set(IslandState::Coming);
        let attempt = self.inner.try_update_value(|inner| {
            inner.n_attempts += 1;
            inner.n_attempts - 1
        });
        spawn_local(async move {
            let module = load(attempt.unwrap_or_default()).await;
            let is_here = module.and_then(|module| self.connect(module)).is_ok();
            self.state.try_set(if is_here {
                IslandState::Here
            } else {
                IslandState::Failed
            });
            self.hand_over();
        });
    }

    fn connect(self, module: JsValue) -> Result<(), JsValue> {
        let document = self.model.document().ok_or(JsValue::NULL)?.to_string();
        let channel = MessageChannel::new()?;
        let on_message = Closure::new(move |event: MessageEvent| {
            if let Some(message) = FromIsland::decode(&event.data()) {
                self.answer(message);
            }
        });
        let wire = channel.port1();
        wire.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        call(
            &module,
            "open",
            &[document.as_str().into(), channel.port2().into()],
        )?;
        let port = Port {
            wire,
            module,
            document,
            _on_message: on_message,
        };
        let kept = self.inner.try_update_value(|inner| inner.port = Some(port));
        kept.ok_or(JsValue::NULL)
    }

    fn close(self) {
        let port = self.inner.try_update_value(|inner| inner.port.take());
        drop(port);
    }

    /// Gives the island the document as it stands; it begins anew with it.
    fn hand_over(self) {
        if self.model.is_ready().try_get_untracked() != Some(true) {
            return;
        }
        let has_port = self.inner.try_with_value(|inner| inner.port.is_some());
        let (Some(true), Some(whole)) = (has_port, self.model.whole()) else {
            return;
        };
        let epoch = self.inner.try_update_value(|inner| {
            inner.epoch += 1;
            inner.epoch
        });
        let may_write = self.model.may_write().try_get_untracked();
        self.say(&ToIsland::Open {
            epoch: epoch.unwrap_or_default(),
            may_write: may_write.unwrap_or_default(),
            whole: &whole,
        });
        let peers = self.model.peers().try_get_untracked().unwrap_or_default();
        self.say(&ToIsland::Peers(&peers));
    }

    fn heard(self, heard: Heard) {
        match heard {
            Heard::Merged(update) => self.say(&ToIsland::Update(&update)),
            Heard::Anew => self.hand_over(),
        }
    }

    /// What an editor tidied up while it could only read was told to nobody, so it begins anew when it may write.
    fn follow_rights(self, before: Option<bool>) -> bool {
        let may_write = self.model.may_write().get();
        match before {
            Some(false) if may_write => self.hand_over(),
            Some(true) if !may_write => self.say(&ToIsland::MayWrite(false)),
            _ => {}
        }
        may_write
    }

    fn say(self, message: &ToIsland<'_>) {
        let wire = self
            .inner
            .try_with_value(|inner| inner.port.as_ref().map(|port| port.wire.clone()));
        if let (Some(Some(wire)), Some(message)) = (wire, message.encode()) {
            // What cannot be cloned cannot be said; everything here can.
            drop(wire.post_message(&message));
        }
    }

    fn answer(self, message: FromIsland) {
        match message {
            FromIsland::Update {
                epoch,
                update,
                fields,
            } => {
                let is_current = self.inner.try_with_value(|inner| inner.epoch == epoch);
                if is_current == Some(true) {
                    self.model.adopt(update, fields);
                }
            }
            FromIsland::Place { field, places } => self.model.focus_mirrored(field, places),
            FromIsland::Left { field } => self.model.blur(&field),
            FromIsland::Shown { field } => {
                self.shown.try_update(|shown| shown.insert(field));
            }
            FromIsland::Comment(quote) => {
                self.quoted.try_set(Some(quote));
            }
            FromIsland::TooOld => {
                self.state.try_set(IslandState::TooOld);
            }
        }
    }
}

async fn load(attempt: u32) -> Result<JsValue, JsValue> {
    let window: JsValue = window().into();
    let promise: Promise = call(&window, LOADER, &[attempt.into()])?.dyn_into()?;
    JsFuture::from(promise).await
}

fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(of, &name.into())?.dyn_into()?;
    Reflect::apply(&function, of, &arguments.iter().collect())
}
