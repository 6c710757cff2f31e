//! The application's pages, rendered here.

use super::error_page::{Problem, refuse};
use super::next::{SIGN_IN, as_value, next_of};
use super::request_context::enter;
use super::{Door, assets, security_headers, whole};
use app::request_context::RequestContext;
use app::shell;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::Actor;
use domain::port::Desk;
use http::header::CONTENT_SECURITY_POLICY;
use http::{Method, StatusCode};
use http_body_util::BodyExt;
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

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
    let (parts, body) = handler(request).await.into_parts();
    match body.collect().await {
        Ok(html) => Response::from_parts(parts, Body::from(whole::summed(html.to_bytes().into()))),
        Err(error) => {
            tracing::error!(%error, "a page broke off");
            Response::from_parts(parts, Body::empty())
        }
    }
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
