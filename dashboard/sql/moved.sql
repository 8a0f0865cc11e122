-- Whose department on some day is not what it was before.

CREATE OR REPLACE TEMP TABLE moved AS
SELECT DISTINCT person
FROM (
    (SELECT person, valid_from, valid_to, department FROM people
        EXCEPT SELECT person, valid_from, valid_to, department FROM people_before)
    UNION ALL
    (SELECT person, valid_from, valid_to, department FROM people_before
        EXCEPT SELECT person, valid_from, valid_to, department FROM people)
);
