//! A ticket as the people who asked see it: where it stands, what was said, what they may do; no jargon (R26).

use super::choice::choice;
use super::composer::{Sent, Writing, composer};
use super::failure::{self, Failure, settle};
use super::mode::Mode;
use super::said::{OPENING, Voice, conversation, entry_at, happened, message, said};
use super::state::ClientScreen;
use super::steps::{Stand, Step, steps};
use super::text::client_happening;
use super::unsent::{change_action, change_fields, change_refused, change_unsent};
use crate::i18n::{Words, fill, words};
use crate::live::Feed;
use crate::outbox::send;
use crate::portal::{Frame, card_status};
use crate::shell::{Announcer, Toast, Toasts, close_popover};
use crate::ui::RwSignal;
use crate::ui::dynamic;
use crate::ui::view;
use crate::ui::{Glyph, Icon, When, status_glyph};
use crate::ui::{Memo, hears, memo};
use domain::desk::Page;
use domain::feed::{ClientBody, ClientTicket, Entry};
use domain::ticket::Move;
use domain::{Category, Change, StatusId};
use leptos::prelude::*;

/// The ticket.
pub(super) fn client(page: Page<ClientTicket>) -> impl IntoView {
    let words = words();
    let w = &words.ticket;
    let viewer = page.viewer.clone();
    let screen = ClientScreen::new(page);
    let (number, created) = screen.card.with_untracked(|card| (card.number, card.created_at));
    let title = memo(move || screen.card.with(|card| card.title.clone()));
    let category = memo(move || screen.card.with(|card| card.category));
    let status = memo(move || screen.card.with(|card| card_status(words, card)));
    let me = viewer.person;
    let writing = Writing::new(
        Mode::Client,
        screen.reading.id,
        me,
        screen.rules,
        Signal::stored(None),
        Callback::new(move |sent: Sent| screen.catch_up(sent.done.seq)),
    );
    screen.tell(Callback::new(move |(name, at)| writing.heard(name, at)));
    view! {
        <Frame viewer>
            <article class="request" aria-labelledby="request-title">
                <header class="request-head">
                    <a class="button quiet" href="/chamados"><Icon kind=Glyph::ArrowLeft/>{w.to_list}</a>
                    <p class="request-protocol">{fill(words.portal.protocol, &[("number", &number.to_string())])}</p>
                    <h1 id="request-title" translate="yes">{dynamic(move || title.get())}</h1>
                    <p class="request-state">
                        <span class="badge status" data-category=move || category.get().as_str()>
                            {dynamic(move || view! { <Icon kind=status_glyph(category.get())/> })}
                            {dynamic(move || status.get())}
                        </span>
                        <span class="request-opened">{words.portal.opened} " " <When at=created/></span>
                    </p>
                </header>
                {failure::gone(screen.reading.gone)}
                {tracker(category)}
                <p class="request-explained" role="status">{dynamic(move || explained(category.get()))}</p>
                {talk(screen)}
                {reply(screen, writing, category)}
                {screen.own.then(|| endings(screen))}
            </article>
        </Frame>
    }
}

fn tracker(category: Memo<Category>) -> impl IntoView {
    let w = &words().portal;
    let step = move |(step, stand): (Step, Stand)| {
        let name = match step {
            Step::Received => w.status_new,
            Step::Served => w.status_active,
            Step::WaitingForYou => w.status_waiting_customer,
            Step::Resolved => w.status_done,
        };
        let class = match stand {
            Stand::Done => "step done",
            Stand::Current => "step current",
            Stand::Ahead => "step",
        };
        let current = (stand == Stand::Current).then_some("step");
        let mark = (stand == Stand::Done).then(|| view! { <Icon kind=Glyph::Check/> });
        view! { <li class=class aria-current=current><span class="step-mark" aria-hidden="true">{mark}</span>{name}</li> }
    };
    view! {
        <ol class="steps" role="list" hidden=move || category.get() == Category::Cancelled aria-label=words().ticket.steps>
            {dynamic(move || steps(category.get()).into_iter().map(step).collect_view())}
        </ol>
    }
}

/// What the status means for the client, and what comes next.
fn explained(category: Category) -> &'static str {
    let w = &words().ticket;
    match category {
        Category::New => w.explained_new,
        Category::Active => w.explained_active,
        Category::WaitingCustomer => w.explained_waiting_customer,
        Category::WaitingThirdParty => w.explained_waiting_third_party,
        Category::AwaitingApproval => w.explained_awaiting_approval,
        Category::AwaitingRating | Category::Done => w.explained_done,
        Category::Cancelled => w.explained_cancelled,
    }
}

fn talk(screen: ClientScreen) -> impl IntoView {
    let w = &words().ticket;
    let tab = RwSignal::new(false);
    let log = memo(move || tab.get());
    let rows = move || {
        let log = log.get();
        let created = screen.card.with_untracked(|card| card.created_at);
        screen.entries.with(|entries| {
            let shown = entries.iter().filter(|e| log || matches!(e.body, ClientBody::Message { .. }));
            let shown = shown.map(|e| (e.seq, e.n, e.at));
            (!log).then_some((OPENING, 0, created)).into_iter().chain(shown).collect()
        })
    };
    let draw = move |seq, n, log| match seq {
        OPENING => {
            let (name, at) = screen.card.with_untracked(|card| (card.requester.clone(), card.created_at));
            Some(screen.description.with_value(|text| said(Voice::Client, name, at, text, w.opening)))
        }
        seq => entry_at(screen.entries, seq, n).map(|entry| entry_view(screen, entry, log)),
    };
    view! {
        <div class="talk-head">
            <h2>{dynamic(move || if log.get() { w.tab_logs } else { w.tab_messages })}</h2>
            <div class="tabs needs-script" role="group" aria-label=w.tabs>
                {choice(tab, false, w.tab_messages)}
                {choice(tab, true, w.tab_logs)}
            </div>
        </div>
        {conversation(log, screen.read, Box::new(rows), Box::new(draw))}
    }
}

fn entry_view(screen: ClientScreen, entry: Entry<ClientBody>, log: bool) -> AnyView {
    let words = words();
    match entry.body {
        ClientBody::Message { by, text, .. } if !log => {
            let author = entry.actor.unwrap_or_else(|| words.common.product.to_owned());
            message(by, author, entry.at, &text)
        }
        body => {
            let text = screen.rules.with_value(|rules| client_happening(words, rules, &body));
            happened(entry.actor, entry.at, text)
        }
    }
}

fn reply(screen: ClientScreen, writing: Writing, category: Memo<Category>) -> impl IntoView {
    let w = &words().ticket;
    let days = screen.rules.with_value(|rules| rules.reopen_days);
    let hidden = Signal::derive(move || category.get() == Category::Cancelled);
    let reopens =
        move || category.get().is_resolved().then(|| fill(w.reopens, &[("days", &days.to_string())]));
    view! {
        <p class="request-hint">{dynamic(reopens)}</p>
        {composer(writing, vec![], hidden)}
    }
}

/// "Cancelar" and "Finalizar", for who asked (R32, R52), each with a question first: it opens, and is answered, without
/// a script too.
fn endings(screen: ClientScreen) -> impl IntoView {
    let w = &words().ticket;
    let category = memo(move || screen.card.with(|card| card.category));
    let failure = RwSignal::new(change_refused().map(Failure::plain));
    let ender = Ender {
        screen,
        words: words(),
        failure,
        toasts: expect_context(),
        announcer: expect_context(),
        feed: expect_context(),
    };
    let finish = End {
        id: "finish",
        wanted: Category::Done,
        glyph: Glyph::Check,
        name: w.finish,
        question: w.finish_question,
        yes: w.finish_yes,
        done: w.finished,
    };
    let cancel = End {
        id: "cancel",
        wanted: Category::Cancelled,
        glyph: Glyph::Close,
        name: w.cancel,
        question: w.cancel_question,
        yes: w.cancel_yes,
        done: w.cancelled,
    };
    view! {
        <div class="endings" hidden=move || !category.get().is_open()>
            {[finish, cancel].map(|end| ending(ender, end)).collect_view()}
            {failure::note(failure, screen.reading.code, None)}
        </div>
    }
}

/// A way to end the ticket.
#[derive(Clone, Copy)]
struct End {
    /// The id of its question.
    id: &'static str,
    wanted: Category,
    glyph: Glyph,
    name: &'static str,
    question: &'static str,
    yes: &'static str,
    /// What is said once it is done.
    done: &'static str,
}

fn ending(ender: Ender, end: End) -> impl IntoView {
    let End { id, wanted, glyph, name, question, yes, .. } = end;
    let screen = ender.screen;
    let (why, _) = change_unsent();
    let action = change_action(&screen.reading.code.get_value(), "status");
    let seen = screen.card.with_untracked(|card| card.seq);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ender.end(end);
    };
    view! {
        <button type="button" class="button" popovertarget=id><Icon kind=glyph/>{name}</button>
        <div id=id class="popover asks" popover="auto" role="dialog" aria-label=name>
            <form class="change" method="post" action=action data-refused=why on:submit=hears(send)>
                {change_fields(seen)}
                <input type="hidden" name="status" value=screen.status_for(wanted).map(|status| status.0)/>
                <p>{question}</p>
                <button type="submit" class="button primary" autofocus>{yes}</button>
                <button type="button" class="button" popovertarget=id popovertargetaction="hide">{words().ticket.keep_open}</button>
            </form>
        </div>
    }
}

#[derive(Clone, Copy)]
struct Ender {
    screen: ClientScreen,
    words: &'static Words,
    failure: RwSignal<Option<Failure>>,
    toasts: Toasts,
    announcer: Announcer,
    feed: Feed,
}

impl Ender {
    fn end(self, end: End) {
        close_popover(end.id);
        let Some(status) = self.screen.status_for(end.wanted) else { return };
        let seen = self.screen.card.with_untracked(|card| card.seq);
        let to = Move { confirm: true, ..Move::to(status, seen) };
        self.failure.set(None);
        leptos::task::spawn_local(async move {
            let answer = send(Change::Move(to).of(self.screen.reading.id)).await;
            match settle(self.words, self.screen.rules, self.feed, answer) {
                Ok(done) => {
                    self.announcer.polite(end.done.to_owned());
                    self.toasts.show(Toast { text: end.done.to_owned(), undo: None });
                    if !self.failure.is_disposed() {
                        self.screen.catch_up(done.seq);
                    }
                }
                Err(found) => {
                    self.failure.try_set(Some(found));
                }
            }
        });
    }
}

impl ClientScreen {
    /// The status that ends it so.
    fn status_for(self, wanted: Category) -> Option<StatusId> {
        self.rules.with_value(|rules| {
            let of = |category| rules.status_of(category).map(|status| status.id);
            // Resolved is what the account makes of it: to be rated, or done.
            let rated = (wanted == Category::Done).then(|| of(Category::AwaitingRating)).flatten();
            rated.or_else(|| of(wanted))
        })
    }
}
