//! `instance.name`: what a class, those it is made from and those made from it put there.

use std::collections::HashMap;

use crate::syntax::arena::BuildFastHasher;
use crate::syntax::ir::{ClassId, Name};

use super::member::MAX_HOPS;
use super::value::{At, Value};
use super::{Effort, Flow};

/// By class and name; none while it is being worked out.
pub(super) type Members = HashMap<(At<ClassId>, Name), Option<Value>, BuildFastHasher>;

impl Flow<'_> {
    /// Many places ask for the same member: it is worked out once for each [`Effort`].
    pub(super) fn instance_member(&mut self, at: At<ClassId>, name: &str, depth: u32) -> Value {
        let is_as_ever = self.overrides.is_empty() && self.closer.is_none();
        let Some(known) = self.program.module(at.unit).names.find(name).filter(|_| is_as_ever) else {
            return self.held(at, name, depth, 0);
        };
        let (effort, key) = (self.effort as usize, (at, known));
        if let Some(known) = self.members[effort].get(&key) {
            return known.clone().unwrap_or(Value::Unknown);
        }
        self.members[effort].insert(key, None);
        let value = self.held(at, name, depth, 0);
        // As with variables: a full answer is not taken from a question that was cut short.
        if self.fuel > 0 || self.effort == Effort::Glance {
            self.members[effort].insert(key, Some(value.clone()));
        } else {
            self.members[effort].remove(&key);
        }
        value
    }

    fn held(&mut self, at: At<ClassId>, name: &str, depth: u32, hops: u32) -> Value {
        if name == "constructor" || name == "__class__" {
            return Value::Class(at);
        }
        let mut found: Vec<Value> = self.own_member(at, name, depth).into_iter().collect();
        found.extend(self.written_on_this(at, name, depth));
        if found.is_empty() && hops < MAX_HOPS {
            for base in self.bases(at, depth) {
                match base {
                    Value::Class(base) => found.push(self.held(base, name, depth + 1, hops + 1)),
                    Value::Symbol(base) => {
                        let instance = self.symbols.result(base);
                        found.push(self.symbol_member(instance, name));
                    }
                    _ => {}
                }
            }
        }
        if found.is_empty() && hops == 0 {
            found = self.given_by_heirs(at, name, depth);
        }
        Value::any(found.into_iter().filter(|value| !value.is_unknown()))
    }
}
