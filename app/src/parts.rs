//! What each chunk holds. In the browser each of these is where a download begins (`frontend`): what only one of them
//! uses is downloaded with it alone.

use crate::chunk::{Chunk, Loader};
use crate::live::Feed;
use crate::outbox::Outbox;
use crate::{board, portal, sign_in, ticket};
use leptos::prelude::*;

/// The board's page.
pub fn board() -> AnyView {
    board::BoardPage().into_any()
}

/// A ticket's page, for the people who serve.
pub fn ticket() -> AnyView {
    ticket::TicketPage().into_any()
}

/// The ticket beside the board.
pub fn panel() -> AnyView {
    board::BoardPanel().into_any()
}

/// What the board is worked with.
pub fn actions() -> AnyView {
    board::Actions().into_any()
}

/// What is heard from the desk, and what is sent to it: nothing to be seen.
pub fn line() -> AnyView {
    expect_context::<Feed>().connect();
    expect_context::<Outbox>().connect();
    ().into_any()
}

/// A client's tickets.
pub fn my_tickets() -> AnyView {
    portal::MyTicketsPage().into_any()
}

/// A ticket's page, for its client.
pub fn my_ticket() -> AnyView {
    ticket::MyTicketPage().into_any()
}

/// Where one signs in.
pub fn sign_in() -> AnyView {
    sign_in::SignInPage().into_any()
}

/// Everything is here: on the server, and in a browser's program that is not split.
pub const HERE: Loader = Loader {
    view: |chunk| {
        let view = match chunk {
            Chunk::Board => board(),
            Chunk::Ticket => ticket(),
            Chunk::Panel => panel(),
            Chunk::Actions => actions(),
            Chunk::Line => line(),
            Chunk::MyTickets => my_tickets(),
            Chunk::MyTicket => my_ticket(),
            Chunk::SignIn => sign_in(),
        };
        Box::pin(std::future::ready(Ok(view)))
    },
    fetch: |_| Box::pin(std::future::ready(Ok(()))),
};
