//! The site's files, embedded in the program: one file to run.

use super::security_headers;
use app::SiteFiles;
use axum::body::Body;
use axum::response::Response;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

/// A fresh checkout has no site yet: the program compiles without it, and says so where it is asked.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Site;

/// Written by the build: the names of the browser's side, which carry a hash of their content.
const MANIFEST: &str = "manifest.json";

static FILES: LazyLock<Arc<SiteFiles>> = LazyLock::new(|| {
    let manifest = Site::get(MANIFEST).map(|file| serde_json::from_slice::<SiteFiles>(&file.data));
    let mut files = match manifest {
        Some(Ok(files)) => files,
        Some(Err(error)) => {
            tracing::error!(%error, "the site's manifest cannot be read: pages come without scripts");
            SiteFiles::default()
        }
        None => SiteFiles::default(),
    };
    if files.build.is_empty() {
        // Read at compile time, so that another site is another build of this program.
        files.build = option_env!("CHAMA_BUILD").unwrap_or(env!("CARGO_PKG_VERSION")).into();
    }
    Arc::new(files)
});

static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (build {})", env!("CARGO_PKG_VERSION"), build()));

/// Addresses of the browser's side; empty where the site was not built.
pub(crate) fn site() -> Arc<SiteFiles> {
    FILES.clone()
}

/// This program's build: a page of another one asks to be reloaded.
pub fn build() -> &'static str {
    &FILES.build
}

/// What `--version` says.
pub fn version() -> &'static str {
    &VERSION
}

/// The site's file at that path, compressed where the browser takes it.
pub(crate) fn file(path: &str, asked: &HeaderMap) -> Option<Response> {
    let name = path.strip_prefix('/')?;
    if name == MANIFEST || std::path::Path::new(name).extension().is_some_and(|e| e == "br") {
        return None;
    }
    let plain = Site::get(name)?;
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let compressed = if takes_brotli(asked) { Site::get(&format!("{name}.br")) } else { None };
    let encoding = compressed.is_some().then_some("br");
    let mut answer =
        answer(compressed.unwrap_or(plain), kind.as_ref(), encoding, name.starts_with("pkg/"), asked);
    if name == "worker.js" {
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, security_headers::WORKER);
    }
    Some(answer)
}

fn answer(
    file: EmbeddedFile,
    kind: &str,
    encoding: Option<&'static str>,
    immutable: bool,
    asked: &HeaderMap,
) -> Response {
    let tag = tag(&file.metadata.sha256_hash());
    let known = asked.get_all(IF_NONE_MATCH).into_iter().filter_map(|v| v.to_str().ok()).any(|v| {
        v.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
    });
    let mut response = if known {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        Response::new(Body::from(file.data.into_owned()))
    };
    let headers = response.headers_mut();
    // Files under `pkg/` carry their hash in the name: what a name stands for never changes.
    let keep = if immutable { "public, max-age=31536000, immutable" } else { "public, max-age=86400" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let values = [(CONTENT_TYPE, text_type(kind)), (ETAG, tag)];
    for (header, value) in values {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header, value);
        }
    }
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn text_type(kind: &str) -> String {
    let text = kind.starts_with("text/") || matches!(kind, "application/javascript" | "application/json");
    if text { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

/// 128 bits of the content's hash are enough to tell two versions of a file apart.
fn tag(hash: &[u8; 32]) -> String {
    let hex = hash.iter().take(16).fold(String::with_capacity(34), |mut text, byte| {
        // Writing to a String cannot fail.
        if write!(text, "{byte:02x}").is_err() {
            text.clear();
        }
        text
    });
    format!("\"{hex}\"")
}

fn takes_brotli(asked: &HeaderMap) -> bool {
    let values = asked.get_all(ACCEPT_ENCODING).into_iter().filter_map(|v| v.to_str().ok());
    values.flat_map(|v| v.split(',')).any(|wish| {
        let (name, weight) = wish.split_once(";q=").unwrap_or((wish, "1"));
        name.trim().eq_ignore_ascii_case("br") && weight.trim().parse::<f32>().is_ok_and(|w| w > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_sent_to_those_who_take_it() {
        for (header, takes) in [
            ("gzip, deflate, br", true),
            ("br;q=0", false),
            ("BR;q=0.5", true),
            ("gzip", false),
            ("abr", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, header.parse().unwrap());
            assert_eq!(takes_brotli(&headers), takes, "{header}");
        }
    }

    #[test]
    fn a_known_file_is_not_sent_again() {
        let file = || EmbeddedFile {
            data: b"x".as_slice().into(),
            metadata: rust_embed::Metadata::__rust_embed_new([7; 32], None, None),
        };
        let first = answer(file(), "text/css", None, true, &HeaderMap::new());
        assert_eq!(first.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
        assert_eq!(first.headers()[CACHE_CONTROL], "public, max-age=31536000, immutable");
        let mut headers = HeaderMap::new();
        headers.insert(IF_NONE_MATCH, first.headers()[ETAG].clone());
        assert_eq!(answer(file(), "text/css", None, true, &headers).status(), StatusCode::NOT_MODIFIED);
    }
}
