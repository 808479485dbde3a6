//! What a call gives: folded where it is a known function over constants, inlined where the function is the package's own.

use crate::syntax::Language;
use crate::syntax::ir::{Expr, ExprId, FunctionId, List, Name};

use super::value::{At, UnitId, Value};
use super::{Effort, Flow, Known, fold};

/// Functions inside functions are inlined this deep.
const MAX_INLINE: usize = 24;
/// A module that is called is looked up this deep in a question.
const MAX_WHOLE: u32 = 64;

/// Wrappers that compilers put around an import; they give back what they are given.
const INTEROP: [&str; 7] = [
    "__importStar",
    "__importDefault",
    "__toESM",
    "_interopRequireDefault",
    "_interopRequireWildcard",
    "_interop_require_default",
    "_interop_require_wildcard",
];

impl Flow<'_> {
    pub(super) fn call(&mut self, at: At<ExprId>, callee: ExprId, arguments: List, is_new: bool, depth: u32) -> Value {
        let module = self.program.module(at.unit);
        let arguments = Arguments { unit: at.unit, list: module.list(arguments) };
        if let Expr::Member(object, name) = module.expr(callee)
            && let Some(value) = self.method_call(at.unit, object, name, arguments, depth)
        {
            return value;
        }
        if let Some(value) = self.shipped(at.unit, callee, arguments, depth) {
            return value;
        }
        if let Expr::Name(name, _) = module.expr(callee)
            && INTEROP.contains(&module.name(name))
        {
            return self.positional(arguments, 0, depth);
        }
        if let Some(value) = self.call_by_detour(at.unit, callee, arguments, depth) {
            return value;
        }
        if module.language != Language::Python
            && let Some(value) = self.wrapped_module(at.unit, callee, arguments, depth)
        {
            return value;
        }
        let callee = self.eval(at.unit, callee, depth);
        self.call_value(&callee, arguments, is_new, depth)
    }

    /// `f.bind(x)`, `f.call(x, …)`, `f.apply(x, […])`, `Reflect.apply(f, x, […])`, `os.__getattribute__(name)`, `attrgetter(name)(x)`.
    fn call_by_detour(&mut self, unit: UnitId, callee: ExprId, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let module = self.program.module(unit);
        match module.expr(callee) {
            Expr::Member(object, name) => {
                let method = module.name(name);
                if !is_detour(module.language, method) {
                    return None;
                }
                // `Function.call.bind(f)` is `f` with its object as the first argument.
                if method == "bind"
                    && let Expr::Member(_, inner) = module.expr(object)
                    && matches!(module.name(inner), "call" | "apply")
                {
                    return Some(self.positional(arguments, 0, depth));
                }
                let object = self.eval(unit, object, depth);
                match (method, &object) {
                    ("__getattribute__", _) => {
                        let key = self.positional(arguments, 0, depth);
                        Some(self.index(&object, &key, depth)).filter(|value| !value.is_unknown())
                    }
                    ("bind", Value::Symbol(_) | Value::Function(_)) => Some(object),
                    ("call", Value::Symbol(_) | Value::Function(_)) => {
                        let rest = Arguments { unit, list: arguments.list.get(1..).unwrap_or_default() };
                        Some(self.call_value(&object, rest, false, depth))
                    }
                    ("apply", Value::Symbol(symbol)) if self.symbols.name(*symbol) == "Reflect" => {
                        let function = self.positional(arguments, 0, depth);
                        let rest = self.spread(arguments, 2, depth)?;
                        Some(self.call_value(&function, rest, false, depth))
                    }
                    ("apply", Value::Symbol(_) | Value::Function(_)) => {
                        let rest = self.spread(arguments, 1, depth)?;
                        Some(self.call_value(&object, rest, false, depth))
                    }
                    _ => None,
                }
            }
            Expr::Call(getter, names) => self.call_of_made(unit, getter, module.list(names), arguments, depth),
            _ => None,
        }
    }

    /// What a function gives that another one has made: `attrgetter(name)(x)`, `methodcaller(name)(x)`, `getdecoder(name)(x)`.
    fn call_of_made(&mut self, unit: UnitId, maker: ExprId, names: &[ExprId], arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let Value::Symbol(symbol) = self.eval(unit, maker, depth) else { return None };
        let named = Arguments { unit, list: names };
        let found = match self.symbols.name(symbol) {
            "operator.attrgetter" => {
                let key = self.positional(named, 0, depth);
                let object = self.positional(arguments, 0, depth);
                self.index(&object, &key, depth)
            }
            "operator.methodcaller" => {
                let method = self.positional(named, 0, depth);
                let object = self.positional(arguments, 0, depth);
                let rest = Arguments { unit, list: names.get(1..).unwrap_or_default() };
                self.fold_method(&object, method.as_text()?, rest, depth)?
            }
            "codecs.getdecoder" => {
                let encoding = self.positional(named, 0, depth);
                let decoded = fold::decoded_by(&self.positional(arguments, 0, depth), encoding.as_text()?);
                Value::List([decoded, Value::Unknown].into())
            }
            _ => return None,
        };
        Some(found).filter(|value| !value.is_unknown())
    }

    /// The elements of an array that is handed over for all arguments at once.
    fn spread<'m>(&mut self, arguments: Arguments<'m>, position: usize, depth: u32) -> Option<Arguments<'m>>
    where
        Self: 'm,
    {
        let Value::Array(at) = self.positional(arguments, position, depth).plain() else { return None };
        let module = self.program.module(at.unit);
        let Expr::Array(items) = module.expr(at.id) else { return None };
        Some(Arguments { unit: at.unit, list: module.list(items) })
    }

    fn call_value(&mut self, callee: &Value, arguments: Arguments<'_>, is_new: bool, depth: u32) -> Value {
        match callee {
            Value::Symbol(symbol) => {
                let name = self.symbols.name(*symbol).to_owned();
                match self.fold_call(&name, arguments, is_new, depth) {
                    // That something was decoded is worth knowing, even if not what.
                    Some(Value::Unknown) if fold::is_decoder(&name) || fold::is_unescaper(&name) => {
                        Value::Symbol(self.symbols.result(*symbol))
                    }
                    Some(value) => value,
                    None => Value::Symbol(self.symbols.result(*symbol)),
                }
            }
            Value::Class(class) => self.made_instance(*class, arguments, depth),
            Value::Function(function) => self.inline(*function, arguments, depth),
            // `require('./load')(name)`
            Value::Namespace(unit) if depth < MAX_WHOLE => match self.whole_export(*unit) {
                Some(whole) => match self.eval(*unit, whole, depth + 1) {
                    callee @ (Value::Function(_) | Value::Class(_) | Value::Symbol(_)) => {
                        self.call_value(&callee, arguments, is_new, depth + 1)
                    }
                    _ => Value::Unknown,
                },
                None => Value::Unknown,
            },
            Value::Any(callees) => {
                let values = callees.iter().map(|callee| self.call_value(callee, arguments, is_new, depth + 1));
                Value::any(values.filter(|value| !value.is_unknown()))
            }
            _ => Value::Unknown,
        }
    }

    /// A method of a text, list or path; none when the object is something else.
    fn method_call(&mut self, unit: UnitId, object: ExprId, name: Name, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let module = self.program.module(unit);
        let method = module.name(name);
        if !fold::knows_method(method) {
            return None;
        }
        let object = self.eval(unit, object, depth);
        self.fold_method(&object, method, arguments, depth)
    }

    /// What a function of the package returns for these arguments.
    fn inline(&mut self, function: At<FunctionId>, arguments: Arguments<'_>, depth: u32) -> Value {
        if let Some(word) = self.looked_up(function, arguments.unit, arguments.list, depth) {
            return word;
        }
        if self.effort == Effort::Glance {
            return self.passed_through(arguments, depth).unwrap_or(Value::Unknown);
        }
        if self.overrides.len() > MAX_INLINE * 4 {
            return Value::Unknown;
        }
        let before = self.overrides.len();
        let given = self.parameters_of(function, arguments, depth);
        // A function that is already being looked through calls itself: its result is not followed any further.
        if given.iter().any(|(key, _)| self.overrides[..before].iter().any(|(known, _)| known == key)) {
            return Value::Unknown;
        }
        let value = self.supposing(&given, |flow| flow.returned(function, depth));
        let value = self.made_by(function, value, &given);
        match value {
            Value::Unknown | Value::Any(_) | Value::Parameter(..) => self.passed_through(arguments, depth).unwrap_or(value),
            value => value,
        }
    }

    /// What a call gives for the parameters of a function.
    pub(super) fn parameters_of(&mut self, function: At<FunctionId>, arguments: Arguments<'_>, depth: u32) -> Vec<(Known, Value)> {
        let module = self.program.module(function.unit);
        let info = module.function(function.id);
        let receiver = u32::from(info.class.is_some() && !info.is_static && module.language == Language::Python);
        let parameters = receiver..info.parameters.len().min(8) as u32;
        parameters
            .map(|index| {
                let value = self.argument_for(function, index, (index - receiver) as usize, arguments, depth);
                (Known::Parameter(function, index), value)
            })
            .collect()
    }

    fn argument_for(&mut self, function: At<FunctionId>, index: u32, position: usize, arguments: Arguments<'_>, depth: u32) -> Value {
        let callee = self.program.module(function.unit);
        let parameter = &callee.function(function.id).parameters[index as usize];
        let named = parameter.name.and_then(|name| self.keyword(arguments, callee.name(name)));
        match (named.or_else(|| self.positional_id(arguments, position)), parameter.default) {
            (Some(argument), _) => self.eval(arguments.unit, argument, depth + 1),
            (None, Some(default)) => self.eval(function.unit, default, depth + 1),
            (None, None) => Value::Unknown,
        }
    }

    /// A bundler's own `require`: a function that cannot be seen through, called with the name of a module or with an import.
    fn passed_through(&mut self, arguments: Arguments<'_>, depth: u32) -> Option<Value> {
        let first = *arguments.list.first()?;
        let module = self.program.module(arguments.unit);
        if module.language == Language::Python {
            return None;
        }
        match module.expr(first) {
            Expr::Import(_) => Some(self.eval(arguments.unit, first, depth + 1)),
            Expr::Str(text) if arguments.list.len() == 1 && fold::is_node_module(module.text(text)) => {
                Some(Value::Symbol(self.symbols.root(module.text(text))))
            }
            _ => None,
        }
    }

    pub(super) fn returned(&mut self, function: At<FunctionId>, depth: u32) -> Value {
        let returns = self.program.module(function.unit).function(function.id).returns.clone();
        if returns.len() > 12 {
            return Value::Unknown;
        }
        Value::any(returns.into_iter().map(|value| self.eval(function.unit, value, depth + 1)))
    }

    /// The value of the argument at a position; unknown where there is none.
    pub(super) fn positional(&mut self, arguments: Arguments<'_>, position: usize, depth: u32) -> Value {
        match self.positional_id(arguments, position) {
            Some(argument) => self.eval(arguments.unit, argument, depth + 1),
            None => Value::Unknown,
        }
    }

    fn positional_id(&self, arguments: Arguments<'_>, position: usize) -> Option<ExprId> {
        let module = self.program.module(arguments.unit);
        let argument = *arguments.list.get(position)?;
        (!matches!(module.expr(argument), Expr::Keyword(..) | Expr::Spread(_))).then_some(argument)
    }

    pub(super) fn keyword(&self, arguments: Arguments<'_>, name: &str) -> Option<ExprId> {
        let module = self.program.module(arguments.unit);
        arguments.list.iter().find_map(|argument| match module.expr(*argument) {
            Expr::Keyword(keyword, value) if module.name(keyword) == name => Some(value),
            _ => None,
        })
    }

    /// All positional arguments; none when one of them is spread out of something unknown.
    pub(super) fn all_positional(&mut self, arguments: Arguments<'_>, depth: u32) -> Option<Vec<Value>> {
        let module = self.program.module(arguments.unit);
        let mut values = Vec::new();
        for argument in arguments.list {
            match module.expr(*argument) {
                Expr::Keyword(..) => {}
                Expr::Spread(inner) => {
                    let inner = self.eval(arguments.unit, inner, depth + 1);
                    values.extend(self.elements(&inner, depth + 1)?);
                }
                _ => values.push(self.eval(arguments.unit, *argument, depth + 1)),
            }
        }
        Some(values)
    }

    /// What a callback returns for one argument.
    pub(super) fn apply(&mut self, callback: &Value, argument: Value, depth: u32) -> Value {
        match callback {
            Value::Function(at) => {
                let key = Known::Parameter(*at, 0);
                if self.overrides.iter().any(|(known, _)| *known == key) {
                    return Value::Unknown;
                }
                let at = *at;
                self.with_override(key, argument, |flow| flow.returned(at, depth + 1))
            }
            Value::Symbol(symbol) => {
                let name = self.symbols.name(*symbol).to_owned();
                fold::apply(&name, &argument)
            }
            _ => Value::Unknown,
        }
    }
}

/// A method by which a function is called in a roundabout way; `subprocess.call` is a function like any other.
fn is_detour(language: Language, method: &str) -> bool {
    match language {
        Language::Python | Language::Bash => method == "__getattribute__",
        Language::JavaScript | Language::TypeScript | Language::Tsx => matches!(method, "bind" | "call" | "apply" | "__getattribute__"),
    }
}

/// The arguments of a call, not yet looked at.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'m> {
    pub unit: UnitId,
    pub list: &'m [ExprId],
}
