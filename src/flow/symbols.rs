//! Canonical names of things outside the package, interned: `child_process.exec`, `os.environ`, `requests.Session()`.

use std::collections::HashMap;

use crate::syntax::arena::BuildFastHasher;

/// A canonical name. Two ways of writing one thing end as the same symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

impl Symbol {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug, Default)]
pub struct Symbols {
    /// The whole names, dots and all.
    names: Vec<Box<str>>,
    roots: HashMap<Box<str>, Symbol, BuildFastHasher>,
    members: HashMap<Symbol, HashMap<Box<str>, Symbol, BuildFastHasher>, BuildFastHasher>,
    results: HashMap<Symbol, Symbol, BuildFastHasher>,
}

impl Symbols {
    /// A global or a module. `node:` and the way of spelling `fs/promises` are undone.
    pub fn root(&mut self, name: &str) -> Symbol {
        let name = name.strip_prefix("node:").unwrap_or(name);
        if let Some(symbol) = self.roots.get(name) {
            return *symbol;
        }
        let symbol = match name {
            "fs/promises" => self.path(&["fs", "promises"]),
            "dns/promises" => self.path(&["dns", "promises"]),
            "timers/promises" => self.path(&["timers", "promises"]),
            // `os.path` is whichever of these the platform has.
            "posixpath" | "ntpath" => self.path(&["os", "path"]),
            "path/posix" | "path/win32" => self.path(&["path"]),
            "posix" | "nt" => self.path(&["os"]),
            "__builtin__" | "__builtins__" | "builtins" => self.push("builtins".into()),
            _ => self.push(name.into()),
        };
        self.roots.insert(name.into(), symbol);
        symbol
    }

    fn path(&mut self, parts: &[&str]) -> Symbol {
        let mut symbol = self.root(parts[0]);
        for part in &parts[1..] {
            symbol = self.member(symbol, part);
        }
        symbol
    }

    /// `parent.name`, with the names that mean their parent left out.
    pub fn member(&mut self, parent: Symbol, name: &str) -> Symbol {
        if let Some(symbol) = self.members.get(&parent).and_then(|members| members.get(name)) {
            return *symbol;
        }
        let symbol = match (self.name(parent), name) {
            // The interop of ES modules with CommonJS: the default export is the module.
            (_, "default" | "__esModule") => parent,
            ("globalThis" | "global" | "window" | "self" | "builtins" | "module.exports", _) => self.root(name),
            ("path", "posix" | "win32") => parent,
            (parent_name, _) => {
                let full = format!("{parent_name}.{name}");
                self.push(full.into())
            }
        };
        self.members.entry(parent).or_default().insert(name.into(), symbol);
        symbol
    }

    /// What calling it gives: `requests.Session()`.
    pub fn result(&mut self, callee: Symbol) -> Symbol {
        if let Some(symbol) = self.results.get(&callee) {
            return *symbol;
        }
        let full = format!("{}()", self.name(callee));
        let symbol = self.push(full.into());
        self.results.insert(callee, symbol);
        symbol
    }

    pub fn name(&self, symbol: Symbol) -> &str {
        &self.names[symbol.index()]
    }

    fn push(&mut self, full: Box<str>) -> Symbol {
        let symbol = Symbol(self.names.len() as u32);
        self.names.push(full);
        symbol
    }
}
