//! Which function of the package calls which, as far as it is known: calls, functions handed over, and closures.

use std::collections::HashMap;

use crate::facts::{Facts, Place};
use crate::flow::{At, Program, UnitId, Value};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, FunctionId};

use super::branches::{Branch, branches};
use super::look::Look;
use super::syntax;

/// Methods of this name are too common to mean one function.
const SHORTEST: usize = 5;
/// Nor are those that more classes than these have.
const MAX_SAME: usize = 3;

/// What one function does itself.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// In [`Facts::calls`].
    pub effects: Vec<(ExprId, u32)>,
    pub calls: Vec<(ExprId, At<FunctionId>)>,
    /// Calls of whatever a table holds under a name: the call and the table.
    pub tables: Vec<(ExprId, Place)>,
    pub branches: Vec<Branch>,
}

/// The functions that entries reach, looked at when they are first asked for.
pub(super) struct Graph<'l, 'f, 'p> {
    pub look: &'l mut Look<'f, 'p>,
    names: &'l [String],
    effects: HashMap<At<FunctionId>, Vec<(ExprId, u32)>>,
    /// What a call calls.
    callees: HashMap<At<ExprId>, Vec<At<FunctionId>>>,
    children: HashMap<At<FunctionId>, Vec<FunctionId>>,
    /// The methods of a name, as far as they are few.
    methods: HashMap<&'p str, Vec<At<FunctionId>>>,
    nodes: HashMap<At<FunctionId>, std::rc::Rc<Node>>,
}

impl<'l, 'f, 'p> Graph<'l, 'f, 'p> {
    /// `names`: of the tools that tests may ask for.
    pub fn new(look: &'l mut Look<'f, 'p>, facts: &Facts<'_>, names: &'l [String]) -> Self {
        let program = look.flow.program;
        let owners: Vec<Owners> = program.units.iter().map(|unit| Owners::new(&unit.module)).collect();
        let mut effects: HashMap<At<FunctionId>, Vec<(ExprId, u32)>> = HashMap::new();
        for (index, call) in facts.calls.iter().enumerate() {
            let unit = call.place.unit;
            let owner = owners[unit.index()].of(program.module(unit), call.place.expr);
            effects.entry(At { unit, id: owner }).or_default().push((call.place.expr, index as u32));
        }
        let mut callees: HashMap<At<ExprId>, Vec<At<FunctionId>>> = HashMap::new();
        for (function, calls) in look.flow.called() {
            for call in calls {
                callees.entry(*call).or_default().push(function);
            }
        }
        callees.values_mut().for_each(|functions| functions.sort());
        let (children, methods) = (children(program), methods(program));
        Self { look, names, effects, callees, children, methods, nodes: HashMap::new() }
    }

    pub fn node(&mut self, function: At<FunctionId>) -> std::rc::Rc<Node> {
        if let Some(node) = self.nodes.get(&function) {
            return node.clone();
        }
        let node = std::rc::Rc::new(self.study(function));
        self.nodes.insert(function, node.clone());
        node
    }

    fn study(&mut self, function: At<FunctionId>) -> Node {
        let module = self.look.module(function.unit);
        let mut node = Node { effects: self.effects.get(&function).cloned().unwrap_or_default(), ..Node::default() };
        let children = self.children.get(&function).cloned().unwrap_or_default();
        for child in &children {
            let (start, _) = module.function(*child).exprs;
            node.calls.push((ExprId(start), At { unit: function.unit, id: *child }));
        }
        let (start, end) = module.function(function.id).exprs;
        let mut inner = children.iter().map(|child| module.function(*child).exprs).collect::<Vec<_>>();
        inner.sort_unstable();
        let mut at = start;
        let mut next = inner.into_iter().peekable();
        while at < end {
            if let Some((first, last)) = next.peek().copied()
                && at >= first
            {
                at = at.max(last);
                next.next();
                continue;
            }
            self.expression(&mut node, function.unit, module, ExprId(at));
            at += 1;
        }
        node
    }

    fn expression(&mut self, node: &mut Node, unit: UnitId, module: &Module, id: ExprId) {
        match module.expr(id) {
            Expr::Call(callee, _) | Expr::New(callee, _) => {
                self.called(node, Place { unit, expr: id }, callee);
                self.handed(node, unit, module, id);
            }
            Expr::If(test, then, otherwise) => {
                node.branches.extend(branches(self.look, self.names, Place { unit, expr: test }, then, otherwise));
            }
            _ => {}
        }
    }

    fn called(&mut self, node: &mut Node, call: Place, callee: ExprId) {
        let module = self.look.module(call.unit);
        if let Some(table) = self.table(Place { unit: call.unit, expr: callee }) {
            node.tables.push((call.expr, table));
        }
        let known = self.callees.get(&At { unit: call.unit, id: call.expr });
        node.calls.extend(known.into_iter().flatten().map(|function| (call.expr, *function)));
        let Some((object, method)) = syntax::member(module, callee) else { return };
        let candidates = self.methods.get(method).map_or(&[][..], Vec::as_slice);
        // What a class calls on itself may be a method of the class that it is mixed into.
        let is_own = matches!(module.expr(object), Expr::This(_));
        if is_own && candidates.len() <= MAX_SAME || known.is_none() && candidates.len() == 1 {
            node.calls.extend(candidates.iter().map(|function| (call.expr, *function)));
        }
    }

    /// Whether a table has functions under names of tools.
    pub fn is_of_tools(&mut self, table: Place) -> bool {
        let at = self.look.definition(table);
        let module = self.look.module(at.unit);
        let Expr::Object(pairs) = module.expr(at.expr) else { return false };
        module.list(pairs).iter().take(512).any(|pair| match module.expr(*pair) {
            Expr::Pair(key, _) => matches!(module.expr(key), Expr::Str(text) if self.names.binary_search_by(|name| name.as_str().cmp(module.text(text))).is_ok()),
            _ => false,
        })
    }

    /// The object or dictionary of `TABLE[name](…)`, also by way of a variable.
    fn table(&mut self, callee: Place) -> Option<Place> {
        let module = self.look.module(callee.unit);
        let mut expr = callee.expr;
        for _ in 0..4 {
            expr = match module.expr(expr) {
                Expr::Index(object, key) if !matches!(module.expr(key), Expr::Str(_) | Expr::Number(_)) => {
                    return Some(Place { unit: callee.unit, expr: object });
                }
                Expr::Call(inner, _) => match syntax::member(module, inner) {
                    Some((object, "get")) => return Some(Place { unit: callee.unit, expr: object }),
                    Some(_) | None => return None,
                },
                Expr::Name(name, scope) => super::definition::last_value(module, name, module.declaring_scope(name, scope)?)?,
                Expr::Await(inner) | Expr::Either(inner, _) | Expr::Member(inner, _) => inner,
                _ => return None,
            };
        }
        None
    }

    /// Functions that a call is given by name: `items.map(convert)`, `asyncio.to_thread(read, path)`.
    fn handed(&mut self, node: &mut Node, unit: UnitId, module: &Module, call: ExprId) {
        for argument in syntax::arguments(module, call).iter().take(16) {
            let is_named = match module.expr(*argument) {
                Expr::Name(..) => true,
                Expr::Member(object, _) => matches!(module.expr(object), Expr::This(_) | Expr::Name(..)),
                _ => false,
            };
            if is_named && let Value::Function(function) = self.look.flow.glance(unit, *argument) {
                node.calls.push((call, function));
            }
        }
    }
}

/// Which function an expression stands in.
struct Owners(Vec<(u32, FunctionId)>);

impl Owners {
    fn new(module: &Module) -> Self {
        let mut starts: Vec<(u32, FunctionId)> =
            module.functions.iter().enumerate().skip(1).map(|(at, function)| (function.exprs.0, FunctionId(at as u32))).collect();
        // Of functions that begin together the inner one comes last.
        starts.sort_by_key(|(start, id)| (*start, std::cmp::Reverse(module.function(*id).exprs.1)));
        Self(starts)
    }

    fn of(&self, module: &Module, expr: ExprId) -> FunctionId {
        let after = self.0.partition_point(|(start, _)| *start <= expr.0);
        let Some((_, mut function)) = after.checked_sub(1).map(|at| self.0[at]) else { return FunctionId(0) };
        while function != FunctionId(0) && module.function(function).exprs.1 <= expr.0 {
            let parent = module.function(function).parent;
            if parent == function {
                break;
            }
            function = parent;
        }
        function
    }
}

fn children(program: &Program) -> HashMap<At<FunctionId>, Vec<FunctionId>> {
    let mut children: HashMap<At<FunctionId>, Vec<FunctionId>> = HashMap::new();
    for unit in program.ids() {
        for (at, function) in program.module(unit).functions.iter().enumerate().skip(1) {
            children.entry(At { unit, id: function.parent }).or_default().push(FunctionId(at as u32));
        }
    }
    children
}

fn methods(program: &Program) -> HashMap<&str, Vec<At<FunctionId>>> {
    let mut methods: HashMap<&str, Vec<At<FunctionId>>> = HashMap::new();
    for unit in program.ids() {
        let module = program.module(unit);
        for (name, function) in module.classes.iter().flat_map(|class| &class.methods) {
            let name = module.name(*name);
            let same = methods.entry(name).or_default();
            if name.len() >= SHORTEST && same.len() <= MAX_SAME {
                same.push(At { unit, id: *function });
            }
        }
    }
    methods
}
