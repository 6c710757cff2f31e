//! What a page is made of: the browser compares before it takes the page over, since a translation or an extension may
//! have been there first.

use app::MADE_OF;

/// The page with the sum of what the application's root is made of in the place that stands for it: the body's first.
pub(crate) fn summed(mut html: Vec<u8>) -> Vec<u8> {
    let Some(body) = find(&html, b"<body>") else { return html };
    let Some(at) = find(&html[body..], MADE_OF.as_bytes()) else { return html };
    let place = body + at..body + at + MADE_OF.len();
    let sum = format!("{:0width$}", sum(&html[place.end..]), width = MADE_OF.len());
    html[place].copy_from_slice(sum.as_bytes());
    html
}

/// The sum of the root's nodes in their order: an element by its name, a comment, a text. The browser sums likewise
/// (`app/src/start.js`). `html` begins within the root's own tag, and the root ends with the last division of the body.
fn sum(html: &[u8]) -> u32 {
    let (mut sum, mut inside) = (0, 0);
    let mut rest = html;
    // In texts and attributes a `<` is written otherwise: each begins a tag or a comment, but for those in comments.
    loop {
        let closes: &[u8] = if rest.starts_with(b"!--") { b"-->" } else { b">" };
        let Some(end) = find(rest, closes) else { return inside };
        let text = &rest[end + closes.len()..];
        let Some(next) = find(text, b"<") else { return inside };
        if next > 0 {
            sum = add(sum, b".");
        }
        rest = &text[next + 1..];
        let name = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        match rest {
            [b'/', b'b', b'o', b'd', b'y', b'>', ..] => return inside,
            [b'/', b'd', b'i', b'v', b'>', ..] => inside = sum,
            [b'/', ..] => {}
            [b'!', ..] => sum = add(sum, b"!"),
            _ => sum = add(sum, &rest[..name]),
        }
        // For a browser that runs scripts, what stands in it is one text.
        if &rest[..name] == b"noscript"
            && let (Some(opens), Some(closes)) = (find(rest, b">"), find(rest, b"</noscript"))
        {
            if closes > opens + 1 {
                sum = add(sum, b".");
            }
            rest = &rest[closes + 1..];
        }
    }
}

fn find(html: &[u8], what: &[u8]) -> Option<usize> {
    html.windows(what.len()).position(|part| part == what)
}

fn add(sum: u32, name: &[u8]) -> u32 {
    name.iter().chain(b" ").fold(sum, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(inside: &str) -> String {
        let html = format!(
            "<body><div id=app data-made-of=\"{MADE_OF}\">{inside}</div><!></body><script>1<2</script>"
        );
        String::from_utf8(summed(html.into())).unwrap()
    }

    fn of(names: &str) -> String {
        let sum = names.split_whitespace().fold(0, |sum, name| add(sum, name.as_bytes()));
        format!("data-made-of=\"{sum:010}\"")
    }

    #[test]
    fn elements_comments_and_texts_of_the_root_are_summed() {
        assert!(page("").contains(&of("")));
        let inside = "<p title=\"1 &lt; 2\">a &lt; b<!><br/></p><!--<() />--><img> <h2>c</h2>";
        assert!(page(inside).contains(&of("p . ! br ! img . h2 .")), "{}", page(inside));
        let inside = "<noscript class=\"a\"><form><input> b</form></noscript><p></p><noscript></noscript>";
        assert!(page(inside).contains(&of("noscript . p noscript")), "{}", page(inside));
        assert_eq!(summed(b"<p>no page</p>".to_vec()), b"<p>no page</p>");
    }

    #[test]
    fn what_takes_the_place_of_something_is_noticed() {
        assert_ne!(of("h1 . !"), of("h1 font ."));
        assert_ne!(of("p div"), of("div p"));
    }

    #[test]
    fn only_the_place_that_stands_for_it_is_taken() {
        let head = format!("<title>{MADE_OF}</title>");
        let html = format!("{head}<body><div data-made-of=\"{MADE_OF}\"><b></b></div></body>");
        assert_eq!(
            String::from_utf8(summed(html.into())).unwrap(),
            format!("{head}<body><div {}><b></b></div></body>", of("b"))
        );
    }
}
