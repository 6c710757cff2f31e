//! What stands around every screen of the people who serve: rail, top bar, banners, notes, live regions.

mod again;
mod announce;
mod frame;
mod keys_dialog;
mod link;
mod not_found;
mod person;
#[cfg(feature = "ssr")]
mod settings;
#[cfg(feature = "hydrate")]
mod tabs;
mod toast;
mod undo;

pub use announce::{Announcer, live_regions};
pub use frame::{Frame, Place};
pub use keys_dialog::{KeyLine, KeysDialog};
pub use not_found::{NotFoundPage, NotFoundText};
#[cfg(feature = "ssr")]
pub use settings::settings_page;
#[cfg(feature = "hydrate")]
pub(crate) use tabs::follow_tabs;
pub use toast::{Awaited, SAVING_AFTER, Toast, Toasts, toasts};
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
