-- What was judged, by the digest of everything that the judgement depends on.
CREATE TABLE results (
    key      BLOB NOT NULL PRIMARY KEY,
    report   BLOB NOT NULL,
    -- Over key and report: a damaged row, or one in another's place, is no answer.
    checksum BLOB NOT NULL
) WITHOUT ROWID;

-- Every judgement that was ever reported; survives the clearing of the cache.
CREATE TABLE history (
    key       BLOB NOT NULL PRIMARY KEY,
    registry  TEXT NOT NULL,
    name      TEXT NOT NULL,
    version   TEXT NOT NULL,
    verdict   TEXT NOT NULL,
    score     INTEGER NOT NULL,
    ruleset   TEXT NOT NULL,
    engine    TEXT NOT NULL,
    -- Milliseconds since 1970, UTC.
    judged_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX history_of_package ON history (registry, name, judged_at);

-- What a tag, range or bare name stood for, and when that was learnt.
CREATE TABLE resolutions (
    key       TEXT NOT NULL PRIMARY KEY,
    answer    TEXT NOT NULL,
    learnt_at INTEGER NOT NULL
) WITHOUT ROWID;

PRAGMA user_version = 1;
