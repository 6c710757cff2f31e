//! The one language of the server functions: JSON, read from text.
//!
//! Leptos' own codec reads from bytes, its resources from text: with both, the browser would download every
//! reader twice.

use super::read::{Unreadable, read};
use crate::error::AppError;
use leptos::prelude::Resource;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::pin::Pin;

/// JSON in the body of a POST.
pub type Json = Post<JsonText>;

/// JSON, read from text.
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_string(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        read(std::str::from_utf8(&bytes).map_err(|_| Unreadable)?)
    }
}

impl<T: Serialize> Encoder<T> for JsonText {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for JsonText {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        read(text)
    }
}

/// What a page is made of, read by the server and carried along in the page.
pub type Page<T> = Resource<Result<T, AppError>, JsonText>;

/// How a page's data is asked for.
type Load<T> = Box<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<T, AppError>> + Send>> + Send + Sync>;

/// A page's data: asked for anew whenever `word`, what the address says of it, changes.
pub fn page<T, F>(
    word: impl Fn() -> String + Send + Sync + 'static,
    load: impl Fn(String) -> F + Send + Sync + 'static,
) -> Page<T>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    carried(Box::new(word), Box::new(move |word| Box::pin(load(word))))
}

/// Compiled once for each kind of page, not once for each that asks for it.
fn carried<T>(word: Box<dyn Fn() -> String + Send + Sync>, load: Load<T>) -> Page<T>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    Resource::new_with_options(word, load, true)
}
