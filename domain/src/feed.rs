//! What goes over the wire when something changed. State, not differences: applying a frame twice is harmless.

use crate::board::Card;
use crate::ids::{ContactId, OpId, Seq, StatusId, TicketId};
use crate::rules::BoardRules;
use crate::sla::{Clock, Metric};
use crate::status::{Category, Priority};
use crate::ticket::{PersonRef, Side, WokenBy};
use crate::time::Time;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A change of one ticket, as one audience may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame<Card, Body> {
    /// The command that made it, as its reader counts.
    pub seq: Seq,
    /// The caller's name for that command, so that the caller knows the echo.
    pub op_id: Option<OpId>,
    /// When.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub at: Time,
    /// Who; `None` for the desk itself.
    pub actor: Option<PersonRef>,
    /// Which ticket.
    pub ticket: TicketId,
    /// The card as it now is; `None` when this viewer sees it no more.
    pub card: Option<Card>,
    /// What the log and the conversation gain.
    pub entries: Vec<Entry<Body>>,
}

/// A frame for the people who serve.
pub type TeamFrame = Frame<Card, TeamBody>;
/// A frame for the people who asked.
pub type ClientFrame = Frame<ClientCard, ClientBody>;

/// One message of the feed's socket, and of its long poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
// Tagged from outside, like every enum on the wire: a tag inside would make serde keep a second reader for
// everything below it, a sixth of what the browser downloads.
#[serde(rename_all = "snake_case")]
pub enum Packet<F> {
    /// First of all: where the feed stands, what the server's clock says, which build answers.
    Hello {
        /// The last command, as its viewer counts: the team by commands, clients by moments (as do all that follow).
        seq: Seq,
        /// The server's time.
        #[serde(with = "chrono::serde::ts_milliseconds")]
        now: Time,
        /// The server's build; a page of another one asks to be reloaded.
        build: String,
        /// How many people of the team are connected.
        online: u32,
        /// The version of the account's rules, for the people who serve: a page that came back and knows of another
        /// fetches anew.
        #[serde(default)]
        rules: i32,
    },
    /// A change.
    Frame {
        /// Its number.
        seq: Seq,
        /// The number of the last packet that this socket was sent: a gap shows here.
        prev: Seq,
        /// Whether this viewer has something unread in the ticket now.
        unread: bool,
        /// The change itself.
        body: F,
    },
    /// Too far behind, or another audience now: fetch a fresh snapshot.
    Reset,
    /// Other settings, such as a limit: cards and places are as they were. For the people who serve alone; has no
    /// number and is not resumed, since the [`Hello`](Self::Hello) names the version.
    Rules {
        /// Counts up with each edit.
        version: i32,
        /// What is checked by from now on.
        rules: Box<BoardRules>,
    },
    /// Still here; everything up to `seq` that concerns this viewer was sent.
    Beat {
        /// The last command, as its viewer counts: the team by commands, clients by moments (as do all that follow).
        seq: Seq,
        /// The server's time.
        #[serde(with = "chrono::serde::ts_milliseconds")]
        now: Time,
        /// How many people of the team are connected.
        online: u32,
    },
    /// Who else is at a ticket now: all of them, not a difference. For the people who serve alone, on the socket
    /// alone; has no number and is not resumed. After a [`Hello`](Self::Hello) and after a [`Reset`](Self::Reset)
    /// it is told anew of every ticket at which somebody is.
    Presence {
        /// Which ticket.
        ticket: TicketId,
        /// The viewer's colleagues there, by name; nobody, when the last has left.
        people: Vec<Present>,
    },
}

/// What a page says on its socket when it has heard nothing for a while: the answer is a [`Beat`](Packet::Beat).
pub const STILL_THERE: &str = "?";

/// What someone does with a ticket, least first: of several screens the most is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// Has it open.
    Viewing,
    /// Writes in it.
    Typing,
    /// Holds its card.
    Dragging,
}

/// Someone of the team at a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Who.
    pub person: PersonRef,
    /// What they do.
    pub doing: Doing,
}

/// The one thing that a page says on the feed's socket: where its person is. Holds for 30 s, unless it is said
/// again or the socket ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Here {
    /// At which ticket; at none, which ends what was said before.
    pub ticket: Option<TicketId>,
    /// What they do there.
    pub doing: Doing,
}

/// An entry of a ticket's conversation and log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<Body> {
    /// The command that made it, as its reader counts.
    pub seq: Seq,
    /// Its place among the entries of that command.
    pub n: i32,
    /// When.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub at: Time,
    /// Who, by the name they had then; `None` for the desk itself.
    pub actor: Option<String>,
    /// What.
    pub body: Body,
}

/// What a client may read of a ticket's log (R34, C15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientBody {
    /// It began.
    Opened,
    /// A public message.
    Message {
        /// Which.
        id: Uuid,
        /// By whose side.
        by: Side,
        /// Plain text.
        text: String,
    },
    /// Its status changed.
    Moved {
        /// Before.
        from: StatusId,
        /// What that meant.
        from_category: Category,
        /// After.
        to: StatusId,
        /// What that means.
        to_category: Category,
        /// Why.
        reason: Option<String>,
    },
    /// Its priority changed.
    PriorityChanged {
        /// Before.
        from: Priority,
        /// After.
        to: Priority,
    },
}

/// What the people who serve may read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamBody {
    /// What the client reads too.
    Public(ClientBody),
    /// An internal comment (R17): the client never receives it.
    Comment(InternalComment),
    /// The responsible agent changed.
    Assigned {
        /// Before.
        from: Option<PersonRef>,
        /// After.
        to: Option<PersonRef>,
        /// By moving or answering it (R89).
        by_acting: bool,
    },
    /// A warning was given.
    SlaWarned {
        /// Which promise.
        metric: Metric,
    },
    /// A promise was broken.
    SlaBreached {
        /// Which promise.
        metric: Metric,
        /// The true time of the breach.
        #[serde(with = "chrono::serde::ts_milliseconds")]
        due_at: Time,
    },
    /// It was put off.
    Snoozed {
        /// Until then.
        #[serde(with = "chrono::serde::ts_milliseconds")]
        until: Time,
    },
    /// It is put off no more.
    Woken {
        /// Why.
        by: WokenBy,
    },
    /// It was taken off the board, or put back (R22).
    Archived {
        /// It is off the board now.
        archived: bool,
    },
    /// A tag was put on it, or taken off.
    Tagged {
        /// What it was called then.
        name: String,
        /// It was put on.
        on: bool,
    },
    /// Why the rest of that command was done.
    Explained {
        /// Plain text.
        reason: String,
    },
}

/// An internal comment. It has a type, a table and an entry of its own; nothing that a client receives names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InternalComment {
    /// Which.
    pub id: Uuid,
    /// Plain text.
    pub text: String,
}

/// A ticket as the people who asked see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCard {
    /// Which.
    pub id: TicketId,
    /// The moment of the last command that changed something this client may know.
    pub seq: Seq,
    /// The protocol (R48).
    pub number: i64,
    /// What it is about.
    pub title: String,
    /// Its status.
    pub status: StatusId,
    /// The account's own name of that status.
    pub status_name: Option<String>,
    /// What that status means.
    pub category: Category,
    /// How much it matters.
    pub priority: Priority,
    /// Who asked, which matters to those who see others' tickets too.
    pub requester: String,
    /// Who asked.
    pub requester_id: ContactId,
    /// When it was opened.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub created_at: Time,
    /// When something last happened that this client may know.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub updated_at: Time,
    /// Public messages.
    pub messages: i32,
    /// Something happened that this viewer has not read.
    pub unread: bool,
}

/// A ticket's page for the people who serve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamTicket {
    /// Its card.
    pub card: Card,
    /// The full first message.
    pub description: String,
    /// The department that serves it.
    pub department: String,
    /// How to reach who asked.
    pub contact: ContactCard,
    /// Each clock, by metric.
    pub clocks: Vec<(Metric, Clock)>,
    /// Conversation and log, oldest first.
    pub entries: Vec<Entry<TeamBody>>,
    /// Who may be made responsible by this viewer, and how much they have to do.
    pub assignable: Vec<Load>,
    /// How far the viewer had read it before: what comes after is new to them.
    #[serde(default)]
    pub read: Seq,
}

/// How much a colleague has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// Who.
    pub person: PersonRef,
    /// Open tickets of theirs, in all departments.
    pub open: u32,
    /// Connected now.
    pub online: bool,
}

/// How to reach a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactCard {
    /// Their name.
    pub name: String,
    /// Their e-mail, if they have one.
    pub email: Option<String>,
    /// Their telephone, as they wrote it.
    pub phone: Option<String>,
    /// Their organization, or the company they named.
    pub organization: Option<String>,
}

/// A ticket's page for the people who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientTicket {
    /// Its line in the list.
    pub card: ClientCard,
    /// The full first message.
    pub description: String,
    /// Conversation and log, oldest first.
    pub entries: Vec<Entry<ClientBody>>,
    /// This client may finish and cancel it.
    pub own: bool,
    /// How far the viewer had read it before: what comes after is new to them.
    #[serde(default)]
    pub read: Seq,
}
