//! Phrases over the words of a text: a small language that a reviewer can read, matched in one pass without a compiled expression.
//!
//! A phrase is elements with blanks between them: `tell*|inform* … user*`. An element is alternatives with `|` between them; `*` at the
//! end stands for any ending, `_` joins the words of one alternative. `…` is a gap of up to five words, `…9` of up to nine, and `…9!,|and`
//! passes over neither a mark that parts clauses nor the word behind it. No element and no gap reaches over the end of a sentence.

use crate::signatures::HashMap;

/// Words between two elements, if the phrase does not say.
const GAP: usize = 5;
/// Words of a sentence before and behind a word that are looked at.
const NEARBY: usize = 80;
/// Elements tried for one phrase at one word; a phrase with many gaps ends here.
const MAX_STEPS: u32 = 600;

/// A text as words in small letters.
#[derive(Debug, Default)]
pub(super) struct Words {
    all: Vec<Word>,
    /// The words, one behind the other.
    letters: String,
}

#[derive(Debug)]
struct Word {
    /// Bytes of [`Words::letters`]; none at the end of a sentence.
    letters: (usize, usize),
    /// The first of them.
    first: u8,
    /// Bytes of the text.
    start: usize,
    end: usize,
    /// A comma, a dash or the like stands before it.
    is_parted: bool,
}

impl Word {
    fn is_end(&self) -> bool {
        self.letters.0 == self.letters.1
    }
}

impl Words {
    pub fn of(text: &str) -> Self {
        let words = Self { all: Vec::with_capacity(text.len() / 5), letters: String::with_capacity(text.len()) };
        let mut reader = Reader { words, begun: 0, start: 0, before: ' ', is_parted: false };
        let mut letters = text.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            reader.letter(at, c, letters.peek().map(|(_, next)| *next));
        }
        reader.finish(text.len());
        reader.words
    }

    fn letters(&self, word: &Word) -> &str {
        &self.letters[word.letters.0..word.letters.1]
    }

    /// The words of the sentence around a word, ends excluded; of a long one those nearby.
    fn sentence(&self, at: usize) -> std::ops::Range<usize> {
        let is_end = Word::is_end;
        let (first, last) = (at.saturating_sub(NEARBY), (at + NEARBY).min(self.all.len()));
        let start = self.all[first..at].iter().rposition(is_end).map_or(first, |end| first + end + 1);
        let end = self.all[at..last].iter().position(is_end).map_or(last, |length| at + length);
        start..end
    }

    /// The bytes from one word to another, both included.
    fn bytes(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let last = range.end.max(range.start + 1) - 1;
        self.all[range.start].start..self.all[last].end
    }
}

struct Reader {
    words: Words,
    /// Where the letters of the word at hand begin.
    begun: usize,
    start: usize,
    before: char,
    /// Behind the last word a new clause has begun.
    is_parted: bool,
}

impl Reader {
    fn letter(&mut self, at: usize, c: char, next: Option<char>) {
        let next = next.unwrap_or(' ');
        // `.env` and `.ssh` keep their dot.
        let is_dot = c == '.' && next.is_alphanumeric() && !self.before.is_alphanumeric();
        if is_ideograph(c) {
            self.end_word(at);
            self.start = at;
            self.words.letters.push(c);
            self.end_word(at + c.len_utf8());
        } else if c.is_alphanumeric() || is_dot {
            if (c.is_uppercase() && self.before.is_lowercase()) || (is_dot && self.is_inside()) {
                self.end_word(at);
            }
            if !self.is_inside() {
                self.start = at;
            }
            match c.is_ascii() {
                true => self.words.letters.push(c.to_ascii_lowercase()),
                false => self.words.letters.extend(c.to_lowercase()),
            }
        } else if matches!(c, '\'' | '’') && self.before.is_alphanumeric() {
            // `don't` is `dont`; what is before stays a letter.
            return;
        } else {
            self.end_word(at);
            self.is_parted |= parts_clauses(c, self.before, next);
            if c == '@' && self.before.is_alphanumeric() && next.is_alphanumeric() {
                self.start = at;
                self.words.letters.push('@');
                self.end_word(at + 1);
            }
            if matches!(c, '。' | '！' | '？') || (matches!(c, '.' | '!' | '?') && next.is_whitespace()) {
                self.words.all.push(Word {
                    letters: (self.begun, self.begun),
                    first: 0,
                    start: at,
                    end: at + c.len_utf8(),
                    is_parted: false,
                });
            }
        }
        self.before = c;
    }

    fn is_inside(&self) -> bool {
        self.words.letters.len() > self.begun
    }

    fn end_word(&mut self, at: usize) {
        let letters = (self.begun, self.words.letters.len());
        if letters.0 < letters.1 {
            let first = self.words.letters.as_bytes()[letters.0];
            let is_parted = std::mem::take(&mut self.is_parted);
            self.words.all.push(Word { letters, first, start: self.start, end: at, is_parted });
            self.begun = letters.1;
        }
    }

    fn finish(&mut self, at: usize) {
        self.end_word(at);
    }
}

fn parts_clauses(c: char, before: char, next: char) -> bool {
    match c {
        ',' | ';' | ':' | '(' | ')' | '–' | '—' | '，' | '；' | '：' | '、' => true,
        '-' => before.is_whitespace() || next.is_whitespace(),
        _ => false,
    }
}

/// Scripts that are written without blanks: each sign is a word.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// One phrase, read.
#[derive(Debug, Clone)]
pub(super) struct Phrase(Vec<Element>);

#[derive(Debug, Clone)]
enum Element {
    Gap(Gap),
    Either(Vec<Vec<Fit>>),
}

#[derive(Debug, Clone)]
struct Gap {
    longest: usize,
    /// Words that it does not pass over.
    stops: Vec<Fit>,
    is_in_clause: bool,
}

impl Gap {
    fn parse(text: &str) -> Option<Self> {
        let (longest, stops) = text.split_once('!').unwrap_or((text, ""));
        let longest = if longest.is_empty() { GAP } else { longest.parse().ok()? };
        let is_in_clause = stops.split('|').any(|stop| stop == ",");
        Some(Self { longest, stops: stops.split('|').filter(|stop| *stop != ",").flat_map(fits).collect(), is_in_clause })
    }

    /// The word that is skipped must not end a sentence.
    fn passes(&self, words: &Words, word: &Word) -> bool {
        !word.is_end() && !self.stops.iter().any(|stop| stop.is(words.letters(word)))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Fit {
    Whole(String),
    Beginning(String),
}

impl Fit {
    fn is(&self, word: &str) -> bool {
        match self {
            Self::Whole(text) => word == text,
            Self::Beginning(text) => word.starts_with(text.as_str()),
        }
    }
}

impl Phrase {
    /// None where it is empty, or begins or ends with a gap.
    pub fn parse(text: &str) -> Option<Self> {
        let elements: Option<Vec<Element>> = text.split_whitespace().map(element).collect();
        let elements = elements?;
        let is_word = |element: Option<&Element>| matches!(element, Some(Element::Either(_)));
        (is_word(elements.first()) && is_word(elements.last())).then_some(Self(elements))
    }

    /// Where it ends, if it begins at a word.
    fn ends(&self, words: &Words, at: usize) -> Option<usize> {
        let mut steps = MAX_STEPS;
        ends(&self.0, words, at, &mut steps)
    }

    fn is_within(&self, words: &Words, range: std::ops::Range<usize>) -> bool {
        range.clone().any(|at| self.ends(words, at).is_some_and(|end| end <= range.end))
    }

    /// It ends in the hit, or begins in it and goes on.
    fn meets(&self, words: &Words, hit: &std::ops::Range<usize>) -> bool {
        let first = words.sentence(hit.start).start;
        let is_shared = |at: usize, end: usize| hit.start < end && (at >= hit.start || end <= hit.end);
        (first..hit.end).any(|at| self.ends(words, at).is_some_and(|end| is_shared(at, end)))
    }
}

fn element(text: &str) -> Option<Element> {
    if let Some(gap) = text.strip_prefix('…') {
        return Gap::parse(gap).map(Element::Gap);
    }
    let alternatives = text.split('|').map(|one| {
        let parts: Vec<Fit> = one.split('_').flat_map(fits).collect();
        (!parts.is_empty()).then_some(parts)
    });
    alternatives.collect::<Option<Vec<_>>>().map(Element::Either)
}

fn fits(word: &str) -> Vec<Fit> {
    let (word, is_open) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
    let mut signs = word.chars();
    if signs.clone().any(is_ideograph) {
        return signs.map(|sign| Fit::Whole(sign.to_string())).collect();
    }
    match (signs.next(), is_open) {
        (None, _) => Vec::new(),
        (Some(_), true) => vec![Fit::Beginning(word.to_lowercase())],
        (Some(_), false) => vec![Fit::Whole(word.to_lowercase())],
    }
}

fn ends(elements: &[Element], words: &Words, at: usize, steps: &mut u32) -> Option<usize> {
    *steps = steps.checked_sub(1)?;
    let [first, rest @ ..] = elements else { return Some(at) };
    match first {
        Element::Gap(gap) => {
            for skipped in 0..=gap.longest {
                if skipped > 0 && !words.all.get(at + skipped - 1).is_some_and(|word| gap.passes(words, word)) {
                    return None;
                }
                if gap.is_in_clause && words.all.get(at + skipped).is_none_or(|word| word.is_parted) {
                    return None;
                }
                if let Some(end) = ends(rest, words, at + skipped, steps) {
                    return Some(end);
                }
            }
            None
        }
        Element::Either(alternatives) => alternatives.iter().find_map(|parts| {
            let fitting = words.all.get(at..at + parts.len())?;
            let fits = parts.iter().zip(fitting).all(|(part, word)| match part {
                // Nearly all differ in their first letter already.
                Fit::Whole(text) | Fit::Beginning(text) if text.as_bytes().first() != Some(&word.first) => false,
                fit => fit.is(words.letters(word)),
            });
            if fits { ends(rest, words, at + parts.len(), steps) } else { None }
        }),
    }
}

/// Many phrases, found by the words that they begin with.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// Each with whose it is, as the one who adds it counts.
    all: Vec<(usize, Phrase)>,
    /// Whether one of the words below begins with two bytes, one bit each: most words of a text begin otherwise.
    heads: Vec<u64>,
    whole: HashMap<String, Vec<usize>>,
    /// What words begin with, by its first two bytes.
    beginning: HashMap<[u8; 2], Vec<(String, usize)>>,
}

/// What takes the phrases of one owner back.
#[derive(Debug, Default)]
pub(super) struct Exceptions {
    /// Anywhere in the same sentence.
    pub unless: Vec<Phrase>,
    /// Where it meets them: leads up to them, or goes on from them.
    pub denied: Vec<Phrase>,
}

impl Exceptions {
    fn take_back(&self, words: &Words, hit: &std::ops::Range<usize>) -> bool {
        self.unless.iter().any(|other| other.is_within(words, words.sentence(hit.start)))
            || self.denied.iter().any(|denial| denial.meets(words, hit))
    }
}

/// A phrase that a text contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub owner: usize,
    /// Bytes of the text.
    pub range: std::ops::Range<usize>,
}

impl Phrases {
    pub fn add(&mut self, owner: usize, phrase: Phrase) {
        let at = self.all.len();
        if let Some(Element::Either(alternatives)) = phrase.0.first() {
            self.heads.resize(1 << 10, 0);
            for first in alternatives.iter().filter_map(|parts| parts.first()) {
                let (Fit::Whole(word) | Fit::Beginning(word)) = first;
                let (place, bit) = bit(word);
                self.heads[place] |= bit;
                match first {
                    Fit::Whole(word) => self.whole.entry(word.clone()).or_default().push(at),
                    Fit::Beginning(word) => {
                        self.beginning.entry(head(word)).or_default().push((word.clone(), at));
                    }
                }
            }
        }
        self.all.push((owner, phrase));
    }

    /// The first place of each owner's phrases that nothing takes back.
    pub fn find(&self, words: &Words, exceptions: &[Exceptions]) -> Vec<Hit> {
        let mut found: Vec<Hit> = Vec::new();
        for (at, word) in words.all.iter().enumerate().filter(|(_, word)| self.may_begin_with(words.letters(word))) {
            for phrase in self.beginning_with(words.letters(word)) {
                let (owner, phrase) = &self.all[phrase];
                if found.iter().any(|hit| hit.owner == *owner) {
                    continue;
                }
                let Some(end) = phrase.ends(words, at) else { continue };
                if exceptions[*owner].take_back(words, &(at..end)) {
                    continue;
                }
                found.push(Hit { owner: *owner, range: words.bytes(at..end) });
            }
        }
        found
    }

    fn may_begin_with(&self, word: &str) -> bool {
        let (at, bit) = bit(word);
        !word.is_empty() && self.heads.get(at).is_some_and(|bits| bits & bit != 0)
    }

    fn beginning_with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let beginnings = self.beginning.get(&head(word)).into_iter().flatten();
        let fitting = beginnings.filter(move |(beginning, _)| word.starts_with(beginning.as_str())).map(|(_, phrase)| *phrase);
        self.whole.get(word).into_iter().flatten().copied().chain(fitting)
    }
}

/// The first two bytes; a single one stands alone.
fn head(word: &str) -> [u8; 2] {
    let mut bytes = word.bytes();
    [bytes.next().unwrap_or_default(), bytes.next().unwrap_or_default()]
}

/// Where the bit of a word's head stands.
fn bit(word: &str) -> (usize, u64) {
    let head = u16::from_le_bytes(head(word));
    (usize::from(head >> 6), 1 << (head & 63))
}

#[cfg(test)]
mod tests;
