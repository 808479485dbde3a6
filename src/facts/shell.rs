//! What commands do with their words: those of a script of the shell, and those that code of another language starts.

use crate::flow::{Symbol, Value};
use crate::signatures::{Argument, CallSignature, Effect, Input, Runtime};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

use super::scan::Scanner;
use super::{CallFact, EnvDump, Place, spelled};

/// So many words of a command are looked at.
const MAX_WORDS: usize = 256;
/// And so many commands that one place may start.
const MAX_COMMANDS: usize = 16;
/// A chain of pipes is followed so far.
const MAX_PIPES: u32 = 16;

/// A word of a command, as far as it is known, with where it stands.
struct Word {
    expr: ExprId,
    value: Value,
    text: String,
}

impl<'s> Scanner<'_, 's> {
    /// A command of a script.
    pub(super) fn command(&mut self, place: Place, symbol: Symbol, signature: &'s CallSignature) {
        let callee = self.flow.symbols.name(symbol).to_owned();
        let words = self.words(place);
        let hidden = spelled::hides(self.program, place.unit, &callee);
        if callee == "exec"
            && let Some((named, rest)) = self.named_by_value(&words)
        {
            self.effects(place, named.0, named.1, rest, true);
            return;
        }
        if signature.effect == Effect::Program || signature.effect == Effect::Shell {
            self.started(place, callee, signature, words, hidden);
            return;
        }
        self.effects(place, callee, signature, &words, hidden);
    }

    /// `$(echo Y3VybA== | base64 -d) https://…`: the name of a known program, put together.
    fn named_by_value<'w>(&self, words: &'w [Word]) -> Option<((String, &'s CallSignature), &'w [Word])> {
        let (first, rest) = words.split_first()?;
        let name = first.value.as_text().filter(|name| !name.contains('/'))?;
        let signatures = self.signatures;
        Some(((name.to_owned(), signatures.call(Runtime::Shell, name)?), rest))
    }

    /// What a known program does with its words.
    fn effects(&mut self, place: Place, callee: String, signature: &'s CallSignature, words: &[Word], hidden: bool) {
        let all: Vec<Value> = words.iter().map(|word| word.value.clone()).collect();
        for input in signature.inputs() {
            for word in meant(words, signature, input) {
                let (expr, value) = (word.0, word.1);
                // The standard input.
                if value.as_text() == Some("-") {
                    continue;
                }
                let at = Place { unit: place.unit, expr };
                self.address_of(at, input.effect, &value);
                self.path_of(at, input.effect, &value);
                let (callee, effect, arguments) = (callee.clone(), input.effect, Some(all.clone()));
                self.facts.calls.push(CallFact { place, callee, signature, effect, value, arguments, hidden });
            }
        }
        self.environment_goes_along(place, &callee, signature);
    }

    /// An interpreter, a program by its path, or a whole line.
    fn started(&mut self, place: Place, callee: String, signature: &'s CallSignature, words: Vec<Word>, hidden: bool) {
        let mut values: Vec<Value> = words.into_iter().map(|word| word.value).collect();
        let is_own = matches!(callee.as_str(), "exec" | "shell");
        let value = if is_own && !values.is_empty() { values.remove(0) } else { Value::text(&callee) };
        let arguments = (signature.effect == Effect::Program).then_some(values);
        self.facts.calls.push(CallFact { place, callee, signature, effect: signature.effect, value, arguments, hidden });
    }

    fn words(&mut self, place: Place) -> Vec<Word> {
        let module = self.program.module(place.unit);
        let plain = |expr: &ExprId| !matches!(module.expr(*expr), Expr::Keyword(..));
        let exprs: Vec<ExprId> = self.arguments(place).into_iter().filter(plain).take(MAX_WORDS).collect();
        exprs
            .into_iter()
            .map(|expr| {
                let value = self.flow.expanded(place.unit, expr);
                Word { expr, text: value.pattern(), value }
            })
            .collect()
    }

    /// `env | curl -d @- …`, `curl -d "$(printenv)" …`
    fn environment_goes_along(&mut self, place: Place, callee: &str, signature: &CallSignature) {
        if !matches!(signature.effect, Effect::Url | Effect::Host | Effect::Dns | Effect::Write) {
            return;
        }
        let module = self.program.module(place.unit);
        if let Some(expr) = prints_environment(module, place.expr, MAX_PIPES) {
            self.facts.dumps.push(EnvDump { place: Place { unit: place.unit, expr }, by: callee.to_owned(), leaves: true });
        }
    }

    /// The addresses in a command that code of another language starts.
    pub(super) fn addresses_of_commands(&mut self, place: Place, effect: Effect, value: &Value, arguments: Option<&[Value]>) {
        let signatures = self.signatures;
        for alternative in value.alternatives().iter().take(MAX_COMMANDS) {
            let text = alternative.pattern();
            let commands = match effect {
                Effect::Shell if text.contains(['.', ':']) => signatures.commands(&text),
                Effect::Program => {
                    let words: Vec<String> = arguments.unwrap_or_default().iter().take(MAX_WORDS).map(Value::pattern).collect();
                    let all: Vec<&str> = std::iter::once(text.as_str()).chain(words.iter().map(String::as_str)).collect();
                    signatures.commands_of(&all)
                }
                _ => return,
            };
            for command in commands.iter().take(MAX_COMMANDS) {
                let Some(signature) = signatures.call(Runtime::Shell, &command.program) else { continue };
                let word = |text: &String| Word { expr: place.expr, value: Value::text(text), text: text.clone() };
                let words: Vec<Word> = command.arguments.iter().take(MAX_WORDS).map(word).collect();
                for input in signature.inputs().filter(|input| matches!(input.effect, Effect::Url | Effect::Host | Effect::Dns)) {
                    for (_, value) in meant(&words, signature, input) {
                        self.address_of(place, input.effect, &value);
                    }
                }
            }
        }
    }
}

/// The words that an input of a command means.
fn meant(words: &[Word], signature: &CallSignature, input: Input<'_>) -> Vec<(ExprId, Value)> {
    let mut found = Vec::new();
    let mut plain: Vec<&Word> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        let is_option = word.text.len() > 1 && word.text.starts_with('-');
        if !is_option {
            plain.push(word);
            continue;
        }
        let (option, attached) = match word.text.split_once('=').filter(|(option, _)| option.starts_with("--")) {
            Some((option, value)) => (option, Some(value)),
            None => (word.text.as_str(), None),
        };
        let is_meant = ends_in_option(option, input.options.iter());
        let takes = attached.is_none() && (is_meant || ends_in_option(option, all_options(signature)));
        let value = match attached {
            Some(value) => Some((word.expr, Value::text(value))),
            None => words.get(at).filter(|_| takes).map(|next| (next.expr, next.value.clone())),
        };
        if is_meant {
            found.extend(value.and_then(|(expr, value)| Some((expr, behind(value, input.behind)?))));
        }
        at += usize::from(takes);
    }
    let all = plain.iter().map(|word| (word.expr, word.value.clone()));
    match input.argument {
        Argument::Position(position) => found.extend(all.skip(usize::from(position)).take(1)),
        Argument::Last => found.extend(plain.last().filter(|_| plain.len() > 1).map(|word| (word.expr, word.value.clone()))),
        Argument::Words => found.extend(all),
        Argument::Addresses => {
            found.extend(plain.iter().filter(|word| word.text.contains("://")).map(|word| (word.expr, word.value.clone())))
        }
        Argument::Receiver | Argument::Named => {}
    }
    if matches!(input.effect, Effect::Url | Effect::Host) {
        found = found.into_iter().filter_map(|(expr, value)| Some((expr, as_address(value, input)?))).collect();
    }
    found
}

/// `-o`, and `-fsSLo` with others in front of it.
fn ends_in_option<'a>(option: &str, mut known: impl Iterator<Item = &'a String>) -> bool {
    let is_cluster = option.len() > 2 && !option.starts_with("--") && option[1..].bytes().all(|byte| byte.is_ascii_alphabetic());
    known.any(|known| known == option || (is_cluster && known.len() == 2 && option.ends_with(&known[1..])))
}

fn all_options(signature: &CallSignature) -> impl Iterator<Item = &String> {
    signature.takes.iter().chain(&signature.options).chain(signature.also.iter().flat_map(|also| &also.options))
}

/// `@file` and `name=@file` mean a file where others mean a text.
fn behind(value: Value, mark: Option<&str>) -> Option<Value> {
    match mark {
        None => Some(value),
        Some(mark) => {
            let text = value.pattern();
            let (before, rest) = text.split_once(mark)?;
            (before.is_empty() || before.ends_with('=')).then(|| Value::text(rest))
        }
    }
}

/// An address without the user in front of it; a name that is more likely a file is none.
fn as_address(value: Value, input: Input<'_>) -> Option<Value> {
    const FILES: [&str; 16] =
        [".sh", ".py", ".md", ".zip", ".gz", ".rs", ".pl", ".so", ".json", ".js", ".ps1", ".txt", ".bin", ".tar", ".ts", ".tgz"];
    let text = value.pattern();
    if text.contains("://") {
        return Some(value);
    }
    let text = text.rsplit_once('@').map_or(text.as_str(), |(_, host)| host);
    match (input.effect, input.argument) {
        // `file.txt` and `acme.example:/tmp` stand side by side.
        (Effect::Host, Argument::Words) => text.split_once(':').map(|(host, _)| Value::text(host)),
        (Effect::Host, _) => Some(Value::text(text)),
        _ => (!FILES.iter().any(|end| text.ends_with(end))).then(|| Value::text(text)),
    }
}

/// The command of a pipe, or of a `$(…)` in a word, that prints the whole environment.
fn prints_environment(module: &Module, expr: ExprId, links: u32) -> Option<ExprId> {
    let links = links.checked_sub(1)?;
    match module.expr(expr) {
        Expr::Name(name, _) if module.name(name) == "$" => Some(expr),
        Expr::Call(_, arguments) => {
            let words = module.list(arguments);
            words.iter().take(MAX_WORDS).find_map(|word| prints_environment(module, *word, links))
        }
        Expr::Keyword(_, value) => prints_environment(module, value, links),
        Expr::Concat(parts) | Expr::Sequence(parts) => {
            module.list(parts).iter().take(MAX_WORDS).find_map(|part| prints_environment(module, *part, links))
        }
        _ => None,
    }
}
