//! Who may ask: pages of this server alone, by its own name, by GET and HEAD. A page of another site must not read the handbook through the browser.

use crate::link;
use hyper::header::{self, HeaderMap};
use hyper::{Method, Request, StatusCode};
use std::net::IpAddr;

/// Why a request is not answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub status: StatusCode,
    pub why: &'static str,
}

fn refusal<T>(status: StatusCode, why: &'static str) -> Result<T, Refusal> {
    Err(Refusal { status, why })
}

/// The address from the site's root that a request asks for. `own` is the address that the connection came to, `host` the name that people were told.
pub(super) fn check<B>(request: &Request<B>, own: IpAddr, host: &str) -> Result<String, Refusal> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refusal(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered");
    }
    let headers = request.headers();
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(named), None) = (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) else {
        return refusal(StatusCode::BAD_REQUEST, "say one Host");
    };
    let authority = request.uri().authority().map(|authority| authority.as_str());
    if !std::iter::once(named).chain(authority).all(|name| is_own(name, own, host)) {
        return refusal(StatusCode::FORBIDDEN, "this server answers to its own address and to localhost alone; another name is given with --host");
    }
    if is_foreign(headers, named) {
        return refusal(StatusCode::FORBIDDEN, "pages of other sites may link here, but not load anything from here");
    }
    let path = request.uri().path();
    let decoded = link::decoded(path.strip_prefix('/').unwrap_or(path));
    if decoded.contains(char::is_control) {
        return refusal(StatusCode::BAD_REQUEST, "this is no address");
    }
    Ok(decoded)
}

/// Whether a Host header names this server; its port does not matter.
fn is_own(named: &str, own: IpAddr, host: &str) -> bool {
    let name = match named.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((name, port)) if is_port(port) => name,
            _ => return false,
        },
        None => match named.split_once(':') {
            Some((name, port)) if is_digits(port) => name,
            Some(_) => return false,
            None => named,
        },
    };
    // No name can be made to mean an address that is written out, so the one that was asked for counts too, also where it means all of them.
    let told = host.parse::<IpAddr>().ok();
    match name.parse::<IpAddr>() {
        Ok(address) => {
            // Who serves to all may stand behind another door, as a container does, which leads on what came to this machine itself.
            let led_on = address.is_loopback() && told.is_some_and(|told| told.is_unspecified());
            address.to_canonical() == own.to_canonical() || Some(address) == told || led_on
        }
        Err(_) => name.eq_ignore_ascii_case("localhost") || name.eq_ignore_ascii_case(host),
    }
}

fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(is_digits)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a page of another site asks, other than by following a link. Browsers say so in headers that no page can change; other programs say nothing.
fn is_foreign(headers: &HeaderMap, host: &str) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = said("sec-fetch-site") {
        let follows_a_link = said("sec-fetch-mode") == Some("navigate") && said("sec-fetch-dest") == Some("document");
        if !matches!(site, "same-origin" | "none") && !follows_a_link {
            return true;
        }
    }
    said("origin").is_some_and(|origin| origin.strip_prefix("http://").is_none_or(|origin| !origin.eq_ignore_ascii_case(host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(headers: &[(&str, &str)], path: &str) -> Result<String, Refusal> {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        check(&request.body(()).unwrap(), "127.0.0.1".parse().unwrap(), "prep.local")
    }

    #[test]
    fn the_host_must_be_ours() {
        for host in ["127.0.0.1", "127.0.0.1:7827", "localhost:1", "LOCALHOST", "prep.local:80"] {
            assert_eq!(ask(&[("host", host)], "/a%20b.html?x"), Ok("a b.html".into()), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "127.0.0.2", "[::1]:80", "", "localhost:80:80", "localhost:x"] {
            assert_eq!(ask(&[("host", host)], "/").unwrap_err().status, StatusCode::FORBIDDEN, "{host}");
        }
        for (host, own) in [("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("::", "::ffff:192.0.2.2")] {
            let own: IpAddr = own.parse().unwrap();
            for named in [host.to_string(), own.to_string(), own.to_canonical().to_string()] {
                let named = if named.contains(':') { format!("[{named}]:7827") } else { format!("{named}:7827") };
                assert!(is_own(&named, own, host), "{named} at {host}");
            }
            assert!(!is_own("192.0.2.9", own, host));
            assert!(is_own("127.0.0.1:7827", "172.17.0.2".parse().unwrap(), host));
        }
        assert_eq!(ask(&[], "/").unwrap_err().status, StatusCode::BAD_REQUEST);
        assert_eq!(ask(&[("host", "localhost"), ("host", "evil.example")], "/").unwrap_err().status, StatusCode::BAD_REQUEST);
        assert_eq!(ask(&[("host", "localhost")], "http://evil.example/").unwrap_err().status, StatusCode::FORBIDDEN);
        assert_eq!(ask(&[("host", "localhost")], "http://localhost/x"), Ok("x".into()));
    }

    #[test]
    fn other_sites_may_link_and_not_load() {
        let with = |more: &[(&str, &str)]| ask(&[&[("host", "localhost:7827")], more].concat(), "/").is_ok();
        assert!(with(&[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")]));
        assert!(with(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")]));
        assert!(!with(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")]));
        assert!(!with(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "script")]));
        assert!(!with(&[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "no-cors")]), "another port of this machine is another site");
        assert!(with(&[("origin", "http://localhost:7827")]));
        assert!(!with(&[("origin", "http://localhost:3000")]));
        assert!(!with(&[("origin", "null")]));
    }

    #[test]
    fn addresses_are_read_once_and_never_climb() {
        let host = [("host", "localhost")];
        assert_eq!(ask(&host, "/%2e%2e/%2e%2e/etc/passwd"), Ok("../../etc/passwd".into()), "a name that no page has");
        assert_eq!(ask(&host, "/%252e"), Ok("%2e".into()));
        assert_eq!(ask(&host, "/a%00b").unwrap_err().status, StatusCode::BAD_REQUEST);
        assert_eq!(ask(&host, "/stories/%FF.html"), Ok("stories/%FF.html".into()));
    }
}
