-- What a workspace keeps besides the loaded tables.

CREATE TABLE IF NOT EXISTS ties (
    month DATE,
    sender BIGINT,
    recipient BIGINT,
    sender_department VARCHAR,
    recipient_department VARCHAR,
    channel VARCHAR,
    project VARCHAR,
    n BIGINT,
    weight DOUBLE,
    n_deflecting BIGINT,
    last_on DATE,
    n_read BIGINT
);

-- What was heard in each text that is stored, by which detector; found again by the text's MD5.
CREATE TABLE IF NOT EXISTS findings (
    text VARCHAR,
    detector VARCHAR,
    language VARCHAR,
    deflects BOOLEAN
);

-- What HR said of texts it reviewed, by the code of the masked text; kept when an upload is undone.
CREATE TABLE IF NOT EXISTS labels (
    code VARCHAR,
    language VARCHAR,
    deflects BOOLEAN
);

-- Phrases a company added: they make a refusal, or undo one.
CREATE TABLE IF NOT EXISTS own_phrases (
    phrase VARCHAR,
    deflects BOOLEAN
);

CREATE TABLE IF NOT EXISTS uploads (
    upload INTEGER,
    file VARCHAR,
    table_name VARCHAR,
    format VARCHAR,
    row_count BIGINT,
    first_on DATE,
    last_on DATE,
    stored_at TIMESTAMP,
    undone_at TIMESTAMP,
    digest VARCHAR
);

CREATE TABLE IF NOT EXISTS comparisons (
    comparison VARCHAR,
    name VARCHAR,
    name_en VARCHAR,
    before_from DATE,
    before_to DATE,
    after_from DATE,
    after_to DATE,
    treated VARCHAR,
    control VARCHAR,
    tie_min INTEGER,
    project VARCHAR
);
