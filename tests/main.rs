//! All tests of prepgen that look at it from outside, as one program.

mod lints;
mod site;
