//! What a tool says that it takes: zod schemas, JSON Schema, models of pydantic.

use crate::facts::Place;
use crate::flow::{Flow, UnitId, Value};
use crate::syntax::Language;
use crate::syntax::ir::{BinaryOp, Expr, ExprId};

use super::look::Look;
use super::{Input, Shape, syntax};

/// Schemas inside schemas: `zodToJsonSchema(a.merge(b).extend({…}))`.
const MAX_DEPTH: u32 = 12;
/// A tool does not take more.
const MAX_INPUTS: usize = 256;

/// The inputs that a schema describes: a zod object or raw shape, a JSON Schema, a model of pydantic.
pub fn shape_of_schema(flow: &mut Flow<'_>, unit: UnitId, expr: ExprId) -> Vec<Input> {
    Look::new(flow).inputs(Place { unit, expr }, true)
}

impl Look<'_, '_> {
    /// `enforced`: the library refuses what does not fit.
    pub fn inputs(&mut self, schema: Place, enforced: bool) -> Vec<Input> {
        let mut inputs = Vec::new();
        self.add_inputs(schema, &mut inputs, MAX_DEPTH);
        inputs.truncate(MAX_INPUTS);
        for input in &mut inputs {
            input.enforced &= enforced;
        }
        inputs
    }

    fn add_inputs(&mut self, schema: Place, inputs: &mut Vec<Input>, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        // `schema.shape` is the schema's fields.
        if let Some((object, name @ ("shape" | "_def" | "valueType"))) = syntax::member(self.module(schema.unit), schema.expr)
            && self.part(Place { unit: schema.unit, expr: object }, &[name]).is_none()
        {
            return self.add_inputs(Place { unit: schema.unit, expr: object }, inputs, depth);
        }
        let is_choice = matches!(self.module(schema.unit).expr(schema.expr), Expr::If(..) | Expr::Either(..));
        let at = if is_choice { schema } else { self.definition(schema) };
        let module = self.module(at.unit);
        match module.expr(at.expr) {
            Expr::Object(_) => match self.part(at, &["properties"]) {
                Some(properties) => {
                    let required = self.required(at);
                    self.add_properties(properties, &required, inputs, depth);
                }
                None if self.is_json_schema(at) => {}
                None => self.add_fields(at, inputs, depth),
            },
            Expr::Call(..) | Expr::New(..) => self.add_of_call(at, inputs, depth),
            Expr::Member(..) if at != schema => self.add_inputs(at, inputs, depth),
            Expr::Class(_) => self.add_model(at, inputs),
            // `...(fixed ? {} : {from: z.string()})`, `...(open && {from: …})`
            Expr::If(_, left, right) | Expr::Either(left, right) | Expr::Binary(BinaryOp::And, left, right) => {
                for branch in [left, right] {
                    self.add_inputs(Place { unit: at.unit, expr: branch }, inputs, depth);
                }
            }
            _ => {}
        }
    }

    /// `{type: 'object'}`: a tool that takes nothing.
    fn is_json_schema(&mut self, object: Place) -> bool {
        self.part(object, &["type"]).is_some_and(|kind| matches!(self.glance(kind), Value::Text(_)))
    }

    /// `z.object({…})`, `a.extend({…})`, `zodToJsonSchema(a)`, `Model.model_json_schema()`.
    fn add_of_call(&mut self, call: Place, inputs: &mut Vec<Input>, depth: u32) {
        let module = self.module(call.unit);
        let here = |expr| Place { unit: call.unit, expr };
        let first = syntax::positional(module, call.expr, 0).map(here);
        let Some((object, method)) = syntax::method(module, call.expr) else {
            if let Some(returned) = self.returned(call) {
                return returned.into_iter().for_each(|value| self.add_inputs(value, inputs, depth));
            }
            return first.into_iter().for_each(|first| self.add_inputs(first, inputs, depth));
        };
        match method {
            "object" | "strictObject" | "looseObject" | "toJSONSchema" | "toJsonSchema" | "zodToJsonSchema" | "fromZodSchema"
            | "Object" => {
                first.into_iter().for_each(|first| self.add_inputs(first, inputs, depth));
            }
            "extend" | "merge" | "and" | "safeExtend" | "augment" => {
                self.add_inputs(here(object), inputs, depth);
                first.into_iter().for_each(|first| self.add_inputs(first, inputs, depth));
            }
            "model_json_schema" | "schema" if module.language == Language::Python => self.add_model(here(object), inputs),
            // `.optional()`, `.describe(…)`, `.refine(…)`, `.partial()`: what it is called on.
            _ => self.add_inputs(here(object), inputs, depth),
        }
    }

    /// What a function of the package returns that makes a schema.
    fn returned(&mut self, call: Place) -> Option<Vec<Place>> {
        let Expr::Call(callee, _) = self.module(call.unit).expr(call.expr) else { return None };
        let Value::Function(function) = self.value(Place { unit: call.unit, expr: callee }) else { return None };
        let returns = &self.module(function.unit).function(function.id).returns;
        Some(returns.iter().take(8).map(|expr| Place { unit: function.unit, expr: *expr }).collect())
    }

    /// The fields of a raw zod shape.
    fn add_fields(&mut self, object: Place, inputs: &mut Vec<Input>, depth: u32) {
        for (name, value) in self.pairs(object, inputs, depth) {
            let description = self.zod_description(value);
            let shape = self.zod_shape(value);
            let form = self.form(value);
            inputs.push(Input { name, shape, description, form, enforced: true });
        }
    }

    /// The properties of a JSON Schema, and which of them have to be given.
    fn add_properties(&mut self, properties: Place, required: &[String], inputs: &mut Vec<Input>, depth: u32) {
        let object = self.definition(properties);
        for (name, value) in self.pairs(object, inputs, depth) {
            let description = self.part(value, &["description"]).and_then(|place| self.prose(place));
            let shape = self.json_shape(value);
            let needed = if required.contains(&name) { "required " } else { "" };
            let form = format!("{needed}{}", self.form(value));
            inputs.push(Input { name, shape, description, form, enforced: true });
        }
    }

    fn required(&mut self, schema: Place) -> Vec<String> {
        let Some(list) = self.part(schema, &["required"]) else { return Vec::new() };
        let at = self.definition(list);
        let module = self.module(at.unit);
        let Expr::Array(names) = module.expr(at.expr) else { return Vec::new() };
        let names = module.list(names).iter().take(MAX_INPUTS);
        names.filter_map(|name| self.text(Place { unit: at.unit, expr: *name })).collect()
    }

    /// Names and values of an object; what is spread into it goes to the inputs by itself.
    fn pairs(&mut self, object: Place, inputs: &mut Vec<Input>, depth: u32) -> Vec<(String, Place)> {
        let module = self.module(object.unit);
        let Expr::Object(list) = module.expr(object.expr) else { return Vec::new() };
        let mut pairs = Vec::new();
        for item in module.list(list).iter().take(MAX_INPUTS) {
            match module.expr(*item) {
                Expr::Pair(key, value) => {
                    let key = self.value(Place { unit: object.unit, expr: key });
                    if let Some(name) = key.as_text() {
                        pairs.push((name.to_owned(), Place { unit: object.unit, expr: value }));
                    }
                }
                Expr::Spread(inner) => self.add_inputs(Place { unit: object.unit, expr: inner }, inputs, depth),
                _ => {}
            }
        }
        pairs
    }

    fn json_shape(&mut self, schema: Place) -> Shape {
        let schema = self.definition(schema);
        if !matches!(self.module(schema.unit).expr(schema.expr), Expr::Object(_)) {
            return self.zod_shape(schema);
        }
        if self.part(schema, &["enum", "const"]).is_some() {
            return Shape::Harmless;
        }
        if let Some(pattern) = self.part(schema, &["pattern"]).and_then(|place| self.text(place)) {
            return Shape::Pattern(pattern);
        }
        let kind = self.part(schema, &["type"]).map(|place| self.value(place));
        match kind.as_ref().and_then(Value::as_text) {
            Some("number" | "integer" | "boolean" | "null") => Shape::Harmless,
            Some("array") => self.part(schema, &["items"]).map_or(Shape::Open, |items| match self.json_shape(items) {
                Shape::Harmless => Shape::Harmless,
                Shape::Pattern(_) | Shape::Open => Shape::Open,
            }),
            Some(_) | None => Shape::Open,
        }
    }
}
