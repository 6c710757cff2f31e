//! Whatever happens, in any order: a drag ends, and leaves nothing on the page.

use super::tests::{at, card, list};
use super::*;
use crate::board::drag::geometry::{Area, Scroll};
use crate::board::drag::world::{Around, Stop};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a person, the browser or somebody else does.
#[derive(Clone, Debug)]
enum Act {
    Hear(Input),
    /// A frame is drawn so many milliseconds after the last one, if one was asked for.
    Frame(u32),
    /// The board is another: which of its columns are folded and which refuse, how many items the dock has, if it was
    /// drawn, and what lies around a lifted card.
    World([(bool, bool); 3], Option<u8>, Around),
    /// The next cards cannot be taken up: they were drawn anew, or the pointer is gone.
    Fails,
    /// Somebody else changes something.
    Comes,
}

/// Three columns in two lanes: lists 0 to 2, and 3 to 5 below them.
fn world(columns: [(bool, bool); 3], dock: Option<u8>, around: Around) -> World {
    let lists = (0..6u32).map(|number| {
        let (folded, refused) = columns[number as usize % 3];
        let mut list = list(number % 3, folded, refused);
        list.number = number as usize;
        let down = if number < 3 { 0.0 } else { 450.0 };
        for area in [&mut list.bounds.area, &mut list.bounds.list] {
            (area.top, area.bottom) = (area.top.min(60.0) + down, 440.0 + down);
        }
        list
    });
    let item =
        |n| Area { left: 80.0 * f64::from(n), top: 700.0, right: 80.0 * f64::from(n) + 70.0, bottom: 880.0 };
    World {
        lists: lists.collect(),
        board: Area { left: 0.0, top: 0.0, right: 936.0, bottom: 900.0 },
        across: Scroll::new(0.0, 300.0),
        down: Scroll::new(0.0, 300.0),
        covered: 30.0,
        dock: dock.map(|many| (0..many).map(item).collect()),
        around,
    }
}

/// What carries cards on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Carrier {
    Pointer(i32),
    Keys,
}

/// The page, as far as a drag changes it.
#[derive(Default)]
struct Page {
    drag: Drag,
    world: World,
    now: f64,
    fails: bool,
    /// What is in the air, and what carries it there.
    air: Option<(Carrier, Vec<TicketId>)>,
    /// Where each pointer was last.
    pointers: BTreeMap<i32, Point>,
    /// Whose holding still was asked for last.
    awaited: Option<i32>,
    shown: Target,
    refused: bool,
    frame: bool,
    unfolded: BTreeSet<usize>,
    /// Where cards were dropped by the input that was heard last.
    dropped: Option<Target>,
    /// Others' changes: how many came, wait, and are shown.
    came: usize,
    waiting: usize,
    let_in: usize,
}

impl Page {
    fn act(&mut self, act: Act) {
        match act {
            Act::Hear(input) => self.hear(input),
            Act::Frame(passed) => {
                self.now += f64::from(passed);
                if std::mem::take(&mut self.frame) {
                    self.hear(Input::Frame(self.now));
                }
            }
            Act::World(columns, dock, around) => self.world = world(columns, dock, around),
            Act::Fails => self.fails = true,
            Act::Comes => {
                self.came += 1;
                if self.air.is_some() { self.waiting += 1 } else { self.let_in += 1 }
            }
        }
    }

    fn hear(&mut self, input: Input) {
        let before = self.air.clone();
        let strange = match (&before, &input) {
            (Some((Carrier::Pointer(own), _)), Input::Move { pointer, .. } | Input::Up { pointer, .. }) => {
                own != pointer
            }
            (_, Input::Held(_)) => before.is_some(),
            _ => false,
        };
        match &input {
            // Who is pressed beside the cards takes none up.
            Input::Down { cards, .. } if cards.is_empty() => {}
            Input::Down { pointer, at, .. } | Input::Move { pointer, at } => {
                self.pointers.insert(*pointer, *at);
            }
            _ => {}
        }
        let frame = matches!(input, Input::Frame(_));
        let (lost, all) = (matches!(input, Input::Lost), matches!(input, Input::Escape | Input::BoardGone));
        let gone = if let Input::Gone(ticket) = input { Some(ticket) } else { None };
        let held = if let Input::Held(pointer) = input { Some(pointer) } else { None };
        self.dropped = None;
        let mut effects = vec![];
        self.drag.on(input, &mut self.world, &mut effects);
        assert!(!strange || effects.is_empty(), "another pointer does something: {effects:?}");
        for effect in effects {
            if let (Effect::Lift { pointer, .. }, Some(held)) = (&effect, held) {
                assert_eq!((*pointer, self.awaited), (held, Some(held)), "another finger has held");
            }
            self.carry_out(effect);
        }
        assert_eq!(
            self.air.as_ref().map_or(&[][..], |(_, cards)| cards),
            self.drag.cards(),
            "what is carried is in the air"
        );
        assert_eq!(self.drag.is_pointed(), matches!(self.air, Some((Carrier::Pointer(_), _))));
        assert!(
            !frame || self.frame == self.drag.is_pointed(),
            "a frame asks for the next, while cards are carried"
        );
        assert!(!all || self.air.is_none(), "whatever carried");
        // The window's focus and the pointer are no matter of the keys.
        let by_keys = before.filter(|(carrier, _)| *carrier == Carrier::Keys);
        assert!(!lost || self.air == by_keys);
        assert!(gone.is_none_or(|gone| !self.drag.cards().contains(&gone)));
        if self.air.is_none() {
            assert!(self.unfolded.is_empty(), "left open: {:?}", self.unfolded);
            assert_eq!(self.waiting, 0);
            assert_eq!(self.let_in, self.came, "each change is let in, and once");
        }
    }

    fn by_pointer(&self) -> bool {
        matches!(self.air, Some((Carrier::Pointer(_), _)))
    }

    /// As the driver does it.
    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::AwaitHold(pointer) => self.awaited = Some(pointer),
            Effect::AwaitClick => {}
            Effect::Lift { cards, pointer, .. } => {
                assert!(self.air.is_none() && !cards.is_empty());
                self.air = Some((Carrier::Pointer(pointer), cards));
                self.shown = Target::Nothing;
                self.frame = true;
                if std::mem::take(&mut self.fails) {
                    self.hear(Input::Lost);
                }
            }
            Effect::LiftByKey { card, over } => {
                assert!(self.air.is_none());
                self.air = Some((Carrier::Keys, vec![card]));
                (self.shown, self.refused) = (over, false);
            }
            Effect::Show { before, over } => {
                assert!(self.by_pointer() && before == self.shown && before != over);
                self.shown = over;
            }
            Effect::Follow { at, .. } => {
                let carrier = self.air.as_ref().map(|(carrier, _)| *carrier);
                assert!(
                    self.pointers
                        .iter()
                        .any(|(who, place)| { carrier == Some(Carrier::Pointer(*who)) && *place == at })
                );
            }
            Effect::Scroll(what, to) => {
                assert!(self.by_pointer() && (0.0..=400.0).contains(&to));
                assert!(!matches!(what, Scrolled::List(list) if Some(list) != self.shown.list()));
            }
            Effect::Unfold(list) => {
                assert!(self.by_pointer() && self.world.may_lie(list));
                assert!(self.unfolded.insert(list), "it is open already");
            }
            Effect::NextFrame => {
                assert!(self.by_pointer() && !self.frame, "one frame is asked for");
                self.frame = true;
            }
            Effect::Hover { card, list, slot, refusal } => {
                assert_eq!(self.air, Some((Carrier::Keys, vec![card])));
                (self.shown, self.refused) = (Target::List(list, Some(slot)), refusal.is_some());
            }
            Effect::Refuse(list) => {
                assert!(self.refused && self.shown.list() == Some(list));
                assert!(matches!(self.air, Some((Carrier::Keys, _))));
            }
            Effect::Drop(drag, target) => {
                match target {
                    Target::Nothing => panic!("cards are dropped nowhere"),
                    Target::List(list, _) if self.by_pointer() => assert!(self.world.may_lie(list)),
                    Target::List(..) => assert!(!self.refused && target == self.shown),
                    Target::Dock(_) => assert!(self.by_pointer() && self.world.dock.is_some()),
                }
                self.dropped = Some(target);
                self.leave(&drag);
            }
            Effect::PutBack(drag, refused) => {
                assert!(refused.is_none_or(|list| self.by_pointer() && !self.world.may_lie(list)));
                self.leave(&drag);
            }
            Effect::Fold(list) => {
                assert!(self.air.is_none() && self.unfolded.remove(&list));
                assert_ne!(self.dropped.and_then(Target::list).map(|list| list % 3), Some(list % 3));
            }
            Effect::KeepOpen(list) => {
                assert!(self.air.is_none() && self.unfolded.remove(&list));
                assert_eq!(self.dropped.and_then(Target::list).map(|list| list % 3), Some(list % 3));
            }
        }
    }

    /// What was lifted is put down once.
    fn leave(&mut self, drag: &Dragging) {
        let (carrier, cards) = self.air.take().expect("cards are in the air");
        assert_eq!(cards, drag.cards);
        assert_eq!(carrier == Carrier::Keys, matches!(drag.by, By::Keys { .. }));
        self.let_in += std::mem::take(&mut self.waiting);
    }
}

fn points() -> impl Strategy<Value = Point> {
    prop_oneof![
        4 => (0..96i32, 0..92i32).prop_map(|(x, y)| at(f64::from(x) * 10.0, f64::from(y) * 10.0)),
        // Near to where cards are pressed.
        2 => (0..12i32, 0..12i32).prop_map(|(x, y)| at(100.0 + f64::from(x), 200.0 + f64::from(y))),
        // On the dock, and over the column that is often folded.
        2 => (0..3i32).prop_map(|n| at(30.0 + 80.0 * f64::from(n), 750.0)),
        2 => Just(at(400.0, 300.0)),
    ]
}

fn stops() -> impl Strategy<Value = Stop> {
    (0..6usize, 0..5usize, prop::option::of(0..9usize), prop::option::of(Just("not yours".to_owned())))
        .prop_map(|(number, others, sorted, refusal)| Stop { number, others, sorted, refusal })
}

fn arounds() -> impl Strategy<Value = Around> {
    let next = || prop::option::of(stops());
    (prop::collection::vec(stops(), 0..4), 0..4usize, next(), next())
        .prop_map(|(row, here, above, below)| Around { row, here, above, below })
}

fn steps() -> impl Strategy<Value = Step> {
    let far = prop_oneof![Just(1), Just(-1), Just(100), Just(-100), Just(100_000), Just(-100_000)];
    (far, any::<bool>()).prop_map(|(by, down)| if down { Step::Slots(by) } else { Step::Columns(by) })
}

fn inputs() -> impl Strategy<Value = Input> {
    let who = || 1..3i32;
    let cards = || prop::collection::vec((1..4u128).prop_map(card), 0..3);
    prop_oneof![
        6 => (who(), any::<bool>(), points(), cards())
            .prop_map(|(pointer, touch, at, cards)| Input::Down { pointer, touch, at, cards }),
        12 => (who(), points()).prop_map(|(pointer, at)| Input::Move { pointer, at }),
        3 => (who(), points()).prop_map(|(pointer, at)| Input::Up { pointer, at }),
        4 => who().prop_map(Input::Held),
        1 => Just(Input::Lost),
        1 => Just(Input::Click),
        1 => Just(Input::NoClick),
        3 => ((1..4u128).prop_map(card), 0..6usize, 0..5usize)
            .prop_map(|(card, list, slot)| Input::Lift { card, list, slot }),
        4 => steps().prop_map(Input::Step),
        2 => Just(Input::PutDown),
        1 => Just(Input::Escape),
        1 => (1..4u128).prop_map(|n| Input::Gone(card(n))),
        1 => Just(Input::BoardGone),
    ]
}

fn acts() -> impl Strategy<Value = Act> {
    let column = || (any::<bool>(), prop::bool::weighted(0.3));
    let columns = (column(), column(), column()).prop_map(|(one, two, three)| [one, two, three]);
    prop_oneof![
        20 => inputs().prop_map(Act::Hear),
        10 => (1..700u32).prop_map(Act::Frame),
        2 => (columns, prop::option::of(0..4u8), arounds())
            .prop_map(|(columns, dock, around)| Act::World(columns, dock, around)),
        1 => Just(Act::Fails),
        3 => Just(Act::Comes),
    ]
}

/// A mouse carries a card from here to there, and on to where it ends: a column unfolds, the dock takes what rests upon it.
fn carries() -> impl Strategy<Value = Vec<Act>> {
    (points(), points(), 0..4u32, points()).prop_map(|(from, over, frames, to)| {
        let hear = |input| Act::Hear(input);
        let moves = |at| hear(Input::Move { pointer: 1, at });
        let mut acts = vec![
            hear(Input::Down { pointer: 1, touch: false, at: from, cards: vec![card(1)] }),
            moves(at(from.x + 10.0, from.y)),
            moves(over),
        ];
        acts.extend((0..frames).map(|_| Act::Frame(300)));
        acts.extend([moves(to), Act::Frame(16), hear(Input::Up { pointer: 1, at: to })]);
        acts
    })
}

/// What happens, in any order, now and then as one means it.
fn all() -> impl Strategy<Value = Vec<Act>> {
    let some = prop_oneof![12 => acts().prop_map(|act| vec![act]), 1 => carries()];
    prop::collection::vec(some, 0..100).prop_map(|some| some.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_happens_a_drag_ends_and_leaves_nothing_on_the_page(acts in all()) {
        let mut page = Page { world: world([(false, false), (true, false), (false, true)], None, Around::default()), ..Page::default() };
        for act in acts {
            page.act(act);
        }
        page.act(Act::Hear(Input::BoardGone));
        prop_assert!(matches!(page.drag, Drag::Idle));
        prop_assert!(page.air.is_none());
        // A frame that was asked for finds nothing any more, and asks for none.
        page.act(Act::Frame(16));
        prop_assert!(!page.frame);
    }
}
