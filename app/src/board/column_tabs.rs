//! On a phone one column is seen at a time: here all of them are, by name and count, and one tap away (`ux.md` 2.3).

use super::state::{BoardState, CardList};
use super::{dom, watch};
use crate::i18n::words;
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon, Shown, dynamic, hears, memo};
use domain::board::Swimlanes;
use leptos::prelude::*;

/// The columns as a row of buttons. Wider screens hide it: they show the columns themselves.
#[component]
pub(super) fn ColumnTabs() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let seen = RwSignal::new(0_usize);
    Effect::new(move |_| {
        // A board with lanes has its columns in every lane.
        if state.query.lanes.get() == Swimlanes::None {
            dom::after_paint(move || {
                watch::columns(move |at| {
                    seen.try_set(at);
                });
            });
        }
    });
    let one = move |column: CardList| {
        let counts = memo(move || state.tally.counts.with(|counts| column.counts(counts)));
        let on = move || (seen.get() == column.at).then_some("true");
        let go = move |_| crate::ui::reveal(&dom::list(column.index));
        view! {
            <button type="button" class="column-tab" aria-current=on on:click=hears(go)>
                <span class="column-tab-name">{state.session.column_name(column.id)}</span>
                <b>{dynamic(move || counts.get().cards)}</b>
                <Shown when=move || { counts.get().late > 0 }><Icon kind=Glyph::Flame/></Shown>
            </button>
        }
    };
    let divided = memo(move || state.query.lanes.get() != Swimlanes::None);
    view! {
        <Shown when=move || !divided.get()>
            <nav class="column-tabs needs-script" aria-label=words().board.columns>{state.lists.heads.get_value().into_iter().map(one).collect_view()}</nav>
        </Shown>
    }
}
