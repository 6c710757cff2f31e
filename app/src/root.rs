//! The document, the routes, and what every page shares.

use crate::bundle::Bundle;
use crate::i18n::Language;
use crate::live::{Clock, Feed};
use crate::location::Location;
use crate::outbox::Outbox;
use crate::shell::{Announcer, NotFoundPage, Toasts, elsewhere};
use crate::ticket::TicketPage;
use crate::ui::view;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;

/// The document around the app.
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    use crate::paper::{PAPER, PRINT};
    use crate::request_context::{RequestContext, request_context};
    use leptos_meta::MetaTags;
    let RequestContext { language, theme, newest_first, site, actor, .. } = request_context();
    let program = site.program(Bundle::of(actor.as_ref()));
    // A sheet is not taken over: nothing on it changes.
    let is_sheet = Location::new().path().starts_with(PAPER);
    let scripts = (!program.js.is_empty() && !is_sheet).then(|| {
        let (js, wasm) = (program.js.clone(), program.wasm.clone());
        let words = program.words.get(language.tag()).cloned().unwrap_or_default();
        let start = format!(
            "import init,{{hydrate}} from '{js}';const [words]=await Promise.all([fetch('{words}').then(a=>a.text()),\
             init({{module_or_path:'{wasm}'}})]);hydrate(words);{PRINT}"
        );
        view! {
            <link rel="modulepreload" href=js nonce=leptos::nonce::use_nonce()/>
            <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
            <link rel="preload" href=words r#as="fetch" crossorigin="anonymous"/>
            <script type="module" nonce=leptos::nonce::use_nonce() inner_html=start></script>
        }
    });
    leptos::view! {
        <!DOCTYPE html>
        <html lang=language.tag() data-theme=theme.as_str() data-newest=newest_first.then_some("") data-build=site.build.clone()>
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
            <body><App/></body>
        </html>
    }
}

/// The app: what is inside of `<body>`, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(page_language());
    let clock = Clock::new();
    provide_context(clock);
    provide_context(Feed::new(clock));
    provide_context(Announcer::new());
    provide_context(Toasts::new());
    #[cfg(feature = "team")]
    provide_context(crate::shell::UndoHistory::new());
    let location = Location::new();
    provide_context(location);
    #[cfg(feature = "hydrate")]
    crate::location::follow(location);
    let outbox = Outbox::new();
    provide_context(outbox);
    outbox.start();
    view! {
        {page(location)}
        {crate::shell::live_regions()}
        {crate::shell::toasts()}
    }
}

/// Whether the page that is being made shows this bundle: on the server by who looks, in the browser by the program
/// that was sent. Both agree, or the browser could not take the page over.
#[cfg(feature = "ssr")]
fn shows(bundle: Bundle) -> bool {
    Bundle::of(crate::request_context::request_context().actor.as_ref()) == bundle
}

/// See the server's.
#[cfg(not(feature = "ssr"))]
fn shows(bundle: Bundle) -> bool {
    match bundle {
        Bundle::Team => cfg!(feature = "team"),
        Bundle::Portal => cfg!(feature = "portal"),
    }
}

fn board() -> AnyView {
    #[cfg(feature = "team")]
    if shows(Bundle::Team) {
        return crate::board::BoardPage().into_any();
    }
    elsewhere()
}

fn my_tickets() -> AnyView {
    #[cfg(feature = "portal")]
    if shows(Bundle::Portal) {
        return crate::portal::MyTicketsPage().into_any();
    }
    elsewhere()
}

/// Who is not signed in yet gets the smaller program.
fn sign_in() -> AnyView {
    #[cfg(feature = "portal")]
    if shows(Bundle::Portal) {
        return crate::sign_in::SignInPage().into_any();
    }
    elsewhere()
}

/// The page of a path; [`PATHS`](crate::location::PATHS) lists them.
fn page(location: Location) -> AnyView {
    let path = location.path();
    let mut parts = path.trim_matches('/').split('/');
    #[cfg(feature = "ssr")]
    if let Some(screen) = path.strip_prefix(crate::paper::PAPER) {
        return crate::paper::paper(location, screen);
    }
    match (parts.next(), parts.next(), parts.next()) {
        (Some("entrar"), None, None) => sign_in(),
        (Some("quadro"), _, None) => board(),
        (Some("t"), Some(_), None) => TicketPage().into_any(),
        (Some("chamados"), None, None) => my_tickets(),
        _ => NotFoundPage().into_any(),
    }
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

/// The page is taken over: its buttons work. Tests wait for this, and styles may look at it.
#[cfg(feature = "hydrate")]
pub fn hydrated() {
    if let Some(html) = document().document_element() {
        html.set_attribute("data-hydrated", "").ok();
    }
    remember_zone();
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
