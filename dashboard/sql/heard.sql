-- How many comments and messages were read, in which language (none: the source itself flagged them).

SELECT 'comments' AS what, language, count(*) AS n
FROM answers WHERE deflects IS NOT NULL GROUP BY language
UNION ALL
SELECT 'messages', language, count(*)
FROM {log} WHERE deflects IS NOT NULL GROUP BY language
