//! Findings and coverage → score and verdict; every point names its reason.
