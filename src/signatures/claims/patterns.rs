//! Many regular expressions over short texts. Compiling is most of what they cost, and few texts have the words that one needs to match:
//! those are looked for first, all at once, and an expression is compiled when it has a chance.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind};

/// Bytes of one compiled expression; the built-in ones take a tenth.
const SIZE_LIMIT: usize = 8 << 20;
/// An expression that needs one of more words than these is tried on every text.
const MAX_WORDS: usize = 64;
const CHECKED: &str = "a folder's expressions are compiled when it is loaded, the built-in ones in tests";

/// The expressions of all entries, and which entry each belongs to. Texts are English, so that letters are those of ASCII.
#[derive(Debug)]
pub(super) struct Patterns {
    all: Vec<Pattern>,
    ids: Vec<String>,
    words: OnceLock<Words>,
}

#[derive(Debug)]
struct Pattern {
    says: String,
    /// The position of its entry.
    owner: usize,
    compiled: OnceLock<Regex>,
}

/// Words of which one stands in whatever an expression matches.
#[derive(Debug)]
struct Words {
    search: AhoCorasick,
    /// The expression that needs a word.
    owners: Vec<usize>,
    /// Expressions that may do without.
    free: Vec<usize>,
}

impl Patterns {
    /// Entries by their ids, with what each says.
    pub fn new<'e>(entries: impl Iterator<Item = (&'e str, &'e [String])>) -> Self {
        let (mut all, mut ids) = (Vec::new(), Vec::new());
        for (owner, (id, says)) in entries.enumerate() {
            ids.push(id.to_owned());
            all.extend(says.iter().map(|says| Pattern { says: says.clone(), owner, compiled: OnceLock::new() }));
        }
        Self { all, ids, words: OnceLock::new() }
    }

    /// The first entry that says nothing, or nothing that can be compiled, and why not.
    pub fn check(&self) -> Result<(), (String, String)> {
        for (at, id) in self.ids.iter().enumerate() {
            let mut own = self.all.iter().filter(|pattern| pattern.owner == at).peekable();
            let failed = |why: String| (id.clone(), why);
            if own.peek().is_none() {
                return Err(failed("`says` is empty".to_owned()));
            }
            for pattern in own {
                read(&pattern.says).map_err(|error| failed(error.to_string()))?;
                compile(&pattern.says).map_err(|error| failed(error.to_string()))?;
            }
        }
        Ok(())
    }

    /// The entries that say it, in the order of the file.
    pub fn matches(&self, text: &str) -> impl Iterator<Item = usize> {
        let fitting = self.possible(text).into_iter().map(|at| &self.all[at]);
        fitting.filter(|pattern| pattern.compiled().is_match(text.as_bytes())).map(|pattern| pattern.owner).collect::<Vec<_>>().into_iter()
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.possible(text).into_iter().any(|at| self.all[at].compiled().is_match(text.as_bytes()))
    }

    /// Those of which the text has a word that they need.
    fn possible(&self, text: &str) -> Vec<usize> {
        let words = self.words.get_or_init(|| Words::of(&self.all));
        let mut possible = words.free.clone();
        possible.extend(words.search.find_overlapping_iter(text).map(|word| words.owners[word.pattern().as_usize()]));
        possible.sort_unstable();
        possible.dedup();
        possible
    }
}

impl Pattern {
    fn compiled(&self) -> &Regex {
        self.compiled.get_or_init(|| compile(&self.says).expect(CHECKED))
    }
}

impl Words {
    fn of(all: &[Pattern]) -> Self {
        let (mut words, mut owners, mut free) = (Vec::new(), Vec::new(), Vec::new());
        for (at, pattern) in all.iter().enumerate() {
            match needed(&read(&pattern.says).expect(CHECKED)) {
                Some(needed) => {
                    owners.resize(owners.len() + needed.len(), at);
                    words.extend(needed);
                }
                None => free.push(at),
            }
        }
        let search = AhoCorasick::new(words).expect("a few words make a small automaton");
        Self { search, owners, free }
    }
}

fn compile(says: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(says).unicode(false).size_limit(SIZE_LIMIT).build()
}

fn read(says: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    ParserBuilder::new().unicode(false).utf8(false).build().parse(says).map_err(Box::new)
}

/// Texts of which one stands in whatever an expression matches; none where that cannot be told.
fn needed(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![literal.0.to_vec()]),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        // The part whose shortest text is the longest is the rarest.
        HirKind::Concat(parts) => parts.iter().filter_map(needed).max_by_key(|texts| texts.iter().map(Vec::len).min()),
        HirKind::Alternation(ways) => {
            let all: Vec<Vec<u8>> = ways.iter().map(needed).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
            (all.len() <= MAX_WORDS).then_some(all)
        }
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(says: &str) -> Option<Vec<String>> {
        let texts = needed(&read(says).unwrap())?;
        Some(texts.into_iter().map(|text| String::from_utf8(text).unwrap()).collect())
    }

    #[test]
    fn the_rarest_words_that_stand_in_every_match_are_needed() {
        assert_eq!(words(r"\b(no|zero) (remote )?(network|internet) \w+"), Some(vec!["network".to_owned(), "internet".to_owned()]));
        assert_eq!(words(r"(never sends?)+"), Some(vec!["never send".to_owned()]));
        assert_eq!(words(r"(offline)?\b[a-z]*"), None);
        assert_eq!(words(r"offline|\d+"), None);
    }

    #[test]
    fn an_expression_matches_as_if_it_were_tried_alone() {
        let says = [r"\bno (network|cloud)\b".to_owned(), r"^`".to_owned(), r"(work|run)s? offline".to_owned()];
        let patterns = Patterns::new(says.iter().map(|says| ("id", std::slice::from_ref(says))));
        for text in ["there is no cloud", "`x` runs offline", "nothing", "no networks", "`", "it works offline, with no network"] {
            let alone: Vec<usize> = (0..3).filter(|at| Regex::new(&says[*at]).unwrap().is_match(text.as_bytes())).collect();
            assert_eq!(patterns.matches(text).collect::<Vec<_>>(), alone, "{text}");
            assert_eq!(patterns.is_match(text), !alone.is_empty(), "{text}");
        }
    }
}
