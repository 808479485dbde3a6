//! Text → syntax tree → [`Module`], within a budget. The tree is gone when this returns.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use thiserror::Error;
use tree_sitter::{ParseOptions, ParseState, Parser, Tree};

use super::{Language, Module, bash, javascript, python};

/// What one parse may cost.
#[derive(Debug, Clone, Copy)]
pub struct ParseBudget {
    /// What the processor spends on the parse, however busy the machine is; lowering is linear and comes on top.
    pub time: Duration,
}

impl Default for ParseBudget {
    /// A thousand times what an ordinary file takes, and fifteen times an 8 MB bundle.
    fn default() -> Self {
        Self { time: Duration::from_secs(10) }
    }
}

/// Why there is no [`Module`]; the text is still there for a lexical pass.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum Unparsed {
    #[error("parsing stopped at byte {at}, its time ran out")]
    Budget { at: usize },
    #[error("parsing stopped at byte {at}, the syntax is too broken to recover from")]
    Broken { at: usize },
    #[error("{bytes} bytes of source are more than can be parsed")]
    TooLarge { bytes: usize },
}

/// Parses and lowers one file. Call it on a thread with a large stack: nesting is followed down to a fixed depth, which takes
/// less than 64 MiB in a release build; a debug build takes more.
pub fn parse(text: &str, language: Language, budget: &ParseBudget) -> Result<Module, Unparsed> {
    if text.len() >= i32::MAX as usize {
        return Err(Unparsed::TooLarge { bytes: text.len() });
    }
    let tree = with_parser(language, |parser| tree(parser, text, budget))?;
    let mut module = match language {
        Language::JavaScript | Language::TypeScript | Language::Tsx => javascript::lower(tree.root_node(), text, language),
        Language::Python => python::lower(tree.root_node(), text),
        Language::Bash => bash::lower(tree.root_node(), text),
    };
    module.parse.error_bytes = error_bytes(&tree);
    Ok(module)
}

fn grammar(language: Language) -> tree_sitter::Language {
    match language {
        Language::JavaScript => tree_sitter_javascript::LANGUAGE.into(),
        Language::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        Language::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
        Language::Python => tree_sitter_python::LANGUAGE.into(),
        Language::Bash => tree_sitter_bash::LANGUAGE.into(),
    }
}

/// Lends this thread's parser for `language`, made at its first use.
fn with_parser<T>(language: Language, work: impl FnOnce(&mut Parser) -> T) -> T {
    thread_local! {
        static PARSERS: RefCell<Vec<(Language, Parser)>> = const { RefCell::new(Vec::new()) };
    }
    PARSERS.with_borrow_mut(|parsers| {
        let at = parsers.iter().position(|(of, _)| *of == language).unwrap_or_else(|| {
            let mut parser = Parser::new();
            parser.set_language(&grammar(language)).expect("the grammars' ABI is one that this tree-sitter reads, as the tests show");
            parsers.push((language, parser));
            parsers.len() - 1
        });
        work(&mut parsers[at].1)
    })
}

fn tree(parser: &mut Parser, text: &str, budget: &ParseBudget) -> Result<Tree, Unparsed> {
    let bytes = text.as_bytes();
    let mut watch = Watch::new(bytes.len(), budget);
    let mut stopped = None;
    let mut progress = |state: &ParseState| match watch.look(state.current_byte_offset(), state.has_error()) {
        Some(why) => {
            stopped = Some(why);
            ControlFlow::Break(())
        }
        None => ControlFlow::Continue(()),
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let tree = parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or_default(), None, Some(options));
    if tree.is_none() {
        // Else the next parse would take up where this one stopped.
        parser.reset();
    }
    tree.ok_or(stopped.unwrap_or(Unparsed::Budget { at: 0 }))
}

/// Looks at the clocks, and at how error recovery gets on: on some input it hardly moves.
struct Watch {
    start: Instant,
    /// Of this thread's own clock.
    spent_before: Option<Duration>,
    time: Duration,
    /// The same once the parser has to recover from errors.
    broken: Duration,
}

impl Watch {
    fn new(bytes: usize, budget: &ParseBudget) -> Self {
        // A sound file takes 0.1 to 0.3 s per MB; what is no code at all takes 5 s and more.
        let broken = Duration::from_millis(2000 + bytes as u64 / 250);
        Self { start: Instant::now(), spent_before: thread_time(), time: budget.time, broken: broken.min(budget.time) }
    }

    fn look(&mut self, at: usize, has_error: bool) -> Option<Unparsed> {
        let limit = if has_error { self.broken } else { self.time };
        // The wall clock is never behind, and cheaper to read.
        if self.start.elapsed() <= limit {
            return None;
        }
        let spent = self.spent();
        if spent > self.time {
            return Some(Unparsed::Budget { at });
        }
        (has_error && spent > self.broken).then_some(Unparsed::Broken { at })
    }

    /// What this thread worked since the start; where a system does not say it, the time that went by.
    fn spent(&self) -> Duration {
        let own = self.spent_before.zip(thread_time()).map(|(before, now)| now.saturating_sub(before));
        own.unwrap_or_else(|| self.start.elapsed())
    }
}

#[cfg(unix)]
fn thread_time() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).ok()
}

#[cfg(not(unix))]
fn thread_time() -> Option<Duration> {
    None
}

/// Bytes under the topmost error nodes. Goes only where errors are.
fn error_bytes(tree: &Tree) -> u32 {
    let mut cursor = tree.walk();
    let mut bytes = 0;
    loop {
        let node = cursor.node();
        if node.is_error() {
            bytes += node.byte_range().len() as u32;
        } else if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return bytes;
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn only_work_counts_against_the_budget_and_waiting_does_not() {
        let limit = Duration::from_millis(40);
        let mut watch = Watch::new(0, &ParseBudget { time: limit });
        let woken = Instant::now();
        while woken.elapsed() < 3 * limit {
            std::thread::park_timeout(limit);
        }
        assert_eq!(watch.look(7, false), None);
        assert_eq!(watch.look(7, true), None);
        let before = thread_time().unwrap();
        while thread_time().unwrap() - before <= limit {
            std::hint::spin_loop();
        }
        assert_eq!(watch.look(8, false), Some(Unparsed::Budget { at: 8 }));
    }
}
