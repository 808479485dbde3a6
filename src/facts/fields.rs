//! Fields of settings classes, each with the variable that fills it and the address that serves without one.

use std::collections::HashMap;

use crate::flow::At;
use crate::syntax::Language;
use crate::syntax::ir::{Class, Expr, ExprId};

use super::address::Address;
use super::configured::Setting;
use super::scan::Scanner;
use super::{ConfiguredHost, Place};

/// A field of a class whose values a library takes from the environment.
pub(super) struct SettingsField {
    pub field: String,
    pub setting: Setting,
}

impl Scanner<'_, '_> {
    /// The fields whose variables [`Self::settings`] has found.
    pub(super) fn settings_fields(&mut self) -> Vec<SettingsField> {
        let names: HashMap<Place, String> = self.facts.env.iter().rev().map(|read| (read.place, read.name.clone())).collect();
        let mut found = Vec::new();
        for unit in self.program.ids() {
            let module = self.program.module(unit);
            if module.language != Language::Python {
                continue;
            }
            let fields = module.classes.iter().flat_map(|class: &Class| &class.fields);
            for field in fields {
                let Some(annotation) = field.annotation else { continue };
                let Some(name) = names.get(&Place { unit, expr: annotation }) else { continue };
                let default = self.default_text(At { unit, id: field.value });
                found.push(SettingsField { field: module.name(field.name).to_owned(), setting: Setting { name: name.clone(), default } });
            }
        }
        found
    }

    fn default_text(&mut self, value: At<ExprId>) -> Option<String> {
        match self.program.module(value.unit).expr(value.id) {
            Expr::Opaque => None,
            _ => self.flow.field(value).as_text().map(str::to_owned),
        }
    }

    /// A host that is the default of such a field serves only where its variable is not set.
    pub(super) fn defaults_of_fields(&mut self, fields: &[SettingsField]) {
        for SettingsField { setting, .. } in fields {
            let Some(address) = setting.default.as_deref().and_then(Address::of_url) else { continue };
            let is_it = |other: &Address| other.host == address.host && other.path.starts_with(address.path.trim_end_matches('/'));
            for host in self.facts.hosts.iter_mut().filter(|host| host.reached && is_it(&host.address)) {
                let module = self.program.module(host.place.unit);
                if matches!(module.expr(host.place.expr), Expr::Str(_)) {
                    continue;
                }
                host.is_default = true;
                if !host.settings.contains(&setting.name) {
                    host.settings.push(setting.name.clone());
                    host.settings.sort();
                }
                let default = Some(address.host.clone());
                self.facts.configured.push(ConfiguredHost { setting: setting.name.clone(), default, place: host.place });
            }
        }
    }
}
