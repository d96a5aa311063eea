//! Waiting until something changed: events of the file system where it sends them, looking again and again where it does not.
//!
//! Events are only hints. What they name is compared with what was read, and what they could mean beside (a file that came with a new folder, which
//! no event names) is found by looking at everything, once more a moment later.

use super::clock::Clock;
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// A batch ends when nothing more comes for this long ...
const QUIET: Duration = Duration::from_millis(3);
/// ... or when it has gone on for this long.
const LONGEST: Duration = Duration::from_millis(50);
/// A file that is being written is waited for this long, since half of it is worth nothing.
const WRITING: Duration = Duration::from_millis(300);
/// A handbook with errors is often one that is half written; it is looked at again if more comes within this time.
const MOMENT: Duration = Duration::from_millis(40);
/// After folders came or went everything is looked at once more, since a system that has just begun to watch a folder has missed what came before.
const AFTERWARDS: Duration = Duration::from_millis(100);
/// How often everything is looked at where events are believed to come.
const SELDOM: Duration = Duration::from_secs(2);
/// How often everything is looked at where no events come.
const OFTEN: Duration = Duration::from_millis(250);

/// What to look at.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// These paths changed.
    Paths(BTreeSet<PathBuf>),
    /// Anything may have changed.
    Anything,
}

/// How much is known to have changed, for the next wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// Files that were known hold something else.
    Files,
    /// Files came or went.
    Folders,
}

/// Waits for changes of one handbook.
pub(super) struct Watch {
    root: PathBuf,
    /// None where everything is looked at again and again.
    watcher: Option<RecommendedWatcher>,
    events: Receiver<notify::Result<notify::Event>>,
    /// Events that came while nobody waited.
    batch: Batch,
    clock: Clock,
    again: bool,
    /// Changes in a row that no event told.
    untold: usize,
    /// How long looking at everything took, so that it is never done more than a tenth of the time.
    cost: Duration,
    unasked: bool,
}

impl Watch {
    /// Watches the handbook at `root`. The text says why it polls though it was not asked to.
    pub(super) fn new(root: &Path, poll: bool) -> (Self, Option<String>) {
        let (sender, events) = channel();
        let clock = Clock::start();
        let watcher = if poll { None } else { Some(notify::recommended_watcher(sender)) };
        let (watcher, why) = match watcher {
            None => (None, None),
            Some(Ok(watcher)) => (Some(watcher), None),
            Some(Err(error)) => (None, Some(reason(&error))),
        };
        let mut watch =
            Self { root: root.to_path_buf(), watcher, events, batch: Batch::default(), clock, again: false, untold: 0, cost: Duration::ZERO, unasked: false };
        let why = why.or_else(|| watch.attach());
        (watch, why)
    }

    /// Watches every folder that there is now. Where that fails it polls from now on, and the text says why.
    pub(super) fn attach(&mut self) -> Option<String> {
        let watcher = self.watcher.as_mut()?;
        let mut result = watcher.watch(&self.root, RecursiveMode::NonRecursive);
        for folder in ["content", "static", "themes"] {
            let folder = self.root.join(folder);
            // A folder that is not there yet is told by the root when it comes.
            result = result.and_then(|()| match watcher.watch(&folder, RecursiveMode::Recursive) {
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) || is_gone(&error) => Ok(()),
                result => result,
            });
        }
        let error = result.err()?;
        self.watcher = None;
        Some(reason(&error))
    }

    /// Whether everything is looked at again and again.
    pub(super) fn polls(&self) -> bool {
        self.watcher.is_none()
    }

    /// Waits until something may have changed. `last` is what the look before this one found, and `cost` how long it took.
    /// The text says that it polls from now on, and why.
    pub(super) fn wait(&mut self, last: Found, cost: Duration) -> (Hint, Option<String>) {
        if self.unasked {
            self.cost = cost;
        }
        let why = self.learn(last);
        self.again = last == Found::Folders || self.again && last != Found::Nothing;
        let patience = match (self.polls(), self.again) {
            (_, true) => AFTERWARDS,
            (true, false) => OFTEN.max(self.cost * 10),
            (false, false) => SELDOM.max(self.cost * 100),
        };
        self.unasked = false;
        let mut batch = std::mem::take(&mut self.batch);
        while batch.is_empty() {
            match self.events.recv_timeout(patience) {
                // What tells of reading alone leaves the batch empty.
                Ok(event) => batch.add(event),
                Err(RecvTimeoutError::Timeout) => {
                    self.unasked = true;
                    return (Hint::Anything, why);
                }
                // Without a watcher nobody sends.
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(patience);
                    self.unasked = true;
                    return (Hint::Anything, why);
                }
            }
        }
        let begun = self.clock.now();
        loop {
            let (gone, writes) = (self.clock.now() - begun, !batch.writing.is_empty());
            let most = if writes { WRITING } else { LONGEST };
            let patience = if writes { WRITING } else { QUIET };
            let Some(left) = most.checked_sub(gone) else { break };
            match self.events.recv_timeout(patience.min(left)) {
                Ok(event) => batch.add(event),
                Err(_) => break,
            };
        }
        (batch.hint(), why)
    }

    /// Whether more changes come within a moment. They stay for the next wait.
    pub(super) fn more(&mut self) -> bool {
        let begun = self.clock.now();
        while self.batch.is_empty()
            && let Some(left) = MOMENT.checked_sub(self.clock.now() - begun)
            && let Ok(event) = self.events.recv_timeout(left)
        {
            self.batch.add(event);
        }
        !self.batch.is_empty()
    }

    /// Where changes are found time and again that no event told, events do not work here.
    fn learn(&mut self, last: Found) -> Option<String> {
        if !self.unasked || self.again || last == Found::Nothing || self.polls() {
            if last != Found::Nothing && !self.unasked {
                self.untold = 0;
            }
            return None;
        }
        self.untold += 1;
        // The event may only be late.
        if self.untold < 2 || self.events.recv_timeout(AFTERWARDS).is_ok() {
            return None;
        }
        self.watcher = None;
        Some("this file system sends no events, as those of networks and containers may not".into())
    }
}

/// Events that come together.
#[derive(Debug, Default)]
struct Batch {
    paths: BTreeSet<PathBuf>,
    anything: bool,
    /// Files that are being written: their writers have not closed them yet. Only some systems tell.
    writing: BTreeSet<PathBuf>,
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.anything
    }

    /// Adds an event, unless it tells of reading alone.
    fn add(&mut self, event: notify::Result<notify::Event>) {
        let Ok(event) = event else {
            self.anything = true;
            return;
        };
        let closes = cfg!(any(target_os = "linux", target_os = "android"));
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                for path in &event.paths {
                    self.writing.remove(path);
                }
            }
            EventKind::Access(_) => return,
            EventKind::Modify(ModifyKind::Data(_)) | EventKind::Create(CreateKind::File) if closes => self.writing.extend(event.paths.iter().cloned()),
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => {
                for path in &event.paths {
                    self.writing.remove(path);
                }
                self.anything |= matches!(event.kind, EventKind::Remove(RemoveKind::Folder));
            }
            _ => {}
        }
        self.anything |= event.need_rescan() || event.paths.is_empty();
        self.paths.extend(event.paths);
    }

    fn hint(self) -> Hint {
        if self.anything { Hint::Anything } else { Hint::Paths(self.paths) }
    }
}

fn is_gone(error: &notify::Error) -> bool {
    matches!(&error.kind, notify::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::NotFound)
}

/// Why the system does not watch, with the limit that it names.
fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system watches no more folders (the limit is fs.inotify.max_user_watches)".into(),
        notify::ErrorKind::Io(error) if error.raw_os_error() == Some(24) => {
            "the system watches for no more programs (the limit is fs.inotify.max_user_instances, or the number of open files)".into()
        }
        notify::ErrorKind::Io(error) if error.raw_os_error() == Some(28) => {
            "the system watches no more folders (the limit is fs.inotify.max_user_watches)".into()
        }
        _ => format!("the system refuses to watch: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::DataChange;

    fn event(kind: EventKind, path: &str) -> notify::Result<notify::Event> {
        Ok(notify::Event::new(kind).add_path(path.into()))
    }

    fn hint(events: impl IntoIterator<Item = notify::Result<notify::Event>>) -> Hint {
        let mut batch = Batch::default();
        for event in events {
            batch.add(event);
        }
        batch.hint()
    }

    const WROTE: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));

    #[test]
    fn reading_is_no_hint_and_writing_is() {
        let mut batch = Batch::default();
        batch.add(event(EventKind::Access(AccessKind::Open(AccessMode::Any)), "x.md"));
        batch.add(event(EventKind::Access(AccessKind::Close(AccessMode::Read)), "x.md"));
        assert!(batch.is_empty());
        for kind in [CLOSED, WROTE, EventKind::Create(CreateKind::Any)] {
            assert_eq!(hint([event(kind, "x.md")]), Hint::Paths(BTreeSet::from(["x.md".into()])));
        }
        assert_eq!(hint([event(EventKind::Remove(RemoveKind::Folder), "x")]), Hint::Anything);
        assert_eq!(hint([Err(notify::Error::generic("lost"))]), Hint::Anything);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_is_waited_for_until_it_is_closed() {
        let mut batch = Batch::default();
        batch.add(event(WROTE, "a.md"));
        batch.add(event(WROTE, "b.md"));
        batch.add(event(CLOSED, "a.md"));
        assert_eq!(batch.writing, BTreeSet::from(["b.md".into()]));
        batch.add(event(CLOSED, "b.md"));
        assert!(batch.writing.is_empty());
        assert_eq!(batch.hint(), Hint::Paths(BTreeSet::from(["a.md".into(), "b.md".into()])));
    }

    #[test]
    fn limits_are_named() {
        assert!(reason(&notify::Error::new(notify::ErrorKind::MaxFilesWatch)).contains("max_user_watches"));
        assert!(reason(&notify::Error::io(std::io::Error::from_raw_os_error(24))).contains("max_user_instances"));
    }
}
