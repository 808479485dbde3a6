//! Calls whose result can be told from their arguments: what obfuscators use, and how honest code builds paths and addresses.

mod decode;
mod dictionary;
mod method;
pub mod path;
mod script;
mod shell;
pub mod text;
pub mod url;

mod python;

pub(super) use method::decode_as as decoded_as;
pub(super) use python::decoded_by;

use super::Flow;
use super::call::Arguments;
use super::value::Value;

impl Flow<'_> {
    /// The result of a function with a canonical name; none when it is not one that is folded.
    pub(super) fn fold_call(&mut self, name: &str, arguments: Arguments<'_>, is_new: bool, depth: u32) -> Option<Value> {
        use crate::syntax::Language;
        match self.program.module(arguments.unit).language {
            Language::Python => self.fold_python(name, arguments, depth),
            Language::JavaScript | Language::TypeScript | Language::Tsx => self.fold_script(name, arguments, is_new, depth),
            Language::Bash => self.fold_shell(name, arguments, depth),
        }
    }
}

/// A function of one argument, given as a value itself: `map(chr, …)`, `.map(String)`.
pub(super) fn apply(name: &str, argument: &Value) -> Value {
    match (name, argument) {
        ("chr" | "String.fromCharCode" | "String.fromCodePoint", Value::Number(number)) => text::from_code(*number),
        ("ord", Value::Text(text)) => text.chars().next().map_or(Value::Unknown, |c| Value::Number(f64::from(u32::from(c)))),
        ("str" | "String", Value::Number(_) | Value::Text(_) | Value::Concat(_)) => Value::concat([argument.clone()]),
        ("int" | "Number" | "parseInt", Value::Text(text)) => text.trim().parse().map_or(Value::Unknown, Value::Number),
        _ => Value::Unknown,
    }
}

/// Functions that take escapes out of an address; nobody writes code with them who has nothing to hide.
pub fn is_unescaper(name: &str) -> bool {
    matches!(name, "decodeURIComponent" | "decodeURI" | "unescape" | "urllib.parse.unquote" | "urllib.parse.unquote_plus")
}

/// Functions that turn bytes into other bytes, which may be code.
pub fn is_decoder(name: &str) -> bool {
    const DECODERS: [&str; 46] = [
        "Crypto.Cipher.AES.new().decrypt",
        "Crypto.Cipher.ARC4.new().decrypt",
        "CryptoJS.AES.decrypt",
        "Cryptodome.Cipher.AES.new().decrypt",
        "atob",
        "base64.a85decode",
        "base64.b16decode",
        "base64.b32decode",
        "base64.b64decode",
        "base64.b85decode",
        "base64.decodebytes",
        "base64.standard_b64decode",
        "base64.urlsafe_b64decode",
        "binascii.a2b_base64",
        "binascii.a2b_hex",
        "binascii.unhexlify",
        "bytes.fromhex",
        "bz2.decompress",
        "codecs.decode",
        "codecs.getdecoder()",
        "crypto-js.AES.decrypt",
        "crypto.createDecipher().final",
        "crypto.createDecipher().update",
        "crypto.createDecipheriv().final",
        "crypto.createDecipheriv().update",
        "cryptography.fernet.Fernet().decrypt",
        "cryptography.hazmat.primitives.ciphers.Cipher().decryptor().update",
        "dill.loads",
        "fflate.decompressSync",
        "gzip.decompress",
        "lz-string.decompress",
        "lz-string.decompressFromBase64",
        "lz-string.decompressFromUTF16",
        "lzma.decompress",
        "marshal.load",
        "marshal.loads",
        "nacl.secret.SecretBox().decrypt",
        "pako.inflate",
        "pako.ungzip",
        "pickle.loads",
        "zlib.brotliDecompressSync",
        "zlib.decompress",
        "zlib.gunzipSync",
        "zlib.inflateRawSync",
        "zlib.inflateSync",
        "zlib.unzipSync",
    ];
    DECODERS.binary_search(&name).is_ok()
}

/// The bytes of a text in base64.
pub fn unwrapped_base64(text: &str) -> Option<Vec<u8>> {
    decode::base64(text).map(|bytes| text::bytes_of(&bytes))
}

/// What an address `data:text/javascript;base64,…` holds.
pub fn unwrapped_data(address: &str) -> Option<String> {
    let (head, body) = address.strip_prefix("data:")?.split_once(',')?;
    let body = decode::percent(body);
    if head.ends_with(";base64") { decode::base64(&body).map(|bytes| text::decode_utf8(&bytes)) } else { Some(body) }
}

/// Whether a method of this name can be folded on a constant: a quick look before the object is worked out.
pub(super) fn knows_method(name: &str) -> bool {
    method::KNOWN.binary_search(&name).is_ok()
}

/// Modules that come with Node.
pub(super) fn is_node_module(name: &str) -> bool {
    let name = name.strip_prefix("node:").unwrap_or(name);
    matches!(
        name,
        "child_process"
            | "fs"
            | "fs/promises"
            | "net"
            | "tls"
            | "http"
            | "https"
            | "http2"
            | "dgram"
            | "dns"
            | "dns/promises"
            | "vm"
            | "os"
            | "path"
            | "url"
            | "util"
            | "crypto"
            | "zlib"
            | "stream"
            | "events"
            | "buffer"
            | "process"
            | "module"
            | "worker_threads"
            | "cluster"
            | "readline"
            | "repl"
            | "inspector"
    )
}
