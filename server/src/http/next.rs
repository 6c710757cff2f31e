//! Where a form leads: a page of this desk, whatever the form says. What comes from outside is compared with the
//! pages that there are, so that nothing is followed which a browser or a proxy could read as another place (T4).

use app::location::{PATHS, decode, encode};

/// The sign-in page: the only one that is open to everyone.
pub(crate) const SIGN_IN: &str = "/entrar";
/// The longest address that is returned to, in bytes.
const LONGEST: usize = 2_000;

/// The `next` of a query, if it is a page to go to after signing in.
pub(crate) fn next_of(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("next="))?;
    beyond_sign_in(&decode(value)?)
}

/// The address of a page, where the sign-in page would be a circle.
pub(crate) fn beyond_sign_in(address: &str) -> Option<String> {
    page_of_ours(address).filter(|address| address.split('?').next() != Some(SIGN_IN))
}

/// The address of one of the pages, with its query, written as a header takes it; nothing else leads anywhere.
pub(crate) fn page_of_ours(address: &str) -> Option<String> {
    let address = address.split('#').next().unwrap_or_default();
    let path = address.split('?').next().unwrap_or_default();
    let plain = !address.contains(|c: char| c.is_control() || c == '\\');
    (plain && address.len() <= LONGEST && is_page(path))
        .then(|| encode(address, |byte| byte.is_ascii_graphic()))
}

fn is_page(path: &str) -> bool {
    let fits = |page: &str| {
        let parts = page.split('/').count() == path.split('/').count();
        parts
            && page
                .split('/')
                .zip(path.split('/'))
                .all(|(own, part)| own == part || is_open(own) && is_word(part))
    };
    PATHS.into_iter().any(fits)
}

/// A part of a page's path that each ticket or department has of its own.
fn is_open(part: &str) -> bool {
    part.starts_with('{')
}

/// A code or the word of a department, also in its encoding; never dots or slashes in disguise.
fn is_word(part: &str) -> bool {
    decode(part).is_some_and(|word| {
        !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    })
}

/// An address as a value of a query.
pub(crate) fn as_value(address: &str) -> String {
    encode(address, |byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t5_pages_of_this_desk_are_returned_to() {
        for address in
            ["/quadro", "/t/A1B2C3D4?aba=log", "/quadro/suporte?f=atrasados&q=n%C3%B3", "/chamados"]
        {
            assert_eq!(page_of_ours(address).as_deref(), Some(address));
            let query = format!("x=1&next={}", as_value(address));
            assert_eq!(next_of(&query).as_deref(), Some(address));
        }
        assert_eq!(page_of_ours("/quadro?q=nó").as_deref(), Some("/quadro?q=n%C3%B3"));
        assert_eq!(page_of_ours("/quadro/cobran%C3%A7a").as_deref(), Some("/quadro/cobran%C3%A7a"));
        assert_eq!(page_of_ours("/quadro#x").as_deref(), Some("/quadro"));
        assert_eq!(page_of_ours("/entrar?recusado").as_deref(), Some("/entrar?recusado"));
    }

    #[test]
    fn t5_nothing_else_is() {
        let others = [
            "",
            "quadro",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\\b",
            "/quadro\\..",
            "/quadro\r\nb",
            "/quadro?q=\u{0}",
            "/quadro?q=\u{85}",
            "/..//evil.example",
            "/.//evil.example",
            "/%2e%2e//evil.example",
            "/%2e//evil.example",
            "/.%2e/%2fevil.example",
            "/quadro/..",
            "/quadro/.",
            "/quadro/%2e%2e",
            "/quadro/%2E",
            "/quadro/..//evil.example",
            "/quadro/",
            "/quadro//evil.example",
            "/quadro/%2fevil.example",
            "/t/%5cevil.example",
            "/t/a%2fb",
            "/t/%252e%252e",
            "/t/..;",
            "/t/%00",
            "/t/%ff",
            "/t/%",
            "/t/ ",
            "/t/@evil.example",
            "/t/a:b",
            "/nothing",
            "/",
            "/sair",
            "/preferencias",
            "/feed",
            "/api/board",
            "/health/live",
            "/t/A1B2C3D4/x",
            "/QUADRO",
        ];
        for address in others {
            assert_eq!(page_of_ours(address), None, "{address:?}");
        }
        let long = format!("/quadro?q={}", "a".repeat(LONGEST));
        assert_eq!(page_of_ours(&long), None);
        for query in
            ["next=%2F%2Fevil.example", "next=%2", "next=%2Fentrar%3Fnext%3D%2Fquadro", "next=%2F..%2F%2Fx"]
        {
            assert_eq!(next_of(query), None, "{query}");
        }
    }
}
