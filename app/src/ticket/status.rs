//! The status as buttons (R10): one click, and the card changes its column.

use super::change::{Changer, StatusIntent};
use super::failure::{self, Failure};
use super::menu::Menu;
use super::plain;
use super::unsent::{change_action, change_fields, change_refused, change_unsent, explained_unsent};
use crate::i18n;
use crate::ui::RwSignal;
use crate::ui::dynamic;
use crate::ui::view;
use crate::ui::{Glyph, Icon, status_glyph};
use crate::ui::{hears, memo};
use domain::{Category, Seq, StatusId};
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

/// What the buttons share.
#[derive(Clone, Copy)]
struct Buttons {
    changer: Changer,
    pending: RwSignal<Option<StatusId>>,
    failure: RwSignal<Option<Failure>>,
    /// A status that wants to know why.
    asked: RwSignal<Option<StatusId>>,
}

impl Buttons {
    fn new(changer: Changer) -> Self {
        Self {
            changer,
            pending: RwSignal::new(None),
            failure: RwSignal::new(change_refused().map(Failure::plain)),
            asked: RwSignal::new(None),
        }
    }

    fn present(self) -> StatusId {
        self.changer.screen.card.with(|card| card.facts.status)
    }

    /// Shown as chosen: what was clicked, until the answer says otherwise.
    fn chosen(self, status: StatusId) -> bool {
        self.pending.get().unwrap_or_else(|| self.present()) == status
    }

    fn choose(self, to: StatusId) {
        if let Some(obstacle) = untrack(|| self.changer.obstacle(to)) {
            return self.failure.set(Some(Failure::plain(obstacle)));
        }
        let category = self.changer.screen.rules.with_value(|rules| rules.status(to).map(|s| s.category));
        if category == Some(Category::Cancelled) {
            return self.asked.set(Some(to));
        }
        self.go(&StatusIntent { to: Some(to), ..StatusIntent::default() });
    }

    /// Where a plain form sends it.
    fn action(self) -> String {
        change_action(&self.changer.screen.reading.code.get_value(), "status")
    }

    fn go(self, intent: &StatusIntent) {
        self.changer.change_status(intent, self.pending, self.failure);
    }
}

/// The status of a ticket, to be changed.
pub(super) fn status(changer: Changer) -> impl IntoView {
    let buttons = Buttons::new(changer);
    let w = &changer.words.ticket;
    let (first, rest): (Vec<_>, Vec<_>) = changer.screen.rules.with_value(|rules| {
        let name = |id, category| (id, category, i18n::status(changer.words, rules, id));
        let leads = |id| rules.columns.iter().any(|c| rules.first_status(c.id).is_some_and(|s| s.id == id));
        rules.statuses.iter().map(|s| name(s.id, s.category)).partition(|(id, ..)| leads(*id))
    });
    let others: Vec<StatusId> = rest.iter().map(|(id, ..)| *id).collect();
    let other = memo(move || {
        let chosen = buttons.pending.get().unwrap_or_else(|| buttons.present());
        others.contains(&chosen).then_some(chosen)
    });
    let segments =
        first.into_iter().map(|(id, category, name)| segment(buttons, id, category, name)).collect_view();
    let menu = Menu::new();
    let items =
        rest.into_iter().map(|(id, category, name)| item(buttons, menu, id, category, name)).collect_view();
    let face = move || {
        let name = other.get().map(|id| {
            let rules = changer.screen.rules;
            let category = rules.with_value(|r| r.status(id).map_or(Category::Active, |s| s.category));
            view! { <Icon kind=status_glyph(category)/><span>{rules.with_value(|r| i18n::status(changer.words, r, id))}</span> }
        });
        view! { {name}<Icon kind=Glyph::ChevronDown/> }
    };
    let anyway = Callback::new(move |(to, over): (StatusId, Seq)| {
        // What was said of it holds.
        let reason = buttons.failure.with_untracked(|failure| failure.as_ref()?.reason.clone());
        buttons.go(&StatusIntent { to: Some(to), over: Some(over), reason });
    });
    let (why, _) = change_unsent();
    let (of_team, _) = explained_unsent();
    let by_team = of_team.is_some().then_some("");
    let (action, seen) = (buttons.action(), changer.seen());
    view! {
        <div class="status-box" role="group" aria-label=w.status>
            <form class="segments change" method="post" action=action data-refused=why.or(of_team) data-explained=by_team>
                {change_fields(seen)}
                {segments}
                <div class="segment-other" class:chosen=move || other.get().is_some()>
                    {menu.view("segment needs-script", w.other_status, dynamic(face), view! { <ul class="menu-list">{items}</ul> })}
                </div>
                <noscript inner_html=plain::status_reason(changer)></noscript>
            </form>
            {reason(buttons)}
            {failure::note(buttons.failure, changer.screen.reading.code, Some(anyway))}
        </div>
    }
}

fn segment(buttons: Buttons, id: StatusId, category: Category, name: String) -> impl IntoView {
    let obstacle = memo(move || if buttons.present() == id { None } else { buttons.changer.obstacle(id) });
    view! {
        <button
            type="submit"
            name="status"
            value=id.0
            class="button segment"
            class:chosen=move || buttons.chosen(id)
            aria-pressed=move || buttons.chosen(id).to_string()
            aria-disabled=move || obstacle.get().map(|_| "true")
            aria-busy=move || (buttons.pending.get() == Some(id)).then_some("true")
            title=move || obstacle.get()
            on:click=hears(move |event: MouseEvent| { event.prevent_default(); buttons.choose(id); })
        >
            <Icon kind=status_glyph(category)/>
            {name}
        </button>
    }
}

fn item(buttons: Buttons, menu: Menu, id: StatusId, category: Category, name: String) -> impl IntoView {
    let obstacle = memo(move || if buttons.present() == id { None } else { buttons.changer.obstacle(id) });
    let choose = move |event: MouseEvent| {
        event.prevent_default();
        menu.close();
        buttons.choose(id);
    };
    view! {
        <li>
            <button
                type="submit"
                name="status"
                value=id.0
                class="menu-item"
                aria-pressed=move || buttons.chosen(id).to_string()
                aria-disabled=move || obstacle.get().map(|_| "true")
                on:click=hears(choose)
            >
                <Icon kind=status_glyph(category)/>
                <span>
                    {name}
                    {dynamic(move || obstacle.get().map(|text| view! { <small>{text}</small> }))}
                </span>
            </button>
        </li>
    }
}

/// A cancellation says why, and the client reads it.
fn reason(buttons: Buttons) -> impl IntoView {
    let words = buttons.changer.words;
    let w = &words.ticket;
    let area = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        if buttons.asked.get().is_some()
            && let Some(area) = area.get()
        {
            // The box that has just opened takes the focus; if it cannot, nothing is lost.
            area.focus().ok();
        }
    });
    let (_, typed) = change_unsent();
    let cancelled = buttons
        .changer
        .screen
        .rules
        .with_value(|rules| rules.status_of(Category::Cancelled).map(|status| status.id.0));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = area.get_untracked().map(|area| area.value()).unwrap_or_default();
        if text.trim().is_empty() {
            buttons.failure.set(Some(Failure::plain(words.ticket_words.refused_empty_reason.to_owned())));
            return;
        }
        buttons.go(&StatusIntent { to: buttons.asked.get_untracked(), over: None, reason: Some(text) });
    };
    // Once it is done, the question has been answered; until then the words stay.
    Effect::new(move |_| {
        if buttons.asked.get() == Some(buttons.present()) {
            buttons.asked.set(None);
            if let Some(area) = area.get_untracked() {
                area.set_value("");
            }
        }
    });
    view! {
        <form class="reason change" method="post" action=buttons.action() hidden=move || buttons.asked.get().is_none() on:submit=hears(send)>
            {change_fields(buttons.changer.seen())}
            <input type="hidden" name="status" value=cancelled/>
            <label for="cancel-reason">{w.cancel_reason}</label>
            <textarea class="input" id="cancel-reason" name="reason" rows="2" node_ref=area inner_html=typed></textarea>
            <div class="reason-buttons">
                <button type="submit" class="button primary">{w.cancel_confirm}</button>
                <button type="button" class="button needs-script" on:click=hears(move |_| buttons.asked.set(None))>{words.common.back}</button>
            </div>
        </form>
    }
}
