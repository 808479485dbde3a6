//! Cache and history in SQLite, artifacts on disk by digest.
