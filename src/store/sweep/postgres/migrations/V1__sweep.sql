-- Reports by the digest of everything that they depend on.
CREATE TABLE mcpscan.results (
    key      BYTEA NOT NULL PRIMARY KEY,
    -- Bytes, and no JSON of the database's own: what is read is what was written.
    report   BYTEA NOT NULL,
    -- Over key and report: a damaged row, or one in another's place, is no answer.
    checksum BYTEA NOT NULL
);

-- Every judgement that was ever reported.
CREATE TABLE mcpscan.history (
    key       BYTEA NOT NULL PRIMARY KEY,
    registry  TEXT NOT NULL,
    name      TEXT NOT NULL,
    version   TEXT NOT NULL,
    verdict   TEXT NOT NULL,
    score     SMALLINT NOT NULL,
    ruleset   TEXT NOT NULL,
    engine    TEXT NOT NULL,
    judged_at TIMESTAMPTZ NOT NULL
);

-- What a tag, range or bare name stood for, and when that was learnt.
CREATE TABLE mcpscan.resolutions (
    key       TEXT NOT NULL PRIMARY KEY,
    answer    TEXT NOT NULL,
    learnt_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE mcpscan.nights (
    id      BIGINT NOT NULL PRIMARY KEY,
    begun   TIMESTAMPTZ NOT NULL,
    ended   TIMESTAMPTZ,
    engine  TEXT NOT NULL,
    ruleset TEXT NOT NULL,
    -- Lists of texts as JSON.
    sources TEXT NOT NULL,
    remarks TEXT NOT NULL,
    items   BIGINT NOT NULL,
    -- Of the planner that began it: one that did not hear whether it came through finds its own night by this.
    ticket  TEXT NOT NULL
);

-- What is to be judged. Who may take an item, and when, is known to the queue; whose it is, here.
CREATE TABLE mcpscan.items (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    night    BIGINT NOT NULL,
    -- `npm @acme/server@1.2.3`: registry, name and what was wanted of it.
    subject  TEXT COLLATE "C" NOT NULL,
    registry TEXT NOT NULL,
    name     TEXT NOT NULL,
    wanted   TEXT,
    sources  TEXT NOT NULL,
    -- 0 waits, 1 leased, 2 judged, 3 dead.
    state    SMALLINT NOT NULL,
    attempts INTEGER NOT NULL,
    -- How often it was taken up, ever: a lease holds as long as this is what it was.
    taken    BIGINT NOT NULL,
    -- Of a leased item: when its holder counts as silent.
    due      TIMESTAMPTZ NOT NULL,
    -- The message that stands for it in the queue until it has ended.
    message  BIGINT,
    worker   TEXT,
    -- Of the taking: a worker that did not hear whether it came through finds its own items by this.
    ticket   TEXT,
    why      TEXT,
    -- What it took, once it is judged.
    milliseconds BIGINT,
    requests BIGINT,
    bytes    BIGINT,
    known    BOOLEAN,
    UNIQUE (night, subject)
);
CREATE INDEX items_left ON mcpscan.items (night) WHERE state < 2;
CREATE INDEX items_leased ON mcpscan.items (night, due) WHERE state = 1;

CREATE TABLE mcpscan.details (
    digest BYTEA NOT NULL PRIMARY KEY,
    json   TEXT NOT NULL
);

-- What each judged item turned out to be. Names sort by their bytes.
CREATE TABLE mcpscan.standings (
    night    BIGINT NOT NULL,
    registry TEXT COLLATE "C" NOT NULL,
    name     TEXT COLLATE "C" NOT NULL,
    version  TEXT COLLATE "C" NOT NULL,
    verdict  TEXT NOT NULL,
    score    SMALLINT NOT NULL,
    sources  TEXT NOT NULL,
    -- Digest of the details: a quiet night writes none of them again.
    details  BYTEA NOT NULL,
    -- The item that ended last with it.
    item     BIGINT NOT NULL,
    PRIMARY KEY (night, registry, name, version)
);
CREATE INDEX standings_of_package ON mcpscan.standings (registry, name, night);

-- What a source told beside that a package exists.
CREATE TABLE mcpscan.notices (
    night   BIGINT NOT NULL,
    source  TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    kind    TEXT COLLATE "C" NOT NULL,
    text    TEXT NOT NULL,
    -- The purls that it is about, as JSON.
    packages TEXT NOT NULL
);
CREATE INDEX notices_of_night ON mcpscan.notices (night);

-- What a source left to be known on the next night.
CREATE TABLE mcpscan.sources (
    source TEXT NOT NULL PRIMARY KEY,
    state  TEXT NOT NULL
);

-- When the next request to a host may go out, in microseconds since 1970.
CREATE TABLE mcpscan.budgets (
    host TEXT NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);

-- One queue for all nights: a message names its night and its item.
SELECT pgmq.create('mcpscan');
