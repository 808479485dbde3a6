//! Functions of every form, their parameters and bodies.

use super::patterns::Target;
use super::{Here, MAX_SCOPES, Role, Walk};
use crate::syntax::builder::Outer;
use crate::syntax::ir::{Expr, ExprId, FunctionId, Name, Parameter, ParameterKind};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Declaration,
    Expression,
    /// Keeps the `this` around it.
    Arrow,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Accessor {
    Plain,
    Getter,
    Setter,
}

pub(super) struct Method {
    pub key: ExprId,
    pub name: Option<Name>,
    /// The [`Expr::Function`], or an opaque one if it is too deep.
    pub value: ExprId,
    pub id: Option<FunctionId>,
    pub accessor: Accessor,
}

impl<'t> Walk<'t> {
    pub(super) fn function(&mut self, at: Here<'t>, form: Form) -> ExprId {
        let hint = self.hint.take();
        let exporting = std::mem::take(&mut self.exporting);
        let class = self.b.class;
        let Some(outer) = self.enter(at) else { return self.opaque(at) };
        if form != Form::Arrow {
            self.b.class = None;
        }
        let name = self.signature_and_body(form);
        self.b.current().name = name.or(hint);
        let id = self.leave(outer);
        self.b.class = class;
        let value = self.b.push(Expr::Function(id), at.span());
        if let Some(name) = name {
            self.bind_function(form, id, name, value);
            if exporting {
                self.export_variable(name, at);
            }
        }
        value
    }

    /// Everything inside a function node; its own name, if it has one.
    fn signature_and_body(&mut self, form: Form) -> Option<Name> {
        let mark = self.scratch.len();
        let (mut name, mut behind_arrow) = (None, false);
        self.each(|walk, here| match here.role {
            Role::Async => walk.b.current().is_async = true,
            Role::ArrowToken => behind_arrow = true,
            Role::Parameters => walk.parameters(),
            Role::StatementBlock => walk.function_body(here, mark),
            _ if behind_arrow => walk.arrow_value(here, mark),
            Role::Identifier if form == Form::Arrow => walk.parameter(here),
            Role::Identifier => name = Some(walk.name_of(here)),
            _ => {}
        });
        self.scratch.truncate(mark);
        name
    }

    /// A declaration's name lives where `var` does, an expression's in the function alone.
    fn bind_function(&mut self, form: Form, id: FunctionId, name: Name, value: ExprId) {
        let own = self.b.module.function(id).scope;
        match form {
            Form::Declaration => {
                let scope = self.function_scope();
                self.b.bind(scope, name, value);
            }
            Form::Expression if !self.b.module.variables.contains_key(&(own, name)) => self.b.bind(own, name, value),
            Form::Expression | Form::Arrow => {}
        }
    }

    /// Enters a function, unless it is nested too deep.
    pub(super) fn enter(&mut self, at: Here<'t>) -> Option<Outer> {
        if self.open_scopes >= MAX_SCOPES {
            self.b.module.parse.too_deep = true;
            return None;
        }
        self.open_scopes += 1;
        Some(self.b.enter_function(at.span()))
    }

    pub(super) fn leave(&mut self, outer: Outer) -> FunctionId {
        self.open_scopes -= 1;
        self.b.leave_function(outer)
    }

    /// A body in braces, behind what the parameters' patterns left on the scratch.
    pub(super) fn function_body(&mut self, at: Here<'t>, mark: usize) {
        self.gather_statements();
        let list = self.take(mark);
        let body = self.b.push(Expr::Block(list), at.span());
        self.b.current().body = Some(body);
    }

    fn arrow_value(&mut self, at: Here<'t>, mark: usize) {
        let value = self.value(at);
        self.b.current().returns.push(value);
        let body = if self.scratch.len() > mark {
            self.scratch.push(value);
            let list = self.take(mark);
            self.b.push(Expr::Block(list), at.span())
        } else {
            value
        };
        self.b.current().body = Some(body);
    }

    pub(super) fn parameters(&mut self) {
        self.each(|walk, here| match here.role {
            Role::Comma => {}
            Role::Parameter => walk.typed_parameter(here),
            _ => walk.parameter(here),
        });
    }

    fn parameter(&mut self, at: Here<'t>) {
        let (index, value) = self.add_parameter(at, at.role == Role::RestPattern);
        self.bind_parameter(at, index, value);
    }

    /// TypeScript's: decorators, modifiers, pattern, type and default in one node.
    fn typed_parameter(&mut self, at: Here<'t>) {
        let (mut pattern, mut is_property) = (None, false);
        self.each_again(|walk, here| match here.role {
            Role::Accessibility => is_property = true,
            Role::Decorator => {
                let decorator = walk.first();
                walk.strays.extend(decorator);
            }
            _ => pattern = pattern.or(Some(here)),
        });
        let Some(first) = pattern.filter(|first| first.role != Role::This) else { return };
        let (index, value) = self.add_parameter(at, first.role == Role::RestPattern);
        let default = self.fallback();
        self.b.current().parameters[index].default = default;
        let whole = match default {
            Some(default) if first.role.is_pattern() => self.b.push(Expr::Either(value, default), at.span()),
            _ => value,
        };
        self.revisit(|role| role == first.role, |walk, here| walk.bind_parameter(here, index, whole));
        if is_property && let Some(name) = self.b.current().parameters[index].name {
            self.write_property(name, value, at);
        }
    }

    /// `constructor(private name)` also sets `this.name`.
    fn write_property(&mut self, name: Name, value: ExprId, at: Here<'t>) {
        if let Some(class) = self.b.class {
            let this = self.b.push(Expr::This(class), at.span());
            self.b.write_member(this, name, value);
        }
    }

    /// The parameter's number and its value.
    fn add_parameter(&mut self, at: Here<'t>, is_rest: bool) -> (usize, ExprId) {
        let function = self.b.function;
        let parameters = &mut self.b.current().parameters;
        let index = parameters.len();
        let kind = if is_rest { ParameterKind::Rest } else { ParameterKind::Plain };
        parameters.push(Parameter { name: None, default: None, annotation: None, kind });
        (index, self.b.push(Expr::Parameter(function, index as u32), at.span()))
    }

    fn bind_parameter(&mut self, at: Here<'t>, index: usize, value: ExprId) {
        match at.role {
            Role::Identifier => {
                let name = self.name_of(at);
                let scope = self.function_scope();
                self.b.bind(scope, name, value);
                self.b.current().parameters[index].name = Some(name);
            }
            Role::RestPattern => self.each(|walk, here| walk.bind_parameter(here, index, value)),
            Role::AssignmentPattern => self.default_parameter(at, index, value),
            Role::ObjectPattern | Role::ArrayPattern => {
                let scope = self.function_scope();
                self.pattern(at, value, Target::Declare(scope));
            }
            _ => {}
        }
    }

    fn default_parameter(&mut self, at: Here<'t>, index: usize, value: ExprId) {
        let default = self.fallback();
        self.b.current().parameters[index].default = default;
        let either = default.map(|default| self.b.push(Expr::Either(value, default), at.span()));
        self.revisit(
            |role| role.is_pattern() || role == Role::Identifier,
            |walk, here| walk.bind_parameter(here, index, either.filter(|_| here.role.is_pattern()).unwrap_or(value)),
        );
    }

    /// A method of an object or of the class that the walk stands in.
    pub(super) fn method(&mut self, at: Here<'t>, of_class: bool) -> Method {
        let decorators = std::mem::take(&mut self.decorators);
        let mark = self.scratch.len();
        let (mut key, mut outer, mut accessor) = (None, None, Accessor::Plain);
        let (mut is_static, mut is_async) = (false, false);
        self.each(|walk, here| match here.role {
            Role::Static => is_static = true,
            Role::Async => is_async = true,
            Role::Get => accessor = Accessor::Getter,
            Role::Set => accessor = Accessor::Setter,
            Role::Operator | Role::Accessibility => {}
            Role::Decorator => walk.decorator(),
            Role::Parameters => {
                outer = walk.enter(at);
                if outer.is_some() {
                    walk.parameters();
                }
            }
            Role::StatementBlock if outer.is_some() => walk.function_body(here, mark),
            _ if key.is_none() => key = Some(walk.key(here)),
            _ => {}
        });
        self.scratch.truncate(mark);
        let (key, name) = key.unwrap_or_else(|| (self.opaque(at), None));
        let Some(outer) = outer else {
            return Method { key, name, value: self.opaque(at), id: None, accessor };
        };
        let class = self.b.class.filter(|_| of_class);
        let function = self.b.current();
        function.name = name;
        function.class = class;
        function.is_static = is_static;
        function.is_async = is_async;
        function.is_getter = accessor == Accessor::Getter;
        function.decorators = decorators;
        let id = self.leave(outer);
        Method { key, name, value: self.b.push(Expr::Function(id), at.span()), id: Some(id), accessor }
    }
}
