//! Handlers of HTTP requests and of what remote servers say.

use crate::facts::Place;
use crate::signatures::EntryPoint;
use crate::syntax::Language;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::finder::Finder;
use super::register::beside;
use super::{Entry, EntryKind, Handler, Takes, syntax};
use crate::flow::At;

impl Finder<'_, '_, '_> {
    /// `app.post('/path', (request, response) => …)`, `@app.route('/path')`, `createServer((request, response) => …)`.
    pub(super) fn by_route(&mut self, point: &EntryPoint, call: Place, options: Option<ExprId>) {
        let module = self.look.module(call.unit);
        let routed = options.unwrap_or(call.expr);
        let path = syntax::positional(module, routed, 0).and_then(|path| self.look.text(beside(call, path)));
        let functions: Vec<ExprId> = syntax::arguments(module, call.expr).to_vec();
        let last = functions.last().copied();
        let is_all = !point.callee.is_empty();
        let is_enough = |last: ExprId| options.is_some() || is_all || functions.len() > 1 || matches!(module.expr(last), Expr::Function(_));
        let Some(last) = last.filter(|last| is_enough(*last)) else { return };
        let handlers: Vec<&str> = point.handler.iter().map(String::as_str).collect();
        let last = beside(call, last);
        let function = self.look.handler_in(last, &handlers).map(|handler| handler.function);
        let Some(function) = function.or_else(|| self.look.function(last)) else { return };
        let takes = self.request_parameters(function);
        let mut entry = Entry::new(EntryKind::Http, path, call);
        entry.handler = Some(Handler { function, takes });
        self.look.leave_out_injected(&mut entry, last);
        self.entries.push(entry);
    }

    /// In Python each parameter may be a part of the address or of the request; in JavaScript the request comes first.
    fn request_parameters(&mut self, function: At<FunctionId>) -> Vec<Takes> {
        let module = self.look.module(function.unit);
        match module.language {
            Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Bash => {
                // `(error, request, response, next)`
                let first = u32::from(module.function(function.id).parameters.len() == 4);
                vec![Takes::Value(first, "request".to_owned())]
            }
            Language::Python => {
                let info = module.function(function.id);
                let receiver = usize::from(info.class.is_some() && !info.is_static);
                let named = info.parameters.iter().enumerate().skip(receiver).take(64);
                named.filter_map(|(at, parameter)| Some(Takes::Value(at as u32, module.name(parameter.name?).to_owned()))).collect()
            }
        }
    }

    /// The methods of OAuth clients that are called with an address from the remote server's metadata.
    pub(super) fn remote_methods(&mut self) {
        let program = self.look.flow.program;
        for unit in program.ids() {
            let module = program.module(unit);
            for class in &module.classes {
                for (name, method) in &class.methods {
                    if self.registers_remote(module, module.name(*name)) {
                        let function = At { unit, id: *method };
                        let Some(body) = module.function(*method).body else { continue };
                        let mut entry = Entry::new(EntryKind::Remote, Some(module.name(*name).to_owned()), Place { unit, expr: body });
                        entry.handler = Some(Handler { function, takes: vec![Takes::Value(0, "authorization URL".to_owned())] });
                        self.entries.push(entry);
                    }
                }
            }
        }
    }

    fn registers_remote(&self, module: &crate::syntax::Module, method: &str) -> bool {
        let point = self.signatures.registration(crate::facts::scan::runtime(module.language), method);
        point.is_some_and(|point| point.registers == crate::signatures::Registers::Remote)
    }
}
