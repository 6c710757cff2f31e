//! Parts of the app that a browser downloads when they are needed: a page, the panel of a ticket, what a board is worked
//! with. What no page shows yet costs it nothing.
//!
//! What a chunk holds is listed in [`parts`](crate::parts), how the browser comes by it in the crate `frontend`.

use crate::i18n::words;
use crate::ui::{dynamic, hears, view};
use leptos::prelude::*;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

/// A part of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// The board's page.
    Board,
    /// A ticket's page, for the people who serve.
    Ticket,
    /// The ticket beside the board.
    Panel,
    /// What the board is worked with: keys, drag, menu, palette, dialogs.
    Actions,
    /// What is heard from the desk, and what is sent to it.
    Line,
    /// A client's tickets.
    MyTickets,
    /// A ticket's page, for its client.
    MyTicket,
    /// Where one signs in.
    SignIn,
}

impl Chunk {
    /// One works from it, and comes back to it.
    pub fn is_base(self) -> bool {
        matches!(self, Self::Board | Self::MyTickets)
    }

    /// It, and what it is worked with beside what comes to every page.
    #[cfg(feature = "hydrate")]
    pub fn whole(self) -> Vec<Self> {
        if self == Self::Board { vec![self, Self::Actions] } else { vec![self] }
    }

    /// Its word in the site's manifest: what is downloaded together.
    pub fn download(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Actions => "actions",
            Self::Line => "line",
            Self::Ticket | Self::Panel => "ticket",
            Self::MyTickets | Self::MyTicket | Self::SignIn => "portal",
        }
    }
}

/// A chunk could not be had: no network, or another build's server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing;

/// A chunk that is on its way.
pub type Coming<T> = Pin<Box<dyn Future<Output = Result<T, Missing>>>>;

/// How chunks are come by.
#[derive(Clone, Copy, Debug)]
pub struct Loader {
    /// What the chunk shows, made under the owner of whoever asks.
    pub view: fn(Chunk) -> Coming<AnyView>,
    /// Downloads it, and shows nothing yet.
    pub fetch: fn(Chunk) -> Coming<()>,
}

static LOADER: OnceLock<Loader> = OnceLock::new();

/// How chunks are come by in this process: told once.
pub fn load_by(loader: Loader) {
    LOADER.get_or_init(|| loader);
}

fn load(chunk: Chunk) -> Coming<AnyView> {
    match LOADER.get() {
        Some(loader) => (loader.view)(chunk),
        None => Box::pin(std::future::ready(Err(Missing))),
    }
}

/// Where a part stands.
enum Part {
    Coming,
    There(AnyView),
    Missing,
}

type Scoped = ScopedFuture<Coming<AnyView>>;

/// A part of the page: at once where it is there, as the server's are and those that this page has shown; else as soon
/// as it has come. Where it cannot be had, it says so and offers to try again.
pub fn part(chunk: Chunk) -> AnyView {
    let mut coming = Box::pin(ScopedFuture::new_untracked(load(chunk)));
    match coming.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(view)) => view,
        Poll::Ready(Err(Missing)) => late(chunk, None),
        Poll::Pending => late(chunk, Some(coming)),
    }
}

/// Shows the part when it has come. `None`: it could not be had.
fn late(chunk: Chunk, coming: Option<Pin<Box<Scoped>>>) -> AnyView {
    let part = RwSignal::new_local(if coming.is_some() { Part::Coming } else { Part::Missing });
    let owner = Owner::current();
    let show = move |coming: Pin<Box<Scoped>>| {
        leptos::task::spawn_local(async move {
            let come = coming.await;
            // The page may show something else by now.
            part.try_set(come.map_or(Part::Missing, Part::There));
        });
    };
    if let Some(coming) = coming {
        show(coming);
    }
    let again = Callback::new(move |()| {
        let load = || Box::pin(ScopedFuture::new_untracked(load(chunk)));
        show(owner.as_ref().map_or_else(load, |owner| owner.with(load)));
    });
    dynamic(move || {
        part.track();
        match std::mem::replace(&mut *part.write_untracked(), Part::Coming) {
            Part::Coming => None,
            Part::There(view) => Some(view),
            Part::Missing => Some(missing(again)),
        }
    })
    .into_any()
}

/// What stands where a part could not be had. What was typed is kept as drafts are: a reload loses nothing.
fn missing(again: Callback<()>) -> AnyView {
    let w = &words().common;
    view! {
        <div class="banner warn" role="alert">
            <span>{w.part_missing}</span>
            <button type="button" class="button" on:click=hears(move |_| again.run(()))>{w.retry}</button>
            <a class="button" href="" rel="external">{w.reload}</a>
        </div>
    }
    .into_any()
}

/// Downloads chunks once the page works: what opens on it is there before a hand opens it, and stays there when the
/// network goes.
#[cfg(feature = "hydrate")]
pub fn fetch_soon(chunks: &'static [Chunk]) {
    let fetch = move || {
        leptos::task::spawn_local(async move {
            // What needs it says so if it cannot be had then.
            fetch(chunks).await.ok();
        });
    };
    set_timeout(fetch, std::time::Duration::ZERO);
}

/// On the server all are there.
#[cfg(not(feature = "hydrate"))]
pub fn fetch_soon(_chunks: &'static [Chunk]) {}

/// Downloads what the page shows first. `Err`: it cannot be taken over.
#[cfg(feature = "hydrate")]
pub async fn fetch(chunks: &[Chunk]) -> Result<(), Missing> {
    let loader = LOADER.get().ok_or(Missing)?;
    // All at once.
    let coming: Vec<_> = chunks.iter().map(|chunk| (loader.fetch)(*chunk)).collect();
    let mut all = Ok(());
    for chunk in coming {
        all = all.and(chunk.await);
    }
    all
}
