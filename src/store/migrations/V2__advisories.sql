-- What is publicly known of packages, from files that the user imported; survives the clearing of the cache.
CREATE TABLE advisories (
    registry TEXT NOT NULL,
    name     TEXT NOT NULL,
    id       TEXT NOT NULL,
    -- model::Advisory as JSON; one id may speak of one package in several entries.
    entries  TEXT NOT NULL,
    PRIMARY KEY (registry, name, id)
) WITHOUT ROWID;
CREATE INDEX advisories_by_id ON advisories (id);

CREATE TABLE imports (
    digest      TEXT NOT NULL PRIMARY KEY,
    file        TEXT NOT NULL,
    records     INTEGER NOT NULL,
    -- Milliseconds since 1970, UTC.
    imported_at INTEGER NOT NULL
) WITHOUT ROWID;

PRAGMA user_version = 2;
