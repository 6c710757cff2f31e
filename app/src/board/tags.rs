//! The tags of cards: on a card, and put on the one in focus or on all that are chosen.

use super::action::{Action, Intent};
use super::batch::Batch;
use super::state::BoardState;
use crate::i18n::{fill, words};
use crate::ui::view;
use crate::ui::{Shown, dynamic, memo};
use domain::board::Card;
use domain::ticket::Tagging;
use domain::{Change, TagId, TicketId};
use leptos::prelude::*;

/// Tags that a card names: it has one line for them, its code, its status and its counts.
const NAMED: usize = 2;

/// The first tags of a card by their names, and how many more there are.
#[component]
pub(super) fn Tags(card: RwSignal<Card>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let title = words().tag.title;
    let names = memo(move || card.with(|of| state.session.tags.on(&of.facts.tags)));
    let chips = move || {
        let names = names.get();
        let chip = |name: String| view! { <span class="tag">{name}</span> };
        let more = names.lines().count().saturating_sub(NAMED);
        let more = (more > 0).then(|| format!("+{more}"));
        names.lines().take(NAMED).map(str::to_owned).chain(more).map(chip).collect_view()
    };
    let all = move || format!("{title}: {}", names.get().trim_end().replace('\n', ", "));
    view! {
        <Shown when=move || names.with(|names| !names.is_empty())>
            <span class="tags" title=all aria-hidden="true">{dynamic(chips)}</span>
            <span class="visually-hidden">{dynamic(all)}</span>
        </Shown>
    }
}

fn tagging(tag: TagId, on: bool) -> Action {
    Action::Do(Change::Tag(Tagging { tag, on }))
}

impl BoardState {
    /// The cards that a key is about: all chosen ones, where the one in focus is among them.
    pub(super) fn cards_meant(self, id: TicketId) -> Vec<TicketId> {
        let chosen = self.chosen();
        if chosen.contains(&id) { chosen } else { vec![id] }
    }

    /// Which cards these are, for people.
    pub(super) fn meant_text(self, cards: &[TicketId]) -> String {
        match cards {
            [one] => one.code(),
            several => self.session.chosen_text(several.len()),
        }
    }

    /// What the palette begins with where a tag is to be put on: "Etiqueta ".
    pub(super) fn tag_start(self) -> String {
        fill(self.session.words.tag.put, &[("name", "")])
    }

    /// Which tags could be put on some of these cards, and which taken off, by name.
    pub(super) fn tag_actions(self, cards: &[TicketId]) -> Vec<Action> {
        let card = |id: &TicketId| self.cards.entry(*id).map(|entry| entry.shown.get());
        let cards: Vec<Card> = cards.iter().filter_map(card).collect();
        let mut actions = vec![];
        self.session.tags.with(|tags| {
            for tag in tags.live() {
                for on in [true, false] {
                    if cards.iter().any(|card| tags.has(&card.facts.tags, tag.id) != on) {
                        actions.push(tagging(tag.id, on));
                    }
                }
            }
        });
        actions
    }

    /// Puts the tag of that name on these cards. Where there is none it is made, once it is known why it is put on.
    pub(super) fn put_named(self, cards: &[TicketId], name: &str) {
        if let Some(tag) = self.session.tags.known(name) {
            return self.carry_out(cards, &tagging(tag, true));
        }
        let new = |card: &TicketId| Intent::NewTag(*card, name.to_owned());
        self.change_all(cards.iter().map(new).collect());
    }

    /// Makes the tag of that name and puts it on these cards.
    pub(super) fn put_new(self, cards: Vec<TicketId>, name: String, reason: Option<String>) {
        leptos::task::spawn_local(async move {
            let found = self.session.tags.named(self.session.words, name).await;
            if !self.loader.is_there() {
                return;
            }
            match found {
                Ok(tag) => {
                    let changes = cards.iter().map(|card| Intent::of(*card, &tagging(tag, true)));
                    let changes: Vec<Intent> = changes.collect();
                    let batch = Batch::of(changes.len(), self);
                    self.change_because(changes, reason.as_deref(), &batch);
                }
                Err(why) => {
                    self.session.announcer.assertive(why.clone());
                    self.session.toasts.keep(why);
                }
            }
        });
    }
}
