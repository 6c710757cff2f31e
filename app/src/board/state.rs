//! What the page knows of the board: one signal per card, one list of lines per column. A frame touches one card.

mod ask;
mod card_list;
mod entry;
mod follow;
mod hear;
mod lay;
mod scroll;
mod swimlanes;

pub(super) use card_list::CardList;
pub(super) use entry::{Entry, Note, Transient, light};
pub(super) use swimlanes::SwimlaneRow;

use follow::Moved;

use super::dock_item::DockItem;
use super::dom::Corners;
use super::held::Held;
use super::keyboard_drag::KeyboardDrag;
use super::layout::{self, Row};
use super::move_intent::MoveIntent;
use super::window::Heights;
use crate::i18n::Words;
use crate::live::{Clock, Feed};
use crate::shell::{Announcer, Toasts, UndoHistory};
use domain::board::{Board, Card, Counts, DepartmentName, Filter, Order, SavedView, Swimlane, Swimlanes};
use domain::desk::Load;
use domain::feed::Present;
use domain::rules::BoardRules;
use domain::text::isolated;
use domain::{Actor, OpId, Seq, TicketId, Time};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A column is sorted anew this long after it was first wanted, even while pointer or focus is inside. The clock
/// ticks every 5 s, so it is at most 10 s (`ux.md` 2.3).
const HOLD_S: i64 = 5;

/// How a card came to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    /// With a board, or a page of a column.
    Read,
    /// By the feed: somebody has changed it, with a command of that name.
    Frame(Option<OpId>),
}

/// What the page knows of the board.
#[derive(Clone, Copy)]
pub(super) struct BoardState {
    /// Who looks.
    pub(super) viewer: StoredValue<Actor>,
    /// What `check` needs.
    pub(super) rules: StoredValue<BoardRules>,
    /// Which tickets.
    pub(super) filter: RwSignal<Filter>,
    /// In which order.
    pub(super) order: RwSignal<Order>,
    /// The departments that the viewer may open a board of.
    pub(super) departments: StoredValue<Vec<DepartmentName>>,
    /// The saved views that the viewer may choose.
    pub(super) views: RwSignal<Vec<SavedView>>,
    /// Columns from left to right.
    pub(super) heads: StoredValue<Vec<CardList>>,
    /// The lists of cards: the columns, or on a board with lanes the parts of them. Each keeps its number.
    pub(super) columns: StoredValue<Vec<CardList>>,
    /// By what the board is divided.
    pub(super) lanes: RwSignal<Swimlanes>,
    /// The lanes from top to bottom; none on a board without lanes.
    pub(super) rows: RwSignal<Vec<SwimlaneRow>>,
    /// Lanes that hold cards and are too many to be shown.
    pub(super) more_lanes: RwSignal<u32>,
    /// Lanes that are folded to their heads.
    pub(super) folded: RwSignal<Vec<Swimlane>>,
    /// The counts.
    pub(super) counts: RwSignal<Counts>,
    /// The page is taken over: the tab key walks as scripts say.
    pub(super) awake: RwSignal<bool>,
    /// How high lines are, once they were measured.
    pub(super) heights: StoredValue<Option<Heights>>,
    /// The card that holds the tab stop.
    pub(super) current: RwSignal<Option<TicketId>>,
    /// The card that this person moved last.
    moved: StoredValue<Option<Moved>>,
    /// The open menu: of which card, and where on the screen.
    pub(super) menu: RwSignal<Option<(TicketId, Corners)>>,
    /// The card of the open dialog "Mover para…".
    pub(super) dialog: RwSignal<Option<TicketId>>,
    /// Moves that wait for their reason.
    pub(super) unexplained: RwSignal<Option<Vec<(OpId, MoveIntent)>>>,
    /// The card that is lifted by the keyboard.
    pub(super) keyboard_drag: RwSignal<Option<KeyboardDrag>>,
    /// The keys of the lifted card are being explained.
    pub(super) explains: RwSignal<bool>,
    /// The list of the keys is open.
    pub(super) help: RwSignal<bool>,
    /// The board stands still: what others do waits.
    pub(super) paused: RwSignal<bool>,
    /// What is held back while cards are carried.
    pub(super) held: StoredValue<Held>,
    /// Where a carried card may be dropped beside the columns.
    pub(super) dock: RwSignal<Vec<DockItem>>,
    /// Cards that are chosen to be changed together.
    pub(super) selected: RwSignal<Vec<TicketId>>,
    /// The board could not be read again.
    pub(super) failed: RwSignal<bool>,
    /// The code of the ticket in the panel.
    pub(super) open: RwSignal<Option<String>>,
    /// What could not be done to some of the chosen cards, and why.
    pub(super) failures: RwSignal<Vec<(TicketId, String)>>,
    /// What this person did in this tab.
    pub(super) history: UndoHistory,
    /// Who may be made responsible by this person, and how much they have to do.
    pub(super) colleagues: RwSignal<Vec<Load>>,
    /// The words of the page: what comes later has no context to find them in.
    pub(super) words: &'static Words,
    /// The tab's time.
    pub(super) clock: Clock,
    /// Speaks to screen readers.
    pub(super) announcer: Announcer,
    /// Notes with a way back.
    pub(super) toasts: Toasts,
    feed: Feed,
    cards: StoredValue<BTreeMap<TicketId, Entry>>,
    /// Counts the reads, so that a late answer to an earlier question is dropped.
    asked: StoredValue<u32>,
    /// What comes later is let go of with the board, too.
    owner: StoredValue<Owner>,
    counting: StoredValue<Option<TimeoutHandle>>,
    /// What others changed since that was told last, for who asks to be told.
    changed: StoredValue<BTreeSet<TicketId>>,
}

impl BoardState {
    /// The board as the desk has read it.
    pub(super) fn new(board: Board) -> Self {
        let clock = expect_context::<Clock>();
        clock.read_at(board.now);
        let columns = board.rules.columns.iter().enumerate().map(|(at, column)| CardList::new(column.id, at));
        let columns: Vec<CardList> = columns.collect();
        let state = Self {
            heads: StoredValue::new(columns.clone()),
            columns: StoredValue::new(columns),
            lanes: RwSignal::new(Swimlanes::None),
            rows: RwSignal::new(vec![]),
            more_lanes: RwSignal::new(0),
            folded: RwSignal::new(vec![]),
            viewer: StoredValue::new(board.viewer.clone()),
            rules: StoredValue::new(board.rules.clone()),
            filter: RwSignal::new(board.filter.clone()),
            order: RwSignal::new(board.order),
            departments: StoredValue::new(board.departments.clone()),
            views: RwSignal::new(vec![]),
            counts: RwSignal::new(Counts::default()),
            awake: RwSignal::new(false),
            heights: StoredValue::new(None),
            current: RwSignal::new(None),
            moved: StoredValue::new(None),
            menu: RwSignal::new(None),
            dialog: RwSignal::new(None),
            unexplained: RwSignal::new(None),
            keyboard_drag: RwSignal::new(None),
            explains: RwSignal::new(false),
            help: RwSignal::new(false),
            paused: RwSignal::new(false),
            held: StoredValue::new(Held::default()),
            dock: RwSignal::new(vec![]),
            selected: RwSignal::new(vec![]),
            failed: RwSignal::new(false),
            open: RwSignal::new(None),
            failures: RwSignal::new(vec![]),
            history: expect_context(),
            colleagues: RwSignal::new(vec![]),
            words: crate::i18n::words(),
            clock,
            announcer: expect_context(),
            toasts: expect_context(),
            feed: expect_context(),
            cards: StoredValue::new(BTreeMap::new()),
            asked: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            counting: StoredValue::new(None),
            changed: StoredValue::new(BTreeSet::new()),
        };
        state.take_board(board, true);
        state
    }

    /// Begins to hear the feed and to follow the time: once, in the browser.
    pub(super) fn wake(self, since: Seq) {
        self.awake.set(true);
        let collapsed = super::preferences::collapsed();
        for column in self.heads.get_value() {
            let own = column.id.0.to_string();
            column.collapsed.set(collapsed.split(' ').any(|id| id == own));
        }
        self.history.take_up(self.viewer.with_value(|viewer| viewer.person));
        self.watch_heights();
        self.ask_colleagues();
        let role = self.viewer.with_value(|viewer| viewer.role);
        self.feed.listen(role, since, move |news| self.hear(news));
        // The breach of a card that is not loaded comes as a frame: a tick asks for nothing.
        Effect::new(move |_| {
            self.clock.now.track();
            // Who wants the board to stand still has no card rise by itself either (WCAG 2.2.2).
            if !self.paused.get_untracked() {
                self.lay();
            }
            self.recount();
            self.clock.wake_at(self.next_threshold());
        });
    }

    /// Takes in a board that was read anew. `whole`: what it does not hold is gone.
    fn take_board(self, board: Board, whole: bool) {
        self.rules.set_value(board.rules);
        self.viewer.set_value(board.viewer);
        self.departments.set_value(board.departments);
        self.views.set(board.views);
        let mut kept = self.carried();
        kept.extend(board.columns.iter().flat_map(|column| &column.cards).map(Card::id));
        self.cards.update_value(|cards| {
            if whole {
                // A card that is still there stays the same one: what is drawn hears its signals.
                cards.retain(|id, entry| {
                    entry.truth.facts.seq > board.seq
                        || entry.is_pending_after(board.seq)
                        || kept.contains(id)
                });
            }
        });
        self.divide(board.lanes, board.rows);
        self.more_lanes.set(board.more_lanes);
        let columns = self.columns.get_value();
        for column in board.columns {
            if let Some(own) = columns.iter().find(|c| c.id == column.id && c.lane == column.lane) {
                own.next.set(column.next);
                own.first.set(None);
                own.above.set(0);
                own.failed.set(false);
            }
            for card in column.cards {
                self.put(card, Heard::Read);
            }
        }
        self.counts.set(board.counts);
        self.lay();
        self.clock.wake_at(self.next_threshold());
    }

    /// Takes in a card; `false`: a later one is there already.
    fn put(self, card: Card, heard: Heard) -> bool {
        let is_open = self.open.with_untracked(|open| open.as_ref().is_some_and(|code| *code == card.code()));
        let op = match heard {
            Heard::Frame(op) => op,
            Heard::Read => None,
        };
        let taken = self.cards.try_update_value(|cards| {
            let Some(entry) = cards.get_mut(&card.id()) else {
                let entry = Entry::new(card);
                // It comes in by a change, not with a page.
                if op.is_some() {
                    light(&entry.transient);
                }
                cards.insert(entry.truth.id(), entry);
                return true;
            };
            let (new, old) = (card.facts.seq, entry.truth.facts.seq);
            // A page may know more of the same version: a column that was rebalanced has other places in it.
            if new < old || (new == old && heard != Heard::Read) {
                return false;
            }
            let moved = card.facts.placed_seq > entry.truth.facts.placed_seq;
            entry.search = card.search_text();
            entry.truth = card;
            entry.truth.unread &= !is_open;
            entry.changed_by = None;
            let own = entry.settle(op);
            entry.show();
            if moved && !own && op.is_some() {
                light(&entry.transient);
            }
            true
        });
        taken.unwrap_or_default()
    }

    /// After any change: where cards lie, what is counted, when to wake next.
    pub(super) fn settle(self) {
        self.lay();
        self.arrive();
        if !self.recount() {
            self.count_later();
        }
        self.clock.wake_at(self.next_threshold());
    }

    fn next_threshold(self) -> Option<Time> {
        let now = self.clock.now.get_untracked();
        self.cards.with_value(|cards| layout::next_threshold(cards.values().map(|e| e.truth.facts.sla), now))
    }

    /// The card behind an id: its signals.
    pub(super) fn entry(self, id: TicketId) -> Option<Entry> {
        self.cards.with_value(|cards| cards.get(&id).cloned())
    }

    /// A card as it is shown.
    pub(super) fn card(self, id: TicketId) -> Option<Card> {
        self.cards.with_value(|cards| cards.get(&id).map(|entry| entry.shown.get_untracked()))
    }

    /// The cards that the text of the list names, for menus.
    pub(super) fn titles(self, ids: &[TicketId]) -> Vec<(TicketId, String)> {
        self.cards.with_value(|cards| {
            let title = |id: &TicketId| {
                cards.get(id).map(|e| {
                    (*id, e.shown.with_untracked(|c| format!("{} {}", c.code(), isolated(&c.title))))
                })
            };
            ids.iter().filter_map(title).collect()
        })
    }

    /// Code and title of loaded cards whose searchable text fits.
    pub(super) fn search(self, fits: &dyn Fn(&str) -> bool, most: usize) -> Vec<(String, String)> {
        self.cards.with_value(|cards| {
            let found = cards.values().filter(|entry| fits(&entry.search)).take(most);
            found.map(|entry| entry.shown.with_untracked(|card| (card.code(), card.title.clone()))).collect()
        })
    }

    /// The card with that code, if it is loaded.
    pub(super) fn by_code(self, code: &str) -> Option<TicketId> {
        self.cards.with_value(|cards| cards.keys().find(|id| id.code() == code).copied())
    }

    /// Changes what is known of a card.
    pub(super) fn with_entry<T>(self, id: TicketId, change: impl FnOnce(&mut Entry) -> T) -> Option<T> {
        self.cards.try_update_value(|cards| cards.get_mut(&id).map(change)).flatten()
    }

    /// The list where a card lies, and its place there from 0.
    pub(super) fn place_of(self, id: TicketId) -> Option<(CardList, usize)> {
        self.columns.get_value().into_iter().find_map(|column| {
            let at = column.rows.with_untracked(|rows| layout::cards(rows).iter().position(|c| *c == id))?;
            Some((column, at))
        })
    }

    /// Tells the colleagues which card is carried; after that, which ticket is open.
    #[cfg(feature = "hydrate")]
    pub(super) fn say_dragging(self, ticket: Option<TicketId>) {
        use domain::feed::Doing;
        let open =
            || self.open.with_untracked(|code| self.by_code(code.as_deref()?)).map(|id| (id, Doing::Viewing));
        self.feed.here.set(ticket.map(|id| (id, Doing::Dragging)).or_else(open));
    }

    /// Who of the team is at a ticket now.
    pub(super) fn present(self, ticket: TicketId) -> Vec<Present> {
        self.feed.present.with(|present| {
            present.iter().find(|(at, _)| *at == ticket).map(|(_, people)| people.clone()).unwrap_or_default()
        })
    }

    /// The list with that number.
    pub(super) fn column(self, index: usize) -> Option<CardList> {
        self.columns.with_value(|columns| columns.get(index).copied())
    }

    /// The column with that place, from the left.
    pub(super) fn head(self, at: usize) -> Option<CardList> {
        self.heads.with_value(|columns| columns.get(at).copied())
    }

    /// The panel shows that ticket now: it is read.
    pub(super) fn opened(self, code: Option<String>) {
        if let Some(id) = code.as_deref().and_then(|code| self.by_code(code)) {
            self.current.set(Some(id));
            self.with_entry(id, |entry| {
                entry.truth.unread = false;
                entry.show();
            });
            // The panel narrows the columns: the card stays in view.
            if self.awake.get_untracked() {
                super::dom::after_paint(move || super::dom::scroll_to(id));
            }
        }
        self.open.set(code);
    }
}
