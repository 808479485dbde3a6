//! argv, environment, terminal, exit codes.
