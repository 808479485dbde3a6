//! The program: the command line over the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    mcpscan::cli::main(&mcpscan::cli::OwnJudge)
}
