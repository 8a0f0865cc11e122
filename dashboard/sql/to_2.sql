-- From version 1 to 2: what departments gave each other where nobody is named.

CREATE TABLE IF NOT EXISTS loaded.group_interactions (
    month DATE,
    from_department VARCHAR,
    to_department VARCHAR,
    channel VARCHAR,
    amount DOUBLE,
    unit VARCHAR,
    people INTEGER,
    upload INTEGER
);
