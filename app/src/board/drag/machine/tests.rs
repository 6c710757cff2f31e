//! What a pointer and the keys mean, one after the other.

use super::*;
use crate::board::drag::geometry::{Area, ColumnBox, Scroll};
use crate::board::drag::world::{Around, Line, ListBox, Stop, Verdict};
use uuid::Uuid;

pub(super) fn card(n: u128) -> TicketId {
    TicketId(Uuid::from_u128(n))
}

pub(super) fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// A list of five cards that is 300 pixels wide, 900 high and stands at `number` from the left.
pub(super) fn list(number: u32, folded: bool, refused: bool) -> ListBox {
    let left = f64::from(number) * 312.0;
    let list = Area { left, top: 100.0, right: left + 300.0, bottom: 900.0 };
    let tops = if folded { vec![] } else { (0..5u32).map(|n| f64::from(n) * 136.0).collect() };
    let bounds = ColumnBox {
        area: Area { top: 0.0, ..list },
        list,
        scroll: Scroll::new(0.0, 400.0),
        pad: 2.0,
        tops,
        card: 128.0,
    };
    let refusal = refused.then(|| (card(1), "not yours".to_owned()));
    let verdict = Verdict { refusal, line: true, ..Verdict::default() };
    ListBox { number: number as usize, column: number as usize, bounds, folded, verdict }
}

/// Three lists; the second is folded, the third refuses.
fn world() -> World {
    World {
        lists: vec![list(0, false, false), list(1, true, false), list(2, false, true)],
        board: Area { left: 0.0, top: 0.0, right: 936.0, bottom: 900.0 },
        ..World::default()
    }
}

/// A drag and what it has asked for since it was asked last.
#[derive(Default)]
struct Tried {
    drag: Drag,
    world: World,
    out: Vec<Effect>,
}

impl Tried {
    fn new() -> Self {
        Self { world: world(), ..Self::default() }
    }

    /// Hears it. Answers what is to be done, as it reads in a test.
    fn on(&mut self, input: Input) -> Vec<&'static str> {
        self.out.clear();
        self.drag.on(input, &mut self.world, &mut self.out);
        let name = |effect: &Effect| match effect {
            Effect::AwaitHold(_) => "await hold",
            Effect::AwaitClick => "await click",
            Effect::Lift { .. } => "lift",
            Effect::LiftByKey { .. } => "lift by key",
            Effect::Show { .. } => "show",
            Effect::Follow { .. } => "follow",
            Effect::Scroll(..) => "scroll",
            Effect::Unfold(_) => "unfold",
            Effect::Fold(_) => "fold",
            Effect::KeepOpen(_) => "keep open",
            Effect::NextFrame => "next frame",
            Effect::Hover { .. } => "hover",
            Effect::Refuse(_) => "refuse",
            Effect::Drop(..) => "drop",
            Effect::PutBack(..) => "put back",
        };
        self.out.iter().map(name).collect()
    }

    fn down(&mut self, pointer: i32, touch: bool, at: Point) -> Vec<&'static str> {
        self.on(Input::Down { pointer, touch, at, cards: vec![card(1), card(2)] })
    }

    fn moved(&mut self, pointer: i32, at: Point) -> Vec<&'static str> {
        self.on(Input::Move { pointer, at })
    }

    fn up(&mut self, pointer: i32, at: Point) -> Vec<&'static str> {
        self.on(Input::Up { pointer, at })
    }

    /// A mouse carries two cards.
    fn carrying() -> Self {
        let mut tried = Self::new();
        tried.down(1, false, at(10.0, 300.0));
        assert_eq!(tried.moved(1, at(20.0, 300.0)), ["lift"]);
        tried
    }

    /// A key carries a card that lies in the second place of the first list.
    fn lifted(around: Around) -> Self {
        let mut tried = Self::new();
        tried.world.around = around;
        assert_eq!(tried.on(Input::Lift { card: card(1), list: 0, slot: 1 }), ["lift by key"]);
        tried
    }
}

#[test]
fn a_mouse_carries_after_five_pixels_and_clicks_before() {
    let mut tried = Tried::new();
    assert!(tried.down(1, false, at(100.0, 300.0)).is_empty());
    assert!(tried.moved(1, at(103.0, 304.0)).is_empty());
    assert!(tried.up(1, at(103.0, 304.0)).is_empty(), "a click");
    assert!(!tried.drag.on(Input::Click, &mut tried.world, &mut tried.out), "and none of the drag's");
    tried.down(1, false, at(100.0, 300.0));
    assert_eq!(tried.moved(1, at(104.0, 304.0)), ["lift"]);
    assert!(tried.moved(1, at(200.0, 304.0)).is_empty());
    assert_eq!(tried.on(Input::Frame(16.0)), ["show", "follow", "next frame"]);
    assert!(matches!(tried.out[1], Effect::Follow { at: Point { x, .. }, .. } if (x - 200.0).abs() < 1e-9));
    assert_eq!(tried.up(1, at(200.0, 304.0)), ["await click", "drop"]);
    assert!(tried.drag.on(Input::Click, &mut tried.world, &mut tried.out), "the click that ends it is none");
    assert!(matches!(tried.drag, Drag::Idle));
}

#[test]
fn a_finger_that_moves_scrolls_and_one_that_holds_carries() {
    let mut tried = Tried::new();
    assert_eq!(tried.down(7, true, at(0.0, 300.0)), ["await hold"]);
    assert!(tried.drag.holds(), "its holding asks for no menu");
    assert!(tried.moved(7, at(0.0, 309.0)).is_empty());
    assert!(tried.on(Input::Held(7)).is_empty(), "it scrolls by now");
    tried.down(7, true, at(0.0, 300.0));
    assert!(tried.moved(7, at(3.0, 303.0)).is_empty());
    assert!(tried.on(Input::Held(6)).is_empty(), "another one has held");
    assert_eq!(tried.on(Input::Held(7)), ["lift"]);
    assert!(tried.moved(7, at(3.0, 390.0)).is_empty());
    tried.on(Input::Frame(16.0));
    assert!(matches!(tried.out[1], Effect::Follow { at: Point { y, .. }, .. } if (y - 390.0).abs() < 1e-9));
}

#[test]
fn another_pointer_does_not_carry_and_a_second_finger_puts_back() {
    let mut tried = Tried::new();
    tried.down(1, true, at(0.0, 0.0));
    tried.on(Input::Held(1));
    assert!(tried.moved(2, at(50.0, 0.0)).is_empty());
    assert!(tried.up(2, at(50.0, 0.0)).is_empty());
    assert_eq!(tried.down(2, true, at(0.0, 0.0)), ["await click", "put back"]);
    assert!(tried.up(1, at(0.0, 0.0)).is_empty(), "nothing is carried any more");
    assert!(tried.on(Input::Held(2)).is_empty(), "nor by the second one");
}

#[test]
fn what_ends_before_it_began_cancels_nothing() {
    let mut tried = Tried::new();
    tried.down(1, false, at(0.0, 0.0));
    assert!(tried.on(Input::Lost).is_empty());
    tried.down(1, false, at(0.0, 0.0));
    assert!(tried.on(Input::Escape).is_empty());
    assert!(tried.moved(1, at(0.0, 9.0)).is_empty(), "the press is forgotten");
    tried.down(1, false, at(0.0, 0.0));
    tried.moved(1, at(0.0, 9.0));
    assert_eq!(tried.on(Input::Lost), ["await click", "put back"]);
}

#[test]
fn where_they_may_not_lie_and_beside_the_columns_cards_are_put_back() {
    let mut tried = Tried::carrying();
    assert_eq!(tried.up(1, at(700.0, 300.0)), ["await click", "put back"]);
    assert!(matches!(&tried.out[1], Effect::PutBack(drag, Some(2)) if drag.cards == [card(1), card(2)]));
    let mut tried = Tried::carrying();
    assert_eq!(tried.up(1, at(305.0, 300.0)), ["await click", "put back"]);
    assert!(matches!(tried.out[1], Effect::PutBack(_, None)));
}

#[test]
fn a_column_that_was_unfolded_folds_back_unless_cards_are_dropped_there() {
    for (to, end) in [(400.0, "keep open"), (100.0, "fold"), (700.0, "fold"), (305.0, "fold")] {
        let mut tried = Tried::carrying();
        tried.moved(1, at(400.0, 300.0));
        assert_eq!(tried.on(Input::Frame(1_000.0)), ["show", "follow", "next frame"]);
        assert_eq!(tried.on(Input::Frame(1_500.0)), ["follow", "unfold", "next frame"]);
        assert_eq!(tried.on(Input::Frame(2_500.0)), ["follow", "next frame"], "once");
        assert_eq!(tried.up(1, at(to, 300.0)).last(), Some(&end), "dropped at {to}");
    }
    let mut tried = Tried::carrying();
    tried.world.lists[1].verdict.refusal = Some((card(2), "not yours".to_owned()));
    tried.moved(1, at(400.0, 300.0));
    tried.on(Input::Frame(1_000.0));
    assert_eq!(tried.on(Input::Frame(1_500.0)), ["follow", "next frame"], "there is nothing to look at");
}

#[test]
fn the_line_stands_between_cards_and_not_where_the_card_lies_or_may_not() {
    let line = |x: f64, own_slot: Option<usize>| {
        let mut tried = Tried::carrying();
        tried.world.lists[0].verdict.own_slot = own_slot;
        tried.moved(1, at(x, 320.0));
        tried.on(Input::Frame(16.0));
        let follow = tried.out.iter().find_map(|effect| match effect {
            Effect::Follow { line, .. } => Some(*line),
            _ => None,
        });
        follow.flatten()
    };
    assert_eq!(line(100.0, None), Some(Line { left: 8.0, width: 284.0, y: 102.0 + 264.0 + 4.0 - 4.0 }));
    assert_eq!(line(100.0, Some(2)), None, "where it lies");
    assert_eq!(line(400.0, None), None, "folded");
    assert_eq!(line(700.0, None), None, "refused");
    assert_eq!(line(305.0, None), None, "between the columns");
}

#[test]
fn near_an_edge_the_list_scrolls_and_its_box_with_it() {
    let mut tried = Tried::carrying();
    tried.moved(1, at(100.0, 890.0));
    tried.on(Input::Frame(1_000.0));
    assert_eq!(tried.on(Input::Frame(1_016.0)), ["follow", "scroll", "next frame"]);
    assert!(matches!(tried.out[1], Effect::Scroll(Scrolled::List(0), to) if to > 0.0 && to < 10.0));
    assert!(tried.world.lists[0].bounds.scroll.at > 0.0);
}

#[test]
fn a_finger_at_the_side_of_a_phone_turns_the_page() {
    let mut tried = Tried::carrying();
    tried.world.board.right = 312.0;
    tried.world.across = Scroll::new(0.0, 624.0);
    tried.moved(1, at(300.0, 450.0));
    tried.on(Input::Frame(1_000.0));
    assert_eq!(tried.on(Input::Frame(1_400.0)), ["follow", "next frame"]);
    assert_eq!(tried.on(Input::Frame(1_500.0)), ["follow", "scroll", "next frame"]);
    assert!(matches!(tried.out[1], Effect::Scroll(Scrolled::Across, to) if (to - 312.0).abs() < 1e-9));
    assert!((tried.world.lists[1].bounds.area.left).abs() < 1e-9, "the next list lies there now");
}

#[test]
fn the_dock_takes_what_rested_upon_it() {
    let mut tried = Tried::carrying();
    tried.world.dock = Some(vec![Area { left: 0.0, top: 800.0, right: 80.0, bottom: 900.0 }]);
    tried.moved(1, at(40.0, 850.0));
    tried.on(Input::Frame(1_000.0));
    tried.on(Input::Frame(1_200.0));
    tried.up(1, at(40.0, 850.0));
    assert!(matches!(tried.out[1], Effect::Drop(_, Target::Dock(0))));
    let mut passes = Tried::carrying();
    passes.world.dock = tried.world.dock.take();
    passes.on(Input::Frame(1_000.0));
    passes.up(1, at(40.0, 850.0));
    assert!(matches!(passes.out[1], Effect::Drop(_, Target::List(0, Some(_)))));
}

fn stop(number: usize, others: usize, sorted: Option<usize>) -> Stop {
    Stop { number, others, sorted, refusal: None }
}

#[test]
fn keys_carry_a_card_from_place_to_place_and_beyond_a_list_into_the_next_lane() {
    let row = vec![stop(0, 4, None), stop(1, 1, None), stop(2, 0, None)];
    let around = Around { row, here: 0, above: Some(stop(7, 3, None)), below: Some(stop(9, 2, None)) };
    let goes = |slot: usize, step: Step| {
        around.clone().walk(slot, step).map(|(stop, slot)| (stop.number, slot)).expect("there is a list")
    };
    assert_eq!(goes(1, Step::Slots(1)), (0, 2));
    assert_eq!(goes(1, Step::Slots(-1)), (0, 0));
    assert_eq!(goes(1, Step::Slots(100_000)), (0, 4));
    assert_eq!(goes(1, Step::Slots(-100_000)), (0, 0));
    assert_eq!(goes(4, Step::Slots(1)), (9, 0));
    assert_eq!(goes(0, Step::Slots(-1)), (7, 3));
    assert_eq!(goes(3, Step::Columns(1)), (1, 1), "no farther down than there are cards");
    assert_eq!(goes(3, Step::Columns(100)), (2, 0));
    assert_eq!(goes(3, Step::Columns(-1)), (0, 3), "there is none on the left");
    let alone = Around { above: None, below: None, ..around.clone() };
    assert_eq!(alone.clone().walk(4, Step::Slots(1)).map(|(stop, slot)| (stop.number, slot)), Some((0, 4)));
    let sorted = Around { row: vec![stop(0, 4, Some(3)), stop(1, 9, Some(6))], ..around };
    assert_eq!(
        sorted.clone().walk(1, Step::Columns(1)).map(|(stop, slot)| (stop.number, slot)),
        Some((1, 6))
    );
    assert_eq!(sorted.clone().walk(1, Step::Slots(1)).map(|(stop, slot)| (stop.number, slot)), Some((9, 0)));
    assert!(Around::default().walk(0, Step::Slots(1)).is_none());
}

#[test]
fn a_lifted_card_that_is_refused_stays_in_the_air() {
    let refusal = Some("not yours".to_owned());
    let row = vec![stop(0, 4, None), Stop { refusal, ..stop(1, 1, None) }];
    let mut tried = Tried::lifted(Around { row, ..Around::default() });
    assert_eq!(tried.on(Input::Step(Step::Columns(1))), ["hover"]);
    assert!(matches!(&tried.out[0], Effect::Hover { list: 1, slot: 1, refusal: Some(_), .. }));
    assert_eq!(tried.on(Input::PutDown), ["refuse"]);
    assert_eq!(tried.on(Input::Step(Step::Columns(-1))), ["hover"]);
    assert_eq!(tried.on(Input::PutDown), ["drop"]);
    assert!(matches!(tried.drag, Drag::Idle), "no click follows a key");
}

#[test]
fn who_goes_on_with_the_pointer_has_put_the_lifted_card_back_and_a_key_takes_none_from_the_pointer() {
    let mut tried = Tried::lifted(Around::default());
    let beside = Input::Down { pointer: 1, touch: false, at: at(0.0, 0.0), cards: vec![] };
    assert_eq!(tried.on(beside), ["put back"]);
    let mut tried = Tried::lifted(Around::default());
    assert_eq!(tried.down(1, true, at(0.0, 0.0)), ["put back", "await hold"]);
    assert_eq!(tried.on(Input::Held(1)), ["lift"]);
    assert!(tried.on(Input::Lift { card: card(3), list: 0, slot: 0 }).is_empty());
    assert_eq!(tried.drag.cards(), [card(1), card(2)]);
    assert!(tried.on(Input::Step(Step::Slots(1))).is_empty());
    assert!(tried.on(Input::PutDown).is_empty());
}

#[test]
fn what_takes_the_pointer_away_leaves_the_lifted_card_and_a_card_that_is_gone_ends_it() {
    let mut tried = Tried::lifted(Around::default());
    assert!(tried.on(Input::Lost).is_empty());
    assert!(tried.on(Input::Gone(card(2))).is_empty());
    assert_eq!(tried.on(Input::Gone(card(1))), ["put back"]);
    let mut tried = Tried::carrying();
    assert_eq!(tried.on(Input::Gone(card(2))), ["await click", "put back"]);
}
