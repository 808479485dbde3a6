//! One thing that is not as it was.

use crate::model::{Finding, Location, Origin, Severity};

use super::words::Piece;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub weight: Weight,
    pub kind: Kind,
    pub turn: Turn,
    /// What it is about: `api.acme.example`, `send_mail`, `dist/index.js`; `*` for what is only known at run time.
    pub subject: String,
    /// What was there before, where there is more to say than the subject.
    pub old: Option<String>,
    pub new: Option<String>,
    /// What something new says of its inputs: name and text.
    pub inputs: Vec<(String, String)>,
    /// Clauses that a reader should know beside it: `no document names it`.
    pub remarks: Vec<String>,
    /// In the new version; in the old one of what is gone.
    pub place: Option<Location>,
    pub origin: Origin,
    /// Both texts at once, where `old` and `new` are texts.
    pub words: Vec<Piece>,
    pub finding: Option<Box<Finding>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// The new version can do what the old one could not, or tells a model something else.
    Power,
    /// Less is known of who stands behind it.
    Trust,
    /// Code that runs and can no longer be read.
    Unread,
    /// A finding that the old version had not.
    Finding,
    /// More of what the old version could do as well, and what grants nothing by itself.
    Detail,
    /// What the old version could do, or what was found in it, and is no more.
    Gone,
    /// A file that is another one now.
    File,
}

/// In the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    InstallScript,
    Recipient,
    Host,
    Process,
    CodeEval,
    Native,
    Credential,
    Instructions,
    Prompt,
    Resource,
    PromptInput,
    ToolDescription,
    Tool,
    ToolAbility,
    ToolAnnotation,
    ToolInput,
    Dependency,
    Env,
    NetworkListen,
    Database,
    FileDelete,
    FileWrite,
    FileRead,
    Script,
    Provenance,
    Publisher,
    Gap,
    Finding,
    Note,
    File,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    Added,
    Changed,
    /// The same file under another path.
    Moved,
    Removed,
}

impl Change {
    pub(super) fn new(weight: Weight, kind: Kind, turn: Turn, subject: &str) -> Self {
        Self {
            weight,
            kind,
            turn,
            subject: subject.to_owned(),
            old: None,
            new: None,
            inputs: Vec::new(),
            remarks: Vec::new(),
            place: None,
            origin: Origin::Own,
            words: Vec::new(),
            finding: None,
        }
    }

    /// It is there now; how much that means is the weight.
    pub(super) fn added(weight: Weight, kind: Kind, subject: &str) -> Self {
        Self::new(weight, kind, Turn::Added, subject)
    }

    pub(super) fn gone(kind: Kind, subject: &str) -> Self {
        Self::new(Weight::Gone, kind, Turn::Removed, subject)
    }

    pub(super) fn texts(self, old: Option<&str>, new: Option<&str>) -> Self {
        Self { old: old.map(str::to_owned), new: new.map(str::to_owned), ..self }
    }

    pub(super) fn at(self, location: &Location, origin: &Origin) -> Self {
        Self { place: Some(location.clone()), origin: origin.clone(), ..self }
    }

    /// Adds the clause where it holds.
    pub(super) fn remark(mut self, holds: bool, clause: &str) -> Self {
        if holds {
            self.remarks.push(clause.to_owned());
        }
        self
    }

    /// A person should look at it before the new version takes the old one's place.
    pub(super) fn wants_a_look(&self) -> bool {
        match self.weight {
            Weight::Power | Weight::Trust | Weight::Unread => true,
            Weight::Finding => self.finding.as_ref().is_some_and(|finding| finding.severity >= Severity::High),
            Weight::Detail | Weight::Gone | Weight::File => false,
        }
    }
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InstallScript => "install-script",
            Self::Recipient => "recipient",
            Self::Host => "host",
            Self::Process => "process",
            Self::CodeEval => "code-eval",
            Self::Native => "native",
            Self::Credential => "credential-store",
            Self::Instructions => "instructions",
            Self::Prompt => "prompt",
            Self::Resource => "resource",
            Self::PromptInput => "prompt-input",
            Self::ToolDescription => "tool-description",
            Self::Tool => "tool",
            Self::ToolAbility => "tool-ability",
            Self::ToolAnnotation => "tool-annotation",
            Self::ToolInput => "tool-input",
            Self::Dependency => "dependency",
            Self::Env => "env",
            Self::NetworkListen => "network-listen",
            Self::Database => "database",
            Self::FileDelete => "file-delete",
            Self::FileWrite => "file-write",
            Self::FileRead => "file-read",
            Self::Script => "script",
            Self::Provenance => "provenance",
            Self::Publisher => "publisher",
            Self::Gap => "gap",
            Self::Finding => "finding",
            Self::Note => "note",
            Self::File => "file",
        }
    }
}

impl Weight {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Power => "power",
            Self::Trust => "trust",
            Self::Unread => "unread",
            Self::Finding => "finding",
            Self::Detail => "detail",
            Self::Gone => "gone",
            Self::File => "file",
        }
    }
}

impl Turn {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Removed => "removed",
        }
    }
}
