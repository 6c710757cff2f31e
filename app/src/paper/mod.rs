//! Sheets to print: all that a screen's filter holds, as plain tables. The server alone makes them, under addresses of
//! their own; before a browser prints a list it puts the sheet in its place.

pub(crate) mod sheet;

use crate::bundle::Bundle;
use crate::error::AppError;
use crate::i18n::words;
use crate::location::Location;
use crate::request_context::request_context;
use crate::shell::NotFoundPage;
use crate::ui::view;
use leptos::prelude::*;

/// Where the sheets lie: the screen's own path follows.
pub const PAPER: &str = "/imprimir";

/// A list on the screen holds what is in view; on paper it holds everything, and a browser that is about to print waits
/// for nothing but a request of this old kind. The sheet takes the page's place until it is printed (`paper.css`). Part of
/// the pages that have one.
pub(crate) const PRINT: &str = "addEventListener('beforeprint',()=>{if(!/^.(quadro|chamados)/.test(location.pathname))return;\
    const a=new XMLHttpRequest();a.open('GET','/imprimir'+location.pathname+location.search,false);\
    try{a.send()}catch{return}const s=a.status==200&&\
    new DOMParser().parseFromString(a.responseText,'text/html').querySelector('.sheet');\
    if(s){s.id='sheet';document.body.append(s)}});\
    addEventListener('afterprint',()=>document.getElementById('sheet')?.remove());";

/// The sheet of a screen, by its path.
pub(crate) fn paper(location: Location, screen: &str) -> AnyView {
    let mut parts = screen.trim_matches('/').split('/');
    let (screen, part) = (parts.next(), parts.next().map(str::to_owned));
    match (screen, Bundle::of(request_context().actor.as_ref())) {
        (Some("quadro"), Bundle::Team) => shown(async move { crate::board::paper(location, part).await }),
        (Some("chamados"), Bundle::Portal) if part.is_none() => {
            shown(async move { crate::portal::paper(location).await })
        }
        _ => NotFoundPage().into_any(),
    }
}

/// What the server alone makes, once it is read.
pub(crate) fn shown(sheet: impl Future<Output = Result<AnyView, AppError>> + Send + 'static) -> AnyView {
    let sheet = Suspend::new(async move {
        match sheet.await {
            Ok(sheet) => sheet,
            Err(AppError::NotFound | AppError::NotPermitted) => view! { <NotFoundPage/> }.into_any(),
            Err(error) => {
                view! { <main class="alone"><p role="alert">{error.sentence(words())}</p></main> }.into_any()
            }
        }
    });
    view! { <Suspense>{sheet}</Suspense> }.into_any()
}
