//! Programs that are started with their arguments apart: which words somebody outside chooses, and what the program makes of them.

use std::rc::Rc;

use crate::facts::Place;
use crate::signatures::{Effect, Kind};

use super::Part;
use super::engine::{Engine, Frame};
use super::summary::{Argv, Hit};
use super::value::{Mark, Val};

/// A program at the place where it is started.
pub(super) struct Started {
    pub place: Place,
    pub callee: Rc<str>,
    /// Without its folder; empty where it is not known.
    pub program: Rc<str>,
}

/// What stands in front of a word.
#[derive(Clone, Copy, Default)]
struct Before<'w> {
    word: &'w str,
    /// The first word that is no option: `log` in `git log`.
    command: &'w str,
}

impl<'w> Before<'w> {
    fn then(self, word: &'w str) -> Self {
        let is_command = self.command.is_empty() && !word.starts_with('-');
        Self { word, command: if is_command { word } else { self.command } }
    }
}

impl Engine<'_, '_, '_> {
    /// A list of arguments, the program itself among them where the list is `whole`.
    pub fn argv(&mut self, frame: &mut Frame, started: &Started, list: &Val, whole: bool) {
        let items = list.items.as_ref().map_or(&[][..], |items| items.as_slice());
        let (program, words) = match items.split_first() {
            Some((first, rest)) if whole => {
                self.ends(frame, started.place, &started.callee, Kind::Shell, Effect::Program, first);
                (first.text.as_deref().map_or_else(|| started.program.clone(), |text| base_name(text).into()), rest)
            }
            _ => (started.program.clone(), items),
        };
        let started = Started { place: started.place, callee: started.callee.clone(), program };
        let ended = self.words(frame, &started, words);
        for mark in &list.marks {
            // A list that the caller makes is looked into there.
            if mark.same {
                let argv = Some(Rc::new(Argv { program: started.program.clone(), whole }));
                let kind = if whole { Kind::Shell } else { Kind::Option };
                let (callee, when) = (started.callee.clone(), frame.when.clone());
                self.hit(frame, Hit { mark: mark.clone(), kind, effect: Effect::Program, sink: started.place, callee, when, argv });
            } else if !ended && items.is_empty() && whole && !mark.split {
                self.end(frame, started.place, &started.callee, Kind::Shell, Effect::Program, mark.clone());
            } else if !ended {
                self.word(frame, &started, Before::default(), mark.clone());
            }
        }
    }

    /// Whether `--` ends the options.
    fn words(&mut self, frame: &mut Frame, started: &Started, words: &[Val]) -> bool {
        let mut before = Before::default();
        for word in words {
            if before.word == "--" && !is_shell(&started.program) {
                return true;
            }
            for mark in word.everything() {
                self.word(frame, started, before, mark);
            }
            before = before.then(word.text.as_deref().unwrap_or_default());
        }
        before.word == "--"
    }

    fn word(&mut self, frame: &mut Frame, started: &Started, before: Before<'_>, mark: Mark) {
        let Started { place, callee, program } = started;
        let Before { word: before, command } = before;
        let runs = matches!(before.to_ascii_lowercase().as_str(), "-c" | "/c" | "-command" | "-lc" | "-ic");
        if is_shell(program) && runs {
            return self.end(frame, *place, callee, Kind::Shell, Effect::Shell, mark);
        }
        if mark.split {
            return self.end(frame, *place, callee, Kind::Option, Effect::Program, mark);
        }
        if self.signatures.writes_after(program, before) {
            return self.end(frame, *place, callee, Kind::Path, Effect::Write, mark);
        }
        let is_value = before.starts_with('-') && !self.signatures.stands_alone(program, command, before);
        let begins = mark.part != Part::Inside && !is_value;
        if begins && self.signatures.is_option_dangerous(program) {
            self.end(frame, *place, callee, Kind::Option, Effect::Program, mark);
        }
    }
}

fn is_shell(program: &str) -> bool {
    matches!(program, "sh" | "bash" | "zsh" | "dash" | "ksh" | "cmd" | "powershell" | "pwsh")
}

pub(super) fn base_name(program: &str) -> &str {
    program.rsplit(['/', '\\']).next().unwrap_or(program).trim_end_matches(".exe")
}
