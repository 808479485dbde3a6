//! The comments in which bundlers name the module that follows.

use memchr::memchr_iter;

use crate::model::Origin;

use super::Section;
use super::paths::{is_packaged, module_path, of_path};

/// So much of a line is looked at: a comment that names a module has a line of its own.
const MAX_LINE: usize = 1200;
/// webpack draws a line of so many asterisks after the last module.
const MIN_RULE: usize = 40;

/// What a line of comment says.
enum Mark<'t> {
    /// esbuild, tsup, Bun: `// src/index.ts`; webpack: `;// ./src/index.ts`. Prose looks alike, so its indentation counts.
    Plain(usize, &'t str),
    /// A form that nobody writes by hand.
    Sure(&'t str),
    /// The module ends here.
    End,
}

/// The sections of a text; none where no comment names another package's module.
pub(super) fn sections(text: &str) -> Vec<Section> {
    let marks = marks(text);
    let is_foreign = |path: &str| is_packaged(path);
    let foreign = |mark: &Mark<'_>| match mark {
        Mark::Plain(_, path) | Mark::Sure(path) => is_foreign(path),
        Mark::End => false,
    };
    if !marks.iter().any(|(_, mark)| foreign(mark)) {
        return Vec::new();
    }
    // All modules of a bundle are indented alike: what stands deeper is a comment of their authors.
    let depth = |mark: &Mark<'_>| match mark {
        Mark::Plain(depth, path) if is_foreign(path) => Some(*depth),
        Mark::Plain(..) | Mark::Sure(_) | Mark::End => None,
    };
    let modules = marks.iter().filter_map(|(_, mark)| depth(mark)).min();
    marks
        .into_iter()
        .filter_map(|(start, mark)| match mark {
            Mark::Plain(depth, path) => (modules == Some(depth)).then(|| (start, of_path(path))),
            Mark::Sure(path) => Some((start, of_path(path))),
            Mark::End => Some((start, Origin::Own)),
        })
        .map(|(start, origin)| Section { start, origin })
        .collect()
}

fn marks(text: &str) -> Vec<(u32, Mark<'_>)> {
    let mut marks = Vec::new();
    let mut start = 0;
    for end in memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = &text[start..end];
        if line.len() <= MAX_LINE
            && let Some(mark) = mark(line)
        {
            marks.push((start as u32, mark));
        }
        start = end + 1;
    }
    marks
}

fn mark(line: &str) -> Option<Mark<'_>> {
    let plain = line.trim_start();
    let depth = line.len() - plain.len();
    let plain = plain.trim_end();
    if !plain.starts_with(['/', ';', '!']) {
        return None;
    }
    if plain.starts_with("//#endregion") || is_rule(plain) {
        return Some(Mark::End);
    }
    if let Some(path) = plain.strip_prefix("//#region ") {
        return module_path(path.trim()).map(Mark::Sure);
    }
    // `!*** ./node_modules/ajv/index.js + 3 modules ***!`, the middle line of webpack's box.
    if let Some(inner) = plain.strip_prefix("!*** ").and_then(|rest| rest.strip_suffix(" ***!")) {
        return module_path(inner.split(" + ").next()?.trim()).map(Mark::Sure);
    }
    // `/***/ "./node_modules/ajv/index.js":`
    if let Some(key) = plain.strip_prefix("/***/") {
        let key = key.trim_start();
        let quote = key.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (path, rest) = key[1..].split_once(quote)?;
        return rest.trim_start().starts_with(':').then(|| module_path(path)).flatten().map(Mark::Sure);
    }
    let comment = plain.trim_start_matches(';').strip_prefix("//")?.trim();
    match comment.strip_prefix("CONCATENATED MODULE:") {
        Some(path) => module_path(path.trim()).map(Mark::Sure),
        None => module_path(comment).map(|path| Mark::Plain(depth, path)),
    }
}

/// A line of asterisks alone.
fn is_rule(line: &str) -> bool {
    let inner = line.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    inner.is_some_and(|stars| stars.len() >= MIN_RULE && stars.bytes().all(|byte| byte == b'*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each section's line (from 1) and origin.
    fn shown(text: &str) -> Vec<String> {
        let line = |start: u32| text[..start as usize].matches('\n').count() + 1;
        sections(text).iter().map(|section| format!("{} {}", line(section.start), section.origin)).collect()
    }

    #[test]
    fn esbuild_and_bun_name_each_module_and_own_code_begins_again() {
        let text = "var a;\n\n// node_modules/zod/lib/index.mjs\nvar b;\n\n// ../../node_modules/.pnpm/@x+y@1.0.0/node_modules/@x/y/i.js\nvar c;\n\n// src/index.ts\nvar d;\n";
        assert_eq!(shown(text), ["3 bundled:zod", "6 bundled:@x/y", "9 own"]);
        let indented = "(() => {\n  // node_modules/zod/index.js\n  var a;\n    // deeper.js\n  // src/index.ts\n})();\n";
        assert_eq!(shown(indented), ["2 bundled:zod", "5 own"]);
    }

    #[test]
    fn a_comment_of_an_author_is_no_module() {
        assert_eq!(shown("// src/index.ts\nvar a;\n// helpers.js\n"), [] as [&str; 0]);
        let text = "// node_modules/zod/index.js\n// see node_modules/a/b.js\n  // inner.js\n// https://example.invalid/a.js\n";
        assert_eq!(shown(text), ["1 bundled:zod"]);
    }

    #[test]
    fn webpack_boxes_keys_and_concatenated_modules_are_known() {
        let rule = "*".repeat(72);
        let text = format!(
            "/***/ \"./node_modules/ajv/dist/ajv.js\":\n/*!***!*\\\n  !*** ./src/a.js + 2 modules ***!\n  \\***/\n;// CONCATENATED MODULE: ./node_modules/zod/index.js\n;// ./node_modules/six/a.js\n/{rule}/\n"
        );
        assert_eq!(shown(&text), ["1 bundled:ajv", "3 own", "5 bundled:zod", "6 bundled:six", "7 own"]);
    }

    #[test]
    fn regions_end_where_they_say() {
        let text = "//#region node_modules/zod/index.js\nvar a;\n//#endregion\nvar b;\n//#region src/index.ts\n//#endregion\n";
        assert_eq!(shown(text), ["1 bundled:zod", "3 own", "5 own", "6 own"]);
    }
}
