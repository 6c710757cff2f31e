//! All that can be done to a card, each once: by which key, where it is offered, under which name, and what it does.
//! Menu, dock, bar of the chosen cards, palette, keys and their help read this list.

use super::action::Action;
use super::dom;
use super::line::{Does, Line};
use super::state::BoardState;
use crate::action::{self, Key};
use crate::i18n::{Words, fill};
use crate::shell::KeyLine;
use crate::ticket::Landing;
use crate::ui::Glyph;
use chrono::TimeDelta;
use domain::board::Order;
use domain::desk::Load;
use domain::{Change, Priority, TicketId};
use leptos::prelude::*;

/// Where something is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// "⋯" of a card.
    Menu,
    /// What a carried card may be dropped on beside the columns.
    Dock,
    /// A list of the bar of the chosen cards.
    BarMove,
    BarAssign,
    BarPriority,
    BarTags,
    /// A button of that bar.
    Bar,
    /// Ctrl+K.
    Palette,
    /// At the end of the palette: who looks for one of many types it.
    PaletteEnd,
    /// A key alone.
    Key,
}

/// Something that can be done.
struct Offer {
    /// The key that does it to the card in focus, and what it does in the list of keys.
    key: Key,
    /// Its place in that list, by its size; 0: it is not in there.
    help: u8,
    glyph: Option<Glyph>,
    /// In these places, in the order of this list.
    places: &'static [Place],
    /// What it is for these cards in that place. A line without a name is called as in the list of keys.
    lines: fn(BoardState, Place, &[TicketId]) -> Vec<Line>,
}

/// By no key, in no place.
const NONE: Offer = Offer { key: Key::NONE, help: 0, glyph: None, places: &[], lines: |_, _, _| vec![] };

/// A key that goes about the board, and does nothing to a card.
const fn walk(help: u8, name: &'static str, word: fn(&'static Words) -> &'static str) -> Offer {
    Offer { key: Key { name, word }, help, ..NONE }
}

const OFFERS: &[Offer] = &[
    walk(10, "\u{2190} \u{2191} \u{2192} \u{2193}  H J K L", |w| w.board.help_walk),
    walk(20, "Home  End", |w| w.board.help_ends),
    walk(30, "1–9", |w| w.board.help_column),
    Offer {
        key: Key { name: "Enter", word: |w| w.board.menu_open },
        help: 40,
        places: &[Place::Menu, Place::Palette],
        lines: |_, _, _| named_by_key(Does::Open(Landing::Heading)),
        ..NONE
    },
    Offer {
        key: Key { name: "P", word: |w| w.board.help_peek },
        help: 50,
        lines: |_, _, _| named_by_key(Does::Peek),
        ..NONE
    },
    Offer {
        key: Key { name: " ", word: |w| w.board.help_lift },
        help: 60,
        lines: |_, _, _| named_by_key(Does::Lift),
        ..NONE
    },
    Offer {
        key: Key { name: "M", word: |w| w.board.menu_move },
        help: 70,
        places: &[Place::Menu, Place::Palette],
        lines: |_, _, _| named_by_key(Does::Dialog),
        ..NONE
    },
    walk(80, "Shift + 1–9", |w| w.board.help_to_column),
    Offer { places: &[Place::Menu], lines: columns_beside, ..NONE },
    Offer { places: &[Place::Menu], lines: places_in_order, ..NONE },
    Offer {
        key: Key { name: "X", word: |w| w.board.menu_choose },
        help: 160,
        places: &[Place::Menu, Place::Palette],
        lines: |_, _, _| named_by_key(Does::Choose),
        ..NONE
    },
    Offer {
        key: action::REPLY,
        help: 140,
        places: &[Place::Palette],
        lines: |_, _, _| named_by_key(Does::Open(Landing::Reply)),
        ..NONE
    },
    Offer {
        key: action::COMMENT,
        help: 150,
        places: &[Place::Palette],
        lines: |_, _, _| named_by_key(Does::Open(Landing::Comment)),
        ..NONE
    },
    Offer {
        key: action::TAGS,
        help: 130,
        places: &[Place::Menu, Place::BarTags, Place::PaletteEnd],
        lines: tags,
        ..NONE
    },
    Offer { places: &[Place::BarMove, Place::Palette], lines: columns, ..NONE },
    Offer {
        key: Key { name: "A", word: |w| w.board.bulk_assign },
        help: 90,
        lines: |state, _, _| {
            named_by_key(Does::Ask(fill(state.session.words.board.action_assign, &[("name", "")])))
        },
        ..NONE
    },
    Offer {
        key: Key { name: "I", word: |w| w.board.help_me },
        help: 100,
        glyph: Some(Glyph::User),
        places: &[Place::Menu, Place::Dock, Place::BarAssign, Place::Palette],
        lines: me,
    },
    Offer {
        places: &[Place::Menu, Place::Dock, Place::BarAssign, Place::Palette],
        lines: colleagues,
        ..NONE
    },
    Offer {
        places: &[Place::BarAssign, Place::Palette],
        lines: |state, _, _| vec![state.line(Action::Do(Change::Assign(None)))],
        ..NONE
    },
    Offer {
        key: Key { name: "U", word: |w| w.board.help_urgent },
        help: 110,
        glyph: Some(Glyph::Urgent),
        places: &[Place::Menu, Place::Dock, Place::BarPriority, Place::Palette],
        lines: |state, place, _| vec![priority(state, place, Priority::Urgent)],
    },
    Offer { places: &[Place::BarPriority, Place::Palette], lines: priorities, ..NONE },
    Offer {
        glyph: Some(Glyph::Clock),
        places: &[Place::Menu, Place::Dock, Place::Palette],
        lines: |state, _, _| {
            let now = state.session.clock.now.get_untracked();
            vec![state.line(Action::Do(Change::Snooze(Some(now + TimeDelta::hours(1)))))]
        },
        ..NONE
    },
    Offer {
        glyph: Some(Glyph::Moon),
        places: &[Place::Menu, Place::Dock, Place::Palette],
        lines: |state, _, _| {
            dom::tomorrow()
                .map(|morning| state.line(Action::Do(Change::Snooze(Some(morning)))))
                .into_iter()
                .collect()
        },
        ..NONE
    },
    Offer {
        glyph: Some(Glyph::Sun),
        places: &[Place::Menu, Place::Dock, Place::Palette],
        lines: |state, _, _| vec![state.line(Action::Do(Change::Snooze(None)))],
        ..NONE
    },
    Offer {
        key: Key { name: "E", word: |w| w.board.action_archive },
        help: 120,
        glyph: Some(Glyph::Archive),
        places: &[Place::Menu, Place::Dock, Place::Bar, Place::Palette],
        lines: |state, _, _| vec![state.line(Action::Do(Change::Archive(true)))],
    },
    walk(170, "Shift + \u{2191} \u{2193}", |w| w.board.help_range),
    walk(180, "F  /", |w| w.board.help_filter),
    walk(190, "D", |w| w.board.density),
    Offer { key: action::PALETTE, help: 200, ..NONE },
    Offer { key: action::UNDO, help: 210, ..NONE },
    Offer { key: action::HELP, help: 220, ..NONE },
    walk(230, "Esc", |w| w.board.help_escape),
];

/// The keys of the board, as `ux.md` 2.1 lists them.
pub(super) fn key_lines(words: &'static Words) -> Vec<KeyLine> {
    let (mut lines, mut last) = (vec![], 0);
    while let Some(next) = OFFERS.iter().filter(|offer| offer.help > last).min_by_key(|offer| offer.help) {
        last = next.help;
        lines.push(next.key.line(words));
    }
    lines
}

impl BoardState {
    /// What is offered in that place for these cards. In the bar everything is, as its cards may differ.
    pub(super) fn offered(self, place: Place, cards: &[TicketId]) -> Vec<Line> {
        let narrows = matches!(place, Place::Menu | Place::Dock | Place::Palette);
        let mut offered = vec![];
        for offer in OFFERS.iter().filter(|offer| offer.places.contains(&place)) {
            for line in (offer.lines)(self, place, cards) {
                let some = match &line.does {
                    Does::Do(Action::Move(_)) => true,
                    Does::Do(action) if narrows => cards.iter().any(|id| self.changes(*id, action)),
                    _ => true,
                };
                if some {
                    let name = if line.name.is_empty() {
                        offer.key.line(self.session.words).1.to_owned()
                    } else {
                        line.name
                    };
                    offered.push(Line { name, key: offer.key.name, glyph: offer.glyph, ..line });
                }
            }
        }
        offered
    }

    /// What a key does to a card.
    pub(super) fn by_key(self, key: &str, card: TicketId) -> Option<Does> {
        let offer = OFFERS.iter().find(|offer| offer.key.is(key))?;
        (offer.lines)(self, Place::Key, &[card]).pop().map(|line| line.does)
    }

    /// The colleagues who may be made responsible, but for oneself.
    fn others(self) -> Vec<Load> {
        let me = self.session.viewer.with_value(|viewer| viewer.person);
        self.in_hand.colleagues.get_untracked().into_iter().filter(|load| load.person.id != me).collect()
    }

    fn line(self, action: Action) -> Line {
        Line::new(self.action_name(&action), Does::Do(action))
    }
}

/// One line, called as in the list of keys.
fn named_by_key(does: Does) -> Vec<Line> {
    vec![Line::new("", does)]
}

/// Into the columns beside its own, or why not.
fn columns_beside(state: BoardState, _: Place, cards: &[TicketId]) -> Vec<Line> {
    let mut lines = vec![];
    for (id, step) in cards.iter().flat_map(|id| [(*id, -1), (*id, 1)]) {
        let Some((column, intent)) = state.beside(id, step) else { continue };
        let name = to_column(state, &state.session.column_name(column.id));
        lines.push(match intent {
            Ok(intent) => Line::new(name, Does::Move(intent)),
            Err(reason) => Line { refusal: Some(reason), ..Line::new(name, Does::Dialog) },
        });
    }
    lines
}

/// Another place in the manual order.
fn places_in_order(state: BoardState, _: Place, cards: &[TicketId]) -> Vec<Line> {
    let w = &state.session.words.board;
    if state.query.order.get_untracked() != Order::Manual {
        return vec![];
    }
    let mut lines = vec![(w.menu_up, -1), (w.menu_down, 1), (w.menu_top, isize::MIN)];
    // The end is known only where all cards are loaded.
    let column = cards.first().and_then(|id| state.lists.place_of(*id));
    if column.is_some_and(|(column, _)| column.next.with_untracked(Option::is_none)) {
        lines.push((w.menu_bottom, isize::MAX));
    }
    lines.into_iter().map(|(name, slots)| Line::new(name, Does::Shift(slots))).collect()
}

/// Every column: what dropping there gives.
fn columns(state: BoardState, place: Place, _: &[TicketId]) -> Vec<Line> {
    let line = |column: super::state::CardList| {
        let status =
            state.session.rules.with_value(|rules| rules.first_status(column.id).map(|status| status.id))?;
        let name = state.session.column_name(column.id);
        let name = if place == Place::Palette { to_column(state, &name) } else { name };
        Some(Line::new(name, Does::Do(Action::Move(status))))
    };
    state.lists.heads.get_value().into_iter().filter_map(line).collect()
}

fn to_column(state: BoardState, name: &str) -> String {
    fill(state.session.words.board.menu_to_column, &[("column", name)])
}

/// Every tag that some of the cards lack, and every one that some have, by name; elsewhere one types it.
fn tags(state: BoardState, place: Place, cards: &[TicketId]) -> Vec<Line> {
    let lines = |cards: &[TicketId], does: fn(Action) -> Does| {
        let line = |action| Line::new(state.action_name(&action), does(action));
        state.tag_actions(cards).into_iter().map(line).collect()
    };
    match place {
        // The bar follows what is chosen.
        Place::BarTags => lines(&state.selection.chosen.get(), Does::Do),
        Place::PaletteEnd => untrack(|| lines(cards, Does::DoToAll)),
        _ => vec![Line::new(state.session.words.tag.dialog, Does::Ask(state.tag_start()))],
    }
}

fn me(state: BoardState, place: Place, _: &[TicketId]) -> Vec<Line> {
    let (me, own) = state.session.viewer.with_value(|viewer| (viewer.person, viewer.name.clone()));
    let mut line = state.line(Action::Do(Change::Assign(Some(me))));
    match place {
        // Who types "assign" means themselves, too: a face has no verb.
        Place::Palette => {
            let assign = fill(state.session.words.board.action_assign, &[("name", &own)]);
            line.name = format!("{assign} ({})", line.name);
        }
        Place::BarAssign => line.load = state.load_of(me),
        _ => {}
    }
    vec![line]
}

/// Faces that menu and dock have room for.
const FACES: usize = 5;

/// The colleagues by name; where there is room for a few faces only, those with the least to do.
fn colleagues(state: BoardState, place: Place, _: &[TicketId]) -> Vec<Line> {
    let mut others = state.others();
    if matches!(place, Place::Menu | Place::Dock) {
        let mut loads: Vec<u32> = others.iter().map(|load| load.open).collect();
        loads.sort_unstable();
        let most = loads.get(FACES - 1).copied().unwrap_or(u32::MAX);
        others.retain(|load| load.open <= most);
        others.truncate(FACES);
    }
    let line = |Load { person, open, .. }: Load| {
        let action = Action::Do(Change::Assign(Some(person.id)));
        let name = if place == Place::Palette {
            format!("{} ({open})", state.action_name(&action))
        } else {
            person.name
        };
        Line { load: Some(open), ..Line::new(name, Does::Do(action)) }
    };
    others.into_iter().map(line).collect()
}

/// "Prioridade: Alta" in the palette: a word has no verb.
fn priority(state: BoardState, place: Place, priority: Priority) -> Line {
    let mut line = state.line(Action::Do(Change::Priority(priority)));
    if place == Place::Palette {
        line.name = format!("{}: {}", state.session.words.board.order_priority, line.name);
    }
    line
}

/// All but the highest, which has an entry of its own, from the highest on.
fn priorities(state: BoardState, place: Place, _: &[TicketId]) -> Vec<Line> {
    let others = Priority::ALL.into_iter().rev().filter(|other| *other != Priority::Urgent);
    others.map(|other| priority(state, place, other)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn each_key_does_one_thing_and_stands_in_the_list_of_keys_once() {
        for (at, offer) in OFFERS.iter().enumerate() {
            let others = || OFFERS[at + 1..].iter();
            assert!(offer.help > 0 || offer.key.name.is_empty(), "no help on {}", offer.key.name);
            assert!(!others().any(|other| other.key.is(offer.key.name)), "{} twice", offer.key.name);
            assert!(
                !others().any(|other| offer.help > 0 && other.help == offer.help),
                "{} twice",
                offer.help
            );
        }
        for language in Language::ALL {
            let lines = key_lines(language.words());
            assert!(lines.iter().all(|(key, word)| !key.trim().is_empty() && !word.is_empty()), "{lines:?}");
            assert_eq!(lines.len(), OFFERS.iter().filter(|offer| offer.help > 0).count());
        }
    }
}
