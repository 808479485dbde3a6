//! Variables, fields and members: what they hold at a point of a function, and what is kept in them.

use crate::flow::At;
use crate::syntax::ir::{Expr, ExprId, Name, ScopeId};

use super::engine::{Engine, Frame};
use super::label::{Label, Root};
use super::summary::MAX_WRITES;
use super::value::{Note, Val};

impl Engine<'_, '_, '_> {
    pub fn parameter(&mut self, frame: &Frame, function: At<crate::syntax::ir::FunctionId>, index: u32) -> Val {
        if function != frame.at || index >= 32 || frame.mask & (1 << index) == 0 {
            return Val::default();
        }
        frame.env.as_checked(&Val::of(Label::new(Root::Parameter(function, index))))
    }

    pub fn read(&mut self, frame: &mut Frame, name: Name, scope: ScopeId, at: ExprId) -> Val {
        let unit = frame.at.unit;
        let module = self.program.module(unit);
        let Some(scope) = module.declaring_scope(name, scope) else { return Val::default() };
        let slot = Label::new(Root::Variable(unit, scope, name));
        if let Some(known) = frame.env.get(&slot) {
            return known;
        }
        if module.scopes[scope.index()].function != frame.at.id {
            return self.outer_variable(frame, slot, scope, name);
        }
        let values = module.variables.get(&(scope, name)).map_or(&[][..], Vec::as_slice);
        // What is assigned later cannot be read here, but in a loop.
        let earlier: Vec<ExprId> = values.iter().copied().filter(|value| value.0 < at.0).take(8).collect();
        let mut value: Option<Val> = None;
        for definition in earlier {
            if frame.open.contains(&definition) {
                continue;
            }
            frame.open.push(definition);
            let quiet = std::mem::replace(&mut frame.quiet, true);
            let part = self.eval(frame, definition);
            frame.quiet = quiet;
            frame.open.pop();
            value = Some(value.map_or_else(|| part.clone(), |known| known.or(&part)));
        }
        let value = value.unwrap_or_default();
        frame.env.set(slot, value.clone());
        frame.env.as_checked(&value)
    }

    /// A variable of a function around, or of the module, carries something if it is more than a name for a constant.
    fn outer_variable(&mut self, frame: &mut Frame, slot: Label, scope: ScopeId, name: Name) -> Val {
        let module = self.program.module(frame.at.unit);
        let values = module.variables.get(&(scope, name)).map_or(&[][..], Vec::as_slice);
        if scope == ScopeId(0) && !self.live.contains(&slot.root) {
            return Val::default();
        }
        let is_fixed = match values {
            [] => false,
            [only] => match module.expr(*only) {
                Expr::Function(_)
                | Expr::Class(_)
                | Expr::Import(_)
                | Expr::Str(_)
                | Expr::Number(_)
                | Expr::Bool(_)
                | Expr::Regex(_)
                | Expr::New(..) => true,
                Expr::Member(base, _) => matches!(module.expr(base), Expr::Import(_)),
                _ => scope == ScopeId(0),
            },
            _ => false,
        };
        if is_fixed {
            return Val::default();
        }
        frame.env.as_checked(&Val::of(slot))
    }

    pub fn member(&mut self, frame: &mut Frame, id: ExprId, object: ExprId, name: Name) -> Val {
        let unit = frame.at.unit;
        if let Some(known) = self.slot(frame, id).and_then(|slot| frame.env.get(&slot)) {
            return known;
        }
        let module = self.program.module(unit);
        if let Expr::This(class) = module.expr(object) {
            let is_method = module.class(class).methods.iter().any(|(method, _)| *method == name);
            let field = Root::Field(At { unit, id: class }, name);
            return match is_method || !self.live.contains(&field) {
                true => Val::default(),
                false => frame.env.as_checked(&Val::of(Label::new(field))),
            };
        }
        let value = self.eval(frame, object);
        if value.is_clean() {
            return Val::default();
        }
        let name = self.name(unit, name);
        if &*name == "length" {
            return Val::default();
        }
        frame.env.as_checked(&value.member(&name))
    }

    pub fn index(&mut self, frame: &mut Frame, object: ExprId, key: ExprId) -> Val {
        let value = self.eval(frame, object);
        self.eval(frame, key);
        let module = self.program.module(frame.at.unit);
        let part = match module.expr(key) {
            Expr::Number(number) if value.items.is_some() && number >= 0.0 => {
                let item = value.items.as_ref().and_then(|items| items.get(number as usize)).cloned();
                item.unwrap_or_else(|| Val::marked(value.marks.clone()))
            }
            Expr::Str(text) => value.member(&module.text(text).into()),
            _ => match self.text_of(frame, key) {
                Some(name) => value.member(&name),
                None => value.any(),
            },
        };
        frame.env.as_checked(&part)
    }

    /// The variable, field or member that an expression names.
    pub fn slot(&self, frame: &Frame, expr: ExprId) -> Option<Label> {
        let unit = frame.at.unit;
        let module = self.program.module(unit);
        match module.expr(expr) {
            Expr::Name(name, scope) => {
                let scope = module.declaring_scope(name, scope)?;
                Some(Label::new(Root::Variable(unit, scope, name)))
            }
            Expr::Member(object, name) => match module.expr(object) {
                Expr::This(class) => Some(Label::new(Root::Field(At { unit, id: class }, name))),
                _ => Some(self.slot(frame, object)?.member(&module.name(name).into())),
            },
            Expr::Index(object, key) => match module.expr(key) {
                Expr::Str(text) => Some(self.slot(frame, object)?.member(&module.text(text).into())),
                _ => None,
            },
            Expr::Await(inner) => self.slot(frame, inner),
            _ => None,
        }
    }

    pub fn assign(&mut self, frame: &mut Frame, target: ExprId, value: &Val) {
        let Some(slot) = self.slot(frame, target) else {
            // `list[i] = value`, `object[key] = value`: some part of it.
            let module = self.program.module(frame.at.unit);
            if let Expr::Index(object, key) = module.expr(target)
                && let Some(slot) = self.slot(frame, object)
            {
                self.put(frame, (object, &slot), key, value, target);
            }
            return;
        };
        self.keep(frame, &slot, value, target);
        frame.env.set(slot, value.clone());
    }

    /// `object[key] = value`
    fn put(&mut self, frame: &mut Frame, (object, slot): (ExprId, &Label), key: ExprId, value: &Val, target: ExprId) {
        let quiet = std::mem::replace(&mut frame.quiet, true);
        let name = self.eval(frame, key);
        frame.quiet = quiet;
        if value.is_clean() && name.is_clean() {
            return;
        }
        let mut whole = self.eval(frame, object);
        whole.add(&value.everything());
        whole.add_name(&name);
        self.keep(frame, slot, &whole, target);
        match value.is_clean() {
            true => frame.env.renew(slot.clone(), whole),
            false => frame.env.set(slot.clone(), whole),
        }
    }

    /// What is written to a field or to a variable of a function around outlives the call.
    pub fn keep(&mut self, frame: &mut Frame, slot: &Label, value: &Val, target: ExprId) {
        if frame.quiet || value.is_clean() {
            return;
        }
        let outlives = match slot.root {
            Root::Field(..) => true,
            Root::Variable(unit, scope, _) => self.program.module(unit).scopes[scope.index()].function != frame.at.id,
            Root::Parameter(..) => false,
        };
        if outlives && frame.summary.writes.len() < MAX_WRITES {
            let place = self.place(frame, target);
            let name = self.root_name(slot.root);
            let mut kept = value.map(&mut |mark| mark.trail = mark.trail.step(place, Note::Kept(name.clone())));
            for member in slot.path.iter().rev() {
                let mut whole = Val::default();
                whole.set(member, kept);
                kept = whole;
            }
            frame.summary.writes.push((slot.root, kept));
        }
    }

    pub fn root_name(&self, root: Root) -> String {
        match root {
            Root::Variable(unit, _, name) => self.program.module(unit).name(name).to_owned(),
            Root::Field(class, name) => self.program.module(class.unit).name(name).to_owned(),
            Root::Parameter(..) => String::new(),
        }
    }
}
