//! The one way in: commands wait for their account's writer.

use crate::live::{LiveDesk, closed, taken_over};
use crate::server_lock::LockState;
use crate::writer::{Answer, Request, Task};
use async_trait::async_trait;
use domain::desk::Outcome;
use domain::port::{Commands, DeskError};
use domain::{Actor, Command, OpId};
use tokio::sync::oneshot::error::RecvError;

#[async_trait]
impl Commands for LiveDesk {
    async fn execute(&self, actor: &Actor, op_id: OpId, command: Command) -> Result<Outcome, DeskError> {
        if self.0.lock_state() == LockState::Other {
            return Err(taken_over());
        }
        let door = self.door(actor.account).await?;
        let request = Request { actor: actor.clone(), op_id, command };
        let answered = door.send(Task::Command(Box::new(request))).await?;
        drop(door);
        // The writer carries it out whether or not anyone still waits here.
        outcome(answered.await)
    }

    async fn execute_all(
        &self,
        actor: &Actor,
        commands: Vec<(OpId, Command)>,
    ) -> Vec<Result<Outcome, DeskError>> {
        if self.0.lock_state() == LockState::Other {
            return vec![Err(taken_over()); commands.len()];
        }
        let door = match self.door(actor.account).await {
            Ok(door) => door,
            Err(error) => return vec![Err(error); commands.len()],
        };
        // All are sent before the first is answered: the writer keeps their order, and commits many at once.
        let mut sent = Vec::with_capacity(commands.len());
        for (op_id, command) in commands {
            let request = Request { actor: actor.clone(), op_id, command };
            sent.push(door.send(Task::Command(Box::new(request))).await);
        }
        drop(door);
        let mut outcomes = Vec::with_capacity(sent.len());
        for sent in sent {
            outcomes.push(match sent {
                Ok(answered) => outcome(answered.await),
                Err(unsent) => Err(unsent),
            });
        }
        outcomes
    }
}

fn outcome(answer: Result<Answer, RecvError>) -> Result<Outcome, DeskError> {
    let done = answer.map_err(closed)??;
    done.ok_or_else(|| DeskError::Internal("a command has no outcome".to_owned()))
}
