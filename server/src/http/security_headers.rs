//! What browsers are told on every answer (T3, T4).

use crate::base_url::BaseUrl;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};

/// For everything that is no page: it may do nothing at all.
const NOTHING: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// For error pages, which need the style sheet and a way home, and no script.
pub(crate) const PLAIN_PAGE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
);

/// For the script that keeps the last board for a visit without a network: it fetches, and does nothing else.
pub(crate) const WORKER: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
);

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// The policy of a page whose scripts carry this nonce (`security.md` T3, `decisions.md` 1).
pub(crate) fn page_policy(nonce: &str) -> Option<HeaderValue> {
    let text = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; \
         manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         object-src 'none'"
    );
    HeaderValue::from_str(&text).ok()
}

/// Adds what the answer does not say itself.
pub(crate) fn add(base: &BaseUrl, headers: &mut HeaderMap) {
    let mut unless_said = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    unless_said(CONTENT_SECURITY_POLICY, NOTHING);
    // What is not said to be a file of the site is somebody's own: no cache keeps it.
    unless_said(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    unless_said(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not `no-referrer`, which would turn a form's `Origin` into `null` (T4).
    unless_said(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    unless_said(OPENER, HeaderValue::from_static("same-origin"));
    unless_said(RESOURCE, HeaderValue::from_static("same-origin"));
    unless_said(
        PERMISSIONS,
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    );
    if base.is_https() {
        unless_said(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
}
