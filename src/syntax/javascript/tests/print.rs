//! A module as short text, for tests to compare.

use crate::syntax::Module;
use crate::syntax::ir::{Export, Expr, ExprId, FunctionId, List, ParameterKind};

pub(super) struct Printed<'m>(pub &'m Module);

impl Printed<'_> {
    pub fn body(&self) -> String {
        match self.0.function(FunctionId(0)).body.map(|body| self.0.expr(body)) {
            Some(Expr::Block(list)) => self.list(list, "; "),
            other => format!("no block: {other:?}"),
        }
    }

    pub fn variables(&self) -> Vec<String> {
        let mut lines: Vec<_> = self
            .0
            .variables
            .iter()
            .map(|((scope, name), values)| {
                let values: Vec<_> = values.iter().map(|value| self.expr(*value)).collect();
                format!("{}.{} = {}", scope.0, self.0.name(*name), values.join(" | "))
            })
            .collect();
        lines.sort();
        lines
    }

    pub fn member_writes(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (name, writes) in &self.0.member_writes {
            for write in writes {
                lines.push(format!("{}.{} = {}", self.expr(write.object), self.0.name(*name), self.expr(write.value)));
            }
        }
        lines.sort();
        lines
    }

    /// Each function but the module's own.
    pub fn functions(&self) -> Vec<String> {
        (1..self.0.functions.len() as u32).map(|id| self.function(FunctionId(id))).collect()
    }

    fn function(&self, id: FunctionId) -> String {
        let function = self.0.function(id);
        let name = function.name.map_or("-", |name| self.0.name(name));
        let parameters: Vec<_> = function
            .parameters
            .iter()
            .map(|parameter| {
                let rest = if parameter.kind == ParameterKind::Rest { "..." } else { "" };
                let name = parameter.name.map_or("-", |name| self.0.name(name));
                let default = parameter.default.map_or(String::new(), |default| format!(" = {}", self.expr(default)));
                format!("{rest}{name}{default}")
            })
            .collect();
        let flags = [(function.is_async, "async "), (function.is_static, "static "), (function.is_getter, "get ")];
        let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
        let class = function.class.map_or(String::new(), |class| format!("class{}.", class.0));
        let returns: Vec<_> = function.returns.iter().map(|value| self.expr(*value)).collect();
        let decorators: String = function.decorators.iter().map(|value| format!("@{} ", self.expr(*value))).collect();
        format!("{decorators}{flags}{class}{name}({}) -> [{}]", parameters.join(", "), returns.join(", "))
    }

    pub fn classes(&self) -> Vec<String> {
        self.0
            .classes
            .iter()
            .map(|class| {
                let name = class.name.map_or("-", |name| self.0.name(name));
                let bases: Vec<_> = class.bases.iter().map(|base| self.expr(*base)).collect();
                let methods: Vec<_> = class.methods.iter().map(|(name, id)| format!("{}#{}", self.0.name(*name), id.0)).collect();
                let fields: Vec<_> =
                    class.fields.iter().map(|field| format!("{} = {}", self.0.name(field.name), self.expr(field.value))).collect();
                let decorators: String = class.decorators.iter().map(|value| format!("@{} ", self.expr(*value))).collect();
                format!("{decorators}{name}({}) {{{}}} {{{}}}", bases.join(", "), methods.join(", "), fields.join(", "))
            })
            .collect()
    }

    pub fn exports(&self) -> Vec<String> {
        self.0
            .exports
            .iter()
            .map(|export| match export {
                Export::Item(name, value) => format!("{} = {}", self.0.name(*name), self.expr(*value)),
                Export::Whole(value) => format!("whole = {}", self.expr(*value)),
                Export::All(value) => format!("all of {}", self.expr(*value)),
            })
            .collect()
    }

    fn list(&self, list: List, between: &str) -> String {
        let items: Vec<_> = self.0.list(list).iter().map(|id| self.expr(*id)).collect();
        items.join(between)
    }

    pub fn expr(&self, id: ExprId) -> String {
        let show = |id| self.expr(id);
        match self.0.expr(id) {
            Expr::Opaque => "?".into(),
            Expr::Str(text) => format!("{:?}", self.0.text(text)),
            Expr::Regex(text) => format!("/{}/", self.0.text(text)),
            Expr::Number(number) => number.to_string(),
            Expr::Bool(value) => value.to_string(),
            Expr::Null => "null".into(),
            Expr::Concat(list) => format!("concat({})", self.list(list, ", ")),
            Expr::Name(name, _) => self.0.name(name).to_owned(),
            Expr::This(class) => format!("this#{}", class.0),
            Expr::Super(class) => format!("super#{}", class.0),
            Expr::Member(object, name) => format!("{}.{}", show(object), self.0.name(name)),
            Expr::Index(object, key) => format!("{}[{}]", show(object), show(key)),
            Expr::Call(callee, list) => format!("{}({})", show(callee), self.list(list, ", ")),
            Expr::New(class, list) => format!("new {}({})", show(class), self.list(list, ", ")),
            Expr::Binary(op, left, right) => format!("({} {op:?} {})", show(left), show(right)),
            Expr::Unary(op, operand) => format!("{op:?}({})", show(operand)),
            Expr::Assign(target, value) => format!("{} = {}", show(target), show(value)),
            Expr::Array(list) => format!("[{}]", self.list(list, ", ")),
            Expr::Object(list) => format!("{{{}}}", self.list(list, ", ")),
            Expr::Pair(key, value) => format!("{}: {}", show(key), show(value)),
            Expr::Keyword(name, value) => format!("{}={}", self.0.name(name), show(value)),
            Expr::Spread(inner) => format!("...{}", show(inner)),
            Expr::Function(id) => format!("f{}", id.0),
            Expr::Class(id) => format!("class{}", id.0),
            Expr::Either(left, right) => format!("({} or {})", show(left), show(right)),
            Expr::If(test, then, otherwise) => format!("if({}, {}, {})", show(test), show(then), show(otherwise)),
            Expr::Sequence(list) => format!("seq({})", self.list(list, ", ")),
            Expr::Await(inner) => format!("await {}", show(inner)),
            Expr::Yield(inner) => format!("yield {}", show(inner)),
            Expr::Element(inner) => format!("each({})", show(inner)),
            Expr::Parameter(function, index) => format!("f{}.{index}", function.0),
            Expr::Import(specifier) => format!("import({})", show(specifier)),
            Expr::Block(list) => format!("{{ {} }}", self.list(list, "; ")),
            Expr::Loop(list) => format!("loop({})", self.list(list, ", ")),
            Expr::Return(inner) => format!("return {}", show(inner)),
            Expr::Throw(inner) => format!("throw {}", show(inner)),
            Expr::Leave => "leave".into(),
            Expr::Try(list) => format!("try({})", self.list(list, ", ")),
            Expr::Comprehension(inner, _) => format!("comprehension({})", show(inner)),
        }
    }
}
