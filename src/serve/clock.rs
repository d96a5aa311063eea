//! Time as it passes while serving: for the terminal and for waiting, never for a page.

use std::time::{Duration, Instant};

/// A clock that was started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock(Instant);

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "how long a rebuild took goes to the terminal, and how long to wait to nobody")]
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since it was started.
    pub(super) fn now(self) -> Duration {
        self.0.elapsed()
    }
}
