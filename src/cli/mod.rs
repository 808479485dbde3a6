//! argv, environment, terminal, exit codes. The only place that prints.

mod approvals;
mod args;
mod cache;
mod db;
mod declare;
mod declared;
mod depth;
mod diff;
mod exit;
mod explain;
mod history;
mod judge;
mod output;
mod progress;
mod request;
mod run;
mod sweep;
mod trust;
mod values;

pub use exit::Exit;
pub use judge::OwnJudge;
pub use output::Streams;
pub use progress::Progress;
pub use request::{Judge, Request, Subject};
pub use run::run;

/// The whole program, on the process's own arguments and streams.
pub fn main(judge: &dyn Judge) -> std::process::ExitCode {
    run(std::env::args_os(), judge, &mut Streams::of_process()).into()
}
