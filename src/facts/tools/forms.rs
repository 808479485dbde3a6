//! How the schema of an input is written, in one text: type, choices, defaults, and the texts of what is inside. Two versions that say the
//! same of an input give the same text, whatever their variables are called.

use crate::facts::Place;
use crate::flow::Value;
use crate::model::Sha256;
use crate::syntax::ir::{BinaryOp, ClassId, Expr, ExprId, UnaryOp};
use crate::syntax::{Language, Module};

use super::look::Look;
use super::syntax;

/// Schemas inside schemas, calls in a row.
const MAX_DEPTH: u32 = 40;
/// Parts of one schema that are written.
const MAX_PARTS: u32 = 1_000;
/// Characters; what a longer one says behind them is told apart by its digest.
const LONGEST: usize = 2_000;
/// What nobody can tell.
const OPEN: &str = "*";

#[derive(Default)]
struct Form {
    text: String,
    parts: u32,
}

impl Form {
    /// Quotation marks in a text are others than those around it: where it ends is no matter of its words.
    fn quote(&mut self, text: &str) {
        self.text.push('“');
        self.text.extend(text.trim().chars().map(|c| if matches!(c, '“' | '”') { '"' } else { c }));
        self.text.push('”');
    }

    fn finish(self) -> String {
        match self.text.char_indices().nth(LONGEST) {
            None => self.text,
            Some((end, _)) => format!("{}… {}", &self.text[..end], &Sha256::of(self.text.as_bytes()).to_string()[..16]),
        }
    }
}

impl Look<'_, '_> {
    /// Of an input, whose own description is told apart: `string().optional()`, `{type: “string”, enum: [“a”, “b”]}`.
    pub fn form(&mut self, schema: Place) -> String {
        let mut form = Form::default();
        self.write(schema, true, &mut form, MAX_DEPTH);
        form.finish()
    }

    /// `str = “en”`
    pub fn annotated_form(&mut self, annotation: Option<Place>, default: Option<Place>) -> String {
        let mut form = Form::default();
        if let Some(annotation) = annotation {
            self.write(annotation, true, &mut form, MAX_DEPTH);
        }
        if let Some(default) = default.filter(|place| self.module(place.unit).expr(place.expr) != Expr::Opaque) {
            form.text += " = ";
            self.write(default, true, &mut form, MAX_DEPTH);
        }
        form.finish()
    }

    /// `is_whole`: it is the input itself rather than something inside.
    fn write(&mut self, place: Place, is_whole: bool, form: &mut Form, depth: u32) {
        let Some(depth) = depth.checked_sub(1).filter(|_| form.parts < MAX_PARTS && self.parts > 0) else {
            return form.text.push('…');
        };
        form.parts += 1;
        self.parts -= 1;
        if let Expr::If(_, one, other) | Expr::Either(one, other) = self.module(place.unit).expr(place.expr) {
            return self.write_all(place, &[one, other], " | ", is_whole, form, depth);
        }
        let at = self.definition(place);
        let module = self.module(at.unit);
        let here = |expr| Place { unit: at.unit, expr };
        match module.expr(at.expr) {
            Expr::Str(text) | Expr::Regex(text) => form.quote(module.text(text)),
            Expr::Unary(UnaryOp::Minus, inner) => {
                form.text.push('-');
                self.write(here(inner), false, form, depth);
            }
            Expr::Array(list) => self.write_row(at, module.list(list), ["[", "]"], false, form, depth),
            Expr::Object(list) => {
                let members = described_apart(module, module.list(list), is_whole);
                self.write_row(at, &members, ["{", "}"], false, form, depth);
            }
            Expr::Pair(key, value) => {
                match module.expr(key) {
                    Expr::Str(key) => form.text += module.text(key),
                    _ => self.write(here(key), false, form, depth),
                }
                form.text += ": ";
                self.write(here(value), false, form, depth);
            }
            // `int | None`
            Expr::Binary(BinaryOp::Other, left, right) if module.language == Language::Python => {
                self.write_all(at, &[left, right], " | ", is_whole, form, depth);
            }
            Expr::Index(generic, inner) => {
                let is_whole = is_whole && syntax::last_word(module, generic) == Some("Annotated");
                let parts = match module.expr(inner) {
                    Expr::Array(list) => module.list(list),
                    _ => &[inner][..],
                };
                self.write(here(generic), false, form, depth);
                self.write_row(at, parts, ["[", "]"], is_whole, form, depth);
            }
            Expr::Call(callee, list) | Expr::New(callee, list) => self.write_call(at, (callee, module.list(list)), is_whole, form, depth),
            Expr::Class(class) => self.write_class(at, class, form, depth),
            _ => self.write_value(at, form),
        }
    }

    fn write_row(&mut self, of: Place, exprs: &[ExprId], [open, close]: [&str; 2], is_whole: bool, form: &mut Form, depth: u32) {
        form.text += open;
        self.write_all(of, exprs, ", ", is_whole, form, depth);
        form.text += close;
    }

    /// Those of one file: `of` stands in it.
    fn write_all(&mut self, of: Place, exprs: &[ExprId], between: &str, is_whole: bool, form: &mut Form, depth: u32) {
        for (at, expr) in exprs.iter().enumerate() {
            if form.parts >= MAX_PARTS {
                return;
            }
            if at > 0 {
                form.text += between;
            }
            if let Expr::Keyword(name, value) = self.module(of.unit).expr(*expr) {
                form.text += self.module(of.unit).name(name);
                form.text.push('=');
                self.write(Place { unit: of.unit, expr: value }, false, form, depth);
            } else {
                self.write(Place { unit: of.unit, expr: *expr }, is_whole, form, depth);
            }
        }
    }

    /// `string().max(80)`, without the library's name; what the input itself is called is left out.
    fn write_call(&mut self, call: Place, (callee, arguments): (ExprId, &[ExprId]), is_whole: bool, form: &mut Form, depth: u32) {
        let module = self.module(call.unit);
        let here = |expr| Place { unit: call.unit, expr };
        match syntax::member(module, callee) {
            Some((object, "describe")) if is_whole => return self.write(here(object), true, form, depth),
            Some((object, method)) => {
                let made = self.definition(here(object));
                if matches!(self.module(made.unit).expr(made.expr), Expr::Call(..) | Expr::New(..) | Expr::Class(_)) {
                    self.write(made, is_whole, form, depth);
                    form.text.push('.');
                }
                form.text += method;
            }
            None => self.write_maker(here(callee), form, depth),
        }
        let arguments = described_apart(module, arguments, is_whole);
        self.write_row(call, &arguments, ["(", ")"], false, form, depth);
    }

    /// A function of the package is what it returns.
    fn write_maker(&mut self, callee: Place, form: &mut Form, depth: u32) {
        let Value::Function(function) = self.value(callee) else { return self.write_value(callee, form) };
        let returns = &self.module(function.unit).function(function.id).returns;
        let returned: Vec<ExprId> = returns.iter().copied().take(4).collect();
        let of = Place { unit: function.unit, expr: callee.expr };
        self.write_all(of, &returned, " | ", false, form, depth);
    }

    /// A model's fields, an enumeration's names and values.
    fn write_class(&mut self, at: Place, class: ClassId, form: &mut Form, depth: u32) {
        let module = self.module(at.unit);
        let here = |expr| Place { unit: at.unit, expr };
        form.text.push('{');
        for (number, field) in module.class(class).fields.iter().take(256).enumerate() {
            form.text += if number > 0 { ", " } else { "" };
            form.text += module.name(field.name);
            if let Some(annotation) = field.annotation {
                form.text += ": ";
                self.write(here(annotation), false, form, depth);
            }
            if module.expr(field.value) != Expr::Opaque {
                form.text += " = ";
                self.write(here(field.value), false, form, depth);
            }
        }
        form.text.push('}');
    }

    /// What is known of any other expression.
    fn write_value(&mut self, at: Place, form: &mut Form) {
        match self.value(at) {
            Value::Symbol(symbol) => {
                let name = self.flow.symbols.name(symbol);
                form.text += name.rsplit('.').next().unwrap_or(OPEN);
            }
            Value::Number(number) => form.text += &number.to_string(),
            Value::Bool(value) => form.text += if value { "true" } else { "false" },
            Value::Null => form.text += "null",
            _ => match self.prose(at) {
                Some(text) => form.quote(&text),
                None => form.text += OPEN,
            },
        }
    }
}

/// Without what an input itself is described by.
fn described_apart(module: &Module, parts: &[ExprId], is_whole: bool) -> Vec<ExprId> {
    parts.iter().copied().filter(|part| !is_whole || !names_description(module, *part)).collect()
}

/// A key or a named argument that holds what the input is described by.
fn names_description(module: &Module, part: ExprId) -> bool {
    match module.expr(part) {
        Expr::Keyword(name, _) => module.name(name) == "description",
        Expr::Pair(key, _) => matches!(module.expr(key), Expr::Str(key) if module.text(key) == "description"),
        _ => false,
    }
}
