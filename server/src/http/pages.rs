//! The application's pages, rendered here.

use super::error_page::{Problem, refuse};
use super::request_context::enter;
use super::{Door, assets, security_headers};
use app::location::{decode, encode};
use app::request_context::RequestContext;
use app::shell;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::Actor;
use domain::desk::Desk;
use http::header::CONTENT_SECURITY_POLICY;
use http::{Method, StatusCode};
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// The sign-in page: the only one that is open to everyone.
pub(crate) const SIGN_IN: &str = "/entrar";

/// The pages of the application.
pub(crate) fn paths() -> Vec<String> {
    app::location::PATHS.map(str::to_owned).to_vec()
}

/// Routes for them. `/` leads each person to where their work is.
pub(crate) fn routes() -> Router<Arc<Door>> {
    // What a page awaits runs on this runtime. A second start in one process finds that it is so already.
    any_spawner::Executor::init_tokio().ok();
    let pages = paths().into_iter().filter(|path| path != "/");
    pages.fold(Router::new().route("/", get(home)), |router, path| router.route(&path, get(page)))
}

/// Where a person's work is.
pub(crate) fn home_of(actor: &Actor) -> &'static str {
    if actor.role.is_team() { "/quadro" } else { "/chamados" }
}

async fn home(request: Request) -> Redirect {
    Redirect::to(request_context(&request).actor.as_ref().map_or(SIGN_IN, home_of))
}

async fn page(State(door): State<Arc<Door>>, mut request: Request) -> Response {
    let path = request.uri().path();
    let context = request_context(&request);
    match (&context.actor, path == SIGN_IN) {
        (None, false) => {
            let wanted = request.uri().path_and_query().map_or("/", |p| p.as_str());
            Redirect::to(&format!("{SIGN_IN}?next={}", as_value(wanted))).into_response()
        }
        (Some(actor), true) => Redirect::to(home_of(actor)).into_response(),
        (None, true) => {
            let next = request.uri().query().and_then(next_of);
            let context = RequestContext { next, ..context };
            request.extensions_mut().insert(context);
            render(&door, request).await
        }
        (Some(_), false) => render(&door, request).await,
    }
}

/// A file of the site, or the application's own word that nothing is here.
pub(crate) async fn fallback(State(door): State<Arc<Door>>, mut request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refuse(&request, Problem::WrongMethod);
    }
    if let Some(file) = assets::file(request.uri().path(), request.headers()) {
        return file;
    }
    if let Err(problem) = enter(&door, &mut request).await {
        return refuse(&request, problem);
    }
    // A missing file is no page: nobody reads its screen.
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    if name.contains('.') {
        return refuse(&request, Problem::NotFound);
    }
    let mut response = render(&door, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Nothing is here under this method.
pub(crate) async fn wrong_method(request: Request) -> Response {
    refuse(&request, Problem::WrongMethod)
}

/// Renders the page of the request's address, whole (`SsrMode::Async`).
pub(crate) async fn render(door: &Arc<Door>, request: Request) -> Response {
    let port = door.port.clone();
    let context = move || {
        provide_desk(&port);
        // leptos_axum has made the nonce before it calls this; its shell gives it to the scripts.
        let policy = use_nonce().and_then(|nonce| security_headers::page_policy(&nonce));
        if let (Some(policy), Some(options)) = (policy, use_context::<ResponseOptions>()) {
            options.insert_header(CONTENT_SECURITY_POLICY, policy);
        }
    };
    let handler = leptos_axum::render_app_async_with_context(context, shell);
    handler(request).await
}

/// Renders a page again, with what went wrong in the context. `path` is one of the application's pages.
pub(crate) async fn render_again(
    door: &Arc<Door>,
    path: &str,
    context: RequestContext,
    status: StatusCode,
) -> Response {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = path.parse().unwrap_or_default();
    request.extensions_mut().insert(context);
    let mut response = render(door, request).await;
    *response.status_mut() = status;
    response
}

/// Pages and server functions reach the desk through this.
pub(crate) fn provide_desk(port: &Arc<dyn Desk>) {
    provide_context(port.clone());
}

pub(crate) fn request_context(request: &Request) -> RequestContext {
    request.extensions().get::<RequestContext>().cloned().unwrap_or_default()
}

/// The `next` of a query or a form body, if it is a path of this site.
pub(crate) fn next_of(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("next="))?;
    beyond_sign_in(&decode(value)?)
}

/// A path of this site: it begins with one slash, and no browser reads it as another host's address. Written as
/// a header takes it.
pub(crate) fn local(path: &str) -> Option<String> {
    let inside = path.strip_prefix('/').filter(|rest| !rest.starts_with(['/', '\\']))?;
    let plain = !inside.contains(|c: char| c.is_control() || c == '\\');
    (plain && path.len() <= 2_000).then(|| encode(path, |byte| byte.is_ascii_graphic()))
}

/// The same after signing in, where the sign-in page would be a circle.
pub(crate) fn beyond_sign_in(path: &str) -> Option<String> {
    local(path).filter(|path| path.split('?').next() != Some(SIGN_IN))
}

/// A path as a value of a query.
fn as_value(path: &str) -> String {
    encode(path, |byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t5_only_paths_of_this_site_are_returned_to() {
        for path in ["/quadro", "/t/A1B2C3D4?aba=log", "/quadro/suporte?f=atrasados&q=n%C3%B3"] {
            assert_eq!(local(path).as_deref(), Some(path));
            let query = format!("x=1&next={}", as_value(path));
            assert_eq!(next_of(&query).as_deref(), Some(path));
        }
        assert_eq!(local("/quadro?q=nó").as_deref(), Some("/quadro?q=n%C3%B3"));
        for path in
            ["", "quadro", "//evil.example", "/\\evil.example", "https://evil.example", "/a\\b", "/a\r\nb"]
        {
            assert_eq!(local(path), None, "{path:?}");
        }
        assert_eq!(next_of("next=%2F%2Fevil.example"), None);
        assert_eq!(next_of("next=%2"), None);
        assert_eq!(next_of("next=%2Fentrar%3Fnext%3D%2Fquadro"), None);
    }
}
