//! Every address that Chama answers.

use super::{
    Door, feed, functions, pages, preferences, reasons, request_context, request_layer, sign_in, tags, write,
};
use crate::health;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use http::Method;
use http::header::ACCEPT_ENCODING;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

type Route = (&'static str, Method, MethodRouter<Arc<Door>>);

/// Addresses beside the pages and the server functions, which know who comes.
fn visited() -> Vec<Route> {
    vec![
        ("/entrar", Method::POST, post(sign_in::sign_in)),
        ("/t/{code}", Method::POST, post(write::write)),
        (app::tag::TAGS_PAGE, Method::POST, post(tags::change)),
        (app::reason::REASONS_PAGE, Method::POST, post(reasons::set)),
        ("/sair", Method::POST, post(sign_in::sign_out)),
        ("/preferencias", Method::POST, post(preferences::set)),
        ("/feed", Method::GET, get(feed::socket)),
        ("/feed/page", Method::GET, get(feed::page)),
    ]
}

/// Addresses for programs that watch over this one.
fn watched() -> Vec<Route> {
    vec![("/health/live", Method::GET, get(health::live)), ("/health/ready", Method::GET, get(health::ready))]
}

fn add(router: Router<Arc<Door>>, routes: Vec<Route>) -> Router<Arc<Door>> {
    routes.into_iter().fold(router, |router, (path, _, route)| router.route(path, route))
}

/// A page that repeats a text of its address is not compressed: who chooses that text and sees the page's size on the
/// wire could guess what else the page says (BREACH).
async fn as_it_is(mut request: Request, next: Next) -> Response {
    if request.uri().query().is_some_and(|query| query.contains("q=")) {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    next.run(request).await
}

/// The whole door.
pub fn router(door: &Arc<Door>) -> Router {
    let visited = add(pages::routes(), visited())
        .route("/api/{*function}", post(functions::call))
        .merge(door.routes.clone())
        .layer(from_fn_with_state(door.clone(), request_context::layer))
        // A tenth of a board's bytes for a millisecond; the site's files lie there compressed already.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(as_it_is));
    add(Router::new().merge(visited), watched())
        .fallback(pages::fallback)
        .method_not_allowed_fallback(pages::wrong_method)
        .layer(from_fn_with_state(door.clone(), request_layer::request_layer))
        .with_state(door.clone())
}

/// Every address with its method: what the test of who may what enumerates. A server function is listed by its
/// own address.
pub fn addresses() -> Vec<(String, Method)> {
    let pages = pages::paths().into_iter().chain(["/".to_owned()]).map(|path| (path, Method::GET));
    let functions =
        leptos::server_fn::axum::server_fn_paths().map(|(path, method)| (path.to_owned(), method));
    let own = visited().into_iter().chain(watched()).map(|(path, method, _)| (path.to_owned(), method));
    let mut all: Vec<_> = pages.chain(functions).chain(own).collect();
    all.sort_unstable_by(|a, b| (&a.0, a.1.as_str()).cmp(&(&b.0, b.1.as_str())));
    all.dedup();
    all
}
