//! What small commands of a shell print, where it can be told: `$(echo aGk= | base64 -d)`.

use crate::flow::Flow;
use crate::flow::call::Arguments;
use crate::flow::value::Value;

use super::{decode, text};

impl Flow<'_> {
    pub(super) fn fold_shell(&mut self, name: &str, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let stdin = |flow: &mut Self| {
            let given = flow.keyword(arguments, "stdin")?;
            Some(flow.eval(arguments.unit, given, depth + 1))
        };
        let words = |flow: &mut Self| flow.all_positional(arguments, depth);
        match name {
            "echo" => {
                let words: Vec<Value> = words(self)?.into_iter().filter(|word| !is_option(word)).collect();
                Some(text::join(&words, " "))
            }
            "printf" => {
                let words = words(self)?;
                let (format, rest) = words.split_first()?;
                match format.as_text()? {
                    "%s" | "%s\\n" | "%b" | "%s\n" => Some(text::join(rest, "")),
                    plain if !plain.contains('%') => Some(Value::text(plain.trim_end_matches("\\n"))),
                    _ => None,
                }
            }
            "cat" if words(self)?.is_empty() => stdin(self),
            "rev" => stdin(self)?.as_text().map(|text| Value::text(&text.chars().rev().collect::<String>())),
            "base64" => {
                let decodes = words(self)?.iter().any(|word| matches!(word.as_text(), Some("-d" | "-D" | "--decode" | "-di")));
                let given = stdin(self)?;
                let given = given.as_text().filter(|_| decodes)?;
                decode::base64(given.trim()).map(|text| Value::text(&text))
            }
            "xxd" => {
                let words = words(self)?;
                let plain = words.iter().any(|word| matches!(word.as_text(), Some("-p" | "-rp" | "-pr")));
                let given = stdin(self)?;
                let given = given.as_text().filter(|_| plain)?;
                decode::hex(given.trim()).map(|text| Value::text(&text))
            }
            _ => None,
        }
    }
}

fn is_option(word: &Value) -> bool {
    matches!(word.as_text(), Some("-n" | "-e" | "-ne" | "-en"))
}
