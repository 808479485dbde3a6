//! What a source remembers, as a text. One that cannot be read is as good as none.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Of a source that remembers nothing.
pub(super) fn unread() -> String {
    "{}".to_owned()
}

pub(super) fn write(state: &impl Serialize) -> String {
    serde_json::to_string(state).expect("texts, numbers and lists of them are JSON")
}

/// The state, unless it is another's (`is_ours` says no) or none; the remark says what was not taken up.
pub(super) fn read<T: DeserializeOwned>(text: Option<&str>, is_ours: impl Fn(&T) -> bool, remarks: &mut Vec<String>) -> Option<T> {
    let text = text.filter(|text| !matches!(text.trim(), "" | "{}" | "null"))?;
    match serde_json::from_str(text) {
        Ok(state) if is_ours(&state) => Some(state),
        Ok(_) => {
            remarks.push("another address is asked than last night: all is looked at as if for the first time".to_owned());
            None
        }
        Err(_) => {
            remarks.push("what was kept of the last night cannot be read: all is looked at as if for the first time".to_owned());
            None
        }
    }
}
