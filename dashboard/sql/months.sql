-- The contacts of each month in the log, and the first and last day it has.

SELECT
    CAST(date_trunc('month', occurred_at) AS DATE) AS month,
    count(*) AS contacts,
    CAST(min(occurred_at) AS DATE) AS first_on,
    CAST(max(occurred_at) AS DATE) AS last_on
FROM loaded.interactions
GROUP BY ALL
ORDER BY month
