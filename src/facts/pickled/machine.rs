//! The stack machine that a pickle is written for, as far as names and constant texts go.

use std::collections::HashMap;

use super::steps::{Step, next};
use super::{Named, Pickle};

/// Values on the stack, and in the memo of one pickle.
const MAX_STACK: usize = 1 << 18;
const MAX_MEMO: usize = 1 << 19;
/// Different names of one file.
const MAX_NAMES: usize = 1 << 12;
/// Bytes of a name or of a constant text that are kept.
const LONGEST: usize = 400;
/// Constant texts of one name.
const MAX_WORDS: usize = 16;
/// Texts that one value is known to be made of.
const MAX_PARTS: usize = 3;

/// What is known of a value.
#[derive(Debug, Clone, Copy)]
enum Item<'p> {
    Mark,
    Text(&'p [u8]),
    /// One of the names.
    Global(usize),
    Made(Parts<'p>),
}

/// The first constant texts in a value.
#[derive(Debug, Clone, Copy, Default)]
struct Parts<'p> {
    texts: [&'p [u8]; MAX_PARTS],
    count: usize,
}

impl<'p> Parts<'p> {
    fn of(items: &[Item<'p>]) -> Self {
        let mut parts = Self::default();
        for item in items {
            if parts.count == MAX_PARTS {
                break;
            }
            parts.add(*item);
        }
        parts
    }

    fn add(&mut self, item: Item<'p>) {
        let texts = match &item {
            Item::Text(text) => &[*text][..],
            Item::Made(parts) => &parts.texts[..parts.count],
            Item::Mark | Item::Global(_) => &[],
        };
        for text in texts.iter().take(MAX_PARTS - self.count) {
            self.texts[self.count] = text;
            self.count += 1;
        }
    }
}

/// What was found in the pickles of one file so far, and the state of the one that is read.
#[derive(Debug, Default)]
pub(super) struct Machine<'p> {
    found: Pickle,
    known: HashMap<(&'p [u8], &'p [u8]), usize>,
    stack: Vec<Item<'p>>,
    memo: HashMap<u64, Item<'p>>,
}

impl<'p> Machine<'p> {
    /// Reads one pickle; false where it breaks off, as loading it would.
    pub fn load(&mut self, bytes: &mut &'p [u8], left: &mut usize) -> bool {
        self.stack.clear();
        self.memo.clear();
        while *left > 0 && self.stack.len() < MAX_STACK {
            *left -= 1;
            match next(bytes) {
                Some(Step::Stop) => return true,
                Some(step) if self.apply(step).is_some() => {}
                Some(_) | None => return false,
            }
        }
        false
    }

    pub fn finish(self) -> Pickle {
        self.found
    }

    /// None where the stack does not hold what the step asks for.
    fn apply(&mut self, step: Step<'p>) -> Option<()> {
        match step {
            Step::Stop | Step::Nothing => {}
            Step::Mark => self.stack.push(Item::Mark),
            Step::Push => self.push(Parts::default()),
            Step::Text(text) => self.stack.push(Item::Text(text)),
            Step::Pop => {
                self.stack.pop()?;
            }
            Step::PopToMark => {
                self.behind_mark()?;
            }
            Step::Duplicate => self.stack.push(*self.stack.last()?),
            Step::Global(module, name) => self.name(module, name),
            Step::StackGlobal => self.name_of_stack()?,
            Step::Instance(module, name) => {
                let arguments = Parts::of(&self.behind_mark()?);
                self.name(module, name);
                self.call(arguments)?;
            }
            Step::Object => {
                let mut items = self.behind_mark()?.into_iter();
                self.stack.push(items.next()?);
                self.call(Parts::of(items.as_slice()))?;
            }
            Step::Call(count) => {
                let arguments = Parts::of(&self.last(count)?);
                self.call(arguments)?;
            }
            Step::Build => {
                self.found.runs = true;
                self.stack.pop()?;
            }
            Step::Add(count) => {
                let items = self.last(count)?;
                self.put_in(&items)?;
            }
            Step::AddToMark => {
                let items = self.behind_mark()?;
                self.put_in(&items)?;
            }
            Step::Gather(count) => {
                let parts = Parts::of(&self.last(count)?);
                self.push(parts);
            }
            Step::GatherToMark => {
                let parts = Parts::of(&self.behind_mark()?);
                self.push(parts);
            }
            Step::Get(at) => self.stack.push(self.memo.get(&at).copied().unwrap_or(Item::Made(Parts::default()))),
            Step::Put(at) => self.keep(at)?,
            Step::Memoize => self.keep(self.memo.len() as u64)?,
        }
        Some(())
    }

    fn push(&mut self, parts: Parts<'p>) {
        self.stack.push(Item::Made(parts));
    }

    /// The last values; fewer are a mistake.
    fn last(&mut self, count: usize) -> Option<Vec<Item<'p>>> {
        let at = self.stack.len().checked_sub(count)?;
        Some(self.stack.split_off(at))
    }

    /// What stands behind the last mark, which goes too.
    fn behind_mark(&mut self) -> Option<Vec<Item<'p>>> {
        let at = self.stack.iter().rposition(|item| matches!(item, Item::Mark))?;
        let items = self.stack.split_off(at + 1);
        self.stack.pop();
        Some(items)
    }

    fn put_in(&mut self, items: &[Item<'p>]) -> Option<()> {
        let inner = Parts::of(items);
        if let Item::Made(parts) = self.stack.last_mut()? {
            parts.add(Item::Made(inner));
        }
        Some(())
    }

    fn keep(&mut self, at: u64) -> Option<()> {
        let item = *self.stack.last()?;
        if self.memo.len() < MAX_MEMO {
            self.memo.insert(at, item);
        }
        Some(())
    }

    fn name_of_stack(&mut self) -> Option<()> {
        match self.last(2)?[..] {
            [Item::Text(module), Item::Text(name)] => self.name(module, name),
            // Names that are made when it is loaded.
            _ => self.push(Parts::default()),
        }
        Some(())
    }

    fn name(&mut self, module: &'p [u8], name: &'p [u8]) {
        let next = self.found.named.len();
        if next >= MAX_NAMES && !self.known.contains_key(&(module, name)) {
            return self.push(Parts::default());
        }
        let at = *self.known.entry((module, name)).or_insert(next);
        if at == next {
            let module = match module {
                b"__builtin__" | b"__builtins__" => "builtins".to_owned(),
                module => text_of(module),
            };
            self.found.named.push(Named { module, name: text_of(name), called: false, words: Vec::new() });
        }
        self.stack.push(Item::Global(at));
    }

    /// Calls what is on the stack.
    fn call(&mut self, arguments: Parts<'p>) -> Option<()> {
        self.found.runs = true;
        if let Item::Global(at) = self.stack.pop()?
            && let Some(named) = self.found.named.get_mut(at)
        {
            named.called = true;
            let left = MAX_WORDS.saturating_sub(named.words.len());
            named.words.extend(arguments.texts[..arguments.count].iter().take(left).map(|text| text_of(text)));
        }
        self.push(arguments);
        Some(())
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)]).into_owned()
}
