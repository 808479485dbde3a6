//! The whole installation: each package of it judged, one report.
