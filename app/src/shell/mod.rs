//! What stands around every screen of the people who serve: rail, top bar, banners, notes, live regions.

#[cfg(feature = "team")]
mod again;
mod announce;
#[cfg(feature = "team")]
mod frame;
#[cfg(feature = "team")]
mod keys_dialog;
#[cfg(feature = "team")]
mod link;
mod not_found;
#[cfg(feature = "team")]
mod person;
mod toast;
#[cfg(feature = "team")]
mod undo;

pub use announce::{Announcer, live_regions};
#[cfg(feature = "team")]
pub use frame::{Frame, Place};
#[cfg(feature = "team")]
pub use keys_dialog::{KeyLine, KeysDialog};
pub(crate) use not_found::elsewhere;
pub use not_found::{NotFoundPage, NotFoundText};
pub use toast::{Awaited, SAVING_AFTER, Toast, Toasts, toasts};
#[cfg(feature = "team")]
pub use undo::{Undo, UndoHistory};

/// Closes an open popover: a link inside of it leads to a page where it shall not stand.
pub(crate) fn close_popover(id: &str) {
    use leptos::prelude::document;
    use leptos::wasm_bindgen::JsCast;
    if let Some(menu) = document().get_element_by_id(id)
        && let Ok(menu) = menu.dyn_into::<leptos::web_sys::HtmlElement>()
    {
        menu.hide_popover().ok();
    }
}
