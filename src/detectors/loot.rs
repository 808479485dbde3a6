//! What a call takes along, out of the ingredients of what it sends.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::Evidence;
use crate::facts::{Ingredient, Place, is_of_settings};
use crate::model::Severity;
use crate::signatures::{CredentialPath, HostClass, ProgramClass, SourceClass};

use super::around::given_later;

/// Everything of worth that one call takes, with where each comes from.
#[derive(Debug, Default)]
pub(super) struct Loot<'e> {
    pub environment: Option<Place>,
    /// Credential stores by their ids.
    pub stores: BTreeMap<&'e str, (&'e CredentialPath, Place)>,
    /// What the user types, sees or copies, what browsers and the cloud keep.
    pub private: BTreeMap<String, (Private, Place)>,
    /// Variables that are somebody's secret by convention.
    pub secrets: BTreeMap<String, Place>,
    /// What tells the machine or its user from others.
    pub identity: BTreeMap<&'e str, Place>,
    /// What most programs send along.
    pub surroundings: BTreeSet<&'e str>,
    /// All settings of a project: `.env`.
    pub settings: Option<Place>,
    /// A folder that is gone through, with what lies in it.
    pub sweep: Option<Place>,
    /// A command that prints a secret which another program keeps.
    pub printed: Option<(&'e str, Place)>,
}

/// How private it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Private {
    /// A tool may show it to whoever asks: the screen, the clipboard.
    Shown,
    /// Nobody's to send: keystrokes, stored passwords, cloud credentials.
    Kept,
}

/// Variables that say who and where the machine is.
const USERS: [&str; 6] = ["USER", "USERNAME", "LOGNAME", "SUDO_USER", "USERPROFILE", "USERDOMAIN"];
const MACHINES: [&str; 4] = ["HOSTNAME", "COMPUTERNAME", "HOST", "USERDNSDOMAIN"];
/// Programs whose output says so.
const TELLING: [(&str, &str); 14] = [
    ("whoami", USER),
    ("hostname", MACHINE),
    ("id", USER),
    ("uname", MACHINE),
    ("ifconfig", NETWORK),
    ("ipconfig", NETWORK),
    ("ip", NETWORK),
    ("systeminfo", MACHINE),
    ("scutil", MACHINE),
    ("wmic", MACHINE),
    ("ioreg", MACHINE),
    ("net", USER),
    ("users", USER),
    ("hostnamectl", MACHINE),
];
const USER: &str = "the user's name";
const MACHINE: &str = "the machine's name";
const NETWORK: &str = "the machine's network addresses";

impl<'e> Loot<'e> {
    pub fn of(evidence: Evidence<'e>, ingredients: &'e [(Ingredient, Place)]) -> Self {
        let mut loot = Self::default();
        let is_input = ingredients.iter().any(|(ingredient, _)| matches!(ingredient, Ingredient::Input(_)));
        let has_file = ingredients.iter().any(|(ingredient, _)| matches!(ingredient, Ingredient::File(_)));
        for (ingredient, place) in ingredients {
            match ingredient {
                Ingredient::Environment => loot.environment = Some(*place),
                Ingredient::Variable(name) => loot.variable(evidence, name, *place),
                Ingredient::File(path) => {
                    loot.file(evidence, path, *place);
                    if is_of_settings(path) {
                        loot.settings = Some(*place);
                    }
                    if is_whole(path) {
                        loot.sweep = Some(*place);
                    }
                }
                Ingredient::Folder(path) => {
                    loot.file(evidence, path, *place);
                    if has_file && !is_input && is_of_a_person(path) {
                        loot.sweep = Some(*place);
                    }
                }
                Ingredient::Source { class, tells, .. } => loot.source(*class, tells, *place),
                Ingredient::Output(command) => loot.output(evidence, command, *place),
                Ingredient::Answer(Some(host)) => loot.answer(evidence, host, *place),
                Ingredient::Input(name) if is_of_a_wallet(name) => {
                    loot.private.insert("the private key that a caller gives".to_owned(), (Private::Kept, *place));
                }
                Ingredient::Answer(None) | Ingredient::Input(_) | Ingredient::Order(_) => {}
            }
        }
        loot
    }

    fn variable(&mut self, evidence: Evidence<'e>, name: &str, place: Place) {
        if USERS.contains(&name) {
            self.identity.insert(USER, place);
        } else if MACHINES.contains(&name) {
            self.identity.insert(MACHINE, place);
        } else if is_of_a_wallet(name) && evidence.signatures.secret_owner(name).is_none() {
            self.private.insert(format!("the private key in `{name}`"), (Private::Kept, place));
        } else if evidence.signatures.secret_owner(name).is_some() {
            self.secrets.insert(name.to_owned(), place);
        }
    }

    fn file(&mut self, evidence: Evidence<'e>, path: &str, place: Place) {
        if matches!(path, "/etc/hostname" | "/etc/machine-id" | "/var/lib/dbus/machine-id" | "/etc/hosts" | "/proc/version") {
            self.identity.insert(MACHINE, place);
        }
        let Some(store) = evidence.signatures.credential(path) else { return };
        match store.severity {
            Severity::Critical | Severity::High => {
                let place = given_later(evidence, path, place).unwrap_or(place);
                self.stores.insert(store.id.as_str(), (store, place));
            }
            // `/etc/passwd`: no secret, but names.
            Severity::Medium if store.id == "system-users" => {
                self.identity.insert("the machine's user names", place);
            }
            Severity::Medium | Severity::Low | Severity::Info => {}
        }
    }

    fn source(&mut self, class: SourceClass, tells: &'e str, place: Place) {
        let private = match class {
            SourceClass::HostIdentity => {
                self.identity.insert(tells, place);
                return;
            }
            SourceClass::Surroundings => {
                self.surroundings.insert(tells);
                return;
            }
            SourceClass::Clipboard | SourceClass::Screen | SourceClass::Camera => Private::Shown,
            SourceClass::Keys | SourceClass::Browser | SourceClass::Passwords | SourceClass::Cloud | SourceClass::Wallet => Private::Kept,
        };
        self.private.insert(tells.to_owned(), (private, place));
    }

    fn output(&mut self, evidence: Evidence<'e>, command: &'e str, place: Place) {
        if evidence.signatures.command(command).is_some_and(|signature| signature.class == ProgramClass::CredentialDump) {
            self.printed = Some((command, place));
        }
        let program = |segment: &str| {
            let first = segment.split_whitespace().next().unwrap_or_default();
            first.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe").to_ascii_lowercase()
        };
        for segment in command.split(['|', ';', '&', '\n']).take(16) {
            let program = program(segment);
            let is_bare = segment.split_whitespace().count() == 1;
            if is_bare && matches!(program.as_str(), "printenv" | "set" | "env") {
                self.environment = Some(place);
            }
            if let Some((_, tells)) = TELLING.iter().find(|(name, _)| *name == program) {
                self.identity.insert(tells, place);
            }
            for word in segment.split_whitespace().skip(1).filter(|word| word.contains(['/', '\\'])) {
                self.file(evidence, &word.trim_matches(['"', '\'']).replace("$HOME", "~"), place);
            }
        }
    }

    fn answer(&mut self, evidence: Evidence<'e>, host: &str, place: Place) {
        match evidence.signatures.host(host).map(|signature| signature.class) {
            Some(HostClass::Metadata) => {
                self.private.insert("the machine's cloud credentials".to_owned(), (Private::Kept, place));
            }
            Some(HostClass::IpLookup) => {
                self.identity.insert("the machine's public address", place);
            }
            Some(
                HostClass::SharedPlatform
                | HostClass::Reference
                | HostClass::Toolchain
                | HostClass::Resolver
                | HostClass::RequestCatcher
                | HostClass::Paste
                | HostClass::Webhook
                | HostClass::Tunnel
                | HostClass::DeadDrop
                | HostClass::Telemetry
                | HostClass::Local,
            )
            | None => {}
        }
    }
}

/// A name for what moves money: no service is told it.
fn is_of_a_wallet(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let is_key = plain.ends_with("privatekey") || plain.ends_with("secretphrase");
    is_key || plain.contains("mnemonic") || plain.contains("seedphrase") || plain.ends_with("walletkey")
}

/// A home, a whole disk, or a folder that everybody has.
fn is_of_a_person(path: &str) -> bool {
    let depth = path.split('/').filter(|part| !part.is_empty() && *part != "*").count();
    let is_home = path.starts_with('~') || ["/home", "/Users", "/root", "C:/Users"].iter().any(|home| path.starts_with(home));
    is_home && depth <= 3 || matches!(path, "/" | "C:/" | "/mnt")
}

/// A folder that an archive is made of: all that a person has, or the place where people put what is theirs.
fn is_whole(path: &str) -> bool {
    let below = path.trim_end_matches(['/', '*']).strip_prefix('~').map(|rest| rest.trim_start_matches('/'));
    matches!(below, Some("" | "Desktop" | "Documents" | "Downloads" | "Pictures"))
}

#[cfg(test)]
mod tests {
    use super::{is_of_a_person, is_of_a_wallet, is_whole};

    #[test]
    fn only_what_a_person_puts_things_in_is_whole() {
        assert!(["~", "~/", "~/*", "~/Documents"].iter().all(|path| is_whole(path)));
        assert!(["~/.config/acme", "*", "/", "./Documents", "~/Documents/x.md"].iter().all(|path| !is_whole(path)));
    }

    #[test]
    fn keys_that_move_money_are_known_by_their_names() {
        assert!(["SOLANA_PRIVATE_KEY", "privateKey", "wallet_mnemonic", "seedPhrase"].iter().all(|name| is_of_a_wallet(name)));
        assert!(["PUBLIC_KEY", "private_key_path", "seed", "api_key"].iter().all(|name| !is_of_a_wallet(name)));
    }

    #[test]
    fn homes_and_disks_are_somebodys_and_folders_of_programs_are_not() {
        for path in ["~", "~/*", "~/Documents", "/", "/home/*", "C:/Users/*/Desktop"] {
            assert!(is_of_a_person(path), "{path}");
        }
        for path in ["*", "./data", "dist", "~/.cache/acme/models/en", "/tmp/x"] {
            assert!(!is_of_a_person(path), "{path}");
        }
    }
}
