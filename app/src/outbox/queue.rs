//! The order of what was asked for and is not answered yet: plain values, so that it is tested without a browser.

use crate::error::AppError;
use domain::desk::{ALL_AT_ONCE, Outcome};
use domain::ticket::Talk;
use domain::{Actor, Change, Command, OpId, TicketId};
use std::cell::RefCell;
use std::rc::Rc;
use std::task::Waker;

/// What the desk said, or why nothing was said.
pub type Answer = Result<Outcome, AppError>;

/// Milliseconds for which an intent may wait. The desk knows an `op_id` for 7 days (decisions.md 5): after that nobody
/// can tell whether it was done already. A day less, because the computer's clock may be wrong.
const KEPT_MS: i64 = 6 * 86_400_000;
/// The first wait in milliseconds after a failure; each further one is three times as long.
const FIRST_WAIT_MS: u32 = 400;
/// Until a server that is back is noticed at the latest, should the feed not notice it first.
const LONGEST_WAIT_MS: u32 = 30_000;
/// Bytes of text in one request, far below what the door takes (256 KiB), whatever has to be escaped in it.
const TEXTS: usize = 40_000;

/// One who waits for an answer.
#[derive(Default)]
pub(super) struct Caller {
    pub(super) answer: Option<Answer>,
    pub(super) waker: Option<Waker>,
}

/// An intent that is not answered yet.
pub(super) struct Entry {
    /// Its name.
    pub(super) op: OpId,
    /// When it was asked for, by the computer's clock, in milliseconds since the epoch; no two are alike.
    pub(super) at: i64,
    pub(super) command: Command,
    /// Written where it survives a reload, or known not to be writable: it may be sent.
    pub(super) kept: bool,
    /// From an earlier visit.
    pub(super) replayed: bool,
    /// Who asked for it; nobody, where that was an earlier visit.
    pub(super) callers: Vec<Rc<RefCell<Caller>>>,
}

/// What was asked for and is not answered yet, first things first.
#[derive(Default)]
pub(super) struct Queue {
    pub(super) entries: Vec<Entry>,
    last: i64,
}

impl Queue {
    /// Takes an intent in. One that waits already gets one more caller: the same name, or the same words, sent again after
    /// a reload from a draft that is still there.
    pub(super) fn put(&mut self, op: OpId, command: Command, now: i64, caller: Rc<RefCell<Caller>>) {
        let known = self.entries.iter_mut().find(|e| {
            e.op == op
                || (e.replayed && e.callers.is_empty() && e.command == command && text(&command).is_some())
        });
        if let Some(known) = known {
            return known.callers.push(caller);
        }
        self.last = now.max(self.last + 1);
        let callers = vec![caller];
        self.entries.push(Entry { op, at: self.last, command, kept: false, replayed: false, callers });
    }

    /// Takes in what an earlier visit left: it was asked for before all that is here. `false`: that is nothing.
    pub(super) fn load(&mut self, left: Vec<(i64, OpId, Command)>) -> bool {
        let mut all = vec![];
        for (at, op, command) in left {
            if self.entries.iter().all(|e| e.op != op) {
                all.push(Entry { op, at, command, kept: true, replayed: true, callers: vec![] });
            }
        }
        let some = !all.is_empty();
        all.append(&mut self.entries);
        self.entries = all;
        some
    }

    /// What goes with the next request: the first ones, as far as they may be sent. A ticket comes once, because
    /// what is asked for it next rests on the answer.
    pub(super) fn batch(&self) -> Vec<(OpId, Command)> {
        let mut texts = 0;
        let mut batch: Vec<(OpId, Command)> = vec![];
        for entry in self.entries.iter().take_while(|e| e.kept).take(ALL_AT_ONCE) {
            // A reason stands in each of the commands that it is given for.
            let said = entry.command.change().and_then(|change| change.text().or(change.reason()));
            texts += said.map_or(0, str::len);
            let again = batch.iter().any(|(_, c)| c.ticket() == entry.command.ticket());
            if again || (texts > TEXTS && !batch.is_empty()) {
                break;
            }
            batch.push((entry.op, entry.command.clone()));
        }
        batch
    }

    /// Takes out what was answered. What the same person asked for the same ticket after it was asked in sight of
    /// it: those moves now name the version that it made, or they would meet their own mover as a stranger.
    pub(super) fn answer(&mut self, op: OpId, answer: &Answer) -> Option<Entry> {
        let at = self.entries.iter().position(|e| e.op == op)?;
        let entry = self.entries.remove(at);
        if let Ok(Outcome::Done(done)) = answer {
            let from = match &entry.command {
                Command::Change(_, Change::Move(to)) => Some(to.seen),
                // It moved the ticket wherever that was.
                Command::Change(_, Change::Talk(Talk::Reply(reply))) if reply.then.is_some() => Some(0),
                Command::Change(_, Change::Undo(of)) => Some(*of),
                _ => None,
            };
            for later in self.entries.iter_mut().skip(at) {
                if let Command::Change(ticket, Change::Move(to)) = &mut later.command
                    && *ticket == done.ticket
                    && from.is_some_and(|from| to.seen >= from)
                    && to.seen < done.seq
                {
                    to.seen = done.seq;
                    // It says something else now: it is written anew before it is sent.
                    later.kept = false;
                }
            }
        }
        Some(entry)
    }

    /// Takes out what has waited for too long, one at a time: the first one is the oldest.
    pub(super) fn too_old(&mut self, now: i64) -> Option<Entry> {
        let old = self.entries.first().is_some_and(|first| now - first.at > KEPT_MS);
        old.then(|| self.entries.remove(0))
    }

    /// Lets go of what another tab of this person has had answered meanwhile: `still` is what is kept.
    pub(super) fn only(&mut self, still: &[String]) {
        let is_kept = |op: OpId| still.iter().any(|text| text.contains(&op.to_string()));
        self.entries.retain(|e| !e.replayed || !e.callers.is_empty() || is_kept(e.op));
    }

    /// Whether something is asked for that ticket.
    pub(super) fn holds(&self, ticket: TicketId) -> bool {
        self.entries.iter().any(|e| e.command.ticket() == Some(ticket))
    }
}

/// What a person wrote, in a command that carries it.
fn text(command: &Command) -> Option<&str> {
    command.change().and_then(Change::text)
}

/// Milliseconds to wait after so many failures in a row. `chance` is random in 0..1, so that a server that comes back
/// is not met by all at once.
pub(super) fn wait_ms(failures: u32, chance: f64) -> u32 {
    let most =
        FIRST_WAIT_MS.saturating_mul(3_u32.saturating_pow(failures.saturating_sub(1))).min(LONGEST_WAIT_MS);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "chance lies in 0..1")]
    let part = (f64::from(most / 2) * chance.clamp(0.0, 1.0)) as u32;
    most / 2 + part
}

/// Whose intents those are: the beginning of their names in the browser's store. Another person's are never read.
pub(super) fn owner(actor: &Actor) -> String {
    format!("{}.{}.", actor.account, actor.person)
}

/// The name of an intent in the browser's store: names are read in their order, which is that of the intents.
pub(super) fn key(owner: &str, at: i64, op: OpId) -> String {
    format!("{owner}{at:015}.{op}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::desk::Done;
    use domain::ticket::{Move, Reply};
    use domain::{Refusal, StatusId};
    use uuid::Uuid;

    fn op(n: u128) -> OpId {
        OpId(Uuid::from_u128(n))
    }

    fn ticket(n: u128) -> TicketId {
        TicketId(Uuid::from_u128(n))
    }

    fn move_of(n: u128, status: i32, seen: i64) -> Command {
        let to =
            Move { status: StatusId(status), anchor: None, seen, confirm: false, reason: None, also: None };
        Command::Change(ticket(n), Change::Move(to))
    }

    fn comment(n: u128, text: &str) -> Command {
        Command::Change(ticket(n), Change::Talk(Talk::Comment(text.into())))
    }

    fn queue(commands: &[Command]) -> Queue {
        let mut queue = Queue::default();
        for (n, command) in (1..).zip(commands) {
            queue.put(op(n), command.clone(), 1_000, Rc::default());
        }
        for entry in &mut queue.entries {
            entry.kept = true;
        }
        queue
    }

    fn ops(queue: &Queue) -> Vec<OpId> {
        queue.batch().into_iter().map(|(op, _)| op).collect()
    }

    fn done(n: u128, seq: i64) -> Outcome {
        Outcome::Done(Done { ticket: ticket(n), seq, linked: false })
    }

    #[test]
    fn intents_go_in_their_order_and_a_ticket_once_a_request() {
        let mut queue = queue(&[move_of(1, 2, 5), comment(2, "a"), comment(1, "b"), comment(3, "c")]);
        assert_eq!(ops(&queue), [op(1), op(2)]);
        queue.answer(op(1), &Ok(done(1, 6)));
        queue.answer(op(2), &Ok(Outcome::Refused(Refusal::NotPermitted)));
        assert_eq!(ops(&queue), [op(3), op(4)]);
    }

    #[test]
    fn nothing_is_sent_before_it_is_kept_and_nothing_passes_it() {
        let mut queue = queue(&[comment(1, "a"), comment(2, "b")]);
        queue.entries[0].kept = false;
        assert_eq!(ops(&queue), []);
    }

    #[test]
    fn long_texts_go_one_by_one() {
        let long = "ã".repeat(20_000);
        assert_eq!(ops(&queue(&[comment(1, &long), comment(2, &long)])), [op(1)]);
    }

    #[test]
    fn a_second_move_of_the_same_card_rests_on_the_first_and_on_no_one_else_s() {
        let mut mine = queue(&[move_of(1, 2, 5), move_of(1, 3, 5), move_of(9, 3, 5)]);
        mine.answer(op(1), &Ok(done(1, 8)));
        assert_eq!(mine.entries[0].command, move_of(1, 3, 8));
        assert!(!mine.entries[0].kept, "it is written anew before it is sent");
        assert_eq!(mine.entries[1].command, move_of(9, 3, 5));
        // The same again, as after a reload between the two: the same answer makes the same of it.
        let mut again = queue(&[move_of(1, 2, 5), move_of(1, 3, 8)]);
        again.answer(op(1), &Ok(done(1, 8)));
        assert_eq!(again.entries[0].command, move_of(1, 3, 8));
        // A comment tells nothing of places, and neither does a refusal.
        for (first, answer) in [
            (comment(1, "a"), Ok(done(1, 8))),
            (move_of(1, 2, 5), Ok(Outcome::Refused(Refusal::WipLimit { limit: 3 }))),
        ] {
            let mut other = queue(&[first, move_of(1, 3, 5)]);
            other.answer(op(1), &answer);
            assert_eq!(other.entries[0].command, move_of(1, 3, 5));
        }
        let reply = Command::Change(
            ticket(1),
            Change::Talk(Talk::Reply(Reply { text: "oi".into(), then: Some(StatusId(4)) })),
        );
        let mut replied = queue(&[reply, move_of(1, 3, 5)]);
        replied.answer(op(1), &Ok(done(1, 8)));
        assert_eq!(replied.entries[0].command, move_of(1, 3, 8));
    }

    #[test]
    fn what_an_earlier_visit_left_comes_first_and_the_same_words_are_the_same_intent() {
        let mut queue = queue(&[comment(7, "novo")]);
        let left = vec![
            (10, op(50), comment(1, "a")),
            (11, op(51), move_of(2, 1, 1)),
            (12, op(1), comment(7, "novo")),
        ];
        queue.load(left);
        assert_eq!(ops(&queue), [op(50), op(51), op(1)]);
        let mut length = |n: u128, command: Command| {
            queue.put(op(n), command, 2_000, Rc::default());
            queue.entries.len()
        };
        assert_eq!(length(60, comment(1, "a")), 3);
        // Whoever writes the same once more has written it twice.
        assert_eq!(length(61, comment(1, "a")), 4);
        // A move is another move.
        assert_eq!(length(62, move_of(2, 1, 1)), 5);
        // A board that finds it under its name hears of it.
        assert_eq!(length(51, move_of(2, 1, 1)), 5);
        assert_eq!(queue.entries[0].callers.len(), 1);
        assert_eq!(queue.entries[1].callers.len(), 1);
    }

    #[test]
    fn what_another_tab_has_had_answered_is_let_go_unless_somebody_here_waits() {
        let mut queue = queue(&[comment(7, "meu")]);
        queue.load(vec![(10, op(50), comment(1, "a")), (11, op(51), comment(2, "b"))]);
        queue.only(&[format!("[11,\"{}\"]", op(51))]);
        assert_eq!(ops(&queue), [op(51), op(1)]);
    }

    #[test]
    fn what_the_desk_may_have_forgotten_is_not_sent() {
        let mut queue = queue(&[]);
        queue.load(vec![(0, op(50), comment(1, "a")), (86_400_000, op(51), comment(2, "b"))]);
        assert_eq!(queue.too_old(KEPT_MS + 1).map(|e| e.op), Some(op(50)));
        assert!(queue.too_old(KEPT_MS + 1).is_none());
        assert_eq!(ops(&queue), [op(51)]);
    }

    #[test]
    fn t11_names_are_apart_by_person_and_in_the_order_of_the_intents() {
        let mine = "conta.ana.";
        assert!(key(mine, 999, op(9)) < key(mine, 1_000, op(1)));
        assert!(!key("conta.bia.", 1, op(1)).starts_with(mine));
        let mut queue = queue(&[comment(1, "a"), comment(2, "b")]);
        assert!(queue.entries[0].at < queue.entries[1].at, "although the clock stood still");
        queue.put(op(3), comment(3, "c"), 500, Rc::default());
        assert!(queue.entries[1].at < queue.entries[2].at, "although the clock was set back");
    }

    #[test]
    fn waits_grow_to_thirty_seconds_and_no_further() {
        let waits: Vec<u32> = (1..8).map(|failures| wait_ms(failures, 1.0)).collect();
        assert_eq!(waits, [400, 1_200, 3_600, 10_800, 30_000, 30_000, 30_000]);
        assert_eq!(wait_ms(1, 0.0), 200);
        assert_eq!(wait_ms(u32::MAX, 0.0), 15_000);
    }
}
