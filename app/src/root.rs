//! The document, the routes, and what every page shares.

#[cfg(feature = "ssr")]
use crate::bundle::Bundle;
#[cfg(feature = "hydrate")]
use crate::chunk::Loader;
use crate::chunk::{Chunk, part};
use crate::i18n::Language;
use crate::live::{Clock, Feed};
use crate::location::Location;
use crate::outbox::Outbox;
use crate::pages::{Pages, page};
use crate::shell::{Announcer, Toasts};
use crate::ui::{Shown, view};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;

/// The id of the element that is the application's own: around it extensions may put whatever they want.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub const ROOT: &str = "app";

/// Stands for the sum of what is in it, which is known once it is written. The browser compares.
#[cfg(feature = "ssr")]
pub const MADE_OF: &str = "0000000000";

/// The document around the app.
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    use crate::paper::PAPER;
    use crate::request_context::{RequestContext, request_context};
    use leptos_meta::MetaTags;
    let RequestContext { language, theme, newest_first, site, actor, .. } = request_context();
    let bundle = Bundle::of(actor.as_ref());
    // A sheet is not taken over, since nothing on it changes; nor is a page of plain forms.
    let path = Location::new().path();
    let is_sheet = path.starts_with(PAPER) || PLAIN_PAGES.iter().any(|(at, _)| *at == path);
    let scripts = (site.is_whole() && !is_sheet).then(|| scripts(&site, bundle, language));
    leptos::view! {
        <!DOCTYPE html>
        <html lang=language.tag() data-theme=theme.as_str() data-newest=newest_first.then_some("") data-side=bundle.as_str() data-build=site.build.clone()
            data-person=actor.as_ref().map(|actor| actor.person.to_string())>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="preload" href="/fonts/inter-latin-wght-normal.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                {(!site.css.is_empty()).then(|| view! { <link rel="stylesheet" href=site.css.clone()/> })}
                {scripts}
                <MetaTags/>
            </head>
            // Facts change under a translator's hands, so only what people wrote is offered to one (`translate="yes"`).
            <body><div id=ROOT translate="no" data-made-of=MADE_OF><App/></div></body>
        </html>
    }
}

/// The program and its words; what the page needs of it is asked for at once. Where one signs in nothing is downloaded
/// before that is possible: the form needs no script.
#[cfg(feature = "ssr")]
fn scripts(site: &crate::bundle::SiteFiles, bundle: Bundle, language: Language) -> impl IntoView + use<> {
    let words = site.words(bundle, language).unwrap_or_default();
    let location = Location::new();
    let first = first(&location);
    let later = first.contains(&Chunk::SignIn);
    let pack = first.first().and_then(|page| site.packs.get(page.download())).unwrap_or(&site.pack);
    let soon = first.first().and_then(|page| site.packs.get(&format!("{}-later", page.download())));
    let soon = soon.filter(|_| !later).map(String::as_str).unwrap_or_default();
    // What the page shows beside itself comes in parts, as it does later; those that both need are in the page's file.
    let parts = |chunk: &Chunk| site.chunks.get(chunk.download()).map(Vec::as_slice).unwrap_or_default();
    let own = first.first().map(parts).unwrap_or_default();
    let beside = first.iter().skip(1).flat_map(parts).filter(|part| !own.contains(part));
    let fetched = [pack.as_str(), words].into_iter().chain(beside.map(String::as_str)).filter(|_| !later);
    let fetched = fetched.map(|href| {
        let href = href.to_owned();
        view! { <link rel="preload" href=href r#as="fetch" crossorigin="anonymous"/> }
    });
    let start = format!(
        "{}{}start({{root:'{ROOT}',js:'{}',pack:'{pack}',soon:'{soon}',words:'{words}',later:{later}}})\
         .catch(why=>{{console.error('The program could not be loaded:',why);pressed()}});{}",
        include_str!(concat!(env!("OUT_DIR"), "/start.js")),
        if bundle == Bundle::Team { include_str!(concat!(env!("OUT_DIR"), "/keep.js")) } else { "" },
        site.js,
        // From any page one may come to a list.
        if later { "" } else { crate::paper::PRINT }
    );
    let js = site.js.clone();
    view! {
        {(!later).then(|| view! { <link rel="modulepreload" href=js nonce=leptos::nonce::use_nonce()/> })}
        {fetched.collect_view()}
        <script type="module" nonce=leptos::nonce::use_nonce() inner_html=start></script>
    }
}

/// The app: what is inside of its root, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    #[cfg(not(feature = "hydrate"))]
    crate::chunk::load_by(crate::parts::HERE);
    provide_meta_context();
    provide_context(page_language());
    let clock = Clock::new();
    provide_context(clock);
    let feed = Feed::new(clock);
    provide_context(feed);
    #[cfg(feature = "hydrate")]
    crate::shell::follow_tabs(feed);
    let announcer = Announcer::new();
    provide_context(announcer);
    provide_context(Toasts::new());
    provide_context(crate::shell::UndoHistory::new());
    let location = Location::new();
    provide_context(location);
    let pages = Pages::new(location);
    #[cfg(feature = "hydrate")]
    pages.follow(announcer);
    let outbox = Outbox::new();
    provide_context(outbox);
    outbox.start();
    view! {
        {shown(location, pages)}
        <Shown when=move || feed.wanted.get()>{part(Chunk::Line)}</Shown>
        {crate::shell::live_regions()}
        {crate::shell::toasts()}
    }
}

#[cfg(feature = "ssr")]
type PlainPage = (&'static str, fn() -> AnyView);

/// Pages of plain forms, by their paths: the server's alone.
#[cfg(feature = "ssr")]
const PLAIN_PAGES: [PlainPage; 2] = [
    (crate::tag::TAGS_PAGE, || crate::paper::shown(crate::tag::tags_page())),
    (crate::reason::REASONS_PAGE, || crate::paper::shown(crate::reason::reasons_page())),
];

/// What the path shows.
#[cfg_attr(
    not(feature = "ssr"),
    expect(unused_variables, reason = "sheets and plain pages are the server's alone")
)]
fn shown(location: Location, pages: Pages) -> AnyView {
    #[cfg(feature = "ssr")]
    if let Some(screen) = location.path().strip_prefix(crate::paper::PAPER) {
        return crate::paper::paper(location, screen);
    }
    #[cfg(feature = "ssr")]
    if let Some((_, page)) = PLAIN_PAGES.iter().find(|(at, _)| *at == location.path()) {
        return page();
    }
    pages.shown().into_any()
}

/// The chunks that the page shows as it is loaded.
fn first(location: &Location) -> Vec<Chunk> {
    let page = page(location);
    let panel = page == Some(Chunk::Board) && crate::board::shows_panel(location);
    page.into_iter().chain(panel.then_some(Chunk::Panel)).collect()
}

#[cfg(feature = "ssr")]
fn page_language() -> Language {
    crate::request_context::request_context().language
}

/// In the browser the document says which language the server rendered.
#[cfg(not(feature = "ssr"))]
fn page_language() -> Language {
    document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"))
        .and_then(|tag| Language::read(&tag))
        .unwrap_or_default()
}

/// Makes the program ready to take over the page that the server has made. `loader`: how chunks are come by; `words`: those
/// of the page's side and language. `false`: something is missing, and the page stays as the server has made it: its forms
/// and links need no script.
#[cfg(feature = "hydrate")]
pub async fn ready(loader: Loader, words: String) -> bool {
    crate::chunk::load_by(loader);
    #[cfg(target_arch = "wasm32")]
    if !crate::i18n::tell(words, crate::pages::is_team()) {
        return false;
    }
    #[cfg(not(target_arch = "wasm32"))]
    drop(words);
    crate::chunk::fetch(&first(&Location::new())).await.is_ok()
}

/// Takes the page over, at one go.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    use wasm_bindgen::JsCast;
    let root =
        document().get_element_by_id(ROOT).and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(root) = root else { return };
    leptos::mount::hydrate_from(root, App).forget();
    // Styles look at it, at once: what is scrolled to next lies where they put it.
    mark("data-hydrated");
    remember_zone();
    let page = page(&Location::new());
    leptos::task::spawn_local(async move {
        // What cannot be had says so in its place.
        crate::chunk::fetch(&page.map(Chunk::whole).unwrap_or_default()).await.ok();
        // What has come is drawn first, and begins to hear.
        set_timeout(works, std::time::Duration::ZERO);
        // Where one signs in nothing is heard and nothing sent.
        if page.is_some_and(|page| page != Chunk::SignIn) {
            crate::chunk::fetch(&[Chunk::Line]).await.ok();
        }
        tell("whole");
    });
}

/// The page works. Tests wait for the mark; the keys that have waited are heard now (`start.js`), after what the page does
/// as it starts.
#[cfg(feature = "hydrate")]
fn works() {
    mark("data-works");
    tell("works");
}

#[cfg(feature = "hydrate")]
fn mark(name: &str) {
    if let Some(html) = document().document_element() {
        html.set_attribute(name, "").ok();
    }
}

/// Tells the page's scripts: "works", or "whole" when all has come that the page needs.
#[cfg(feature = "hydrate")]
fn tell(name: &str) {
    if let Ok(event) = web_sys::Event::new(name) {
        window().dispatch_event(&event).ok();
    }
}

/// Tells the server the browser's time zone with the next request, so that it writes times as people read them.
#[cfg(feature = "hydrate")]
fn remember_zone() {
    use wasm_bindgen::JsCast;
    let options =
        js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    let zone = js_sys::Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    let document = document().unchecked_into::<web_sys::HtmlDocument>();
    if let Some(zone) = zone {
        document.set_cookie(&format!("chama_zone={zone};path=/;max-age=31536000;samesite=lax")).ok();
    }
}
