//! Import statements, and the names that they bind.

use crate::syntax::ir::{Export, Expr, ExprId, Name, Span};

use super::identifiers::normalize;
use super::table::{Part, Role};
use super::walk::{Walk, span_of};

impl Walk<'_> {
    /// `import a.b, c as d`. The first binds `a` alone; that `a.b` is loaded as well is an import of its own.
    pub fn import(&mut self, span: Span) -> ExprId {
        let items = self.gather(|walk, role, node| {
            let part = span_of(node);
            match role {
                Role::Part(Part::AliasedImport) => {
                    let (path, alias) = walk.aliased(part);
                    let module = walk.imported(path);
                    walk.assign_name(alias, module, part)
                }
                Role::Part(Part::DottedName) => walk.import_path(part),
                _ => walk.lower_node(role, node),
            }
        });
        self.push(Expr::Block(items), span)
    }

    fn import_path(&mut self, path: Span) -> ExprId {
        let whole = self.imported(path);
        let text = self.builder.slice(path);
        let Some(dot) = text.find('.') else {
            return self.assign_name(path, whole, path);
        };
        let first = text[..dot].trim_end();
        let head = Span { start: path.start, end: path.start + first.len() as u32 };
        let name = self.name_at(head);
        if !self.is_bound_to_import(name, first) {
            let module = self.imported(head);
            self.bind_name(name, module);
        }
        whole
    }

    /// `import a.b` and `import a.c` bind `a` to the same module.
    fn is_bound_to_import(&self, name: Name, specifier: &str) -> bool {
        let module = &self.builder.module;
        let values = module.variables.get(&(self.frame.home, name));
        let Some(Expr::Import(path)) = values.and_then(|values| values.last()).map(|value| module.expr(*value)) else { return false };
        matches!(module.expr(path), Expr::Str(text) if module.text(text) == specifier)
    }

    /// `from a.b import c as d, e`, `from .. import f`, `from g import *`
    pub fn import_from(&mut self, span: Span) -> ExprId {
        let path = self.at_field(self.fields().module_name, |_, _, node| span_of(node)).unwrap_or(span);
        let module = self.imported(path);
        let mark = self.gathered.len();
        self.children(|walk, role, node| {
            let part = span_of(node);
            let bound = match role {
                Role::Part(Part::Wildcard) => {
                    walk.builder.export(Export::All(module));
                    module
                }
                Role::Part(Part::AliasedImport) => {
                    let (name, alias) = walk.aliased(part);
                    walk.take_member(module, name, alias, part)
                }
                Role::Part(Part::DottedName) if walk.field() == Some(walk.fields().name) => walk.take_member(module, part, part, part),
                Role::Part(Part::DottedName) => return,
                _ => walk.lower_node(role, node),
            };
            walk.gathered.push(bound);
        });
        let items = self.list_from(mark);
        self.push(Expr::Block(items), span)
    }

    fn take_member(&mut self, module: ExprId, name: Span, alias: Span, span: Span) -> ExprId {
        let member = self.name_at(name);
        let value = self.push(Expr::Member(module, member), name);
        self.assign_name(alias, value, span)
    }

    /// The path and the new name of `path as name`.
    fn aliased(&mut self, span: Span) -> (Span, Span) {
        let path = self.at_field(self.fields().name, |_, _, node| span_of(node)).unwrap_or(span);
        let alias = self.at_field(self.fields().alias, |_, _, node| span_of(node)).unwrap_or(path);
        (path, alias)
    }

    /// The module at a dotted path, leading dots kept; white space inside it means nothing.
    fn imported(&mut self, path: Span) -> ExprId {
        let text = self.builder.slice(path);
        let specifier = if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_') {
            self.builder.string(text, path)
        } else {
            let compact: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\\').collect();
            self.builder.string(&normalize(&compact), path)
        };
        self.push(Expr::Import(specifier), path)
    }

    /// `a.b.c` where no import stands around it: in a pattern, or behind an error.
    pub fn dotted_name(&mut self, span: Span) -> ExprId {
        let mut value: Option<ExprId> = None;
        self.children(|walk, role, node| {
            value = Some(match value {
                None => walk.lower_node(role, node),
                Some(object) => {
                    let name = walk.name_at(span_of(node));
                    walk.push(Expr::Member(object, name), Span { start: span.start, end: span_of(node).end })
                }
            });
        });
        self.or_opaque(value, span)
    }
}
