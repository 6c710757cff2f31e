//! A card: what it is about, how it stands, whose it is. One signal holds it, so one edit draws one card.

use super::dom;
use super::layout::Line;
use super::location::BoardLocation;
use super::request::Request;
use super::state::{BoardState, Transient};
use super::tags::Tags;
use crate::i18n::{fill, plural, words};
use crate::live::Clock;
use crate::outbox::Outbox;
use crate::ticket::doing;
use crate::ui::view;
use crate::ui::{Age, Avatar, Glyph, Icon, PriorityBadge, SlaChip, StatusChip};
use crate::ui::{Memo, hears, memo};
use crate::ui::{Shown, dynamic};
use domain::TicketId;
use domain::board::Card;
use domain::feed::{Doing, Present};
use domain::sla::Look;
use domain::text::isolated;
use leptos::prelude::*;

/// A line of the column's list with its card, and what is said beside it.
#[component]
pub(super) fn CardView(
    /// Which ticket.
    id: TicketId,
    /// How many cards the column holds.
    size: Memo<usize>,
    /// Where a lifted card would come to lie in the column. Not a context: components share those of their parent.
    line: Memo<Option<Line>>,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    state.cards.entry(id).map(|entry| {
        let position = entry.position;
        let transient = RwSignal::from(entry.transient);
        let card = RwSignal::from(entry.shown);
        view! {
            <li aria-setsize=move || size.get() aria-posinset=move || position.get() class:line=move || line.get() == Some(Line::Above(id))>
                <Body id card transient/>
                <NoteBeside id transient/>
            </li>
        }
    })
}

/// The card itself.
#[component]
fn Body(id: TicketId, card: RwSignal<Card>, transient: RwSignal<Transient>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let location = expect_context::<BoardLocation>();
    let clock = expect_context::<Clock>();
    let w = &words().board;
    let code = id.code();
    let title = memo(move || card.with(|of| of.title.clone()));
    let look = memo(move || match card.with(|of| of.facts.sla).look(clock.now.get()) {
        Look::Late(_) => "late",
        Look::Warning(_) => "soon",
        _ => "calm",
    });
    let stop = memo(move || is_stop(state, id));
    let tab = move || state.cursor.awake.get().then(|| if stop.get() { "0" } else { "-1" });
    let lifted = memo(move || {
        state.in_hand.keyboard_drag.with(|drag| drag.as_ref().is_some_and(|drag| drag.ticket == id))
    });
    let open = memo(move || state.cursor.open.with(|open| *open == Some(id.code())));
    let chosen = memo(move || state.selection.chosen.with(|chosen| chosen.contains(&id)));
    let present = memo(move || state.session.present(id));
    let carried = memo(move || present.with(|people| people.iter().any(|one| one.doing == Doing::Dragging)));
    let (title_id, meta_id) = (format!("t-{code}"), format!("m-{code}"));
    let labelled = title_id.clone();
    let described = format!("{meta_id} board-hint");
    let href = format!("/t/{code}");
    let click = move |event: leptos::ev::MouseEvent| click(state, location, id, &event);
    view! {
        <article
            class="card"
            data-ticket=id.to_string()
            data-code=code
            data-look=move || look.get()
            class:lit=move || transient.with(|of| of.lit)
            class:provisional=move || transient.with(|of| of.provisional)
            class:lifted=move || lifted.get()
            class:open=move || open.get()
            class:selected=move || chosen.get()
            class:elsewhere=move || carried.get()
            tabindex=tab
            role=move || lifted.get().then_some("application")
            aria-labelledby=labelled
            aria-describedby=described
            aria-keyshortcuts="Space M Enter"
            on:focusin=hears(move |_| state.cursor.current.set(Some(id)))
            // A click with Shift chooses from the card in focus to this one: the focus stays there.
            on:mousedown=hears(|event: leptos::ev::MouseEvent| if event.shift_key() { event.prevent_default() })
            on:click=hears(click)
        >
            <div class="card-top">
                <PriorityBadge priority=Signal::derive(move || card.with(|of| of.facts.priority))/>
                <Saving id transient/>
                <Asleep card/>
                <Colleagues present/>
                <SlaChip face=Signal::derive(move || card.with(|of| of.facts.sla))/>
            </div>
            <h3 class="card-title" id=title_id><a href=href tabindex=tab data-part="title" translate="yes">{dynamic(move || title.get())}</a></h3>
            <div id=meta_id class="card-meta">
                <Who card/>
                <Foot id card tab=Signal::derive(tab)/>
            </div>
            <p class="card-last">{dynamic(move || card.with(|of| of.last_line.clone()))}</p>
            <Pick id chosen tab=Signal::derive(tab)/>
            <More id title tab=Signal::derive(tab)/>
            <span class="visually-hidden">{dynamic(move || card.with(|of| of.unread.then_some(w.unread)))}</span>
        </article>
    }
}

/// The box over the badge by which the card is chosen.
#[component]
fn Pick(id: TicketId, chosen: Memo<bool>, tab: Signal<Option<&'static str>>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let label = fill(words().board.choose_card, &[("code", &id.code())]);
    view! {
        <button
            type="button"
            class="card-pick"
            role="checkbox"
            data-part="pick"
            tabindex=move || tab.get()
            aria-label=label
            aria-checked=move || if chosen.get() { "true" } else { "false" }
            on:click=hears(move |_| state.choose(id))
        >
            <Icon kind=Glyph::Check/>
        </button>
    }
}

/// Whether the card holds the board's tab stop: the current one, or the first where none is.
fn is_stop(state: BoardState, id: TicketId) -> bool {
    let first =
        |column: super::state::CardList| column.rows.with(|rows| rows.iter().find_map(|row| row.card()));
    state.cursor.current.get().or_else(|| state.lists_shown().into_iter().find_map(first)) == Some(id)
}

/// A click anywhere on the card opens the panel; with Ctrl or the middle button the title's link opens a page.
fn click(state: BoardState, location: BoardLocation, id: TicketId, event: &leptos::ev::MouseEvent) {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    let Some(target) = dom::target(event) else { return };
    let link = target.closest("a").ok().flatten().is_some();
    if event.shift_key() && !link {
        let from = state.cursor.current.get_untracked().unwrap_or(id);
        return state.choose_range(from, id);
    }
    if modified
        || event.button() != 0
        || target.closest("button").ok().flatten().is_some()
        || dom::has_selection()
    {
        return;
    }
    event.prevent_default();
    state.cursor.current.set(Some(id));
    location.open(id.code());
}

/// Who asked, and how long ago.
#[component]
fn Who(card: RwSignal<Card>) -> impl IntoView {
    let w = &words().board;
    let created = card.with_untracked(|card| card.facts.created_at);
    let contact = memo(move || card.with(|of| of.contact.clone()));
    let organization = memo(move || card.with(|of| of.organization.clone()));
    let unread = memo(move || card.with(|of| of.unread));
    view! {
        <p class="card-who">
            <Shown when=move || unread.get()><span class="dot" title=w.unread></span></Shown>
            <span class="card-people" class:unread=move || unread.get()>
                <b>{dynamic(move || contact.get())}</b>
                {dynamic(move || organization.get().map(|name| format!(" · {}", isolated(&name))))}
            </span>
            <span class="visually-hidden">", "{w.opened}" "</span>
            <Age at=created/>
        </p>
    }
}

/// Code, status where it is not the column's first, counts, whose it is.
#[component]
fn Foot(id: TicketId, card: RwSignal<Card>, tab: Signal<Option<&'static str>>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let code = id.code();
    let status = memo(move || card.with(|of| of.facts.status));
    let special = memo(move || {
        let (column, status) = card.with(|card| (card.facts.column, card.facts.status));
        state
            .session
            .rules
            .with_value(|rules| rules.first_status(column).is_none_or(|first| first.id != status))
    });
    let assignee = memo(move || card.with(|of| of.assignee.as_ref().map(|person| person.name.clone())));
    let whose = move || match assignee.get() {
        Some(name) => fill(w.assignee, &[("name", &name)]),
        None => w.free.to_owned(),
    };
    let messages = memo(move || card.with(|of| of.messages));
    let comments = memo(move || card.with(|of| of.comments));
    let label = fill(w.copy_code, &[("code", &code)]);
    let copy = {
        let code = code.clone();
        move |_| copy(state, &code)
    };
    view! {
        <p class="card-foot">
            <button type="button" class="code" disabled=move || !state.cursor.awake.get() tabindex=move || tab.get() data-part="code" title=label on:click=hears(copy)>{code}</button>
            <Shown when=move || special.get()><StatusChip status rules=state.session.rules/></Shown>
            <Tags card/>
            <span class="card-space"></span>
            <Number count=messages kind=Glyph::Message one=w.messages_one other=w.messages_other/>
            <Number count=comments kind=Glyph::Note one=w.comments_one other=w.comments_other/>
            <span class="card-whose" title=whose><Avatar name=assignee/></span>
            <span class="visually-hidden">{dynamic(whose)}</span>
        </p>
    }
}

/// A count with its shape; nothing where it is nought.
#[component]
fn Number(count: Memo<i32>, kind: Glyph, one: &'static str, other: &'static str) -> impl IntoView {
    let text =
        move || fill(plural(i64::from(count.get()), one, other), &[("count", &count.get().to_string())]);
    view! {
        <Shown when=move || { count.get() > 0 }>
            <span class="card-number" title=text>
                <Icon kind=kind/><span aria-hidden="true">{dynamic(move || count.get())}</span>
                <span class="visually-hidden">{dynamic(text)}</span>
            </span>
        </Shown>
    }
}

/// Copies the code, and says so.
fn copy(state: BoardState, code: &str) {
    dom::copy(code);
    state.session.announcer.polite(fill(state.session.words.board.copied, &[("code", code)]));
}

/// The mark of a move that takes long, or waits in the queue.
#[component]
fn Saving(id: TicketId, transient: RwSignal<Transient>) -> impl IntoView {
    let words = words();
    let outbox = expect_context::<Outbox>();
    let text = move || if outbox.holds(id) { words.outbox.waiting } else { words.board.saving };
    view! { <Shown when=move || transient.with(|of| of.saving)><span class="saving">{dynamic(text)}</span></Shown> }
}

/// Colleagues who view, write in or carry the card now.
#[component]
fn Colleagues(present: Memo<Vec<Present>>) -> impl IntoView {
    let face = |one: Present| {
        let (doing, text) = doing(words(), &one);
        let title = text.clone();
        view! { <span class="present" data-doing=doing title=title><Avatar name=Signal::stored(Some(one.person.name))/><span class="visually-hidden">{text}</span></span> }
    };
    view! { <Shown when=move || !present.with(Vec::is_empty)>{dynamic(move || present.get().into_iter().take(3).map(face).collect_view())}</Shown> }
}

/// "adiado": the ticket rests until its time.
#[component]
fn Asleep(card: RwSignal<Card>) -> impl IntoView {
    let w = &words().board;
    let until = memo(move || card.with(|of| of.facts.snoozed_until));
    let title =
        move || until.get().map(|until| fill(w.asleep_until, &[("time", &crate::ui::absolute(until))]));
    view! {
        <Shown when=move || until.get().is_some()>
            <span class="asleep" title=title><Icon kind=Glyph::Moon/>{w.asleep}</span>
        </Shown>
    }
}

/// "⋯": the one button for all that can be done to the card.
#[component]
fn More(id: TicketId, title: Memo<String>, tab: Signal<Option<&'static str>>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let code = id.code();
    let label = move || fill(w.actions, &[("code", &code), ("title", &title.get())]);
    let open = memo(move || state.overlay.menu.with(|menu| menu.is_some_and(|(of, _)| of == id)));
    let toggle = move |event: leptos::ev::MouseEvent| {
        let corners = dom::target(&event)
            .and_then(|t| t.closest("button").ok().flatten())
            .map(|button| dom::corners(&button));
        let closed = state.overlay.menu.with_untracked(|menu| menu.is_none_or(|(of, _)| of != id));
        state.overlay.menu.set(corners.filter(|_| closed).map(|corners| (id, corners)));
    };
    view! {
        <button
            type="button"
            class="card-more"
            data-part="more"
            tabindex=move || tab.get()
            aria-label=label
            aria-haspopup="menu"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=hears(toggle)
        >
            <Icon kind=Glyph::More/>
        </button>
    }
}

/// What is said beside the card until it is dismissed: who was first, or why it did not move.
#[component]
fn NoteBeside(id: TicketId, transient: RwSignal<Transient>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let note = memo(move || transient.with(|of| of.note.clone()));
    let again = memo(move || note.with(|note| note.as_ref().and_then(|note| note.again.clone())));
    let anyway = move |_| {
        if let Some(intent) = again.get_untracked() {
            state.request(Request::Move(intent));
        }
    };
    view! {
        <Shown when=move || note.with(Option::is_some)>
            <div class="card-note" role="group">
                <p>{dynamic(move || note.get().map(|note| note.text))}</p>
                <Shown when=move || again.with(Option::is_some)>
                    <button type="button" class="button" on:click=hears(anyway)>{w.note_anyway}</button>
                </Shown>
                <button type="button" class="button" on:click=hears(move |_| state.dismiss(id))>{w.note_ok}</button>
            </div>
        </Shown>
    }
}
