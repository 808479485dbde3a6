//! Files that go into a value: read, packed, written by the package itself before.

use crate::facts::{PathAccess, Place};
use crate::flow::UnitId;
use crate::signatures::Effect;
use crate::syntax::ir::{Expr, ExprId};

use super::Ingredient;
use super::members::Asked;
use super::walk::{MAX_DEPTH, Walk};

impl Walk<'_, '_> {
    /// What a call reads, as far as its path is known.
    pub(super) fn file(&mut self, unit: UnitId, expr: ExprId, is_listing: bool) {
        let paths = self.paths_at(unit, expr);
        let opens_to_write = paths.iter().any(|(access, _)| *access == PathAccess::Write);
        if opens_to_write {
            return;
        }
        let mut paths: Vec<String> = paths.into_iter().map(|(_, path)| path).collect();
        if paths.is_empty() {
            paths.push("*".to_owned());
        }
        for path in paths {
            let ingredient = if is_listing { Ingredient::Folder(path) } else { Ingredient::File(path) };
            self.add(ingredient, unit, expr);
        }
    }

    /// What the path of a file that is read is made of: the folder that lists it, or a caller who names it.
    pub(super) fn folders_of(&mut self, unit: UnitId, expr: ExprId) {
        let module = self.flow.program.module(unit);
        let (Expr::Call(callee, arguments) | Expr::New(callee, arguments)) = module.expr(expr) else { return };
        self.only_folders(|walk| {
            if let Expr::Member(object, _) = module.expr(callee) {
                walk.walk(unit, object, None);
            }
            walk.all(unit, arguments, None);
        });
    }

    /// What a call that copies or packs takes along.
    pub(super) fn files_read_by(&mut self, unit: UnitId, call: ExprId) {
        for (access, path) in self.paths_at(unit, call) {
            if access == PathAccess::Read {
                self.add(Ingredient::File(path), unit, call);
            }
        }
    }

    /// What a call puts into something by itself: `archive.write(path)`.
    pub(super) fn gathered_by(&mut self, unit: UnitId, call: ExprId) {
        let before = self.found.len();
        self.files_read_by(unit, call);
        let module = self.flow.program.module(unit);
        let (Expr::Call(_, arguments) | Expr::New(_, arguments)) = module.expr(call) else { return };
        let is_reader = |at: &usize| self.facts.calls[*at].effect == Effect::Read;
        let reads = self.index.calls.get(&Place { unit, expr: call }).is_some_and(|calls| calls.iter().any(is_reader));
        if reads && self.found.len() == before {
            self.add(Ingredient::File("*".to_owned()), unit, call);
        }
        if reads {
            self.only_folders(|walk| walk.all(unit, arguments, None));
        }
    }

    /// Of what a walk finds, the folders and the callers who name something.
    fn only_folders(&mut self, walk: impl FnOnce(&mut Self)) {
        let seen = std::mem::take(&mut self.seen);
        let before = self.found.len();
        walk(self);
        let mut at = 0;
        self.found.retain(|(ingredient, _)| {
            at += 1;
            at <= before || matches!(ingredient, Ingredient::Folder(_) | Ingredient::Input(_))
        });
        self.seen = seen;
    }

    /// What is put into what a call makes, which writes it on.
    pub(super) fn wrapped(&mut self, unit: UnitId, call: ExprId) {
        let into = Asked { name: "()", then: None };
        if self.depth <= MAX_DEPTH && self.seen.insert((unit, call, Some(into), None)) {
            self.depth += 1;
            self.written_to(unit, call);
            self.depth -= 1;
        }
    }

    /// What is put into a file that a call has opened: `with open(path, "w") as file: json.dump(data, file)`.
    pub(super) fn written_to(&mut self, unit: UnitId, call: ExprId) {
        let index = self.index.unit(unit);
        self.additions(unit, index.additions.piped_to(call), None);
        let Some((scope, name)) = index.kept_in.get(&call) else { return };
        self.additions(unit, index.additions.of(*scope, *name), None);
    }

    /// The paths that a call was given, at its own place or at those of its arguments.
    pub(super) fn paths_at(&self, unit: UnitId, expr: ExprId) -> Vec<(PathAccess, String)> {
        let module = self.flow.program.module(unit);
        let (Expr::Call(callee, arguments) | Expr::New(callee, arguments)) = module.expr(expr) else { return Vec::new() };
        let receiver = match module.expr(callee) {
            Expr::Member(object, _) => Some(object),
            _ => None,
        };
        let inner = |argument: &ExprId| match module.expr(*argument) {
            Expr::Keyword(_, value) | Expr::Spread(value) => value,
            _ => *argument,
        };
        let places = module.list(arguments).iter().take(8).map(inner).chain(receiver).chain([expr]);
        places
            .filter_map(|expr| self.index.paths.get(&Place { unit, expr }))
            .flatten()
            .map(|at| (self.facts.paths[*at].access, self.facts.paths[*at].path.clone()))
            .filter(|(access, _)| *access != PathAccess::Named)
            .take(8)
            .collect()
    }
}

/// `.env`, with the secrets of a project, and not the example of it.
pub fn is_of_settings(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let kind = name.strip_prefix(".env.").unwrap_or_default();
    name == ".env"
        || !kind.is_empty()
            && !kind.contains(['*', '.'])
            && !matches!(kind, "example" | "sample" | "template" | "dist" | "defaults" | "schema" | "test")
}
