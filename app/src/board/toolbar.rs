//! The bar above the board: chips with counts, the text filter, order, lanes and density. All of it is in the address;
//! without a script chips, order, lanes and density are links and the filter is a form.

use super::address::{Address, Density};
use super::location::BoardLocation;
use super::state::BoardState;
use super::views::SavedViews;
use crate::i18n::{Words, fill, words};
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use crate::ui::{Shown, dynamic};
use crate::ui::{hears, memo};
use domain::board::{Order, Swimlanes, View};
use leptos::prelude::*;
use std::time::Duration;

/// The desk is asked when nothing was typed for this long.
const TYPED_AFTER: Duration = Duration::from_millis(250);

/// The name of an order.
pub(super) fn order_name(words: &'static Words, order: Order) -> &'static str {
    let w = &words.board;
    match order {
        Order::Sla => w.order_sla,
        Order::Priority => w.order_priority,
        Order::Oldest => w.order_oldest,
        Order::Updated => w.order_updated,
        Order::Manual => w.order_manual,
    }
}

/// The name of a chip.
pub(super) fn view_name(words: &'static Words, view: View) -> &'static str {
    let w = &words.board;
    match view {
        View::All => w.view_all,
        View::Mine => w.view_mine,
        View::New => w.view_new,
        View::Urgent => w.view_urgent,
        View::Late => w.view_late,
        View::OnHold => w.view_on_hold,
    }
}

/// The name of a density.
pub(super) fn density_name(words: &'static Words, density: Density) -> &'static str {
    let w = &words.board;
    match density {
        Density::Compact => w.density_compact,
        Density::Standard => w.density_standard,
        Density::Wide => w.density_wide,
    }
}

/// The name of a division into lanes.
pub(super) fn lanes_name(words: &'static Words, lanes: Swimlanes) -> &'static str {
    let w = &words.board;
    match lanes {
        Swimlanes::None => w.lanes_none,
        Swimlanes::Agent => w.lanes_agent,
        Swimlanes::Priority => w.order_priority,
        Swimlanes::Department => w.lanes_department,
        Swimlanes::Organization => w.lanes_organization,
    }
}

/// The bar.
#[component]
pub(super) fn Toolbar() -> impl IntoView {
    let words = words();
    let orders = choices(Order::ALL, order_name, |address| &mut address.order);
    let divisions = choices(Swimlanes::ALL, lanes_name, |address| &mut address.lanes);
    let densities = choices(Density::ALL, density_name, |address| &mut address.density);
    let location = expect_context::<BoardLocation>();
    // The order is always told: it says why a card lies where it lies.
    let none = Signal::derive(|| false);
    let undivided =
        Signal::derive(move || location.address.with(|address| address.lanes == Swimlanes::default()));
    let standard =
        Signal::derive(move || location.address.with(|address| address.density == Density::default()));
    view! {
        <div class="toolbar">
            <nav class="chips" aria-label=words.board.views>
                {View::ALL.map(|view| view! { <Chip view/> }).collect_view()}
                <SavedViews/>
            </nav>
            <div class="tools">
                <TextFilter/>
                <Choice id="order-menu" name=words.board.order choices=orders usual=none/>
                <Pause/>
                <Choice id="lanes-menu" name=words.board.lanes choices=divisions usual=undivided/>
                <Choice id="density-menu" name=words.board.density choices=densities usual=standard/>
            </div>
        </div>
    }
}

/// "Pausar atualizações", and "23 novas · Retomar".
#[component]
fn Pause() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let waiting =
        move || state.lists.heads.get_value().iter().map(|column| column.waiting.get()).sum::<u32>();
    let text = move || {
        let text = if state.hold.paused.get() { w.resume } else { w.pause };
        fill(text, &[("count", &waiting().to_string())])
    };
    let glyph = move || if state.hold.paused.get() { Glyph::Play } else { Glyph::Pause };
    let toggle = move |_| state.pause(!state.hold.paused.get_untracked());
    view! {
        <button type="button" class="chip pause needs-script" class:on=move || state.hold.paused.get() title=text aria-pressed=move || if state.hold.paused.get() { "true" } else { "false" }
            on:click=hears(toggle)>
            {dynamic(move || view! { <Icon kind=glyph()/> })}
            <span class="pause-text">{dynamic(text)}</span>
        </button>
    }
}

/// A prebuilt view, with its count.
#[component]
fn Chip(view: View) -> impl IntoView {
    let words = words();
    let location = expect_context::<BoardLocation>();
    let state = expect_context::<BoardState>();
    let at = View::ALL.iter().position(|v| *v == view).unwrap_or_default();
    let count = memo(move || state.tally.counts.with(|counts| counts.views[at]));
    let href = move || location.link(|address| address.view = view);
    let on = move || (location.address.with(|address| address.view) == view).then_some("true");
    let flame = (view == View::Late).then(|| view! { <Icon kind=Glyph::Flame/> });
    view! {
        <a class="chip" href=href aria-current=on data-here="" data-view=view.as_str()>
            {flame}
            {view_name(words, view)}
            " "
            <span class="chip-count">{dynamic(move || count.get())}</span>
        </a>
    }
}

/// A choice, as a link to the board where it is made.
#[derive(Clone, Copy)]
pub(super) struct Link {
    name: &'static str,
    href: Signal<String>,
    /// It is the present one.
    on: Signal<bool>,
}

impl Link {
    /// A line of the popover with that id.
    pub(super) fn line(self, id: String) -> impl IntoView {
        let Self { name, href, on } = self;
        view! {
            <li>
                <a class="menu-line" href=move || href.get() data-here="" aria-current=move || on.get().then_some("true")
                    on:click=hears(move |_| crate::shell::close_popover(&id))>
                    <span class="menu-mark">{dynamic(move || on.get().then(|| view! { <Icon kind=Glyph::Check/> }))}</span>
                    {name}
                </a>
            </li>
        }
    }
}

/// All values of one part of the address. `name`: what people call a value; `part`: where it stands.
pub(super) fn choices<T: Copy + PartialEq + Send + Sync + 'static, const N: usize>(
    all: [T; N],
    name: fn(&'static Words, T) -> &'static str,
    part: fn(&mut Address) -> &mut T,
) -> Vec<Link> {
    let (words, location) = (words(), expect_context::<BoardLocation>());
    let link = |value: T| Link {
        name: name(words, value),
        href: Signal::derive(move || location.link(|address| *part(address) = value)),
        on: Signal::derive(move || *part(&mut location.address.get()) == value),
    };
    all.map(link).to_vec()
}

/// A choice among links, in a popover.
#[component]
fn Choice(
    /// The popover's id.
    id: &'static str,
    /// What is chosen.
    name: &'static str,
    /// What there is.
    choices: Vec<Link>,
    /// As most have it: its name says enough.
    usual: Signal<bool>,
) -> impl IntoView {
    let all = choices.clone();
    let present = move || all.iter().find(|link| link.on.get()).map(|link| link.name);
    let line = |link: Link| link.line(id.to_owned());
    view! {
        <div class="choose" class:usual=move || usual.get()>
            <button type="button" class="chip" popovertarget=id>
                <span class="choose-name">{name}</span>
                <span class="choose-now"><span class="choose-name">": "</span>{dynamic(present)}</span>
                <Icon kind=Glyph::ChevronDown/>
            </button>
            <div id=id class="popover choose-list" popover="auto">
                <ul aria-label=name>{choices.into_iter().map(line).collect_view()}</ul>
            </div>
        </div>
    }
}

/// The text filter: what is loaded answers at once, the desk completes it.
#[component]
fn TextFilter() -> impl IntoView {
    let w = &words().board;
    let location = expect_context::<BoardLocation>();
    let text = RwSignal::new(location.address.with_untracked(|address| address.text.clone()));
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(timer)) = waiting.try_update_value(Option::take) {
            timer.clear();
        }
    };
    let ask = move || {
        stop();
        let typed = text.get_untracked();
        if location.address.with_untracked(|address| address.text != typed) {
            location.go(true, |address| address.text = typed);
        }
    };
    // Another address, by a link or the back button, is in the field too.
    Effect::new(move |_| {
        let said = location.address.with(|address| address.text.clone());
        if text.with_untracked(|typed| typed.trim() != said.trim())
            && !super::dom::focus_is_in("#board-filter")
        {
            text.set(said);
        }
    });
    let typed = move |event| {
        text.set(event_target_value(&event));
        stop();
        if let Ok(timer) = set_timeout_with_handle(ask, TYPED_AFTER) {
            waiting.set_value(Some(timer));
        }
    };
    let clear = move |_| {
        text.set(String::new());
        ask();
        super::dom::focus("#board-filter");
    };
    let hidden = move || {
        let address = location.address.get();
        [
            ("visao", address.view.as_str()),
            ("ordem", address.order.as_str()),
            ("densidade", address.density.as_str()),
            ("raias", address.lanes.as_str()),
        ]
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
    };
    view! {
        <form class="filter" role="search" method="get" action=location.path()
            on:submit=hears(move |event: leptos::ev::SubmitEvent| { event.prevent_default(); ask(); })>
            {hidden()}
            <Icon kind=Glyph::Search/>
            <input id="board-filter" class="input" type="search" name="q" autocomplete="off" aria-label=w.filter_label
                aria-keyshortcuts="/" placeholder=w.filter_placeholder value=text.get_untracked()
                prop:value=move || text.get() on:input=hears(typed)/>
            <Shown when=move || text.with(|text| !text.is_empty())>
                <button type="button" class="filter-clear needs-script" aria-label=w.filter_clear on:click=hears(clear)><Icon kind=Glyph::Close/></button>
            </Shown>
        </form>
    }
}
