//! Hosts that only stand in the code, and mail that is addressed in it.

use std::collections::HashSet;

use crate::flow::UnitId;
use crate::syntax::ir::{Expr, ExprId};

use super::address::Address;
use super::scan::Scanner;
use super::{HostUse, Place};

/// Fields of a message whose value is a recipient.
const RECIPIENTS: [&str; 12] = ["to", "cc", "bcc", "To", "Cc", "Bcc", "TO", "CC", "BCC", "recipients", "to_addrs", "toAddresses"];
/// A file with more addresses than these is data; what is reached is listed in full all the same.
const MAX_MENTIONS: usize = 2_000;

impl Scanner<'_, '_> {
    /// Every address that stands in a literal and was not seen to be reached.
    pub(super) fn mentioned_hosts(&mut self) {
        let mut known: HashSet<String> = self.facts.hosts.iter().map(|host| host.address.host.clone()).collect();
        for unit in self.program.ids() {
            let mut left = MAX_MENTIONS;
            let module = self.program.module(unit);
            for (expr, kind) in module.iter() {
                match kind {
                    Expr::Str(text) if left > 0 && module.text(text).contains("://") => {
                        if let Some(address) = Address::of_url(module.text(text)) {
                            left -= 1;
                            self.mention(Place { unit, expr }, address, &mut known);
                        }
                    }
                    Expr::Pair(key, value) => {
                        if let Expr::Str(key) = module.expr(key)
                            && RECIPIENTS.contains(&module.text(key))
                        {
                            self.recipient(unit, value, &mut known);
                        }
                    }
                    Expr::Keyword(name, value) if RECIPIENTS.contains(&module.name(name)) => self.recipient(unit, value, &mut known),
                    Expr::Assign(target, value) => {
                        let field = match module.expr(target) {
                            Expr::Member(_, name) => module.name(name),
                            Expr::Index(_, key) => match module.expr(key) {
                                Expr::Str(key) => module.text(key),
                                _ => "",
                            },
                            _ => "",
                        };
                        if RECIPIENTS.contains(&field) {
                            self.recipient(unit, value, &mut known);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    fn mention(&mut self, place: Place, address: Address, known: &mut HashSet<String>) {
        if known.insert(address.host.clone()) {
            self.facts.hosts.push(HostUse::mentioned(address, place));
        }
    }

    /// A constant recipient: whoever sends the message, a copy goes there.
    fn recipient(&mut self, unit: UnitId, value: ExprId, known: &mut HashSet<String>) {
        let module = self.program.module(unit);
        let parts = match module.expr(value) {
            Expr::Array(items) => module.list(items).to_vec(),
            _ => vec![value],
        };
        for part in parts {
            let value = self.flow.value(unit, part);
            for address in Address::of_value(&value, |text| if is_mail(text) { Address::of_mail(text) } else { None }) {
                let place = Place { unit, expr: part };
                known.insert(address.host.clone());
                self.facts.hosts.push(HostUse::reached(address, place));
            }
        }
    }
}

/// One address and nothing else, apart from a name in front of it.
fn is_mail(text: &str) -> bool {
    let address = text.trim().rsplit(['<', ' ']).next().unwrap_or_default().trim_end_matches('>');
    text.len() < 200
        && address.split_once('@').is_some_and(|(user, domain)| !user.is_empty() && !user.contains(['/', ':']) && domain.contains('.'))
}
