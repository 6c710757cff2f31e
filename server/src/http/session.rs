//! The cookie that carries a session, and the other cookies of this site.

use crate::base_url::BaseUrl;
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// A year: a chosen language or theme stays.
const YEAR_S: u32 = 365 * 24 * 60 * 60;

/// The session cookie's name. `__Host-` binds it to this host and to TLS; plain HTTP cannot have it (`decisions.md` 7).
pub(crate) fn name(base: &BaseUrl) -> &'static str {
    if base.is_https() { "__Host-sid" } else { "sid" }
}

/// Begins a session in the browser. Without an age: the server alone decides when it ends.
pub(crate) fn begin(base: &BaseUrl, token: &str) -> Option<HeaderValue> {
    let secure = if base.is_https() { "; Secure" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}", name(base));
    let mut value = HeaderValue::from_str(&text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Ends a session in the browser.
pub(crate) fn end(base: &BaseUrl) -> Option<HeaderValue> {
    let secure = if base.is_https() { "; Secure" } else { "" };
    let text = format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}", name(base));
    HeaderValue::from_str(&text).ok()
}

/// Keeps a preference. The page's own script may read and set it too.
pub(crate) fn keep(base: &BaseUrl, name: &str, value: &str) -> Option<HeaderValue> {
    let secure = if base.is_https() { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={YEAR_S}; SameSite=Lax{secure}")).ok()
}

/// The session's token, if the request carries one.
pub(crate) fn token<'h>(base: &BaseUrl, headers: &'h HeaderMap) -> Option<&'h str> {
    cookie(headers, name(base)).filter(|token| !token.is_empty())
}

/// A cookie's value.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs =
        headers.get_all(COOKIE).into_iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(n, _)| *n == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t5_the_cookie_follows_the_base_url() {
        let tls = "https://desk.example".parse().unwrap();
        assert_eq!(begin(&tls, "t").unwrap(), "__Host-sid=t; Path=/; HttpOnly; SameSite=Lax; Secure");
        let plain = "http://10.0.0.5".parse().unwrap();
        assert_eq!(begin(&plain, "t").unwrap(), "sid=t; Path=/; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "a=1; sid=x=y; xsid=2".parse().unwrap());
        headers.append(COOKIE, "chama_zone=America/Sao_Paulo".parse().unwrap());
        assert_eq!(cookie(&headers, "sid"), Some("x=y"));
        assert_eq!(cookie(&headers, "chama_zone"), Some("America/Sao_Paulo"));
        assert_eq!(cookie(&headers, "id"), None);
    }
}
