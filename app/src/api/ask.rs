//! A server function, as each side has it: on the server Leptos' own; in the browser a request that is written once
//! for all of them. Leptos writes one for each, which was a tenth of what the browser downloads.

/// Declares a server function: its address below `/api`, then the function with its body.
macro_rules! server_function {
    (
        $address:tt =>
        $(#[$doc:meta])*
        pub async fn $name:ident($($argument:ident: $type:ty),* $(,)?) -> Result<$answer:ty, AppError> $body:block
    ) => {
        $(#[$doc])*
        #[cfg(feature = "ssr")]
        #[leptos::prelude::server(
            prefix = "/api",
            endpoint = $address,
            input = $crate::api::wire::Json,
            output = $crate::api::wire::Json
        )]
        pub async fn $name($($argument: $type),*) -> Result<$answer, AppError> $body

        $(#[$doc])*
        #[cfg(not(feature = "ssr"))]
        pub async fn $name($($argument: $type),*) -> Result<$answer, AppError> {
            let question = $crate::api::ask::Question::default()$(.and(stringify!($argument), &$argument))*;
            question.ask(concat!("/api/", $address)).await
        }
    };
}

pub(super) use server_function;

#[cfg(not(feature = "ssr"))]
pub(super) use browser::Question;

#[cfg(not(feature = "ssr"))]
mod browser {
    use crate::api::read;
    use crate::error::AppError;
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    /// The arguments, as one JSON object in the making.
    #[derive(Default)]
    pub(in crate::api) struct Question(String);

    impl Question {
        /// One argument more.
        pub(in crate::api) fn and<T: Serialize>(mut self, name: &str, value: &T) -> Self {
            // What cannot be written leaves a hole: the server says that it cannot read the question.
            self.add(name, &serde_json::to_string(value).unwrap_or_default());
            self
        }

        fn add(&mut self, name: &str, value: &str) {
            for part in [if self.0.is_empty() { "{\"" } else { ",\"" }, name, "\":", value] {
                self.0.push_str(part);
            }
        }

        fn end(mut self) -> String {
            self.0.push_str(if self.0.is_empty() { "{}" } else { "}" });
            self.0
        }

        /// Asks the server.
        pub(in crate::api) async fn ask<T: DeserializeOwned>(
            self,
            address: &'static str,
        ) -> Result<T, AppError> {
            let text = post(address, self.end()).await?;
            read(&text).map_err(|_| AppError::Internal)
        }
    }

    /// The text of a good answer; a bad one is an [`AppError`] in the same language.
    #[cfg(feature = "hydrate")]
    fn post(
        address: &'static str,
        body: String,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<String, AppError>> + Send>> {
        use js_sys::{Object, Reflect};
        use leptos::prelude::window;
        use send_wrapper::SendWrapper;
        use wasm_bindgen::JsCast;
        use wasm_bindgen_futures::JsFuture;

        let asking = async move {
            let headers = Object::new();
            for name in ["accept", "content-type"] {
                // A plain object takes every key.
                Reflect::set(&headers, &name.into(), &"application/json".into()).ok();
            }
            let how = web_sys::RequestInit::new();
            how.set_method("POST");
            how.set_headers(&headers);
            how.set_body(&body.into());
            let answer = JsFuture::from(window().fetch_with_str_and_init(address, &how)).await;
            let answer = answer.ok().and_then(|answer| answer.dyn_into::<web_sys::Response>().ok());
            let answer = answer.ok_or(AppError::Offline)?;
            // A connection that breaks in the middle of an answer is no connection.
            let text = JsFuture::from(answer.text().map_err(|_| AppError::Offline)?).await;
            let text = text.ok().and_then(|text| text.as_string()).ok_or(AppError::Offline)?;
            if answer.ok() { Ok(text) } else { Err(read(&text).unwrap_or(AppError::Internal)) }
        };
        // A browser has one thread; a page's data must be one that could go to another.
        Box::pin(SendWrapper::new(asking))
    }

    /// Without a browser there is nobody to ask.
    #[cfg(not(feature = "hydrate"))]
    async fn post(_address: &'static str, _body: String) -> Result<String, AppError> {
        Err(AppError::Offline)
    }
}
