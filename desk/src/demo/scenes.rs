//! The sixty tickets of the demo's board: 24 in Novo, 20 in Em andamento, 16 in Resolvido.

use domain::Priority::{self, High, Low, Medium, Urgent};

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// The one that enters the warning soon after the start: waits.
    Warns,
    /// The one that breaches soon after the start: worked on.
    Breaches,
    /// Nobody has touched it.
    Waits,
    /// The client has written again.
    Nudged,
    /// The team has talked about it.
    Seen,
    /// An agent is linked, without an answer.
    Taken,
    /// Answered, still in "Novo".
    Greeted,
    /// Worked on; the agent spoke last.
    Worked,
    /// Worked on; the client spoke last.
    Answered,
    /// Waits for the client.
    Asked,
    /// Waits for a third party.
    OnHold,
    /// Resolved once, and open again.
    Back,
    /// Resolved.
    Solved,
    /// Resolved, reopened, resolved.
    SolvedTwice,
}

/// Which text, by its place in its list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Text {
    SupportQueue(usize),
    InfrastructureQueue(usize),
    Support(usize),
    Infrastructure(usize),
}

/// A ticket of the board. Times in minutes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene {
    pub(super) shape: Shape,
    pub(super) text: Text,
    pub(super) contact: usize,
    /// Set by an agent on the telephone; by rules where nobody says.
    pub(super) priority: Option<Priority>,
    /// Since it was opened.
    pub(super) age: i64,
    /// From the opening to the first answer.
    pub(super) quick: i64,
    /// Since the last step.
    pub(super) last: i64,
}

const fn new(shape: Shape, text: Text, contact: usize, priority: Option<Priority>, age: i64) -> Scene {
    Scene { shape, text, contact, priority, age, quick: 0, last: 0 }
}

const fn case(
    shape: Shape,
    text: Text,
    contact: usize,
    priority: Option<Priority>,
    (age, quick, last): (i64, i64, i64),
) -> Scene {
    Scene { shape, text, contact, priority, age, quick, last }
}

use Shape::{
    Answered, Asked, Back, Breaches, Greeted, Nudged, OnHold, Seen, Solved, SolvedTwice, Taken, Waits, Warns,
    Worked,
};
use Text::{Infrastructure as I, InfrastructureQueue as IQ, Support as S, SupportQueue as SQ};

/// The two whose alarms come first stand first.
pub(super) const SCENES: [Scene; 60] = [
    new(Warns, SQ(13), 15, None, 180),
    case(Breaches, S(1), 12, Some(Urgent), (240, 9, 25)),
    // Novo, Suporte.
    new(Waits, SQ(0), 0, Some(Urgent), 52),
    new(Waits, SQ(1), 24, Some(Low), 2_160),
    new(Waits, SQ(2), 6, None, 200),
    new(Seen, SQ(3), 7, Some(Medium), 150),
    new(Waits, SQ(4), 12, Some(Low), 95),
    new(Nudged, SQ(5), 1, Some(Urgent), 11),
    new(Waits, SQ(6), 3, None, 34),
    new(Nudged, SQ(7), 0, None, 205),
    new(Waits, SQ(8), 9, Some(High), 128),
    new(Waits, SQ(9), 2, None, 62),
    new(Taken, SQ(10), 21, Some(Low), 300),
    case(Greeted, SQ(11), 8, None, (400, 25, 375)),
    new(Waits, SQ(12), 22, Some(Low), 1_560),
    new(Waits, SQ(14), 23, None, 3),
    case(Greeted, SQ(15), 13, Some(Low), (1_500, 200, 1_300)),
    new(Waits, SQ(16), 0, None, 140),
    // Novo, Infraestrutura.
    new(Waits, IQ(0), 4, None, 45),
    new(Waits, IQ(1), 10, None, 130),
    new(Nudged, IQ(2), 18, None, 7_200),
    new(Waits, IQ(3), 16, Some(Urgent), 4_320),
    new(Seen, IQ(4), 11, Some(Low), 2_000),
    new(Taken, IQ(5), 24, Some(High), 70),
    new(Waits, IQ(6), 1, None, 20),
    // Em andamento, Suporte.
    case(Worked, S(0), 0, Some(High), (600, 12, 40)),
    case(Worked, S(3), 1, None, (300, 50, 90)),
    case(Asked, S(5), 0, None, (1_400, 100, 0)),
    case(Answered, S(9), 3, None, (445, 20, 18)),
    case(Answered, S(6), 6, None, (220, 30, 150)),
    case(Worked, S(10), 9, Some(Urgent), (190, 15, 30)),
    case(Worked, S(12), 15, Some(High), (1_560, 40, 200)),
    case(OnHold, S(17), 0, Some(Low), (3_000, 300, 700)),
    case(OnHold, S(11), 13, None, (1_900, 200, 1_000)),
    case(Worked, S(15), 14, None, (700, 100, 130)),
    case(Asked, S(19), 19, Some(Low), (4_000, 400, 0)),
    case(Back, S(16), 22, Some(High), (480, 20, 60)),
    // Em andamento, Infraestrutura.
    case(Worked, I(0), 0, Some(Urgent), (130, 8, 30)),
    case(Answered, I(2), 4, None, (1_500, 60, 300)),
    case(OnHold, I(4), 12, Some(High), (2_600, 90, 1_300)),
    case(Worked, I(7), 16, Some(High), (5_000, 60, 500)),
    case(Asked, I(10), 10, Some(Urgent), (900, 20, 0)),
    case(Worked, I(13), 20, Some(Low), (7_000, 500, 800)),
    case(Worked, I(5), 8, None, (2_800, 100, 600)),
    // Resolvido, Suporte.
    case(Solved, S(2), 2, None, (2_900, 90, 1_600)),
    case(Solved, S(4), 21, Some(High), (1_700, 20, 1_100)),
    case(Solved, S(7), 7, None, (4_400, 45, 4_000)),
    case(Solved, S(8), 8, Some(Low), (5_200, 200, 4_100)),
    case(Solved, S(13), 6, None, (900, 70, 650)),
    case(Solved, S(14), 17, Some(Urgent), (3_100, 10, 2_980)),
    case(Solved, S(18), 0, None, (7_000, 120, 6_100)),
    case(Solved, S(20), 0, Some(Low), (2_000, 300, 1_100)),
    case(SolvedTwice, S(21), 7, None, (8_600, 40, 3_300)),
    // Resolvido, Infraestrutura.
    case(Solved, I(1), 18, Some(High), (6_000, 30, 5_600)),
    case(Solved, I(3), 20, None, (9_000, 100, 5_000)),
    case(Solved, I(6), 5, None, (7_800, 50, 2_900)),
    case(Solved, I(8), 23, Some(Low), (9_800, 400, 7_200)),
    case(Solved, I(9), 6, Some(Urgent), (4_300, 15, 4_100)),
    case(Solved, I(11), 19, None, (5_600, 200, 1_500)),
    case(Solved, I(12), 2, Some(Low), (3_500, 300, 300)),
];
