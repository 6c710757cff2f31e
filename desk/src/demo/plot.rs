//! What happens in each ticket's story: who does what, and how long before the present.

use super::cases::{
    AGAIN, AMONG_US, BACK_AGAIN, Case, INFRASTRUCTURE, INFRASTRUCTURE_QUEUE, NUDGE, ON_HOLD, Request,
    SUPPORT, SUPPORT_QUEUE,
};
use super::cast::{self, AGENTS, INFRASTRUCTURE_AGENT, MANAGER};
use super::scenes::{SCENES, Scene, Shape, Text};
use chrono::TimeDelta;
use domain::text::fold;
use domain::{Category, Priority};

/// After the start at which one ticket enters the warning, and one breaches (issue 2: within two minutes).
pub(super) const WARNS_AFTER: TimeDelta = TimeDelta::seconds(38);
pub(super) const BREACHES_AFTER: TimeDelta = TimeDelta::seconds(78);

/// The places of those two in [`SCENES`]; on a desk of any size they are told once with these alarms.
const WARNING_SCENE: usize = 0;
const BREACH_SCENE: usize = 1;

/// Who does a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// The contact.
    Client,
    /// The person of that position in the cast.
    Team(usize),
}

/// What is done.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Open,
    /// Says something publicly, and gives the ticket another status with the same click.
    Say(&'static str, Option<Category>),
    /// Writes an internal comment.
    Note(&'static str),
    /// "Me vincular" (R89).
    Link,
    /// Puts on a tag, by its place among those of the cast.
    Tag(usize),
}

/// One step of a story.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Before the present.
    pub(super) before: TimeDelta,
    pub(super) who: Who,
    pub(super) act: Act,
}

/// One ticket's story.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    pub(super) department: usize,
    pub(super) contact: usize,
    /// Said by an agent who opens the ticket on the telephone; by rules where the client opens it.
    pub(super) priority: Option<Priority>,
    /// In order of time.
    pub(super) steps: Vec<Step>,
    /// The alarms of the pair are meant; all others keep away from the first minutes.
    pub(super) pair: bool,
}

/// The story of ticket `i`. The first [`SCENES`] are told as they are written; a larger desk tells them again
/// with other contacts, agents, words and times.
pub(super) fn plot(i: usize) -> Plot {
    let (at, round) = (i % SCENES.len(), i / SCENES.len());
    let scene = &SCENES[at];
    let mut dice = Dice::new(i);
    let pair = round == 0 && (at == WARNING_SCENE || at == BREACH_SCENE);
    let department = match scene.text {
        Text::Support(_) | Text::SupportQueue(_) => cast::SUPPORT,
        Text::Infrastructure(_) | Text::InfrastructureQueue(_) => cast::INFRASTRUCTURE,
    };
    let agent = match department {
        cast::INFRASTRUCTURE => INFRASTRUCTURE_AGENT,
        _ if at == BREACH_SCENE => AGENTS[0],
        _ if dice.below(9) == 0 => MANAGER,
        _ => AGENTS[dice.below(AGENTS.len())],
    };
    let (contact, priority) = if round == 0 {
        (scene.contact, scene.priority)
    } else {
        // A colleague of the same company.
        let first = scene.contact - scene.contact % 3;
        let contact = if first >= 24 { first } else { first + dice.below(3) };
        let priority = match dice.below(10) {
            0 => Some(Priority::Urgent),
            1..3 => Some(Priority::High),
            3..5 => Some(Priority::Low),
            _ => scene.priority,
        };
        (contact, priority)
    };
    let pace = if round == 0 { 100 } else { 6 + dice.below(110) };
    let mut told = Telling { scene, agent, pace, pair, steps: vec![], dice };
    let (title, text) = match scene.text {
        Text::SupportQueue(n) => told.request(&SUPPORT_QUEUE[n]),
        Text::InfrastructureQueue(n) => told.request(&INFRASTRUCTURE_QUEUE[n]),
        Text::Support(n) => told.case(&SUPPORT[n]),
        Text::Infrastructure(n) => told.case(&INFRASTRUCTURE[n]),
    };
    let mut steps = told.steps;
    // On the telephone an agent opens the ticket for the contact, and says how much it matters.
    if priority.is_some()
        && let Some(open) = steps.first_mut()
    {
        open.who = Who::Team(agent);
    }
    // On a large desk a part of the tickets has tags: what a ticket takes on disk is measured by it.
    if round == 0 || i.is_multiple_of(4) {
        put_tags(&mut steps, title, matches!(scene.shape, Shape::Back | Shape::SolvedTwice));
    }
    Plot { title, text, department, contact, priority, steps, pair }
}

/// Whoever serves a ticket first tags it in the same minute.
fn put_tags(steps: &mut Vec<Step>, title: &str, back: bool) {
    let served = |step: &Step| matches!(step.who, Who::Team(_)) && !matches!(step.act, Act::Open);
    let Some(at) = steps.iter().position(served) else { return };
    let folded = fold(title);
    let fits = |(_, words): &&(&str, &[&str])| words.iter().any(|word| folded.contains(word));
    let mut tags: Vec<usize> = cast::TAGS.iter().position(|tag| fits(&tag)).into_iter().collect();
    tags.extend(back.then_some(cast::AGAIN));
    let Step { before, who, .. } = steps[at];
    let room = before - steps.get(at + 1).map_or(TimeDelta::zero(), |next| next.before);
    for (n, tag) in (1..).zip(tags) {
        let before = before - (room / 4).min(TimeDelta::seconds(12)) * n;
        steps.insert(at + usize::try_from(n).unwrap_or(1), Step { before, who, act: Act::Tag(tag) });
    }
}

/// Puts a scene's steps in their places in time.
struct Telling<'a> {
    scene: &'a Scene,
    agent: usize,
    /// Percent of the scene's times.
    pace: usize,
    /// One of the two whose alarms come first.
    pair: bool,
    steps: Vec<Step>,
    dice: Dice,
}

impl Telling<'_> {
    /// Minutes of the scene, at the story's pace; never within the last three minutes.
    fn minutes(&self, minutes: i64) -> TimeDelta {
        let pace = i64::try_from(self.pace).unwrap_or(100);
        TimeDelta::seconds((minutes * 60 * pace / 100).max(180))
    }

    /// `part` percent of the way from the opening to the present.
    fn along(&self, part: i64) -> TimeDelta {
        let age = self.minutes(self.scene.age);
        (age * i32::try_from(100 - part).unwrap_or(0) / 100).max(TimeDelta::minutes(2))
    }

    fn step(&mut self, before: TimeDelta, who: Who, act: Act) {
        // A few seconds, so that nobody acts on the full minute.
        let before = before + TimeDelta::milliseconds(i64::try_from(self.dice.below(40_000)).unwrap_or(0));
        let before = self.steps.last().map_or(before, |last| before.min(last.before - TimeDelta::seconds(5)));
        self.steps.push(Step { before, who, act });
    }

    fn open(&mut self) {
        let before = match self.scene.shape {
            Shape::Warns if self.pair => TimeDelta::hours(3) - WARNS_AFTER,
            Shape::Breaches if self.pair => TimeDelta::hours(4) - BREACHES_AFTER,
            _ => {
                let jitter = i64::try_from(self.dice.below(50)).unwrap_or(0);
                self.minutes(self.scene.age) + TimeDelta::seconds(50 + jitter)
            }
        };
        self.steps.push(Step { before, who: Who::Client, act: Act::Open });
    }

    /// A ticket of the queue: nobody has solved it, hardly anyone has looked.
    fn request(&mut self, request: &'static Request) -> (&'static str, &'static str) {
        let me = Who::Team(self.agent);
        self.open();
        match self.scene.shape {
            Shape::Nudged => {
                let words = self.dice.pick(&NUDGE);
                self.step(self.along(60), Who::Client, Act::Say(words, None));
            }
            Shape::Seen => {
                let words = self.dice.pick(&AMONG_US);
                self.step(self.along(50), me, Act::Note(words));
            }
            Shape::Taken => self.step(self.along(60), me, Act::Link),
            Shape::Greeted => {
                let hello = "Olá, {nome}! Recebemos o seu pedido e ele já está comigo. Retorno em breve com uma posição.";
                let before = self.minutes(self.scene.age - self.scene.quick);
                self.step(before, me, Act::Say(hello, None));
            }
            _ => {}
        }
        (request.title, request.text)
    }

    /// A ticket that is or was worked on.
    fn case(&mut self, case: &'static Case) -> (&'static str, &'static str) {
        let me = Who::Team(self.agent);
        let (age, quick, last) = (self.scene.age, self.scene.quick, self.scene.last);
        let shape = self.scene.shape;
        self.open();
        let after_first = age - quick;
        // The rest lies between the first answer and the last step.
        let between = |tenths: i64| after_first - (after_first - last) * tenths / 10;
        let first = self.minutes(after_first);
        let asked = if shape == Shape::Asked { Category::WaitingCustomer } else { Category::Active };
        self.step(first, me, Act::Say(case.first, Some(asked)));
        if shape == Shape::Asked {
            return (case.title, case.text);
        }
        let end = self.minutes(last);
        if shape == Shape::Answered {
            self.step(self.minutes(between(6)), me, Act::Note(case.note));
            self.step(end, Who::Client, Act::Say(case.answer, None));
            return (case.title, case.text);
        }
        self.step(self.minutes(between(3)), Who::Client, Act::Say(case.answer, None));
        self.step(self.minutes(between(4)), me, Act::Note(case.note));
        match shape {
            Shape::OnHold => {
                let words = self.dice.pick(&ON_HOLD);
                self.step(end, me, Act::Say(words, Some(Category::WaitingThirdParty)));
            }
            Shape::Solved => self.step(end, me, Act::Say(case.done, Some(Category::Done))),
            Shape::Back | Shape::SolvedTwice => {
                self.step(self.minutes(between(5)), me, Act::Say(case.done, Some(Category::Done)));
                let words = self.dice.pick(&BACK_AGAIN);
                self.step(self.minutes(between(8)), Who::Client, Act::Say(words, None));
                let words = self.dice.pick(&AGAIN);
                if shape == Shape::Back {
                    self.step(end, me, Act::Say(words, None));
                } else {
                    self.step(self.minutes(between(9)), me, Act::Say(words, None));
                    let words = "Encontrei o que faltava, {nome}: ajustei, acompanhei por algumas horas e não voltou a acontecer. Obrigado pela paciência!";
                    self.step(end, me, Act::Say(words, Some(Category::Done)));
                }
            }
            _ => {
                let words = "Obrigado, {nome}! Com isso já consigo seguir. Estou testando a correção e aviso assim que terminar.";
                self.step(end, me, Act::Say(words, None));
                if self.dice.below(3) == 0 {
                    let words = self.dice.pick(&AMONG_US);
                    self.step(end / 2, me, Act::Note(words));
                }
            }
        }
        (case.title, case.text)
    }
}

/// Variety that is the same at every start: a story is a function of its number.
struct Dice(u64);

impl Dice {
    fn new(i: usize) -> Self {
        Self((i as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66_D1CE_4E5B)
    }

    /// The next number of Vigna's `SplitMix64`, below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        usize::try_from(z % (n as u64)).unwrap_or(0)
    }

    fn pick(&mut self, words: &'static [&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}
