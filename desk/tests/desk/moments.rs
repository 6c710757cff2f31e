//! What clients are told in the place of numbers of commands: nothing that says how much the team does.

use crate::house::{ACTIVE, DONE, Ear, House, SUPPORT, both_engines, comment, move_to, reply};
use crate::schema::BEFORE_MOMENTS;
use chrono::TimeDelta;
use desk::{LiveDesk, SessionKey};
use domain::desk::{Outcome, Tab, TicketPage};
use domain::feed::{ClientCard, ClientFrame, ClientTicket, Packet};
use domain::port::{Commands, Portal, Tickets};
use domain::ticket::{Move, OpenTicket};
use domain::{Actor, Change, Command, OpId, Refusal, Seq, TicketId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use uuid::Uuid;

/// Everything that clients were told, in a story of which they see the same, whatever the team does meanwhile.
struct Told<'a> {
    house: &'a House,
    busy: bool,
    elsewhere: TicketId,
    /// Ids that do not depend on what the team made.
    ids: u128,
    texts: Vec<String>,
    ears: Vec<Ear>,
}

impl Told<'_> {
    fn take(&mut self, told: &impl Serialize) {
        self.texts.push(serde_json::to_string(told).unwrap());
    }

    /// Asks for something under ids of the story.
    async fn ask(&mut self, actor: &Actor, command: Command) -> Outcome {
        self.ids += 2;
        *self.house.ids.next.lock().unwrap() = vec![Uuid::from_u128(self.ids << 96)];
        let outcome =
            self.house.desk.execute(actor, OpId(Uuid::from_u128(self.ids + 1)), command).await.unwrap();
        self.house.ids.next.lock().unwrap().clear();
        outcome
    }

    /// The same of a client's, who is told the answer.
    async fn say(&mut self, actor: &Actor, command: Command) -> Outcome {
        let outcome = self.ask(actor, command).await;
        self.take(&outcome);
        outcome
    }

    /// A minute of the team.
    async fn minute(&mut self, ticket: Option<TicketId>) {
        if self.busy {
            let (agent, other) = (self.house.agent(), self.house.client3());
            for n in 0..4 {
                if let Some(ticket) = ticket {
                    self.house.must(&agent, comment(ticket, "nota")).await;
                }
                self.house.must(&agent, comment(self.elsewhere, "nota")).await;
                self.house.must(&agent, reply(self.elsewhere, "Oi, Caio")).await;
                self.house.must(&other, reply(self.elsewhere, "Oi")).await;
                self.house
                    .must(&agent, move_to(self.elsewhere, if n % 2 == 0 { ACTIVE } else { DONE }))
                    .await;
            }
        }
        let client = self.house.client();
        let before = self.house.moment(&client).await;
        self.house.clock.advance(TimeDelta::minutes(1));
        // How far clients may be told is written down beside the work, and until it is they are told a little less: a beat
        // that comes in between says so, and not how much there is to do.
        while self.house.moment(&client).await < before + 59_000_000 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        self.hear().await;
    }

    /// What a client reads.
    async fn look(&mut self, client: &Actor, ticket: TicketId) {
        for tab in [Tab::Open, Tab::Finished] {
            let list = self.house.desk.my_tickets(client, tab, None).await.unwrap();
            self.take(&list);
        }
        let page = self.house.desk.ticket(client, &ticket.code()).await.unwrap();
        self.take(&page);
    }

    /// What they hear who look on.
    async fn hear(&mut self) {
        for ear in &mut self.ears {
            ear.0.beat_now();
            self.texts.extend(ear.rest().await);
        }
    }
}

async fn story(house: &House, busy: bool) -> (Vec<String>, Seq) {
    let (client, boss, agent) = (house.client(), house.boss(), house.agent());
    let elsewhere = house.open(&house.client3(), None, SUPPORT, "de Bravo").await;
    let mut told = Told { house, busy, elsewhere, ids: 0x77, texts: vec![], ears: vec![] };
    let new = OpenTicket {
        title: "Sem acesso".to_owned(),
        description: "Desde cedo.".to_owned(),
        contact: None,
        department: SUPPORT,
        priority: None,
    };
    told.minute(None).await;
    let Outcome::Done(opened) = told.say(&client, Command::Open(new)).await else { panic!() };
    let ticket = opened.ticket;
    told.ears = vec![house.subscribe(&client, None).await, house.subscribe(&boss, None).await];
    told.minute(Some(ticket)).await;
    told.look(&client, ticket).await;
    let since = house.moment(&client).await;
    told.ask(&agent, reply(ticket, "Já estamos vendo.")).await;
    told.minute(Some(ticket)).await;
    told.look(&client, ticket).await;
    house.desk.mark_read(&client, ticket, house.moment(&client).await).await.unwrap();
    told.look(&client, ticket).await;
    told.minute(Some(ticket)).await;
    let Outcome::Done(moved) = told.ask(&agent, move_to(ticket, DONE)).await else { panic!() };
    told.minute(None).await;
    told.look(&boss, ticket).await;
    // Taken back: clients forget both.
    told.ask(&agent, Command::Change(ticket, Change::Undo(moved.seq))).await;
    told.look(&client, ticket).await;
    told.minute(Some(ticket)).await;
    let Outcome::Done(ended) = told.say(&client, move_to(ticket, DONE)).await else { panic!() };
    // Nothing to do, and what the desk refuses.
    told.minute(None).await;
    told.say(&client, move_to(ticket, DONE)).await;
    told.minute(None).await;
    let Outcome::Done(undone) = told.say(&client, Command::Change(ticket, Change::Undo(ended.seq))).await
    else {
        panic!()
    };
    told.say(&client, Command::Change(ticket, Change::Undo(ended.seq))).await;
    told.say(&client, Command::Change(ticket, Change::Undo(undone.seq))).await;
    told.minute(Some(ticket)).await;
    let Outcome::Done(ended) = told.say(&client, move_to(ticket, DONE)).await else { panic!() };
    told.minute(None).await;
    told.ask(&agent, reply(ticket, "Que bom!")).await;
    assert!(matches!(
        told.say(&client, Command::Change(ticket, Change::Undo(ended.seq))).await,
        Outcome::Refused(Refusal::Stale { .. })
    ));
    told.minute(Some(ticket)).await;
    told.look(&client, ticket).await;
    // The machine's clock is set back; somebody is always there to whom the present is told.
    house.clock.advance(TimeDelta::minutes(-30));
    house.moment(&client).await;
    for _ in 0..2 {
        told.minute(Some(ticket)).await;
        told.ask(&agent, reply(ticket, "E agora?")).await;
        told.look(&client, ticket).await;
    }
    // Who comes back.
    for since in [since, opened.seq, ended.seq, house.dawn(), 0, 3] {
        told.ears = vec![house.subscribe(&client, Some(since)).await];
        told.hear().await;
    }
    (told.texts, house.head().await)
}

/// What a client's screen holds, and where it goes on.
#[derive(Debug, Default)]
struct Screen {
    cards: BTreeMap<TicketId, ClientCard>,
    entries: BTreeSet<(TicketId, Seq, i32)>,
    last: Seq,
}

impl Screen {
    fn fold(&mut self, packet: Packet<ClientFrame>) {
        match packet {
            Packet::Frame { seq, prev, unread, body } => {
                assert_eq!(seq, body.seq);
                assert!(prev <= self.last, "a gap: {prev} after {}", self.last);
                assert!(seq > self.last, "twice: {seq} after {}", self.last);
                self.last = seq;
                for entry in &body.entries {
                    assert!(self.entries.insert((body.ticket, entry.seq, entry.n)), "an entry came twice");
                }
                let card = body.card.unwrap();
                self.cards.insert(body.ticket, ClientCard { unread, ..card });
            }
            Packet::Beat { seq, .. } => self.last = self.last.max(seq),
            Packet::Hello { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

async fn listen(desk: &LiveDesk, actor: &Actor, since: Seq) -> Ear {
    Ear(desk.subscribe(actor, SessionKey([9; 32]), Some(since)).await.unwrap())
}

async fn page(desk: &LiveDesk, actor: &Actor, ticket: TicketId) -> ClientTicket {
    match desk.ticket(actor, &ticket.code()).await.unwrap() {
        TicketPage::Client(page) => page.content,
        TicketPage::Team(_) => panic!("a page for the team"),
    }
}

/// A page without its numbers, and what they say: their order, and what is new to its reader.
fn said(page: ClientTicket) -> (ClientTicket, Vec<usize>, usize) {
    let mut page = page;
    let mut all: Vec<Seq> = page.entries.iter().map(|e| e.seq).collect();
    all.dedup();
    assert!(all.is_sorted() && all.last() <= Some(&page.card.seq), "{all:?}");
    let rank = |seq| all.iter().position(|s| *s == seq).unwrap();
    let ranks = page.entries.iter().map(|e| rank(e.seq)).collect();
    let fresh = page.entries.iter().filter(|e| e.seq > page.read).count();
    page.entries.iter_mut().for_each(|e| e.seq = 0);
    (page.card.seq, page.read) = (0, 0);
    (page, ranks, fresh)
}

both_engines! {
    async fn nothing_that_a_client_is_told_counts_what_the_team_does(house) {
        let other = House::new(house.kind).await;
        let ((quiet, few), (busy, many)) = (story(house, false).await, story(&other, true).await);
        other.end().await;
        assert!(few + 120 < many, "{few} commands, {many}");
        assert!(quiet.len() > 50, "they are told a lot: {}", quiet.len());
        for (quiet, busy) in quiet.iter().zip(&busy) {
            assert_eq!(quiet, busy);
        }
        assert_eq!(quiet.len(), busy.len());
    }

    async fn a_client_who_is_cut_off_anywhere_misses_nothing_over_restarts_and_whatever_the_clock_does(house) {
        let (agent, client, other) = (house.agent(), house.client(), house.client3());
        let (mine, theirs) = (house.ticket().await, house.open(&other, None, SUPPORT, "de Bravo").await);
        let mut tickets = vec![mine];
        let mut screen = Screen { last: house.dawn(), ..Screen::default() };
        house.desk.close().await;
        let mut desk = house.again().await;
        let mut ear = listen(&desk, &client, screen.last).await;
        for round in 0..14 {
            for _ in 0..house.ids.below(10) {
                let ticket = tickets[usize::try_from(house.ids.below(tickets.len() as u64)).unwrap()];
                let (who, command) = match house.ids.below(9) {
                    0 => (&client, Command::Open(OpenTicket {
                        title: "Mais um".into(), description: "x".into(), contact: None, department: SUPPORT, priority: None,
                    })),
                    1 => (&client, reply(ticket, "E então?")),
                    2 => (&agent, reply(ticket, "Olá")),
                    3 => (&agent, move_to(ticket, ACTIVE)),
                    4 => (&agent, move_to(ticket, DONE)),
                    5 => (&agent, comment(ticket, "nota")),
                    6 => (&agent, comment(theirs, "nota")),
                    _ => (&other, reply(theirs, "Oi")),
                };
                let opens = matches!(command, Command::Open(_));
                if let Outcome::Done(done) = desk.execute(who, house.op(), command).await.unwrap() && opens {
                    tickets.push(done.ticket);
                }
                // The machine's clock stands, mostly; now and then it goes on, or back.
                match house.ids.below(12) {
                    0 => house.clock.advance(TimeDelta::microseconds(700)),
                    1 => house.clock.advance(TimeDelta::seconds(200)),
                    2 => house.clock.advance(TimeDelta::minutes(-10)),
                    _ => {}
                }
            }
            for _ in 0..house.ids.below(8) {
                ear.0.beat_now();
                let got = tokio::time::timeout(std::time::Duration::from_millis(60), ear.0.next()).await;
                let Ok(desk::Delivery::Text(text)) = got else { break };
                screen.fold(serde_json::from_str(&text).unwrap());
            }
            if round % 3 == 0 {
                desk.close().await;
                desk = house.again().await;
            }
            ear = listen(&desk, &client, screen.last).await;
        }
        for text in ear.rest().await {
            screen.fold(serde_json::from_str(&text).unwrap());
        }
        let mut cards = BTreeMap::new();
        for tab in [Tab::Open, Tab::Finished] {
            let list = desk.my_tickets(&client, tab, None).await.unwrap();
            assert!(list.next.is_none() && list.tickets.is_sorted_by(|a, b| a.seq > b.seq), "each has its own");
            assert!(list.tickets.iter().all(|card| card.seq <= list.seq));
            cards.extend(list.tickets.into_iter().map(|card| (card.id, card)));
        }
        assert_eq!(screen.cards, cards);
        let mut entries = BTreeSet::new();
        for ticket in tickets {
            entries.extend(page(&desk, &client, ticket).await.entries.iter().map(|e| (ticket, e.seq, e.n)));
        }
        assert_eq!(screen.entries, entries, "every entry was heard");
        desk.close().await;
    }

    async fn two_public_commands_of_one_millisecond_keep_their_order(house) {
        let (agent, client) = (house.agent(), house.client());
        let (a, b) = (house.ticket().await, house.ticket().await);
        let mut ear = house.subscribe(&client, None).await;
        assert!(matches!(ear.client().await, Packet::Hello { .. }));
        for (ticket, text) in [(a, "um"), (b, "dois"), (a, "três")] {
            house.must(&agent, reply(ticket, text)).await;
        }
        let mut seqs = vec![];
        for _ in 0..3 {
            let Packet::Frame { seq, .. } = ear.client().await else { panic!() };
            seqs.push(seq);
        }
        assert!(seqs.is_sorted_by(|a, b| a < b), "{seqs:?}");
        assert_eq!(house.number("SELECT COUNT(DISTINCT at) FROM event").await, 1);
        // In the middle of that millisecond.
        let mut back = house.subscribe(&client, Some(seqs[0])).await;
        assert_eq!(back.rest().await.len(), 3, "the hello and two frames");
        let list = house.desk.my_tickets(&client, Tab::Open, None).await.unwrap();
        assert_eq!(list.tickets.iter().map(|card| (card.id, card.seq)).collect::<Vec<_>>(), [(a, seqs[2]), (b, seqs[1])]);
        let older = house.desk.my_tickets(&client, Tab::Open, Some(seqs[2])).await.unwrap();
        assert_eq!(older.tickets.iter().map(|card| card.id).collect::<Vec<_>>(), [b]);
        house.desk.mark_read(&client, a, seqs[0]).await.unwrap();
        let read = house.client_page(&client, a).await;
        assert_eq!((read.card.unread, read.read), (true, seqs[0]), "one of its two answers is read");
    }

    async fn numbers_of_before_lead_to_a_right_answer(house) {
        let (client, ticket) = (house.client(), house.ticket().await);
        let second = house.ticket().await;
        // A page that was open, or kept.
        for old in [0, 1, house.head().await, 1_000, Seq::MAX] {
            let mut ear = house.subscribe(&client, Some(old)).await;
            assert!(matches!(ear.client().await, Packet::Hello { .. }));
            assert!(matches!(ear.client().await, Packet::Reset), "since {old}");
        }
        let list = house.desk.my_tickets(&client, Tab::Open, Some(2)).await.unwrap();
        assert_eq!(list.tickets.len(), 2, "an old address of the second page shows the first");
        // What waited to be sent.
        for seen in [0, 1, 2] {
            let to = Move { status: DONE, anchor: None, seen, confirm: false, reason: None, also: None };
            house.must(&client, Command::Change(ticket, Change::Move(to))).await;
        }
        let done = house.must(&client, move_to(second, DONE)).await;
        let own = house.head().await;
        for of in [own, done.seq - 1, done.seq + 1] {
            assert_eq!(house.refused(&client, Command::Change(second, Change::Undo(of))).await, Refusal::NotPermitted, "{of}");
        }
        house.must(&client, Command::Change(second, Change::Undo(done.seq))).await;
        // Who is of the team now, and of the clients then, fetches anew.
        let mut ear = house.subscribe(&house.agent(), Some(done.seq)).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        assert!(matches!(ear.team().await, Packet::Reset));
    }

    async fn a_repeated_command_gets_the_first_answer_in_moments(house) {
        let (client, op) = (house.client(), house.op());
        let ticket = house.ticket().await;
        let first = house.desk.execute(&client, op, reply(ticket, "Oi")).await.unwrap();
        house.clock.advance(TimeDelta::minutes(1));
        house.must(&client, reply(ticket, "Alô?")).await;
        assert_eq!(house.desk.execute(&client, op, reply(ticket, "Oi")).await.unwrap(), first);
        let Outcome::Done(first) = first else { panic!() };
        assert_eq!(first.seq, house.client_page(&client, ticket).await.entries[1].seq);
    }

    async fn an_older_desk_is_taken_over_with_its_read_marks(house) {
        let (agent, client) = (house.agent(), house.client());
        let tickets = [house.ticket().await, house.ticket().await, house.ticket().await];
        house.must(&agent, reply(tickets[0], "um")).await;
        house.desk.mark_read(&client, tickets[0], house.moment(&client).await).await.unwrap();
        house.must(&agent, comment(tickets[0], "nota")).await;
        house.must(&agent, reply(tickets[0], "dois")).await;
        house.clock.advance(TimeDelta::minutes(5));
        house.must(&agent, reply(tickets[1], "três")).await;
        let moved = house.must(&agent, move_to(tickets[2], DONE)).await;
        house.must(&agent, Command::Change(tickets[2], Change::Undo(moved.seq))).await;
        // The machine's clock went back.
        house.clock.advance(TimeDelta::minutes(-9));
        house.must(&client, reply(tickets[2], "quatro")).await;
        house.must(&agent, reply(tickets[1], "cinco")).await;
        house.must(&client, move_to(tickets[1], DONE)).await;
        let op = house.op();
        let wish = reply(tickets[2], "seis");
        house.desk.execute(&client, op, wish.clone()).await.unwrap();
        let look = async |desk: &LiveDesk| {
            let mut all = vec![];
            for ticket in tickets {
                all.push(said(page(desk, &client, ticket).await));
            }
            let mut lists = vec![];
            for tab in [Tab::Open, Tab::Finished] {
                let list = desk.my_tickets(&client, tab, None).await.unwrap();
                lists.push(list.tickets.iter().map(|card| (card.id, card.unread)).collect::<Vec<_>>());
            }
            (all, lists)
        };
        let before = look(&house.desk).await;
        assert_eq!(before.0[0].2, 1, "one answer of two is read");
        house.desk.close().await;
        house.run(BEFORE_MOMENTS).await;
        assert_eq!(house.number("SELECT MAX(public_seq) FROM ticket").await, house.head().await);

        let desk = house.again().await;
        assert_eq!(look(&desk).await, before);
        let since = desk.my_tickets(&client, Tab::Open, None).await.unwrap().seq;
        let first = page(&desk, &client, tickets[0]).await.entries[0].seq;
        assert!(matches!(listen(&desk, &client, first).await.rest().await.len(), 6..), "the log is there");
        // What it remembers of requests it tells in moments.
        let Outcome::Done(again) = desk.execute(&client, op, wish).await.unwrap() else { panic!() };
        assert_eq!(again.seq, page(&desk, &client, tickets[2]).await.card.seq);
        desk.execute(&agent, house.op(), reply(tickets[2], "sete")).await.unwrap();
        let mut ear = listen(&desk, &client, since).await;
        assert!(matches!(ear.client().await, Packet::Hello { .. }));
        let Packet::Frame { seq, body, .. } = ear.client().await else { panic!() };
        assert_eq!((body.ticket, seq > since), (tickets[2], true));
        assert!(ear.rest().await.is_empty());
        desk.close().await;
    }
}
