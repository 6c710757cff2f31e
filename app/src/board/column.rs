//! A column: its header with counts, its cards, its ends.

use super::card::CardView;
use super::column_menu::ColumnMenu;
use super::layout::{self, Line, Row};
use super::location::BoardLocation;
use super::state::{BoardState, CardList};
use crate::i18n::{fill, plural, words};
use crate::live::Clock;
use crate::ui::view;
use crate::ui::{Glyph, Icon, status_glyph};
use crate::ui::{Memo, each, hears, memo};
use crate::ui::{Shown, dynamic};
use domain::board::{Band, ColumnCounts, Filter, Order, View};
use domain::text::isolated;
use domain::{Category, time};
use leptos::prelude::*;

/// A column.
#[component]
pub(super) fn ColumnView(column: CardList) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let plain = column.lane.is_none();
    let heading = format!("column-{}", column.id.0);
    let labelled = plain.then(|| heading.clone());
    let label = move || (!plain).then(|| state.list_name(column));
    let over = memo(move || {
        state
            .in_hand
            .keyboard_drag
            .with(|drag| drag.as_ref().filter(|drag| drag.column == column.index).cloned())
    });
    let line = memo(move || {
        let drag = over.get()?;
        if drag.refusal.is_some() || state.query.order.get() != Order::Manual {
            return None;
        }
        let cards = column.rows.with(|rows| layout::cards(rows));
        if layout::is_own_slot(&cards, drag.ticket, drag.slot) {
            return None;
        }
        Some(layout::around_slot(&cards, &[drag.ticket], drag.slot).1.map_or(Line::End, Line::Above))
    });
    let size = memo(move || {
        let counted = state.tally.counts.with(|counts| column.counts(counts).cards as usize);
        counted.max(column.above.get() + column.rows.with(|rows| layout::cards(rows).len()))
    });
    let rows = move || column.drawn.get();
    let row = move |row: Row| match row {
        Row::Gap(_, high) => {
            view! { <li class="gap" aria-hidden="true" style:height=format!("{high}px")></li> }.into_any()
        }
        Row::Divider(band) => view! { <Divider band/> }.into_any(),
        Row::Card(id) => view! { <CardView id size line/> }.into_any(),
    };
    view! {
        <section
            class="column"
            class:rail=move || column.collapsed.get()
            aria-labelledby=labelled
            aria-label=label
            data-column=column.id.0
            data-list=column.index
            class:over=move || over.with(|drag| drag.as_ref().is_some_and(|drag| drag.refusal.is_none()))
            class:refuses=move || over.with(|drag| drag.as_ref().is_some_and(|drag| drag.refusal.is_some()))
            on:pointerenter=hears(move |_| column.used(state, column.pointed, true))
            on:pointerleave=hears(move |_| column.used(state, column.pointed, false))
            on:focusin=hears(move |_| column.used(state, column.focused, true))
            on:focusout=hears(move |_| column.left(state))
        >
            {plain.then(|| view! { <Header column heading/> })}
            <Hovering column/>
            <Fresh column/>
            // No tab stop of its own, which a browser makes of what scrolls: heading and arrows lead to every card.
            <div class="cards" tabindex="-1" on:scroll=hears(move |_| state.look(column))>
                <ol role="list" class:line-end=move || line.get() == Some(Line::End)>
                    {each(rows, |row| row.key().to_string(), row)}
                </ol>
                {plain.then(|| view! { <Empty column/> })}
                <More column/>
            </div>
        </section>
    }
}

/// "Atrasados", "Vence em 1h", "No prazo": each card says the same of itself, so it is not read aloud.
#[component]
fn Divider(band: Band) -> impl IntoView {
    let w = &words().board;
    let (class, name) = match band {
        Band::Late => ("divider late", w.band_late),
        Band::Soon => ("divider soon", w.band_soon),
        Band::InTime => ("divider", w.band_in_time),
    };
    view! { <li class=class aria-hidden="true"><span>{name}</span></li> }
}

/// Name, counts, oldest, deadlines.
#[component]
pub(super) fn Header(column: CardList, heading: String) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let clock = expect_context::<Clock>();
    let w = &words().board;
    let name = state.session.column_name(column.id);
    let category = state
        .session
        .rules
        .with_value(|rules| rules.first_status(column.id).map_or(Category::New, |s| s.category));
    let counts = memo(move || state.tally.counts.with(|counts| column.counts(counts)));
    let limit = memo(move || limit(state, column));
    let oldest = memo(move || counts.get().oldest.map(|at| age(state.session.words, at, clock.now.get())));
    // Without chip and filter there is nothing to compare with.
    let whole = memo(move || {
        let filtered = state.query.filter.with(Filter::is_narrow);
        let whole = || state.tally.counts.with(|counts| counts.whole.get(column.at).copied());
        filtered.then(whole).flatten()
    });
    let label = {
        let name = name.clone();
        move || {
            let limit = limit.get().map(|(inside, limit)| format!("{inside}/{limit}"));
            let mut text = label(&name, counts.get(), whole.get(), oldest.get());
            if let Some(limit) = limit {
                text = format!("{text}, {}", fill(w.limit, &[("limit", &limit)]));
            }
            if column.waiting.get() > 0 {
                text =
                    format!("{text}, {}", count_text(column.waiting.get(), w.waiting_one, w.waiting_other));
            }
            text
        }
    };
    let bar = fill(w.bar, &[("column", &name)]);
    view! {
        <header class="column-head">
            <h2 id=heading tabindex=move || state.cursor.awake.get().then_some("0") aria-label=label data-heading=column.at>
                <Icon kind=status_glyph(category)/>
                <span class="column-name">{name}</span>
                <span class="column-count">{dynamic(move || count_of(counts.get().cards, whole.get()))}</span>
                <Shown when=move || { column.waiting.get() > 0 }>
                    <span class="waiting">"• "{dynamic(move || count_text(column.waiting.get(), w.waiting_one, w.waiting_other))}</span>
                </Shown>
                {dynamic(move || limit.get().map(|(inside, limit)| {
                    let over = inside > limit;
                    view! {
                        <span class="wip" class:over=over title=fill(w.limit, &[("limit", &limit.to_string())])>
                            {over.then(|| view! { <Icon kind=Glyph::Urgent/> })}
                            {inside}"/"{limit}
                        </span>
                    }
                }))}
            </h2>
            <ColumnMenu column/>
            <p class="column-facts" aria-hidden="true">
                <Fact class="late" kind=Glyph::Flame count=Signal::derive(move || counts.get().late)
                    title=Signal::derive(move || count_text(counts.get().late, w.count_late_one, w.count_late_other))/>
                <Fact class="soon" kind=Glyph::Clock count=Signal::derive(move || counts.get().soon)
                    title=Signal::derive(move || count_text(counts.get().soon, w.count_soon_one, w.count_soon_other))/>
                <Fact class="free" kind=Glyph::User count=Signal::derive(move || counts.get().free)
                    title=Signal::derive(move || count_text(counts.get().free, w.count_free_one, w.count_free_other))/>
                <span class="oldest">{dynamic(move || oldest.get().map(|age| fill(w.oldest, &[("time", &age)])))}</span>
            </p>
            <Bar counts label=bar/>
        </header>
    }
}

pub(super) fn count_text(count: u32, one: &'static str, other: &'static str) -> String {
    fill(plural(i64::from(count), one, other), &[("count", &count.to_string())])
}

/// "14", and "14 de 60" where a filter hides some.
fn count_of(cards: u32, whole: Option<u32>) -> String {
    whole.map_or_else(
        || cards.to_string(),
        |whole| {
            let values = [("count", &*cards.to_string()), ("whole", &*whole.to_string())];
            fill(words().board.count_of, &values)
        },
    )
}

/// "Novo: 14 tickets, 2 atrasados, 3 vencem em menos de 1 hora, mais antigo 2h".
fn label(name: &str, counts: ColumnCounts, whole: Option<u32>, oldest: Option<String>) -> String {
    let w = &words().board;
    let tickets =
        plural(i64::from(whole.unwrap_or(counts.cards)), w.count_tickets_one, w.count_tickets_other);
    let mut parts = vec![fill(tickets, &[("count", &count_of(counts.cards, whole))])];
    let more = [
        (counts.late, w.count_late_one, w.count_late_other),
        (counts.soon, w.count_soon_one, w.count_soon_other),
        (counts.free, w.count_free_one, w.count_free_other),
    ];
    parts.extend(more.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, other)| count_text(n, one, other)));
    parts.extend(oldest.map(|age| fill(w.oldest, &[("time", &age)])));
    format!("{}: {}", isolated(name), parts.join(", "))
}

/// How many cards of the department lie in the column, and how many may.
fn limit(state: BoardState, column: CardList) -> Option<(u32, u32)> {
    let limit = state.limit(column)?;
    let inside = state.tally.counts.with(|counts| counts.inside(limit.department, column.id))?;
    Some((inside, limit.limit))
}

/// A number with its shape; nothing where it is nought.
#[component]
pub(super) fn Fact(
    class: &'static str,
    kind: Glyph,
    count: Signal<u32>,
    title: Signal<String>,
) -> impl IntoView {
    view! {
        <Shown when=move || { count.get() > 0 }>
            <span class=format!("fact {class}") title=move || title.get()><Icon kind=kind/>{dynamic(move || count.get())}</span>
        </Shown>
    }
}

/// The stacked bar of deadlines, drawn without a style of its own: the door's policy allows none.
#[component]
fn Bar(counts: Memo<ColumnCounts>, label: String) -> impl IntoView {
    let parts = memo(move || {
        let counts = counts.get();
        let all = counts.cards.max(1);
        let share = |n: u32| n * 1_000 / all;
        (
            share(counts.late),
            share(counts.soon),
            if counts.cards == 0 { 0 } else { 1_000 - share(counts.late) - share(counts.soon) },
        )
    });
    view! {
        <svg class="bar" viewBox="0 0 1000 3" preserveAspectRatio="none" role="img" aria-label=label focusable="false">
            <rect class="bar-late" x="0" y="0" height="3" width=move || parts.get().0></rect>
            <rect class="bar-soon" x=move || parts.get().0 y="0" height="3" width=move || parts.get().1></rect>
            <rect class="bar-ok" x=move || parts.get().0 + parts.get().1 y="0" height="3" width=move || parts.get().2></rect>
        </svg>
    }
}

/// What a lifted card would meet here: its place in a sorted column, or why it may not be dropped.
#[component]
fn Hovering(column: CardList) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let text = memo(move || {
        let drag = state.in_hand.keyboard_drag.get().filter(|drag| drag.column == column.index)?;
        if drag.refusal.is_some() {
            return drag.refusal;
        }
        let sorted = state.query.order.get() != Order::Manual;
        sorted.then(|| state.sorted_text(drag.ticket, column))
    });
    view! { <Shown when=move || text.with(Option::is_some)><p class="hovering" aria-hidden="true">{dynamic(move || text.get())}</p></Shown> }
}

/// Nothing here, and what to do about it.
#[component]
fn Empty(column: CardList) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let location = expect_context::<BoardLocation>();
    let w = &words().board;
    let empty = move || column.rows.with(Vec::is_empty);
    let filtered = memo(move || state.query.filter.with(Filter::is_narrow));
    let name = state.session.column_name(column.id);
    let clear = move || {
        location.link(|address| {
            address.view = View::All;
            address.text = String::new();
        })
    };
    view! {
        <Shown when=empty>
            <div class="empty">
                {
                    let text = fill(w.empty, &[("column", &name)]);
                    dynamic(move || if filtered.get() {
                        view! { <p>{w.empty_filtered}</p> {(column.at == 0).then(|| view! { <a href=clear data-here="">{w.clear_filters}</a> })} }.into_any()
                    } else {
                        view! { <p>{text.clone()}</p> }.into_any()
                    })
                }
            </div>
        </Shown>
    }
}

/// "↑ 3 novos": cards came in above what is seen.
#[component]
fn Fresh(column: CardList) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let text =
        move || count_text(u32::try_from(column.fresh.get()).unwrap_or(u32::MAX), w.fresh_one, w.fresh_other);
    view! {
        <Shown when=move || { column.fresh.get() > 0 }>
            <button type="button" class="fresh" on:click=hears(move |_| state.to_top(column))>
                <Icon kind=Glyph::ArrowUp/>{dynamic(text)}
            </button>
        </Shown>
    }
}

/// A page of the column did not come.
#[component]
fn More(column: CardList) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let words = words();
    view! {
        <Shown when=move || column.failed.get()>
            <div class="more" role="status">
                <p>{words.board.more_failed}</p>
                <button type="button" class="button quiet" on:click=hears(move |_| state.load_again(column))>{words.common.retry}</button>
            </div>
        </Shown>
    }
}

/// An age in words for a header: "agora", "5min", "2h".
pub(super) fn age(words: &'static crate::i18n::Words, at: domain::Time, now: domain::Time) -> String {
    time::age((now - at).num_seconds()).unwrap_or_else(|| words.common.now.to_owned())
}
