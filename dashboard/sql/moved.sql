-- Whose department on some day is not what it was before, and the months that there are.

CREATE OR REPLACE TEMP TABLE moved AS
SELECT DISTINCT person
FROM (
    (SELECT person, valid_from, valid_to, department FROM people
        EXCEPT SELECT person, valid_from, valid_to, department FROM people_before)
    UNION ALL
    (SELECT person, valid_from, valid_to, department FROM people_before
        EXCEPT SELECT person, valid_from, valid_to, department FROM people)
);

CREATE OR REPLACE TEMP TABLE months AS
SELECT DISTINCT CAST(date_trunc('month', occurred_at) AS DATE) AS month FROM loaded.interactions;
