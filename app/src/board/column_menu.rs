//! "⋯" of a column: what is done to it, or to all of its cards, and how the board is ordered (`ux.md` 2.3).

use super::request::Request;
use super::state::{BoardState, CardList};
use super::toolbar::{self, order_name};
use crate::i18n::{fill, words};
use crate::shell::close_popover;
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon, Shown, dynamic, hears, memo};
use domain::board::{Order, Swimlanes};
use leptos::prelude::*;

/// The button and its menu. A folded column opens by its own button.
#[component]
pub(super) fn ColumnMenu(
    /// Of which column.
    column: CardList,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let name = state.session.column_name(column.id);
    let id = format!("column-menu-{}", column.at);
    let label = fill(w.column_actions, &[("column", &name)]);
    let done = {
        let id = id.clone();
        move || close_popover(&id)
    };
    let line = move |text: String, run: Callback<()>| {
        let done = done.clone();
        let click = move |_| {
            done();
            run.run(());
        };
        view! { <li><button type="button" class="menu-line" on:click=hears(click)>{text}</button></li> }
    };
    let fold = line(w.fold.to_owned(), Callback::new(move |()| column.fold(state, true)));
    // A board with lanes has the cards of a column in many lists: they are chosen lane by lane.
    let plain = state.query.lanes.get_untracked() == Swimlanes::None;
    let choose = plain.then(|| {
        let run = Callback::new(move |()| state.choose_all(&column.cards()));
        line(w.column_choose.to_owned(), run)
    });
    let resolved = state
        .session
        .rules
        .with_value(|rules| rules.first_status(column.id).is_some_and(|s| s.category.is_resolved()));
    let archive = (plain && resolved).then(|| {
        let run = Callback::new(move |()| state.request(Request::Archive(column.cards())));
        line(w.column_archive.to_owned(), run)
    });
    let orders = toolbar::choices(Order::ALL, order_name, |address| &mut address.order);
    let orders = orders.into_iter().map(|link| link.line(id.clone())).collect_view();
    let folded = memo(move || column.collapsed.get());
    let turn = RwSignal::new(0_u32);
    let unfold = format!("{} · {name}", w.unfold);
    let limit = {
        let id = id.clone();
        move || state.overlay.limit_form.get().map(|form| form(column, id.clone(), turn))
    };
    view! {
        <Shown when=move || folded.get()>
            <button type="button" class="column-fold" title=w.unfold aria-label=unfold.clone() aria-expanded="false"
                on:click=hears(move |_| column.fold(state, false))>
                <Icon kind=Glyph::ChevronRight/>
            </button>
        </Shown>
        <button type="button" class="column-more" popovertarget=id.clone() aria-label=label.clone() title=label.clone()><Icon kind=Glyph::More/></button>
        <div id=id.clone() class="popover column-list" popover="auto" on:toggle=hears(move |_: leptos::ev::Event| turn.update(|turn| *turn += 1))>
            <ul class="needs-script" aria-label=label>{fold}{choose}{archive}</ul>
            <p class="menu-title">{w.order}</p>
            <ul aria-label=w.order>{orders}</ul>
            {dynamic(limit)}
        </div>
    }
}
