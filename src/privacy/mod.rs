//! What a public build may hold: terms that are replaced ([`Redaction`]), and terms that must not be left however they are written ([`Forbidden`]).

mod encoding;
mod forbid;
mod reading;
mod redact;

pub use forbid::Forbidden;
pub use redact::Redaction;
