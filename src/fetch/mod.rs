//! Spec → artifact: the only module that talks to a network.
