//! Tells all stories, numbers their commands over all tickets, and makes rows of them.

use super::DemoError;
use super::plot::plot;
use super::tell::{Entry, MOVES, Name, Stage, Told, Words};
use crate::clock::Ids;
use chrono::TimeDelta;
use domain::board::rebalance;
use domain::ticket::Visibility;
use domain::{ColumnId, Seq, TicketId};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use store::demo::{Chapter, CommentLine, EventLine, MessageLine};
use store::desk::AccountHead;
use uuid::Uuid;

/// Tickets that are written in one transaction.
const CHAPTER: usize = 1_000;
/// What the team's people have read: everything that is older.
const UNREAD_FOR: TimeDelta = TimeDelta::minutes(75);
/// Beyond so many tickets only the responsible and the requester have read theirs: nobody reads 100,000.
const ALL_READ: usize = 600;

/// What the first telling keeps of a story.
struct Draft {
    story: usize,
    id: TicketId,
    moves: u16,
    column: ColumnId,
    /// Where the numbers of its commands begin, in the list of all; before that is known, how many it has.
    from: usize,
}

/// Tells `tickets` stories and hands them on, chapter by chapter, as long as `take` says so.
pub(super) fn tell_all(
    stage: Stage<'_>,
    ids: &dyn Ids,
    tickets: usize,
    mut take: impl FnMut(Chapter) -> bool,
) -> Result<AccountHead, DemoError> {
    let (drafts, numbers) = draft(stage, ids, tickets)?;
    let places = places(&drafts);
    let mut chapter = Chapter::default();
    for (n, (draft, place)) in drafts.iter().zip(places).enumerate() {
        let number = i64::try_from(n + 1).unwrap_or(i64::MAX);
        let name = Name { id: draft.id, number, place };
        let told = stage.tell(&plot(draft.story), &name, draft.moves, &mut || ids.uuid())?;
        let numbers = &numbers[draft.from..draft.from + told.entries.len()];
        write(&mut chapter, stage, told, numbers, tickets <= ALL_READ);
        if chapter.tickets.len() == CHAPTER && !take(std::mem::take(&mut chapter)) {
            break;
        }
    }
    if !chapter.tickets.is_empty() {
        take(chapter);
    }
    Ok(AccountHead {
        seq: Seq::try_from(numbers.len()).unwrap_or(Seq::MAX),
        number: i64::try_from(tickets).unwrap_or(i64::MAX),
        rules_version: stage.cast.rules.version,
        // No command is later.
        moment: stage.base.timestamp_micros(),
    })
}

/// Tells each story for its times, as much older as keeps its alarms from the first minutes, and numbers the
/// commands of all: by time, without a gap. Gives the drafts in order of opening.
fn draft(stage: Stage<'_>, ids: &dyn Ids, tickets: usize) -> Result<(Vec<Draft>, Vec<Number>), DemoError> {
    // Stories know nothing of each other: each core tells its part of them.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let part = tickets.div_ceil(cores).max(CHAPTER);
    let parts: Vec<_> = std::thread::scope(|scope| {
        let starts = (0..tickets).step_by(part);
        let tellers: Vec<_> = starts
            .map(|from| scope.spawn(move || draft_part(stage, from..(from + part).min(tickets))))
            .collect();
        tellers.into_iter().map(|teller| teller.join().map_err(|_| broken())?).collect::<Result<_, _>>()
    })?;
    let mut drafts: Vec<Draft> = Vec::with_capacity(tickets);
    let mut times: Vec<Happened> = Vec::with_capacity(parts.iter().map(|(_, times)| times.len()).sum());
    for (own, own_times) in parts {
        drafts.extend(own);
        times.extend(own_times);
    }
    let mut codes = HashSet::with_capacity(tickets);
    for draft in &mut drafts {
        draft.id = TicketId(ids.uuid());
        // R11: the code is unique in the account.
        while !codes.insert(draft.id.0.as_fields().0) {
            draft.id = TicketId(ids.uuid());
        }
    }
    times.sort_unstable();
    let mut total = 0;
    for draft in &mut drafts {
        (draft.from, total) = (total, total + draft.from);
    }
    let mut numbers = vec![(0, 0); total];
    let (mut last, mut tick) = (0, 0);
    for (seq, (at, story, n)) in (1..).zip(&times) {
        tick = if *at == last { tick + 1 } else { 0 };
        last = *at;
        numbers[drafts[*story as usize].from + usize::from(*n)] = (seq, tick);
    }
    drafts.sort_unstable_by_key(|d| numbers[d.from]);
    Ok((drafts, numbers))
}

/// Time, story and place in the story of each command.
type Happened = (i64, u32, u16);

/// A command's number, and the microseconds that its moment lies behind its time: of one time the later ones come later.
type Number = (Seq, i64);

fn broken() -> DemoError {
    DemoError::Broken("a teller panicked".to_owned())
}

/// Drafts of some stories, without their ids, and the times of their commands.
fn draft_part(stage: Stage<'_>, stories: Range<usize>) -> Result<(Vec<Draft>, Vec<Happened>), DemoError> {
    let (mut drafts, mut times) = (Vec::with_capacity(stories.len()), vec![]);
    let name = Name { id: TicketId(Uuid::nil()), number: 0, place: String::new() };
    for story in stories {
        let plot = plot(story);
        let mut moves = 0;
        let told = loop {
            let told = stage.tell(&plot, &name, moves, &mut Uuid::nil)?;
            if plot.pair || moves == MOVES || stage.is_quiet(&told) {
                break told;
            }
            moves += 1;
        };
        let index = u32::try_from(story).unwrap_or(u32::MAX);
        for (n, entry) in told.entries.iter().enumerate() {
            times.push((entry.at.timestamp_millis(), index, u16::try_from(n).unwrap_or(u16::MAX)));
        }
        drafts.push(Draft {
            story,
            id: name.id,
            moves,
            column: told.record.ticket.facts.column,
            from: told.entries.len(),
        });
    }
    Ok((drafts, times))
}

/// The manual order at the start: within each column the newest on top.
fn places(drafts: &[Draft]) -> Vec<String> {
    let mut counts: HashMap<ColumnId, usize> = HashMap::new();
    for draft in drafts {
        *counts.entry(draft.column).or_default() += 1;
    }
    let mut keys: HashMap<ColumnId, Vec<String>> =
        counts.into_iter().map(|(column, count)| (column, rebalance(count))).collect();
    // The oldest first takes the last key.
    drafts.iter().map(|d| keys.get_mut(&d.column).and_then(Vec::pop).unwrap_or_default()).collect()
}

/// Makes rows of a story. `numbers` are those of its entries.
fn write(chapter: &mut Chapter, stage: Stage<'_>, told: Told, numbers: &[Number], all_read: bool) {
    let Told { mut record, description, entries, .. } = told;
    // From the story's own numbers to those of the account.
    let number = |own: Seq| usize::try_from(own - 1).ok().and_then(|n| numbers.get(n)).map_or(0, |n| n.0);
    for own in [
        &mut record.ticket.facts.seq,
        &mut record.ticket.facts.placed_seq,
        &mut record.client_said_seq,
        &mut record.team_said_seq,
        &mut record.comment_seq,
    ] {
        *own = number(*own);
    }
    let id = record.ticket.facts.id;
    for (entry, &(seq, tick)) in entries.into_iter().zip(numbers) {
        let Entry { at, by, events, words, audience_before } = entry;
        if events.iter().any(|event| event.visibility() == Visibility::Public) {
            record.public_moment = at.timestamp_micros() + tick;
        }
        let (person, name) = by.map(|by| (by.id, by.name)).unzip();
        for (n, event) in (0..).zip(events) {
            chapter.events.push(EventLine {
                seq,
                n,
                ticket: id,
                at,
                actor: person,
                actor_name: name.clone(),
                audience_before: audience_before.clone(),
                tick,
                event,
            });
        }
        let Some(Words { id: own, side, text }) = words else { continue };
        match side {
            Some(side) => {
                chapter.messages.push(MessageLine { id: own, ticket: id, seq, side, author: person, text });
            }
            None => chapter.comments.push(CommentLine { id: own, ticket: id, seq, author: person, text }),
        }
    }
    let facts = &record.ticket.facts;
    let read_before = stage.base - UNREAD_FOR;
    for person in &stage.cast.people {
        let actor = &person.actor;
        let near =
            facts.audience.assignee == Some(actor.person) || actor.contact == Some(facts.audience.requester);
        let fresh = facts.updated_at > read_before && facts.category.is_open();
        if actor.sees(&facts.audience) && !fresh && (all_read || near) {
            chapter.marks.push((actor.person, id, facts.seq));
        }
    }
    chapter.tickets.push((record, description));
}
