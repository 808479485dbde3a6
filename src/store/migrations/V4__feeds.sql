-- Where advisories came from. What a feed said before goes when it is taken in anew; records that were imported one by one stay.
CREATE TABLE feeds (
    id        INTEGER NOT NULL PRIMARY KEY,
    -- An address without credentials, or a path; empty for what was imported one by one.
    place     TEXT NOT NULL,
    -- The registry that each of its records speaks of; empty where it is not one.
    ecosystem TEXT NOT NULL,
    -- 0 while it is taken in: nobody is told of its records yet.
    active    INTEGER NOT NULL,
    -- As its server calls this very state of it.
    etag      TEXT,
    digest    TEXT,
    -- Records about packages of either registry.
    npm       INTEGER NOT NULL DEFAULT 0,
    pypi      INTEGER NOT NULL DEFAULT 0,
    -- Milliseconds since 1970, UTC: the last change of a record, and when the feed was last found to be as it is.
    newest    INTEGER,
    checked   INTEGER NOT NULL
) STRICT;
INSERT INTO feeds (id, place, ecosystem, active, npm, pypi, checked) SELECT
    1, '', '', 1,
    (SELECT count(*) FROM advisories WHERE registry = 'npm'),
    (SELECT count(*) FROM advisories WHERE registry = 'pypi'),
    (SELECT coalesce(max(imported_at), 0) FROM imports);

DROP INDEX advisories_by_id;
ALTER TABLE advisories RENAME TO advisories_before;
CREATE TABLE advisories (
    feed     INTEGER NOT NULL,
    -- Empty, as the name is, where the record was withdrawn; such a row lives only while its feed is taken in.
    registry TEXT NOT NULL,
    name     TEXT NOT NULL,
    id       TEXT NOT NULL,
    -- model::Advisory as JSON; one id may speak of one package in several entries.
    entries  TEXT NOT NULL,
    PRIMARY KEY (feed, registry, name, id)
) STRICT, WITHOUT ROWID;
INSERT INTO advisories SELECT 1, registry, name, id, entries FROM advisories_before;
DROP TABLE advisories_before;
CREATE INDEX advisories_by_id ON advisories (id);

PRAGMA user_version = 4;
