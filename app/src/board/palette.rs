//! Ctrl+K: everything that can be done, by its name. Accents and case do not matter, the words come in any order, and
//! each line teaches its key (`ux.md` 2.1).

use super::action::Action;
use super::address::Density;
use super::dom;
use super::drag;
use super::keyboard_drag::Key;
use super::line::{Does, Line as Offered};
use super::location::BoardLocation;
use super::offers::Place;
use super::preferences;
use super::state::BoardState;
use super::toolbar;
use crate::i18n::{fill, words};
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon, dynamic, hears, memo, pressed, reveal};
use domain::TicketId;
use domain::board::{Order, Swimlanes, View};
use domain::text::{fold, isolated};
use leptos::html;
use leptos::prelude::*;

/// The boards that one may go to: name and address.
#[derive(Clone)]
pub(super) struct Places(pub(super) Vec<(String, String)>);

/// Lines that are shown at once, all that was done lately among them: who types another letter sees fewer.
const SHOWN: usize = 60;

/// What a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Act {
    /// Something that is done to a card.
    Of(TicketId, Does),
    NewTag(TicketId, String),
    Open(String),
    View(View),
    Order(Order),
    Density(Density),
    Swimlanes(Swimlanes),
    Filter(String),
    Go(String),
    Undo(u32),
    Pause,
    Letters,
    Digest,
    Help,
}

/// A line of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    group: &'static str,
    text: String,
    key: &'static str,
    act: Act,
}

/// All lines, the nearest first: what can be done to the card in focus, then where one may go.
fn lines(state: BoardState, location: BoardLocation, places: &[(String, String)]) -> Vec<Line> {
    let words = state.session.words;
    let w = &words.board;
    let mut lines = vec![];
    let card = state.cursor.current.get_untracked().filter(|id| state.cards.card(*id).is_some());
    let mut other = |group, text: String, key, act| lines.push(Line { group, text, key, act });
    if let Some(id) = card {
        let code = id.code();
        for Offered { name, key, does, .. } in state.offered(Place::Palette, &[id]) {
            other(w.palette_ticket, format!("{name} · {code}"), key, Act::Of(id, does));
        }
    }
    for view in View::ALL {
        other(w.palette_views, toolbar::view_name(words, view).to_owned(), "", Act::View(view));
    }
    let density = location.address.with_untracked(|address| address.density);
    for view in state.query.views.get_untracked() {
        other(w.palette_views, view.name.clone(), "", Act::Go(state.link_of(&view, density)));
    }
    for (name, href) in places {
        other(w.palette_go, format!("{} · {}", w.title, isolated(name)), "", Act::Go(href.clone()));
    }
    for order in Order::ALL {
        other(w.order, format!("{}: {}", w.order, toolbar::order_name(words, order)), "", Act::Order(order));
    }
    for lanes in Swimlanes::ALL {
        let text = format!("{}: {}", w.lanes, toolbar::lanes_name(words, lanes));
        other(w.lanes, text, "", Act::Swimlanes(lanes));
    }
    for density in Density::ALL {
        let text = format!("{}: {}", w.density, toolbar::density_name(words, density));
        other(w.density, text, "D", Act::Density(density));
    }
    let pause = fill(if state.hold.paused.get_untracked() { w.resume } else { w.pause }, &[("count", "")]);
    other(w.palette_board, pause, "", Act::Pause);
    // What was done here, the last one first: each may be taken back as long as it can be.
    for entry in state.session.history.all() {
        let text = fill(w.palette_undo, &[("what", &entry.text)]);
        other(w.palette_past, text, "Ctrl+Z", Act::Undo(entry.id));
    }
    // Tags come last: they are many, and who looks for one types it, or T.
    if let Some(id) = card {
        let cards = state.cards_meant(id);
        let of = state.meant_text(&cards);
        for Offered { name, key, does, .. } in state.offered(Place::PaletteEnd, &cards) {
            other(w.palette_ticket, format!("{name} · {of}"), key, Act::Of(id, does));
        }
    }
    let letters = if crate::ui::letters() { w.palette_letters_off } else { w.palette_letters_on };
    other(w.palette_board, letters.to_owned(), "", Act::Letters);
    let digest = if preferences::digest() { w.palette_digest_off } else { w.palette_digest_on };
    other(w.palette_board, digest.to_owned(), "", Act::Digest);
    other(w.palette_board, w.help_title.to_owned(), "?", Act::Help);
    lines
}

/// The lines that hold every typed word; then tickets whose code or text does; then a search.
fn found(state: BoardState, all: &[Line], typed: &str) -> Vec<Line> {
    let w = &state.session.words.board;
    let typed = typed.trim();
    let folded = fold(typed);
    let fits = |text: &str| folded.split_whitespace().all(|word| text.contains(word));
    let mut found: Vec<Line> =
        all.iter().filter(|line| fits(&fold(&line.text))).take(SHOWN).cloned().collect();
    if typed.is_empty() {
        return found;
    }
    if let Some(code) = domain::ids::read_code(&folded) {
        let text = fill(w.palette_open, &[("code", &code)]);
        found.insert(0, Line { group: w.palette_tickets, text, key: "", act: Act::Open(code) });
    }
    let tickets = state.cards.search(&fits, SHOWN.saturating_sub(found.len()));
    found.extend(tickets.into_iter().map(|(code, title)| Line {
        group: w.palette_tickets,
        text: format!("{code} · {}", isolated(&title)),
        key: "",
        act: Act::Open(code),
    }));
    found.extend(new_tag(state, typed));
    let text = fill(w.palette_search, &[("text", typed)]);
    found.push(Line { group: w.palette_tickets, text, key: "/", act: Act::Filter(typed.to_owned()) });
    found
}

/// "etiqueta urgência fiscal" makes one where there is none of that name.
fn new_tag(state: BoardState, typed: &str) -> Option<Line> {
    let words = state.session.words;
    let id = state.cursor.current.get_untracked()?;
    let start = state.tag_start();
    let start = start.trim();
    // By letters: "étiqueta" means it, too.
    let (at, _) = typed.char_indices().nth(start.chars().count())?;
    let name = typed[at..].trim();
    if !fold(typed).starts_with(&fold(start)) {
        return None;
    }
    if name.is_empty() || state.session.tags.with(|tags| tags.named(name).is_some()) {
        return None;
    }
    let text =
        format!("{} · {}", fill(words.tag.make, &[("name", name)]), state.meant_text(&state.cards_meant(id)));
    Some(Line { group: words.board.palette_ticket, text, key: "", act: Act::NewTag(id, name.to_owned()) })
}

fn run(state: BoardState, location: BoardLocation, act: Act) {
    location.palette.set(None);
    // A card that is moved takes the focus with it.
    if !matches!(act, Act::Of(_, Does::Do(Action::Move(_)))) {
        state.back_to_card();
    }
    match act {
        Act::Of(id, does) => state.act(location, id, does),
        Act::NewTag(id, name) => state.put_named(&state.cards_meant(id), &name),
        Act::Open(code) => location.open(code),
        Act::View(view) => location.go(false, |address| address.view = view),
        Act::Order(order) => location.go(false, |address| address.order = order),
        Act::Density(density) => location.go(true, |address| address.density = density),
        Act::Swimlanes(lanes) => location.go(false, |address| address.lanes = lanes),
        Act::Filter(text) => location.go(false, |address| address.text = text),
        Act::Go(href) => location.follow(&href),
        Act::Undo(entry) => state.take_back(entry),
        Act::Pause => state.pause(!state.hold.paused.get_untracked()),
        Act::Help => state.overlay.help.set(true),
        Act::Digest => preferences::set_digest(!preferences::digest()),
        Act::Letters => crate::ui::set_letters(!crate::ui::letters()),
    }
}

/// The field in the top bar, for those who press no Ctrl+K.
#[component]
pub(super) fn Search() -> impl IntoView {
    let w = &words().board;
    let location = expect_context::<BoardLocation>();
    view! {
        <button id="search" type="button" class="search" title=w.palette aria-keyshortcuts="Control+K" aria-haspopup="dialog"
            on:mousedown=hears(|event: leptos::ev::MouseEvent| event.prevent_default())
            on:click=hears(move |_| location.palette.set(Some(String::new())))>
            <Icon kind=Glyph::Search/>
            <span>{w.palette_field}</span>
            <kbd aria-hidden="true">"Ctrl K"</kbd>
        </button>
    }
}

/// The palette, while it is open.
#[component]
pub(super) fn Palette() -> impl IntoView {
    let Places(places) = expect_context();
    let state = expect_context::<BoardState>();
    let location = expect_context::<BoardLocation>();
    let open =
        move |start: String| view! { <Open state location lines=lines(state, location, &places) start/> };
    dynamic(move || location.palette.get().map(&open))
}

#[component]
fn Open(
    state: BoardState,
    location: BoardLocation,
    lines: Vec<Line>,
    /// What is typed already.
    start: String,
) -> impl IntoView {
    let w = &words().board;
    let dialog = NodeRef::<html::Dialog>::new();
    drag::key(state, Key::Cancel);
    // Who was writing goes on where they were.
    let from = StoredValue::new(dom::focused_field());
    let typed = RwSignal::new(start);
    let at = RwSignal::new(0_usize);
    let shown = memo(move || typed.with(|typed| found(state, &lines, typed)));
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // It is open already where a browser says no.
            dialog.show_modal().ok();
            dom::focus("#palette-text");
        }
    });
    let close = move || {
        location.palette.set(None);
        match from.get_value() {
            // The dialog lets nothing else have the focus until it is gone.
            Some(field) => dom::after_paint(move || dom::focus(&format!("#{field}"))),
            None if state.cursor.current.with_untracked(Option::is_none) => {
                dom::after_paint(|| dom::focus("#search"));
            }
            None => state.back_to_card(),
        }
    };
    let step = move |by: isize| {
        let count = shown.with(Vec::len);
        at.update(|at| *at = at.saturating_add_signed(by).min(count.saturating_sub(1)));
        reveal(&format!("#palette-{}", at.get_untracked()));
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "Enter" => {
                if let Some(line) = shown.with(|shown| shown.get(at.get_untracked()).cloned()) {
                    run(state, location, line.act);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let line = move |(n, line): (usize, Line)| {
        let act = line.act.clone();
        view! {
            <li id=format!("palette-{n}") role="option" class="menu-line" aria-selected=move || if at.get() == n { "true" } else { "false" }
                on:click=hears(move |_| run(state, location, act.clone()))>
                <span>{line.text}</span>
                <small>{line.group}</small>
                {(!line.key.is_empty()).then(|| view! { <kbd aria-hidden="true">{line.key}</kbd> })}
            </li>
        }
    };
    view! {
        <dialog node_ref=dialog class="dialog palette" aria-label=w.palette
            on:cancel=hears(move |event: leptos::ev::Event| { event.prevent_default(); close(); })
            on:click=hears(move |event: leptos::ev::MouseEvent| if dom::target(&event).is_some_and(|on| on.tag_name() == "DIALOG") { close() })>
            <input id="palette-text" class="input" type="text" role="combobox" autocomplete="off" spellcheck="false" aria-expanded="true"
                aria-controls="palette-list" aria-label=w.palette placeholder=w.palette_hint
                aria-activedescendant=move || format!("palette-{}", at.get())
                prop:value=move || typed.get() on:input=hears(move |event| { typed.set(event_target_value(&event)); at.set(0); })
                on:keydown=pressed(keys)/>
            <ul id="palette-list" role="listbox" aria-label=w.palette>
                {dynamic(move || shown.get().into_iter().enumerate().map(line).collect_view())}
            </ul>
        </dialog>
    }
}
