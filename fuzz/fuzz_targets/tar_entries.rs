#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mcpscan_fuzz::archives::tar_entries(data));
