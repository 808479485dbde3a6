//! Recipients that the code adds to what a caller sends: a mail address beside the one that was asked for, a wallet that is paid
//! whatever amount was asked for.

mod addresses;
mod values;

use std::collections::BTreeMap;

use crate::flow::{Flow, UnitId};
use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, List, Name, ScopeId};

use super::Place;
use addresses::copied_to;

pub use addresses::is_wallet;

/// A recipient that stands in the code, of something whose other parts a caller decides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FixedRecipient {
    pub place: Place,
    pub address: String,
    pub kind: RecipientKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecipientKind {
    /// Gets a copy of a mail that goes to others.
    Mail,
    /// Is paid an amount that a caller names.
    Wallet,
}

/// Names of fields that hold the recipients of a message, in lower case and without marks between words.
const MAILED: [&str; 16] = [
    "to",
    "cc",
    "bcc",
    "recipients",
    "recipient",
    "toaddresses",
    "ccaddresses",
    "bccaddresses",
    "torecipients",
    "ccrecipients",
    "bccrecipients",
    "toaddrs",
    "rcpt",
    "rcptto",
    "addressees",
    "forwardto",
];
/// Names of fields that hold who is paid.
const PAID: [&str; 14] = [
    "to",
    "topubkey",
    "recipient",
    "destination",
    "toaddress",
    "payto",
    "receiver",
    "beneficiary",
    "feerecipient",
    "feewallet",
    "feeaddress",
    "feeaccount",
    "destinationaddress",
    "payee",
];
/// Names of fields that hold how much.
const AMOUNTS: [&str; 7] = ["value", "amount", "lamports", "sats", "satoshis", "quantity", "amountin"];
/// Names of fields of a call that a contract answers.
const OF_CONTRACTS: [&str; 4] = ["data", "abi", "input", "functionname"];
/// Literals inside literals.
const MAX_DEPTH: u32 = 10;
const MAX_MEMBERS: usize = 48;

/// What a field says of its recipients.
#[derive(Debug, Default)]
struct Said {
    mails: Vec<(ExprId, String)>,
    wallets: Vec<(ExprId, String)>,
    /// Something that a caller decides is there as well.
    is_open: bool,
    steps: u32,
}

/// All that is said of the recipients of one thing.
#[derive(Debug, Default)]
struct Message {
    fields: Vec<(String, Said)>,
}

pub(super) fn find(flow: &mut Flow<'_>) -> Vec<FixedRecipient> {
    let mut found = Vec::new();
    for unit in flow.program.ids() {
        let module = flow.program.module(unit);
        if mentions_recipients(module) {
            Search { flow, unit, module, variables: BTreeMap::new() }.run(&mut found);
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Some text could be an address, or is the name of the field for those that nobody sees: an address may be put together.
fn mentions_recipients(module: &Module) -> bool {
    let could_be_one = |text: &str| text.contains('@') || text.eq_ignore_ascii_case("bcc") || is_wallet(text);
    module.texts.iter().any(|text| text.len() < 4096 && could_be_one(text))
}

struct Search<'f, 'p> {
    flow: &'f mut Flow<'p>,
    unit: UnitId,
    module: &'p Module,
    /// What is set of the fields of a variable: `message["Bcc"] = …`.
    variables: BTreeMap<(ScopeId, Name), Message>,
}

impl Search<'_, '_> {
    fn run(mut self, found: &mut Vec<FixedRecipient>) {
        let module = self.module;
        for (id, expr) in module.iter() {
            match expr {
                Expr::Object(members) => self.whole(members, found),
                Expr::Call(callee, arguments) => self.call(callee, arguments, found),
                Expr::Assign(target, value) => self.assigned(target, value),
                Expr::Concat(_) | Expr::Array(_) | Expr::Binary(BinaryOp::Add, ..) => self.headers(id, found),
                _ => {}
            }
        }
        for message in std::mem::take(&mut self.variables).into_values() {
            self.judge(&message, found);
        }
    }

    /// A literal that is a message by itself; most have no recipient.
    fn whole(&mut self, members: List, found: &mut Vec<FixedRecipient>) {
        let names_recipient = |name: &str| plain(name).is_some_and(|name| holds_recipients(&name));
        if fields_of(self.module, members).any(|(name, _)| names_recipient(name)) {
            let message = self.literal(members);
            self.judge(&message, found);
        }
    }

    fn literal(&mut self, members: List) -> Message {
        let mut message = Message::default();
        for (name, value) in fields_of(self.module, members) {
            self.field(&mut message, name, value);
        }
        message
    }

    fn field(&mut self, message: &mut Message, name: &str, value: ExprId) {
        let Some(name) = plain(name) else { return };
        let mut said = Said::default();
        if AMOUNTS.contains(&name.as_str()) {
            said.is_open = self.is_open(value);
        } else if holds_recipients(&name) {
            self.say(value, &mut said, MAX_DEPTH);
        } else if !OF_CONTRACTS.contains(&name.as_str()) {
            return;
        }
        message.fields.push((name, said));
    }

    /// `send(to=address, bcc="…")`, `recipients.append("…")`, `smtp.sendmail(sender, [to, "…"], text)`.
    fn call(&mut self, callee: ExprId, arguments: List, found: &mut Vec<FixedRecipient>) {
        let module = self.module;
        self.whole(arguments, found);
        let Expr::Member(object, method) = module.expr(callee) else { return };
        if let Some((variable, name, value)) = self.named_part(object, arguments) {
            return self.set(variable, &name, value);
        }
        match module.name(method) {
            "push" | "append" | "add" | "unshift" | "extend" | "insert" | "addTo" | "addCc" | "addBcc" => {
                let Some((variable, name)) = self.kept_in(object) else { return };
                let values: Vec<ExprId> = module.list(arguments).to_vec();
                for value in values {
                    self.set(variable, &name, value);
                }
                self.values_of(variable, &name);
            }
            "sendmail" | "sendMail" | "send_message" | "send" => {
                let positional: Vec<ExprId> = module.list(arguments).iter().take(4).copied().collect();
                for argument in
                    positional.into_iter().filter(|argument| matches!(module.expr(*argument), Expr::Array(_) | Expr::Binary(..)))
                {
                    let mut message = Message::default();
                    self.field(&mut message, "recipients", argument);
                    self.judge(&message, found);
                }
            }
            _ => {}
        }
    }

    /// `form.append("bcc", address)`, `headers.set("Bcc", address)`: the variable, the field and what it is given.
    fn named_part(&self, object: ExprId, arguments: List) -> Option<((ScopeId, Name), String, ExprId)> {
        let module = self.module;
        let [key, value] = *module.list(arguments) else { return None };
        let Expr::Str(key) = module.expr(key) else { return None };
        let name = plain(module.text(key)).filter(|name| MAILED.contains(&name.as_str()))?;
        let Expr::Name(variable, scope) = module.expr(object) else { return None };
        Some(((module.declaring_scope(variable, scope)?, variable), name, value))
    }

    /// The variable behind `recipients` or `message.bcc`, and the field that it is.
    fn kept_in(&self, object: ExprId) -> Option<((ScopeId, Name), String)> {
        let module = self.module;
        let (variable, name) = match module.expr(object) {
            Expr::Name(name, _) => (object, module.name(name)),
            Expr::Member(inner, name) => (inner, module.name(name)),
            _ => return None,
        };
        let name = plain(name)?;
        let Expr::Name(variable, scope) = module.expr(variable) else { return None };
        Some(((module.declaring_scope(variable, scope)?, variable), name))
    }

    fn set(&mut self, variable: (ScopeId, Name), name: &str, value: ExprId) {
        let mut message = self.variables.remove(&variable).unwrap_or_default();
        self.field(&mut message, name, value);
        self.variables.insert(variable, message);
    }

    /// What else the variable holds.
    fn values_of(&mut self, variable: (ScopeId, Name), name: &str) {
        let values: Vec<ExprId> = self.module.variables.get(&variable).into_iter().flatten().take(8).copied().collect();
        for value in values {
            match self.module.expr(value) {
                Expr::Object(members) => {
                    let literal = self.literal(members);
                    self.variables.entry(variable).or_default().fields.extend(literal.fields);
                }
                _ => self.set(variable, name, value),
            }
        }
    }

    /// `message["Bcc"] = "…"`, `mail.bcc = "…"`.
    fn assigned(&mut self, target: ExprId, value: ExprId) {
        let module = self.module;
        let (object, name) = match module.expr(target) {
            Expr::Member(object, name) => (object, module.name(name)),
            Expr::Index(object, key) => match module.expr(key) {
                Expr::Str(key) => (object, module.text(key)),
                _ => return,
            },
            _ => return,
        };
        let Expr::Name(variable, scope) = module.expr(object) else { return };
        let Some(scope) = module.declaring_scope(variable, scope) else { return };
        if plain(name).is_some_and(|name| holds_recipients(&name)) {
            self.set((scope, variable), name, value);
            self.values_of((scope, variable), "");
        }
    }

    /// The lines of a message: `To: ${to}` and `Bcc: …` in one text or one list of lines.
    fn headers(&mut self, id: ExprId, found: &mut Vec<FixedRecipient>) {
        let module = self.module;
        let mut texts = Vec::new();
        parts(module, id, &mut texts, MAX_DEPTH + 2);
        let is_of_others = |text: &str| text.to_ascii_lowercase().lines().any(|line| line.trim_start().starts_with("to:"));
        let fixed = texts.iter().find_map(|(id, text)| Some((*id, copied_to(text)?)));
        let Some((expr, address)) = fixed else { return };
        let is_addressed = texts.iter().any(|(_, text)| is_of_others(text) && text.trim_end().ends_with(':'));
        if is_addressed {
            found.push(FixedRecipient { place: Place { unit: self.unit, expr }, address, kind: RecipientKind::Mail });
        }
    }

    fn judge(&self, message: &Message, found: &mut Vec<FixedRecipient>) {
        let among = |names: &'static [&'static str]| message.fields.iter().filter(|(name, _)| names.contains(&name.as_str()));
        let is_open = among(&MAILED).any(|(_, said)| said.is_open);
        let place = |expr: ExprId| Place { unit: self.unit, expr };
        for (expr, address) in among(&MAILED).filter(|_| is_open).flat_map(|(_, said)| &said.mails) {
            found.push(FixedRecipient { place: place(*expr), address: address.clone(), kind: RecipientKind::Mail });
        }
        let is_paid = among(&AMOUNTS).any(|(_, said)| said.is_open);
        // A call of a contract says what becomes of the amount.
        let is_contract = message.fields.iter().any(|(name, _)| OF_CONTRACTS.contains(&name.as_str()));
        for (expr, address) in among(&PAID).filter(|_| is_paid && !is_contract).flat_map(|(_, said)| &said.wallets) {
            found.push(FixedRecipient { place: place(*expr), address: address.clone(), kind: RecipientKind::Wallet });
        }
    }
}

/// The fields that a literal, or the arguments of a call, give by name.
fn fields_of(module: &Module, members: List) -> impl Iterator<Item = (&str, ExprId)> {
    module.list(members).iter().take(MAX_MEMBERS).filter_map(|member| match module.expr(*member) {
        Expr::Pair(key, value) => match module.expr(key) {
            Expr::Str(key) => Some((module.text(key), value)),
            _ => None,
        },
        Expr::Keyword(name, value) => Some((module.name(name), value)),
        _ => None,
    })
}

fn holds_recipients(name: &str) -> bool {
    MAILED.contains(&name) || PAID.contains(&name)
}

/// The texts that something is put together from.
fn parts<'m>(module: &'m Module, id: ExprId, texts: &mut Vec<(ExprId, &'m str)>, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match module.expr(id) {
        Expr::Str(text) => texts.push((id, module.text(text))),
        Expr::Concat(list) | Expr::Array(list) => {
            module.list(list).iter().take(MAX_MEMBERS).for_each(|part| parts(module, *part, texts, depth))
        }
        Expr::Binary(BinaryOp::Add, left, right) => {
            parts(module, left, texts, depth);
            parts(module, right, texts, depth);
        }
        _ => {}
    }
}

/// `Bcc`, `bcc_addresses` and `bccAddresses` in one spelling; none for what is too long to be a name.
fn plain(name: &str) -> Option<String> {
    (name.len() < 32).then(|| name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect())
}
