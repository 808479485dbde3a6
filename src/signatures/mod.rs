//! What is suspicious, as data: loads and checks `signatures/*.toml`, answers look-ups, gives their digest.

mod callee;
mod calls;
mod claims;
mod clients;
mod commands;
mod credentials;
mod entries;
mod entry;
mod env;
mod error;
#[cfg(test)]
mod examples;
mod glob;
mod hosts;
mod installers;
mod instructions;
mod kinds;
mod options;
mod passages;
mod paths;
mod pickled;
mod programs;
mod purposes;
mod roles;
mod servers;
mod source;
mod sources;
mod targets;
mod transport;
mod weights;

use std::fmt;
use std::path::Path;
use std::sync::OnceLock;

use crate::model::{Claim, Sha256};

pub use calls::{Also, Argument, CallSignature, Effect, Input, Runtime, Safe, Start};
pub use clients::{ClientSignature, Switch};
pub use commands::Command;
pub use credentials::{Credential, CredentialFormat};
pub use entries::{EntryPoint, Form, Registers};
pub use env::{EnvReader, SecretOwner, Takes};
pub use error::SignatureError;
pub use hosts::{HostClass, HostSignature};
pub use installers::InstallScript;
pub use instructions::{Family, Told};
pub use kinds::{Kind, Kinds};
pub use passages::{Does, Passage};
pub use paths::CredentialPath;
pub use pickled::PickledSignature;
pub use programs::{ProgramClass, ProgramSignature};
pub use purposes::Deed;
pub use roles::TokenPrinter;
pub use servers::{Alike, KnownPackages, Likeness};
pub use sources::{Listener, Orderer, SourceClass, SourceSignature};
pub use targets::{Mark, Target, TargetClass};
pub use transport::{UncheckedCall, UncheckedCommand, UncheckedOption};
pub use weights::{ByConfidence, Caps, Damping, DependencyWeights, FindingClass, Limits, Points, Weights};

use source::Texts;

const CHECKED: &str = "files of a folder are checked when they are loaded, the built-in ones by a test";
/// Nearly all that is asked of signatures is by name.
type HashMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;

/// All signature files, each parsed when it is first asked: an answer from the cache needs the digest only.
pub struct Signatures {
    texts: Texts,
    javascript: OnceLock<calls::Calls>,
    python: OnceLock<calls::Calls>,
    shell: OnceLock<calls::Calls>,
    passages: [OnceLock<passages::Passages>; 2],
    entries: OnceLock<entries::EntryPoints>,
    hosts: OnceLock<hosts::Hosts>,
    clients: OnceLock<clients::Clients>,
    env: OnceLock<env::Variables>,
    paths: OnceLock<paths::Paths>,
    credentials: OnceLock<credentials::Credentials>,
    pickled: OnceLock<pickled::PickledNames>,
    programs: OnceLock<programs::Programs>,
    roles: OnceLock<roles::Roles>,
    servers: OnceLock<servers::Servers>,
    options: OnceLock<options::Options>,
    purposes: OnceLock<purposes::Purposes>,
    claims: OnceLock<claims::Claims>,
    targets: OnceLock<targets::Targets>,
    sources: OnceLock<sources::Sources>,
    installers: OnceLock<installers::Installers>,
    instructions: OnceLock<instructions::Instructions>,
    transport: OnceLock<transport::Transport>,
    weights: Weights,
    digest: Sha256,
}

impl Signatures {
    /// Those that the program was built with.
    pub fn builtin() -> Self {
        Self::new(Texts::builtin()).expect(CHECKED)
    }

    /// Those of a folder: each file replaces the built-in one with the same path, the others stay. All are checked at once.
    pub fn load(folder: &Path) -> Result<Self, SignatureError> {
        let signatures = Self::new(Texts::read(folder)?)?;
        signatures.check()?;
        Ok(signatures)
    }

    fn new(texts: Texts) -> Result<Self, SignatureError> {
        Ok(Self {
            javascript: OnceLock::new(),
            python: OnceLock::new(),
            shell: OnceLock::new(),
            passages: [OnceLock::new(), OnceLock::new()],
            entries: OnceLock::new(),
            hosts: OnceLock::new(),
            clients: OnceLock::new(),
            env: OnceLock::new(),
            paths: OnceLock::new(),
            credentials: OnceLock::new(),
            pickled: OnceLock::new(),
            programs: OnceLock::new(),
            roles: OnceLock::new(),
            servers: OnceLock::new(),
            options: OnceLock::new(),
            purposes: OnceLock::new(),
            claims: OnceLock::new(),
            targets: OnceLock::new(),
            sources: OnceLock::new(),
            installers: OnceLock::new(),
            instructions: OnceLock::new(),
            transport: OnceLock::new(),
            weights: texts.parse(source::WEIGHTS, Weights::parse)?,
            digest: texts.digest(),
            texts,
        })
    }

    fn check(&self) -> Result<(), SignatureError> {
        let _ = self.javascript.set(self.texts.parse(source::JAVASCRIPT, calls::Calls::parse)?);
        let _ = self.python.set(self.texts.parse(source::PYTHON, calls::Calls::parse)?);
        let _ = self.shell.set(self.texts.parse(source::SHELL, calls::Calls::parse)?);
        for (at, file) in source::PASSAGES.into_iter().enumerate() {
            let _ = self.passages[at].set(self.texts.parse(file, passages::Passages::parse)?);
        }
        let _ = self.entries.set(self.texts.parse(source::ENTRIES, entries::EntryPoints::parse)?);
        let _ = self.hosts.set(self.texts.parse(source::HOSTS, hosts::Hosts::parse)?);
        let _ = self.clients.set(self.texts.parse(source::CLIENTS, clients::Clients::parse)?);
        let _ = self.env.set(self.texts.parse(source::ENV, env::Variables::parse)?);
        let _ = self.paths.set(self.texts.parse(source::PATHS, paths::Paths::parse)?);
        let _ = self.credentials.set(self.texts.parse(source::CREDENTIALS, credentials::Credentials::parse)?);
        self.credential_formats().check(self.texts.source(source::CREDENTIALS))?;
        let _ = self.pickled.set(self.texts.parse(source::PICKLED, pickled::PickledNames::parse)?);
        let _ = self.programs.set(self.texts.parse(source::PROGRAMS, programs::Programs::parse)?);
        let _ = self.roles.set(self.texts.parse(source::ROLES, roles::Roles::parse)?);
        let _ = self.servers.set(self.texts.parse(source::SERVERS, servers::Servers::parse)?);
        let _ = self.options.set(self.texts.parse(source::OPTIONS, options::Options::parse)?);
        let _ = self.purposes.set(self.texts.parse(source::PURPOSES, purposes::Purposes::parse)?);
        let _ = self.claims.set(self.texts.parse(source::CLAIMS, claims::Claims::parse)?);
        self.claims().check(self.texts.source(source::CLAIMS))?;
        let _ = self.targets.set(self.texts.parse(source::TARGETS, targets::Targets::parse)?);
        let _ = self.sources.set(self.texts.parse(source::SOURCES, sources::Sources::parse)?);
        let _ = self.installers.set(self.texts.parse(source::INSTALLERS, installers::Installers::parse)?);
        let _ = self.instructions.set(self.texts.parse(source::INSTRUCTIONS, instructions::Instructions::parse)?);
        let _ = self.transport.set(self.texts.parse(source::TRANSPORT, transport::Transport::parse)?);
        Ok(())
    }

    fn entry_points(&self) -> &entries::EntryPoints {
        self.entries.get_or_init(|| self.texts.parse(source::ENTRIES, entries::EntryPoints::parse).expect(CHECKED))
    }

    fn hosts(&self) -> &hosts::Hosts {
        self.hosts.get_or_init(|| self.texts.parse(source::HOSTS, hosts::Hosts::parse).expect(CHECKED))
    }

    fn clients(&self) -> &clients::Clients {
        self.clients.get_or_init(|| self.texts.parse(source::CLIENTS, clients::Clients::parse).expect(CHECKED))
    }

    fn env(&self) -> &env::Variables {
        self.env.get_or_init(|| self.texts.parse(source::ENV, env::Variables::parse).expect(CHECKED))
    }

    fn paths(&self) -> &paths::Paths {
        self.paths.get_or_init(|| self.texts.parse(source::PATHS, paths::Paths::parse).expect(CHECKED))
    }

    fn options(&self) -> &options::Options {
        self.options.get_or_init(|| self.texts.parse(source::OPTIONS, options::Options::parse).expect(CHECKED))
    }

    fn purposes(&self) -> &purposes::Purposes {
        self.purposes.get_or_init(|| self.texts.parse(source::PURPOSES, purposes::Purposes::parse).expect(CHECKED))
    }

    fn claims(&self) -> &claims::Claims {
        self.claims.get_or_init(|| self.texts.parse(source::CLAIMS, claims::Claims::parse).expect(CHECKED))
    }

    /// Over the names and the bytes of all files.
    pub fn digest(&self) -> Sha256 {
        self.digest
    }

    /// What calling `canonical` does: `child_process.exec`, `axios.create().get`, `pathlib.Path().read_text`.
    pub fn call(&self, runtime: Runtime, canonical: &str) -> Option<&CallSignature> {
        self.table(runtime).get(canonical)
    }

    /// What a method does on something of which only the last word of its written name is known.
    pub fn method<'n>(&self, runtime: Runtime, receiver: impl FnOnce() -> Option<&'n str>, method: &str) -> Option<&CallSignature> {
        self.table(runtime).method(receiver, method)
    }

    /// Every entry, in the order of the file.
    pub fn calls(&self, runtime: Runtime) -> &[CallSignature] {
        self.table(runtime).entries()
    }

    /// Whether the canonical name of a known function ends in the word.
    pub fn calls_end_in(&self, runtime: Runtime, word: &str) -> bool {
        self.table(runtime).end_in(word)
    }

    fn table(&self, runtime: Runtime) -> &calls::Calls {
        let (table, file) = match runtime {
            Runtime::JavaScript => (&self.javascript, source::JAVASCRIPT),
            Runtime::Python => (&self.python, source::PYTHON),
            Runtime::Shell => (&self.shell, source::SHELL),
        };
        table.get_or_init(|| self.texts.parse(file, calls::Calls::parse).expect(CHECKED))
    }

    /// What a method of this name makes known to those who may ask, whatever it is called on: `registerTool`.
    pub fn registration(&self, runtime: Runtime, method: &str) -> Option<&EntryPoint> {
        self.entry_points().method(runtime, method)
    }

    /// What a function of this canonical name makes known: `http.createServer`.
    pub fn registrar(&self, runtime: Runtime, canonical: &str) -> Option<&EntryPoint> {
        self.entry_points().callee(runtime, canonical)
    }

    /// Which requests a handler answers that is set for this schema or wire name: `tools/call`.
    pub fn request(&self, name: &str) -> Option<&EntryPoint> {
        self.entry_points().request(name)
    }

    /// What is known of a host (lower case, no port) or of a domain above it; the nearest entry wins.
    pub fn host(&self, host: &str) -> Option<&HostSignature> {
        self.hosts().host(host)
    }

    /// As [`Self::host`], but entries about a path of the host come first: `discord.com` with `/api/webhooks/1/x`.
    pub fn address(&self, host: &str, path: &str) -> Option<&HostSignature> {
        self.hosts().address(host, path)
    }

    /// The address is there to be told how programs are used.
    pub fn is_telemetry(&self, host: &str, path: &str) -> bool {
        self.address(host, path).is_some_and(|signature| signature.class == HostClass::Telemetry)
    }

    /// Names that ordinary programs read without telling: `PATH`, `NODE_ENV`, `LC_ALL`.
    pub fn is_harmless_variable(&self, name: &str) -> bool {
        self.env().is_harmless(name)
    }

    /// What a function with this canonical name reads of the environment.
    pub fn env_reader(&self, callee: &str) -> Option<&EnvReader> {
        self.env().reader(callee)
    }

    /// Whose secret a variable is by convention: `AWS_SECRET_ACCESS_KEY` is Amazon's.
    pub fn secret_owner(&self, name: &str) -> Option<&SecretOwner> {
        self.env().secret_owner(name)
    }

    /// The name sounds like a secret, or is a well-known one.
    pub fn is_secret_variable(&self, name: &str) -> bool {
        self.env().is_secret(name)
    }

    /// A name that programs of all kinds give to a secret: `API_KEY`, `JWT_SECRET`.
    pub fn is_common_secret(&self, name: &str) -> bool {
        self.env().is_common_secret(name)
    }

    /// The store that a folded path leads into; `~` is the home, `*` an unknown part.
    pub fn credential(&self, path: &str) -> Option<&CredentialPath> {
        self.paths().credential(path)
    }

    /// What a constant shell command is known for. A [`ProgramClass::KnownTool`] only when every program in it is one.
    pub fn command(&self, text: &str) -> Option<&ProgramSignature> {
        self.programs().command(text)
    }

    /// As [`Self::command`], for a program that is started with its arguments apart.
    pub fn program(&self, words: &[&str]) -> Option<&ProgramSignature> {
        self.programs().program(words)
    }

    /// What stands behind `option` (`-o`, `--output=…`) is a file that `program` writes.
    pub fn writes_after(&self, program: &str, option: &str) -> bool {
        self.options().file(program, option, Some(options::Handles::Writes)).is_some()
    }

    /// The same for a file that it reads.
    pub fn reads_after(&self, program: &str, option: &str) -> bool {
        self.options().file(program, option, Some(options::Handles::Reads)).is_some()
    }

    /// The word behind `option` is an argument of its own and not the option's value; `command` is `log` in `git log`.
    pub fn stands_alone(&self, program: &str, command: &str, option: &str) -> bool {
        self.options().stands_alone(program, command, option)
    }

    /// An option that somebody slips in makes the program run others, or write and read any file.
    pub fn is_option_dangerous(&self, program: &str) -> bool {
        self.options().obedient(program).is_some()
    }

    /// What a sentence of a document says that the package as a whole never does; `headings` is what it stands under.
    pub fn claims_of(&self, sentence: &str, headings: &str) -> Vec<Claim> {
        self.claims().said(sentence, headings)
    }

    pub fn weights(&self) -> &Weights {
        &self.weights
    }
}

/// The digest says it all.
impl fmt::Debug for Signatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signatures").field("digest", &self.digest).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_have_the_same_digest_and_a_changed_one_has_another() {
        let folder = tempfile::tempdir().unwrap();
        let weights = Texts::builtin().get(source::WEIGHTS).to_owned();
        std::fs::write(folder.path().join(source::WEIGHTS), &weights).unwrap();
        assert_eq!(Signatures::load(folder.path()).unwrap().digest(), Signatures::builtin().digest());
        std::fs::write(folder.path().join(source::WEIGHTS), weights + "\n# changed\n").unwrap();
        assert_ne!(Signatures::load(folder.path()).unwrap().digest(), Signatures::builtin().digest());
    }

    #[test]
    fn a_file_of_the_folder_replaces_the_built_in_one() {
        let folder = tempfile::tempdir().unwrap();
        let one = "[[path]]\nid = \"vault\"\nholds = \"secrets\"\nseverity = \"high\"\npatterns = [\"~/.vault/*\"]\nwhy = \"w\"\nexample = \"~/.vault/a\"\nclean = [\"~/a\"]\n";
        std::fs::write(folder.path().join(source::PATHS), one).unwrap();
        let signatures = Signatures::load(folder.path()).unwrap();
        assert_eq!(signatures.credential("~/.vault/a").map(|path| path.id.as_str()), Some("vault"));
        assert!(signatures.credential("~/.ssh/id_rsa").is_none());
        assert!(signatures.call(Runtime::Python, "os.system").is_some());
    }

    #[test]
    fn the_built_in_files_pass_every_check() {
        Signatures::builtin().check().unwrap();
    }

    #[test]
    fn an_unknown_key_is_an_error_with_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(source::HOSTS), "[[host]]\nid = \"a\"\nhots = []\n").unwrap();
        let error = Signatures::load(folder.path()).unwrap_err().to_string();
        assert!(error.starts_with("hosts.toml:3: unknown field `hots`"), "{error}");
    }

    #[test]
    fn loading_takes_no_time_that_a_person_notices() {
        let best = (0..10).map(|_| {
            let begin = std::time::Instant::now();
            Signatures::builtin().check().unwrap();
            begin.elapsed()
        });
        let best = best.min().expect("ten runs");
        // Without optimisation it takes twenty times as long, on a machine that runs other tests as well.
        let limit = if cfg!(debug_assertions) { 1000 } else { 5 };
        println!("loaded in {best:?}");
        assert!(best < std::time::Duration::from_millis(limit), "{best:?}");
    }
}
