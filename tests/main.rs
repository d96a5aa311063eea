//! All tests of prepgen that look at it from outside, as one program.

mod judgement;
mod lints;
mod own_content;
mod same_event;
mod site;
