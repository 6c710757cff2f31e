//! What the pointer drag hears of the page.

use leptos::ev::Event;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{AddEventListenerOptions, EventTarget};

/// Something that is heard until this is let go of.
pub(super) struct Listening {
    target: EventTarget,
    name: &'static str,
    capture: bool,
    hear: Closure<dyn FnMut(Event)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let hear = self.hear.as_ref().unchecked_ref();
        self.target.remove_event_listener_with_callback_and_bool(self.name, hear, self.capture).ok();
    }
}

/// Hears events before anyone below (`capture`), and so that the default may be prevented.
pub(super) fn listen_to(
    target: &EventTarget,
    name: &'static str,
    capture: bool,
    hear: impl FnMut(Event) + 'static,
) -> Listening {
    let hear = Closure::<dyn FnMut(Event)>::new(hear);
    let options = AddEventListenerOptions::new();
    options.set_capture(capture);
    options.set_passive(false);
    target
        .add_event_listener_with_callback_and_add_event_listener_options(
            name,
            hear.as_ref().unchecked_ref(),
            &options,
        )
        .ok();
    Listening { target: target.clone(), name, capture, hear }
}
