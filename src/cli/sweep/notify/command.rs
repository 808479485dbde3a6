//! A command of the user's own, without a shell. Nothing else in this program starts another one.

use std::io::{self, Write};
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use thiserror::Error;

/// A command that does not end would hold up the night.
const PATIENCE: Duration = Duration::from_secs(120);
const LOOK: Duration = Duration::from_millis(20);

#[derive(Debug, Error)]
pub(super) enum CommandError {
    #[error("it cannot be started: {0}")]
    NotStarted(#[source] io::Error),
    #[error("it cannot be waited for: {0}")]
    Lost(#[source] io::Error),
    #[error("it did not end within {} s", PATIENCE.as_secs())]
    Endless,
    #[error("it ended with {0}")]
    Failed(String),
}

/// Its stdout is nobody's, its stderr is ours.
pub(super) fn run(program: &str, arguments: &[String], environment: &[(&str, String)], input: String) -> Result<(), CommandError> {
    let mut command = Command::new(program);
    command.args(arguments).envs(environment.iter().map(|(name, value)| (name, value)));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().map_err(CommandError::NotStarted)?;
    let mut stdin = child.stdin.take().expect("it was asked for");
    // Whoever has read enough may close the pipe; whoever reads nothing holds up this thread alone.
    let _writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let end = Instant::now() + PATIENCE;
    loop {
        match child.try_wait().map_err(CommandError::Lost)? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(CommandError::Failed(status.to_string())),
            None if Instant::now() >= end => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(CommandError::Endless);
            }
            None => thread::sleep(LOOK),
        }
    }
}
