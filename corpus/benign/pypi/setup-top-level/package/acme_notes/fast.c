int acme_fast(void) { return 1; }
