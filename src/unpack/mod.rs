//! Archive → tree in memory, never on disk. What is odd becomes an anomaly; what is too much, a limit that is said.
