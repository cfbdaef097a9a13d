-- The record: one SQLite file.
--
-- Ground state is `report` and its `part`s, added and never changed, and `decision`. All other tables
-- can be emptied and made again from them with the same result.
--
-- Ids are digests of content, as text. Offsets count characters (code points), so that
-- substr(report.text, start + 1, "end" - start) cuts the same words as in any other tool. Spans are
-- JSON: [[start, end], ...]. Days are YYYY-MM-DD; times are UTC, ISO 8601.

-- One state of one outlet's article; an edit makes a new report.
CREATE TABLE IF NOT EXISTS report (
    id TEXT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,            -- the headline, or the first words where there is none
    outlet TEXT,                    -- its name, as the page, its container or the user gives it
    genre TEXT NOT NULL CHECK (genre IN ('news', 'transcript', 'release')),
    url TEXT,
    published_day TEXT,             -- as the outlet says, in its own time zone
    published_at TEXT,
    captured_at TEXT,               -- when the bytes were fetched
    language TEXT,
    author TEXT,
    credit TEXT,                    -- the agency the outlet credits
    "key" TEXT,                     -- identifier from the container
    place TEXT NOT NULL,            -- where it was read: file, and line or record
    text TEXT NOT NULL              -- headline included; fixed at extraction
);
CREATE INDEX IF NOT EXISTS report_url ON report (url);
CREATE INDEX IF NOT EXISTS report_outlet ON report (outlet);
CREATE INDEX IF NOT EXISTS report_published_day ON report (published_day);
-- The few reports of a record in scripts that put no blanks between words (see `search.rs`).
CREATE INDEX IF NOT EXISTS report_unspaced ON report (published_day)
    WHERE text GLOB '*[฀-໿က-႟ក-៿぀-ヿ㐀-鿿]*';

-- Rows of `report` and `statement` are numbered by day, and so the latest are found first without
-- sorting: rowid = (day << 26) + n, where day is the Julian day of publication, else of capture,
-- else 0, and n counts the rows of that day. Datasette finds an index of words by this very
-- spelling, double quotes included. The headline stands in the text.
CREATE VIRTUAL TABLE IF NOT EXISTS report_fts USING fts5 (
    text, content="report", tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER IF NOT EXISTS report_added AFTER INSERT ON report BEGIN
    INSERT INTO report_fts (rowid, text) VALUES (new.rowid, new.text);
END;
CREATE TRIGGER IF NOT EXISTS report_changed AFTER UPDATE ON report BEGIN
    INSERT INTO report_fts (report_fts, rowid, text) VALUES ('delete', old.rowid, old.text);
    INSERT INTO report_fts (rowid, text) VALUES (new.rowid, new.text);
END;
CREATE TRIGGER IF NOT EXISTS report_removed AFTER DELETE ON report BEGIN
    INSERT INTO report_fts (report_fts, rowid, text) VALUES ('delete', old.rowid, old.text);
END;

-- A stretch of a report's text, and what it is there for.
CREATE TABLE IF NOT EXISTS part (
    report_id TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (report_id, n)
) WITHOUT ROWID;

-- Captures already read, so that adding them again costs nothing. No report: none was in it.
CREATE TABLE IF NOT EXISTS capture (
    digest TEXT PRIMARY KEY NOT NULL,
    report_id TEXT REFERENCES report (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS capture_report_id ON capture (report_id);

-- Which version of a step made the tables derived by it; 0: they must be made again.
CREATE TABLE IF NOT EXISTS method (
    name TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL
) WITHOUT ROWID;

-- A person or body, as one report names it.
CREATE TABLE IF NOT EXISTS actor (
    id TEXT PRIMARY KEY NOT NULL,   -- <report>.a<n>
    report_id TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'body')),
    role TEXT,
    affiliation TEXT
);
CREATE INDEX IF NOT EXISTS actor_report_id ON actor (report_id, n);
CREATE INDEX IF NOT EXISTS actor_name ON actor (name COLLATE NOCASE);

-- Something said, as one report gives it.
CREATE TABLE IF NOT EXISTS statement (
    id TEXT PRIMARY KEY NOT NULL,   -- <report>.<n>
    report_id TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    manner TEXT NOT NULL CHECK (manner IN ('direct', 'indirect', 'mixed')),
    act TEXT NOT NULL CHECK (act IN ('said', 'asked', 'denied', 'declined', 'not_said')),
    speaker TEXT,                   -- the name the source resolves to, if it does
    speaker_status TEXT NOT NULL CHECK (speaker_status IN ('named', 'unnamed', 'unresolved')),
    speaker_id TEXT REFERENCES actor (id),
    candidates TEXT NOT NULL,       -- ids of the actors that an unresolved source may mean
    source TEXT,                    -- the mention beside it
    source_spans TEXT NOT NULL,
    cue TEXT,                       -- the word that says so
    cue_spans TEXT NOT NULL,
    addressee TEXT,                 -- to whom, as the report words it
    addressee_span TEXT,
    words TEXT NOT NULL,            -- what was said; […] where the report interrupts it
    content_spans TEXT NOT NULL,
    day TEXT,                       -- the day it was said, if it can be reckoned
    day_words TEXT,                 -- the day as the report words it
    day_span TEXT,
    within_id TEXT,                 -- the statement in whose content it stands
    rule TEXT NOT NULL,             -- what found it
    tier TEXT NOT NULL CHECK (tier IN ('fast', 'accurate')),
    confidence REAL NOT NULL        -- how likely a reader would find the same, 0 to 1
);
CREATE INDEX IF NOT EXISTS statement_report_id ON statement (report_id, n);
CREATE INDEX IF NOT EXISTS statement_speaker ON statement (speaker COLLATE NOCASE);
CREATE INDEX IF NOT EXISTS statement_speaker_id ON statement (speaker_id);

-- A number that a report gives for something.
CREATE TABLE IF NOT EXISTS figure (
    id TEXT PRIMARY KEY NOT NULL,   -- <report>.f<n>
    report_id TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    words TEXT NOT NULL,            -- as written: more than 9,000
    span TEXT NOT NULL,
    least NUMERIC,                  -- between which numbers it is by these words; null: no limit
    most NUMERIC,
    bound TEXT NOT NULL CHECK (bound IN (
        'exact', 'about', 'nearly', 'more_than', 'at_least', 'less_than', 'at_most', 'between',
        'vague')),                  -- vague: `dozens`; least is the fewest the word is used for
    unit_kind TEXT NOT NULL,        -- 'count', 'money', 'share', ...
    unit TEXT NOT NULL,             -- its name: dollar, kilometre; of a count 1
    counted TEXT,                   -- what is counted, as the report words it
    counted_span TEXT,
    measure TEXT,                   -- what became of it: killed, launched, given, ...
    place TEXT,
    place_span TEXT,
    period TEXT,                    -- over what time: since May, a day
    period_span TEXT,
    day TEXT,                       -- as of which day, where the passage tells it
    day_words TEXT,
    day_span TEXT,
    statement_id TEXT,              -- who vouches: this statement; null: the outlet, or
    source TEXT,                    -- whom the passage names for it, where that is no statement
    source_span TEXT,
    passage_span TEXT NOT NULL,     -- the sentence it stands in
    rule TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS figure_report_id ON figure (report_id, n);

-- Datasette finds the index by this very spelling, double quotes included.
CREATE VIRTUAL TABLE IF NOT EXISTS statement_fts USING fts5 (
    words, speaker, content="statement", tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER IF NOT EXISTS statement_added AFTER INSERT ON statement BEGIN
    INSERT INTO statement_fts (rowid, words, speaker) VALUES (new.rowid, new.words, new.speaker);
END;
CREATE TRIGGER IF NOT EXISTS statement_removed AFTER DELETE ON statement BEGIN
    INSERT INTO statement_fts (statement_fts, rowid, words, speaker)
    VALUES ('delete', old.rowid, old.words, old.speaker);
END;

-- What a report says was done to whom (PLOVER).
CREATE TABLE IF NOT EXISTS event (
    id TEXT PRIMARY KEY NOT NULL,   -- <report>.e<n>
    report_id TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL,             -- one of the sixteen: AGREE, ... ASSAULT
    mode TEXT,                      -- how it was done
    contexts TEXT NOT NULL,         -- what it is about: ["military", ...]
    standing TEXT NOT NULL
        CHECK (standing IN ('occurred', 'historical', 'future', 'hypothetical', 'negated')),
    doubtful INTEGER NOT NULL,      -- whether it may be no act between parties at all
    voice_id TEXT,                  -- the statement that tells it; null: the report's own words
    day TEXT,
    day_words TEXT,
    day_span TEXT,
    place TEXT,
    place_span TEXT,
    words TEXT NOT NULL,            -- those that make it an event of its kind
    words_spans TEXT NOT NULL,
    passage TEXT NOT NULL,          -- the sentence it stands in
    passage_span TEXT NOT NULL,
    rule TEXT NOT NULL              -- what found it
);
CREATE INDEX IF NOT EXISTS event_report_id ON event (report_id, n);

-- Who takes part in an event, as its passage words it.
CREATE TABLE IF NOT EXISTS participant (
    event_id TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
    mention TEXT NOT NULL,          -- the noun phrase
    mention_span TEXT NOT NULL,
    name TEXT,                      -- whom it means, by the list of parties
    code TEXT,                      -- its country (ISO 3166-1 alpha-3), or IGO, NGO, IMG, MNC
    sector TEXT,                    -- GOV, MIL, REB, ...
    supposed INTEGER NOT NULL,      -- whether name and code are only supposed
    actor_id TEXT REFERENCES actor (id),
    PRIMARY KEY (event_id, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS participant_code ON participant (code, event_id);

-- Something a report tells about talks. The state of talks is not kept: it is folded from turns.
CREATE TABLE IF NOT EXISTS turn (
    id TEXT PRIMARY KEY NOT NULL,   -- <report>.t<n>
    report_id TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN (
        'named', 'phase', 'third_party', 'obstacle', 'condition', 'linkage', 'waiting')),
    value TEXT,                     -- the phase, or the third party's role
    standing TEXT NOT NULL CHECK (
        standing IN ('occurred', 'historical', 'future', 'hypothetical', 'negated')),
    -- Who talks; whose act it is; whom it is done to, or who is waited for. Each is
    -- [{"mention", "span": [start, end], "name"?, "code"?, "sector"?, "actor_id"?}, ...]
    parties TEXT NOT NULL,
    by_parties TEXT NOT NULL,
    to_parties TEXT NOT NULL,
    issues TEXT NOT NULL,           -- ["ceasefire", ...]
    named TEXT,                     -- the words that name the talks
    named_span TEXT,
    again INTEGER NOT NULL,         -- told to have happened before
    main INTEGER NOT NULL,          -- of an obstacle: called the main one
    since TEXT,                     -- since when, as the report words it
    since_span TEXT,
    what TEXT,                      -- the obstacle; what a condition asks; what talks are tied to
    what_span TEXT,
    then_what TEXT,                 -- what is done if a condition is met
    then_span TEXT,
    statement_id TEXT,              -- the statement it stands in; null: the outlet itself tells it
    side TEXT,                      -- the party its speaker speaks for: {"name", "code", "sector"?}
    words TEXT NOT NULL,            -- what it rests on
    spans TEXT NOT NULL,
    passage TEXT NOT NULL,          -- the sentence
    passage_span TEXT NOT NULL,
    rule TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS turn_report_id ON turn (report_id, n);

-- What grouping needs to know of a report, in the library's own form.
CREATE TABLE IF NOT EXISTS signature (
    report_id TEXT PRIMARY KEY NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    -- The day it is grouped on, counted from 1 January of the year 1: that of its publication, else
    -- of its capture; 2147483647 if neither is told.
    day INTEGER NOT NULL,
    -- One of the first reports of the group it is in; null until it is grouped. Stories are made
    -- from groups.
    group_id TEXT,
    bytes BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS signature_day ON signature (day, report_id);
CREATE INDEX IF NOT EXISTS signature_group_id ON signature (group_id);

-- Reports that share text outside quotation marks, standing notes aside: mostly of one story, and
-- mostly copies. Counted in samples of three words in a row.
CREATE TABLE IF NOT EXISTS shared_text (
    later_id TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    earlier_id TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    n_runs INTEGER NOT NULL,        -- that both have
    n_later INTEGER NOT NULL,       -- of the later report
    n_earlier INTEGER NOT NULL,
    PRIMARY KEY (later_id, earlier_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shared_text_earlier_id ON shared_text (earlier_id);

-- Days to which reports came since reports were grouped, and groups of which a report was read anew.
CREATE TABLE IF NOT EXISTS touched (
    day INTEGER NOT NULL,
    group_id TEXT NOT NULL,     -- empty: no report of the day was in the record before
    PRIMARY KEY (day, group_id)
) WITHOUT ROWID;

-- The reports of one happening.
CREATE TABLE IF NOT EXISTS story (
    id TEXT PRIMARY KEY NOT NULL,   -- that of its first report
    title TEXT NOT NULL,            -- the headline most like the others, without what outlets set
                                    -- around it
    first_day TEXT,
    last_day TEXT,
    n_reports INTEGER NOT NULL,
    n_outlets INTEGER NOT NULL,
    n_copies INTEGER NOT NULL,
    n_statements INTEGER NOT NULL,
    n_altered INTEGER NOT NULL,     -- entries with an altered reading
    -- The same without copies and later states of a page: reports that count as themselves, their
    -- outlets, their statements, and entries in which one of them alters what another has.
    n_independent INTEGER NOT NULL,
    n_independent_outlets INTEGER NOT NULL,
    n_independent_statements INTEGER NOT NULL,
    n_independent_altered INTEGER NOT NULL,
    collated INTEGER NOT NULL,      -- version of the step that made its entries; 0: none yet
    kinds TEXT NOT NULL             -- those of its reports, each once: ["live blog", ...]
);
-- The order of the list of stories.
CREATE INDEX IF NOT EXISTS story_day ON story (last_day DESC, id);

-- Stories of one long matter: each follows on the earlier one that it is most like, if on any.
CREATE TABLE IF NOT EXISTS follows (
    story_id TEXT PRIMARY KEY NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    earlier_id TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    likeness REAL NOT NULL,         -- of the heaviest words of the two, 0 to 1
    shared_words TEXT NOT NULL      -- as reports of the later story print them: ["pilots", ...]
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS follows_earlier_id ON follows (earlier_id);

-- The heaviest words of stories that can be of a sequence, in the library's own form; days as those
-- of signatures.
CREATE TABLE IF NOT EXISTS story_words (
    story_id TEXT PRIMARY KEY NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    bytes BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS story_words_last_day ON story_words (last_day);

-- Days of stories that came or went since sequences were told.
CREATE TABLE IF NOT EXISTS moved (
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    PRIMARY KEY (first_day, last_day)
) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS story_words_added AFTER INSERT ON story_words BEGIN
    INSERT OR IGNORE INTO moved VALUES (new.first_day, new.last_day);
END;
CREATE TRIGGER IF NOT EXISTS story_words_removed AFTER DELETE ON story_words BEGIN
    INSERT OR IGNORE INTO moved VALUES (old.first_day, old.last_day);
END;

-- A report as bearer of a story's statements, in order of time.
CREATE TABLE IF NOT EXISTS witness (
    report_id TEXT PRIMARY KEY NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    story_id TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    exemplar_id TEXT REFERENCES report (id),    -- the report it was copied from
    version_of TEXT REFERENCES report (id),     -- the first report at the same address
    -- The report it counts as when witnesses are counted: itself, or what it was made from, step by
    -- step to the first.
    counts_as TEXT NOT NULL REFERENCES report (id),
    -- What it is besides plain news: 'live blog', 'round-up', 'opinion', 'interview', 'obituary',
    -- 'pictures'.
    kinds TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS witness_story_id ON witness (story_id, n);
CREATE INDEX IF NOT EXISTS witness_version_of ON witness (version_of);

-- What users decided of stories: that some are one, that some reports belong to no story with others.
-- Of two that contradict each other, the later holds.
CREATE TABLE IF NOT EXISTS decision (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('together', 'apart')),
    reports TEXT NOT NULL,          -- ids: together, each stands for its story; apart, split off
    from_reports TEXT,              -- apart: what they were split off from
    made_at TEXT NOT NULL,
    note TEXT,
    has_effect INTEGER NOT NULL     -- the stories would be others without it
);

-- One thing said, once: the wording compared against.
CREATE TABLE IF NOT EXISTS entry (
    id TEXT PRIMARY KEY NOT NULL,   -- <story>.<n>
    story_id TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    statement_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    spans TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS entry_story_id ON entry (story_id, n);
CREATE INDEX IF NOT EXISTS entry_statement_id ON entry (statement_id);

-- What one other witness has for an entry.
CREATE TABLE IF NOT EXISTS reading (
    id TEXT PRIMARY KEY NOT NULL,   -- <entry>.<n>
    entry_id TEXT NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    statement_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    spans TEXT NOT NULL,
    agreement TEXT NOT NULL CHECK (
        agreement IN ('verbatim', 'trimmed', 'spliced', 'altered', 'paraphrase')),
    cut TEXT CHECK (cut IN ('edge', 'inside')),         -- where words were left out, if nothing else differs
    cut_marked INTEGER,                                 -- every cut inside can be seen
    degree TEXT CHECK (degree IN ('light', 'heavy')),   -- of an altered reading
    day_conflict INTEGER NOT NULL,      -- it gives another day than the lemma
    speaker_conflict INTEGER NOT NULL,  -- it names another speaker
    venue_conflict INTEGER NOT NULL     -- it has it said in another place
);
CREATE INDEX IF NOT EXISTS reading_entry_id ON reading (entry_id, n);
CREATE INDEX IF NOT EXISTS reading_statement_id ON reading (statement_id);

-- One place where a reading differs from the lemma.
CREATE TABLE IF NOT EXISTS variant (
    reading_id TEXT NOT NULL REFERENCES reading (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('omission', 'addition', 'substitution', 'transposition')),
    accidental INTEGER NOT NULL,    -- only spelling, case or marks differ
    mark TEXT CHECK (mark IN ('negation', 'number', 'name', 'modal', 'person')),   -- meaning it changes
    lemma_words TEXT NOT NULL,
    lemma_span TEXT NOT NULL,       -- in the lemma's report
    reading_words TEXT NOT NULL,
    reading_span TEXT NOT NULL,     -- in the reading's report
    PRIMARY KEY (reading_id, n)
) WITHOUT ROWID;

-- What a report was made from, as far as the reports of its story tell: one other, or an agency.
CREATE TABLE IF NOT EXISTS descent (
    report_id TEXT PRIMARY KEY NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    story_id TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    from_report_id TEXT REFERENCES report (id),
    agency TEXT,                        -- where its own report is not in the story
    kind TEXT NOT NULL CHECK (
        kind IN ('copy', 'version', 'credited', 'rewrite', 'translation', 'shared_source')),
    -- It is told which of the two was there first. If not, either may have been made from the
    -- other, or both from a third.
    directed INTEGER NOT NULL,
    -- The facts it rests on, with passages of the two reports where there are any:
    -- [{"fact", "agency"?, "n"?, "of"?, "n_runs"?, "share"?,
    --   "places": [{"report", "span": [start, end], "words"}, ...]}, ...]
    evidence TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS descent_story_id ON descent (story_id, n);
CREATE INDEX IF NOT EXISTS descent_from_report_id ON descent (from_report_id);

-- A quotation (a sentence of one, or the quoted words of a mixed statement) that stands in a
-- transcript of its story.
CREATE TABLE IF NOT EXISTS found (
    story_id TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    statement_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    spans TEXT NOT NULL,
    transcript_report_id TEXT NOT NULL REFERENCES report (id),
    transcript_statement_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    transcript_words TEXT NOT NULL,
    transcript_spans TEXT NOT NULL,
    turn INTEGER NOT NULL,              -- among those in which something is said, from 1
    tag TEXT,                           -- who speaks, as the transcript has it
    asked_id TEXT,                      -- the statement that asks what is answered here
    asked TEXT,                         -- its words
    linked INTEGER NOT NULL,            -- the two share an entry
    PRIMARY KEY (story_id, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS found_statement_id ON found (statement_id);
CREATE INDEX IF NOT EXISTS found_transcript_statement_id ON found (transcript_statement_id);

-- A quotation that stands in no transcript of its story in which it could: one in which its speaker
-- speaks. Whether it was said elsewhere cannot be told from these.
CREATE TABLE IF NOT EXISTS absent (
    story_id TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    statement_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    spans TEXT NOT NULL,
    -- another_day: the report gives it to a day of which there is no transcript, so that it is not
    -- to be expected there.
    why TEXT NOT NULL CHECK (why IN ('not_found', 'another_day')),
    transcripts TEXT NOT NULL,          -- ids of the reports looked in
    -- What comes nearest in them, however little that is. Null: no word of it is there.
    nearest_report_id TEXT REFERENCES report (id),
    nearest_statement_id TEXT REFERENCES statement (id) ON DELETE CASCADE,
    nearest_words TEXT,
    nearest_spans TEXT,
    nearest_turn INTEGER,
    nearest_score REAL,                 -- how surely the two are one utterance, 0 to 1; mostly low
    PRIMARY KEY (story_id, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS absent_statement_id ON absent (statement_id);
CREATE INDEX IF NOT EXISTS absent_nearest_statement_id ON absent (nearest_statement_id);

-- What one report prints as one, and others have as two.
CREATE TABLE IF NOT EXISTS splice (
    story_id TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    -- Printed as one. Of one_day, the first that others give to another day.
    statement_id TEXT NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    -- Within one pair of quotation marks: words of two days, of two turns of a transcript, or of
    -- two places far apart in one turn. one_day: quotations that this report gives to one day, and
    -- others to two.
    kind TEXT NOT NULL CHECK (kind IN ('two_days', 'two_turns', 'far_apart', 'one_day')),
    marked INTEGER NOT NULL,            -- an ellipsis stands where the parts meet
    -- In the order they are printed; a day is that of the statement, as its report words it:
    -- [{"here": {"statement", "day", "words", "spans": [[start, end], ...]}, "there": {...}}, ...]
    parts TEXT NOT NULL,
    PRIMARY KEY (story_id, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS splice_statement_id ON splice (statement_id);

-- What changed between two states of a page that follow each other, in what is reported as said.
CREATE TABLE IF NOT EXISTS edit (
    story_id TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN (
        'altered', 'trimmed', 'extended',   -- words in quotation marks; left out or put in: any words
        'paraphrase',                       -- the report's own words for what was said
        'attribution', 'day', 'manner', 'removed', 'added', 'accidentals')),
    mark TEXT CHECK (mark IN ('negation', 'number', 'name', 'modal', 'person')),   -- meaning it changes
    earlier_id TEXT NOT NULL REFERENCES report (id),
    later_id TEXT NOT NULL REFERENCES report (id),
    order_known INTEGER NOT NULL,   -- their times differ; if not, either may have been first
    before_statement_id TEXT REFERENCES statement (id) ON DELETE CASCADE,
    before_words TEXT,
    before_spans TEXT,
    after_statement_id TEXT REFERENCES statement (id) ON DELETE CASCADE,
    after_words TEXT,
    after_spans TEXT,
    -- What differs: "old → new", "[-left out-]", "{+put in+}", "~moved~"; parted by "; ".
    changes TEXT NOT NULL,
    PRIMARY KEY (story_id, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS edit_before_statement_id ON edit (before_statement_id);
CREATE INDEX IF NOT EXISTS edit_after_statement_id ON edit (after_statement_id);

-- The figures of a story for one thing, side by side; those in dispute come first.
CREATE TABLE IF NOT EXISTS counted (
    id TEXT PRIMARY KEY NOT NULL,   -- <story>.c<n>
    story_id TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    what TEXT NOT NULL,             -- what is counted: sailors; empty: nothing is named
    measure TEXT,                   -- what became of it
    unit_kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    -- Two reports, or two voices, give numbers that can not both hold, for the same place and time.
    disputed INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS counted_story_id ON counted (story_id, n);
CREATE INDEX IF NOT EXISTS counted_disputed ON counted (story_id, n) WHERE disputed;

-- One figure beside the others for the same thing.
CREATE TABLE IF NOT EXISTS told (
    counted_id TEXT NOT NULL REFERENCES counted (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    figure_id TEXT NOT NULL REFERENCES figure (id) ON DELETE CASCADE,
    -- To the others of independent reports; the gravest, if to several. apart: of another place or
    -- time, as far as is told.
    stand TEXT NOT NULL CHECK (stand IN ('alone', 'apart', 'same', 'compatible', 'disputed')),
    in_copy INTEGER NOT NULL,       -- its report is a copy or a later state of another
    PRIMARY KEY (counted_id, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS told_figure_id ON told (figure_id);

-- Everything a speaker is reported to have said.
CREATE VIEW IF NOT EXISTS said AS
SELECT statement.speaker, statement.words, statement.act, statement.addressee,
       report.outlet, report.published_day, report.url,
       statement.manner, statement.day, statement.day_words, statement.source, statement.cue,
       -- The worst grade that any comparison with another report gives it. A transcript's wording
       -- is what others are compared with: it has no grade.
       CASE (SELECT max(CASE reading.agreement WHEN 'altered' THEN 4 WHEN 'spliced' THEN 3
                                               WHEN 'trimmed' THEN 2
                                               WHEN 'paraphrase' THEN 1 ELSE 0 END)
             FROM (SELECT agreement FROM reading WHERE reading.statement_id = statement.id
                   UNION ALL
                   SELECT agreement FROM entry JOIN reading ON reading.entry_id = entry.id
                   WHERE entry.statement_id = statement.id AND report.genre <> 'transcript')
                  AS reading)
           WHEN 4 THEN 'altered' WHEN 3 THEN 'spliced' WHEN 2 THEN 'trimmed'
           WHEN 1 THEN 'paraphrase' WHEN 0 THEN 'verbatim' END AS agreement,
       witness.exemplar_id IS NOT NULL AS in_copy,
       statement.rule, statement.confidence, statement.within_id,
       statement.id AS statement_id, report.id AS report_id,
       report.title AS report_title, witness.story_id
FROM statement
JOIN report ON report.id = statement.report_id
LEFT JOIN witness ON witness.report_id = report.id;

-- Who did what to whom, by whose account; what is doubtful is left out.
CREATE VIEW IF NOT EXISTS done AS
SELECT event.kind,
       (SELECT group_concat(iif(supposed, mention, coalesce(name, mention)), '; ') FROM (
            SELECT * FROM participant WHERE event_id = event.id AND role = 'actor' ORDER BY n)
       ) AS actors,
       (SELECT group_concat(iif(supposed, mention, coalesce(name, mention)), '; ') FROM (
            SELECT * FROM participant WHERE event_id = event.id AND role = 'recipient' ORDER BY n)
       ) AS recipients,
       event.mode, event.standing, event.day, event.day_words, event.place, event.passage,
       -- Who says so: a speaker, as far as one is known, or the outlet itself.
       event.voice_id IS NULL AS by_outlet, statement.speaker AS by_speaker,
       report.outlet, report.published_day, report.url, event.rule,
       witness.exemplar_id IS NOT NULL AS in_copy,
       event.id AS event_id, event.voice_id, report.id AS report_id, report.title AS report_title,
       witness.story_id
FROM event
JOIN report ON report.id = event.report_id
LEFT JOIN statement ON statement.id = event.voice_id
LEFT JOIN witness ON witness.report_id = report.id
WHERE NOT event.doubtful;

-- What reports tell about talks, by whose account, in which words.
CREATE VIEW IF NOT EXISTS talked AS
SELECT report.published_day, report.outlet, turn.kind, turn.value, turn.standing,
       (SELECT group_concat(coalesce(value ->> '$.name', value ->> '$.mention'), '; ')
        FROM json_each(turn.parties)) AS party_names,
       (SELECT group_concat(coalesce(value ->> '$.name', value ->> '$.mention'), '; ')
        FROM json_each(turn.by_parties)) AS by_names,
       (SELECT group_concat(coalesce(value ->> '$.name', value ->> '$.mention'), '; ')
        FROM json_each(turn.to_parties)) AS to_names,
       CASE WHEN turn.statement_id IS NULL THEN report.outlet
            ELSE coalesce(statement.speaker, statement.source) END AS by_account_of,
       turn.words, turn.what, turn.then_what, turn.since, turn.passage, report.url,
       witness.exemplar_id IS NOT NULL AS in_copy,
       turn.rule, turn.statement_id, turn.id AS turn_id, report.id AS report_id, witness.story_id
FROM turn
JOIN report ON report.id = turn.report_id
LEFT JOIN statement ON statement.id = turn.statement_id
LEFT JOIN witness ON witness.report_id = report.id;

-- Words in quotation marks that two reports give differently. In a copy: one of the two is a copy or
-- a later state of a page, so that these are not the words of two outlets.
CREATE VIEW IF NOT EXISTS altered AS
SELECT coalesce(lemma.speaker, other.speaker) AS speaker,
       lemma_report.outlet AS lemma_outlet, entry.words AS lemma_words,
       other_report.outlet AS reading_outlet, reading.words AS reading_words,
       (SELECT group_concat(change, '; ') FROM (
            SELECT CASE kind WHEN 'omission' THEN '[-' || lemma_words || '-]'
                             WHEN 'addition' THEN '{+' || reading_words || '+}'
                             WHEN 'substitution' THEN lemma_words || ' → ' || reading_words
                             ELSE '~' || reading_words || '~' END AS change
            FROM variant
            WHERE variant.reading_id = reading.id AND NOT variant.accidental ORDER BY variant.n)) AS changes,
       reading.day_conflict, reading.speaker_conflict, story.title AS story_title, entry.story_id,
       reading.id AS reading_id, lemma_report.url AS lemma_url, other_report.url AS reading_url,
       lemma_witness.counts_as <> lemma.report_id
           OR other_witness.counts_as <> other.report_id AS in_copy
FROM reading
JOIN entry ON entry.id = reading.entry_id
JOIN story ON story.id = entry.story_id
JOIN statement AS lemma ON lemma.id = entry.statement_id
JOIN statement AS other ON other.id = reading.statement_id
JOIN report AS lemma_report ON lemma_report.id = lemma.report_id
JOIN report AS other_report ON other_report.id = other.report_id
JOIN witness AS lemma_witness ON lemma_witness.report_id = lemma.report_id
JOIN witness AS other_witness ON other_witness.report_id = other.report_id
WHERE reading.agreement = 'altered';

-- Statements that one report of a story has and no other, copies and versions of it apart. What a
-- copy has over its exemplar is told too; of several copies that have it, the first.
CREATE VIEW IF NOT EXISTS only_here AS
SELECT statement.speaker, statement.words, statement.manner, report.outlet, report.published_day,
       report.url, story.title AS story_title, story.id AS story_id, statement.id AS statement_id,
       witness.exemplar_id IS NOT NULL AS in_copy
FROM statement
JOIN report ON report.id = statement.report_id
JOIN witness ON witness.report_id = report.id
JOIN story ON story.id = witness.story_id
WHERE witness.version_of IS NULL
  AND story.n_reports > 1 AND story.collated > 0
  AND NOT EXISTS (
      SELECT 1 FROM (
          SELECT other.report_id FROM entry
          JOIN reading ON reading.entry_id = entry.id
          JOIN statement AS other ON other.id = reading.statement_id
          WHERE entry.statement_id = statement.id
          UNION ALL
          SELECT lemma.report_id FROM reading
          JOIN entry ON entry.id = reading.entry_id
          JOIN statement AS lemma ON lemma.id = entry.statement_id
          WHERE reading.statement_id = statement.id
          UNION ALL
          SELECT other.report_id FROM reading
          JOIN reading AS beside ON beside.entry_id = reading.entry_id
          JOIN statement AS other ON other.id = beside.statement_id
          WHERE reading.statement_id = statement.id AND beside.id <> reading.id) AS told
      JOIN witness AS elsewhere ON elsewhere.report_id = told.report_id
      WHERE elsewhere.counts_as <> witness.counts_as
         OR witness.counts_as <> report.id
            AND (elsewhere.report_id = witness.counts_as OR elsewhere.n < witness.n));

-- What an outlet changed on a page afterwards in what it reports as said; spelling and marks apart.
CREATE VIEW IF NOT EXISTS edited_after AS
SELECT later.outlet, later.url, edit.kind AS change, edit.mark,
       coalesce(new.speaker, old.speaker) AS speaker,
       edit.before_words AS words_before, edit.after_words AS words_after, edit.changes,
       edit.order_known,
       coalesce(earlier.published_at, earlier.published_day) AS earlier_published,
       earlier.captured_at AS earlier_captured,
       coalesce(later.published_at, later.published_day) AS later_published,
       later.captured_at AS later_captured,
       story.title AS story_title, edit.story_id, edit.n,
       edit.before_statement_id, edit.after_statement_id, edit.earlier_id, edit.later_id
FROM edit
JOIN story ON story.id = edit.story_id
JOIN report AS earlier ON earlier.id = edit.earlier_id
JOIN report AS later ON later.id = edit.later_id
LEFT JOIN statement AS old ON old.id = edit.before_statement_id
LEFT JOIN statement AS new ON new.id = edit.after_statement_id
WHERE edit.kind <> 'accidentals';

-- What each report was made from, and the facts that say so.
CREATE VIEW IF NOT EXISTS made_from AS
SELECT report.outlet, report.title AS report_title, report.published_day, report.url,
       descent.kind, descent.directed,
       coalesce(origin.outlet, descent.agency) AS from_outlet, origin.title AS from_title,
       origin.published_day AS from_published_day, origin.url AS from_url,
       (SELECT group_concat(fact, '; ') FROM (
            SELECT json_extract(value, '$.fact') AS fact FROM json_each(descent.evidence)
            ORDER BY key)) AS facts,
       story.title AS story_title, descent.story_id, descent.report_id, descent.from_report_id
FROM descent
JOIN report ON report.id = descent.report_id
JOIN story ON story.id = descent.story_id
LEFT JOIN report AS origin ON origin.id = descent.from_report_id;

-- Quotations in transcripts: what was said in answer to what.
CREATE VIEW IF NOT EXISTS in_transcript AS
SELECT statement.speaker, found.words, report.outlet, report.published_day, report.url,
       transcript.outlet AS transcript_outlet, transcript.published_day AS transcript_day,
       transcript.url AS transcript_url, found.turn, found.tag, found.asked,
       found.transcript_words, found.linked,
       witness.counts_as <> report.id AS in_copy,
       story.title AS story_title, found.story_id, found.statement_id, found.spans
FROM found
JOIN statement ON statement.id = found.statement_id
JOIN report ON report.id = statement.report_id
JOIN witness ON witness.report_id = report.id
JOIN story ON story.id = found.story_id
JOIN report AS transcript ON transcript.id = found.transcript_report_id;

-- Quotations that stand in no transcript of the day they are given to, or of any if they are given
-- to none. The transcript: the one that comes nearest, or the first looked in.
CREATE VIEW IF NOT EXISTS not_found AS
SELECT statement.speaker, absent.words, report.outlet, report.published_day, report.url,
       statement.day_words, json_array_length(absent.transcripts) AS n_transcripts,
       transcript.outlet AS transcript_outlet, transcript.published_day AS transcript_day,
       transcript.url AS transcript_url, absent.nearest_turn, absent.nearest_words,
       absent.nearest_score,
       witness.counts_as <> report.id AS in_copy,
       story.title AS story_title, absent.story_id, absent.statement_id, absent.spans
FROM absent
JOIN statement ON statement.id = absent.statement_id
JOIN report ON report.id = statement.report_id
JOIN witness ON witness.report_id = report.id
JOIN story ON story.id = absent.story_id
LEFT JOIN report AS transcript ON transcript.id =
    coalesce(absent.nearest_report_id, json_extract(absent.transcripts, '$[0]'))
WHERE absent.why = 'not_found';

-- What one report prints as one, part by part, beside what another has.
CREATE VIEW IF NOT EXISTS printed_as_one AS
SELECT statement.speaker, report.outlet, report.published_day, report.url,
       splice.kind, splice.marked, part.key AS part,
       json_extract(part.value, '$.here.words') AS words,
       json_extract(part.value, '$.here.day') AS day_words,
       there_report.outlet AS there_outlet, there_report.published_day AS there_published_day,
       there_report.url AS there_url,
       json_extract(part.value, '$.there.day') AS there_day_words,
       json_extract(part.value, '$.there.words') AS there_words,
       witness.counts_as <> report.id AS in_copy,
       story.title AS story_title, splice.story_id, splice.n, splice.statement_id
FROM splice
JOIN json_each(splice.parts) AS part
JOIN statement ON statement.id = splice.statement_id
JOIN report ON report.id = statement.report_id
JOIN witness ON witness.report_id = report.id
JOIN story ON story.id = splice.story_id
LEFT JOIN statement AS there ON there.id = json_extract(part.value, '$.there.statement')
LEFT JOIN report AS there_report ON there_report.id = there.report_id;

-- Figures in dispute, with whoever vouches for them: null is the outlet itself.
CREATE VIEW IF NOT EXISTS disputed_figure AS
SELECT counted.what, counted.measure, report.outlet, figure.words, figure.least, figure.most,
       figure.bound, figure.unit, coalesce(statement.speaker, statement.source, figure.source) AS voice,
       figure.counted, figure.place, figure.period, figure.day, report.published_day, report.url,
       substr(report.text, json_extract(figure.passage_span, '$[0]') + 1,
              json_extract(figure.passage_span, '$[1]') - json_extract(figure.passage_span, '$[0]'))
           AS passage,
       told.in_copy, story.title AS story_title, counted.story_id, counted.id AS counted_id,
       told.n, figure.id AS figure_id, figure.statement_id
FROM counted
JOIN told ON told.counted_id = counted.id
JOIN figure ON figure.id = told.figure_id
JOIN report ON report.id = figure.report_id
JOIN story ON story.id = counted.story_id
LEFT JOIN statement ON statement.id = figure.statement_id
WHERE counted.disputed AND told.stand = 'disputed';
