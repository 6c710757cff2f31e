//! "Mover para…": every status with its refusal in words, the place in the manual order, the reason where one is asked.

use super::action::Intent;
use super::dom;
use super::layout;
use super::move_intent::MoveIntent;
use super::state::{BoardState, CardList};
use crate::i18n::{fill, words};
use crate::reason::ReasonField;
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon, status_glyph};
use crate::ui::{Shown, dynamic};
use crate::ui::{hears, memo};
use domain::board::{Card, Order};
use domain::ticket::Anchor;
use domain::{Category, StatusId, TicketId};
use leptos::html;
use leptos::prelude::*;

/// The dialog, while it is open.
#[component]
pub(super) fn MoveDialog() -> impl IntoView {
    let state = expect_context::<BoardState>();
    dynamic(move || {
        let id = state.overlay.dialog.get()?;
        let card = state.cards.card(id)?;
        Some(view! { <Open state card/> })
    })
}

/// Where in the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Top,
    Bottom,
    After(TicketId),
}

/// A status to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Choice {
    id: StatusId,
    name: String,
    category: Category,
    here: bool,
    refusal: Option<String>,
}

/// The first status of each column, then all others.
fn choices(state: BoardState, card: &Card) -> (Vec<Choice>, Vec<Choice>) {
    let (statuses, firsts) = state.session.rules.with_value(|rules| {
        let firsts: Vec<StatusId> =
            rules.columns.iter().filter_map(|c| rules.first_status(c.id)).map(|s| s.id).collect();
        (rules.statuses.clone(), firsts)
    });
    let choice = |id: StatusId| {
        let status = statuses.iter().find(|s| s.id == id)?;
        Some(Choice {
            id,
            name: state.session.status_name(id),
            category: status.category,
            here: id == card.facts.status,
            refusal: state.refusal(card, id),
        })
    };
    let first = firsts.iter().filter_map(|id| choice(*id)).collect();
    let other = statuses.iter().map(|s| s.id).filter(|id| !firsts.contains(id)).filter_map(choice).collect();
    (first, other)
}

#[component]
fn Open(state: BoardState, card: Card) -> impl IntoView {
    let words = words();
    let w = &words.board;
    let id = card.id();
    let (first, other) = choices(state, &card);
    let all: Vec<Choice> = first.iter().chain(&other).cloned().collect();
    let chosen = RwSignal::new(card.facts.status);
    let position = RwSignal::new(Position::Top);
    let reason = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<&'static str>);
    let manual = state.query.order.get_untracked() == Order::Manual;
    let cancels = memo(move || all.iter().any(|c| c.id == chosen.get() && c.category == Category::Cancelled));
    let asks = memo(move || state.lacks_reason(&Intent::Move(MoveIntent::new(id, chosen.get(), None))));
    let area = NodeRef::<html::Textarea>::new();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Already open: nothing more to do.
            dialog.show_modal().ok();
            dom::focus(".move-dialog input:checked, .move-dialog input:not(:disabled)");
        }
    });
    let close = move || {
        state.overlay.dialog.set(None);
        dom::focus_card_later(id);
    };
    let present = card.facts.status;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let status = chosen.get_untracked();
        let anchor = manual.then(|| anchor(state, id, status, position.get_untracked())).flatten();
        if asks.get_untracked() && reason.with_untracked(|reason| reason.trim().is_empty()) {
            problem.set(Some(words.ticket_words.refused_empty_reason));
            return dom::focus("#move-reason");
        }
        if status == present && anchor.is_none() {
            return problem.set(Some(w.move_choose));
        }
        state.overlay.dialog.set(None);
        // What was typed for another status is not said of this one.
        let reason = Some(reason.get_untracked()).filter(|_| asks.get_untracked());
        state.make_move(MoveIntent { reason, ..MoveIntent::new(id, status, anchor) });
    };
    let far = other.iter().any(|choice| choice.here);
    let code = id.code();
    view! {
        <dialog node_ref=dialog class="dialog move-dialog" aria-labelledby="move-title"
            on:cancel=hears(move |event: leptos::ev::Event| { event.prevent_default(); close(); })>
            <form on:submit=hears(submit)>
                <h2 id="move-title">{fill(w.move_title, &[("code", &code)])}</h2>
                <p class="move-subject">{card.title.clone()}</p>
                <fieldset>
                    <legend>{w.move_columns}</legend>
                    {first.into_iter().map(|choice| view! { <Status choice chosen/> }).collect_view()}
                </fieldset>
                <details open=far>
                    <summary>{w.move_other}</summary>
                    {other.into_iter().map(|choice| view! { <Status choice chosen/> }).collect_view()}
                </details>
                {manual.then(|| view! { <Place state id chosen position/> })}
                <Shown when=move || asks.get()>
                    <ReasonField id="move-reason" reason area told=cancels/>
                </Shown>
                <p class="problem" role="alert">{dynamic(move || problem.get())}</p>
                <footer>
                    <button type="button" class="button" on:click=hears(move |_| close())>{words.common.cancel}</button>
                    <button type="submit" class="button primary">{w.move_submit}</button>
                </footer>
            </form>
        </dialog>
    }
}

/// A status, with the reason where it is refused.
#[component]
fn Status(choice: Choice, chosen: RwSignal<StatusId>) -> impl IntoView {
    let w = &words().board;
    let id = choice.id;
    let refused = choice.refusal.is_some();
    let field = format!("move-{}", id.0);
    let named = field.clone();
    let reason = format!("why-{}", id.0);
    let described = refused.then(|| reason.clone());
    view! {
        <label class="move-choice" for=named class:refused=refused>
            <input type="radio" name="status" id=field value=id.0 disabled=refused aria-describedby=described
                prop:checked=move || chosen.get() == id on:change=hears(move |_| chosen.set(id))/>
            <Icon kind=status_glyph(choice.category)/>
            <span>
                {choice.name}
                {choice.here.then(|| view! { <span class="move-here">" ("{w.move_here}")"</span> })}
                {choice.refusal.map(|text| view! { <small id=reason><Icon kind=Glyph::Lock/>{text}</small> })}
            </span>
        </label>
    }
}

/// The place in the manual order of the column that is chosen.
#[component]
fn Place(
    state: BoardState,
    id: TicketId,
    chosen: RwSignal<StatusId>,
    position: RwSignal<Position>,
) -> impl IntoView {
    let w = &words().board;
    let cards = memo(move || {
        let ids: Vec<TicketId> = target(state, id, chosen.get()).map(CardList::cards).unwrap_or_default();
        let ids: Vec<TicketId> = ids.into_iter().filter(|other| *other != id).collect();
        state.cards.titles(&ids)
    });
    Effect::new(move |_| {
        chosen.track();
        position.set(Position::Top);
    });
    // The end is known only where all cards are loaded.
    let whole = move || {
        target(state, id, chosen.get()).is_some_and(|column| column.next.with_untracked(Option::is_none))
    };
    let change = move |event| {
        let value = event_target_value(&event);
        position.set(match value.as_str() {
            "top" => Position::Top,
            "bottom" => Position::Bottom,
            other => other.parse().map_or(Position::Top, |id| Position::After(TicketId(id))),
        });
    };
    view! {
        <p class="field">
            <label for="move-position">{w.position}</label>
            <select id="move-position" class="input" on:change=hears(change)>
                <option value="top">{w.position_top}</option>
                {dynamic(move || whole().then(|| view! { <option value="bottom">{w.position_bottom}</option> }))}
                {dynamic(move || cards.get().into_iter().map(|(id, name)| {
                    view! { <option value=id.to_string()>{fill(w.position_after, &[("card", &name)])}</option> }
                }).collect_view())}
            </select>
        </p>
    }
}

/// The list where a status lies, in the card's own lane.
fn target(state: BoardState, id: TicketId, status: StatusId) -> Option<CardList> {
    let column = state.session.rules.with_value(|rules| rules.status(status).map(|s| s.column))?;
    let lane = state.lists.place_of(id).and_then(|(list, _)| list.lane);
    state.lists.lists_of(column).into_iter().find(|list| list.lane == lane)
}

/// A place, named by its neighbours; `None` where the card lies there already.
fn anchor(state: BoardState, id: TicketId, status: StatusId, position: Position) -> Option<Anchor> {
    let list = target(state, id, status)?;
    // The top of the column may lie above what is loaded.
    if position == Position::Top && !list.shows_top() {
        return Some(Anchor::default());
    }
    let cards = list.cards();
    let others: Vec<TicketId> = cards.iter().copied().filter(|other| *other != id).collect();
    let slot = match position {
        Position::Top => 0,
        Position::Bottom => others.len(),
        Position::After(card) => others.iter().position(|other| *other == card)? + 1,
    };
    let (after, before) = layout::around_slot(&cards, &[id], slot);
    (!layout::is_own_slot(&cards, id, slot)).then_some(Anchor { after, before })
}
