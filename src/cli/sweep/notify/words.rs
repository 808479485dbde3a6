//! A command line in words: as a shell parts them, and nothing else that a shell does.

/// Blanks part words; `'…'` and `"…"` keep them together, and outside of `'…'` a `\` takes the next character as it is.
pub(super) fn split(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), c) if c == open => quote = None,
            (None | Some('"'), '\\') => {
                let next = chars.next().ok_or("the command ends with a \\")?;
                word.get_or_insert_default().push(next);
            }
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        return Err("a quotation mark of the command is not closed".to_owned());
    }
    words.extend(word);
    if words.first().is_none_or(String::is_empty) {
        return Err("name the program, as in `command:notify-send Sweep`".to_owned());
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_as_a_shell_parts_them() {
        assert_eq!(split(r#"a  b\ c 'd "e\' "f 'g\"" '' h$x;i"#).unwrap(), ["a", "b c", r#"d "e\"#, r#"f 'g""#, "", "h$x;i"]);
        for bad in ["", "  ", "''", "a 'b", "a \"b", "a \\"] {
            assert!(split(bad).is_err(), "{bad}");
        }
    }
}
