//! `/chamados`: the list in two halves (R48), live.

use super::list::List;
use super::{Frame, card_status};
use crate::api::load_my_tickets;
use crate::api::page::{page, shown};
use crate::error::AppError;
use crate::i18n::{fill, words};
use crate::live::{Clock, Feed, News};
use crate::ticket::since;
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon, When, status_glyph};
use crate::ui::{Shown, dynamic};
use crate::ui::{each, hears, memo};
use domain::desk::{MyTickets, Tab};
use domain::feed::ClientCard;
use domain::{ContactId, Role, Seq};
use leptos::prelude::*;
use leptos_meta::Title;

/// The word of the second half in the address: `?aba=finalizados`.
const FINISHED: &str = "finalizados";

fn word_of(tab: Tab) -> &'static str {
    if tab == Tab::Finished { FINISHED } else { "" }
}

pub(super) fn tab_in(word: Option<&str>) -> Tab {
    if word == Some(FINISHED) { Tab::Finished } else { Tab::Open }
}

/// What a half of the list is called.
#[cfg(feature = "ssr")]
pub(super) fn tab_name(tab: Tab) -> &'static str {
    let w = &words().portal;
    if tab == Tab::Finished { w.tab_finished } else { w.tab_open }
}

/// `/chamados`.
#[component]
pub fn MyTicketsPage() -> impl IntoView {
    let location = crate::location::location();
    let tab = memo(move || tab_in(location.word("aba").as_deref()));
    let page = page(move || word_of(tab.get()).to_owned(), |word| load_my_tickets(tab_in(Some(&word)), None));
    let list = shown(page, move |read| match read {
        Ok(tickets) => tickets_view(tab.get_untracked(), tickets).into_any(),
        Err(AppError::NotFound | AppError::NotPermitted) => {
            view! { <crate::shell::NotFoundPage/> }.into_any()
        }
        Err(error) => failed(error.sentence(words()), move || page.refetch()).into_any(),
    });
    view! {
        <Title text=format!("{} · {}", words().portal.title, words().common.product)/>
        {list}
    }
}

/// The page without its list.
fn bare(instead: AnyView) -> AnyView {
    view! { <main class="portal portal-width portal-main"><h1>{words().portal.title}</h1>{instead}</main> }
}

fn failed(sentence: &'static str, again: impl Fn() + 'static) -> AnyView {
    bare(view! {
        <p role="alert">{sentence}</p>
        <div><button type="button" class="button primary" on:click=hears(move |_| again())>{words().common.retry}</button></div>
    }.into_any())
}

fn tickets_view(tab: Tab, page: MyTickets) -> impl IntoView {
    let w = &words().portal;
    expect_context::<Clock>().read_at(page.now);
    let list = RwSignal::new(List::new(tab, &page));
    let own = page.viewer.contact;
    let (role, since) = (page.viewer.role, page.seq);
    let title = if role == Role::OrganizationManager { w.title_organization } else { w.title };
    let feed = expect_context::<Feed>();
    Effect::new(move |_| feed.listen(role, since, move |news| hear(list, feed, news)));
    crate::read_marks::told(move |ticket, seq| {
        // The list may be gone.
        list.try_update(|list| list.read(ticket, seq));
    });
    let rows = move || list.with(|l| l.in_order().map(|c| (c.id, c.seq, c.unread)).collect::<Vec<_>>());
    let row = move |(id, seq, unread)| {
        let card = list.with_untracked(|l| {
            l.tickets.iter().find(|c| c.id == id && c.seq == seq && c.unread == unread).cloned()
        });
        card.map(|card| row_view(&card, own))
    };
    let is_empty = memo(move || list.with(|l| l.tickets.is_empty()));
    view! {
        <Frame viewer=page.viewer>
            <h1>{title}</h1>
            {tabs(list)}
            <Shown when=move || is_empty.get()>{empty(tab)}</Shown>
            <ol class="portal-list" role="list">
                {each(rows, |(id, seq, unread)| format!("{id}.{seq}.{unread}"), row)}
            </ol>
            {more(list)}
        </Frame>
    }
}

fn hear(list: RwSignal<List>, feed: Feed, news: &News) {
    match news {
        News::Client { frame, unread } if frame.card.is_none() || !frame.entries.is_empty() => {
            list.update(|list| list.apply(frame, *unread));
        }
        News::Team { .. } | News::Rules(_) => {}
        // A frame that tells of nothing takes something back: the desk counts anew.
        News::Client { .. } | News::Reset => leptos::task::spawn_local(async move {
            let tab = list.with_untracked(|list| list.tab);
            match load_my_tickets(tab, None).await {
                Ok(page) => {
                    feed.caught_up_to(page.seq);
                    list.try_set(List::new(tab, &page));
                }
                Err(AppError::SignedOut) => feed.signed_out.set(true),
                // The connection says so itself, and a new reset follows.
                Err(_) => {}
            }
        }),
    }
}

/// Real links: the half stands in the address, and works without a script.
fn tabs(list: RwSignal<List>) -> impl IntoView {
    let w = &words().portal;
    let tab = list.with_untracked(|list| list.tab);
    let here = move |this: Tab| (this == tab).then_some("page");
    view! {
        <nav class="portal-tabs" aria-label=w.tabs>
            <a href="/chamados" data-here="" aria-current=here(Tab::Open)>
                {w.tab_open} <span class="count">{dynamic(move || list.with(|l| l.open))}</span>
            </a>
            <a href=format!("/chamados?aba={FINISHED}") data-here="" aria-current=here(Tab::Finished)>
                {w.tab_finished} <span class="count">{dynamic(move || list.with(|l| l.finished))}</span>
            </a>
        </nav>
    }
}

fn empty(tab: Tab) -> impl IntoView {
    let w = &words().portal;
    let (title, text) = match tab {
        Tab::Open => (w.empty_open_title, w.empty_open_text),
        Tab::Finished => (w.empty_finished_title, w.empty_finished_text),
    };
    let (to, link) = match tab {
        Tab::Open => (format!("/chamados?aba={FINISHED}"), w.see_finished),
        Tab::Finished => ("/chamados".to_owned(), w.see_open),
    };
    view! {
        <div class="portal-empty">
            <Icon kind=Glyph::Message/>
            <h2>{title}</h2>
            <p>{text}</p>
            <a class="button" href=to data-here="">{link}</a>
        </div>
    }
}

fn row_view(card: &ClientCard, own: Option<ContactId>) -> impl IntoView + use<> {
    let w = &words().portal;
    let other = (own != Some(card.requester_id)).then(|| fill(w.asked_by, &[("name", &card.requester)]));
    let unread = card.unread.then(|| {
        view! { <span class="portal-unread"><span class="dot" aria-hidden="true"></span>{w.unread}</span> }
    });
    view! {
        <li class="portal-row" class:unread=card.unread>
            <p class="portal-protocol">{fill(w.protocol, &[("number", &card.number.to_string())])}</p>
            <h2 class="portal-subject" translate="yes"><a href=format!("/t/{}", card.id.code())>{card.title.clone()}</a></h2>
            <p class="portal-status">
                <span class="badge status" data-category=card.category.as_str()>
                    <Icon kind=status_glyph(card.category)/>
                    {card_status(words(), card)}
                </span>
                {unread}
            </p>
            <p class="portal-times">
                <span>{w.opened} " " <When at=card.created_at/></span>
                <span>{w.last_activity} " " {since(card.updated_at)}</span>
                {other.map(|text| view! { <span>{text}</span> })}
            </p>
        </li>
    }
}

fn more(list: RwSignal<List>) -> impl IntoView {
    // Taken now: after an answer there is no page around to ask for its language.
    let words = words();
    let loading = RwSignal::new(false);
    let problem = RwSignal::new(None::<&'static str>);
    let next = memo(move || list.with(|l| l.next));
    let load = move |before: Seq| {
        if loading.get_untracked() {
            return;
        }
        loading.set(true);
        problem.set(None);
        let tab = list.with_untracked(|list| list.tab);
        leptos::task::spawn_local(async move {
            let answer = load_my_tickets(tab, Some(before)).await;
            // The page may be another one by now.
            loading.try_set(false);
            match answer {
                Ok(page) => {
                    list.try_update(|list| list.append(&page));
                }
                Err(error) => {
                    problem.try_set(Some(error.sentence(words)));
                }
            }
        });
    };
    let button = move || {
        next.get().map(|before| {
            view! {
                <button type="button" class="button needs-script" on:click=hears(move |_| load(before)) aria-busy=move || loading.get().to_string()>
                    {words.portal.more}
                </button>
            }
        })
    };
    view! {
        <div class="portal-more">
            {dynamic(button)}
            <p role="alert" class="portal-problem">{dynamic(move || problem.get())}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r48_the_half_stands_in_the_address() {
        assert_eq!(tab_in(None), Tab::Open);
        assert_eq!(tab_in(Some("finalizados")), Tab::Finished);
        assert_eq!(tab_in(Some("outra")), Tab::Open);
    }
}
