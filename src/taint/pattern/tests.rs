use super::*;

fn names(kinds: Kinds) -> String {
    let letters = [(Kind::Shell, 'S'), (Kind::Option, 'O'), (Kind::Path, 'P'), (Kind::Sql, 'Q'), (Kind::Url, 'U'), (Kind::Code, 'C')];
    letters.into_iter().filter(|(kind, _)| kinds.has(*kind)).map(|(_, letter)| letter).collect()
}

fn all_as_expected(table: &[(&str, &str)], closes: impl Fn(&str) -> Kinds) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(pattern, expected)| (pattern, expected, names(closes(pattern))))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(pattern, expected, found)| format!("{pattern}: closes {found:?}, not {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `S`hell, `O`ption, `P`ath, s`Q`l, `U`rl, `C`ode.
#[test]
fn an_allow_list_closes_what_its_characters_cannot_do() {
    let table = [
        (r"^[a-zA-Z0-9_]+$", "SOPQUC"),
        (r"^\w+$", "SOPQUC"),
        (r"^[a-zA-Z0-9_-]+$", "SPQU"),
        (r"^[a-zA-Z0-9][a-zA-Z0-9_-]*$", "SOPQU"),
        (r"^[A-Za-z0-9._-]+$", "SPQ"),
        (r"^[\w.-]+$", "SPQ"),
        (r"^[\w-.]+$", "SPQ"),
        (r"^[\w./:@-]+$", "SQ"),
        (r"^[^;&|`$]+$", ""),
        (r"^[^\-;&|`$][^;&|`$]*$", "O"),
        (r"^\d{4}-\d{2}-\d{2}$", "SOPQUC"),
        (r"^[\d+\-*/(). ]+$", "C"),
        (r"^[\d\s+\-*\/().]+$", "C"),
        (r"^(start|stop|status)$", "SOPQUC"),
        (r"^start|stop$", ""),
        (r"^(?:a|-b)$", "SPQU"),
        (r"[a-z]+", ""),
        (r"^[a-z]+", "O"),
        (r"[a-z]+$", ""),
        (r"^[a-z]*", ""),
        (r"(?m)^[a-z]+$", ""),
        (r"^(?!-)[\w.-]+$", "SOPQ"),
        (r"^(?!.*\.\.)[\w./-]+$", "SQ"),
        (r"^(?P<name>\w+)\Z", "SOPQUC"),
        (r"^(?<name>\w+)$", "SOPQUC"),
        (r"^(['x])\w+\1$", "OPU"),
        (r"^[[\]a-z]+$", "OPQU"),
        (r"^[a-z&&[^b]]+$", "OPQU"),
        (r"^a{2,4}\{b\}$", "OPQU"),
        (r"^\/?[a-z]+$", "SOQ"),
        ("^SELECT\\s", "O"),
        ("", ""),
        ("^$", "SOPQUC"),
    ];
    all_as_expected(&table, |pattern| when_it_matches(pattern, false, false).closes);
}

#[test]
fn what_the_call_anchors_the_pattern_need_not() {
    assert_eq!(names(when_it_matches(r"[a-z]\w*", true, true).closes), "SOPQUC");
    assert_eq!(names(when_it_matches(r"[a-z]\w*", true, false).closes), "O");
    assert_eq!(names(when_it_matches(r"[a-z]\w*$", true, false).closes), "SOPQUC");
}

#[test]
fn a_fixed_host_closes_addresses() {
    let table = [
        (r"^https:\/\/api\.acme\.example\/", "OU"),
        (r"^https?://(www\.)?acme\.example/[\w/-]+$", "SOQU"),
        (r"^https://[\w-]+\.acme\.example/", "OU"),
        (r"^https://([a-z0-9-]+\.)*acme\.example$", "SOQ"),
        (r"^(https://a\.acme\.example/|https://b\.acme\.example/)", "OU"),
        (r"^https://acme\.example", "O"),
        (r"^https://.*\.acme\.example/", "O"),
        (r"^https?://", "O"),
        (r"https://acme\.example/", ""),
        (r"^https://[^/]+@acme\.example/", "O"),
        (r"^api\.acme\.example$", "SOPQU"),
        (r"^[a-z0-9-]+\.acme\.example$", "SPQU"),
    ];
    all_as_expected(&table, |pattern| when_it_matches(pattern, false, false).closes);
}

#[test]
fn a_search_that_finds_nothing_closes_what_it_looks_for() {
    let table = [
        (r"[^a-z0-9_]", "SOPQUC"),
        (r"[^a-zA-Z0-9_\-.]", "SPQ"),
        (r"\W", "SOPQUC"),
        (r"[;&|`$]", ""),
        (r"[;&|`$()<>\\{}\[\]*?!#'\x22\s\0]", "SQ"),
        (r"^-", "O"),
        (r"^-|[/\\]", "OP"),
        (r"[/\\]", "P"),
        (r"\.\.", ""),
        (r"\.\./", ""),
        (r"^[;&]", ""),
        (r"[^a-z](?=x)", ""),
        (r"\b[^a-z]\b", ""),
        (r"(\s|[^\w])+", "SOPQUC"),
    ];
    all_as_expected(&table, |pattern| when_it_does_not_match(pattern).closes);
}

#[test]
fn what_is_left_after_a_removal_has_none_of_it() {
    let table = [
        (r"[^\w]", "SOPQUC"),
        (r"[^a-zA-Z0-9_-]+", "SPQU"),
        (r"[^a-z]*", "SOPQUC"),
        (r"[^a-z]*?", ""),
        (r"[^a-z]+?", "SOPQUC"),
        (r"\.\./", ""),
        (r"\.\.|[/\\]", "P"),
        (r"^-+", "O"),
        (r"^-", ""),
        (r"[^a-z]$", ""),
        (r"[;&|]", ""),
    ];
    all_as_expected(&table, |pattern| after_removal(pattern).closes);
}

#[test]
fn a_pattern_of_private_addresses_is_known() {
    for pattern in
        [r"^127\.", r"^10\.", r"^172\.(1[6-9]|2\d|3[01])\.", r"^(localhost|0\.0\.0\.0)$", r"^169\.254\.", r"^\[?::1\]?$", r"^f[cd]"]
    {
        assert!(when_it_matches(pattern, false, false).private_hosts, "{pattern}");
        assert!(when_it_does_not_match(pattern).private_hosts, "{pattern}");
    }
    for pattern in [r"^\d+\.\d+$", r"v2\.10\.", r"^https://", r"^a::1"] {
        assert!(!when_it_matches(pattern, false, false).private_hosts, "{pattern}");
    }
}

#[test]
fn a_word_for_a_private_address_is_known() {
    for word in
        ["localhost", "LOCALHOST", "10.", "127.0.0.1", "169.254.169.254", "172.16.", "172.31.0.0/16", "192.168", "0.0.0.0", "::1", "[::1]"]
    {
        assert!(is_private_word(word), "{word}");
    }
    for word in [".internal", "metadata.google.internal", ".local", "fd00::/8", "fe80::", "fc", "is_private", "linkLocal", "10.0.0.0/8"] {
        assert!(is_private_word(word), "{word}");
    }
    for word in ["", "api.acme.example", "172.15.", "100.", "http:", "https", "file", "1.10.", "fetch", "10.x"] {
        assert!(!is_private_word(word), "{word}");
    }
    assert!(is_private_octet(127.0) && !is_private_octet(4.0));
}

#[test]
fn a_hostile_pattern_says_nothing_and_ends() {
    let nested = format!("^{}a{}$", "(".repeat(1000), ")".repeat(1000));
    let sets = format!("^{}$", r"\w".repeat(2000));
    let long = format!("^{}$", "a".repeat(100_000));
    for pattern in [
        nested.as_str(),
        long.as_str(),
        "(",
        "[",
        "[a",
        "\\",
        "a{9999999}",
        "(?<=",
        "(?!",
        "[z-a]",
        "^(a{999}){999}{999}$|x",
        "(?P=",
        "\\k<",
    ] {
        assert_eq!(names(when_it_matches(pattern, false, false).closes), "", "{pattern:.20}");
        after_removal(pattern);
        when_it_does_not_match(pattern);
    }
    assert_eq!(names(when_it_matches(&sets, false, false).closes), "SOPQUC");
}

/// Every text of up to three characters that matter.
fn texts() -> Vec<String> {
    let alphabet = ['a', '1', '_', '-', ';', '/', '.', '\'', ' ', '\n', '$', ':'];
    let mut all = vec![String::new()];
    let mut longest = all.clone();
    for _ in 0..3 {
        longest = longest.iter().flat_map(|text| alphabet.iter().map(move |character| format!("{text}{character}"))).collect();
        all.extend_from_slice(&longest);
    }
    all
}

fn does_harm(text: &str, kinds: Kinds) -> bool {
    let has = |kind: Kind, characters: &str| kinds.has(kind) && text.contains(|character| characters.contains(character));
    has(Kind::Shell, ";$' \n")
        || has(Kind::Path, "/")
        || has(Kind::Sql, "; '\n")
        || has(Kind::Url, "/.:")
        || has(Kind::Code, ";'$:")
        || kinds.has(Kind::Option) && text.starts_with('-')
}

#[test]
fn no_text_that_passes_does_what_is_closed() {
    let patterns = [
        r"^[a-z0-9_]+$",
        r"^[\w-]+$",
        r"[^a-z]",
        r"[;' $\n]",
        r"^-",
        r"^-+",
        r"-+$",
        r"[-;]|^/",
        r"\W+",
        r"\W*",
        r"\W*?",
        r"(\W|a)$",
        r"^a|;$",
        r"^(a|-;)?$",
        r"^a*",
        r"^(?!-)[\w;-]+$",
        r"(?!a)\W",
        r"(a)?\1-",
        r"^.$",
        r"^[^/]+$",
        r"\s|[^a-z]\b",
        r"[;']{2}",
        r"[;']{1,2}",
        r"(;|')+?x?",
        r"^\w+:?\/",
        r"a-|-a|-",
        r"[^\w.-]",
        r"\.\.|\/",
        r"^\W",
        r"(?m)^\W$",
    ];
    let texts = texts();
    for pattern in patterns {
        let Ok(regex) = regex::Regex::new(&pattern.replace("(?!-)", "").replace("(?!a)", "").replace(r"\1", "")) else {
            panic!("{pattern}")
        };
        let exact = !pattern.contains("(?!") && !pattern.contains(r"\1");
        let (yes, no, left) = (when_it_matches(pattern, false, false), when_it_does_not_match(pattern), after_removal(pattern));
        for text in &texts {
            let dashed = pattern.starts_with("^(?!-)") && text.starts_with('-');
            if regex.is_match(text) {
                assert!(dashed || !does_harm(text, yes.closes), "{pattern} matches {text:?}");
            } else if exact {
                assert!(!does_harm(text, no.closes), "{pattern} does not match {text:?}");
            }
            let rest = regex.replace_all(text, "");
            assert!(!exact || !does_harm(&rest, left.closes), "{pattern} leaves {rest:?} of {text:?}");
        }
    }
}
