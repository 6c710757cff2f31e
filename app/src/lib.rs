//! What people see: pages and components, rendered on the server and taken over in the browser.
//!
//! Pages speak to the desk only through the server functions of [`api`].
// A page is one type, and a ticket's page is a long one: the compiler's usual depth of 128 does not hold it.
#![recursion_limit = "256"]
// The browser's program is built without `Debug` (`xtask`): what it would write is empty there.
#![warn(clippy::use_debug)]
#![expect(unreachable_pub, reason = "Leptos' macros repeat `pub` on items that private modules re-export")]

mod action;
pub mod api;
pub mod board;
mod bundle;
pub mod chunk;
mod draft;
pub mod error;
pub mod i18n;
pub mod live;
pub mod location;
pub mod outbox;
mod pages;
#[cfg(feature = "ssr")]
pub mod paper;
pub mod parts;
pub mod portal;
mod read_marks;
pub mod reason;
#[cfg(feature = "ssr")]
pub mod request_context;
mod root;
pub mod shell;
pub mod sign_in;
pub mod tag;
pub mod ticket;
pub mod ui;

pub use bundle::Bundle;
#[cfg(feature = "ssr")]
pub use bundle::SiteFiles;
pub use root::App;
#[cfg(feature = "ssr")]
pub use root::{MADE_OF, shell};
#[cfg(feature = "hydrate")]
pub use root::{hydrate, ready};
