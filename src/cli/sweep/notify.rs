//! Tells somebody that there is news: a file, a webhook, or a command of the user's own.

mod command;
mod words;

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;
use url::Url;

use super::args::Notifying;
use crate::cli::judge::surroundings;
use crate::cli::{Streams, exit, values};
use crate::fetch::{self, FetchError, FetchOptions};
use crate::report::sweep;
use crate::sweep::news::News;
use command::CommandError;

/// How long a webhook may take.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Target {
    File(PathBuf),
    Webhook(Url),
    /// The program and its arguments.
    Command(Vec<String>),
}

#[derive(Debug, Error)]
enum NotifyError {
    #[error("the news could not be written to `{path}`: {source}\nhint: name a file that you may write with --notify file:PATH", path = .path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("the news could not be sent to {host}: {why}\nhint: check the address given with --notify, and that it takes JSON by POST")]
    Webhook { host: String, why: String },
    #[error("the news could not be handed to `{program}`: {source}\nhint: run the command of --notify by hand with some text on stdin")]
    Command { program: String, source: CommandError },
    #[error("the environment cannot be read: {0}")]
    Environment(#[source] io::Error),
}

/// As it is written on the command line.
pub(super) fn target(text: &str) -> Result<Target, String> {
    if let Some(path) = text.strip_prefix("file:") {
        let is_named = !path.is_empty();
        return if is_named { Ok(Target::File(path.into())) } else { Err("name the file, as in file:news.jsonl".to_owned()) };
    }
    if let Some(line) = text.strip_prefix("command:") {
        return words::split(line).map(Target::Command);
    }
    match values::web_address(text) {
        Ok(url) => Ok(Target::Webhook(url)),
        // The address may hold a password, so it is not repeated.
        Err(_) => Err("write file:PATH, https://… or command:PROGRAM ARG…".to_owned()),
    }
}

/// Tries each of them, and says what went wrong; true where nothing did.
pub(super) fn tell(notifying: &Notifying, news: &News, streams: &mut Streams<'_>) -> bool {
    if !news.is_news() && !notifying.notify_always {
        return true;
    }
    let mut is_told = true;
    for target in &notifying.notify {
        if let Err(error) = one(target, news) {
            streams.say(&exit::describe(&error));
            is_told = false;
        }
    }
    is_told
}

fn one(target: &Target, news: &News) -> Result<(), NotifyError> {
    match target {
        Target::File(path) => append(path, &sweep::notice(news)).map_err(|source| NotifyError::File { path: path.clone(), source }),
        Target::Webhook(url) => send(url, sweep::notice(news)),
        Target::Command(words) => {
            let (program, arguments) = words.split_first().expect("a command of no words is none");
            let environment = [
                ("MCPSCAN_NIGHT", news.night.id.to_string()),
                ("MCPSCAN_HEADLINE", sweep::headline(news)),
                ("MCPSCAN_NOTICE", sweep::notice(news).trim_end().to_owned()),
            ];
            let ran = command::run(program, arguments, &environment, sweep::markdown(news));
            ran.map_err(|source| NotifyError::Command { program: program.clone(), source })
        }
    }
}

/// One write, so that lines of several programs do not mix.
fn append(path: &Path, line: &str) -> io::Result<()> {
    OpenOptions::new().append(true).create(true).open(path)?.write_all(line.as_bytes())
}

fn send(url: &Url, json: String) -> Result<(), NotifyError> {
    let surroundings = surroundings().map_err(NotifyError::Environment)?;
    let options = FetchOptions { timeout: PATIENCE, ..FetchOptions::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(NotifyError::Environment)?;
    let host = url.host_str().unwrap_or("no host").to_owned();
    runtime.block_on(fetch::post(&surroundings, &options, url, json)).map_err(|error| NotifyError::Webhook { host, why: why(&error) })
}

/// Hints of errors of the network speak of registries.
fn why(error: &FetchError) -> String {
    match error {
        FetchError::Scheme { .. } => "only https is sent to, and http on this machine".to_owned(),
        error => error.in_brief(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_file_an_address_or_a_command() {
        assert_eq!(target("file:a b.jsonl"), Ok(Target::File("a b.jsonl".into())));
        assert_eq!(target("command:notify -t 'a b'"), Ok(Target::Command(vec!["notify".into(), "-t".into(), "a b".into()])));
        assert!(matches!(target("https://hooks.example/x"), Ok(Target::Webhook(_))));
        for bad in ["", "file:", "command:", "command: ", "ftp://user:secret@a.example", "news.txt", "command:a 'b"] {
            let said = target(bad).unwrap_err();
            assert!(!said.contains("secret"), "{bad}: {said}");
        }
    }
}
