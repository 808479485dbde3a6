//! What Python's annotations say of a parameter or a model's field: `int`, `Literal['a']`, `Annotated[str, Field(pattern='…')]`.

use crate::facts::Place;
use crate::flow::{At, Value};
use crate::syntax::ir::{BinaryOp, ClassId, Expr, ExprId, FunctionId, ParameterKind};

use super::look::Look;
use super::{Input, Shape, Takes, syntax};

const MAX_DEPTH: u32 = 8;

impl Look<'_, '_> {
    /// The fields of a model.
    pub fn add_model(&mut self, model: Place, inputs: &mut Vec<Input>) {
        match self.value(model) {
            Value::Class(class) | Value::Instance(class) => inputs.extend(self.fields(class, MAX_DEPTH)),
            _ => {}
        }
    }

    fn fields(&mut self, class: At<ClassId>, depth: u32) -> Vec<Input> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let module = self.module(class.unit);
        let info = module.class(class.id);
        let mut inputs = Vec::new();
        for base in info.bases.iter().take(8) {
            if let Value::Class(base) = self.flow.value(class.unit, *base) {
                inputs.extend(self.fields(base, depth));
            }
        }
        for field in info.fields.iter().take(256) {
            let Some(annotation) = field.annotation else { continue };
            let shape = self.annotated_shape(Place { unit: class.unit, expr: annotation }, Some(field.value), MAX_DEPTH);
            let description = syntax::keyword(module, field.value, "description");
            let description = description.and_then(|expr| self.prose(Place { unit: class.unit, expr }));
            let form = self
                .annotated_form(Some(Place { unit: class.unit, expr: annotation }), Some(Place { unit: class.unit, expr: field.value }));
            inputs.push(Input { name: module.name(field.name).to_owned(), shape, description, form, enforced: true });
        }
        inputs
    }

    /// What a function that FastMCP calls is given: each parameter is an input, but for the context.
    pub fn parameters(&mut self, function: At<FunctionId>) -> (Vec<Takes>, Vec<Input>) {
        let module = self.module(function.unit);
        let info = module.function(function.id);
        let (mut takes, mut inputs) = (Vec::new(), Vec::new());
        let receiver = usize::from(info.class.is_some() && !info.is_static);
        for (at, parameter) in info.parameters.iter().enumerate().skip(receiver).take(256) {
            let Some(name) = parameter.name.map(|name| module.name(name)) else { continue };
            let annotation = parameter.annotation.map(|expr| Place { unit: function.unit, expr });
            if is_context(name) || annotation.is_some_and(|annotation| self.names_context(annotation)) {
                continue;
            }
            let at = at as u32;
            match parameter.kind {
                ParameterKind::KeywordRest => takes.push(Takes::Inputs(at)),
                ParameterKind::Rest => {}
                ParameterKind::Plain | ParameterKind::KeywordOnly => {
                    takes.push(Takes::Value(at, name.to_owned()));
                    let default = parameter.default.map(|expr| Place { unit: function.unit, expr });
                    self.parameter_inputs(name, annotation, default, &mut inputs);
                }
            }
        }
        (takes, inputs)
    }

    /// A model's fields are inputs by themselves.
    fn parameter_inputs(&mut self, name: &str, annotation: Option<Place>, default: Option<Place>, inputs: &mut Vec<Input>) {
        let Some(annotation) = annotation else {
            let form = self.annotated_form(None, default);
            inputs.push(Input { name: name.to_owned(), shape: Shape::Open, description: None, form, enforced: true });
            return;
        };
        let form = self.annotated_form(Some(annotation), default);
        let default = default.map(|place| place.expr);
        if let Value::Class(class) = self.value(annotation)
            && self.is_model(class, MAX_DEPTH)
        {
            let fields = self.fields(class, MAX_DEPTH);
            inputs.extend(fields.into_iter().map(|field| Input { name: format!("{name}.{}", field.name), ..field }));
            return;
        }
        let shape = self.annotated_shape(annotation, default, MAX_DEPTH);
        let description = self.annotated_description(annotation, default);
        inputs.push(Input { name: name.to_owned(), shape, description, form, enforced: true });
    }

    /// `default` is what stands behind the `=`, where `Field(…)` may say more.
    fn annotated_shape(&mut self, annotation: Place, default: Option<ExprId>, depth: u32) -> Shape {
        if let Some(pattern) = default.and_then(|default| self.field_option(Place { unit: annotation.unit, expr: default }, "pattern")) {
            return Shape::Pattern(pattern);
        }
        let Some(depth) = depth.checked_sub(1) else { return Shape::Open };
        let module = self.module(annotation.unit);
        let here = |expr| Place { unit: annotation.unit, expr };
        match module.expr(annotation.expr) {
            // `int | None`
            Expr::Binary(BinaryOp::Other, left, right) => self.all_harmless(&[here(left), here(right)], depth),
            Expr::Null => Shape::Harmless,
            Expr::Index(generic, inner) => {
                let parts: Vec<Place> = match module.expr(inner) {
                    Expr::Array(list) => module.list(list).iter().map(|part| here(*part)).collect(),
                    _ => vec![here(inner)],
                };
                match syntax::last_word(module, generic) {
                    Some("Literal") => Shape::Harmless,
                    Some("Annotated") => self.annotated_parts(&parts, depth),
                    Some("Optional" | "Union" | "list" | "List" | "tuple" | "Tuple" | "set" | "Set" | "Sequence") => {
                        self.all_harmless(&parts, depth)
                    }
                    Some(_) | None => Shape::Open,
                }
            }
            _ => self.named_shape(annotation, depth),
        }
    }

    fn named_shape(&mut self, annotation: Place, depth: u32) -> Shape {
        match self.value(annotation) {
            Value::Symbol(symbol) => match self.flow.symbols.name(symbol) {
                "int" | "float" | "bool" | "complex" | "uuid.UUID" | "datetime.date" | "datetime.datetime" | "datetime.timedelta"
                | "decimal.Decimal" => Shape::Harmless,
                _ => {
                    let at = self.definition(annotation);
                    if at == annotation { Shape::Open } else { self.annotated_shape(at, None, depth) }
                }
            },
            Value::Class(class) if self.is_enumeration(class, MAX_DEPTH) => Shape::Harmless,
            Value::Unknown => {
                let at = self.definition(annotation);
                if at == annotation { Shape::Open } else { self.annotated_shape(at, None, depth) }
            }
            _ => Shape::Open,
        }
    }

    fn annotated_parts(&mut self, parts: &[Place], depth: u32) -> Shape {
        let pattern = parts.iter().skip(1).take(16).find_map(|part| self.field_option(*part, "pattern"));
        match (pattern, parts.first()) {
            (Some(pattern), _) => Shape::Pattern(pattern),
            (None, Some(first)) => self.annotated_shape(*first, None, depth),
            (None, None) => Shape::Open,
        }
    }

    fn all_harmless(&mut self, parts: &[Place], depth: u32) -> Shape {
        let harmless = parts.iter().take(32).all(|part| self.annotated_shape(*part, None, depth) == Shape::Harmless);
        if harmless { Shape::Harmless } else { Shape::Open }
    }

    fn annotated_description(&mut self, annotation: Place, default: Option<ExprId>) -> Option<String> {
        if let Some(text) = default.and_then(|default| self.field_option(Place { unit: annotation.unit, expr: default }, "description")) {
            return Some(text);
        }
        let module = self.module(annotation.unit);
        let Expr::Index(_, inner) = module.expr(annotation.expr) else { return None };
        let Expr::Array(list) = module.expr(inner) else { return None };
        let parts = module.list(list).iter().skip(1).take(16);
        parts.clone().find_map(|part| self.field_option(Place { unit: annotation.unit, expr: *part }, "description"))
    }

    /// A named text in `Field(…)`.
    fn field_option(&mut self, field: Place, option: &str) -> Option<String> {
        let module = self.module(field.unit);
        let Expr::Call(callee, _) = module.expr(field.expr) else { return None };
        if !matches!(syntax::last_word(module, callee), Some("Field" | "constr" | "StringConstraints" | "Query" | "Path" | "Body")) {
            return None;
        }
        let given = syntax::keyword(module, field.expr, option)
            .or_else(|| (option == "pattern").then(|| syntax::keyword(module, field.expr, "regex")).flatten())?;
        self.prose(Place { unit: field.unit, expr: given })
    }

    fn names_context(&mut self, annotation: Place) -> bool {
        let module = self.module(annotation.unit);
        let mut expr = annotation.expr;
        // `Context[ServerSession, None] | None`
        for _ in 0..4 {
            expr = match module.expr(expr) {
                Expr::Index(generic, inner) if syntax::last_word(module, generic) == Some("Optional") => inner,
                Expr::Index(generic, _) => generic,
                Expr::Binary(BinaryOp::Other, left, _) => left,
                _ => break,
            };
        }
        syntax::last_word(module, expr).is_some_and(|word| word == "Context" || word == "Request" || word == "CurrentContext")
    }

    fn is_model(&mut self, class: At<ClassId>, hops: u32) -> bool {
        self.derives(class, &["BaseModel", "TypedDict", "RootModel"], hops)
    }

    fn is_enumeration(&mut self, class: At<ClassId>, hops: u32) -> bool {
        self.derives(class, &["Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"], hops)
    }

    fn derives(&mut self, class: At<ClassId>, names: &[&str], hops: u32) -> bool {
        let Some(hops) = hops.checked_sub(1) else { return false };
        let bases = &self.module(class.unit).class(class.id).bases;
        bases.iter().take(8).any(|base| match self.flow.value(class.unit, *base) {
            Value::Symbol(symbol) => names.contains(&self.flow.symbols.name(symbol).rsplit('.').next().unwrap_or_default()),
            Value::Class(base) => self.derives(base, names, hops),
            _ => false,
        })
    }
}

/// By convention, whatever its annotation.
fn is_context(name: &str) -> bool {
    matches!(name, "ctx" | "context" | "_ctx" | "_context")
}
