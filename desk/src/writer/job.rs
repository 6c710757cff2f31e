//! What waits for a writer, and how it is answered.

use domain::desk::Outcome;
use domain::port::DeskError;
use domain::{Actor, Command, OpId, PersonId, Seq, TicketId, Time};
use tokio::sync::oneshot;

/// What a task is answered after the commit: a command with its outcome, everything else with nothing.
pub(crate) type Answer = Result<Option<Outcome>, DeskError>;

/// A task, and whom it is answered to.
pub(crate) struct Job {
    pub(super) task: Task,
    answer: oneshot::Sender<Answer>,
}

/// What there is to do.
pub(crate) enum Task {
    /// A person's command.
    Command(Box<Request>),
    /// Alarms that are due: nobody's request.
    Fire(Vec<(Time, TicketId)>),
    /// A person has read a ticket.
    Read(Read),
}

/// A person's command.
pub(crate) struct Request {
    pub(crate) actor: Actor,
    pub(crate) op_id: OpId,
    pub(crate) command: Command,
}

/// A person has read a ticket up to a command.
#[derive(Clone, Copy)]
pub(crate) struct Read {
    pub(crate) person: PersonId,
    pub(crate) ticket: TicketId,
    pub(crate) seq: Seq,
}

impl Job {
    /// A task, and where its answer comes.
    pub(crate) fn new(task: Task) -> (Self, oneshot::Receiver<Answer>) {
        let (answer, answered) = oneshot::channel();
        (Self { task, answer }, answered)
    }

    /// Whoever asked may be gone: the work is done all the same.
    pub(super) fn answer(self, answer: Answer) {
        drop(self.answer.send(answer));
    }
}
