//! The cheat sheet as people get it: the page, the PDF, what is left out where paper is short, and what is refused.

use crate::handbook::{Handbook, story};
