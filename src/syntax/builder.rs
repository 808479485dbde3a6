//! Puts a [`Module`] together while a language's own walk visits the syntax tree.

use indexmap::IndexMap;

use super::Language;
use super::arena::{Names, Texts};
use super::index::Index;
use super::ir::{
    Class, ClassId, Export, Expr, ExprId, Function, FunctionId, List, MemberWrite, Module, Name, ParseOutcome, Scope, ScopeId, Span,
};

/// Deeper nesting than this is left out and said: real code stays below a few thousand, even generated chains of `+`.
pub(super) const MAX_DEPTH: u32 = 20_000;

pub(super) struct Builder<'t> {
    pub text: &'t str,
    pub module: Module,
    /// The function, class and scope that the walk stands in.
    pub function: FunctionId,
    pub class: Option<ClassId>,
    pub scope: ScopeId,
    depth: u32,
}

impl<'t> Builder<'t> {
    /// Starts with the module's own function 0 and scope 0.
    pub fn new(text: &'t str, language: Language) -> Self {
        let top = Function {
            name: None,
            parameters: Vec::new(),
            scope: ScopeId(0),
            parent: FunctionId(0),
            class: None,
            is_static: false,
            is_async: false,
            is_getter: false,
            returns: Vec::new(),
            decorators: Vec::new(),
            body: None,
            span: Span { start: 0, end: text.len() as u32 },
            exprs: (0, u32::MAX),
        };
        let lines = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1)).collect();
        let module = Module {
            language,
            exprs: Vec::with_capacity(text.len() / 8),
            spans: Vec::with_capacity(text.len() / 8),
            lists: Vec::new(),
            functions: vec![top],
            classes: Vec::new(),
            scopes: vec![Scope { parent: None, function: FunctionId(0), is_class: false, names: 0 }],
            names: Names::default(),
            texts: Texts::default(),
            variables: IndexMap::default(),
            member_writes: IndexMap::default(),
            exports: Vec::new(),
            index: Index::default(),
            lines,
            parse: ParseOutcome::default(),
        };
        Self { text, module, function: FunctionId(0), class: None, scope: ScopeId(0), depth: 0 }
    }

    pub fn finish(mut self, body: ExprId) -> Module {
        let count = self.module.exprs.len() as u32;
        self.module.functions[0].body = Some(body);
        self.module.functions[0].exprs = (0, count);
        self.module.index = Index::of(&self.module.exprs);
        self.module.exprs.shrink_to_fit();
        self.module.spans.shrink_to_fit();
        self.module.lists.shrink_to_fit();
        self.module
    }

    pub fn push(&mut self, expr: Expr, span: Span) -> ExprId {
        let id = ExprId(self.module.exprs.len() as u32);
        self.module.exprs.push(expr);
        self.module.spans.push(span);
        id
    }

    pub fn list(&mut self, items: &[ExprId]) -> List {
        let start = self.module.lists.len() as u32;
        self.module.lists.extend_from_slice(items);
        List { start, len: items.len() as u32 }
    }

    pub fn name(&mut self, text: &str) -> Name {
        self.module.names.intern(text)
    }

    pub fn string(&mut self, text: &str, span: Span) -> ExprId {
        let text = self.module.texts.push(text);
        self.push(Expr::Str(text), span)
    }

    pub fn slice(&self, span: Span) -> &'t str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// Makes `name` a variable of `scope`, without a value yet.
    pub fn declare(&mut self, scope: ScopeId, name: Name) {
        self.variable(scope, name);
    }

    /// Notes one more value that a variable of `scope` takes.
    pub fn bind(&mut self, scope: ScopeId, name: Name, value: ExprId) {
        self.variable(scope, name).push(value);
    }

    fn variable(&mut self, scope: ScopeId, name: Name) -> &mut Vec<ExprId> {
        self.module.scopes[scope.index()].note(name);
        self.module.variables.entry((scope, name)).or_default()
    }

    /// Notes `name = value` seen in the current scope: the nearest scope that has declared the name so far, or the top.
    pub fn assign(&mut self, name: Name, value: ExprId) {
        let scope = self.module.declaring_scope(name, self.scope).unwrap_or(ScopeId(0));
        self.bind(scope, name, value);
    }

    pub fn write_member(&mut self, object: ExprId, name: Name, value: ExprId) {
        self.module.member_writes.entry(name).or_default().push(MemberWrite { object, value });
    }

    pub fn export(&mut self, export: Export) {
        self.module.exports.push(export);
    }

    pub fn push_scope(&mut self, is_class: bool) -> ScopeId {
        let id = ScopeId(self.module.scopes.len() as u32);
        self.module.scopes.push(Scope { parent: Some(self.scope), function: self.function, is_class, names: 0 });
        self.scope = id;
        id
    }

    pub fn pop_scope(&mut self) {
        self.scope = self.module.scopes[self.scope.index()].parent.unwrap_or(ScopeId(0));
    }

    /// Enters a function with a scope of its own; give the result to [`Self::leave_function`].
    pub fn enter_function(&mut self, span: Span) -> Outer {
        let outer = Outer { function: self.function, scope: self.scope };
        let id = FunctionId(self.module.functions.len() as u32);
        let start = self.module.exprs.len() as u32;
        self.module.functions.push(Function {
            name: None,
            parameters: Vec::new(),
            scope: ScopeId(0),
            parent: self.function,
            class: None,
            is_static: false,
            is_async: false,
            is_getter: false,
            returns: Vec::new(),
            decorators: Vec::new(),
            body: None,
            span,
            exprs: (start, start),
        });
        self.function = id;
        let scope = self.push_scope(false);
        self.current().scope = scope;
        outer
    }

    pub fn leave_function(&mut self, outer: Outer) -> FunctionId {
        let id = self.function;
        self.current().exprs.1 = self.module.exprs.len() as u32;
        self.function = outer.function;
        self.scope = outer.scope;
        id
    }

    /// The function that the walk stands in.
    pub fn current(&mut self) -> &mut Function {
        let at = self.function.index();
        &mut self.module.functions[at]
    }

    pub fn new_class(&mut self, span: Span) -> ClassId {
        let id = ClassId(self.module.classes.len() as u32);
        let class = Class { name: None, bases: Vec::new(), methods: Vec::new(), fields: Vec::new(), decorators: Vec::new(), span };
        self.module.classes.push(class);
        id
    }

    pub fn class_mut(&mut self, id: ClassId) -> &mut Class {
        &mut self.module.classes[id.index()]
    }

    /// Goes one level down unless that is too deep; then the module says so. Every `true` needs an [`Self::ascend`].
    pub fn descend(&mut self) -> bool {
        if self.depth >= MAX_DEPTH {
            self.module.parse.too_deep = true;
            return false;
        }
        self.depth += 1;
        true
    }

    pub fn ascend(&mut self) {
        self.depth -= 1;
    }
}

/// Where a walk stood before it entered a function.
#[must_use]
pub(super) struct Outer {
    function: FunctionId,
    scope: ScopeId,
}
