//! Parts of URL objects.

use std::rc::Rc;

use crate::flow::value::Value;

/// `url.href`, `url.hostname`, … of `new URL(text)`.
pub fn part(text: &Rc<Value>, name: &str) -> Value {
    match name {
        "href" => (**text).clone(),
        "origin" | "host" | "hostname" | "protocol" | "pathname" => {
            let Some(parsed) = text.as_text().and_then(|text| url::Url::parse(text).ok()) else {
                return if name == "origin" { (**text).clone() } else { Value::Unknown };
            };
            match name {
                "origin" => Value::text(&parsed.origin().ascii_serialization()),
                "host" | "hostname" => parsed.host_str().map_or(Value::Unknown, Value::text),
                "protocol" => Value::text(&format!("{}:", parsed.scheme())),
                _ => Value::text(parsed.path()),
            }
        }
        _ => Value::Unknown,
    }
}

/// `new URL(path, base)`; a path that is an address itself replaces the base.
pub fn resolve(path: Value, base: Value) -> Value {
    let absolute = path.pattern().contains("://");
    if absolute || base == Value::Unknown && path.has_text() && !path.pattern().starts_with('/') {
        return Value::Url(path.into());
    }
    match (path.as_text(), base.as_text()) {
        (Some(path), Some(base)) => match url::Url::parse(base).and_then(|base| base.join(path)) {
            Ok(url) => Value::Url(Value::text(url.as_str()).into()),
            Err(_) => Value::Unknown,
        },
        _ => Value::Url(Value::concat([base, path]).into()),
    }
}

/// `urlunsplit((scheme, host, path, …))`.
pub fn unsplit(parts: &[Value]) -> Value {
    let [scheme, host, path, ..] = parts else { return Value::Unknown };
    Value::concat([scheme.clone(), Value::text("://"), host.clone(), path.clone()])
}
