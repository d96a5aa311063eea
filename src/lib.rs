//! prepgen turns a folder of interview stories into a handbook that can be searched, rehearsed, checked and printed.
//!
//! The road has four stages, each made from the one before, nothing flowing back:
//!
//! ```text
//! disk -load-> sources -parse-> entries -link-> Handbook -render-> page -write-> disk
//!                        |                       |
//!                        +----- Diagnostic <---check
//! ```
//!
//! [`load`] reads the disk, [`parse`] makes an entry of each file, [`handbook`] links them, [`check`] says what is wrong or missing,
//! [`render`] makes any page on demand, [`mod@write`] publishes them all, and [`cli`] is the only mouth.
//! The author's mistakes are data ([`diagnostic::Diagnostic`]), the machine's failures are errors, our own bugs are panics.

pub mod check;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod fonts;
pub mod framework;
pub mod handbook;
pub mod import;
pub mod jargon;
pub mod link;
pub mod load;
pub mod metric;
pub mod parse;
pub mod phrase;
pub mod placeholder;
pub mod plan;
pub mod privacy;
pub mod project;
pub mod prose;
pub mod readiness;
pub mod rename;
pub mod render;
pub mod report;
pub mod schema;
pub mod serve;
pub mod source;
pub mod spoken;
pub mod voice;
pub mod write;
