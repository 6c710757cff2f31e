//! What the page knows of the board: one signal per card, one list of lines per column. A frame touches one card.

mod ask;
mod card_list;
mod card_map;
mod cards;
mod cursor;
mod entry;
mod follow;
mod hear;
mod hold;
mod in_hand;
mod lay;
mod lists;
mod loader;
mod overlay;
mod query;
mod scroll;
mod selection;
mod session;
mod swimlanes;
mod tally;

pub(super) use card_list::CardList;
pub(super) use entry::{Entry, Note, Transient, light};
pub(super) use swimlanes::SwimlaneRow;

use cards::Cards;
use cursor::Cursor;
use hold::Hold;
use in_hand::InHand;
use lists::Lists;
use loader::Loader;
use overlay::Overlay;
use query::Query;
use selection::Selection;
use session::Session;
use tally::Tally;

use super::layout::{self, Row};
use domain::board::{Board, Card};
use domain::{OpId, Seq, Time};
use leptos::prelude::*;

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

/// What the page knows of the board, in parts: each knows itself alone, and what concerns several is done here and in
/// the files of what it is about.
#[derive(Clone, Copy)]
pub(super) struct BoardState {
    pub(super) session: Session,
    pub(super) query: Query,
    pub(super) cards: Cards,
    pub(super) lists: Lists,
    pub(super) tally: Tally,
    pub(super) loader: Loader,
    pub(super) cursor: Cursor,
    pub(super) selection: Selection,
    pub(super) overlay: Overlay,
    pub(super) hold: Hold,
    pub(super) in_hand: InHand,
}

impl BoardState {
    /// The board as the desk has read it.
    pub(super) fn new(board: Board) -> Self {
        let state = Self {
            session: Session::new(&board),
            query: Query::new(&board),
            cards: Cards::new(),
            lists: Lists::new(&board.rules),
            tally: Tally::new(),
            loader: Loader::new(),
            cursor: Cursor::new(),
            selection: Selection::new(),
            overlay: Overlay::new(),
            hold: Hold::new(),
            in_hand: InHand::new(),
        };
        state.session.clock.read_at(board.now);
        state.take_board(board, true);
        state
    }

    /// Begins to hear the feed and to follow the time: once, in the browser.
    pub(super) fn wake(self, since: Seq) {
        self.cursor.awake.set(true);
        let collapsed = super::preferences::collapsed();
        for column in self.lists.heads.get_value() {
            let own = column.id.0.to_string();
            column.collapsed.set(collapsed.split(' ').any(|id| id == own));
        }
        self.session.history.take_up(self.session.viewer.with_value(|viewer| viewer.person));
        self.watch_heights();
        let role = self.session.viewer.with_value(|viewer| viewer.role);
        self.session.feed.listen(role, since, move |news| self.hear(news));
        // The breach of a card that is not loaded comes as a frame: a tick asks for nothing.
        Effect::new(move |_| {
            self.session.clock.now.track();
            // Who wants the board to stand still has no card rise by itself either (WCAG 2.2.2).
            if !self.hold.paused.get_untracked() {
                self.lay();
            }
            self.recount();
            self.session.clock.wake_at(self.next_threshold());
        });
    }

    /// Takes in a board that was read anew. `whole`: what it does not hold is gone.
    fn take_board(self, board: Board, whole: bool) {
        self.take_rules(board.rules);
        self.session.viewer.set_value(board.viewer);
        self.session.departments.set_value(board.departments);
        self.query.views.set(board.views);
        let mut kept = self.hold.carried();
        kept.extend(board.columns.iter().flat_map(|column| &column.cards).map(Card::id));
        self.cards.all.update_value(|cards| {
            if whole {
                // A card that is still there stays the same one: what is drawn hears its signals.
                cards.retain(|entry| {
                    entry.truth.facts.seq > board.seq
                        || entry.is_pending_after(board.seq)
                        || kept.contains(&entry.truth.id())
                });
            }
        });
        self.divide(board.lanes, board.rows);
        self.lists.more_lanes.set(board.more_lanes);
        let columns = self.lists.all.get_value();
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
        self.tally.counts.set(board.counts);
        self.lay();
        self.session.clock.wake_at(self.next_threshold());
    }

    /// Takes in a card; `false`: a later one is there already.
    fn put(self, mut card: Card, heard: Heard) -> bool {
        let search = self.know(&mut card);
        let is_open =
            self.cursor.open.with_untracked(|open| open.as_ref().is_some_and(|code| *code == card.code()));
        let op = match heard {
            Heard::Frame(op) => op,
            Heard::Read => None,
        };
        let taken = self.cards.all.try_update_value(|cards| {
            let Some(entry) = cards.get_mut(card.id()) else {
                let entry = Entry::new(card, search, self.session.rules);
                // It comes in by a change, not with a page.
                if op.is_some() {
                    light(&entry.transient);
                }
                cards.insert(entry);
                return true;
            };
            let (new, old) = (card.facts.seq, entry.truth.facts.seq);
            // A page may know more of the same version: a column that was rebalanced has other places in it.
            if new < old || (new == old && heard != Heard::Read) {
                return false;
            }
            let moved = card.facts.placed_seq > entry.truth.facts.placed_seq;
            entry.search = search;
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
        self.session.clock.wake_at(self.next_threshold());
    }

    fn next_threshold(self) -> Option<Time> {
        let now = self.session.clock.now.get_untracked();
        self.cards
            .all
            .with_value(|cards| layout::next_threshold(cards.values().map(|e| e.truth.facts.sla), now))
    }

    /// Tells the colleagues which card is carried; after that, which ticket is open.
    #[cfg(feature = "hydrate")]
    pub(super) fn say_dragging(self, ticket: Option<domain::TicketId>) {
        use domain::feed::Doing;
        let open = || {
            self.cursor
                .open
                .with_untracked(|code| self.cards.by_code(code.as_deref()?))
                .map(|id| (id, Doing::Viewing))
        };
        self.session.feed.here.set(ticket.map(|id| (id, Doing::Dragging)).or_else(open));
    }

    /// The panel shows that ticket now: it is read.
    pub(super) fn opened(self, code: Option<String>) {
        if let Some(id) = code.as_deref().and_then(|code| self.cards.by_code(code)) {
            self.cursor.current.set(Some(id));
            self.cards.with_entry(id, |entry| {
                entry.truth.unread = false;
                entry.show();
            });
            // The panel narrows the columns: the card stays in view.
            if self.cursor.awake.get_untracked() {
                super::dom::after_paint(move || super::dom::scroll_to(id));
            }
        }
        self.cursor.open.set(code);
    }
}
