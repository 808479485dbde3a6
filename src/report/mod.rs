//! A report for people (terminal) and for programs (JSON v1); all package text escaped.
