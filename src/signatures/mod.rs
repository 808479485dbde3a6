//! What is suspicious, as data: loads and checks `signatures/*.toml`, answers look-ups, gives their digest.
