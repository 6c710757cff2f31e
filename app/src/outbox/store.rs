//! The browser's own store (IndexedDB): intents by their names. Where it does not work, as in some private windows,
//! intents live as long as the tab.

use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransactionMode};

const NAME: &str = "chama";
const INTENTS: &str = "outbox";

/// The store, open.
#[derive(Clone)]
pub(super) struct Store(IdbDatabase);

/// Opens the store; `None` where there is none.
pub(super) fn open(then: Box<dyn FnOnce(Option<Store>)>) {
    let Some(request) = window().indexed_db().ok().flatten().and_then(|idb| idb.open_with_u32(NAME, 1).ok())
    else {
        return then(None);
    };
    let fresh = request.clone();
    when(
        &request,
        &["upgradeneeded"],
        Box::new(move || {
            if let Some(db) = database(&fresh) {
                // A store that cannot be made is missed at the first write.
                db.create_object_store(INTENTS).ok();
            }
        }),
    );
    let opened = request.clone();
    when(&request, &["success", "error"], Box::new(move || then(database(&opened).map(Store))));
}

fn database(request: &IdbRequest) -> Option<IdbDatabase> {
    request.result().ok()?.dyn_into().ok()
}

impl Store {
    fn intents(&self, mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
        self.0.transaction_with_str_and_mode(INTENTS, mode)?.object_store(INTENTS)
    }

    /// Writes an intent; calls back when it is on disk, or cannot be.
    pub(super) fn put(&self, key: &str, text: &str, then: Box<dyn FnOnce()>) {
        let intents = self.intents(IdbTransactionMode::Readwrite);
        let written = intents.and_then(|intents| {
            intents.put_with_key(&text.into(), &key.into())?;
            Ok(intents.transaction())
        });
        match written {
            Ok(transaction) => when(&transaction, &["complete", "abort"], then),
            Err(_) => then(),
        }
    }

    /// Lets go of an intent. One that stays is sent once more, which changes nothing.
    pub(super) fn delete(&self, key: &str) {
        self.intents(IdbTransactionMode::Readwrite).and_then(|intents| intents.delete(&key.into())).ok();
    }

    /// All intents whose names begin like that, in the order of their names.
    pub(super) fn read(&self, owner: &str, then: Box<dyn FnOnce(Vec<String>)>) {
        let request = IdbKeyRange::bound(&owner.into(), &format!("{owner}~").into())
            .and_then(|range| self.intents(IdbTransactionMode::Readonly)?.get_all_with_key(&range));
        let Ok(request) = request else { return then(vec![]) };
        let all = request.clone();
        when(
            &request,
            &["success", "error"],
            Box::new(move || {
                let found = all.result().map(|found| js_sys::Array::from(&found)).unwrap_or_default();
                then(found.iter().filter_map(|text| text.as_string()).collect());
            }),
        );
    }
}

/// Calls back at the first of these events.
fn when(target: &EventTarget, events: &[&str], then: Box<dyn FnOnce()>) {
    let hears = Closure::once_into_js(then);
    for event in events {
        // What cannot be listened to is not heard of; the sender waits only so long.
        target.add_event_listener_with_callback(event, hears.unchecked_ref()).ok();
    }
}
