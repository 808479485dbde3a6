//! Imports and exports, of ES modules and of CommonJS.

use super::{Here, Role, Walk};
use crate::syntax::ir::{Export, Expr, ExprId, List, Name};

impl<'t> Walk<'t> {
    pub(super) fn import_statement(&mut self) -> Option<ExprId> {
        let (mut import, mut type_only) = (None, false);
        self.each(|walk, here| match here.role {
            Role::TypeToken => type_only = true,
            Role::String => import = Some(walk.import_of(here)),
            Role::ImportRequire => import = walk.import_require(here),
            _ => {}
        });
        let import = import.filter(|_| !type_only)?;
        self.each_again(|walk, here| {
            if here.role == Role::ImportClause {
                walk.import_clause(import);
            }
        });
        Some(import)
    }

    fn import_of(&mut self, specifier: Here<'t>) -> ExprId {
        let text = self.string(specifier);
        self.b.push(Expr::Import(text), specifier.span())
    }

    /// `import name = require('x')`.
    fn import_require(&mut self, at: Here<'t>) -> Option<ExprId> {
        let (mut name, mut import) = (None, None);
        self.each(|walk, here| match here.role {
            Role::Identifier => name = Some(walk.name_of(here)),
            Role::String => import = Some(walk.import_of(here)),
            _ => {}
        });
        self.b.bind(self.b.scope, name?, import?);
        if std::mem::take(&mut self.exporting) {
            self.export_variable(name?, at);
        }
        import
    }

    /// `import name = a.b`.
    pub(super) fn import_alias(&mut self, at: Here<'t>) -> Option<ExprId> {
        let exporting = std::mem::take(&mut self.exporting);
        let (mut name, mut value) = (None, None);
        self.each(|walk, here| match here.role {
            Role::Equals => {}
            Role::Identifier if name.is_none() => name = Some(walk.name_of(here)),
            _ => value = Some(walk.value(here)),
        });
        self.b.bind(self.b.scope, name?, value?);
        if exporting {
            self.export_variable(name?, at);
        }
        value
    }

    fn import_clause(&mut self, import: ExprId) {
        self.each(|walk, here| match here.role {
            Role::Identifier => {
                let local = walk.name_of(here);
                let default = walk.b.name("default");
                walk.bind_import(local, Some(default), import, here);
            }
            Role::NamespaceImport => walk.each(|walk, here| {
                if here.role == Role::Identifier {
                    let local = walk.name_of(here);
                    walk.bind_import(local, None, import, here);
                }
            }),
            Role::NamedImports => walk.each(|walk, here| {
                if let Some((item, local)) = walk.specifier(here) {
                    walk.bind_import(local, Some(item), import, here);
                }
            }),
            _ => {}
        });
    }

    fn bind_import(&mut self, local: Name, item: Option<Name>, import: ExprId, at: Here<'t>) {
        let value = item.map_or(import, |item| self.b.push(Expr::Member(import, item), at.span()));
        self.b.bind(self.b.scope, local, value);
    }

    /// `name as alias` as (name, alias); none if only a type is meant.
    fn specifier(&mut self, at: Here<'t>) -> Option<(Name, Name)> {
        if !matches!(at.role, Role::ImportSpecifier | Role::ExportSpecifier) {
            return None;
        }
        let (mut first, mut last, mut type_only) = (None, None, false);
        self.each(|walk, here| match here.role {
            Role::TypeToken => type_only = true,
            Role::Identifier | Role::String | Role::DefaultToken => {
                let name = walk.module_name(here);
                first = first.or(Some(name));
                last = Some(name);
            }
            _ => {}
        });
        if type_only { None } else { first.zip(last) }
    }

    /// An identifier or a string, as ES modules name what they export.
    fn module_name(&mut self, at: Here<'t>) -> Name {
        match at.role {
            Role::String => {
                let text = super::escapes::unquote(self.text_of(at));
                self.b.name(&super::escapes::unescape(text))
            }
            _ => self.name_of(at),
        }
    }

    pub(super) fn export_statement(&mut self) -> Option<ExprId> {
        let (mut import, mut default, mut equals, mut type_only) = (None, false, false, false);
        let (mut clause, mut named, mut value) = (false, false, None);
        self.each(|walk, here| match here.role {
            Role::TypeToken => type_only = true,
            Role::DefaultToken => default = true,
            Role::Equals => equals = true,
            Role::AsToken | Role::Operator => {}
            Role::String if !default && !equals => import = Some(walk.import_of(here)),
            Role::ExportClause => clause = true,
            Role::NamespaceExport => named = true,
            Role::Decorator => walk.decorator(),
            _ => value = walk.exported(here, default, equals),
        });
        if type_only {
            return None;
        }
        match import {
            _ if clause => self.export_clause(import),
            Some(import) if named => self.export_namespace(import),
            Some(import) => self.export_as(None, import),
            None => {}
        }
        value.or(import)
    }

    /// The declaration or value behind `export`.
    fn exported(&mut self, at: Here<'t>, default: bool, equals: bool) -> Option<ExprId> {
        if equals {
            let value = self.value(at);
            self.late.export(None, Export::Whole(value));
            return Some(value);
        }
        if !default {
            // `export as namespace x` names no value.
            self.exporting = at.role != Role::Identifier;
            let value = self.visit(at);
            self.exporting = false;
            return value;
        }
        let name = self.b.name("default");
        if matches!(at.role, Role::FunctionDeclaration | Role::ClassDeclaration) || at.role.takes_name() {
            self.hint = Some(name);
        }
        let value = self.visit(at)?;
        self.export_as(Some(name), value);
        Some(value)
    }

    /// `export { … }` and `export { … } from …`.
    fn export_clause(&mut self, import: Option<ExprId>) {
        self.revisit(
            |role| role == Role::ExportClause,
            |walk, _| {
                walk.each(|walk, here| {
                    let Some((name, alias)) = walk.specifier(here) else { return };
                    let value = match import {
                        Some(import) => walk.b.push(Expr::Member(import, name), here.span()),
                        None => walk.b.push(Expr::Name(name, walk.b.scope), here.span()),
                    };
                    walk.export_as(Some(alias), value);
                });
            },
        );
    }

    /// `export * as name from …`.
    fn export_namespace(&mut self, import: ExprId) {
        let mut name = None;
        self.revisit(
            |role| role == Role::NamespaceExport,
            |walk, _| {
                walk.each(|walk, here| {
                    if matches!(here.role, Role::Identifier | Role::String) {
                        name = Some(walk.module_name(here));
                    }
                });
            },
        );
        self.export_as(name, import);
    }

    /// Exports a value by name, or all of an import. Inside a namespace, the namespace is what exports.
    fn export_as(&mut self, name: Option<Name>, value: ExprId) {
        match (&mut self.namespace, name) {
            (Some(members), Some(name)) => members.push((name, value)),
            (_, Some(name)) => self.late.export(None, Export::Item(name, value)),
            (_, None) => self.late.export(None, Export::All(value)),
        }
    }

    /// `export` before a declaration of `name`.
    pub(super) fn export_variable(&mut self, name: Name, at: Here<'t>) {
        let value = self.b.push(Expr::Name(name, self.b.scope), at.span());
        self.export_as(Some(name), value);
    }

    /// `exports.name = value`, `module.exports = value`, `module.exports.name = value`.
    pub(super) fn common_member_export(&mut self, object: ExprId, name: Name, value: ExprId) {
        if self.is_name(object, "module") && self.b.module.name(name) == "exports" {
            self.late.export(Some(object), Export::Whole(value));
        } else if let Some(root) = self.exports_root(object) {
            self.late.export(Some(root), Export::Item(name, value));
        }
    }

    /// The name behind `exports` or `module.exports`.
    fn exports_root(&self, id: ExprId) -> Option<ExprId> {
        match self.b.module.expr(id) {
            Expr::Name(..) => self.is_name(id, "exports").then_some(id),
            Expr::Member(object, name) if self.b.module.name(name) == "exports" => self.is_name(object, "module").then_some(object),
            _ => None,
        }
    }

    fn is_name(&self, id: ExprId, word: &str) -> bool {
        matches!(self.b.module.expr(id), Expr::Name(name, _) if self.b.module.name(name) == word)
    }

    /// `Object.defineProperty(exports, 'x', { get… })`, and TypeScript's helper for `export * from`.
    pub(super) fn common_export(&mut self, callee: ExprId, name: Name, arguments: List) {
        match self.b.module.name(name) {
            "defineProperty" => self.defined_export(callee, arguments),
            "__exportStar" => self.star_export(arguments),
            // What esbuild and webpack write for `export` in one file of many.
            "__export" | "d" => self.getters(arguments),
            _ => None,
        };
    }

    fn defined_export(&mut self, callee: ExprId, arguments: List) -> Option<()> {
        let Expr::Member(object, _) = self.b.module.expr(callee) else { return None };
        let root = self.exports_root(self.argument(arguments, 0)?).filter(|_| self.is_name(object, "Object"))?;
        let name = self.key_name(self.argument(arguments, 1)?)?;
        let Expr::Object(members) = self.b.module.expr(self.argument(arguments, 2)?) else { return None };
        let value = self.described_value(members)?;
        self.late.export(Some(root), Export::Item(name, value));
        Some(())
    }

    /// `__export(target, { name: () => value })`
    fn getters(&mut self, arguments: List) -> Option<()> {
        let (target, given) = (self.argument(arguments, 0)?, self.argument(arguments, 1)?);
        let Expr::Object(members) = self.b.module.expr(given) else { return None };
        for at in members.start..members.start + members.len {
            let member = self.b.module.lists[at as usize];
            let Expr::Pair(key, value) = self.b.module.expr(member) else { continue };
            if let Expr::Function(getter) = self.b.module.expr(value)
                && let [value] = self.b.module.function(getter).returns[..]
                && self.b.module.function(getter).parameters.is_empty()
                && let Some(name) = self.key_name(key)
            {
                self.b.write_member(target, name, value);
            }
        }
        Some(())
    }

    /// What a property descriptor's `get` returns, or its `value`.
    fn described_value(&self, members: List) -> Option<ExprId> {
        let module = &self.b.module;
        module.list(members).iter().find_map(|member| {
            let Expr::Pair(key, value) = module.expr(*member) else { return None };
            let Expr::Str(key) = module.expr(key) else { return None };
            match (module.text(key), module.expr(value)) {
                ("get", Expr::Function(getter)) => module.function(getter).returns.first().copied(),
                ("value", _) => Some(value),
                _ => None,
            }
        })
    }

    fn star_export(&mut self, arguments: List) -> Option<()> {
        let (import, target) = (self.argument(arguments, 0)?, self.argument(arguments, 1)?);
        let root = self.exports_root(target)?;
        if matches!(self.b.module.expr(import), Expr::Import(_)) {
            self.late.export(Some(root), Export::All(import));
        }
        Some(())
    }
}
