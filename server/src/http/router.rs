//! Every address that Chama answers.

use super::{Door, envelope, feed, functions, pages, preferences, sign_in, visit, write};
use crate::health;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use http::Method;
use std::sync::Arc;

type Route = (&'static str, Method, MethodRouter<Arc<Door>>);

/// Addresses beside the pages and the server functions, which know who comes.
fn visited() -> Vec<Route> {
    vec![
        ("/entrar", Method::POST, post(sign_in::sign_in)),
        ("/t/{code}", Method::POST, post(write::write)),
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

/// The whole door.
pub fn router(door: &Arc<Door>) -> Router {
    let visited = add(pages::routes(), visited())
        .route("/api/{*function}", post(functions::call))
        .layer(from_fn_with_state(door.clone(), visit::layer));
    add(Router::new().merge(visited), watched())
        .fallback(pages::fallback)
        .method_not_allowed_fallback(pages::wrong_method)
        .layer(from_fn_with_state(door.clone(), envelope::envelope))
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
