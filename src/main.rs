//! The prepgen program: arguments in, exit status out.

use std::process::ExitCode;

fn main() -> ExitCode {
    prepgen::cli::run(std::env::args_os())
}
