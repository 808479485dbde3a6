//! A source map, shipped beside a bundle or inside it → the origin of each part of the bundle.

use std::borrow::Cow;

use memchr::{memchr_iter, memmem};
use serde::Deserialize;

use crate::model::{Origin, RelPath};

use super::Section;
use super::mappings::{Segment, Segments};
use super::paths::{MARK, of_path};

/// Larger ones are not read: that of an 8 MB bundle, sources included, has some 30 MB.
const MAX_MAP: usize = 128 << 20;
/// A bundle of 8 MB changes hands some thousand times; what comes after so many is taken for the package's own.
const MAX_SECTIONS: usize = 1 << 18;

/// What is read of it; the sources themselves are skipped.
#[derive(Deserialize)]
struct Map<'m> {
    #[serde(borrow)]
    sources: Vec<Option<Cow<'m, str>>>,
    #[serde(borrow)]
    mappings: Cow<'m, str>,
}

/// Where a text says that its map is: the last such comment counts.
pub(super) fn url(text: &str) -> Option<&str> {
    const COMMENT: &str = "# sourceMappingURL=";
    let at = memmem::rfind(text.as_bytes(), COMMENT.as_bytes())?;
    let url = text[at + COMMENT.len()..].split(['\n', '\r']).next()?.trim_end_matches("*/").trim();
    (!url.is_empty()).then_some(url)
}

/// The file that a map's URL names, seen from the file that names it; none where it can be no file of the package.
pub(super) fn path(from: &RelPath, url: &str) -> Option<RelPath> {
    let plain = url.split(['?', '#']).next()?;
    (!plain.contains(':') && !plain.starts_with('/')).then(|| from.resolve(plain)).flatten()
}

/// The map that a `data:` URL holds.
pub(super) fn inline(url: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    let (kind, data) = url.strip_prefix("data:")?.split_once(',')?;
    let fits = kind.ends_with(";base64") && data.len() <= MAX_MAP;
    fits.then(|| base64::engine::general_purpose::STANDARD.decode(data).ok()).flatten()
}

/// The sections of the generated text; none where no source is another package's, or the map is no map.
pub(super) fn sections(map: &[u8], text: &str) -> Vec<Section> {
    if map.len() > MAX_MAP || memmem::find(map, MARK.as_bytes()).is_none() {
        return Vec::new();
    }
    let Ok(Map { sources, mappings }) = serde_json::from_slice::<Map<'_>>(map) else { return Vec::new() };
    let origins: Vec<Origin> = sources.iter().map(|source| source.as_deref().map_or(Origin::Own, of_path)).collect();
    if origins.iter().all(|origin| *origin == Origin::Own) {
        return Vec::new();
    }
    let mut sections: Vec<Section> = Vec::new();
    let mut place = Place::new(text);
    for Segment { line, column, source } in Segments::new(&mappings) {
        let Some(start) = place.go(line, column) else { break };
        if sections.len() == MAX_SECTIONS {
            sections.push(Section { start, origin: Origin::Own });
            break;
        }
        let origin = source.and_then(|source| origins.get(source as usize)).unwrap_or(&Origin::Own);
        if sections.last().map_or(&Origin::Own, |last| &last.origin) != origin {
            sections.push(Section { start, origin: origin.clone() });
        }
    }
    sections
}

/// Goes forward through a text by lines and UTF-16 columns.
struct Place<'t> {
    lines: Box<dyn Iterator<Item = usize> + 't>,
    text: &'t str,
    line: u32,
    column: u32,
    byte: usize,
    /// No byte of the text has more than one column.
    is_ascii: bool,
}

impl<'t> Place<'t> {
    fn new(text: &'t str) -> Self {
        let lines = Box::new(memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1));
        Self { lines, text, line: 0, column: 0, byte: 0, is_ascii: text.is_ascii() }
    }

    /// The byte of a place that is not before the last one; what lies beyond a line is its end, what lies before is where it
    /// stands. None beyond the text.
    fn go(&mut self, line: u32, column: u32) -> Option<u32> {
        if line > self.line {
            self.byte = self.lines.nth((line - self.line - 1) as usize)?;
            (self.line, self.column) = (line, 0);
        }
        if self.is_ascii {
            let further = column.saturating_sub(self.column);
            self.column += further;
            self.byte = (self.byte + further as usize).min(self.text.len());
        } else {
            let mut letters = self.text[self.byte..].chars();
            while self.column < column
                && let Some(letter) = letters.next().filter(|letter| *letter != '\n')
            {
                self.column += letter.len_utf16() as u32;
                self.byte += letter.len_utf8();
            }
        }
        u32::try_from(self.byte).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(map: &str, text: &str) -> Vec<String> {
        sections(map.as_bytes(), text).iter().map(|section| format!("{} {}", section.start, section.origin)).collect()
    }

    const SOURCES: &str = r#""sources":["../src/index.ts","../node_modules/zod/index.mjs"],"names":[]"#;

    #[test]
    fn lines_and_columns_of_a_map_tell_whose_code_it_is() {
        let map = format!(r#"{{"version":3,{SOURCES},"sourcesContent":["a",null],"mappings":"AAAA,ICAA,IDAA;ACAA;;;;AAAA"}}"#);
        assert_eq!(shown(&map, "own(zod(own(\nzod()"), ["4 bundled:zod", "8 own", "13 bundled:zod"]);
    }

    #[test]
    fn columns_are_counted_as_scripts_count_letters() {
        let map = format!(r#"{{{SOURCES},"mappings":"AAAA,MCAA"}}"#);
        assert_eq!(shown(&map, "'\u{1f980}é';zod()"), ["9 bundled:zod"]);
    }

    #[test]
    fn hostile_maps_say_nothing_and_end() {
        let text = "own();\n";
        for map in [
            "",
            "[]",
            "node_modules",
            r#"{"sources":["node_modules/a/b.js"],"mappings":7}"#,
            r#"{"sources":["node_modules/a/b.js"]}"#,
            r#"{"sources":["node_modules/a/b.js"],"mappings":"A////////////"}"#,
            r#"{"sources":["node_modules/a/b.js"],"mappings":";;;;;;AAAA"}"#,
            r#"{"sources":["node_modules/a/b.js"],"mappings":"AggggggggB"}"#,
            r#"{"sources":["node_modules/a/b.js",],"mappings":"AAAA"}"#,
        ] {
            assert_eq!(shown(map, text), [] as [&str; 0], "{map}");
        }
        let beyond = r#"{"sources":["node_modules/a/b.js"],"mappings":"ggggggBAAAA,DAAA"}"#;
        assert_eq!(shown(beyond, text), ["7 bundled:a"], "a column outside of any line is the end of the text");
        let nested = format!(r#"{{"sources":["node_modules/a/b.js"],"x":{}}}"#, "[".repeat(200_000));
        assert_eq!(shown(&nested, text), [] as [&str; 0]);
        let unknown = r#"{"sources":["node_modules/a/b.js"],"mappings":"AAAA,CEAA"}"#;
        assert_eq!(shown(unknown, text), ["0 bundled:a", "1 own"], "a source that is not there is nobody's");
    }

    #[test]
    fn a_map_that_changes_hands_at_every_letter_is_bounded() {
        let text = "a".repeat(MAX_SECTIONS + 100);
        let map = format!(r#"{{{SOURCES},"mappings":"ACAA{}"}}"#, ",CDAA,CCAA".repeat(MAX_SECTIONS));
        let sections = sections(map.as_bytes(), &text);
        assert_eq!((sections.len(), sections.last().map(|last| last.origin.clone())), (MAX_SECTIONS + 1, Some(Origin::Own)));
    }

    #[test]
    fn the_last_comment_names_the_map() {
        assert_eq!(url("a\n//# sourceMappingURL=a.map\nb\n//# sourceMappingURL=b.map \n"), Some("b.map"));
        assert_eq!(url("/*# sourceMappingURL=a.map */"), Some("a.map"));
        assert_eq!(url("a"), None);
        assert_eq!(inline("data:application/json;charset=utf-8;base64,e30="), Some(b"{}".to_vec()));
        assert_eq!(inline("data:application/json,{}"), None);
        let from = RelPath::new("dist/a.js").unwrap();
        assert_eq!(path(&from, "a.js.map").map(|path| path.to_string()).as_deref(), Some("dist/a.js.map"));
        assert_eq!(path(&from, "https://example.invalid/a.map"), None);
        assert_eq!(path(&from, "../../a.map"), None);
    }
}
