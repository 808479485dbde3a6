use super::{Named, Pickle, read};

fn named(module: &str, name: &str, words: &[&str]) -> Named {
    Named { module: module.to_owned(), name: name.to_owned(), called: true, words: words.iter().map(|word| (*word).to_owned()).collect() }
}

fn names(bytes: &[u8]) -> Vec<Named> {
    read(bytes).unwrap_or_default().named
}

#[test]
fn every_way_to_name_and_to_call_is_read() {
    assert_eq!(names(b"cos\nsystem\n(S'id -u'\ntR."), [named("os", "system", &["id -u"])]);
    assert_eq!(names(b"(S'id -u'\nios\nsystem\n."), [named("os", "system", &["id -u"])]);
    assert_eq!(names(b"(c__builtin__\neval\nS'1'\no."), [named("builtins", "eval", &["1"])]);
    assert_eq!(names(b"\x80\x02cos\nsystem\nq\x00X\x02\x00\x00\x00idq\x01\x85q\x02Rq\x03."), [named("os", "system", &["id"])]);
    let framed = b"\x80\x04\x95\x1c\0\0\0\0\0\0\0\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94.";
    assert_eq!(names(framed), [named("posix", "system", &["id"])]);
    // Module, name and function all come out of the memo.
    let kept = b"\x80\x04\x8c\x02os\x94\x8c\x06system\x940\x30h\x00h\x01\x93q\x070h\x07\x8c\x02id\x85R.";
    assert_eq!(names(kept), [named("os", "system", &["id"])]);
}

#[test]
fn lists_of_words_are_arguments_too() {
    let popen = b"\x80\x02csubprocess\nPopen\n](X\x02\x00\x00\x00shX\x02\x00\x00\x00-cX\x02\x00\x00\x00ide\x85R.";
    assert_eq!(names(popen), [named("subprocess", "Popen", &["sh", "-c", "id"])]);
}

#[test]
fn what_runs_before_a_mistake_has_run() {
    assert_eq!(names(b"\x80\x02cos\nsystem\nX\x02\x00\x00\x00id\x85R\xff\xff"), [named("os", "system", &["id"])]);
    assert_eq!(names(b"\x80\x02N.\x80\x02cos\nsystem\nX\x02\x00\x00\x00id\x85R."), [named("os", "system", &["id"])]);
}

#[test]
fn a_model_of_torch_keeps_its_pickle_in_a_zip() {
    let mut zip = b"PK\x03\x04\0\0\0\0\0\0".to_vec();
    zip.resize(26, 0);
    zip.extend(b"\x0e\0\0\0m/sub/data.pkl");
    zip.extend(b"\x80\x02cos\nsystem\nX\x02\x00\x00\x00id\x85R.");
    assert_eq!(names(&zip), [named("os", "system", &["id"])]);
    zip[8] = 8;
    assert_eq!(read(&zip), None);
}

#[test]
fn what_calls_nothing_runs_nothing() {
    assert_eq!(read(b"\x80\x02}X\x01\x00\x00\x00aK\x01s."), Some(Pickle::default()));
    let only_named = read(b"\x80\x02cos\nsystem\n.").unwrap_or_default();
    assert_eq!((only_named.runs, only_named.named.len(), only_named.named[0].called), (false, 1, false));
}

#[test]
fn other_bytes_are_no_pickle() {
    for bytes in [&b"cos\nsystem\n"[..], b"import os\n", b"{}", b"", b"(", b"\x80", b"....", b"RRRR.", b"(lp0\n."] {
        assert_eq!(read(bytes), None, "{}", bytes.escape_ascii());
    }
    assert_eq!(read(b"\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\xff"), Some(Pickle::default()));
    assert_eq!(read(&b"\x80\x04".iter().copied().chain(std::iter::repeat_n(b'(', 1 << 20)).collect::<Vec<u8>>()), Some(Pickle::default()));
}

#[test]
fn the_same_name_again_and_again_costs_no_more() {
    let mut bytes = b"\x80\x02".to_vec();
    (0..100_000).for_each(|_| bytes.extend(b"cos\nsystem\nX\x02\x00\x00\x00id\x85R0"));
    let found = names(&bytes);
    assert_eq!((found.len(), found[0].words.len()), (1, 16));
}
