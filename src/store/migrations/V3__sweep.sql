-- The nights of a sweep. Times are milliseconds since 1970, UTC.
CREATE TABLE nights (
    -- Never given out again: standings outlive their nights.
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    begun   INTEGER NOT NULL,
    ended   INTEGER,
    engine  TEXT NOT NULL,
    ruleset TEXT NOT NULL,
    -- Lists of texts as JSON.
    sources TEXT NOT NULL,
    remarks TEXT NOT NULL,
    items   INTEGER NOT NULL
) STRICT;

CREATE TABLE items (
    id       INTEGER NOT NULL PRIMARY KEY,
    night    INTEGER NOT NULL,
    -- `npm @acme/server@1.2.3`: registry, name and what was wanted of it.
    subject  TEXT NOT NULL,
    registry TEXT NOT NULL,
    name     TEXT NOT NULL,
    wanted   TEXT,
    sources  TEXT NOT NULL,
    -- 0 waits, 1 leased, 2 judged, 3 dead.
    state    INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    -- How often it was taken up, ever: a lease holds as long as this is what it was.
    taken    INTEGER NOT NULL,
    -- When it may be taken: of a leased item, when its holder counts as silent.
    due      INTEGER NOT NULL,
    worker   TEXT,
    why      TEXT,
    -- What it took, once it is judged.
    milliseconds INTEGER,
    requests INTEGER,
    bytes    INTEGER,
    known    INTEGER,
    UNIQUE (night, subject)
) STRICT;
CREATE INDEX items_due ON items (night, state, due);

-- What each judged item turned out to be.
CREATE TABLE standings (
    night    INTEGER NOT NULL,
    registry TEXT NOT NULL,
    name     TEXT NOT NULL,
    version  TEXT NOT NULL,
    verdict  TEXT NOT NULL,
    score    INTEGER NOT NULL,
    sources  TEXT NOT NULL,
    -- Digest of the details: a quiet night writes none of them again.
    details  BLOB NOT NULL,
    -- The item that ended last with it.
    item     INTEGER NOT NULL,
    PRIMARY KEY (night, registry, name, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX standings_of_package ON standings (registry, name, night);

CREATE TABLE details (
    digest BLOB NOT NULL PRIMARY KEY,
    json   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a source told beside that a package exists.
CREATE TABLE notices (
    night   INTEGER NOT NULL,
    source  TEXT NOT NULL,
    subject TEXT NOT NULL,
    kind    TEXT NOT NULL,
    text    TEXT NOT NULL,
    -- The purls that it is about, as JSON.
    packages TEXT NOT NULL
) STRICT;
CREATE INDEX notices_of_night ON notices (night);

-- What a source left to be known on the next night.
CREATE TABLE sources (
    source TEXT NOT NULL PRIMARY KEY,
    state  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- When the next request to a host may go out, in microseconds since 1970.
CREATE TABLE budgets (
    host TEXT NOT NULL PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
