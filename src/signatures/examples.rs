//! Every entry's `example` matches it and its `clean` cases do not.

use super::entry::Entry;
use super::purposes::{modest, said};
use super::{Runtime, Signatures};

/// The id of the entry that answers, for each file's own kind of example.
fn check<E: Entry>(entries: &[E], answer: impl Fn(&str) -> Option<String>) {
    for entry in entries {
        let id = entry.id();
        assert_eq!(answer(entry.example()).as_deref(), Some(id), "the example of `{id}`: {}", entry.example());
        for clean in entry.clean() {
            assert_ne!(answer(clean).as_deref(), Some(id), "a clean case of `{id}`: {clean}");
        }
    }
    assert!(entries.len() > 2, "a file that holds next to nothing");
}

#[test]
fn examples_of_calls() {
    let signatures = Signatures::builtin();
    for runtime in [Runtime::JavaScript, Runtime::Python] {
        check(signatures.calls(runtime), |code| {
            let name = canonical(code);
            let by_names = || {
                let (object, method) = name.rsplit_once('.')?;
                signatures.method(runtime, || object.rsplit('.').next(), method)
            };
            signatures.call(runtime, &name).or_else(by_names).map(|entry| entry.id.clone())
        });
    }
    check(signatures.calls(Runtime::Shell), |line| {
        let program = line.split(' ').next().unwrap_or_default();
        signatures.call(Runtime::Shell, program).map(|entry| entry.id.clone())
    });
}

#[test]
fn examples_of_passages() {
    let signatures = Signatures::builtin();
    for runtime in [Runtime::JavaScript, Runtime::Python] {
        check(signatures.passages(runtime).entries(), |code| {
            let name = canonical(code);
            let method = || signatures.passage_method(runtime, name.rsplit_once('.')?.1);
            signatures.passage(runtime, &name).or_else(method).map(|entry| entry.id.clone())
        });
    }
}

#[test]
fn examples_of_entries() {
    let signatures = Signatures::builtin();
    let entries = signatures.entry_points().entries();
    for runtime in [Runtime::JavaScript, Runtime::Python] {
        let of_it: Vec<_> = entries.iter().filter(|entry| entry.runtime == runtime).cloned().collect();
        check(&of_it, |name| {
            let found = match name.strip_prefix('.') {
                Some(method) => signatures.registration(runtime, method),
                None => signatures.request(name).or_else(|| signatures.registrar(runtime, name)),
            };
            found.map(|entry| entry.id.clone())
        });
    }
}

#[test]
fn examples_of_hosts() {
    let signatures = Signatures::builtin();
    check(signatures.hosts().entries(), |text| {
        let (host, path) = text.find('/').map_or((text, ""), |at| text.split_at(at));
        signatures.address(host, path).map(|entry| entry.id.clone())
    });
}

#[test]
fn examples_of_clients() {
    let signatures = Signatures::builtin();
    let clients = signatures.clients();
    check(&clients.entries, |text| {
        let (language, name) = text.split_once(' ')?;
        let runtime = if language == "py" { Runtime::Python } else { Runtime::JavaScript };
        signatures.client(runtime, name).map(|entry| entry.id.clone())
    });
    check(&clients.switches, |name| signatures.switch(name).map(|entry| entry.id.clone()));
}

#[test]
fn examples_of_variables() {
    let signatures = Signatures::builtin();
    let env = signatures.env();
    check(&env.harmless, |name| env.harmless(name).map(|entry| entry.id.clone()));
    check(&env.owners, |name| env.secret_owner(name).map(|entry| entry.id.clone()));
    check(&env.words, |name| env.secret_word(name).map(|entry| entry.id.clone()));
    check(&env.readers, |name| env.reader(name).map(|entry| entry.id.clone()));
    check(&env.settings, |name| env.setting(name).map(|entry| entry.id.clone()));
}

#[test]
fn examples_of_paths() {
    let signatures = Signatures::builtin();
    check(signatures.paths().entries(), |path| signatures.credential(path).map(|entry| entry.id.clone()));
}

#[test]
fn examples_of_credentials() {
    let signatures = Signatures::builtin();
    check(signatures.credential_formats().entries(), |text| {
        let text = text.replace("\\n", "\n");
        let found = signatures.credentials(text.as_bytes());
        let told = found.iter().find(|credential| credential.severity > crate::model::Severity::Info);
        told.map(|credential| credential.format.id.clone())
    });
}

#[test]
fn examples_of_servers() {
    let signatures = Signatures::builtin();
    let servers = signatures.servers();
    for registry in [crate::model::Registry::Npm, crate::model::Registry::Pypi] {
        let of_it: Vec<_> = servers.entries().iter().filter(|entry| entry.registry == registry).cloned().collect();
        check(&of_it, |name| servers.look_alike(registry, name).map(|alike| alike.packages.id.clone()));
    }
}

#[test]
fn examples_of_programs() {
    let signatures = Signatures::builtin();
    check(signatures.programs().entries(), |text| signatures.command(text).map(|entry| entry.id.clone()));
}

#[test]
fn examples_of_install_scripts() {
    let signatures = Signatures::builtin();
    check(signatures.installers().entries(), |text| signatures.install_script(text).map(|entry| entry.id.clone()));
}

#[test]
fn examples_of_roles() {
    let roles = Signatures::builtin();
    let roles = roles.roles();
    let program = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    check(roles.handlers.entries(), |line| roles.handlers.get(&program(line)).map(|entry| entry.id.clone()));
    check(roles.printers.entries(), |line| roles.printers.get(&program(line)).map(|entry| entry.id.clone()));
    check(roles.drivers.entries(), |module| roles.drivers.get(module).map(|entry| entry.id.clone()));
    check(roles.pages.entries(), |method| roles.pages.get(method).map(|entry| entry.id.clone()));
}

#[test]
fn examples_of_pickled_names() {
    let signatures = Signatures::builtin();
    check(signatures.pickled_names().entries(), |text| {
        let (name, word) = text.split_once(' ').unwrap_or((text, ""));
        signatures.pickled("", name, &[word.to_owned()]).map(|entry| entry.id.clone())
    });
}

#[test]
fn examples_of_options() {
    let signatures = Signatures::builtin();
    let options = signatures.options();
    check(&options.files, |text| {
        let (program, option) = text.split_once(' ')?;
        options.file(program, option, None).map(|entry| entry.id.clone())
    });
    check(&options.flags, |text| {
        let mut words = text.split(' ');
        let (program, option) = (words.next()?, words.next_back()?);
        options.flag(program, words.next().unwrap_or_default(), option).map(|entry| entry.id.clone())
    });
    check(&options.obedient, |program| options.obedient(program).map(|entry| entry.id.clone()));
}

#[test]
fn examples_of_purposes() {
    let signatures = Signatures::builtin();
    let all = signatures.purposes();
    for sayings in [&all.purposes, &all.claims, &all.warnings] {
        for saying in sayings {
            let this = std::slice::from_ref(saying);
            assert!(said(this, None, saying.example()).is_some(), "the example of `{}`", saying.id);
            assert!(saying.clean().iter().all(|text| said(this, None, text).is_none()), "a clean case of `{}`", saying.id);
        }
    }
}

#[test]
fn examples_of_modest_purposes() {
    let signatures = Signatures::builtin();
    for entry in &signatures.purposes().modest {
        let is_it = |text: &str| modest(std::slice::from_ref(entry), text).is_some();
        assert!(is_it(entry.example()), "the example of `{}`", entry.id);
        entry.clean().iter().for_each(|text| assert!(!is_it(text), "a clean case of `{}`: {text}", entry.id));
    }
}

#[test]
fn examples_of_claims() {
    let signatures = Signatures::builtin();
    let all = signatures.claims();
    check(&all.claims, |sentence| all.claim(sentence).map(|entry| entry.id.clone()));
    check(&all.exceptions, |sentence| all.exception(sentence).map(|entry| entry.id.clone()));
    check(&all.sections, |heading| all.section(heading).map(|entry| entry.id.clone()));
}

#[test]
fn examples_of_targets() {
    let signatures = Signatures::builtin();
    check(&signatures.targets().entries, |path| signatures.target(path).map(|entry| entry.id.clone()));
    check(&signatures.targets().marks, |word| signatures.mark(word).map(|entry| entry.id.clone()));
    assert!(signatures.targets().accounts.iter().all(|entry| {
        let is_one = |address: &str| signatures.targets().account(address).is_some_and(|found| found.id == entry.id);
        is_one(entry.example()) && !entry.clean().iter().any(|clean| is_one(clean))
    }));
}

#[test]
fn examples_of_sources() {
    let signatures = Signatures::builtin();
    let all = signatures.sources();
    for runtime in [Runtime::JavaScript, Runtime::Python, Runtime::Shell] {
        let sources: Vec<_> = all.sources.iter().filter(|entry| entry.runtime == runtime).cloned().collect();
        check(&sources, |name| signatures.source(runtime, name).map(|entry| entry.id.clone()));
    }
    let runtime = |name: &str| if all.sender(Runtime::Python, name).is_some() { Runtime::Python } else { Runtime::JavaScript };
    check(&all.senders, |name| all.sender(runtime(name), name).map(|entry| entry.id.clone()));
    let runtime = |name: &str| if all.closing(Runtime::Python, name).is_some() { Runtime::Python } else { Runtime::JavaScript };
    check(&all.closings, |name| all.closing(runtime(name), name).map(|entry| entry.id.clone()));
    let runtime = |name: &str| if all.keyed(Runtime::Python, name).is_some() { Runtime::Python } else { Runtime::JavaScript };
    check(&all.keyed, |name| all.keyed(runtime(name), name).map(|entry| entry.id.clone()));
    let runtime = |name: &str| if all.listener(Runtime::Python, name).is_some() { Runtime::Python } else { Runtime::JavaScript };
    check(&all.listeners, |name| all.listener(runtime(name), name).map(|entry| entry.id.clone()));
}

#[test]
fn examples_of_instructions() {
    let signatures = Signatures::builtin();
    for entry in &signatures.instruction_data().entries {
        let has = |text: &str| signatures.instructions(text).iter().any(|told| told.id == entry.id);
        assert!(has(entry.example()), "the example of `{}`", entry.id);
        entry.clean().iter().for_each(|text| assert!(!has(text), "a clean case of `{}`: {text}", entry.id));
    }
}

#[test]
fn examples_of_transport() {
    let signatures = Signatures::builtin();
    let all = signatures.transport();
    for runtime in [Runtime::JavaScript, Runtime::Python] {
        let of_it: Vec<_> = all.options.iter().filter(|entry| entry.runtime == runtime).cloned().collect();
        check(&of_it, |text| {
            let (name, value) = text.split_once(' ')?;
            let entry = signatures.unchecked_option(runtime, name)?;
            entry.off.iter().any(|off| off == value).then(|| entry.id.clone())
        });
    }
    check(&all.calls, |name| {
        let entry = signatures.unchecked_call(Runtime::Python, name.rsplit('.').next()?)?;
        entry.names().any(|known| known == name).then(|| entry.id.clone())
    });
    check(&all.commands, |command| signatures.unchecked_command(command).map(|entry| entry.id.clone()));
}

/// The canonical name of an example's last call, for the plain forms that examples are written in:
/// `require('a').b(…)`, `new (require('a').B)(…).c(…)`, `import a.b; a.b.c(…)`.
fn canonical(code: &str) -> String {
    let code = code.rsplit_once("; ").filter(|_| code.starts_with("import ")).map_or(code, |(_, code)| code);
    let code = code.trim().strip_prefix("new ").unwrap_or(code);
    let mut name = String::new();
    let mut rest = code.strip_prefix('(').unwrap_or(code);
    while let Some(c) = rest.chars().next() {
        if c == '(' {
            let end = closing(rest);
            let module = rest[1..end].trim_matches(['\'', '"']);
            rest = &rest[end + 1..];
            match name == "require" && !rest.is_empty() {
                true => name = module.trim_start_matches("node:").to_owned(),
                false => name.push_str("()"),
            }
        } else {
            // What is left of the brackets around `new (…)`.
            if c != ')' {
                name.push(c);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    name.strip_suffix("()").unwrap_or(&name).to_owned()
}

/// Where the bracket at the beginning closes.
fn closing(text: &str) -> usize {
    let mut open = 0;
    for (at, c) in text.char_indices() {
        open += i32::from(c == '(') - i32::from(c == ')');
        if open == 0 {
            return at;
        }
    }
    panic!("`{text}` has no closing bracket");
}

#[test]
fn examples_are_read_as_they_are_meant() {
    assert_eq!(canonical("require('child_process').exec(cmd)"), "child_process.exec");
    assert_eq!(canonical("require('node:fs').x(a(b))"), "fs.x");
    assert_eq!(canonical("require(name)"), "require");
    assert_eq!(canonical("require('got')(url)"), "got");
    assert_eq!(canonical("new (require('pg').Pool)({ a })"), "pg.Pool");
    assert_eq!(canonical("new (require('net').Socket)().connect(1, host)"), "net.Socket().connect");
    assert_eq!(canonical("new XMLHttpRequest().open('GET', url)"), "XMLHttpRequest().open");
    assert_eq!(canonical("import http.client; http.client.HTTPSConnection(host)"), "http.client.HTTPSConnection");
    assert_eq!(canonical("eval(text)"), "eval");
}
