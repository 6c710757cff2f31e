//! Requests that change something, and the feed's socket, come from this desk's own pages (T4).

use super::error_page::Problem;
use http::header::{COOKIE, ORIGIN, UPGRADE};
use http::{HeaderMap, Method};

/// `decisions.md` 1: an unsafe method, or an upgrade, needs `Sec-Fetch-Site: same-origin` or a configured `Origin`.
/// A program without cookies sends neither, and nobody's session can be abused through it.
pub(crate) fn check(method: &Method, headers: &HeaderMap, origins: &[String]) -> Result<(), Problem> {
    let guarded = !method.is_safe() || headers.contains_key(UPGRADE);
    if !guarded || permitted(headers, origins) { Ok(()) } else { Err(Problem::OtherOrigin) }
}

fn permitted(headers: &HeaderMap, origins: &[String]) -> bool {
    // A header that comes twice was tampered with: it is read as one that does not match.
    let one = |name: &str| {
        let mut values = headers.get_all(name).into_iter();
        let first = values.next()?;
        Some(if values.next().is_some() { "" } else { first.to_str().unwrap_or_default() })
    };
    let (site, origin) = (one("sec-fetch-site"), one(ORIGIN.as_str()));
    match (site, origin) {
        (Some("same-origin"), _) => true,
        (_, Some(origin)) => origins.iter().any(|own| own == origin),
        (Some(_), None) => false,
        (None, None) => !headers.contains_key(COOKIE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t4_only_own_pages_may_change_something() {
        const OWN: &str = "https://desk.example";
        let (yes, no) = (true, false);
        let cases: [(&[(&str, &str)], bool); 14] = [
            (&[("sec-fetch-site", "same-origin"), ("cookie", "sid=1")], yes),
            (&[("sec-fetch-site", "same-site"), ("cookie", "sid=1")], no),
            (&[("sec-fetch-site", "cross-site")], no),
            (&[("sec-fetch-site", "none"), ("cookie", "sid=1")], no),
            (&[("sec-fetch-site", "none")], no),
            (&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], no),
            (&[("origin", OWN), ("cookie", "sid=1")], yes),
            (&[("origin", OWN), ("sec-fetch-site", "cross-site")], yes),
            (&[("origin", "https://desk.example.evil")], no),
            (&[("origin", "http://desk.example")], no),
            (&[("origin", "null"), ("cookie", "sid=1")], no),
            (&[("origin", OWN), ("origin", "https://evil.example")], no),
            (&[("cookie", "sid=1")], no),
            (&[], yes),
        ];
        let origins = [OWN.to_owned()];
        for (given, permitted) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in given {
                headers.append(*name, value.parse().unwrap());
            }
            assert_eq!(check(&Method::POST, &headers, &origins).is_ok(), permitted, "POST {given:?}");
            assert!(check(&Method::GET, &headers, &origins).is_ok(), "GET changes nothing: {given:?}");
            headers.insert("upgrade", "websocket".parse().unwrap());
            assert_eq!(check(&Method::GET, &headers, &origins).is_ok(), permitted, "upgrade {given:?}");
        }
    }
}
