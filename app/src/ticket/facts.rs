//! What is known of a ticket: its clocks, who serves it, how much it matters, and who asked.

use super::change::Changer;
use super::failure::{self, Failure};
use super::plain;
use super::plain::key;
use super::state::TeamScreen;
use crate::i18n::{self, fill, words};
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Avatar, Glyph, Icon, PriorityBadge, SlaChip, When};
use crate::ui::{Shown, dynamic};
use crate::ui::{hears, memo};
use domain::rules::PriorityMode;
use domain::sla::{self, ClockState, FaceState, Metric, SlaFace};
use domain::text::isolated;
use domain::{Category, Change, PersonId, Priority, time};
use leptos::prelude::*;

/// The face of one clock.
pub(super) fn face(metric: Metric, clock: &sla::Clock) -> SlaFace {
    let state = match clock.state {
        ClockState::Running => FaceState::Running,
        ClockState::Paused => FaceState::Paused,
        ClockState::Met => FaceState::Met,
        ClockState::Idle | ClockState::Void => FaceState::None,
    };
    SlaFace {
        state,
        metric: Some(metric),
        due_at: clock.due_at,
        warn_at: clock.warn_at,
        late: clock.met_late(),
    }
}

/// The three clocks: state, deadline, how long still or how late (R13, R14), why one rests.
pub(super) fn clocks(screen: TeamScreen) -> impl IntoView {
    let w = &words().ticket;
    view! {
        <section class="facts clocks" aria-labelledby="clocks-title">
            <h3 id="clocks-title">{w.clocks}</h3>
            <dl>{Metric::ALL.map(|metric| one_clock(screen, metric)).collect_view()}</dl>
        </section>
    }
}

fn one_clock(screen: TeamScreen, metric: Metric) -> impl IntoView {
    let words = words();
    let w = &words.ticket;
    let clock = memo(move || {
        screen.clocks.with(|clocks| {
            clocks.iter().find(|(m, _)| *m == metric).map(|(_, clock)| *clock).unwrap_or_default()
        })
    });
    let face = Signal::derive(move || face(metric, &clock.get()));
    let category = memo(move || screen.card.with(|card| card.facts.category));
    // "vence em", "venceu em", "cumprido em"; a resting clock says why it rests.
    let detail = move || {
        let clock = clock.get();
        let (text, at) = match clock.state {
            ClockState::Running => {
                let late = clock.breached || face.get().is_late(screen.reading.clock.now.get());
                (if late { w.clock_was_due } else { w.clock_due }, clock.due_at)
            }
            ClockState::Paused => (pause_reason(category.get()), None),
            ClockState::Met => (w.clock_met, clock.met_at),
            ClockState::Idle => (w.clock_idle, None),
            ClockState::Void => (w.clock_void, None),
        };
        view! { <span>{text}</span> {at.map(|at| view! { " " <When at/> })} }
    };
    let target = move || {
        let target = clock.get().target_s;
        (target > 0).then(|| fill(w.clock_target, &[("time", &time::span(target))]))
    };
    view! {
        <div class="clock">
            <dt>{i18n::metric(words, metric)} " " <small>{dynamic(target)}</small></dt>
            <dd><SlaChip face/><span class="clock-detail">{dynamic(detail)}</span></dd>
        </div>
    }
}

fn pause_reason(category: Category) -> &'static str {
    let w = &words().ticket;
    match category {
        Category::WaitingCustomer => w.paused_customer,
        Category::WaitingThirdParty => w.paused_third_party,
        Category::AwaitingApproval => w.paused_approval,
        _ => w.paused,
    }
}

/// The banner of a ticket that nobody serves yet (R89), or why this person cannot take it (R90).
pub(super) fn banner(changer: Changer) -> impl IntoView {
    let w = &changer.words.ticket;
    let screen = changer.screen;
    let me = screen.viewer.with_value(|viewer| viewer.person);
    let failure = RwSignal::new(None);
    let state = memo(move || {
        let free = screen.card.with(|c| c.assignee.is_none() && c.facts.category.is_open());
        free.then(|| changer.may(&Change::Assign(Some(me))).map_err(|refusal| changer.sentence(&refusal)))
    });
    let body = move || {
        state.get().map(|may| {
            let action = match may {
                Ok(()) => {
                    let link = move |_| changer.assign(Some(me), failure, None);
                    view! { <button type="button" class="button primary needs-script" on:click=hears(link)>{w.link_me}</button> }
                        .into_any()
                }
                Err(why) => view! { <span>{why}</span> }.into_any(),
            };
            view! { <div class="banner"><Icon kind=Glyph::User/><span>{w.unassigned}</span>{action}<noscript inner_html=plain::person(changer, &key(Some(me)), w.link_me)></noscript></div> }
        })
    };
    view! {
        {dynamic(body)}
        {failure::note(failure, screen.reading.code, None)}
    }
}

/// Who serves it, how much it matters, where, since when.
pub(super) fn service(changer: Changer) -> impl IntoView {
    let w = &changer.words.ticket;
    let screen = changer.screen;
    let failure = RwSignal::new(None::<Failure>);
    let (number, created) = screen.card.with_untracked(|card| (card.number, card.facts.created_at));
    view! {
        <section class="facts" aria-labelledby="service-title">
            <h3 id="service-title">{w.service}</h3>
            {assignee(changer, failure)}
            {priority(changer, failure)}
            {failure::note(failure, screen.reading.code, None)}
            <dl class="plain">
                <div><dt>{w.department}</dt><dd>{dynamic(move || screen.department.get())}</dd></div>
                <div><dt>{w.number}</dt><dd>{number}</dd></div>
                <div><dt>{w.opened_at}</dt><dd><When at=created/></dd></div>
            </dl>
        </section>
    }
}

/// A field that others may change too: while it has the focus it keeps what this person sees, and says what the
/// others have made of it (`ux.md` 2.15).
#[derive(Clone, Copy)]
struct Held {
    truth: Signal<String>,
    focused: RwSignal<bool>,
    /// What the field shows.
    shown: RwSignal<String>,
    /// The truth that this person has seen.
    seen: RwSignal<String>,
}

impl Held {
    fn new(truth: Signal<String>) -> Self {
        let now = truth.get_untracked();
        let held = Self {
            truth,
            focused: RwSignal::new(false),
            shown: RwSignal::new(now.clone()),
            seen: RwSignal::new(now),
        };
        Effect::new(move |_| {
            let truth = held.truth.get();
            if !held.focused.get() || held.shown.get() == truth {
                held.seen.set(truth);
                held.revert();
            }
        });
        held
    }

    /// Shows the truth again: an intent was refused.
    fn revert(self) {
        let truth = self.truth.get_untracked();
        if self.shown.get_untracked() != truth {
            self.shown.set(truth);
        }
    }

    /// What the others have made of it, while this person looks at something else.
    fn differs(self) -> Option<String> {
        let truth = self.truth.get();
        (self.focused.get() && truth != self.seen.get() && truth != self.shown.get()).then_some(truth)
    }
}

fn assignee(changer: Changer, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let w = &changer.words.ticket;
    let screen = changer.screen;
    let me = screen.viewer.with_value(|viewer| viewer.person);
    let present = memo(move || screen.card.with(|card| card.assignee.clone()));
    let name = Signal::derive(move || present.get().map(|person| person.name));
    let leads = screen.viewer.with_value(|viewer| {
        screen.card.with_untracked(|card| viewer.manages(card.facts.audience.department))
    });
    let mine = memo(move || present.get().is_some_and(|person| person.id == me));
    let can_leave = move || mine.get() && changer.may(&Change::Assign(None)).is_ok();
    let choice = if leads {
        assignee_select(changer, failure).into_any()
    } else {
        let leave = move |_| changer.assign(None, failure, None);
        view! {
            <span class="assignee-name">{dynamic(move || name.get().unwrap_or_else(|| w.nobody.to_owned()))}</span>
            <Shown when=can_leave><button type="button" class="button quiet needs-script" on:click=hears(leave)>{w.leave}</button></Shown>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for="assignee">{w.assignee}</label>
            <div class="assignee"><Avatar name/>{choice}</div>
            <noscript inner_html=plain::people(changer, leads)></noscript>
        </div>
    }
}

fn assignee_select(changer: Changer, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let w = &changer.words.ticket;
    let screen = changer.screen;
    let present = memo(move || screen.card.with(|card| card.assignee.clone()));
    let held = Held::new(Signal::derive(move || key(present.get().map(|person| person.id))));
    // By their key, with how much they have to do. Somebody who may no longer be chosen is still named.
    let people = memo(move || {
        let mut people: Vec<(PersonId, String)> = screen
            .assignable
            .with(|all| all.iter().map(|load| (load.person.id, plain::with_load(load))).collect());
        if let Some(person) = present.get().filter(|p| !people.iter().any(|(id, _)| *id == p.id)) {
            people.push((person.id, isolated(&person.name).into_owned()));
        }
        people
    });
    let options = move || {
        let chosen = held.shown.get_untracked();
        let option = |id: Option<PersonId>, name: String| {
            let value = key(id);
            let selected = value == chosen;
            view! { <option value=value selected=selected>{name}</option> }
        };
        let nobody = option(None, w.nobody.to_owned());
        let people = people.get().into_iter().map(|(id, name)| option(Some(id), name)).collect_view();
        view! { {nobody}{people} }
    };
    let on_change = move |event| {
        let value = event_target_value(&event);
        held.shown.set(value.clone());
        let to = people.with_untracked(|people| people.iter().find(|p| key(Some(p.0)) == value).map(|p| p.0));
        changer.assign(to, failure, Some(Callback::new(move |()| held.revert())));
    };
    let note = move || {
        held.differs().map(|id| {
            let name =
                people.with(|people| people.iter().find(|p| key(Some(p.0)) == id).map(|p| p.1.clone()));
            fill(w.changed_meanwhile, &[("value", &name.unwrap_or_else(|| w.nobody.to_owned()))])
        })
    };
    view! {
        <select
            class="input"
            id="assignee"
            prop:value=move || held.shown.get()
            on:change=hears(on_change)
            on:focus=hears(move |_| held.focused.set(true))
            on:blur=hears(move |_| held.focused.set(false))
        >
            {dynamic(options)}
        </select>
        <span class="hint" role="status">{dynamic(note)}</span>
    }
}

fn priority(changer: Changer, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let words = changer.words;
    let w = &words.ticket;
    let screen = changer.screen;
    let present = memo(move || screen.card.with(|card| card.facts.priority));
    let refused = memo(move || {
        let change = Change::Priority(present.get());
        changer.may(&change).err().map(|refusal| changer.sentence(&refusal))
    });
    let by_rules = screen.rules.with_value(|rules| rules.priorities == PriorityMode::Override);
    let held = Held::new(Signal::derive(move || present.get().as_str().to_owned()));
    let chosen = present.get_untracked();
    let options = Priority::ALL.map(|priority| {
        view! {
            <option value=priority.as_str() selected=priority == chosen>{i18n::priority(words, priority)}</option>
        }
    });
    let on_change = move |event| {
        let value = event_target_value(&event);
        if let Some(priority) = Priority::read(&value) {
            held.shown.set(value);
            changer.set_priority(priority, failure, Callback::new(move |()| held.revert()));
        }
    };
    let note = move || {
        held.differs()
            .and_then(|word| Priority::read(&word))
            .map(|priority| fill(w.changed_meanwhile, &[("value", i18n::priority(words, priority))]))
    };
    let hint = move || refused.get().or_else(|| by_rules.then(|| w.priority_override.to_owned()));
    view! {
        <div class="field">
            <label for="priority">{w.priority}</label>
            <div class="assignee">
                <PriorityBadge priority=present compact=true/>
                <select
                    class="input"
                    id="priority"
                    aria-describedby="priority-hint"
                    disabled=move || refused.get().is_some()
                    prop:value=move || held.shown.get()
                    on:change=hears(on_change)
                    on:focus=hears(move |_| held.focused.set(true))
                    on:blur=hears(move |_| held.focused.set(false))
                >
                    {options.collect_view()}
                </select>
                <span class="hint" role="status">{dynamic(note)}</span>
            </div>
            <p class="hint" id="priority-hint">{dynamic(hint)}</p>
            <noscript inner_html=plain::priorities(changer)></noscript>
        </div>
    }
}

/// Who asked, and how to reach them.
pub(super) fn contact(screen: TeamScreen) -> impl IntoView {
    let w = &words().ticket;
    // The scheme is written here, so that a stored text can never choose it (T3).
    let email = move || {
        screen.contact.with(|c| c.email.clone()).map(|email| {
            let (to, title) = (format!("mailto:{email}"), email.clone());
            view! { <a href=to title=title>{email}</a> }
        })
    };
    let phone = move || {
        screen.contact.with(|c| c.phone.clone()).map(|phone| {
            let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            view! { <a href=format!("tel:{digits}")>{phone}</a> }
        })
    };
    let absent = move |there: bool| (!there).then(|| view! { <span class="absent">{w.not_given}</span> });
    view! {
        <section class="facts" aria-labelledby="contact-title">
            <h3 id="contact-title">{w.requester}</h3>
            <dl class="plain">
                <div><dt>{w.name}</dt><dd class="strong">{dynamic(move || screen.contact.with(|c| c.name.clone()))}</dd></div>
                <div>
                    <dt>{w.organization}</dt>
                    <dd>
                        {dynamic(move || screen.contact.with(|c| c.organization.clone()))}
                        {dynamic(move || absent(screen.contact.with(|c| c.organization.is_some())))}
                    </dd>
                </div>
                <div><dt>{w.email}</dt><dd>{dynamic(email)}{dynamic(move || absent(screen.contact.with(|c| c.email.is_some())))}</dd></div>
                <div><dt>{w.phone}</dt><dd>{dynamic(phone)}{dynamic(move || absent(screen.contact.with(|c| c.phone.is_some())))}</dd></div>
            </dl>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::sla::Look;

    #[test]
    fn r14_each_clock_says_for_itself_how_late_it_is() {
        let at = |s: i64| time::from_millis(s * 1_000);
        let running = sla::Clock {
            state: ClockState::Running,
            due_at: at(100),
            warn_at: at(40),
            ..sla::Clock::default()
        };
        let face_at = |clock: &sla::Clock, s| face(Metric::Resolution, clock).look(at(s).unwrap());
        assert_eq!(face_at(&running, 10), Look::InTime(90));
        assert_eq!(face_at(&running, 50), Look::Warning(50));
        assert_eq!(face_at(&running, 160), Look::Late(60));
        let met = sla::Clock { state: ClockState::Met, met_at: at(120), ..running };
        assert_eq!(face_at(&met, 500), Look::MetLate);
        assert_eq!(face_at(&sla::Clock::default(), 500), Look::None);
    }
}
