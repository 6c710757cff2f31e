//! The address at which people reach this desk, and the origins that follow from it.

use http::Uri;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use thiserror::Error;

/// `https://desk.example` as the operator gave it: links, the cookie's form and the permitted origins follow
/// from it, never from a request's `Host` (T5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    https: bool,
    host: String,
    port: Option<u16>,
}

/// Why a base URL is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BaseUrlError {
    /// Not an address of the web.
    #[error("it must look like https://desk.example or http://127.0.0.1:3000")]
    Form,
    /// Chama answers at the root of its host.
    #[error("it must end after the host: Chama answers at the root of its host")]
    Path,
}

impl BaseUrl {
    /// The plain address of a listener, as a browser on the same machine types it.
    pub fn of(address: SocketAddr) -> Self {
        let ip = match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let host = if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() };
        Self { https: false, host, port: Some(address.port()).filter(|port| *port != 80) }
    }

    /// Reached over TLS: cookies are `Secure`, and browsers are told to stay on TLS.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Reached from this machine alone.
    pub fn is_loopback(&self) -> bool {
        let address: Option<IpAddr> = self.host.trim_matches(['[', ']']).parse().ok();
        self.host == "localhost" || address.is_some_and(|a| a.is_loopback())
    }

    /// As a browser writes it in `Origin`: no default port, no path.
    pub fn origin(&self) -> String {
        self.origin_of(&self.host)
    }

    /// All origins of this desk: on one's own machine `localhost` and `127.0.0.1` are the same place.
    pub fn origins(&self) -> Vec<String> {
        if self.is_loopback() {
            let mut all = vec![self.origin()];
            for host in ["localhost", "127.0.0.1", "[::1]"] {
                let origin = self.origin_of(host);
                if !all.contains(&origin) {
                    all.push(origin);
                }
            }
            all
        } else {
            vec![self.origin()]
        }
    }

    fn origin_of(&self, host: &str) -> String {
        let scheme = if self.https { "https" } else { "http" };
        match self.port {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        }
    }
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, BaseUrlError> {
        let uri: Uri = text.trim().parse().map_err(|_| BaseUrlError::Form)?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(BaseUrlError::Form),
        };
        let authority = uri.authority().ok_or(BaseUrlError::Form)?;
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(BaseUrlError::Form);
        }
        if uri.path() != "/" || uri.query().is_some() {
            return Err(BaseUrlError::Path);
        }
        let default = if https { 443 } else { 80 };
        let port = authority.port_u16().filter(|port| *port != default);
        Ok(Self { https, host: authority.host().to_ascii_lowercase(), port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        let cases = [
            ("https://Desk.Example/", "https://desk.example"),
            ("https://desk.example:443", "https://desk.example"),
            ("http://desk.example:80", "http://desk.example"),
            ("https://desk.example:8443", "https://desk.example:8443"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ];
        for (text, origin) in cases {
            assert_eq!(text.parse::<BaseUrl>().unwrap().origin(), origin, "{text}");
        }
    }

    #[test]
    fn a_path_a_user_or_another_scheme_is_refused() {
        assert_eq!("https://a.example/desk".parse::<BaseUrl>(), Err(BaseUrlError::Path));
        assert_eq!("https://a.example/?x".parse::<BaseUrl>(), Err(BaseUrlError::Path));
        for text in ["", "a.example", "ftp://a.example", "https://u:p@a.example", "https://", "javascript:1"]
        {
            assert_eq!(text.parse::<BaseUrl>(), Err(BaseUrlError::Form), "{text}");
        }
    }

    #[test]
    fn loopback_has_its_three_names_and_others_have_one() {
        let here: BaseUrl = "http://127.0.0.1:3000".parse().unwrap();
        assert!(here.is_loopback());
        assert_eq!(
            here.origins(),
            ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"].map(String::from)
        );
        let there: BaseUrl = "http://127.example:3000".parse().unwrap();
        assert_eq!(there.origins(), ["http://127.example:3000".to_owned()]);
        assert!(!there.is_loopback());
    }
}
