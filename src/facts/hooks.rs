//! Functions that everybody uses, where a file puts its own in their place: `window.fetch = …`, `requests.Session.send = …`.

use crate::flow::{Program, UnitId};
use crate::syntax::ir::{Expr, ExprId};
use crate::syntax::{Language, Module};

use super::Place;

/// A function of others that is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    pub place: Place,
    /// Of what is replaced, as it is written: `window.fetch`.
    pub name: String,
    /// What takes its place.
    pub by: ExprId,
}

impl Hook {
    /// What it is given opens an account.
    pub fn takes_keys(&self) -> bool {
        self.name.rsplit('.').next().is_some_and(|word| KEYED.contains(&word))
    }
}

/// Functions that are given keys, seeds or passwords.
const KEYED: [&str; 16] = [
    "fromSecretKey",
    "fromSeed",
    "fromMnemonic",
    "fromPhrase",
    "fromPrivateKey",
    "privateKeyToAccount",
    "mnemonicToSeed",
    "mnemonicToSeedSync",
    "mnemonicToAccount",
    "from_key",
    "from_mnemonic",
    "from_seed",
    "from_private_key",
    "from_bytes",
    "from_base58_string",
    "getpass",
];
/// What stands in front of what every page has.
const GLOBALS: [&str; 5] = ["window", "globalThis", "self", "global", "unsafeWindow"];
/// What talks to others in a page or in Node.
const TALKING: [&str; 13] = [
    "fetch",
    "XMLHttpRequest",
    "XMLHttpRequest.prototype.open",
    "XMLHttpRequest.prototype.send",
    "WebSocket",
    "WebSocket.prototype.send",
    "navigator.sendBeacon",
    "navigator.clipboard.writeText",
    "http.request",
    "https.request",
    "axios.request",
    "axios.post",
    "axios.Axios.prototype.request",
];
/// Wallets, as pages know them.
const WALLETS: [&str; 9] = ["ethereum", "solana", "phantom", "tronWeb", "tronLink", "web3", "okxwallet", "keplr", "unisat"];
/// What pays or signs.
const PAYING: [&str; 12] = [
    "request",
    "send",
    "sendAsync",
    "signTransaction",
    "signAllTransactions",
    "signAndSendTransaction",
    "sendTransaction",
    "sendRawTransaction",
    "sendBitcoin",
    "sign_transaction",
    "send_transaction",
    "send_raw_transaction",
];
/// Libraries of Python that talk to others or pay.
const LIBRARIES: [&str; 17] = [
    "getpass",
    "hdwallet",
    "mnemonic",
    "requests",
    "httpx",
    "aiohttp",
    "urllib",
    "urllib3",
    "http",
    "websocket",
    "websockets",
    "web3",
    "eth_account",
    "solana",
    "solders",
    "tronpy",
    "bitcoinlib",
];
/// Methods of theirs by which something leaves.
const LEAVING: [&str; 8] = ["request", "send", "post", "get", "urlopen", "_request", "sendto", "connect"];
/// Links of a chain of names.
const MAX_LINKS: u32 = 8;

pub(super) fn find(program: &Program) -> Vec<Hook> {
    let mut found = Vec::new();
    for unit in program.ids() {
        let module = program.module(unit);
        let writes = |word: &&str| module.names.find(word).is_some();
        let last = |name: &&&str| name.rsplit('.').next().is_some_and(|word| writes(&word));
        let could_be = if module.language == Language::Python {
            module.texts.iter().any(|text| LIBRARIES.contains(&text.split('.').next().unwrap_or(text)))
        } else {
            TALKING.iter().any(|name| last(&name)) || WALLETS.iter().any(&writes) || KEYED.iter().any(&writes)
        };
        if could_be {
            found.extend(module.iter().filter_map(|(id, expr)| replaced(module, unit, id, expr)));
        }
    }
    found
}

fn replaced(module: &Module, unit: UnitId, id: ExprId, expr: Expr) -> Option<Hook> {
    let (name, by) = match expr {
        Expr::Assign(target, value) if matches!(module.expr(target), Expr::Member(..)) => (written(module, target, 0)?, value),
        // `setattr(requests.Session, "send", …)`, `Object.defineProperty(window, 'fetch', …)`
        Expr::Call(callee, list) => {
            let (Expr::Name(word, _) | Expr::Member(_, word)) = module.expr(callee) else { return None };
            let [object, key, value, ..] = module.list(list) else { return None };
            let Expr::Str(key) = module.expr(*key) else { return None };
            if !matches!(module.name(word), "setattr" | "defineProperty") {
                return None;
            }
            (format!("{}.{}", written(module, *object, 0)?, module.text(key)), *value)
        }
        _ => return None,
    };
    is_everybodys(module.language, &name).then_some(Hook { place: Place { unit, expr: id }, name, by })
}

/// How what is reached is called, by whatever name the file has for it.
fn written(module: &Module, expr: ExprId, links: u32) -> Option<String> {
    if links > MAX_LINKS {
        return None;
    }
    match module.expr(expr) {
        Expr::Member(object, name) => Some(format!("{}.{}", written(module, object, links + 1)?, module.name(name))),
        Expr::Import(specifier) => text(module, specifier),
        Expr::Call(callee, list) => {
            let is_require = matches!(module.expr(callee), Expr::Name(name, _) if module.name(name) == "require");
            text(module, *module.list(list).first().filter(|_| is_require)?)
        }
        Expr::Name(name, scope) => {
            let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
            match values.map_or(&[][..], Vec::as_slice) {
                [] => Some(module.name(name).to_owned()),
                [value] => written(module, *value, links + 1),
                _ => None,
            }
        }
        _ => None,
    }
}

fn text(module: &Module, expr: ExprId) -> Option<String> {
    let Expr::Str(text) = module.expr(expr) else { return None };
    Some(module.text(text).trim_start_matches("node:").to_owned())
}

fn is_everybodys(language: Language, name: &str) -> bool {
    let (first, last) = (name.split('.').next().unwrap_or(name), name.rsplit('.').next().unwrap_or(name));
    if language == Language::Python {
        return LIBRARIES.contains(&first) && (LEAVING.contains(&last) || PAYING.contains(&last) || KEYED.contains(&last));
    }
    let name = name.split_once('.').filter(|(first, _)| GLOBALS.contains(first)).map_or(name, |(_, rest)| rest);
    let owner = name.split('.').next().unwrap_or(name);
    let of_wallet = WALLETS.contains(&owner) && (PAYING.contains(&last) || owner == name);
    TALKING.contains(&name)
        || of_wallet
        || name.contains('.') && KEYED.contains(&last)
        || name.contains(".prototype.") && PAYING.contains(&last)
}
