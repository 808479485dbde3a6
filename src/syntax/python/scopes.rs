//! Which scope a name belongs to, by Python's rules.

use crate::syntax::ir::{ClassId, Expr, ExprId, Field, Name, ScopeId, Span};

use super::identifiers::normalize;
use super::walk::{Walk, span_of};

/// What the names of the function, class or module that the walk is in mean there.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// The scope of the function, class or module.
    pub home: ScopeId,
    /// Where a target's name is bound: `home`, but for the variables of a comprehension.
    pub target: ScopeId,
    /// The name that means the instance or class inside a method (`self`, `cls`).
    pub receiver: Option<(Name, ClassId)>,
    /// Names under `global` and `nonlocal`, with the scopes that they belong to.
    pub elsewhere: Vec<(Name, ScopeId)>,
}

impl Default for Frame {
    fn default() -> Self {
        Self::new(ScopeId(0), None)
    }
}

impl Frame {
    pub fn new(home: ScopeId, receiver: Option<(Name, ClassId)>) -> Self {
        Self { home, target: home, receiver, elsewhere: Vec::new() }
    }
}

impl Walk<'_> {
    pub fn name_at(&mut self, span: Span) -> Name {
        let text = self.builder.slice(span);
        if text.is_ascii() { self.builder.name(text) } else { self.builder.name(&normalize(text)) }
    }

    /// A use of a name.
    pub fn identifier(&mut self, span: Span) -> ExprId {
        let name = self.name_at(span);
        let expr = match self.frame.receiver {
            Some((receiver, class)) if receiver == name => Expr::This(class),
            Some(_) | None => Expr::Name(name, self.lookup_scope(name)),
        };
        self.push(expr, span)
    }

    pub fn lookup_scope(&self, name: Name) -> ScopeId {
        self.elsewhere(name).unwrap_or(self.builder.scope)
    }

    fn elsewhere(&self, name: Name) -> Option<ScopeId> {
        self.frame.elsewhere.iter().find(|(other, _)| *other == name).map(|(_, scope)| *scope)
    }

    /// The class whose body the walk is directly in.
    pub fn class_body(&self) -> Option<ClassId> {
        if self.builder.module.scopes[self.frame.home.index()].is_class { self.builder.class } else { None }
    }

    /// Notes that `name` takes `value` here.
    pub fn bind_name(&mut self, name: Name, value: ExprId) {
        self.give_name(name, value);
        let mut scope = self.frame.target;
        if scope == self.frame.home {
            scope = self.elsewhere(name).unwrap_or(scope);
            if self.frame.receiver.is_some_and(|(receiver, _)| receiver == name) {
                // Whoever assigns to `self` means something else by it from there on.
                self.frame.receiver = None;
            }
            if let Some(class) = self.class_body() {
                self.builder.class_mut(class).fields.push(Field { name, value, annotation: None });
            }
        }
        self.builder.bind(scope, name, value);
    }

    /// A function without a name is called by what it is assigned to.
    pub fn give_name(&mut self, name: Name, value: ExprId) {
        if let Expr::Function(function) = self.expr(value) {
            self.builder.module.functions[function.index()].name.get_or_insert(name);
        }
    }

    /// `global a, b`
    pub fn global(&mut self, span: Span) -> ExprId {
        self.children(|walk, _, node| {
            let name = walk.name_at(span_of(node));
            walk.builder.declare(ScopeId(0), name);
            walk.put_elsewhere(name, ScopeId(0));
        });
        self.push(Expr::Opaque, span)
    }

    /// `nonlocal a, b`: the nearest function around that has the name so far, else the nearest one.
    pub fn nonlocal(&mut self, span: Span) -> ExprId {
        self.children(|walk, _, node| {
            let name = walk.name_at(span_of(node));
            if let Some(scope) = walk.scope_around(name) {
                walk.put_elsewhere(name, scope);
            }
        });
        self.push(Expr::Opaque, span)
    }

    fn put_elsewhere(&mut self, name: Name, scope: ScopeId) {
        // The list is searched for every name, and nobody needs many.
        const MOST: usize = 256;
        if self.frame.elsewhere.len() < MOST && self.elsewhere(name).is_none() {
            self.frame.elsewhere.push((name, scope));
        }
    }

    fn scope_around(&self, name: Name) -> Option<ScopeId> {
        let module = &self.builder.module;
        let mut nearest = None;
        let mut at = module.scopes[self.frame.home.index()].parent;
        while let Some(here) = at {
            let scope = module.scopes[here.index()];
            if here != ScopeId(0) && !scope.is_class {
                if module.variables.contains_key(&(here, name)) {
                    return Some(here);
                }
                if module.function(scope.function).scope == here {
                    nearest = nearest.or(Some(here));
                }
            }
            at = scope.parent;
        }
        nearest
    }
}
