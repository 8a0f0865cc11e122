-- The constructs that some answer on a scale is about.

SELECT DISTINCT construct FROM answers
WHERE score IS NOT NULL AND favourable IS NOT NULL ORDER BY construct
