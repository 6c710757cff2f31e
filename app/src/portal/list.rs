//! A client's list as the feed changes it: pure, so that it is tested without a browser.

use domain::desk::{MyTickets, Tab};
use domain::feed::{ClientBody, ClientCard, ClientFrame};
use domain::{Category, Seq, TicketId};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List {
    pub tab: Tab,
    pub open: i64,
    pub finished: i64,
    /// The last changed first.
    pub tickets: Vec<ClientCard>,
    pub next: Option<Seq>,
}

fn tab_of(category: Category) -> Tab {
    if category.is_open() { Tab::Open } else { Tab::Finished }
}

impl List {
    pub(super) fn new(tab: Tab, page: &MyTickets) -> Self {
        Self { tab, open: page.open, finished: page.finished, tickets: page.tickets.clone(), next: page.next }
    }

    /// The next page. What the feed has moved up in the meantime is not listed again.
    pub(super) fn append(&mut self, page: &MyTickets) {
        self.next = page.next;
        for card in &page.tickets {
            if !self.tickets.iter().any(|known| known.id == card.id) {
                self.tickets.push(card.clone());
            }
        }
    }

    /// A change: the ticket moves to the top of the tab where it belongs, and leaves the other.
    pub(super) fn apply(&mut self, frame: &ClientFrame, unread: bool) {
        self.count(frame);
        let known = self.tickets.iter().position(|card| card.id == frame.ticket);
        if known.is_some_and(|at| self.tickets[at].seq > frame.seq) {
            return;
        }
        if let Some(at) = known {
            self.tickets.remove(at);
        }
        match &frame.card {
            Some(card) if tab_of(card.category) == self.tab => {
                let mut card = card.clone();
                card.unread = unread;
                let at = self.tickets.partition_point(|other| other.seq > card.seq);
                self.tickets.insert(at, card);
            }
            _ => {}
        }
    }

    /// As the page lists them: what waits for this person comes first, each part with the last changed first.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &ClientCard> {
        let waits = |card: &&ClientCard| card.category == Category::WaitingCustomer;
        self.tickets.iter().filter(waits).chain(self.tickets.iter().filter(move |card| !waits(card)))
    }

    /// Another tab of this person has shown that much of a ticket.
    pub(super) fn read(&mut self, ticket: TicketId, seq: Seq) {
        for card in self.tickets.iter_mut().filter(|card| card.id == ticket && card.seq <= seq) {
            card.unread = false;
        }
    }

    /// The counts follow from what happened, also for tickets that are not on the page.
    fn count(&mut self, frame: &ClientFrame) {
        let of = |category: Category| i64::from(category.is_open());
        for entry in &frame.entries {
            match &entry.body {
                ClientBody::Opened => self.open += 1,
                ClientBody::Moved { from_category, to_category, .. } => {
                    let change = of(*to_category) - of(*from_category);
                    self.open += change;
                    self.finished -= change;
                }
                ClientBody::Message { .. } | ClientBody::PriorityChanged { .. } => {}
            }
        }
        // Taken from these eyes: it counts no more, if it was one of those listed.
        if frame.card.is_none()
            && let Some(known) = self.tickets.iter().find(|card| card.id == frame.ticket)
        {
            match tab_of(known.category) {
                Tab::Open => self.open -= 1,
                Tab::Finished => self.finished -= 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::feed::Entry;
    use domain::{ContactId, Priority, StatusId, Time};
    use uuid::Uuid;

    fn card(id: u128, seq: Seq, category: Category) -> ClientCard {
        ClientCard {
            id: TicketId(Uuid::from_u128(id)),
            seq,
            number: 1,
            title: "Impressora".into(),
            status: StatusId(1),
            status_name: None,
            category,
            priority: Priority::Medium,
            requester: "Maria".into(),
            requester_id: ContactId(Uuid::from_u128(9)),
            created_at: Time::UNIX_EPOCH,
            updated_at: Time::UNIX_EPOCH,
            messages: 0,
            unread: false,
        }
    }

    fn frame(seq: Seq, card: ClientCard, bodies: Vec<ClientBody>) -> ClientFrame {
        let entries = bodies
            .into_iter()
            .enumerate()
            .map(|(n, body)| Entry {
                seq,
                n: i32::try_from(n).unwrap(),
                at: Time::UNIX_EPOCH,
                actor: None,
                body,
            })
            .collect();
        ClientFrame {
            seq,
            op_id: None,
            at: Time::UNIX_EPOCH,
            actor: None,
            ticket: card.id,
            card: Some(ClientCard { seq, ..card }),
            entries,
        }
    }

    fn list(tab: Tab, tickets: Vec<ClientCard>) -> List {
        List { tab, open: 2, finished: 1, tickets, next: None }
    }

    fn moved(from: Category, to: Category) -> ClientBody {
        ClientBody::Moved {
            from: StatusId(1),
            from_category: from,
            to: StatusId(2),
            to_category: to,
            reason: None,
        }
    }

    fn ids(list: &List) -> Vec<u128> {
        list.tickets.iter().map(|card| card.id.0.as_u128()).collect()
    }

    #[test]
    fn r48_an_answer_marks_the_row_unread_and_moves_it_up() {
        let mut list = list(Tab::Open, vec![card(1, 20, Category::New), card(2, 10, Category::Active)]);
        list.apply(&frame(30, card(2, 30, Category::Active), vec![]), true);
        assert_eq!(ids(&list), [2, 1]);
        assert!(list.tickets[0].unread);
        assert_eq!((list.open, list.finished), (2, 1));
    }

    #[test]
    fn what_waits_for_the_client_comes_first() {
        let open = list(
            Tab::Open,
            vec![
                card(1, 30, Category::New),
                card(2, 20, Category::WaitingCustomer),
                card(3, 10, Category::Active),
            ],
        );
        let shown: Vec<u128> = open.in_order().map(|card| card.id.0.as_u128()).collect();
        assert_eq!(shown, [2, 1, 3]);
    }

    #[test]
    fn r48_a_finished_ticket_leaves_the_open_ones_and_is_counted_among_the_finished() {
        let mut open = list(Tab::Open, vec![card(1, 20, Category::New), card(2, 10, Category::Active)]);
        let change = frame(30, card(2, 30, Category::Done), vec![moved(Category::Active, Category::Done)]);
        open.apply(&change, false);
        assert_eq!(ids(&open), [1]);
        assert_eq!((open.open, open.finished), (1, 2));

        let mut finished = list(Tab::Finished, vec![card(3, 5, Category::Done)]);
        finished.apply(&change, false);
        assert_eq!(ids(&finished), [2, 3]);
        assert_eq!((finished.open, finished.finished), (1, 2));
    }

    #[test]
    fn moving_among_open_statuses_counts_nothing_and_opening_counts_one() {
        let mut open = list(Tab::Open, vec![card(1, 20, Category::New)]);
        open.apply(
            &frame(30, card(1, 30, Category::Active), vec![moved(Category::New, Category::Active)]),
            false,
        );
        assert_eq!((open.open, open.finished), (2, 1));
        open.apply(&frame(31, card(4, 31, Category::New), vec![ClientBody::Opened]), false);
        assert_eq!((open.open, open.finished), (3, 1));
        assert_eq!(ids(&open), [4, 1]);
    }

    #[test]
    fn a_ticket_that_is_taken_away_is_listed_and_counted_no_more() {
        let mut open = list(Tab::Open, vec![card(1, 20, Category::New)]);
        let mut gone = frame(30, card(1, 30, Category::New), vec![]);
        gone.card = None;
        open.apply(&gone, false);
        assert!(open.tickets.is_empty());
        assert_eq!((open.open, open.finished), (1, 1));
    }

    #[test]
    fn an_older_change_does_not_undo_a_newer_one() {
        let mut open = list(Tab::Open, vec![card(1, 20, Category::Active)]);
        open.apply(&frame(15, card(1, 15, Category::New), vec![]), true);
        assert_eq!(open.tickets[0].category, Category::Active);
        assert!(!open.tickets[0].unread);
    }

    #[test]
    fn the_next_page_repeats_nothing() {
        let mut open = list(Tab::Open, vec![card(1, 40, Category::New), card(2, 30, Category::New)]);
        let page = MyTickets {
            seq: 40,
            now: Time::UNIX_EPOCH,
            viewer: domain::Actor {
                account: domain::AccountId(Uuid::nil()),
                person: domain::PersonId(Uuid::nil()),
                name: "Maria".into(),
                role: domain::Role::Client,
                permissions: domain::Permissions::default(),
                contact: None,
                organization: None,
                departments: vec![],
                manages: vec![],
            },
            open: 2,
            finished: 1,
            tickets: vec![card(1, 20, Category::New), card(3, 10, Category::New)],
            next: None,
        };
        open.append(&page);
        assert_eq!(ids(&open), [1, 2, 3]);
    }
}
