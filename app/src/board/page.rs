//! The board's page: what is asked is in the address, what is shown is in the state.

use super::column::ColumnView;
use super::column_tabs::ColumnTabs;
use super::location::BoardLocation;
use super::palette::{Places, Search};
use super::state::BoardState;
use super::swimlane::SwimlanesView;
use super::toolbar::Toolbar;
use crate::api;
use crate::api::page::{awaits, page, shown};
use crate::chunk::{Chunk, fetch_soon, part};
use crate::error::AppError;
use crate::i18n::words;
use crate::location::location;
use crate::shell::{Frame, NotFoundText, Place};
use crate::ticket::COMMANDS;
use crate::ui::Shown;
use crate::ui::dynamic;
use crate::ui::view;
use crate::ui::{hears, memo};
use domain::board::{Board, Swimlanes};
use domain::text::isolated;
use leptos::prelude::*;

/// The board of all that one may see, or of one department.
#[component]
pub fn BoardPage() -> impl IntoView {
    let words = words();
    let department = StoredValue::new(location().part());
    let location = BoardLocation::new();
    provide_context(location);
    let board = page(
        move || department.get_value().unwrap_or_default(),
        move |department| {
            let department = Some(department).filter(|department| !department.is_empty());
            api::load_board(location.address.get_untracked().query(), department)
        },
    );
    // By reference: a copy of a board is a thousand small texts.
    let places = Signal::derive(move || {
        let department = department.get_value();
        board
            .with(|board| {
                let board = board.as_ref()?.as_ref().ok()?;
                Some(places(board, department.as_deref(), words.board.all_departments))
            })
            .unwrap_or_default()
    });
    let title = Signal::derive(move || {
        let place = places.get().into_iter().find(|place| place.here && place.href != "/quadro");
        place.map_or_else(
            || words.board.title.to_owned(),
            |place| format!("{} · {}", words.board.title, isolated(&place.name)),
        )
    });
    let viewer =
        Signal::derive(move || board.with(|board| Some(board.as_ref()?.as_ref().ok()?.viewer.clone())));
    let live = shown(board, move |read| match read {
        Ok(board) => view! { <LiveBoard board/> }.into_any(),
        Err(AppError::NotFound | AppError::NotPermitted) => view! { <NotFoundText/> }.into_any(),
        Err(error) => {
            let retry = Callback::new(move |()| board.refetch());
            view! { <Failure error retry/> }.into_any()
        }
    });
    let search = awaits(move || viewer.with(Option::is_some).then(|| view! { <Search/> }));
    view! {
        <Frame title places viewer skip=words.board.skip search>
            <div class="desk">
                <div class="desk-board">{live}</div>
                <Panel/>
            </div>
        </Frame>
    }
}

/// The boards that one may switch to: all, and one for each department.
fn places(board: &Board, department: Option<&str>, all: &str) -> Vec<Place> {
    let whole = Place { name: all.to_owned(), href: "/quadro".into(), here: department.is_none() };
    let each = board.departments.iter().map(|d| Place {
        name: d.name.clone(),
        href: format!("/quadro/{}", d.slug),
        here: department == Some(d.slug.as_str()),
    });
    std::iter::once(whole).chain(each).collect()
}

/// The board could not be read.
#[component]
fn Failure(
    /// Why.
    error: AppError,
    /// Tries again.
    retry: Callback<()>,
) -> impl IntoView {
    let words = words();
    let location = expect_context::<BoardLocation>();
    let signed_out = error == AppError::SignedOut;
    let (href, name) = if signed_out {
        ("/entrar".to_owned(), words.common.sign_in_again)
    } else {
        (location.link(|_| ()), words.common.retry)
    };
    // Without a script the link asks again by itself.
    let ask = move |event: leptos::ev::MouseEvent| {
        if !signed_out {
            event.prevent_default();
            retry.run(());
        }
    };
    view! {
        <section class="alone" role="alert">
            <h2>{words.board.error_title}</h2>
            <p>{error.sentence(words)}</p>
            <p><a class="button primary" href=href rel="external" on:click=hears(ask)>{name}</a></p>
        </section>
    }
}

/// The board, alive.
#[component]
fn LiveBoard(
    /// As it was read.
    board: Board,
) -> impl IntoView {
    let location = expect_context::<BoardLocation>();
    let all = words().board.all_departments;
    let goals =
        places(&board, None, all).into_iter().map(|place| (place.name, place.href)).collect::<Vec<_>>();
    let since = board.seq;
    let state = BoardState::new(board);
    provide_context(state);
    provide_context(Places(goals));
    state.opened(location.address.with_untracked(|address| address.ticket.clone()));
    Effect::new(move |woken: Option<()>| {
        if woken.is_none() {
            state.wake(since);
            crate::read_marks::told(move |ticket, seq| state.read_elsewhere(ticket, seq));
            fetch_soon(&[Chunk::Panel]);
            // Who asked for the commands on a ticket's page finds them open.
            if window().location().hash().is_ok_and(|hash| hash == COMMANDS) {
                location.palette.set(Some(String::new()));
            }
        }
    });
    Effect::new(move |_| {
        let address = location.address.get();
        state.ask(address.query());
        if state.cursor.open.with_untracked(|open| *open != address.ticket) {
            state.opened(address.ticket);
        }
    });
    let density = move || location.address.with(|address| address.density.as_str());
    let divided = memo(move || state.query.lanes.get() != Swimlanes::None);
    let columns = move || {
        if divided.get() {
            return view! { <SwimlanesView/> }.into_any();
        }
        let columns = state.lists.heads.get_value().into_iter();
        columns.map(|column| view! { <ColumnView column/> }).collect_view().into_any()
    };
    // Only a board with lanes scrolls down as a whole.
    let scrolled = move |_| {
        if divided.get_untracked() {
            state.look_at_all();
        }
    };
    view! {
        <Toolbar/>
        <Stale/>
        <ColumnTabs/>
        <div class="board" data-density=density data-sorted=move || state.query.order.get().as_str() class:lifting=move || state.in_hand.keyboard_drag.with(Option::is_some)
            class:divided=move || divided.get() on:scroll=hears(scrolled)>
            {dynamic(columns)}
            <Probe/>
        </div>
        <p id="board-hint" class="visually-hidden">{words().board.hint}</p>
        <Shown when=move || state.cursor.awake.get()>{part(Chunk::Actions)}</Shown>
    }
}

/// A card and a divider that nobody sees: what they measure decides which cards are drawn.
#[component]
fn Probe() -> impl IntoView {
    view! {
        <div class="card probe" aria-hidden="true">
            <div class="card-top"></div>
            <h3 class="card-title"><a>"A"<br/>"A"</a></h3>
            <div class="card-meta"><p class="card-who"></p><p class="card-foot"></p></div>
            <p class="card-last">"A"</p>
        </div>
        <p class="divider probe-divider" aria-hidden="true"></p>
    }
}

/// The board could not be read again: what is on the screen stays.
#[component]
fn Stale() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let words = words();
    view! {
        <Shown when=move || state.loader.failed.get()>
            <div class="banner warn" role="status">
                <span>{words.board.error_again}</span>
                <button type="button" class="button" on:click=hears(move |_| state.read_again(true))>{words.common.retry}</button>
            </div>
        </Shown>
    }
}

/// The ticket beside the board.
#[component]
fn Panel() -> impl IntoView {
    let location = expect_context::<BoardLocation>();
    let open = move || location.address.with(|address| address.ticket.is_some());
    view! { <Shown when=open><div class="desk-panel">{part(Chunk::Panel)}</div></Shown> }
}
