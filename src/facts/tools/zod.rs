//! One field of a zod schema: `z.string().regex(/^[a-z]+$/).optional().describe('…')`.

use crate::facts::Place;
use crate::syntax::ir::Expr;

use super::look::Look;
use super::{Shape, syntax};

/// Calls in a row, schemas in schemas.
const MAX_LINKS: u32 = 32;

impl Look<'_, '_> {
    pub fn zod_shape(&mut self, field: Place) -> Shape {
        self.zod_within(field, MAX_LINKS)
    }

    fn zod_within(&mut self, field: Place, links: u32) -> Shape {
        let Some(links) = links.checked_sub(1) else { return Shape::Open };
        let at = self.definition(field);
        let module = self.module(at.unit);
        let here = |expr| Place { unit: at.unit, expr };
        let first = syntax::positional(module, at.expr, 0).map(here);
        let Some((object, method)) = syntax::method(module, at.expr) else {
            // A preprocessor of the package's own around a schema.
            let given = matches!(module.expr(at.expr), Expr::Call(..)).then_some(first).flatten();
            return given.map_or(Shape::Open, |inner| self.zod_within(inner, links));
        };
        match method {
            "number" | "int" | "int32" | "uint32" | "float32" | "float64" | "boolean" | "bool" | "bigint" | "enum" | "nativeEnum"
            | "literal" | "date" | "null" | "uuid" | "uuidv4" | "guid" | "cuid" | "cuid2" | "ulid" | "nanoid" | "datetime"
            | "stringbool" => Shape::Harmless,
            "regex" => first.map_or(Shape::Open, |pattern| self.pattern(pattern)),
            "preprocess" => syntax::positional(module, at.expr, 1).map(here).map_or(Shape::Open, |inner| self.zod_within(inner, links)),
            "array" | "set" if first.is_some() => first.map_or(Shape::Open, |inner| whole(self.zod_within(inner, links))),
            "optional" | "nullable" | "nullish" if first.is_some() => first.map_or(Shape::Open, |inner| self.zod_within(inner, links)),
            "union" | "or" => self.union(at, links),
            // What changes the value may make anything of it.
            "transform" | "pipe" | "overwrite" => Shape::Open,
            // `.optional()`, `.describe(…)`, `.min(1)` and their like keep what it was.
            _ => match module.expr(object) {
                Expr::Call(..) => self.zod_within(here(object), links),
                // `schema.describe('…')`, but not `z.string()`.
                _ if self.definition(here(object)) != here(object) && !self.is_library(here(object)) => {
                    self.zod_within(here(object), links)
                }
                _ => Shape::Open,
            },
        }
    }

    /// Harmless when each of its members is.
    fn union(&mut self, at: Place, links: u32) -> Shape {
        let module = self.module(at.unit);
        let here = |expr| Place { unit: at.unit, expr };
        let mut members = Vec::new();
        if let Some((object, "or")) = syntax::method(module, at.expr) {
            members.push(here(object));
        }
        if let Some(first) = syntax::positional(module, at.expr, 0) {
            let first = self.definition(here(first));
            match self.module(first.unit).expr(first.expr) {
                Expr::Array(list) => {
                    let module = self.module(first.unit);
                    members.extend(module.list(list).iter().take(64).map(|expr| Place { unit: first.unit, expr: *expr }));
                }
                _ => members.push(first),
            }
        }
        let links = links.min(8);
        let harmless = !members.is_empty() && members.into_iter().all(|member| self.zod_within(member, links) == Shape::Harmless);
        if harmless { Shape::Harmless } else { Shape::Open }
    }

    /// A schema rather than a text or an object.
    pub fn is_zod(&mut self, place: Place) -> bool {
        let at = self.definition(place);
        matches!(self.module(at.unit).expr(at.expr), Expr::Call(..)) && self.value(at).as_text().is_none()
    }

    fn is_library(&mut self, place: Place) -> bool {
        let at = self.definition(place);
        matches!(self.module(at.unit).expr(at.expr), Expr::Import(_)) || matches!(self.value(place), crate::flow::Value::Namespace(_))
    }

    fn pattern(&mut self, place: Place) -> Shape {
        let at = self.definition(place);
        let module = self.module(at.unit);
        match module.expr(at.expr) {
            Expr::Regex(text) => Shape::Pattern(module.text(text).to_owned()),
            // `new RegExp('…')`
            Expr::New(..) | Expr::Call(..) => {
                let source = syntax::positional(module, at.expr, 0).map(|expr| Place { unit: at.unit, expr });
                source.and_then(|source| self.text(source)).map_or(Shape::Open, Shape::Pattern)
            }
            _ => Shape::Open,
        }
    }

    /// The text of the last `.describe('…')`.
    pub fn zod_description(&mut self, field: Place) -> Option<String> {
        let mut at = self.definition(field);
        for _ in 0..MAX_LINKS {
            let module = self.module(at.unit);
            let (object, method) = syntax::method(module, at.expr)?;
            if method == "describe" {
                let text = syntax::positional(module, at.expr, 0)?;
                return self.prose(Place { unit: at.unit, expr: text });
            }
            at = self.definition(Place { unit: at.unit, expr: object });
        }
        None
    }
}

/// A list of such values; a pattern holds for each of them, which is not told apart.
fn whole(shape: Shape) -> Shape {
    match shape {
        Shape::Harmless => Shape::Harmless,
        Shape::Pattern(_) | Shape::Open => Shape::Open,
    }
}
