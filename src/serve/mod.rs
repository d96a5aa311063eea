//! `prepgen serve`: wait, load, swap, wake the browsers. Pages are rendered when they are asked for, by the function that `build` uses;
//! nothing is written.
//!
//! Three kinds of threads share one value, `live::Live`: one waits for changes and makes the next handbook of them, one talks HTTP,
//! and as many as are needed render pages. A change is shown only where it has no errors; until then the last good handbook stays.

mod clock;
mod findings;
mod gate;
mod live;
mod server;
mod watch;

use crate::check;
use crate::diagnostic::{Diagnostic, Level};
use crate::handbook::{Drafts, Handbook};
use crate::load::Changes;
use crate::project::{Misconfigured, Watched};
use crate::render::Theme;
use anyhow::{Context, Result, bail};
use clock::Clock;
use findings::News;
use live::{Live, Shown};
use std::io::ErrorKind;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use watch::{Found, Hint, Watch};

/// The port where none is named: STAR on a telephone's keys. Always the same, since what a browser keeps belongs to an address.
pub const PORT: u16 = 7827;
/// Ports that are tried beside it.
const PORTS: u16 = 20;

/// What to serve, and where.
pub struct Options {
    /// The handbook's folder.
    pub root: PathBuf,
    /// The name or address to listen at.
    pub host: String,
    /// The port; 0 takes any free one, none the usual one or the next that is free.
    pub port: Option<u16>,
    /// Whether to look again and again instead of waiting for events.
    pub poll: bool,
    /// Whether drafts are shown.
    pub drafts: Drafts,
}

/// What there is to tell while serving.
pub enum Word<'w> {
    /// It answers at this address. `busy` is the usual port where that was taken; `open` whether others than this machine can reach it.
    Serving {
        /// The address.
        url: &'w str,
        /// The usual port, where it was taken.
        busy: Option<u16>,
        /// Whether the address is of more than this machine.
        open: bool,
    },
    /// Everything is looked at again and again, since the system does not watch.
    Polling(&'w str),
    /// A change was taken in.
    Rebuilt {
        /// What changed; nothing at the start.
        changes: &'w Changes,
        /// From the change's discovery until browsers were told.
        took: Duration,
        /// The handbook, where it could be linked.
        handbook: Option<&'w Handbook>,
        /// All findings.
        diagnostics: &'w [Diagnostic],
    },
    /// A change could not be taken in.
    Failed(&'w str),
}

/// Serves until the program is told to end, by Ctrl+C or by the system; `tell` says what happens.
///
/// # Errors
/// Where there is no port to be had, the handbook cannot be read, or its theme is broken at the start.
pub fn run(options: Options, mut tell: impl FnMut(Word) + Send + 'static) -> Result<Result<(), Misconfigured>> {
    let clock = Clock::start();
    let (listener, busy) = listen(&options.host, options.port)?;
    let address = listener.local_addr().context("cannot tell the address")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start")?;
    let Options { root, host, poll, drafts, .. } = options;
    let end = runtime.block_on(async {
        let ended = ended();
        tokio::pin!(ended);
        // Who ends it while a large handbook is read does not wait for that.
        let begun = tokio::select! {
            begun = tokio::task::spawn_blocking(move || begin(root, poll, drafts)) => begun??,
            () = &mut ended => return Ok(Ok(())),
        };
        let (mut desk, shown, watch, why) = match begun {
            Ok(begun) => begun,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let news = News::of(shown.diagnostics());
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let live = Arc::new(Live::new(shown, news, format!("{}-{}", std::process::id(), address.port())));
        let url = format!("http://{}/", name_of(&host, address));
        tell(Word::Serving { url: &url, busy, open: !address.ip().is_loopback() });
        if let Some(why) = &why {
            tell(Word::Polling(why));
        }
        let shown = live.shown();
        tell(Word::Rebuilt { changes: &Changes::default(), took: clock.now(), handbook: Some(&shown.handbook), diagnostics: shown.diagnostics() });
        let changes = live.clone();
        std::thread::Builder::new().name("changes".into()).spawn(move || desk.keep(watch, &changes, &mut tell))?;
        tokio::select! {
            () = server::answer(listener, live, host) => {}
            () = ended => {}
        }
        anyhow::Ok(Ok(()))
    });
    // Pages that are still being rendered are of no use to anybody.
    runtime.shutdown_background();
    end
}

/// All that a server needs before it can answer, and why it looks again and again where it must.
type Begun = (Desk, Shown, Watch, Option<String>);

/// Reads the handbook for the first time. Watching begins before that, so that nothing is missed in between.
fn begin(root: PathBuf, poll: bool, drafts: Drafts) -> Result<Result<Begun, Misconfigured>> {
    let (watch, why) = Watch::new(&root, poll);
    let mut desk = match Watched::open(root)? {
        Ok(watched) => Desk { watched, drafts, theme: None },
        Err(wrong) => return Ok(Err(wrong)),
    };
    let shown = desk.make()?;
    Ok(Ok((desk, shown, watch, why)))
}

/// Waits for the end, as Ctrl+C or the system tells it.
async fn ended() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Listens, and says which port was busy where it had to move on.
fn listen(host: &str, port: Option<u16>) -> Result<(std::net::TcpListener, Option<u16>)> {
    let at = |port: u16| -> std::io::Result<std::net::TcpListener> {
        let addresses: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
        let listener = std::net::TcpListener::bind(&addresses[..])?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    };
    if let Some(port) = port {
        return match at(port) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => bail!("port {port} is busy; name another, or leave --port out to take the next free one"),
            listener => Ok((listener.with_context(|| format!("cannot listen at {host}, port {port}"))?, None)),
        };
    }
    for port in PORT..PORT + PORTS {
        match at(port) {
            Ok(listener) => return Ok((listener, (port != PORT).then_some(PORT))),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("cannot listen at {host}, port {port}")),
        }
    }
    bail!("the ports {PORT} to {} are all busy; name one with --port, or 0 for any that is free", PORT + PORTS - 1)
}

/// The address as people type it.
fn name_of(host: &str, address: SocketAddr) -> String {
    match host.parse::<std::net::IpAddr>() {
        Ok(_) => address.to_string(),
        Err(_) => format!("{host}:{}", address.port()),
    }
}

/// Where the next handbook is made.
struct Desk {
    watched: Watched,
    drafts: Drafts,
    /// The theme, while neither its files nor the settings change.
    theme: Option<Arc<Theme>>,
}

impl Desk {
    /// The handbook as it stands now, with its findings.
    fn make(&mut self) -> Result<Shown> {
        let handbook = self.watched.link(self.drafts);
        let diagnostics = check::handbook(&handbook);
        let theme = match &self.theme {
            Some(theme) => theme.clone(),
            None => Arc::new(Theme::new(self.watched.tree(), &self.watched.config)?),
        };
        // A theme of the handbook's own may fail at some page; the built-in one is tested.
        if self.theme.is_none() && !self.watched.tree().templates.is_empty() {
            theme.try_out(&handbook, &diagnostics)?;
        }
        self.theme = Some(theme.clone());
        Ok(Shown::new(self.watched.root.clone(), handbook, theme, diagnostics))
    }

    /// Takes in one change after the other, for ever.
    fn keep(&mut self, mut watch: Watch, live: &Live, tell: &mut (dyn FnMut(Word) + Send)) {
        let (mut last, mut cost) = (Found::Nothing, Duration::ZERO);
        let mut failure = String::new();
        // What changed and was not shown, since more was already on its way.
        let mut unsaid: Option<Changes> = None;
        loop {
            let (hint, why) = watch.wait(last, cost);
            if let Some(why) = why {
                tell(Word::Polling(&why));
            }
            let clock = Clock::start();
            let hints = match &hint {
                Hint::Paths(paths) => Some(paths),
                Hint::Anything => None,
            };
            let mut changes = match self.watched.refresh(hints) {
                Ok(changes) => changes,
                Err(error) => {
                    let text = format!("{error:#}");
                    if text != failure {
                        live.keep(News::failure(&text));
                        tell(Word::Failed(&text));
                        failure = text;
                    }
                    last = Found::Nothing;
                    continue;
                }
            };
            cost = clock.now();
            if changes.paths().any(|path| path == "site.toml" || path.starts_with("themes/")) {
                self.theme = None;
            }
            last = match (changes.is_empty(), changes.added.is_empty() && changes.removed.is_empty()) {
                (true, _) => Found::Nothing,
                (false, true) => Found::Files,
                (false, false) => Found::Folders,
            };
            if last == Found::Folders
                && let Some(why) = watch.attach()
            {
                tell(Word::Polling(&why));
            }
            // After a failure the same files may be readable again, without any of them having changed.
            if last == Found::Nothing && failure.is_empty() && unsaid.is_none() {
                continue;
            }
            changes.join(unsaid.take().unwrap_or_default());
            failure = match self.take_in(&changes, live, clock, tell, &mut || watch.more()) {
                Ok(Taken::Shown) => String::new(),
                Ok(Taken::Waits) => {
                    unsaid = Some(changes);
                    String::new()
                }
                Err(text) => text,
            };
        }
    }

    /// Shows what changed, or says why not; a failure is given back as its text. Bad news waits where `more` is on its way: a file that is
    /// read while it is written is wrong for a moment only.
    fn take_in(
        &mut self,
        changes: &Changes,
        live: &Live,
        clock: Clock,
        tell: &mut (dyn FnMut(Word) + Send),
        more: &mut dyn FnMut() -> bool,
    ) -> Result<Taken, String> {
        let came_or_went = !(changes.added.is_empty() && changes.removed.is_empty());
        let made = match self.watched.wrong() {
            Some(wrong) => Ok(Err(wrong.to_vec())),
            None => self.make().map(Ok),
        };
        let took = clock.now();
        let good = matches!(&made, Ok(Ok(shown)) if !shown.diagnostics().iter().any(|found| found.level == Level::Error));
        if !good && more() {
            return Ok(Taken::Waits);
        }
        let mut paths: Vec<String> = changes.paths().map(String::from).collect();
        paths.sort_unstable();
        match made {
            Ok(Ok(shown)) => {
                let news = News::of(shown.diagnostics());
                let shown = live.swap(shown, good, news, &paths, came_or_went);
                tell(Word::Rebuilt { changes, took, handbook: Some(&shown.handbook), diagnostics: shown.diagnostics() });
            }
            Ok(Err(wrong)) => {
                live.keep(News::of(&wrong));
                tell(Word::Rebuilt { changes, took, handbook: None, diagnostics: &wrong });
            }
            Err(error) => {
                let text = format!("{error:#}");
                live.keep(News::failure(&text));
                tell(Word::Failed(&text));
                return Err(text);
            }
        }
        Ok(Taken::Shown)
    }
}

/// What became of a change.
enum Taken {
    /// It is shown, or what is wrong with it.
    Shown,
    /// More is on its way, with which it will be taken in.
    Waits,
}
