use std::collections::{BTreeSet, HashMap};

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::shipped::{Handling, Names, handled};
use crate::facts::{Moment, Place, is_test_path};
use crate::manifest::Trigger;
use crate::model::{Category, Confidence, File, Location, RelPath, Severity};
use crate::syntax::ir::Expr;
use crate::syntax::{Language, ParseBudget, parse};
use crate::unpack::{Family, Format, behind_image};

pub(super) static DETECTOR: Detector = Detector {
    id: "disguised-file",
    category: Category::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 434,
    docs: include_str!("disguised_file.md"),
    check,
};

/// Less than this behind an image is a mark of the tool that made it.
const MIN_BEHIND: usize = 64;
/// Words of programs, of which a text that is one has several.
const CODE_WORDS: [&str; 16] = [
    "require(",
    "import ",
    "function",
    "=>",
    "def ",
    "exec(",
    "eval(",
    "module.exports",
    "const ",
    "var ",
    "process.",
    "subprocess",
    "#!/",
    "powershell",
    "curl ",
    "os.system",
];
/// From how many on it is one.
const MIN_WORDS: usize = 2;
/// Longer documents are not tried as programs.
const MAX_PROGRAM: usize = 256 << 10;
/// The head of a file tells what it is.
const HEAD: usize = 64 << 10;

/// What a file is said to be by its name, and what it is.
struct Disguise<'e> {
    file: &'e File,
    what: String,
    /// Harm needs no more than to start it.
    is_program: bool,
    /// Documents quote code; only what runs one makes it a program.
    is_quoted: bool,
}

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    if evidence.is_of_texts() {
        return;
    }
    let disguises: Vec<Disguise<'_>> = evidence.files().iter().filter_map(disguise).collect();
    let names = Names::of(disguises.iter().map(|disguise| &disguise.file.path));
    let uses = handled(evidence.program, evidence.facts, &names);
    let hooked = run_at_install(evidence);
    for disguise in &disguises {
        let path = &disguise.file.path;
        let is_run = |(handling, _): &(Handling, Place)| matches!(handling, Handling::Loaded | Handling::Started | Handling::Unlocked);
        let is_run = hooked.contains(path) || uses.get(path).is_some_and(is_run);
        if disguise.is_quoted && !(is_run && is_whole_program(&disguise.file.bytes)) {
            continue;
        }
        let severity = severity(evidence, disguise, &uses, hooked.contains(path));
        let mut draft = findings.on(Location::line(path.clone(), 1), format!("is {}", disguise.what));
        if let Some((handling, place)) = uses.get(path) {
            draft = draft.step(&evidence.location(*place), told(*handling));
        }
        let is_idle = is_test_path(path) && !uses.contains_key(path);
        findings.add(draft.severity(if is_idle { Severity::Info } else { severity }));
    }
}

fn told(handling: Handling) -> &'static str {
    match handling {
        Handling::Named => "is named here",
        Handling::Read => "is read here",
        Handling::Unlocked => "is made executable here",
        Handling::Loaded => "is loaded as code here",
        Handling::Started => "is started here",
    }
}

/// The files that the scripts of an installation name.
fn run_at_install(evidence: Evidence<'_>) -> BTreeSet<&RelPath> {
    let scripts = evidence.manifest.scripts.iter().filter(|script| match script.trigger {
        Trigger::Install => true,
        Trigger::GitInstall | Trigger::Demand => false,
    });
    scripts.flat_map(|script| &script.files).collect()
}

fn severity(evidence: Evidence<'_>, disguise: &Disguise<'_>, uses: &HashMap<&RelPath, (Handling, Place)>, is_hooked: bool) -> Severity {
    let Some((handling, place)) = uses.get(&disguise.file.path) else {
        return match (is_hooked, disguise.is_program) {
            (true, _) => Severity::Critical,
            (false, true) => Severity::High,
            (false, false) => Severity::Low,
        };
    };
    let runs = match evidence.moment(*place) {
        Moment::Install | Moment::Load | Moment::Use => true,
        Moment::Never => false,
    };
    match handling {
        _ if is_hooked => Severity::Critical,
        Handling::Started | Handling::Loaded | Handling::Unlocked if runs => Severity::Critical,
        Handling::Read | Handling::Named if disguise.is_program && runs => Severity::Critical,
        Handling::Started | Handling::Loaded | Handling::Unlocked | Handling::Read => Severity::High,
        Handling::Named if disguise.is_program => Severity::High,
        Handling::Named => Severity::Medium,
    }
}

pub(super) fn is_disguised(file: &File) -> bool {
    disguise(file).is_some_and(|disguise| !disguise.is_quoted)
}

fn disguise(file: &File) -> Option<Disguise<'_>> {
    let claim = claim(&file.path)?;
    let found = Format::of(&file.bytes);
    let made = |what: String, is_program| Some(Disguise { file, what, is_program, is_quoted: false });
    if let Some(format) = found {
        return match format.family() {
            Family::MachineCode => made(format!("{} under the name of {}", format.as_str(), claim.as_str()), true),
            Family::Archive => made(format!("{} under the name of {}", format.as_str(), claim.as_str()), false),
            Family::Image if claim == Claim::Source => made(format!("{} and code at once", format.as_str()), true),
            Family::Image => appended(file, claim),
            Family::Font | Family::Media | Family::Document => None,
        };
    }
    match claim {
        Claim::Image | Claim::Font | Claim::Media | Claim::Document => {
            reads_as_code(&file.bytes).then_some(()).and_then(|()| made(format!("code under the name of {}", claim.as_str()), true))
        }
        // Data is loaded by the same words as code; a list of names and texts parses as either.
        Claim::Text if !matches!(file.path.extension(), Some("json" | "map")) && reads_as_code(&file.bytes) => {
            Some(Disguise { file, what: "code under the name of a text".to_owned(), is_program: true, is_quoted: true })
        }
        Claim::Text | Claim::Source => None,
    }
}

/// Nothing but code: it parses without an error in one of the languages, or says who runs it.
fn is_whole_program(bytes: &[u8]) -> bool {
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| bytes.len() <= MAX_PROGRAM) else { return false };
    let parses = |language| {
        let module = parse(text, language, &ParseBudget::default()).ok().filter(|module| module.parse.error_bytes == 0);
        module.is_some_and(|module| module.iter().any(|(_, expr)| matches!(expr, Expr::Call(..))))
    };
    text.starts_with("#!") || parses(Language::JavaScript) || parses(Language::Python)
}

/// An image with something else behind its end.
fn appended(file: &File, claim: Claim) -> Option<Disguise<'_>> {
    let image = Format::of(&file.bytes)?;
    // `GIF89a=1;`: a comment or an assignment where the size should stand.
    if image == Format::Gif && matches!(file.bytes.get(6..8), Some(b"/*" | b"=1" | b"= " | b"='" | b"=\"" | b"=0")) {
        return Some(Disguise { file, what: "an image and code at once".to_owned(), is_program: true, is_quoted: false });
    }
    let rest = behind_image(&file.bytes)?;
    let rest = &rest[rest.iter().position(|byte| !matches!(byte, 0 | b'\r' | b'\n' | b' ')).unwrap_or_default()..];
    let (what, is_program) = match Format::of(rest).map(|format| (format, format.family())) {
        Some((format, Family::MachineCode)) => (format.as_str(), true),
        Some((format, Family::Archive)) => (format.as_str(), false),
        Some((_, Family::Image | Family::Font | Family::Media | Family::Document)) => return None,
        None if reads_as_code(rest) => ("code", true),
        // Cameras and phones put data of their own behind photographs.
        None if image == Format::Png && rest.len() >= MIN_BEHIND => ("data that belongs to no image", false),
        None => return None,
    };
    Some(Disguise { file, what: format!("{} with {what} behind it", claim.as_str()), is_program, is_quoted: false })
}

fn reads_as_code(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
        Err(_) => return false,
    };
    // Vector images and pages of errors are saved under any name.
    let is_markup = text.trim_start().starts_with('<');
    !is_markup && !text.contains('\0') && CODE_WORDS.iter().filter(|word| text.contains(**word)).take(MIN_WORDS).count() == MIN_WORDS
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claim {
    Text,
    Source,
    Image,
    Font,
    Media,
    Document,
}

impl Claim {
    fn as_str(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Source => "source code",
            Self::Image => "an image",
            Self::Font => "a font",
            Self::Media => "sound or video",
            Self::Document => "a document",
        }
    }
}

/// What the extension says; none where it says nothing that the bytes could belie.
fn claim(path: &RelPath) -> Option<Claim> {
    Some(match path.extension()?.to_ascii_lowercase().as_str() {
        "txt" | "md" | "rst" | "json" | "yaml" | "yml" | "toml" | "xml" | "csv" | "html" | "htm" | "css" | "map" | "log" | "ini"
        | "cfg" => Claim::Text,
        "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" | "py" | "pyi" | "sh" => Claim::Source,
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "ico" | "bmp" | "tif" | "tiff" | "svg" | "avif" => Claim::Image,
        "woff" | "woff2" | "ttf" | "otf" | "eot" => Claim::Font,
        "mp3" | "mp4" | "wav" | "ogg" | "webm" | "m4a" | "mov" | "flac" => Claim::Media,
        "pdf" => Claim::Document,
        _ => return None,
    })
}
