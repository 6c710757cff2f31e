//! The board with lanes: the heads of the columns above, below them a row for each lane.

use super::column::{ColumnView, Fact, Header, count_text};
use super::state::{BoardState, CardList, SwimlaneRow};
use crate::i18n::words;
use crate::ui::view;
use crate::ui::{Glyph, Icon, Shown, dynamic, each, hears, memo};
use domain::board::ColumnCounts;
use leptos::prelude::*;

/// All lanes.
#[component]
pub(super) fn SwimlanesView() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let head = |column: CardList| {
        let heading = format!("column-{}", column.id.0);
        view! { <div class="column" class:rail=move || column.collapsed.get()><Header column heading/></div> }
    };
    view! {
        <div class="lane-heads">{state.lists.heads.get_value().into_iter().map(head).collect_view()}</div>
        {each(move || state.lists.rows.get(), SwimlaneRow::key, |row| view! { <SwimlaneView row/> })}
        <Shown when=move || { state.lists.more_lanes.get() > 0 }>
            <p class="lane-more">{dynamic(move || count_text(state.lists.more_lanes.get(), w.lane_more_one, w.lane_more_other))}</p>
        </Shown>
    }
}

/// One lane: its head, which folds it, and its part of every column.
#[component]
fn SwimlaneView(row: SwimlaneRow) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let SwimlaneRow { lane, name, lists, .. } = row;
    let counts = {
        let lists = lists.clone();
        memo(move || {
            state.tally.counts.with(|counts| {
                lists.iter().fold(ColumnCounts::default(), |all, list| all.with(list.counts(counts)))
            })
        })
    };
    let open = memo(move || state.lists.folded.with(|folded| !folded.contains(&lane)));
    let section = name.clone();
    let cards = move || count_text(counts.get().cards, w.count_tickets_one, w.count_tickets_other);
    let late = move || count_text(counts.get().late, w.count_late_one, w.count_late_other);
    let soon = move || count_text(counts.get().soon, w.count_soon_one, w.count_soon_other);
    view! {
        <section class="lane" aria-label=section class:folded=move || !open.get()>
            <h2 class="lane-head">
                <button type="button" disabled=move || !state.cursor.awake.get() aria-expanded=move || if open.get() { "true" } else { "false" }
                    on:click=hears(move |_| state.fold_lane(lane))>
                    <Icon kind=Glyph::ChevronRight/>
                    <span class="lane-name">{name}</span>
                    <span class="visually-hidden">": "{dynamic(cards)}</span>
                    <span class="lane-counts" aria-hidden="true">
                        <span class="column-count">{dynamic(move || counts.get().cards)}</span>
                        <Fact class="late" kind=Glyph::Flame count=Signal::derive(move || counts.get().late) title=Signal::derive(late)/>
                        <Fact class="soon" kind=Glyph::Clock count=Signal::derive(move || counts.get().soon) title=Signal::derive(soon)/>
                    </span>
                </button>
            </h2>
            <Shown when=move || open.get()>
                <div class="lane-lists">{lists.iter().map(|column| view! { <ColumnView column=*column/> }).collect_view()}</div>
            </Shown>
        </section>
    }
}
