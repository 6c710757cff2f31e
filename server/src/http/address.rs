//! Whose request it is: the peer's address, or what a configured proxy says of it.

use http::HeaderMap;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use thiserror::Error;

/// The other end of the connection; put into every request's extensions where it is accepted.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// One address, or a range as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    network: IpAddr,
    bits: u8,
}

/// Why a range is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("it must be an address or a range, as 10.0.0.5 or 10.0.0.0/8")]
pub struct RangeError;

impl Range {
    fn contains(self, address: IpAddr) -> bool {
        let (a, b, width) = match (self.network, address) {
            (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits()), u128::from(b.to_bits()), 32),
            (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits(), b.to_bits(), 128),
            _ => return false,
        };
        let free = u32::from(width - self.bits);
        a.checked_shr(free) == b.checked_shr(free)
    }
}

impl FromStr for Range {
    type Err = RangeError;

    fn from_str(text: &str) -> Result<Self, RangeError> {
        let (network, bits) = text.split_once('/').map_or((text, None), |(n, b)| (n, Some(b)));
        let network: IpAddr = network.trim().parse().map_err(|_| RangeError)?;
        let width = if network.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), str::parse).map_err(|_| RangeError)?;
        if bits > width { Err(RangeError) } else { Ok(Self { network, bits }) }
    }
}

/// The address that sign-in limits count. `X-Forwarded-For` is believed from configured proxies alone (T5), and
/// read from its end: everything before the first address that is not such a proxy may be invented.
pub fn client(peer: SocketAddr, headers: &HeaderMap, proxies: &[Range]) -> IpAddr {
    let trusted = |address: IpAddr| proxies.iter().any(|range| range.contains(address));
    let mut client = peer.ip().to_canonical();
    if !trusted(client) {
        return client;
    }
    let values = headers.get_all("x-forwarded-for").into_iter().rev();
    let hops = values.filter_map(|v| v.to_str().ok()).flat_map(|v| v.rsplit(','));
    for hop in hops {
        let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !trusted(client) {
            break;
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for value in values {
            map.append("x-forwarded-for", value.parse().unwrap());
        }
        map
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_configured_proxy() {
        let proxies = ["10.0.0.0/8".parse().unwrap(), "fd00::1".parse().unwrap()];
        let cases: [(&str, &[&str], &str); 8] = [
            ("203.0.113.9:1", &["198.51.100.1"], "203.0.113.9"),
            ("10.1.2.3:1", &["198.51.100.1"], "198.51.100.1"),
            ("10.1.2.3:1", &["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
            ("10.1.2.3:1", &["6.6.6.6", "198.51.100.1, 10.9.9.9"], "198.51.100.1"),
            ("10.1.2.3:1", &["not an address"], "10.1.2.3"),
            ("10.1.2.3:1", &[], "10.1.2.3"),
            ("[fd00::1]:1", &["198.51.100.1"], "198.51.100.1"),
            ("[::ffff:10.1.2.3]:1", &["198.51.100.1"], "198.51.100.1"),
        ];
        for (peer, forwarded, expected) in cases {
            let got = client(peer.parse().unwrap(), &headers(forwarded), &proxies);
            assert_eq!(got.to_string(), expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn ranges_are_read_strictly() {
        assert!("0.0.0.0/0".parse::<Range>().unwrap().contains("8.8.8.8".parse().unwrap()));
        assert!(!"10.0.0.0/8".parse::<Range>().unwrap().contains("11.0.0.0".parse().unwrap()));
        for text in ["10.0.0.0/33", "10.0.0", "10.0.0.0/-1", "proxy.example", ""] {
            assert_eq!(text.parse::<Range>(), Err(RangeError), "{text}");
        }
    }
}
