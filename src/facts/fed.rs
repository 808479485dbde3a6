//! Interpreters that take their program from what is written to them: `Popen([sys.executable, "-"])`, `spawn('sh')`.

use crate::flow::{Symbol, Value};
use crate::signatures::{CallSignature, Effect};
use crate::syntax::Language;
use crate::syntax::ir::{Expr, ExprId};

use super::embedded::{interpreted, name_of};
use super::scan::{Scanner, runtime};
use super::{CallFact, Place};

/// The entry of functions that write to a started program.
const FED: &str = "interpreter-input";
/// A name that the entry knows in each language.
const FEEDERS: [&str; 2] = ["subprocess.Popen().communicate", "child_process.spawn().stdin.write"];
/// The argument that a started program reads.
const INPUT: &str = "input";
/// Names of names.
const MAX_STEPS: usize = 32;
/// Options behind which the program stands, or its name.
const PROGRAM: [&str; 9] = ["-m", "-e", "-p", "-pe", "--eval", "--print", "-r", "--command", "--version"];
/// Options with a value of their own.
const TAKING: [&str; 6] = ["-W", "-X", "--input-type", "--require", "--import", "--loader"];

impl CallSignature {
    /// What it is given is a program only where an interpreter reads it.
    pub(super) fn is_feeding(&self) -> bool {
        self.id == FED
    }
}

impl<'s> Scanner<'_, 's> {
    /// `process.communicate(text)`, `child.stdin.end(text)`
    pub(super) fn fed(&mut self, place: Place, symbol: Symbol, signature: &'s CallSignature) {
        let Some(receiver) = self.receiver(place) else { return };
        let starts = self.starts_of(place, receiver);
        let Some(language) = starts.into_iter().find_map(|start| self.read_by(start)) else { return };
        let Some(text) = self.argument(place, 0).or_else(|| self.keyword(place, INPUT)) else { return };
        let value = self.flow.expanded(place.unit, text);
        let callee = self.flow.symbols.name(symbol).to_owned();
        self.add_fed(place, callee, signature, value, language);
    }

    /// `run([sys.executable, "-"], input=text)`, `execFileSync('sh', { input })`
    pub(super) fn fed_at_once(&mut self, place: Place, callee: &str) {
        let Some(value) = self.input_of(place).filter(|value| !matches!(value, Value::Null)) else { return };
        let runtime = runtime(self.program.module(place.unit).language);
        let signatures = self.signatures;
        let Some(signature) = FEEDERS.iter().find_map(|feeder| signatures.call(runtime, feeder)) else { return };
        if let Some(language) = self.read_by(place) {
            self.add_fed(place, callee.to_owned(), signature, value, language);
        }
    }

    fn add_fed(&mut self, place: Place, callee: String, signature: &'s CallSignature, value: Value, language: Language) {
        let effect = if language == Language::Bash { Effect::Shell } else { Effect::Evaluate };
        self.facts.fed.insert(place, language);
        self.facts.calls.push(CallFact { place, callee, signature, effect, value, arguments: None, hidden: false });
    }

    fn input_of(&mut self, place: Place) -> Option<Value> {
        if let Some(text) = self.keyword(place, INPUT) {
            return Some(self.flow.expanded(place.unit, text));
        }
        if self.program.module(place.unit).language == Language::Python {
            return None;
        }
        let options = self.arguments(place).into_iter().rev().find_map(|argument| self.object_at(place, argument))?;
        Some(self.flow.member_of(&options, INPUT)).filter(|value| !value.is_unknown())
    }

    fn object_at(&mut self, place: Place, argument: ExprId) -> Option<Value> {
        Some(self.flow.expanded(place.unit, argument)).filter(|value| matches!(value, Value::Object(_)))
    }

    /// The calls that have started what a value stands for.
    fn starts_of(&mut self, place: Place, receiver: ExprId) -> Vec<Place> {
        let module = self.program.module(place.unit);
        let mut found = Vec::new();
        let mut queue = vec![receiver];
        for _ in 0..MAX_STEPS {
            let Some(expr) = queue.pop() else { break };
            match module.expr(expr) {
                Expr::Member(object, name) if module.name(name) == "stdin" => queue.push(object),
                Expr::Await(inner) => queue.push(inner),
                Expr::Call(..) => found.push(Place { unit: place.unit, expr }),
                Expr::Name(name, scope) => {
                    let scope = module.declaring_scope(name, scope);
                    let values = scope.and_then(|scope| module.variables.get(&(scope, name)));
                    queue.extend(values.into_iter().flatten().take(8));
                }
                // A field: whatever the file starts by that function.
                _ => found.extend(self.alike(place, expr)),
            }
        }
        found
    }

    fn alike(&mut self, place: Place, expr: ExprId) -> Vec<Place> {
        let Value::Symbol(symbol) = self.flow.glance(place.unit, expr) else { return Vec::new() };
        let name = self.flow.symbols.name(symbol);
        let same = |call: &&CallFact<'_>| call.place.unit == place.unit && name.strip_suffix("()") == Some(call.callee.as_str());
        self.facts.calls.iter().filter(same).map(|call| call.place).collect()
    }

    /// The language of an interpreter that a call starts without a program.
    fn read_by(&mut self, start: Place) -> Option<Language> {
        let calls = &self.facts.calls;
        let call = calls.iter().rev().find(|call| call.place == start && call.effect.start().is_some() && !call.signature.is_feeding())?;
        let signatures = self.signatures;
        let mut commands: Vec<(String, Vec<String>)> = Vec::new();
        if call.effect == Effect::Shell {
            let texts = call.value.alternatives().iter().filter_map(Value::as_text);
            let parsed = texts.map(|text| signatures.commands(text)).filter(|commands| commands.len() == 1).flatten();
            commands.extend(parsed.map(|command| (command.program, command.arguments)));
        } else {
            let words: Vec<String> = match &call.arguments {
                Some(words) => words.iter().map(Value::pattern).collect(),
                None if self.has_words(call) => return None,
                None => Vec::new(),
            };
            let names = call.value.alternatives().iter().filter_map(|value| name_of(&self.flow, value));
            commands.extend(names.map(|name| (name, words.clone())));
        }
        commands.into_iter().find_map(|(program, words)| language_of(&program).filter(|language| reads(*language, &words)))
    }

    /// The words of what is started are a list that cannot be read.
    fn has_words(&self, call: &CallFact<'_>) -> bool {
        let module = self.program.module(call.place.unit);
        let given = call.signature.arguments_at.and_then(|at| self.argument(call.place, usize::from(at)));
        given.is_some_and(|given| !matches!(module.expr(given), Expr::Object(_) | Expr::Function(_)))
    }
}

fn language_of(program: &str) -> Option<Language> {
    interpreted(program).or_else(|| matches!(program, "cmd" | "powershell" | "pwsh").then_some(Language::Bash))
}

/// Nothing among the words is a program, or the name of its file.
fn reads(language: Language, words: &[String]) -> bool {
    let is_shell = language == Language::Bash;
    let has = |word: &str, letter: char| word.starts_with('-') && !word.starts_with("--") && word.contains(letter);
    if words.iter().any(|word| word == "-" || is_shell && has(word, 's') && !has(word, 'c') && word.len() < 4) {
        return true;
    }
    let mut is_value = false;
    words.iter().all(|word| {
        let was_value = std::mem::replace(&mut is_value, TAKING.contains(&word.as_str()));
        let is_code = PROGRAM.contains(&word.as_str()) || language != Language::JavaScript && has(word, 'c');
        was_value || word.starts_with('-') && !is_code
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_read(language: Language, words: &[&str]) -> bool {
        reads(language, &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn an_interpreter_without_a_program_reads_one() {
        for words in [&[][..], &["-"], &["-u", "-"], &["-X", "utf8"], &["-I"]] {
            assert!(is_read(Language::Python, words), "{words:?}");
        }
        assert!(is_read(Language::JavaScript, &["--input-type", "module"]));
        assert!(is_read(Language::Bash, &["-s", "--", "arg"]));
    }

    #[test]
    fn one_that_is_given_a_program_reads_data() {
        for words in [&["-c", "x"][..], &["-m", "json.tool"], &["main.py"], &["-u", "main.py"], &["*"]] {
            assert!(!is_read(Language::Python, words), "{words:?}");
        }
        assert!(!is_read(Language::JavaScript, &["-e", "x"]));
        assert!(!is_read(Language::Bash, &["-c", "x"]) && !is_read(Language::Bash, &["-lc", "x"]));
        assert!(!is_read(Language::Bash, &["script.sh"]));
    }
}
