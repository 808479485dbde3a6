//! What comes in over a connection that stays open.

use super::walk::Walk;
use crate::flow::UnitId;
use crate::signatures::{CallSignature, Effect};

/// Methods of a connection by which something comes in.
const HEARS: [&str; 14] = [
    "on",
    "once",
    "addListener",
    "addEventListener",
    "recv",
    "recvfrom",
    "recv_into",
    "readline",
    "read",
    "receive",
    "receive_json",
    "receive_text",
    "makefile",
    "onmessage",
];
/// Connections that are made before they are connected.
const LINES: [&str; 6] = ["net.Socket", "tls.TLSSocket", "socket.socket", "ssl.wrap_socket", "websocket.WebSocket", "dgram.createSocket"];

impl Walk<'_, '_> {
    /// `net.connect().on`, `socket.socket().recv`: what a connection gives to whoever listens.
    pub(super) fn is_heard(&self, unit: UnitId, name: &str) -> bool {
        let Some((made, method)) = name.rsplit_once("().") else { return false };
        let connects = |signature: &CallSignature| matches!(signature.effect, Effect::Url | Effect::Host);
        let is_line = || LINES.contains(&made) || self.signatures.call(self.runtime(unit), made).is_some_and(connects);
        HEARS.contains(&method) && is_line()
    }
}
