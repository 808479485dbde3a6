//! The files that something outside the package starts: commands, imports, hooks of installers.

use crate::model::{Location, RelPath};

/// A file that the package's manifest offers to others, or makes them run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub kind: EntryKind,
    /// The resolved file; the path as named where no such file is in the package.
    pub path: RelPath,
    /// Named, but not there.
    pub missing: bool,
    /// `main` of `acme.server:main`.
    pub function: Option<String>,
    /// The command, export, script or group that names it; empty where the place alone does.
    pub name: String,
    pub named_at: Location,
}

impl Entry {
    /// Somebody has to give a command for it: importing the package or installing it does not start it.
    pub fn is_command(&self) -> bool {
        match self.kind {
            EntryKind::Bin | EntryKind::ConsoleScript | EntryKind::Start => true,
            EntryKind::Module => self.path.file_name() == "__main__.py",
            EntryKind::Main | EntryKind::Export | EntryKind::InstallHook | EntryKind::Script | EntryKind::Plugin | EntryKind::Startup => {
                false
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// An executable that npm links, a wheel's `data/scripts`, or the program of an MCP bundle.
    Bin,
    /// What `require`/`import` of the package loads: `main`, `module`, `browser`.
    Main,
    /// A path or condition of `exports`.
    Export,
    /// Run by the installer itself: npm's install scripts, `setup.py` and in-tree build backends of source distributions.
    InstallHook,
    /// Named in a script that runs only when a person asks for it.
    Script,
    /// `console_scripts` and `gui_scripts`.
    ConsoleScript,
    /// Named in the script that `npm start` runs.
    Start,
    /// `__main__.py` and the top-level packages of a Python distribution.
    Module,
    /// An entry point of another group, which the program that owns the group loads.
    Plugin,
    /// Python runs it at each start: `*.pth`, `sitecustomize.py`, `usercustomize.py`.
    Startup,
}

/// A line of package.json's `scripts`, or a command that binding.gyp runs while it is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    pub name: String,
    pub command: String,
    pub trigger: Trigger,
    /// Files of the package that the command names, in order, those that are not there included.
    pub files: Vec<RelPath>,
    pub location: Location,
}

/// The name of a script that stands for a command in binding.gyp.
pub(super) const GYP: &str = "binding.gyp";

impl Script {
    /// A command of binding.gyp that asks where headers and libraries lie, as nearly all of them do.
    pub fn is_question(&self) -> bool {
        self.name == GYP && super::npm::is_build_question(&self.command)
    }

    /// It stands in binding.gyp, and runs while that is built.
    pub fn is_of_build(&self) -> bool {
        self.name == GYP
    }
}

/// Who starts a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    /// npm, on each install; also a script that such a one starts by `npm run`.
    Install,
    /// npm, when it installs from a git address only.
    GitInstall,
    /// A person.
    Demand,
}
