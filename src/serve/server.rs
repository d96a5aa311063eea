//! HTTP: who may ask for what, and what they get. One task a connection on one thread; pages are rendered on others.

use super::gate::{self, Refusal};
use super::live::{Answer, Live, encoded, tag};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

type Reply = Response<BoxBody<Bytes, Infallible>>;

/// How long a client may take to say what it wants, and how long a connection may stay silent.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of a request's head at most.
const HEAD: usize = 32 * 1024;
/// After this long without a change a stream says that it still lives, which shows whether the other end does.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What pages may load: what this server has, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; \
                      connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The program's own part of a page, by its address.
const CLIENT: [(&str, &str, &str); 3] = [
    ("live.js", "text/javascript; charset=utf-8", include_str!("client/live.js")),
    ("live.css", "text/css; charset=utf-8", include_str!("client/live.css")),
    ("worker.js", "text/javascript; charset=utf-8", include_str!("client/worker.js")),
];

/// Answers until the program ends. `host` is the name that people were told to use, beside the address itself.
pub(super) async fn answer(listener: TcpListener, live: Arc<Live>, host: String) {
    let host: Arc<str> = host.into();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, live.clone(), host.clone()));
            }
            // Out of file descriptors, most likely: they come back when clients go.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, live: Arc<Live>, host: Arc<str>) {
    // What is written is written whole, so there is nothing to wait for.
    let _ = stream.set_nodelay(true);
    let Ok(own) = stream.local_addr().map(|address| address.ip()) else { return };
    let service = service_fn(move |request| reply(request, live.clone(), own, host.clone()));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(HEAD);
    // A client that broke the protocol or went away is its own affair.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

async fn reply(request: Request<Incoming>, live: Arc<Live>, own: IpAddr, host: Arc<str>) -> Result<Reply, Infallible> {
    let url = match gate::check(&request, own, &host) {
        Ok(url) => url,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    if let Some(name) = url.strip_prefix(".prepgen/") {
        return Ok(own_part(name, &live));
    }
    let rendered = tokio::task::spawn_blocking(move || file(&live, &url, known.as_ref())).await;
    Ok(rendered.unwrap_or_else(|_| text(StatusCode::INTERNAL_SERVER_ERROR, "prepgen failed at this page; please report what it shows")))
}

/// A page or file of the site.
fn file(live: &Live, url: &str, known: Option<&HeaderValue>) -> Reply {
    let answer = match live.at(url) {
        Ok(answer) => answer,
        Err(error) => return page(StatusCode::INTERNAL_SERVER_ERROR, failure(&format!("{error:#}")).into_bytes(), None),
    };
    match answer {
        Answer::Bytes(bytes) if is_page(url) => page(StatusCode::OK, bytes, known),
        Answer::Bytes(bytes) => {
            let kind = mime_guess::from_path(url).first_or_octet_stream();
            let kind = if kind.type_() == "text" || kind.subtype() == "javascript" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
            let mut reply = full(StatusCode::OK, &kind, bytes);
            // A picture of vectors may hold scripts, a PDF opens in a viewer that has its own.
            if kind != "application/pdf" {
                reply.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
            }
            reply
        }
        Answer::Moved(to) => moved(&to),
        Answer::Gone(to) => {
            let mut reply = not_found(live);
            if let Ok(to) = HeaderValue::from_str(&ascii(&encoded(&to))) {
                reply.headers_mut().insert("prepgen-instead", to);
            }
            reply
        }
        Answer::Nothing => not_found(live),
    }
}

fn is_page(url: &str) -> bool {
    url.is_empty() || url.ends_with(".html")
}

fn not_found(live: &Live) -> Reply {
    match live.not_found() {
        Ok(bytes) => page(StatusCode::NOT_FOUND, rooted(bytes), None),
        Err(error) => page(StatusCode::NOT_FOUND, failure(&format!("{error:#}")).into_bytes(), None),
    }
}

/// The error page as it is shown at any address: what it names relatively lies at the root.
fn rooted(bytes: Vec<u8>) -> Vec<u8> {
    let html = String::from_utf8_lossy(&bytes);
    let mut out = String::with_capacity(html.len() + 200);
    let mut rest = html.as_ref();
    while let Some(at) = ["href=\"", "src=\"", "data-root=\""].iter().filter_map(|name| rest.find(name).map(|at| at + name.len())).min() {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let value = &after[..after.find('"').unwrap_or(after.len())];
        if link_is_relative(value) {
            out.push('/');
        }
        rest = after;
    }
    out.push_str(rest);
    out.into_bytes()
}

fn link_is_relative(value: &str) -> bool {
    !value.starts_with(['/', '#']) && crate::link::scheme(value).is_none()
}

/// A page, with the script that keeps it fresh.
fn page(status: StatusCode, bytes: Vec<u8>, known: Option<&HeaderValue>) -> Reply {
    let tag = tag(&bytes);
    if known.is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return secured(Response::builder().status(StatusCode::NOT_MODIFIED).body(Full::default().boxed()).expect("a status is a reply"));
    }
    let script = format!("<script src=\"/.prepgen/live.js\" data-tag=\"{}\"></script>\n", tag.trim_matches('"'));
    let end = bytes.windows(7).rposition(|window| window == b"</body>").unwrap_or(bytes.len());
    let mut html = Vec::with_capacity(bytes.len() + script.len());
    html.extend_from_slice(&bytes[..end]);
    html.extend_from_slice(script.as_bytes());
    html.extend_from_slice(&bytes[end..]);
    let mut reply = full(status, "text/html; charset=utf-8", html);
    let headers = reply.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).expect("hexadecimal digits"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    reply
}

/// A page that says which template failed; it is fresh again as soon as the template is mended.
fn failure(text: &str) -> String {
    let mut escaped = String::new();
    pulldown_cmark_escape::escape_html_body_text(&mut escaped, text).expect("strings take any text");
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>This page cannot be shown</title></head>\n\
         <body><main><h1>This page cannot be shown</h1><pre>{escaped}</pre></main>\n</body></html>\n"
    )
}

/// What is asked for below `.prepgen/`: the program's own scripts, its findings, and its events.
fn own_part(name: &str, live: &Live) -> Reply {
    match name {
        "events" => {
            let events = Events { receiver: Box::pin(next(live.listen(), true)) };
            let reply = Response::builder().header(header::CONTENT_TYPE, "text/event-stream");
            secured(reply.body(events.boxed()).expect("a content type is a header"))
        }
        "findings.json" => {
            let news = serde_json::to_vec(&*live.news()).expect("plain data has a JSON form");
            full(StatusCode::OK, "application/json", news)
        }
        _ => match CLIENT.iter().find(|(own, ..)| *own == name) {
            Some((_, kind, text)) => full(StatusCode::OK, kind, text.as_bytes().to_vec()),
            None => text(StatusCode::NOT_FOUND, "there is nothing here"),
        },
    }
}

fn refused(refusal: &Refusal) -> Reply {
    let mut reply = text(refusal.status, refusal.why);
    if refusal.status == StatusCode::METHOD_NOT_ALLOWED {
        reply.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    // Whatever else this client sends is not read.
    reply.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    reply
}

fn moved(to: &str) -> Reply {
    let mut reply = text(StatusCode::FOUND, "it moved");
    if let Ok(to) = HeaderValue::from_str(&ascii(&encoded(to))) {
        reply.headers_mut().insert(header::LOCATION, to);
    }
    reply
}

/// An address with every letter beyond ASCII escaped, as headers take it.
fn ascii(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii() { out.push(char::from(byte)) } else { out.push_str(&format!("%{byte:02X}")) }
    }
    out
}

fn text(status: StatusCode, text: &str) -> Reply {
    full(status, "text/plain; charset=utf-8", format!("{text}\n").into_bytes())
}

fn full(status: StatusCode, kind: &str, bytes: Vec<u8>) -> Reply {
    let reply = Response::builder().status(status).header(header::CONTENT_TYPE, kind);
    secured(reply.body(Full::from(bytes).boxed()).expect("a content type is a header"))
}

fn secured(mut reply: Reply) -> Reply {
    let headers = reply.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    reply
}

type Receiver = tokio::sync::watch::Receiver<Arc<str>>;
type Next = Pin<Box<dyn Future<Output = Option<(Receiver, Bytes)>> + Send + Sync>>;

/// A stream of events that ends when the other end goes.
struct Events {
    receiver: Next,
}

/// The next thing to say on a stream: the newest state at its beginning, then every change, and a sign of life where nothing changes.
async fn next(mut receiver: Receiver, first: bool) -> Option<(Receiver, Bytes)> {
    if first {
        let text = receiver.borrow_and_update().clone();
        return Some((receiver, Bytes::from(format!("retry: 500\ndata: {text}\n\n"))));
    }
    match tokio::time::timeout(HEARTBEAT, receiver.changed()).await {
        Ok(Ok(())) => {
            let text = receiver.borrow_and_update().clone();
            Some((receiver, Bytes::from(format!("data: {text}\n\n"))))
        }
        Ok(Err(_)) => None,
        Err(_) => Some((receiver, Bytes::from_static(b": still here\n\n"))),
    }
}

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.receiver.as_mut().poll(context).map(|said| {
            said.map(|(receiver, bytes)| {
                self.receiver = Box::pin(next(receiver, false));
                Ok(Frame::data(bytes))
            })
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_page_names_everything_from_the_root() {
        let html = "<link href=\"assets/style.css\"><a href=\"#Main\"></a><a href=\"https://example.com\"><link href=\"data:,\"><script data-root=\"\">";
        let rooted = String::from_utf8(rooted(html.into())).unwrap();
        assert_eq!(
            rooted,
            "<link href=\"/assets/style.css\"><a href=\"#Main\"></a><a href=\"https://example.com\"><link href=\"data:,\"><script data-root=\"/\">"
        );
    }
}
