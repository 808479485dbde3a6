//! What is put into a variable after it was made: members, elements, what is written to it.

use std::collections::HashMap;

use crate::syntax::Module;
use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{Expr, ExprId, Name, ScopeId};

use super::members::Wanted;

/// Something that was put into a variable.
#[derive(Debug, Clone, Copy)]
pub(super) struct Addition {
    pub value: ExprId,
    /// The member that it became, or became a part of, and the member of that, where they are written.
    keys: [Option<Name>; 2],
    /// The call that put it there.
    pub by: Option<ExprId>,
}

#[derive(Debug, Default)]
pub(super) struct Additions {
    /// By scope and name of the variable.
    variables: HashMap<(ScopeId, Name), Vec<Addition>, BuildFastHasher>,
    /// By the name of a field of `this` or `self`.
    fields: HashMap<Name, Vec<Addition>, BuildFastHasher>,
    /// By the call that made what something is piped to.
    piped: HashMap<ExprId, Vec<Addition>, BuildFastHasher>,
}

/// More than these of one variable are not looked at.
const MAX: usize = 96;
/// Methods that put what they are given into their object.
const ADDING: [&str; 31] = [
    "push",
    "append",
    "add",
    "update",
    "extend",
    "insert",
    "set",
    "write",
    "writestr",
    "writelines",
    "unshift",
    "setdefault",
    "concat",
    "put",
    "attach",
    "add_header",
    "field",
    "directory",
    "file",
    "addFile",
    "addLocalFile",
    "addLocalFolder",
    "addLocalFolderPromise",
    "writerow",
    "set_content",
    "set_payload",
    "add_attachment",
    "setRequestHeader",
    "header",
    "append_file",
    "add_file",
];
/// Functions that put one argument into another: its position, and that of what is put there.
const FILLING: [(&str, usize, usize); 5] =
    [("assign", 0, 1), ("dump", 1, 0), ("copyfileobj", 1, 0), ("merge", 0, 1), ("defineProperty", 0, 2)];

/// What writes into its first argument: `zipfile.ZipFile(buffer, "w")`.
const WRAPPERS: [&str; 6] = ["ZipFile", "PyZipFile", "TextIOWrapper", "BufferedWriter", "writer", "DictWriter"];

impl Additions {
    pub fn of(&self, scope: ScopeId, name: Name) -> &[Addition] {
        self.variables.get(&(scope, name)).map_or(&[], Vec::as_slice)
    }

    pub fn of_field(&self, name: Name) -> &[Addition] {
        self.fields.get(&name).map_or(&[], Vec::as_slice)
    }

    pub fn piped_to(&self, call: ExprId) -> &[Addition] {
        self.piped.get(&call).map_or(&[], Vec::as_slice)
    }

    /// `answer.pipe(file)`, `pipeline(answer, unzip, file)`: what comes out of the first goes into the last.
    fn pipe(&mut self, module: &Module, from: ExprId, to: ExprId) {
        let addition = Addition { value: from, keys: [None; 2], by: None };
        if matches!(module.expr(to), Expr::Call(..) | Expr::New(..)) {
            self.piped.entry(to).or_default().push(addition);
        } else {
            self.add(module, to, None, addition);
        }
    }

    pub(super) fn look(&mut self, module: &Module, id: ExprId, expr: Expr) {
        match expr {
            Expr::Assign(target, value) => match module.expr(target) {
                Expr::Member(object, name) => self.add(module, object, Some(name), Addition { value, keys: [None; 2], by: None }),
                Expr::Index(object, _) => self.add(module, object, None, Addition { value, keys: [None; 2], by: None }),
                _ => {}
            },
            Expr::Call(callee, arguments) => {
                let arguments = module.list(arguments);
                if let Some(wrapped) = wrapped_by(module, callee, arguments) {
                    self.add(module, wrapped, None, Addition { value: id, keys: [None; 2], by: Some(id) });
                }
                if let (Expr::Name(name, _) | Expr::Member(_, name), [from, .., to]) = (module.expr(callee), arguments)
                    && module.name(name) == "pipeline"
                {
                    self.pipe(module, *from, *to);
                }
                let Expr::Member(object, method) = module.expr(callee) else { return };
                let method = module.name(method);
                if let ("pipe" | "pipeTo", [to, ..]) = (method, arguments) {
                    self.pipe(module, object, *to);
                }
                if ADDING.contains(&method) {
                    for argument in arguments.iter().take(8) {
                        self.add(module, object, None, Addition { value: *argument, keys: [None; 2], by: Some(id) });
                    }
                }
                if let Some((_, target, source)) = FILLING.iter().find(|(name, ..)| *name == method)
                    && let (Some(target), Some(source)) = (arguments.get(*target), arguments.get(*source))
                {
                    self.add(module, *target, None, Addition { value: *source, keys: [None; 2], by: None });
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, module: &Module, object: ExprId, key: Option<Name>, mut addition: Addition) {
        let says_nothing = match module.expr(addition.value) {
            // A path that a call takes may be that of a file which it reads.
            Expr::Str(_) => addition.by.is_none(),
            Expr::Number(_) | Expr::Bool(_) | Expr::Null | Expr::Function(_) | Expr::Class(_) => true,
            _ => false,
        };
        if says_nothing {
            return;
        }
        let Some((root, path)) = root(module, object) else { return };
        let mut keys = path.into_iter().chain([key]);
        addition.keys = [keys.next().flatten(), keys.next().flatten()];
        let all = match root {
            Root::Variable(name, scope) => match module.declaring_scope(name, scope) {
                Some(scope) => self.variables.entry((scope, name)).or_default(),
                None => return,
            },
            Root::Field(name) => self.fields.entry(name).or_default(),
        };
        if all.len() < MAX {
            all.push(addition);
        }
    }
}

impl Addition {
    /// It is part of what is asked for.
    pub fn is_about(&self, module: &Module, wanted: Wanted<'_>) -> bool {
        let Some(asked) = wanted else { return true };
        let fits = |key: Option<Name>, name: &str| key.is_none_or(|key| module.name(key) == name);
        let [outer, inner] = self.keys;
        fits(outer, asked.name) && asked.then.is_none_or(|then| fits(inner, then))
    }

    /// Whatever is put into what the call makes: the call writes on into a variable.
    pub fn wraps(&self) -> Option<ExprId> {
        self.by.filter(|by| *by == self.value)
    }
}

/// `ZipFile(buffer)`, `tarfile.open(fileobj=buffer)`: the variable that what the call makes writes into.
fn wrapped_by(module: &Module, callee: ExprId, arguments: &[ExprId]) -> Option<ExprId> {
    let (Expr::Name(name, _) | Expr::Member(_, name)) = module.expr(callee) else { return None };
    let by_name = arguments.iter().find_map(|argument| match module.expr(*argument) {
        Expr::Keyword(key, value) if module.name(key) == "fileobj" => Some(value),
        _ => None,
    });
    let first = || arguments.first().copied().filter(|_| WRAPPERS.contains(&module.name(name)));
    by_name.or_else(first).filter(|target| matches!(module.expr(*target), Expr::Name(..) | Expr::Member(..)))
}

enum Root {
    Variable(Name, ScopeId),
    Field(Name),
}

/// The variable or field that `a.b[c].d` begins with, and the members that lead from there, where they are written.
fn root(module: &Module, object: ExprId) -> Option<(Root, Vec<Option<Name>>)> {
    let (mut at, mut path) = (object, Vec::new());
    for _ in 0..6 {
        let root = match module.expr(at) {
            Expr::Name(name, scope) => Root::Variable(name, scope),
            Expr::Member(inner, name) if matches!(module.expr(inner), Expr::This(_)) => Root::Field(name),
            Expr::Member(inner, name) => {
                path.push(Some(name));
                at = inner;
                continue;
            }
            Expr::Index(inner, _) => {
                path.push(None);
                at = inner;
                continue;
            }
            _ => return None,
        };
        path.reverse();
        return Some((root, path));
    }
    None
}
