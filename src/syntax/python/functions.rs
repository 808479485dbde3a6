//! Functions, lambdas, their parameters, and decorators.

use tree_sitter::Node;

use crate::syntax::ir::{ClassId, Expr, ExprId, FunctionId, Name, Parameter, ParameterKind, Span};

use super::scopes::Frame;
use super::table::{Expression, Leaf, Part, Role, Statement};
use super::walk::{Walk, span_of};

/// What stands before a function's body; defaults and annotations belong to the scope around it.
#[derive(Default)]
struct Header {
    name: Option<Name>,
    parameters: Vec<Parameter>,
    /// One for each parameter.
    spans: Vec<Span>,
    /// Names inside a parameter that is a pattern (Python 2), with the parameter's position.
    unpacked: Vec<(u32, Name)>,
    keyword_only: bool,
}

/// What a function is, beside its code.
#[derive(Clone, Copy)]
struct Standing {
    class: Option<ClassId>,
    is_static: bool,
    is_async: bool,
}

impl<'t> Walk<'t> {
    /// `@decorator` lines, then a function or a class.
    pub fn decorated(&mut self, span: Span) -> ExprId {
        let mut decorators = Vec::new();
        let mut definition = None;
        self.children(|walk, role, node| {
            if walk.field() != Some(walk.fields().definition) {
                decorators.push(walk.lower_node(role, node));
                return;
            }
            let taken = std::mem::take(&mut decorators);
            definition = Some(match role {
                Role::Statement(Statement::Function) => walk.function(taken, span_of(node)),
                Role::Statement(Statement::Class) => walk.class(taken, span_of(node)),
                _ => walk.lower_node(role, node),
            });
        });
        self.or_opaque(definition, span)
    }

    /// The value that the decorators make of a definition: the lowest is called first.
    pub fn decorate(&mut self, mut value: ExprId, decorators: &[ExprId]) -> ExprId {
        for decorator in decorators.iter().rev() {
            let span = self.span(*decorator);
            let arguments = self.list_of(&[value]);
            value = self.push(Expr::Call(*decorator, arguments), span);
        }
        value
    }

    /// `def name(parameters): body`
    pub fn function(&mut self, decorators: Vec<ExprId>, span: Span) -> ExprId {
        let standing = Standing {
            class: self.class_body(),
            is_static: decorators.iter().any(|decorator| self.is_named(*decorator, "staticmethod")),
            is_async: self.builder.slice(span).starts_with("async"),
        };
        let mut header = Header::default();
        let mut value = None;
        self.children(|walk, role, node| {
            let field = walk.field();
            if field == Some(walk.fields().name) {
                header.name = Some(walk.name_at(span_of(node)));
            } else if field == Some(walk.fields().parameters) {
                walk.parameters(&mut header);
            } else if field == Some(walk.fields().body) {
                let header = std::mem::take(&mut header);
                let name = header.name;
                let (id, _) = walk.body(header, standing, (role, node), span);
                walk.builder.module.functions[id.index()].decorators.clone_from(&decorators);
                let function = walk.push(Expr::Function(id), span);
                if let Some(name) = name {
                    walk.define(name, id, standing.class, function);
                }
                value = Some(walk.decorate(function, &decorators));
            } else {
                walk.lower_node(role, node);
            }
        });
        self.or_opaque(value, span)
    }

    fn define(&mut self, name: Name, id: FunctionId, class: Option<ClassId>, function: ExprId) {
        let Some(class) = class else { return self.bind_name(name, function) };
        self.builder.class_mut(class).methods.push((name, id));
        self.builder.bind(self.frame.home, name, function);
    }

    fn is_named(&self, decorator: ExprId, wanted: &str) -> bool {
        matches!(self.expr(decorator), Expr::Name(name, _) if self.builder.module.name(name) == wanted)
    }

    /// `lambda parameters: body`
    pub fn lambda(&mut self, span: Span) -> ExprId {
        let standing = Standing { class: None, is_static: false, is_async: false };
        let mut header = Header::default();
        let mut value = None;
        self.children(|walk, role, node| {
            let field = walk.field();
            if field == Some(walk.fields().parameters) {
                walk.parameters(&mut header);
            } else if field == Some(walk.fields().body) {
                let (id, body) = walk.body(std::mem::take(&mut header), standing, (role, node), span);
                walk.builder.module.functions[id.index()].returns.push(body);
                value = Some(walk.push(Expr::Function(id), span));
            } else {
                walk.lower_node(role, node);
            }
        });
        self.or_opaque(value, span)
    }

    /// Lowers the body under the cursor as a function of its own.
    fn body(&mut self, header: Header, standing: Standing, (role, node): (Role, Node<'t>), span: Span) -> (FunctionId, ExprId) {
        let outer = self.builder.enter_function(span);
        let receiver = self.receiver(&header, standing);
        let frame = std::mem::replace(&mut self.frame, Frame::new(self.builder.scope, receiver));
        self.bind_parameters(&header);
        let function = self.builder.current();
        function.name = header.name;
        function.parameters = header.parameters;
        function.class = standing.class;
        function.is_static = standing.is_static;
        function.is_async = standing.is_async;
        let body = self.lower_node(role, node);
        self.builder.current().body = Some(body);
        self.frame = frame;
        (self.builder.leave_function(outer), body)
    }

    /// A method's own first parameter, else the one of the method around it unless the name is taken.
    fn receiver(&self, header: &Header, standing: Standing) -> Option<(Name, ClassId)> {
        let first = header.parameters.first().filter(|first| first.kind == ParameterKind::Plain);
        match (standing.class, first.and_then(|first| first.name)) {
            (Some(class), Some(name)) if !standing.is_static => Some((name, class)),
            _ => self.frame.receiver.filter(|(name, _)| header.parameters.iter().all(|parameter| parameter.name != Some(*name))),
        }
    }

    fn bind_parameters(&mut self, header: &Header) {
        let (function, scope) = (self.builder.function, self.builder.scope);
        for (at, (parameter, span)) in header.parameters.iter().zip(&header.spans).enumerate() {
            if let Some(name) = parameter.name {
                let value = self.push(Expr::Parameter(function, at as u32), *span);
                self.builder.bind(scope, name, value);
            }
        }
        for (at, name) in &header.unpacked {
            let span = header.spans[*at as usize];
            let value = self.push(Expr::Parameter(function, *at), span);
            let part = self.push(Expr::Element(value), span);
            self.builder.bind(scope, *name, part);
        }
    }

    fn parameters(&mut self, header: &mut Header) {
        self.children(|walk, role, node| {
            let mut parameter = Parameter { name: None, default: None, annotation: None, kind: ParameterKind::Plain };
            match role {
                Role::Part(Part::Separator) => {
                    header.keyword_only = true;
                    return;
                }
                Role::Part(Part::Parameter) => walk.children(|walk, role, node| {
                    let field = walk.field();
                    if field == Some(walk.fields().value) {
                        parameter.default = Some(walk.lower_node(role, node));
                    } else if field == Some(walk.fields().annotation) {
                        parameter.annotation = Some(walk.lower_node(role, node));
                    } else {
                        walk.parameter_name(role, node, &mut parameter, header);
                    }
                }),
                _ => walk.parameter_name(role, node, &mut parameter, header),
            }
            match parameter.kind {
                ParameterKind::Plain if header.keyword_only => parameter.kind = ParameterKind::KeywordOnly,
                ParameterKind::Rest => header.keyword_only = true,
                ParameterKind::Plain | ParameterKind::KeywordRest | ParameterKind::KeywordOnly => {}
            }
            header.parameters.push(parameter);
            header.spans.push(span_of(node));
        });
    }

    /// `name`, `*name`, `**name` or `(name, name)`.
    fn parameter_name(&mut self, role: Role, node: Node<'t>, parameter: &mut Parameter, header: &mut Header) {
        match role {
            Role::Leaf(Leaf::Name) => parameter.name = Some(self.name_at(span_of(node))),
            Role::Part(Part::Rest) => {
                parameter.kind = ParameterKind::Rest;
                parameter.name = self.first_name();
            }
            Role::Part(Part::KeywordRest) => {
                parameter.kind = ParameterKind::KeywordRest;
                parameter.name = self.first_name();
            }
            Role::Expression(Expression::Array) => self.pattern_names(header),
            _ => {
                self.lower_node(role, node);
            }
        }
    }

    fn first_name(&mut self) -> Option<Name> {
        let mut name = None;
        self.children(|walk, _, node| {
            if name.is_none() {
                name = Some(walk.name_at(span_of(node)));
            }
        });
        name
    }

    fn pattern_names(&mut self, header: &mut Header) {
        if !self.builder.descend() {
            return;
        }
        self.children(|walk, role, node| {
            if role == Role::Leaf(Leaf::Name) {
                let name = walk.name_at(span_of(node));
                header.unpacked.push((header.parameters.len() as u32, name));
            } else {
                walk.pattern_names(header);
            }
        });
        self.builder.ascend();
    }
}
