//! One viewer's part of the feed.

use super::ended::Ended;
use super::numbers::{self, Position};
use super::presence::{Gathering, Heard, Watch, heard, until};
use super::resume::{Missed, missed};
use super::{CloseReason, Delivery, Note, SessionKey, Update};
use crate::account::{Account, Core};
use domain::feed::{Here, Packet, TeamFrame};
use domain::port::DeskError;
use domain::{Actor, Seq, TicketId};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// A sign of life for proxies and for the page's connection pill.
const BEAT: Duration = Duration::from_secs(20);
/// Who falls behind this often within [`LAG_WINDOW`] is too slow.
const LAGS: u32 = 4;
const LAG_WINDOW: Duration = Duration::from_secs(30);

/// One viewer's part of the feed. Dropping it ends it.
///
/// The first text is `Packet::Hello`. With `since`, what was missed follows: the tickets that changed, at their
/// present state, in the order of the commands, so that a viewer that is cut off in the middle goes on from the
/// `seq` of the last frame it got (not from the hello's).
pub struct Subscription {
    core: Arc<Core>,
    account: Arc<Account>,
    actor: Actor,
    seat: u64,
    notes: broadcast::Receiver<Note>,
    closed: watch::Receiver<Option<CloseReason>>,
    beat: Interval,
    ready: VecDeque<Arc<str>>,
    /// What was received and is not dealt with yet: `next` may be dropped at any await.
    pending: Option<Note>,
    /// The log must be read from `covered` on.
    behind: bool,
    /// It is being read, slice by slice.
    reading: bool,
    /// Everything up to here was sent, or does not concern the viewer.
    covered: Seq,
    /// The number of the last packet sent.
    prev: Seq,
    lags: u32,
    first_lag: Instant,
    /// The person may have changed unnoticed.
    unsure: bool,
    /// The version of the rules that the viewer knows.
    rules: i32,
    /// Who is where, for who wants to know.
    watch: Option<Watch>,
    /// Until when the viewer is where they said.
    here_until: Option<Instant>,
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription").field("covered", &self.covered).finish_non_exhaustive()
    }
}

impl Subscription {
    /// Subscribes first, then looks where the feed stands: nothing falls between.
    pub(crate) fn new(
        core: Arc<Core>,
        account: Arc<Account>,
        actor: Actor,
        session: SessionKey,
        since: Option<Position>,
    ) -> Result<Self, DeskError> {
        let notes = account.hub.notes.subscribe();
        let (seat, closed) = account.hub.sit(&actor, session);
        let head = numbers::head(&core, &account, &actor);
        let from = since.unwrap_or(head);
        let mut beat = interval_at(Instant::now() + BEAT, BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut subscription = Self {
            core,
            account,
            actor,
            seat,
            notes,
            closed,
            beat,
            ready: VecDeque::new(),
            pending: None,
            behind: from.seq != head.seq,
            reading: false,
            covered: from.seq,
            prev: from.number,
            lags: 0,
            first_lag: Instant::now(),
            unsure: false,
            rules: 0,
            watch: None,
            here_until: None,
        };
        subscription.rules = subscription.rules_version();
        let hello = Packet::<TeamFrame>::Hello {
            seq: head.number,
            now: subscription.core.now(),
            build: subscription.core.build.clone(),
            online: subscription.online(),
            rules: subscription.rules,
        };
        subscription.say(&hello)?;
        Ok(subscription)
    }

    /// The person is another than when they last listened: after the hello, their screen fetches anew.
    pub(crate) fn begin_anew(&mut self) -> Result<(), DeskError> {
        self.behind = false;
        self.reset()
    }

    /// Tells from now on who else is at which ticket, to a viewer of the team.
    pub fn see_presence(&mut self) {
        self.watch = Some(Watch::of(&self.account.hub, &self.actor));
        self.say_presence();
    }

    /// The viewer is at a ticket now, or at none, until they say otherwise, or say nothing for 30 s. A client is
    /// nowhere, and nobody is at a ticket that they do not see.
    pub fn be_at(&mut self, here: Here) {
        let at = here.ticket.filter(|ticket| self.sees(*ticket)).map(|ticket| (ticket, here.doing));
        self.here_until = self.account.hub.be_at(self.seat, at);
    }

    /// The viewer asks whether anybody is there: a beat says so, after all that is ready.
    pub fn beat_now(&mut self) {
        self.beat.reset_immediately();
    }

    /// Bytes that wait to be sent.
    pub fn waiting_bytes(&self) -> usize {
        self.ready.iter().map(|text| text.len()).sum()
    }

    /// What comes next; waits for it. It may be dropped at any time: nothing is lost. After a
    /// [`Delivery::Close`] it gives nothing but that.
    pub async fn next(&mut self) -> Delivery {
        loop {
            let closed = *self.closed.borrow_and_update();
            if let Some(reason) = closed {
                return Delivery::Close(reason);
            }
            if let Some(text) = self.ready.pop_front() {
                return Delivery::Text(text);
            }
            match self.step().await {
                Ok(()) => {}
                Err(Ended(reason)) => {
                    self.account.hub.close_seat(self.seat, reason);
                    return Delivery::Close(reason);
                }
            }
        }
    }

    /// The person is another than they were: they are looked at anew, and their screen fetches anew. What waits
    /// is not sent: it was for the eyes that they had.
    pub fn look_anew(&mut self) {
        self.behind = false;
        self.reading = false;
        self.ready.clear();
        self.pending = Some(Note::Person(self.actor.person));
    }

    async fn step(&mut self) -> Result<(), Ended> {
        if self.unsure {
            let now = self.person().await?;
            self.unsure = false;
            if now != self.actor {
                self.look_anew();
            }
        }
        if self.behind {
            return self.catch_up().await;
        }
        if let Some(note) = self.pending.clone() {
            self.deal_with(note).await?;
            self.pending = None;
            return Ok(());
        }
        tokio::select! {
            biased;
            // The caller looks at what was said.
            _ = self.closed.changed() => Ok(()),
            note = self.notes.recv() => match note {
                Ok(note) => {
                    self.pending = Some(note);
                    Ok(())
                }
                Err(broadcast::error::RecvError::Lagged(_)) => self.lagged(),
                Err(broadcast::error::RecvError::Closed) => Err(Ended(CloseReason::Restart)),
            },
            _ = self.beat.tick() => {
                numbers::see_to_it(&self.core, &self.account, &self.actor);
                let head = numbers::head(&self.core, &self.account, &self.actor);
                // What is committed and not told yet has a moment as well.
                let all = head.seq == self.covered;
                let seq = if self.actor.role.is_team() { self.covered } else if all { head.number } else { self.prev };
                self.say(&Packet::<TeamFrame>::Beat { seq, now: self.core.now(), online: self.online() })?;
                self.prev = seq;
                Ok(())
            },
            () = until(self.here_until) => {
                self.here_until = self.account.hub.be_at(self.seat, None);
                Ok(())
            }
            // Last: nothing of it is lost where it waits.
            heard = heard(&mut self.watch) => {
                match heard {
                    Heard::One(gathering) => self.tell_presence(&gathering),
                    Heard::All => self.say_presence(),
                }
                Ok(())
            }
        }
    }

    /// Of the team, and sees that ticket. What no board holds, nobody is seen at.
    fn sees(&self, ticket: TicketId) -> bool {
        self.actor.role.is_team()
            && self.account.index().audience(ticket).is_some_and(|audience| self.actor.sees(&audience))
    }

    fn tell_presence(&mut self, gathering: &Gathering) {
        let sees = self.sees(gathering.ticket);
        if let Some(watch) = &mut self.watch {
            let text = if sees { watch.tell(gathering, &self.actor) } else { watch.lose(gathering.ticket) };
            self.ready.extend(text);
        }
    }

    /// Who is where, of all tickets.
    fn say_presence(&mut self) {
        let Some(watch) = &self.watch else { return };
        for gathering in self.account.hub.gatherings(watch.told()) {
            self.tell_presence(&gathering);
        }
    }

    fn lagged(&mut self) -> Result<(), Ended> {
        let now = Instant::now();
        if now - self.first_lag > LAG_WINDOW {
            self.first_lag = now;
            self.lags = 0;
        }
        self.lags += 1;
        if self.lags >= LAGS {
            return Err(Ended(CloseReason::TooSlow));
        }
        // What waits is in the log as well, and would be counted as another delay. A note of this person may be
        // among what is lost.
        self.notes = self.notes.resubscribe();
        self.behind = true;
        self.unsure = true;
        // Settings are not in the log.
        let in_use = self.account.rules_in_use();
        self.tell_rules(in_use.rules.version, in_use.packet()?);
        Ok(())
    }

    async fn deal_with(&mut self, note: Note) -> Result<(), Ended> {
        match note {
            Note::Update(change) => self.send_change(&change).await,
            Note::Everyone => Ok(self.reset()?),
            Note::Person(person) if person == self.actor.person => self.look_again().await,
            Note::Person(_) => Ok(()),
            Note::Rules(version, packet) => {
                self.tell_rules(version, packet);
                Ok(())
            }
        }
    }

    async fn send_change(&mut self, change: &Update) -> Result<(), Ended> {
        if change.seq <= self.covered {
            return Ok(());
        }
        if let Some(body) = change.body_for(&self.actor) {
            let said = change.said_to(&self.actor);
            let unread =
                said > 0 && said > self.account.read_mark(&self.core, &self.actor, change.ticket).await?;
            let number = if self.actor.role.is_team() { Some(change.seq) } else { change.moment };
            self.push_frame(number.unwrap_or(self.prev), unread, body);
        }
        self.covered = change.seq;
        Ok(())
    }

    /// The envelope by concatenation: the body was serialised once for all.
    fn push_frame(&mut self, number: Seq, unread: bool, body: &str) {
        let prev = self.prev;
        self.ready.push_back(
            format!(r#"{{"frame":{{"seq":{number},"prev":{prev},"unread":{unread},"body":{body}}}}}"#).into(),
        );
        self.prev = number;
    }

    fn reset(&mut self) -> Result<(), DeskError> {
        self.say(&Packet::<TeamFrame>::Reset)?;
        // The snapshot that the viewer now fetches includes at least this. It may lie before what was covered:
        // the log of a restored backup is shorter.
        Position { seq: self.covered, number: self.prev } =
            numbers::head(&self.core, &self.account, &self.actor);
        if let Some(watch) = &mut self.watch {
            watch.forget();
        }
        self.say_presence();
        Ok(())
    }

    /// The person changed: what they are now decides, not what they were at sign-in (T11).
    async fn look_again(&mut self) -> Result<(), Ended> {
        let actor = self.person().await?;
        self.account.hub.set_actor(self.seat, &actor);
        self.here_until = None;
        self.actor = actor;
        if let Some(watch) = &mut self.watch {
            *watch = Watch::of(&self.account.hub, &self.actor);
        }
        self.ready.clear();
        Ok(self.reset()?)
    }

    /// The person as the database has them now.
    async fn person(&self) -> Result<Actor, Ended> {
        let mut conn = self.core.db.read().await?;
        let actor = store::desk::actor(&mut conn, self.actor.account, self.actor.person).await?;
        actor.ok_or(Ended(CloseReason::SignedOut))
    }

    async fn catch_up(&mut self) -> Result<(), Ended> {
        match missed(&self.core, &self.account, &self.actor, self.covered, !self.reading).await? {
            Missed::Frames { to, frames, more } => {
                for frame in frames {
                    self.push_frame(frame.number, frame.unread, &frame.body);
                }
                self.covered = to;
                self.behind = more;
                self.reading = more;
                Ok(())
            }
            Missed::TooMuch => {
                self.behind = false;
                self.reading = false;
                Ok(self.reset()?)
            }
        }
    }

    fn say(&mut self, packet: &Packet<TeamFrame>) -> Result<(), DeskError> {
        let text = serde_json::to_string(packet).map_err(|e| DeskError::Internal(e.to_string()))?;
        self.ready.push_back(text.into());
        Ok(())
    }

    /// Settings that the viewer does not know yet: the team's to know.
    fn tell_rules(&mut self, version: i32, packet: Arc<str>) {
        if self.actor.role.is_team() && version > self.rules {
            self.rules = version;
            self.ready.push_back(packet);
        }
    }

    /// The version of the rules: the team's to know.
    fn rules_version(&self) -> i32 {
        if self.actor.role.is_team() { self.account.rules_in_use().rules.version } else { 0 }
    }

    /// How many of the team are connected: the team's to know.
    fn online(&self) -> u32 {
        if !self.actor.role.is_team() {
            return 0;
        }
        u32::try_from(self.account.hub.online().len()).unwrap_or(u32::MAX)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.account.hub.leave(self.seat);
    }
}
