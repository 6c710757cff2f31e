//! Saved views: which tickets, in which order and divided by what, under a name (R63, R69; `ux.md` 2.3).

use super::address::{Address, Density};
use super::dom;
use super::location::BoardLocation;
use super::state::BoardState;
use crate::api;
use crate::error::AppError;
use crate::i18n::{fill, refusal, words};
use crate::shell::{Toast, close_popover};
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon, dynamic, hears, memo};
use domain::board::{Filter, NewView, SavedView, VIEW_NAME_MAX, may_share_views};
use domain::desk::BoardQuery;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The popover with the list and the form.
const MENU: &str = "views-menu";

impl BoardState {
    /// What the board shows now, the text of its filter as it was typed.
    fn shown(self, address: &Address) -> BoardQuery {
        let text = address.text.trim().to_owned();
        let filter =
            Filter { view: address.view, department: self.query.filter.with(|f| f.department), text };
        BoardQuery { filter, order: address.order, lanes: address.lanes }
    }

    /// Where a saved view leads; how much a card shows stays as it is.
    pub(super) fn link_of(self, view: &SavedView, density: Density) -> String {
        let BoardQuery { filter, order, lanes } = view.query.clone();
        let path = self.session.departments.with_value(|departments| {
            let own = departments.iter().find(|d| Some(d.id) == filter.department);
            own.map_or_else(|| "/quadro".to_owned(), |d| format!("/quadro/{}", d.slug))
        });
        Address { view: filter.view, text: filter.text, order, lanes, density, ticket: None }.link(&path)
    }

    /// Takes over the list that the desk answers with, or says why there is none.
    fn take_views(self, answer: Result<Vec<SavedView>, AppError>) -> Result<(), String> {
        match answer {
            Ok(views) => self.query.views.set(views),
            Err(AppError::Refused(why)) => {
                return Err(self.session.rules.with_value(|rules| refusal(self.session.words, rules, &why)));
            }
            Err(error) => return Err(error.sentence(self.session.words).to_owned()),
        }
        Ok(())
    }

    /// Removes one; the note about it brings it back.
    fn remove_view(self, view: SavedView) {
        spawn_local(async move {
            let removed = self.take_views(api::remove_view(view.id).await);
            // The button that had the focus is gone.
            dom::focus("#view-name");
            let text = match &removed {
                Ok(()) => fill(self.session.words.board.views_removed, &[("name", &view.name)]),
                Err(why) => why.clone(),
            };
            // Another person's would come back as one of this person's own.
            let own = view.own;
            let again = Callback::new(move |()| {
                let SavedView { name, query, shared, .. } = view.clone();
                spawn_local(async move {
                    if let Err(why) = self.take_views(api::save_view(NewView { name, query, shared }).await) {
                        self.session.toasts.keep(why);
                    }
                });
            });
            self.session.toasts.show(Toast { text, undo: (own && removed.is_ok()).then_some(again) });
        });
    }
}

/// The button, the list of saved views, and the form that saves what the board shows now.
#[component]
pub(super) fn SavedViews() -> impl IntoView {
    let w = &words().board;
    let (state, location) = (expect_context::<BoardState>(), expect_context::<BoardLocation>());
    let present = memo(move || {
        let shown = location.address.with(|address| state.shown(address));
        state.query.views.with(|views| views.iter().find(|view| view.query == shown).map(|view| view.id))
    });
    let name = move || {
        state.query.views.with(|views| {
            let view = views.iter().find(|view| Some(view.id) == present.get());
            view.map_or_else(|| w.views.to_owned(), |view| view.name.clone())
        })
    };
    // A colleague may have shared one since the board was read; what is there stays where the desk does not answer.
    let look = move |_| {
        let before = state.query.views.get_untracked();
        spawn_local(async move {
            let answer = api::load_views().await;
            // What was saved or removed meanwhile is newer than this answer.
            if state.query.views.with_untracked(|views| *views == before) {
                state.take_views(answer).ok();
            }
        });
    };
    let line = move |view: SavedView| {
        let href = state.link_of(&view, location.address.with(|address| address.density));
        let inside = href.split('?').next() == Some(location.path().as_str());
        let id = view.id;
        let on = move || (present.get() == Some(id)).then_some("true");
        let remove = state.session.viewer.with_value(|viewer| view.is_removed_by(viewer)).then(|| {
            let label = fill(w.views_remove, &[("name", &view.name)]);
            let gone = view.clone();
            view! {
                <button type="button" class="view-remove needs-script" title=label.clone() aria-label=label on:click=hears(move |_| state.remove_view(gone.clone()))>
                    <Icon kind=Glyph::Close/>
                </button>
            }
        });
        view! {
            <li class="view-line">
                <a class="menu-line" href=href data-here=inside.then_some("") aria-current=on on:click=hears(move |_| close_popover(MENU))>
                    <span class="menu-mark">{dynamic(move || on().map(|_| view! { <Icon kind=Glyph::Check/> }))}</span>
                    <span class="view-name">{view.name}</span>
                    {view.shared.then(|| view! { <small>{w.views_team}</small> })}
                </a>
                {remove}
            </li>
        }
    };
    let list = move || {
        let views = state.query.views.get();
        if views.is_empty() {
            return view! { <p class="views-none">{w.views_none}</p> }.into_any();
        }
        view! { <ul aria-label=w.views_saved>{views.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="choose views">
            <button type="button" class="chip" popovertarget=MENU aria-current=move || present.get().map(|_| "true") on:click=hears(look)>
                <Icon kind=Glyph::Bookmark/>
                <span class="choose-now">{dynamic(name)}</span>
                <Icon kind=Glyph::ChevronDown/>
            </button>
            <div id=MENU class="popover choose-list" popover="auto">
                {dynamic(list)}
                <SaveView/>
            </div>
        </div>
    }
}

/// The form that saves what the board shows now.
#[component]
fn SaveView() -> impl IntoView {
    let w = &words().board;
    let (state, location) = (expect_context::<BoardState>(), expect_context::<BoardLocation>());
    let name = RwSignal::new(String::new());
    let shared = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let department =
        location.address.with_untracked(|address| untrack(|| state.shown(address))).filter.department;
    let share = state.session.viewer.with_value(|viewer| may_share_views(viewer, department)).then(|| {
        view! {
            <label class="menu-check">
                <input type="checkbox" prop:checked=move || shared.get() on:change=hears(move |event| shared.set(event_target_checked(&event)))/>
                {w.views_share}
            </label>
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        let query = location.address.with_untracked(|address| untrack(|| state.shown(address)));
        let new = NewView { name: name.get_untracked(), query, shared: shared.get_untracked() };
        spawn_local(async move {
            let text = fill(w.views_kept, &[("name", new.name.trim())]);
            let saved = state.take_views(api::save_view(new).await);
            sending.set(false);
            // Nothing that was typed is lost: the name stays until it is saved.
            if saved.is_ok() {
                name.set(String::new());
                close_popover(MENU);
                state.session.toasts.show(Toast { text, undo: None });
            }
            refused.set(saved.err());
        });
    };
    view! {
        <form class="menu-form needs-script" on:submit=hears(save)>
            <label for="view-name">{w.views_save_label}</label>
            <input id="view-name" class="input" type="text" autocomplete="off" maxlength=VIEW_NAME_MAX.to_string() placeholder=w.views_name
                aria-describedby="view-refused" aria-invalid=move || refused.with(Option::is_some).then_some("true")
                prop:value=move || name.get() on:input=hears(move |event| name.set(event_target_value(&event)))/>
            {share}
            <p id="view-refused" class="problem" role="alert">{dynamic(move || refused.get())}</p>
            <button type="submit" class="button primary" aria-disabled=move || sending.get().then_some("true")>{w.views_save}</button>
        </form>
    }
}
