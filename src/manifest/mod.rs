//! What a package says of itself: its manifests, its documents, its configuration examples.
