//! Core metadata: RFC 822 headers with folded lines, then the description.

pub struct Headers {
    pub fields: Vec<Header>,
    /// Offset of the body, where there is one.
    body: Option<usize>,
}

pub struct Header {
    /// Lower case.
    pub name: String,
    /// Folded lines joined by `\n`.
    pub value: String,
    /// Offset of the value.
    pub at: usize,
}

/// More headers than any honest distribution has.
const HEADERS_MAX: usize = 20_000;

pub fn parse(text: &str) -> Headers {
    let mut headers = Headers { fields: Vec::new(), body: None };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.is_empty() {
            headers.body = Some(at);
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some(last) = headers.fields.last_mut() {
                last.value.push('\n');
                last.value.push_str(unfold(line));
            }
        } else if let Some((name, value)) = line.split_once(':').filter(|_| headers.fields.len() < HEADERS_MAX) {
            let at = start + name.len() + 1 + (value.len() - value.trim_start().len());
            headers.fields.push(Header { name: name.trim().to_ascii_lowercase(), value: value.trim().to_owned(), at });
        }
    }
    headers
}

/// Old tools indent a folded description by eight blanks, some with a bar in the eighth.
fn unfold(line: &str) -> &str {
    line.strip_prefix("        ").or_else(|| line.strip_prefix("       |")).unwrap_or(line)
}

impl Headers {
    pub fn first(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|header| header.name == name).map(|header| header.value.as_str())
    }

    /// The body, or the `Description` header of old metadata; its lines are those of the file.
    pub fn description(&self, text: &str) -> Option<Header> {
        let header = self.fields.iter().find(|header| header.name == "description");
        let body = self.body.filter(|at| !text[*at..].trim().is_empty());
        match (body, header) {
            (Some(at), _) => Some(Header { name: String::new(), value: text[at..].to_owned(), at }),
            (None, Some(header)) => Some(Header { name: String::new(), value: header.value.clone(), at: header.at }),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_descriptions_and_bodies_are_both_found() {
        let folded = "Name: acme\r\nDescription: # Acme\n        \n        Set `A_B`.\nVersion: 1\n";
        let headers = parse(folded);
        assert_eq!(headers.first("version"), Some("1"));
        assert_eq!(headers.description(folded).unwrap().value, "# Acme\n\nSet `A_B`.");
        let with_body = "Name: acme\n\n# Body\n";
        let description = parse(with_body).description(with_body).unwrap();
        assert_eq!((description.value.as_str(), description.at), ("# Body\n", 12));
    }
}
