//! Where text goes: data to stdout or a file, everything else to stderr.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::args::When;
use crate::report::escape_lines;

/// What the process may write to, and what is known about it.
pub struct Streams<'a> {
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
    /// Whether stdout takes colours when nobody says otherwise.
    pub color: bool,
    /// Characters in a line.
    pub width: usize,
    /// Whether a person watches stderr.
    pub watched: bool,
}

/// Where no terminal tells its width.
const WIDTH: usize = 100;

#[derive(Debug, Error)]
pub(super) enum OutputError {
    #[error("cannot write to stdout: {0}")]
    Stdout(#[source] io::Error),
    #[error("cannot write `{}`: {source}\nhint: give another file with --output", path.display())]
    File { path: PathBuf, source: io::Error },
}

impl Streams<'_> {
    /// The streams live as long as the process.
    pub fn of_process() -> Self {
        // NO_COLOR, CLICOLOR_FORCE, TERM=dumb and the like are read here.
        let color = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        let width = terminal_size::terminal_size_of(io::stdout()).map_or(WIDTH, |(width, _)| usize::from(width.0));
        Self {
            out: Box::leak(Box::new(io::stdout())),
            err: Box::leak(Box::new(io::stderr())),
            color,
            width,
            watched: io::stderr().is_terminal(),
        }
    }

    /// Whether a text on stdout, or in a file, is to be coloured.
    pub(super) fn colored(&self, when: When, to_file: bool) -> bool {
        match when {
            When::Always => true,
            When::Never => false,
            When::Auto => self.color && !to_file,
        }
    }

    /// A reader that has seen enough and closed the pipe is no error.
    pub(super) fn data(&mut self, text: &str) -> Result<(), OutputError> {
        match self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(OutputError::Stdout(error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// To stdout, or to the file.
    pub(super) fn deliver(&mut self, text: &str, file: Option<&Path>) -> Result<(), OutputError> {
        match file {
            Some(path) => std::fs::write(path, text).map_err(|source| OutputError::File { path: path.to_owned(), source }),
            None => self.data(text),
        }
    }

    /// Tells beforehand whether the file could be written, and leaves it as it is.
    pub(super) fn reachable(file: Option<&Path>) -> Result<(), OutputError> {
        let Some(path) = file else { return Ok(()) };
        // Whoever reads from a pipe would take the attempt for all of it.
        if std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            return Ok(());
        }
        let is_new = std::fs::symlink_metadata(path).is_err();
        let opened = OpenOptions::new().append(true).create(true).open(path);
        opened.map_err(|source| OutputError::File { path: path.to_owned(), source })?;
        if is_new {
            let _ = std::fs::remove_file(path);
        }
        Ok(())
    }

    /// What cannot be said cannot be helped: stderr may be closed.
    pub(super) fn say(&mut self, text: &str) {
        let _ = self.err.write_all(escape_lines(text).as_bytes()).and_then(|()| self.err.flush());
    }
}
