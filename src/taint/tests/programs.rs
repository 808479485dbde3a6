//! Arguments of programs: which word can become an option.

use super::*;

fn start(arguments: &str) -> bool {
    let found = script(&format!("server.tool('run', {{ name: z.string() }}, async ({{ name }}) => {{\nexecFileSync({arguments});\n}});"));
    assert!(found.len() < 2 && found.iter().all(|line| line.starts_with("run.name -> option")), "{found:?}");
    !found.is_empty()
}

#[test]
fn a_word_behind_an_option_that_stands_alone_can_become_an_option() {
    assert!(start("'git', ['show', '--stat', name]"));
    assert!(start("'curl', ['-sS', name]"));
    assert!(start("'kubectl', ['logs', '--tail=50', name]"));
    assert!(start("'git', ['grep', '-n', name]"));
}

#[test]
fn the_value_of_an_option_becomes_none() {
    assert!(!start("'kubectl', ['get', 'pods', '-n', name]"));
    assert!(!start("'git', ['log', '-n', name]"));
    assert!(!start("'git', ['log', '--who-knows', name]"));
}

#[test]
fn two_dashes_end_the_options() {
    assert!(!start("'git', ['show', '--stat', '--', name]"));
}

#[test]
fn a_list_that_is_handed_on_is_looked_into_where_it_was_made() {
    let tool = |list: &str| {
        let helper = "const git = (words) => {\nreturn execFileSync('git', words);\n};\n";
        script(&format!("{helper}server.tool('run', {{ name: z.string() }}, async ({{ name }}) => git({list}));"))
    };
    assert_eq!(tool("['show', name]"), ["run.name -> option: return execFileSync('git', words);"]);
    assert_eq!(tool("['show', '--', name]"), [""; 0]);
}

#[test]
fn the_words_of_a_text_are_arguments_each() {
    let code = "server.tool('run', { name: z.string() }, async ({ name }) => {\nexecFileSync('git', ['show', '--author', ...name.split(' ')]);\n});";
    assert_eq!(script(code), ["run.name -> option: execFileSync('git', ['show', '--author', ...name.split(' ')]);"]);
}
