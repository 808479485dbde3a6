//! Each target over a few inputs, without a fuzzer: `cargo test` in this folder.

/// Beginnings of the formats, and what is none of them.
const SEEDS: [&[u8]; 9] = [
    b"",
    b"package/index.js",
    b"../\x1b[2J\xe2\x80\xae.js",
    b"{\"name\":[1],\"bin\":{\"\":null},\"scripts\":7}",
    b"PK\x03\x04\x14\x00\x00\x00\x08\x00PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00",
    b"# coding: utf-7\n+AGUAdgBhAGw-('x')\n",
    b"\xff\xfee\x00v\x00a\x00l\x00",
    b"sha512-AAAA sha1-=",
    b"SQLite format 3\x00\x10\x00\x01\x01",
];

#[test]
fn every_target_holds_for_the_seeds() {
    let all: Vec<u8> = (0..=255).collect();
    for seed in SEEDS.into_iter().chain([&all[..]]) {
        crate::archives::tar_entries(seed);
        crate::archives::zip_entries(seed);
        crate::archives::gzip_members(seed);
        crate::archives::path_clean(seed);
        crate::code::js_analyse(seed);
        crate::code::py_analyse(seed);
        crate::code::decode_source(seed);
        crate::documents::package_json(seed);
        crate::documents::integrity(seed);
        crate::reports::report_text(seed);
        crate::reports::cache_row(seed);
    }
}
