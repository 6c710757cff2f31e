//! Small parts that every screen is made of.

mod badge;
mod dynamic;
mod each;
mod handed;
mod icon;
mod keep;
mod keys;
mod reveal;
mod shown;
#[cfg(not(feature = "ssr"))]
mod signal;
mod when;

pub use badge::{Avatar, PriorityBadge, SlaChip, StatusChip, status_glyph};
pub(crate) use dynamic::erased_view as view;
pub use dynamic::{dynamic, erased};
pub use each::each;
pub use handed::{Memo, RwSignal, alive, hears, memo};
pub use icon::{Glyph, Icon};
pub use keep::{keep, keep_for_all, kept, kept_elsewhere};
pub use keep::{keep_in_tab, kept_in_tab};
pub use keys::{letters, set_letters};
pub use keys::{pressed, pressed_anywhere};
pub use reveal::reveal;
pub use shown::Shown;
pub use when::{Age, When, absolute, ago};

/// The build of this page, as the server named it when it rendered the document.
#[cfg(feature = "hydrate")]
pub fn page_build() -> Option<String> {
    leptos::prelude::document()
        .document_element()?
        .get_attribute("data-build")
        .filter(|build| !build.is_empty())
}

/// Somebody may look at the page: it is no tab in the background.
#[cfg(feature = "hydrate")]
pub fn is_seen() -> bool {
    !leptos::prelude::document().hidden()
}

/// Nobody looks at a page that is being made.
#[cfg(not(feature = "hydrate"))]
pub fn is_seen() -> bool {
    false
}

/// Whose page this is.
#[cfg(feature = "hydrate")]
pub fn page_person() -> Option<String> {
    leptos::prelude::document().document_element()?.get_attribute("data-person")
}

/// On the server there is no page to compare with.
#[cfg(not(feature = "hydrate"))]
pub fn page_build() -> Option<String> {
    None
}
