//! The pass over numbers says what `domain` says of the facts, for any tickets, viewers, filters and orders.

use super::{Entry, Index, Page, Row, Sight, Window, resolved_since};
use domain::board::{
    ColumnCounts, Counts, Filter, From, Inside, Order, PAGE, SWIMLANE_PAGE, SortKey, Swimlane,
    SwimlaneCounts, Swimlanes, Top, View,
};
use domain::people::Audience;
use domain::rules::{BoardRules, WipLimit};
use domain::sla::{FaceState, SlaFace};
use domain::ticket::Facts;
use domain::time::from_millis;
use domain::{
    AccountId, Actor, Category, ColumnId, ContactId, DepartmentId, OrganizationId, Permission, Permissions,
    PersonId, Priority, Role, StatusId, TagId, TicketId, Time,
};
use proptest::prelude::*;
use proptest::sample::select;
use std::ops::Range;
use uuid::Uuid;

const NOW: i64 = 1_790_000_000_000;
const DAY: i64 = 86_400_000;
const WORDS: [&str; 5] = ["boleto", "acesso", "ole", "nao", "relatorio"];
const CONDITIONS: [&str; 7] =
    ["status:novo", "status:pend", "prioridade:alta", "atendente:eu", "agente:nadie", "atrasado", "status:"];

fn id(n: u8) -> Uuid {
    Uuid::from_u128(u128::from(n))
}

/// Around now, and often exactly at the instants where something changes.
fn instant() -> impl Strategy<Value = Time> {
    let edges = [0, -1, 1, -7 * DAY, -7 * DAY - 1, -7 * DAY + 1, 3_600_000];
    prop_oneof![select(edges.to_vec()), -9 * DAY..9 * DAY, -50i64..50]
        .prop_map(|from_now| from_millis(NOW + from_now).unwrap())
}

fn audience() -> impl Strategy<Value = Audience> {
    (0..4u8, prop::option::of(0..4u8), 0..4u8, prop::option::of(0..3u8), any::<bool>()).prop_map(
        |(department, assignee, requester, organization, private)| Audience {
            department: DepartmentId(id(department)),
            assignee: assignee.map(|n| PersonId(id(n))),
            requester: ContactId(id(requester)),
            organization: organization.map(|n| OrganizationId(id(n))),
            private,
        },
    )
}

fn face() -> impl Strategy<Value = SlaFace> {
    let states =
        vec![FaceState::None, FaceState::Running, FaceState::Running, FaceState::Paused, FaceState::Met];
    (select(states), prop::option::of(instant()), prop::option::of(instant()), any::<bool>())
        .prop_map(|(state, due_at, warn_at, late)| SlaFace { state, metric: None, due_at, warn_at, late })
}

fn facts() -> impl Strategy<Value = Facts> {
    let place = prop::collection::vec(select(vec!['0', '5', 'a', 'f']), 0..12);
    let what = (select(Category::ALL.to_vec()), select(Priority::ALL.to_vec()), 0..5i32, any::<bool>());
    let when = (instant(), instant(), prop::option::of(instant()));
    let tags = prop::collection::vec((1..5).prop_map(TagId), 0..3);
    let aside = (prop::option::weighted(0.2, instant()), prop::bool::weighted(0.1), tags);
    (any::<u128>(), what, place, audience(), face(), when, aside).prop_map(
        |(ticket, (category, priority, column, touched), place, audience, sla, when, aside)| Facts {
            id: TicketId(Uuid::from_u128(ticket)),
            seq: 1,
            placed_seq: 1,
            status: StatusId(1),
            category,
            column: ColumnId(column),
            place: place.into_iter().collect(),
            priority,
            audience,
            sla,
            created_at: when.0,
            updated_at: when.1,
            resolved_at: when.2,
            touched,
            open_children: 0,
            snoozed_until: aside.0,
            archived: aside.1,
            tags: aside.2.into(),
        },
    )
}

fn actor() -> impl Strategy<Value = Actor> {
    let own = (0..5u8, prop::option::of(0..5u8), prop::option::of(0..4u8));
    (select(Role::ALL.to_vec()), own, prop::collection::vec(0..5u8, 0..3), any::<bool>()).prop_map(
        |(role, (person, contact, organization), departments, all)| Actor {
            account: AccountId(id(0)),
            person: PersonId(id(person)),
            name: String::new(),
            role,
            permissions: if all { Permissions::default().with(Permission::SeeAll) } else { Permissions(0) },
            contact: contact.map(|n| ContactId(id(n))),
            organization: organization.map(|n| OrganizationId(id(n))),
            departments: departments.into_iter().map(|n| DepartmentId(id(n))).collect(),
            manages: vec![],
        },
    )
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(select(WORDS.to_vec()), 0..3).prop_map(|words| words.join(" "))
}

/// Words and conditions, as somebody types them.
fn typed() -> impl Strategy<Value = String> {
    let all = [&WORDS[..], &CONDITIONS].concat();
    prop::collection::vec(select(all), 0..3).prop_map(|words| words.join(" "))
}

fn filter() -> impl Strategy<Value = Filter> {
    (select(View::ALL.to_vec()), prop::option::of(0..5u8), prop_oneof![Just(String::new()), typed()])
        .prop_map(|(view, department, text)| Filter {
            view,
            department: department.map(|n| DepartmentId(id(n))),
            text,
        })
}

fn rules() -> BoardRules {
    let limit = |department, column| WipLimit {
        department: DepartmentId(id(department)),
        column: ColumnId(column),
        limit: 3,
        hard: true,
    };
    BoardRules { limits: vec![limit(1, 1), limit(1, 2), limit(2, 2)], ..BoardRules::default() }
}

/// A ticket that a board may show this viewer.
fn candidates<'a>(
    kept: &'a [(Facts, String)],
    sight: Sight<'a>,
) -> impl Iterator<Item = &'a (Facts, String)> {
    let since = resolved_since(sight.now);
    kept.iter().filter(move |(facts, _)| {
        !facts.archived && facts.resolved_at.is_none_or(|at| at >= since) && sight.actor.sees(&facts.audience)
    })
}

fn plain_counts(kept: &[(Facts, String)], sight: Sight<'_>, rules: &BoardRules) -> Counts {
    let Sight { actor, filter, now, .. } = sight;
    let me = actor.person;
    let of_department = |facts: &Facts| filter.department.is_none_or(|d| d == facts.audience.department);
    let all: Vec<_> = candidates(kept, sight).filter(|(facts, _)| of_department(facts)).collect();
    let columns = |lane: Option<Swimlane>| {
        let count = |column: ColumnId| {
            let mut counts = ColumnCounts::default();
            for (facts, text) in &all {
                let here = facts.column == column && lane.is_none_or(|lane| lane.holds(facts));
                if here && filter.shows(facts, text, me, now) {
                    counts.add(facts, now);
                }
            }
            counts
        };
        rules.columns.iter().map(|column| count(column.id)).collect::<Vec<_>>()
    };
    let mut lanes: Vec<SwimlaneCounts> = vec![];
    for (facts, text) in &all {
        let shown = rules.columns.iter().any(|c| c.id == facts.column) && filter.shows(facts, text, me, now);
        if let Some(lane) = sight.lanes.lane(facts)
            && shown
            && !lanes.iter().any(|counts| counts.lane == lane)
        {
            lanes.push(SwimlaneCounts { lane, columns: columns(Some(lane)) });
        }
    }
    lanes.sort_unstable_by_key(|counts| counts.lane);
    let count = |test: &dyn Fn(&Facts) -> bool| {
        u32::try_from(all.iter().filter(|(facts, _)| test(facts)).count()).unwrap()
    };
    Counts {
        columns: columns(None),
        whole: rules
            .columns
            .iter()
            .map(|column| count(&|f| f.column == column.id && View::All.shows(f, me, now)))
            .collect(),
        lanes,
        views: View::ALL.map(|view| count(&|f| f.category.is_open() && view.shows(f, me, now))),
        limits: rules
            .limits
            .iter()
            .filter(|l| filter.department.is_none_or(|only| only == l.department))
            .map(|l| Inside {
                department: l.department,
                column: l.column,
                cards: count(&|f| f.column == l.column && f.audience.department == l.department),
            })
            .collect(),
    }
}

/// A whole column in order.
fn plain_column(
    kept: &[(Facts, String)],
    sight: Sight<'_>,
    order: Order,
    (column, lane): (ColumnId, Option<Swimlane>),
) -> Vec<(SortKey, Facts)> {
    let mut keyed: Vec<_> = candidates(kept, sight)
        .filter(|(f, _)| f.column == column && lane.is_none_or(|lane| lane.holds(f)))
        .filter(|(f, text)| sight.filter.shows(f, text, sight.actor.person, sight.now))
        .map(|(facts, _)| (order.key(facts), facts.clone()))
        .collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed
}

/// A part of a column as a page.
fn plain_page(column: &[(SortKey, Facts)], part: Range<usize>) -> Page {
    let key = |at: usize| column.get(at).map(|(key, _)| key.clone());
    let (above, below) = (part.start > 0, part.end < column.len());
    Page {
        above: u32::try_from(part.start).unwrap(),
        next: if below && !part.is_empty() { key(part.end - 1) } else { None },
        prev: if above && !part.is_empty() { key(part.start) } else { None },
        facts: column[part].iter().map(|(_, facts)| facts.clone()).collect(),
    }
}

/// Where a page lies that is asked for.
fn plain_part(column: &[(SortKey, Facts)], from: &From) -> Range<usize> {
    let all = column.len();
    match from {
        From::After(key) => {
            let start = column.iter().filter(|(k, _)| k <= key).count();
            start..(start + PAGE).min(all)
        }
        From::Before(key) => {
            let end = column.iter().filter(|(k, _)| k < key).count();
            end.saturating_sub(PAGE)..end
        }
        From::At(place) => {
            let place = *place as usize;
            let start = if place < all { place } else { all.saturating_sub(PAGE) };
            start..(start + PAGE).min(all)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_board_by_numbers_is_the_board_by_facts(
        mut kept in prop::collection::vec((facts(), text()), 0..250),
        changes in prop::collection::vec((any::<prop::sample::Index>(), facts(), 0..4u8), 0..40),
        sights in prop::collection::vec(
            (actor(), filter(), select(Order::ALL.to_vec()), select(Swimlanes::ALL.to_vec())), 1..6,
        ),
        (strange, spots) in (facts(), prop::collection::vec(0..90u32, 3)),
    ) {
        let mut index = Index::default();
        for (facts, text) in &kept {
            index.set(Entry { facts: facts.clone(), alarm_at: None }, || (text.clone(), String::new()));
        }
        // Asked before it changes, so that what is kept is kept, and not only made anew.
        for (actor, filter, order, lanes) in &sights {
            let sight = Sight { actor, filter, lanes: *lanes, now: from_millis(NOW).unwrap() };
            index.windows(sight, *order, &rules());
        }
        for (which, mut to, kind) in changes {
            if kept.is_empty() {
                break;
            }
            let at = which.index(kept.len());
            to.id = kept[at].0.id;
            match kind {
                0 => {
                    index.remove(to.id);
                    kept.swap_remove(at);
                }
                1 => {
                    index.set_place(to.id, &to.place, to.seq);
                    kept[at].0.place = to.place;
                }
                _ => {
                    // The text of one that is known stays; one that comes back from the archive, or has other tags, brings
                    // its own.
                    let other = kept[at].0.archived || kept[at].0.tags != to.tags;
                    let text = || if other { (kept[at].1.clone(), String::new()) } else { unreachable!("it is known") };
                    index.set(Entry { facts: to.clone(), alarm_at: None }, text);
                    kept[at].0 = to;
                }
            }
        }
        let (now, rules) = (from_millis(NOW).unwrap(), rules());
        let loads = index.loads();
        for person in (0..5).map(|n| PersonId(id(n))) {
            let own = |f: &Facts| !f.archived && f.category.is_open() && f.audience.assignee == Some(person);
            let count = kept.iter().filter(|(facts, _)| own(facts)).count();
            prop_assert_eq!(loads.get(&person).map_or(0, |n| *n as usize), count);
        }
        for (actor, filter, order, lanes) in &sights {
            let sight = Sight { actor, filter, lanes: *lanes, now };
            let (rows, counts) = index.windows(sight, *order, &rules);
            let plain = plain_counts(&kept, sight, &rules);
            prop_assert_eq!(&counts, &plain);
            prop_assert_eq!(index.counts(sight, *order, &[], &rules), (counts.clone(), vec![]));
            let of_rows: Vec<Option<Swimlane>> = rows.iter().map(|row| row.lane).collect();
            let of_counts = counts.lanes.iter().map(|lane| Some(lane.lane)).collect();
            prop_assert_eq!(of_rows, if *lanes == Swimlanes::None { vec![None] } else { of_counts });
            let size = if *lanes == Swimlanes::None { PAGE } else { SWIMLANE_PAGE };
            let (mut tops, mut above) = (vec![], vec![]);
            for Row { lane, windows } in rows {
                prop_assert_eq!(windows.len(), rules.columns.len());
                for (column, window) in rules.columns.iter().zip(windows) {
                    let list = (column.id, lane);
                    let whole = plain_column(&kept, sight, *order, list);
                    let Page { facts, next, .. } = plain_page(&whole, 0..size.min(whole.len()));
                    prop_assert_eq!(window, Window { facts, next });
                    // Keys of cards that lie there, and of one that does not.
                    let keys = spots.iter().filter_map(|n| whole.get(*n as usize)).map(|(key, _)| key.clone());
                    let keys: Vec<SortKey> = keys.chain([order.key(&strange)]).collect();
                    let places = spots.iter().map(|n| From::At(*n));
                    let from = places
                        .chain(keys.iter().flat_map(|k| [From::After(k.clone()), From::Before(k.clone())]));
                    for from in from {
                        let page = index.page(sight, *order, list, &from);
                        prop_assert_eq!(page, plain_page(&whole, plain_part(&whole, &from)), "{:?}", from);
                    }
                    above.push(u32::try_from(whole.iter().filter(|(key, _)| *key < keys[0]).count()).unwrap());
                    tops.push(Top { column: column.id, lane, key: keys[0].clone() });
                }
            }
            prop_assert_eq!(&index.counts(sight, *order, &tops, &rules), &(counts.clone(), above.clone()));
            // What is not asked about is not answered.
            tops.pop();
            above.pop();
            prop_assert_eq!(index.counts(sight, *order, &tops, &rules), (counts, above));
        }
    }
}
