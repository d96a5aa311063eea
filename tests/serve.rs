//! `serve` from outside, over raw sockets: who is answered, what clients that misbehave cannot do, and what is told when files change.
//! After each attack the same process still answers. Limits on waiting are there to fail, not to pass: what must come, comes.

use crate::handbook::{Handbook, Run, files, story};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long anything may take before it counts as never.
const NEVER: Duration = Duration::from_secs(30);

/// A server of its own for one test; it ends with it.
struct Served {
    handbook: Handbook,
    child: Child,
    port: u16,
    /// What it says after its address.
    said: BufReader<std::process::ChildStderr>,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.split_once(": ").filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Served {
    fn start(handbook: Handbook, args: &[&str]) -> Self {
        let mut child = handbook.command(&[&["serve", "--port", "0"], args].concat()).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut before = String::new();
        let port = loop {
            let mut line = String::new();
            assert!(said.read_line(&mut line).unwrap() > 0, "it ended: {before}");
            if let Some((_, rest)) = line.split_once("Serving http://127.0.0.1:") {
                break rest.split('/').next().unwrap().parse().unwrap();
            }
            before.push_str(&line);
        };
        Self { handbook, child, port, said }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(NEVER)).unwrap();
        stream.set_write_timeout(Some(NEVER)).unwrap();
        stream
    }

    /// The reply to these bytes.
    fn raw(&self, bytes: &str) -> Reply {
        let mut stream = self.connect();
        stream.write_all(bytes.as_bytes()).unwrap();
        reply(&mut BufReader::new(stream), bytes.starts_with("HEAD"))
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> Reply {
        self.raw(&format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{headers}\r\n", self.port))
    }

    fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, "")
    }

    /// That the same process still answers.
    fn lives(&mut self, after: &str) {
        assert!(self.child.try_wait().unwrap().is_none(), "it ended after {after}");
        assert_eq!(self.get("/").status, 200, "after {after}");
    }

    /// A stream of events; the first one has been read.
    fn listen(&self) -> Stream {
        let mut stream = self.connect();
        stream.write_all(format!("GET /.prepgen/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).as_bytes()).unwrap();
        let mut stream = Stream(BufReader::new(stream));
        let mut head = String::new();
        while stream.0.read_line(&mut head).unwrap() > 2 {}
        assert!(head.contains("text/event-stream"), "{head}");
        stream.next();
        stream
    }

    /// Waits until a page holds a text, event by event.
    fn until(&self, stream: &mut Stream, path: &str, text: &str) {
        while !self.get(path).text().contains(text) {
            stream.next();
        }
    }

    fn signal(mut self, signal: &str) -> Run {
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
        let status = self.child.wait().unwrap();
        let mut stderr = String::new();
        self.said.read_to_string(&mut stderr).unwrap();
        Run { status: status.code().unwrap_or(-1), stdout: String::new(), stderr }
    }
}

struct Stream(BufReader<TcpStream>);

impl Stream {
    /// The next event.
    fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("an event comes") > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }
}

fn reply(stream: &mut impl BufRead, without_body: bool) -> Reply {
    let mut head = String::new();
    while stream.read_line(&mut head).expect("an answer comes") > 2 {}
    let status = head.split(' ').nth(1).unwrap_or_else(|| panic!("no status: {head:?}")).parse().unwrap();
    let mut reply = Reply { status, head, body: Vec::new() };
    let length = reply.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    if !without_body {
        reply.body = vec![0; length];
        stream.read_exact(&mut reply.body).unwrap();
    }
    reply
}

/// A page without the script that keeps it fresh.
fn bare(page: &str) -> String {
    let at = page.find("<script src=\"/.prepgen/live.js\"").expect("every page carries the script");
    let end = at + page[at..].find('\n').unwrap() + 1;
    format!("{}{}", &page[..at], &page[end..])
}

/// A page with its assets called by their plain names, as serve does, since it lets nobody keep them.
fn plain(page: &str) -> String {
    let mut parts = page.split("assets/");
    let mut plain = parts.next().unwrap().to_string();
    for part in parts {
        let mut names = part.splitn(3, '.');
        match (names.next(), names.next(), names.next()) {
            (Some(name), Some(print), Some(rest)) if print.len() == 8 => plain.push_str(&format!("assets/{name}.{rest}")),
            _ => plain.push_str(&format!("assets/{part}")),
        }
    }
    plain
}

#[test]
fn pages_are_those_of_a_build_and_nothing_is_written() {
    let handbook = Handbook::of_site("rich");
    handbook.write("static/img/plan one.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let built = Handbook::of_site("rich");
    built.write("static/img/plan one.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    assert_eq!(built.run(&["build", "--drafts"]).status, 0);
    let before = files(&handbook.root());
    let served = Served::start(handbook, &[]);
    let mut pages = 0;
    for (path, bytes) in files(&built.path("public")) {
        // A name that tells the content is for browsers that keep what they got.
        if path == ".prepgen" || path.starts_with("assets/") && path.split('.').count() == 3 {
            continue;
        }
        let reply = served.get(&format!("/{}", path.replace(' ', "%20").replace('資', "%E8%B3%87")));
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(reply.header("access-control-allow-origin").is_none(), "{path}");
        if path.ends_with(".html") {
            assert!(reply.header("content-security-policy").unwrap().contains("default-src 'none'"), "{path}");
            assert_eq!(bare(&reply.text()), plain(&String::from_utf8(bytes).unwrap()), "{path}");
            pages += 1;
        } else {
            assert_eq!(reply.body, bytes, "{path}");
        }
    }
    assert!(pages > 20, "{pages}");
    assert_eq!(bare(&served.get("/").text()), plain(&built.read("public/index.html")));
    assert_eq!(files(&served.handbook.root()), before, "serving writes nothing");
}

#[test]
fn drafts_show_unless_they_are_left_out() {
    let draft = ("content/stories/new.md", "---\ntitle: Not yet told\nstatus: draft\n---\n## Situation\nIt rained.\n");
    let served = Served::start(Handbook::clean_with(&[draft]), &[]);
    assert!(served.get("/stories/new.html").text().contains("draft"));
    let served = Served::start(Handbook::clean_with(&[draft]), &["--no-drafts"]);
    assert_eq!(served.get("/stories/new.html").status, 404);
}

#[test]
fn only_its_own_name_is_answered() {
    let mut served = Served::start(Handbook::clean(), &[]);
    let port = served.port;
    for host in [format!("127.0.0.1:{port}"), "127.0.0.1".into(), "localhost".into(), format!("LocalHost:{port}")] {
        assert_eq!(served.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")).status, 200, "{host}");
    }
    for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.3", "0.0.0.0", "[::1]", "", "127.1"] {
        assert_eq!(served.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")).status, 403, "{host}");
    }
    assert_eq!(served.raw("GET / HTTP/1.1\r\n\r\n").status, 400);
    assert_eq!(served.raw("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 403);
    assert_eq!(served.raw("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n").status, 400);
    served.lives("strange hosts");
    let named = Served::start(Handbook::clean(), &["--host", "127.0.0.1"]);
    assert_eq!(named.get("/").status, 200);
}

#[test]
fn other_sites_may_link_and_not_load() {
    let served = Served::start(Handbook::clean(), &[]);
    let status = |path: &str, headers: &str| served.ask("GET", path, headers).status;
    assert_eq!(status("/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"), 200);
    assert_eq!(status("/search-index.js", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n"), 403);
    assert_eq!(status("/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n"), 403);
    assert_eq!(status("/.prepgen/events", "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\n"), 403);
    assert_eq!(status("/", "Origin: http://evil.example\r\n"), 403);
    assert_eq!(status("/search-index.js", "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors\r\n"), 200);
}

#[test]
fn only_reading_is_answered() {
    let mut served = Served::start(Handbook::clean(), &[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"] {
        let reply = served.ask(method, "/", "Content-Length: 0\r\n");
        assert_eq!((reply.status, reply.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    let (get, head) = (served.get("/stories.html"), served.ask("HEAD", "/stories.html", "Connection: close\r\n"));
    assert_eq!((head.status, head.header("content-length")), (200, get.header("content-length")));
    let mut stream = served.connect();
    stream.write_all(format!("HEAD / HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", served.port).as_bytes()).unwrap();
    let mut all = String::new();
    stream.read_to_string(&mut all).unwrap();
    assert!(all.ends_with("\r\n\r\n"), "a reply to HEAD has no body: {all}");
    served.lives("other methods");
}

#[test]
fn nothing_outside_the_site_is_reached() {
    let handbook = Handbook::clean_with(&[("static/a.txt", "published"), ("secret.txt", "secret"), ("content/stories/picture.png", "unlinked")]);
    std::os::unix::fs::symlink("/etc", handbook.path("static/etc")).unwrap();
    let mut served = Served::start(handbook, &[]);
    assert_eq!(served.get("/a.txt").body, b"published");
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/.%2e/secret.txt",
        "/static/../secret.txt",
        "/assets/../../secret.txt",
        "/%252e%252e/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "//etc/passwd",
        "/etc/passwd",
        "/static/a.txt",
        "/site.toml",
        "/content/stories/lamp.md",
        "/stories/lamp.md",
        "/stories/picture.png",
        "/stories/picture.html",
        "/.prepgen/../site.toml",
        "/.prepgen/",
        "/.prepgen",
        "/stories/",
        "/list/stories/1.html",
        "/a.txt/",
        "/./a.txt",
        "/A.txt",
    ] {
        let reply = served.get(path);
        assert_eq!(reply.status, 404, "{path}: {}", reply.text());
        assert!(!reply.text().contains("secret\n") && !reply.text().contains("root:"), "{path}");
    }
    assert_eq!(served.get("/a%00.txt").status, 400);
    assert_eq!(served.get("/index.html?x=../../secret.txt#y").status, 200);
    served.lives("strange addresses");
}

#[test]
fn heads_without_end_are_cut() {
    let mut served = Served::start(Handbook::clean(), &[]);
    let port = served.port;
    for bytes in [
        format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(100_000)),
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nX: {}\r\n\r\n", "a".repeat(1_000_000)),
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\n{}\r\n", "X: y\r\n".repeat(10_000)),
        "a".repeat(2_000_000),
        "\0\u{1}\u{2}".repeat(1000) + "\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n".into(),
        "\r\n".repeat(100_000),
    ] {
        let mut stream = served.connect();
        // It may hang up while we are still sending; that is an answer too.
        let sent = stream.write_all(bytes.as_bytes());
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(sent.is_err() || read.is_err() || answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 505"), "{answer}");
        served.lives("a head without end");
    }
}

#[test]
fn bodies_are_not_read() {
    let mut served = Served::start(Handbook::clean(), &[]);
    for headers in [
        "Content-Length: 999999999999\r\n",
        "Content-Length: 18446744073709551615\r\n",
        "Transfer-Encoding: chunked\r\n",
        "TE: trailers;q=NaN\r\n",
        "Expect: 100-continue\r\nContent-Length: 5\r\n",
    ] {
        for method in ["GET", "POST"] {
            let reply = served.ask(method, "/", headers);
            assert!([200, 400, 405, 431].contains(&reply.status), "{method} {headers}: {reply:?}");
        }
        served.lives(headers);
    }
    assert_eq!(served.ask("GET", "/", "Content-Length: -1\r\n").status, 400);
    served.lives("a length below nothing");
}

#[test]
fn slow_and_silent_clients_keep_nobody_waiting() {
    let mut served = Served::start(Handbook::clean(), &[]);
    let silent: Vec<TcpStream> = (0..150).map(|_| served.connect()).collect();
    served.lives("150 clients that say nothing");
    let mut slow: Vec<TcpStream> = (0..50).map(|_| served.connect()).collect();
    for byte in b"GET / HT" {
        for stream in &mut slow {
            stream.write_all(&[*byte]).unwrap();
        }
        served.lives("50 clients that stammer");
    }
    drop((silent, slow));
    served.lives("their going");
}

/// With tiny_http 0.12, which this server was first meant to use, 4 of 6 and 4 of 20 connections were answered while all stayed open: its pool counts
/// threads that wait, and a connection that comes before they wake stands behind one that never ends.
#[test]
fn connections_that_stay_open_do_not_starve_each_other() {
    let mut served = Served::start(Handbook::clean(), &[]);
    for burst in [6, 20, 100, 20, 6] {
        let mut open: Vec<BufReader<TcpStream>> = (0..burst).map(|_| BufReader::new(served.connect())).collect();
        for turn in 0..2 {
            for stream in &mut open {
                stream.get_mut().write_all(format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\nConnection: keep-alive\r\n\r\n", served.port).as_bytes()).unwrap();
            }
            for stream in &mut open {
                stream.get_mut().set_read_timeout(Some(Duration::from_secs(10))).unwrap();
                assert_eq!(reply(stream, false).status, 200, "turn {turn} of {burst}");
            }
        }
        served.lives("a burst");
    }
}

#[test]
fn every_listener_hears_and_is_forgotten_when_it_goes() {
    let mut served = Served::start(Handbook::clean(), &[]);
    let mut streams: Vec<Stream> = (0..300).map(|_| served.listen()).collect();
    served.handbook.write("content/pages/route.md", "---\ntitle: The way there\n---\nTake the boat, [[lamp]].\n");
    for stream in &mut streams {
        let event = stream.next();
        assert_eq!((&event["errors"], &event["warnings"]), (&0.into(), &0.into()));
    }
    assert!(served.get("/pages/route.html").text().contains("Take the boat"));
    drop(streams);
    served.lives("300 listeners");
    let mut one = served.listen();
    served.handbook.write("content/pages/route.md", "---\ntitle: The way there\n---\nTake the bus, [[lamp]].\n");
    served.until(&mut one, "/pages/route.html", "Take the bus");
}

#[test]
fn every_kind_of_save_is_noticed() {
    for mode in [&[][..], &["--poll"]] {
        let served = Served::start(Handbook::clean(), mode);
        let mut events = served.listen();
        let lamp = served.handbook.read("content/stories/lamp.md");
        served.handbook.write("content/stories/lamp.md", lamp.replace("All 40 trays", "All 41 trays"));
        served.until(&mut events, "/stories/lamp.html", "All 41 trays");
        // An editor writes aside and renames.
        served.handbook.write("content/stories/.lamp.md.swp", "x");
        served.handbook.write("content/stories/4913", "x");
        served.handbook.write("content/stories/lamp-new", lamp.replace("All 40 trays", "All 42 trays"));
        std::fs::rename(served.handbook.path("content/stories/lamp-new"), served.handbook.path("content/stories/lamp.md")).unwrap();
        served.until(&mut events, "/stories/lamp.html", "All 42 trays");
        served.handbook.write("content/pages/deep/er/new.md", "---\ntitle: Brand new\n---\nHello.\n");
        served.until(&mut events, "/pages/new.html", "Brand new");
        std::fs::rename(served.handbook.path("content/pages/deep"), served.handbook.path("content/pages/other")).unwrap();
        served.handbook.write("content/pages/other/er/new.md", "---\ntitle: Brand newer\n---\nHello.\n");
        served.until(&mut events, "/pages/new.html", "Brand newer");
        std::fs::remove_dir_all(served.handbook.path("content/pages/other")).unwrap();
        while served.get("/pages/new.html").status != 404 {
            events.next();
        }
        assert_eq!(served.get("/pages/new.html").header("prepgen-instead"), Some("/index.html"));
        served.handbook.write("site.toml", "title = \"Another handbook\"\n");
        served.until(&mut events, "/", "Another handbook");
        served.handbook.write("static/a.txt", "one");
        served.until(&mut events, "/a.txt", "one");
        served.handbook.write("static/a.txt", "two");
        while !events.next()["files"].as_array().unwrap().contains(&"a.txt".into()) {}
        assert_eq!(served.get("/a.txt").text(), "two");
        served.handbook.write("themes/default/templates/404.html", "{% extends \"base.html\" %}{% block main %}<h1>Lost</h1>{% endblock main %}");
        served.until(&mut events, "/404.html", "<h1>Lost</h1>");
    }
}

#[test]
fn a_thousand_files_at_once_are_all_there() {
    let served = Served::start(Handbook::clean(), &[]);
    let mut events = served.listen();
    for number in 0..1000 {
        let text = story(&format!("Checked out {number}"), &format!("event: e{number}\nprinciples: [care]\n"));
        served.handbook.write(&format!("content/stories/out/{}/s{number}.md", number % 7), text);
    }
    for number in (0..1000).step_by(99).chain([999]) {
        served.until(&mut events, &format!("/stories/s{number}.html"), &format!("Checked out {number}"));
    }
    std::fs::remove_dir_all(served.handbook.path("content/stories/out")).unwrap();
    while served.get("/stories/s999.html").status != 404 || served.get("/stories/s0.html").status != 404 {
        events.next();
    }
}

#[test]
fn errors_leave_the_last_good_page_and_go_when_they_are_mended() {
    let served = Served::start(Handbook::clean(), &[]);
    let mut events = served.listen();
    let lamp = served.handbook.read("content/stories/lamp.md");
    let findings = || serde_json::from_slice::<serde_json::Value>(&served.get("/.prepgen/findings.json").body).unwrap();
    served.handbook.write("content/stories/lamp.md", lamp.replace("All 40", "All 41").replace("principles: [care, depth]", "principles: [caer, depth]"));
    while events.next()["errors"] != 1 {}
    assert!(served.get("/stories/lamp.html").text().contains("All 40 trays"));
    let found = findings();
    let first = &found["findings"][0];
    assert_eq!(first["lint"], "unknown-principle");
    assert_eq!(first["place"], "content/stories/lamp.md:3:14");
    assert_eq!(first["line"], serde_json::json!(["principles: [", "caer", ", depth]"]));
    assert_eq!(first["help"], "did you mean `care`?");
    // A second error in another file is there beside the first.
    served.handbook.write("site.toml", "titel = \"x\"\n");
    while findings()["findings"][0]["lint"] != "invalid-config" {
        events.next();
    }
    assert_eq!(served.get("/").status, 200);
    served.handbook.write("site.toml", "");
    while findings()["findings"][0]["lint"] != "unknown-principle" {
        events.next();
    }
    served.handbook.write("content/stories/lamp.md", lamp.replace("All 40", "All 42"));
    while events.next()["errors"] != 0 {}
    assert!(served.get("/stories/lamp.html").text().contains("All 42 trays"));
    assert_eq!(findings()["findings"], serde_json::json!([]));
}

#[test]
fn it_starts_with_errors_in_the_content_and_not_in_the_settings() {
    let served = Served::start(Handbook::clean_with(&[("content/stories/bad.md", "---\nprinciples: [x]\n---\n")]), &[]);
    assert_eq!(served.get("/stories/lamp.html").status, 200);
    let broken = Handbook::clean_with(&[("site.toml", "titel = 1\n")]).run(&["serve", "--port", "0"]);
    assert_eq!(broken.status, 2);
    assert!(broken.stderr.contains("titel") && broken.stdout.is_empty(), "{broken:?}");
    let theme = Handbook::clean_with(&[("themes/default/templates/page.html", "{% block %}")]).run(&["serve", "--port", "0"]);
    assert_eq!(theme.status, 2);
    assert!(theme.stderr.contains("themes/default/templates/page.html:1"), "{theme:?}");
    let none = Handbook::new(&[("x.txt", "x")]).run(&["serve", "--port", "0"]);
    assert_eq!(none.status, 2);
}

#[test]
fn a_busy_port_is_said() {
    let served = Served::start(Handbook::clean(), &[]);
    let run = served.handbook.run(&["serve", "--port", &served.port.to_string()]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("busy"), "{run:?}");
    // Whoever has the usual port, it is taken now.
    let _taken = std::net::TcpListener::bind(("127.0.0.1", 7827));
    let mut child = served.handbook.command(&["serve"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut text = String::new();
    while !text.contains("port 7827 is busy") {
        assert!(said.read_line(&mut text).unwrap() > 0, "{text}");
    }
    assert!(text.starts_with("Serving http://127.0.0.1:78"), "{text}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn the_system_may_end_it_and_all_is_well() {
    for signal in ["-INT", "-TERM"] {
        let served = Served::start(Handbook::clean(), &[]);
        let _open = served.listen();
        let run = served.signal(signal);
        assert_eq!(run.status, 0, "{signal}: {run:?}");
        assert!(run.stderr.starts_with("read: "), "{run:?}");
    }
}
