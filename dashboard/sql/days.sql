-- The first and the last day that logs and surveys speak of, else project records.

SELECT coalesce(first_on, opened_on) AS first_on, coalesce(last_on, ended_on) AS last_on
FROM (
    SELECT min(first_on) AS first_on, max(last_on) AS last_on
    FROM (
        SELECT min(month) AS first_on, max(last_on) AS last_on FROM ties
        UNION ALL SELECT min(month), last_day(max(month)) FROM group_interactions
        UNION ALL SELECT min(opened_on), max(closed_on) FROM waves
    ) AS seen
) AS seen
CROSS JOIN (
    SELECT min(joined_on) AS opened_on, max(joined_on) AS ended_on FROM participations
) AS joined
