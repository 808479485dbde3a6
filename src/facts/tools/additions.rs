//! What is put into lists, maps and objects after they are made, in any file, by the expression that makes them.

use std::collections::HashMap;
use std::rc::Rc;

use crate::facts::Place;
use crate::flow::{At, UnitId};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, Name};

use super::look::Look;
use super::syntax;

/// So many lists are looked for that are not made beside what is put into them.
const MAX_FOLLOWED: u32 = 20_000;
/// More than any list of tools takes.
const MAX_ADDED: usize = 2_048;

/// One thing that is put into a list, a map or an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    Item(Place),
    /// The items of another list.
    All(Place),
    /// `tools.set(key, value)`, `tools[key] = value`: see [`pair`].
    Pair(Place),
}

/// By the literal or call that makes the list.
pub(super) type Additions = HashMap<Place, Rc<[Added]>>;

impl Look<'_, '_> {
    /// What is put into the list, map or object that an expression makes.
    pub fn added(&mut self, made: Place) -> Rc<[Added]> {
        if self.additions.is_none() {
            self.additions = Some(Rc::default());
            let found = self.apart(Self::all_additions);
            self.additions = Some(Rc::new(found));
        }
        self.additions.as_ref().and_then(|known| known.get(&made)).cloned().unwrap_or_else(|| Rc::new([]))
    }

    /// What is put under a name into an object or a map.
    pub fn put_under(&mut self, made: Place, name: &str) -> Option<Place> {
        for added in self.added(made).iter() {
            let Added::Pair(at) = *added else { continue };
            self.hop()?;
            let module = self.module(at.unit);
            let Some((key, value)) = pair(module, at.expr) else { continue };
            let is_it = match key {
                Key::Written(key) => self.flow.glance(at.unit, key).as_text() == Some(name),
                Key::Named(key) => module.name(key) == name,
            };
            if is_it {
                return Some(Place { unit: at.unit, expr: value });
            }
        }
        None
    }

    fn all_additions(&mut self) -> Additions {
        let program = self.flow.program;
        let mut found: HashMap<Place, Vec<Added>> = HashMap::new();
        let mut left = MAX_FOLLOWED;
        for unit in program.ids() {
            let module = program.module(unit);
            for (expr, _) in module.iter() {
                let Some((receiver, added)) = addition(module, Place { unit, expr }) else { continue };
                let Some(made) = self.made(unit, receiver, &mut left) else { continue };
                let known = found.entry(made).or_default();
                let room = MAX_ADDED.saturating_sub(known.len());
                known.extend(added.into_iter().take(room));
            }
        }
        found.into_iter().map(|(made, added)| (made, added.into())).collect()
    }

    /// The expression that makes what a name or a field holds.
    fn made(&mut self, unit: UnitId, receiver: ExprId, left: &mut u32) -> Option<Place> {
        let module = self.module(unit);
        let first = match module.expr(receiver) {
            Expr::Name(name, scope) => super::definition::last_value(module, name, module.declaring_scope(name, scope)?)?,
            Expr::Member(object, name) => match module.expr(object) {
                Expr::This(class) => {
                    let field = self.of_class(At { unit, id: class }, module.name(name), 8)?;
                    return self.container(field, left);
                }
                Expr::Name(..) | Expr::Member(..) => receiver,
                _ => return None,
            },
            _ => return None,
        };
        self.container(Place { unit, expr: first }, left)
    }

    fn container(&mut self, place: Place, left: &mut u32) -> Option<Place> {
        let is_container = |expr| matches!(expr, Expr::Array(_) | Expr::Object(_) | Expr::New(..) | Expr::Call(..));
        if is_container(self.module(place.unit).expr(place.expr)) {
            return Some(place);
        }
        *left = left.checked_sub(1)?;
        Some(self.definition(place))
    }
}

/// The receiver of `tools.push(a, ...b)`, `tools.extend(b)`, `tools.set(key, a)`, `tools[key] = a`, and what it is given.
fn addition(module: &Module, place: Place) -> Option<(ExprId, Vec<Added>)> {
    let here = |expr| Place { unit: place.unit, expr };
    match module.expr(place.expr) {
        Expr::Assign(target, value) => {
            let (Expr::Index(object, _) | Expr::Member(object, _)) = module.expr(target) else { return None };
            (may_be_tool(module, value) && !matches!(module.expr(object), Expr::This(_))).then(|| (object, vec![Added::Pair(place)]))
        }
        Expr::Call(..) => {
            let (object, method) = syntax::method(module, place.expr)?;
            let arguments = syntax::arguments(module, place.expr);
            let added =
                match (method, arguments) {
                    ("set", [_, value]) if may_be_tool(module, *value) => vec![Added::Pair(place)],
                    ("push" | "append" | "unshift" | "add", _) => {
                        let items = arguments.iter().take(MAX_ADDED).filter(|item| may_be_tool(module, **item));
                        items
                            .map(|item| {
                                if let Expr::Spread(inner) = module.expr(*item) {
                                    Added::All(here(inner))
                                } else {
                                    Added::Item(here(*item))
                                }
                            })
                            .collect()
                    }
                    ("extend" | "update", [list]) => vec![Added::All(here(*list))],
                    _ => return None,
                };
            (!added.is_empty()).then_some((object, added))
        }
        _ => None,
    }
}

/// Not a plain text or number.
fn may_be_tool(module: &Module, value: ExprId) -> bool {
    matches!(
        module.expr(value),
        Expr::Name(..)
            | Expr::Member(..)
            | Expr::Index(..)
            | Expr::Call(..)
            | Expr::New(..)
            | Expr::Array(_)
            | Expr::Object(_)
            | Expr::Spread(_)
            | Expr::Function(_)
            | Expr::Class(_)
            | Expr::Either(..)
            | Expr::If(..)
            | Expr::Await(_)
    )
}

/// Under what something stands in an object or a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Written(ExprId),
    /// The name in `tools.read = …`, which is no expression.
    Named(Name),
}

/// Key and value of what stands for an entry of an object or a map.
pub(super) fn pair(module: &Module, expr: ExprId) -> Option<(Key, ExprId)> {
    match module.expr(expr) {
        Expr::Pair(key, value) => Some((Key::Written(key), value)),
        Expr::Assign(target, value) => match module.expr(target) {
            Expr::Index(_, key) => Some((Key::Written(key), value)),
            Expr::Member(_, name) => Some((Key::Named(name), value)),
            _ => None,
        },
        Expr::Call(..) => match (syntax::method(module, expr), syntax::arguments(module, expr)) {
            (Some((_, "set")), [key, value]) => Some((Key::Written(*key), *value)),
            _ => None,
        },
        _ => None,
    }
}
