//! Tags on tickets, and what they are called.

use crate::world::{
    NFE, PRINTER, World, administrator, ana, at, bruno, carla, client, manager, organization_manager,
    priority,
};
use domain::board::{Filter, with_tags};
use domain::tag::{TAG_MAX, TAGS_MAX, TAGS_ON_TICKET, Tag, TagChange, Tags, word};
use domain::ticket::{Field, Tagging, Visibility};
use domain::{Change, Event, Priority, Refusal, TagId, Ticket};
use proptest::prelude::*;

fn tag(tag: TagId, on: bool) -> Change {
    Change::Tag(Tagging { tag, on })
}

fn names(world: &World, ticket: &Ticket) -> Vec<String> {
    world.rules.board.tags.on(&ticket.facts.tags).into_iter().map(|tag| tag.name.clone()).collect()
}

fn change(world: &mut World, change: &TagChange) -> TagId {
    world.rules.board.tags.change(change).unwrap()
}

#[test]
fn who_serves_a_ticket_tags_it_and_its_client_never_reads_of_it() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    for who in [carla(), client(), organization_manager()] {
        let refused = world.act(&mut ticket, &who, &tag(NFE, true), 1);
        assert!(matches!(refused, Err(Refusal::NotPermitted | Refusal::Unseen)), "{}: {refused:?}", who.name);
    }
    assert!(!ticket.facts.touched);
    for (who, id) in [(ana(), NFE), (manager(), PRINTER), (administrator(), NFE)] {
        let events = world.done(&mut ticket, &who, &tag(id, true), 2);
        assert!(events.iter().all(|event| event.visibility() == Visibility::Team), "{events:?}");
    }
    assert_eq!(names(&world, &ticket), ["NF-e", "Impressora"], "each once, in the order in which they came");
    assert!(ticket.facts.touched, "an agent has done something to it (R65)");
    assert_eq!(ticket.facts.updated_at, at(2));
    let events = world.done(&mut ticket, &bruno(), &tag(NFE, false), 3);
    assert_eq!(events, [Event::Tagged { tags: vec![NFE], name: "NF-e".into(), on: false }]);
    assert_eq!(world.done(&mut ticket, &bruno(), &tag(NFE, false), 4), [], "it is off already");
    assert_eq!(names(&world, &ticket), ["Impressora"]);
    let rules = world.rules.board.clone().for_clients();
    assert!(rules.tags.is_empty() && rules.limits.is_empty());
}

#[test]
fn a_ticket_holds_so_many_and_only_tags_that_there_are() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    assert_eq!(world.act(&mut ticket, &ana(), &tag(TagId(99), true), 1), Err(Refusal::UnknownTag));
    for n in 0..TAGS_ON_TICKET {
        let id = change(&mut world, &TagChange::Add(format!("tag {n}")));
        world.done(&mut ticket, &ana(), &tag(id, true), 1);
    }
    let full = Err(Refusal::TooManyTags { max: TAGS_ON_TICKET });
    assert_eq!(world.act(&mut ticket, &ana(), &tag(NFE, true), 1), full);
    world.done(&mut ticket, &ana(), &tag(TagId(3), false), 1);
    world.done(&mut ticket, &ana(), &tag(NFE, true), 1);
}

#[test]
fn a_name_is_one_however_it_is_written() {
    let mut tags = Tags::default();
    let add = |tags: &mut Tags, name: &str| tags.change(&TagChange::Add(name.into()));
    let first = add(&mut tags, "  Nota\nFiscal\u{202e} ").unwrap();
    assert_eq!(tags.get(first).unwrap().name, "Nota Fiscal");
    for same in ["nota fiscal", "NOTA FISCAL", "Nóta  Fiscal"] {
        assert_eq!(add(&mut tags, same), Ok(first), "{same}");
    }
    let other = add(&mut tags, "国税 🧾").unwrap();
    assert_ne!(first, other);
    let field = Field::TagName;
    assert_eq!(add(&mut tags, " \u{200b} "), Err(Refusal::Empty { field }));
    assert_eq!(add(&mut tags, &"á".repeat(TAG_MAX + 1)), Err(Refusal::TooLong { field, max: TAG_MAX }));
    assert_eq!(add(&mut tags, "a\0"), Err(Refusal::Unwritable { field }));
    let rename = |tags: &mut Tags, id, name: &str| tags.change(&TagChange::Rename(id, name.into()));
    assert_eq!(rename(&mut tags, other, "NOTA fiscal"), Err(Refusal::TagTaken), "that is merging");
    rename(&mut tags, first, "nota fiscal").unwrap();
    assert_eq!(tags.get(first).unwrap().name, "nota fiscal", "its own name written otherwise");
    for n in tags.0.len()..TAGS_MAX {
        add(&mut tags, &format!("t{n}")).unwrap();
    }
    assert_eq!(add(&mut tags, "mais uma"), Err(Refusal::TooManyTags { max: TAGS_MAX }));
    assert_eq!(add(&mut tags, "T7"), Ok(TagId(8)), "one that is there is no new one");
}

#[test]
fn what_is_merged_is_the_other_on_every_ticket() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    let small = change(&mut world, &TagChange::Add("notas".into()));
    world.done(&mut ticket, &ana(), &tag(small, true), 1);
    change(&mut world, &TagChange::Merge(small, NFE));
    assert_eq!(names(&world, &ticket), ["NF-e"]);
    // Who did not know yet puts on what it has become, which is there.
    assert_eq!(world.done(&mut ticket, &ana(), &tag(small, true), 2), []);
    assert_eq!(world.done(&mut ticket, &ana(), &tag(NFE, true), 2), []);
    // Taken off is all that means the same.
    let events = world.done(&mut ticket, &ana(), &tag(NFE, false), 3);
    assert_eq!(events, [Event::Tagged { tags: vec![small], name: "NF-e".into(), on: false }]);
    assert_eq!(names(&world, &ticket), [""; 0]);
    // And taken back as it had been.
    let of = ticket.facts.seq;
    world.undo(&mut ticket, &ana(), of, 4).unwrap();
    assert_eq!(names(&world, &ticket), ["NF-e"]);
    let tags = &mut world.rules.board.tags;
    assert_eq!(
        tags.settled(&[small, PRINTER, NFE, TagId(99)]).as_deref(),
        Some(&[NFE, PRINTER, TagId(99)][..])
    );
    assert_eq!(tags.settled(&[NFE, PRINTER]), None);
    assert_eq!(
        tags.change(&TagChange::Merge(small, PRINTER)),
        Err(Refusal::UnknownTag),
        "it is the other by now"
    );
    assert_eq!(tags.change(&TagChange::Merge(NFE, small)), Err(Refusal::UnknownTag));
    tags.change(&TagChange::Merge(NFE, NFE)).unwrap();
    // A chain, and one that ends in nothing.
    tags.change(&TagChange::Merge(NFE, PRINTER)).unwrap();
    assert_eq!(tags.get(small).map(|tag| tag.id), Some(PRINTER));
    tags.change(&TagChange::Remove(PRINTER)).unwrap();
    assert_eq!((tags.get(small), tags.live().count()), (None, 0));
    // Its name is free.
    tags.change(&TagChange::Add("impressora".into())).unwrap();
}

#[test]
fn a_circle_that_a_hand_wrote_ends() {
    let tag = |id, into| Tag { id: TagId(id), name: String::new(), into: Some(TagId(into)), gone: false };
    let tags = Tags(vec![tag(1, 2), tag(2, 1)]);
    assert_eq!(tags.get(TagId(1)), None);
}

#[test]
fn tags_of_others_leave_room_to_take_back_what_one_did() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &priority(Priority::Urgent), 1);
    let of = ticket.facts.seq;
    world.done(&mut ticket, &bruno(), &tag(NFE, true), 2);
    world.undo(&mut ticket, &ana(), of, 3).unwrap();
    assert_eq!(ticket.facts.priority, Priority::Medium);
    assert_eq!(names(&world, &ticket), ["NF-e"], "what somebody else did stays");
}

#[test]
fn who_leads_changes_the_tags_of_all() {
    let changes =
        [TagChange::Rename(NFE, "x".into()), TagChange::Merge(NFE, PRINTER), TagChange::Remove(NFE)];
    for (who, add, lead) in [
        (client(), false, false),
        (organization_manager(), false, false),
        (ana(), true, false),
        (manager(), true, true),
        (administrator(), true, true),
    ] {
        assert_eq!(TagChange::Add("x".into()).may(&who), add, "{}", who.name);
        assert!(changes.iter().all(|change| change.may(&who) == lead), "{}", who.name);
    }
}

#[test]
fn the_filter_finds_tickets_by_their_tags() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    let note = change(&mut world, &TagChange::Add("Nota Fiscal".into()));
    world.done(&mut ticket, &ana(), &tag(note, true), 1);
    let text = with_tags("a1b2c3d4 1 caixa", &world.rules.board.tags.words(&ticket.facts.tags));
    let shows = |text: &str, typed: &str| {
        let filter = Filter { text: typed.into(), ..Filter::default() };
        filter.shows(&ticket.facts, text, ana().person, at(2))
    };
    for typed in ["tag:nota-fiscal", "tag:nota", "tag:", "caixa tag:nota", "fiscal"] {
        assert!(shows(&text, typed), "{typed}");
    }
    assert!(!shows(&text, "tag:fiscal"), "a tag is found by its beginning");
    change(&mut world, &TagChange::Rename(note, "NFS-e".into()));
    let text = with_tags(&text, &world.rules.board.tags.words(&ticket.facts.tags));
    assert!(shows(&text, "tag:nfs-e caixa") && !shows(&text, "tag:nota"), "{text}");
}

proptest! {
    /// Whatever is made, merged and removed: an id means one live tag or none, and a name is one tag's alone.
    #[test]
    fn tags_are_told_apart(changes in prop::collection::vec((0_u8..4, 1_i32..7, 1_i32..7), 0..60)) {
        let mut tags = Tags::default();
        for (what, one, other) in changes {
            let change = match what {
                0 => TagChange::Add(format!("t{one}")),
                1 => TagChange::Rename(TagId(one), format!("t{other}")),
                2 => TagChange::Merge(TagId(one), TagId(other)),
                _ => TagChange::Remove(TagId(one)),
            };
            // Most are refused: they are of what is not there.
            if let Ok(id) = tags.change(&change) {
                prop_assert!(tags.0.iter().any(|tag| tag.id == id));
            }
            for tag in &tags.0 {
                prop_assert!(tags.get(tag.id).is_none_or(Tag::is_live));
                let same = tags.live().filter(|other| word(&other.name) == word(&tag.name)).count();
                prop_assert!(same <= 1);
            }
        }
    }
}
