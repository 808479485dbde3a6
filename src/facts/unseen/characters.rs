//! Runs of characters that have no shape of their own.

/// Shorter runs are what emoji and scripts are made of.
const MIN_RUN: usize = 4;
/// Icon fonts keep their signs in private areas; a text that is hidden there is longer.
const MIN_PRIVATE: usize = 64;
/// A flag of a region: a black flag, up to six letters and an end mark.
const FLAG: char = '\u{1F3F4}';
const FLAG_TAGS: usize = 7;

/// Consecutive characters that show nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Bytes of the text.
    pub start: usize,
    pub end: usize,
    pub count: usize,
    pub kind: RunKind,
    /// They rise one by one, as in a table of all such characters.
    pub is_table: bool,
}

/// What most of a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunKind {
    /// Variation selectors: 256 of them, one for each byte.
    Selectors,
    /// The invisible copy of ASCII.
    Tags,
    /// Zero-width spaces and joiners, word joiners, byte order marks.
    ZeroWidth,
    /// Letters without a shape.
    Fillers,
    /// Code points to which no standard gives a meaning.
    Private,
}

impl RunKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Selectors => "variation selectors",
            Self::Tags => "tag characters",
            Self::ZeroWidth => "zero-width characters",
            Self::Fillers => "invisible letters",
            Self::Private => "characters of a private area",
        }
    }

    fn of(character: char) -> Option<Self> {
        Some(match character {
            '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Self::Selectors,
            '\u{E0000}'..='\u{E007F}' => Self::Tags,
            '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' => Self::ZeroWidth,
            '\u{FEFF}' | '\u{180E}' | '\u{034F}' => Self::ZeroWidth,
            '\u{3164}' | '\u{FFA0}' | '\u{115F}' | '\u{1160}' => Self::Fillers,
            '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' => Self::Private,
            _ => return None,
        })
    }

    fn least(self) -> usize {
        match self {
            Self::Selectors | Self::Tags | Self::ZeroWidth | Self::Fillers => MIN_RUN,
            Self::Private => MIN_PRIVATE,
        }
    }
}

/// In the order of the text. Costs nothing where all is ASCII.
pub fn invisible_runs(text: &str) -> Vec<Run> {
    let mut found = Vec::new();
    if text.is_ascii() {
        return found;
    }
    let (mut run, mut before): (Option<Run>, char) = (None, '\0');
    // The last character beyond ASCII, and where it ends.
    let (mut last, mut end) = ('\0', 0);
    for (at, character) in beyond_ascii(text) {
        if at > end {
            // ASCII stands between, which ends every run.
            found.extend(run.take().filter(|run| matters(run, before)));
            last = '\0';
        }
        end = at + character.len_utf8();
        match (RunKind::of(character), &mut run) {
            (Some(_), Some(run)) => {
                run.end = end;
                run.count += 1;
                run.is_table &= character > last;
            }
            (Some(kind), None) => {
                before = last;
                run = Some(Run { start: at, end, count: 1, kind, is_table: true });
            }
            (None, _) => found.extend(run.take().filter(|run| matters(run, before))),
        }
        last = character;
    }
    found.extend(run.filter(|run| matters(run, before)));
    found
}

/// The characters that are not ASCII, with their places: nearly all text is, and is passed over many bytes at a time.
pub(super) fn beyond_ascii(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += ascii_prefix(&text.as_bytes()[at..]);
        let character = text[at..].chars().next()?;
        let place = at;
        at += character.len_utf8();
        Some((place, character))
    })
}

fn ascii_prefix(bytes: &[u8]) -> usize {
    let whole: usize = bytes.chunks(64).take_while(|part| part.is_ascii()).map(<[u8]>::len).sum();
    whole + bytes[whole..].iter().position(|byte| !byte.is_ascii()).unwrap_or(0)
}

fn matters(run: &Run, before: char) -> bool {
    let is_flag = before == FLAG && run.count <= FLAG_TAGS;
    run.count >= run.kind.least() && !is_flag
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(RunKind, usize, bool)> {
        invisible_runs(text).iter().map(|run| (run.kind, run.count, run.is_table)).collect()
    }

    #[test]
    fn long_runs_are_found_with_their_place() {
        let text = format!("const s = '{}';", "\u{E0123}\u{FE01}".repeat(10));
        assert_eq!(kinds(&text), [(RunKind::Selectors, 20, false)]);
        let run = invisible_runs(&text)[0];
        assert_eq!((run.start, &text[run.end..]), (11, "';"));
        assert_eq!(kinds(&format!("x{}", "\u{E0061}\u{E0020}".repeat(3))), [(RunKind::Tags, 6, false)]);
        assert_eq!(kinds(&"\u{3164}\u{FFA0}".repeat(8)), [(RunKind::Fillers, 16, false)]);
        assert_eq!(kinds(&"\u{E001}\u{E000}".repeat(40)), [(RunKind::Private, 80, false)]);
    }

    #[test]
    fn ascii_between_them_ends_a_run() {
        let run = "\u{200B}".repeat(3);
        assert_eq!(kinds(&format!("{run}x{run}")), []);
        assert_eq!(
            kinds(&format!("{}x{run}\u{200C}", "\u{200B}".repeat(4))),
            [(RunKind::ZeroWidth, 4, false), (RunKind::ZeroWidth, 4, false)]
        );
    }

    #[test]
    fn what_is_beyond_ascii_is_found_wherever_it_stands() {
        for before in 0..200 {
            let text = format!("{}é{}ü", "a".repeat(before), "b".repeat(70));
            assert_eq!(beyond_ascii(&text).collect::<Vec<_>>(), [(before, 'é'), (before + 72, 'ü')]);
        }
        assert_eq!(beyond_ascii("plain").next(), None);
    }

    #[test]
    fn emoji_flags_and_scripts_are_no_runs() {
        let family = "👨\u{200D}👩\u{200D}👧 ❤\u{FE0F}\u{200D}🔥 1\u{FE0F}\u{20E3}";
        let wales = "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}";
        for text in [family, wales, "\u{FEFF}x", "می\u{200C}خواهم", "ไทย\u{200B}ภาษา", "\u{E0A0}\u{E0B0}\u{F00C}"] {
            assert_eq!(kinds(text), [], "{text:?}");
        }
    }

    #[test]
    fn a_table_of_such_characters_is_told_apart() {
        assert_eq!(kinds("\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}"), [(RunKind::ZeroWidth, 5, true)]);
    }
}
