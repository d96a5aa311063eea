//! Waiting until something changed: events of the file system where it sends them, looking again and again where it does not.
//!
//! Events are only hints. What they name is compared with what was read, and what they could mean beside (a file that came with a new folder, which
//! no event names) is found by looking at everything, once more a moment later.

use super::clock::Clock;
use notify::event::{AccessKind, AccessMode, EventKind, RemoveKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// A batch ends when nothing more comes for this long ...
const QUIET: Duration = Duration::from_millis(3);
/// ... or when it has gone on for this long.
const LONGEST: Duration = Duration::from_millis(50);
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
        let mut watch = Self { root: root.to_path_buf(), watcher, events, clock, again: false, untold: 0, cost: Duration::ZERO, unasked: false };
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
        let first = loop {
            match self.events.recv_timeout(patience) {
                Ok(event) => {
                    if let Some(hint) = hint(event) {
                        break hint;
                    }
                }
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
        };
        (self.batch(first), why)
    }

    /// What comes together with a first hint.
    fn batch(&self, first: Hint) -> Hint {
        let begun = self.clock.now();
        let mut all = first;
        while self.clock.now() - begun < LONGEST {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => match (hint(event), &mut all) {
                    (None, _) | (_, Hint::Anything) => {}
                    (Some(Hint::Paths(more)), Hint::Paths(paths)) => paths.extend(more),
                    (Some(Hint::Anything), _) => all = Hint::Anything,
                },
                Err(_) => break,
            }
        }
        all
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

/// What an event hints at; nothing where it tells of reading.
fn hint(event: notify::Result<notify::Event>) -> Option<Hint> {
    let Ok(event) = event else { return Some(Hint::Anything) };
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
        EventKind::Access(_) => return None,
        EventKind::Remove(RemoveKind::Folder) => return Some(Hint::Anything),
        _ => {}
    }
    if event.need_rescan() || event.paths.is_empty() { Some(Hint::Anything) } else { Some(Hint::Paths(event.paths.into_iter().collect())) }
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
    use notify::event::{CreateKind, DataChange, ModifyKind};

    fn event(kind: EventKind, path: &str) -> notify::Result<notify::Event> {
        Ok(notify::Event::new(kind).add_path(path.into()))
    }

    #[test]
    fn reading_is_no_hint_and_writing_is() {
        assert_eq!(hint(event(EventKind::Access(AccessKind::Open(AccessMode::Any)), "x.md")), None);
        assert_eq!(hint(event(EventKind::Access(AccessKind::Close(AccessMode::Read)), "x.md")), None);
        for kind in
            [EventKind::Access(AccessKind::Close(AccessMode::Write)), EventKind::Modify(ModifyKind::Data(DataChange::Any)), EventKind::Create(CreateKind::Any)]
        {
            assert_eq!(hint(event(kind, "x.md")), Some(Hint::Paths(BTreeSet::from(["x.md".into()]))));
        }
        assert_eq!(hint(event(EventKind::Remove(RemoveKind::Folder), "x")), Some(Hint::Anything));
        assert_eq!(hint(Err(notify::Error::generic("lost"))), Some(Hint::Anything));
    }

    #[test]
    fn limits_are_named() {
        assert!(reason(&notify::Error::new(notify::ErrorKind::MaxFilesWatch)).contains("max_user_watches"));
        assert!(reason(&notify::Error::io(std::io::Error::from_raw_os_error(24))).contains("max_user_instances"));
    }
}
