//! Prints a lowered module, so that a test can say what it expects in one line.

use crate::syntax::ir::{Expr, ExprId, FunctionId, List, Module, ScopeId};

pub(super) fn show(module: &Module, id: ExprId) -> String {
    let one = |id: ExprId| show(module, id);
    let many = |list: List| module.list(list).iter().map(|id| one(*id)).collect::<Vec<_>>().join(", ");
    match module.expr(id) {
        Expr::Opaque => "?".to_owned(),
        Expr::Str(text) => format!("{:?}", module.text(text)),
        Expr::Regex(text) => format!("/{}/", module.text(text)),
        Expr::Number(number) => number.to_string(),
        Expr::Bool(value) => value.to_string(),
        Expr::Null => "null".to_owned(),
        Expr::Concat(parts) => format!("concat({})", many(parts)),
        Expr::Name(name, _) => module.name(name).to_owned(),
        Expr::This(class) => format!("this:{}", class.0),
        Expr::Super(class) => format!("super:{}", class.0),
        Expr::Member(object, name) => format!("{}.{}", one(object), module.name(name)),
        Expr::Index(object, key) => format!("{}[{}]", one(object), one(key)),
        Expr::Call(callee, arguments) => format!("{}({})", one(callee), many(arguments)),
        Expr::New(callee, arguments) => format!("new {}({})", one(callee), many(arguments)),
        Expr::Binary(op, left, right) => format!("({} {op:?} {})", one(left), one(right)),
        Expr::Unary(op, operand) => format!("{op:?}({})", one(operand)),
        Expr::Assign(target, value) => format!("{} = {}", one(target), one(value)),
        Expr::Array(items) => format!("[{}]", many(items)),
        Expr::Object(members) => format!("{{{}}}", many(members)),
        Expr::Pair(key, value) => format!("{}: {}", one(key), one(value)),
        Expr::Keyword(name, value) => format!("{}={}", module.name(name), one(value)),
        Expr::Spread(value) => format!("...{}", one(value)),
        Expr::Function(function) => show_function(module, function),
        Expr::Class(class) => format!("class:{}", class.0),
        Expr::Either(left, right) => format!("either({}, {})", one(left), one(right)),
        Expr::If(test, then, otherwise) => format!("if({}, {}, {})", one(test), one(then), one(otherwise)),
        Expr::Sequence(items) => format!("seq({})", many(items)),
        Expr::Await(value) => format!("await({})", one(value)),
        Expr::Yield(value) => format!("yield({})", one(value)),
        Expr::Element(value) => format!("each({})", one(value)),
        Expr::Parameter(function, at) => format!("param:{}.{at}", function.0),
        Expr::Import(specifier) => format!("import({})", one(specifier)),
        Expr::Block(items) => format!("{{ {} }}", many(items).replace(", ", "; ")),
        Expr::Loop(parts) => format!("loop({})", many(parts)),
        Expr::Return(value) => format!("return {}", one(value)),
        Expr::Throw(value) => format!("throw {}", one(value)),
        Expr::Leave => "leave".into(),
        Expr::Try(parts) => format!("try({})", many(parts)),
        Expr::Comprehension(element, clauses) => format!("comp({} for {})", one(element), many(clauses)),
    }
}

fn show_function(module: &Module, id: FunctionId) -> String {
    let body = module.function(id).body.map_or("-".to_owned(), |body| show(module, body));
    format!("fn:{}<{body}>", id.0)
}

/// The statements of the module, one per line.
pub(super) fn show_all(module: &Module) -> String {
    let body = module.functions[0].body.expect("every module has a body");
    match module.expr(body) {
        Expr::Block(items) => module.list(items).iter().map(|id| show(module, *id)).collect::<Vec<_>>().join("\n"),
        _ => show(module, body),
    }
}

/// The values of a variable of one scope; `None` where it is not declared there.
pub(super) fn values(module: &Module, scope: u32, name: &str) -> Option<Vec<String>> {
    let name = module.names.find(name)?;
    let values = module.variables.get(&(ScopeId(scope), name))?;
    Some(values.iter().map(|id| show(module, *id)).collect())
}
