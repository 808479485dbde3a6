#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mcpscan_fuzz::documents::package_json(data));
