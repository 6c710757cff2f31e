//! Where the parts of the program begin.

use app::chunk::{Chunk, Loader, Missing};
use leptos::prelude::AnyView;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Why a part cannot be had stands in the browser's console.
struct Lost;

impl From<SplitLoaderError> for Lost {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl From<Lost> for Missing {
    fn from(_: Lost) -> Self {
        Self
    }
}

/// Parts of the program: those of one `download` come together (`Chunk::download` says the same).
macro_rules! parts {
    ($($download:ident: $part:ident $fetch:ident $chunk:ident),* $(,)?) => {
        $(
            #[wasm_split($download, fallible, preload($fetch))]
            fn $part() -> Result<AnyView, Lost> {
                Ok(app::parts::$part())
            }
        )*

        /// How the browser comes by chunks.
        pub(crate) const LOADER: Loader = Loader {
            view: |chunk| match chunk {
                $(Chunk::$chunk => Box::pin(async { Ok($part().await?) }),)*
            },
            fetch: |chunk| match chunk {
                $(Chunk::$chunk => Box::pin(async { $fetch().await.map_err(|_| Missing) }),)*
            },
        };
    };
}

parts! {
    board: board fetch_board Board,
    ticket: ticket fetch_ticket Ticket,
    ticket: panel fetch_panel Panel,
    actions: actions fetch_actions Actions,
    line: line fetch_line Line,
    portal: my_tickets fetch_my_tickets MyTickets,
    portal: my_ticket fetch_my_ticket MyTicket,
    portal: sign_in fetch_sign_in SignIn,
}
