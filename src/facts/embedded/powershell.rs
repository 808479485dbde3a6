//! Scripts for PowerShell that stand encoded on a command line: there is no grammar for them here, so that they are judged as the
//! text of a command.

use crate::flow::{Value, unwrapped_base64};
use crate::signatures::{Effect, Signatures};

use crate::facts::address::Address;
use crate::facts::{CallFact, Facts, HostUse};

/// Scripts of one package.
const MAX_SCRIPTS: usize = 64;

pub(super) fn find(facts: &mut Facts<'_>, signatures: &Signatures) {
    let mut scripts: Vec<CallFact<'_>> = Vec::new();
    for call in facts.calls.iter().filter(|call| matches!(call.effect, Effect::Shell | Effect::Program)) {
        for script in encoded(call, signatures).into_iter().take(MAX_SCRIPTS - scripts.len().min(MAX_SCRIPTS)) {
            scripts.push(CallFact { effect: Effect::Shell, value: Value::text(&script), arguments: None, ..call.clone() });
        }
    }
    for script in scripts {
        let text = script.value.as_text().unwrap_or_default();
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '(' | ')' | ',' | ';'));
        for address in words.filter_map(Address::of_url) {
            facts.hosts.push(HostUse { hidden: true, ..HostUse::reached(address, script.place) });
        }
        facts.calls.push(script);
    }
}

/// What stands behind `-EncodedCommand`, `-enc`, `-e`.
fn encoded(call: &CallFact<'_>, signatures: &Signatures) -> Vec<String> {
    let mut found = Vec::new();
    for text in call.value.alternatives().iter().map(Value::pattern) {
        if !names_powershell(&text) {
            continue;
        }
        let lines: Vec<Vec<String>> = match &call.arguments {
            Some(words) => vec![words.iter().map(Value::pattern).collect()],
            None => signatures.commands(&text).into_iter().map(|command| command.arguments).collect(),
        };
        for words in lines {
            let behind = words.windows(2).find(|pair| is_option(&pair[0])).map(|pair| pair[1].as_str());
            found.extend(behind.and_then(script));
        }
    }
    found
}

fn names_powershell(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("powershell") || text.contains("pwsh")
}

/// PowerShell takes any beginning of an option's name.
fn is_option(word: &str) -> bool {
    let word = word.trim_start_matches(['-', '/']).to_ascii_lowercase();
    word == "ec" || !word.is_empty() && "encodedcommand".starts_with(&word)
}

/// UTF-16, least byte first.
fn script(word: &str) -> Option<String> {
    let bytes: Vec<u8> = unwrapped_base64(word)?;
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok().filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoded_script_is_read() {
        assert_eq!(script("RwBlAHQALQBEAGEAdABlAA==").as_deref(), Some("Get-Date"));
        assert!(is_option("-EncodedCommand") && is_option("-enc") && is_option("/e") && is_option("-ec"));
        assert!(!is_option("-ExecutionPolicy") && !is_option("-File"));
    }
}
