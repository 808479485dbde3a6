//! Names in letters that look like others: a Cyrillic `а` in a Latin word.

use std::collections::{HashMap, HashSet};

use unicode_script::{Script, UnicodeScript};
use unicode_security::confusable_detection::skeleton;

use super::characters::beyond_ascii;
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, Name};

/// Mathematicians write single letters in any script.
const MIN_LETTERS: usize = 3;
/// So many are compared with all other names of the file.
const MAX_COMPARED: usize = 100;

/// A name that reads as another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAlike {
    /// Its first use.
    pub at: ExprId,
    pub name: String,
    /// What it looks like, in plain letters.
    pub reads: String,
    /// The file uses that other name as well, or the machine takes both for the same.
    pub is_double: bool,
}

/// In the order of the file; each name once. Costs nothing where all names are plain.
pub fn look_alikes(module: &Module, text: &str) -> Vec<LookAlike> {
    if text.is_ascii() {
        return Vec::new();
    }
    let all = (0..module.names.len() as u32).map(Name);
    let mut mixed: HashMap<Name, String> = all.filter_map(|name| Some((name, reads_as(module.name(name))?))).collect();
    let mut told: HashSet<Name> = HashSet::new();
    let mut found: Vec<LookAlike> = Vec::new();
    let is_styled = beyond_ascii(text).any(|(_, letter)| is_styled(letter));
    if mixed.is_empty() && !is_styled {
        return Vec::new();
    }
    for (at, expr) in module.iter() {
        let (Expr::Name(name, _) | Expr::Member(_, name)) = expr else { continue };
        if let Some(reads) = mixed.remove(&name) {
            let is_double = found.len() < MAX_COMPARED && is_twin(module, name, &reads);
            found.push(LookAlike { at, name: module.name(name).to_owned(), reads, is_double });
        } else if is_styled
            && !told.contains(&name)
            && let Some(written) = styled(module, at, module.name(name), text)
        {
            told.insert(name);
            found.push(LookAlike { at, name: written.to_owned(), reads: module.name(name).to_owned(), is_double: true });
        }
    }
    found
}

/// What a name reads as, where letters of another script stand among Latin ones or for a whole Latin word.
fn reads_as(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let letters = || name.chars().filter(|letter| letter.is_alphabetic());
    let foreign =
        |letter: &char| matches!(letter.script(), Script::Cyrillic | Script::Greek | Script::Armenian | Script::Cherokee | Script::Coptic);
    let latin = |letter: &char| letter.script() == Script::Latin;
    let plain: String = skeleton(name).collect();
    let (strange, own) = (letters().filter(foreign).count(), letters().filter(latin).count());
    let is_word = letters().count() >= MIN_LETTERS && plain.is_ascii();
    // Formulas have Greek letters beside Latin ones: there, nearly all must be Latin.
    let has_greek = letters().any(|letter| letter.script() == Script::Greek);
    let is_mixed = own > 0 && (!has_greek || own >= 3 * strange);
    let is_shaped = letters().all(|letter| latin(&letter) || foreign(&letter));
    (is_word && strange > 0 && is_mixed && is_shaped).then_some(plain)
}

/// Another name of the file that looks the same.
fn is_twin(module: &Module, name: Name, reads: &str) -> bool {
    let length = module.name(name).chars().count();
    let mut others = (0..module.names.len() as u32).map(Name).filter(|other| *other != name);
    others.any(|other| {
        let other = module.name(other);
        other.is_ascii() && other.len() == length && skeleton(other).eq(reads.chars())
    })
}

/// Letters of a bold, slanted, double-struck or wide style, which Python takes for plain ones.
fn is_styled(letter: char) -> bool {
    matches!(letter, '\u{1D400}'..='\u{1D7FF}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' | '\u{2100}'..='\u{214F}')
}

/// How a name is written, where that is in styled letters.
fn styled<'t>(module: &Module, at: ExprId, name: &str, text: &'t str) -> Option<&'t str> {
    let span = module.span(at);
    let written = text.get(span.start as usize..span.end as usize)?;
    let written = written.rsplit('.').next().unwrap_or(written).trim();
    let is_name = name.is_ascii() && written.chars().count() == name.len() && name.len() >= MIN_LETTERS;
    (is_name && written.chars().any(is_styled)).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, ParseBudget, parse};

    fn found(language: Language, text: &str) -> Vec<(String, String, bool)> {
        let module = parse(text, language, &ParseBudget::default()).unwrap();
        look_alikes(&module, text).into_iter().map(|one| (one.name, one.reads, one.is_double)).collect()
    }

    fn one(name: &str, reads: &str, is_double: bool) -> Vec<(String, String, bool)> {
        vec![(name.to_owned(), reads.to_owned(), is_double)]
    }

    #[test]
    fn a_letter_of_another_script_in_a_word_is_told() {
        let code = "const payload = 1;\nconst pаyload = 2;\nsend(pаyload);\n";
        assert_eq!(found(Language::JavaScript, code), one("pаyload", "payload", true));
        assert_eq!(found(Language::JavaScript, "check(раsswоrd);\n"), one("раsswоrd", "password", false));
    }

    #[test]
    fn styled_letters_are_told_where_the_machine_reads_plain_ones() {
        assert_eq!(found(Language::Python, "𝓮𝔁𝓮𝓬(x)\n"), one("𝓮𝔁𝓮𝓬", "exec", true));
        assert_eq!(found(Language::Python, "ｅｖａｌ(x)\n"), one("ｅｖａｌ", "eval", true));
    }

    #[test]
    fn words_of_one_script_and_formulas_are_not() {
        let code = "имя = 1\n名前 = 2\nάνθρωπος = 3\nΔt = 4\nσ_x = 5\nμs = 6\nνx = 7\nα = 8\nnaïve = 9\nÖl_preis = 10\nрост = 11\n";
        assert_eq!(found(Language::Python, code), []);
        assert_eq!(found(Language::JavaScript, "const größe = 'pаyload', ｘ = 1; // раsswоrd\n"), []);
    }
}
