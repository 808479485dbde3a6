//! The program: the command line over the library.

use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    mcpscan::cli::main(&mcpscan::cli::OwnJudge)
}
