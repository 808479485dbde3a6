#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mcpscan_fuzz::archives::gzip_members(data));
