-- Monthly ties of the months in {touched}: who worked with whom, in which departments on that day.
-- Weights are kept as binary fractions (to the ninth digit), whose sums are the same in any order.
-- A meeting beyond the cap counts for nothing; a person without a roster row has no department.
-- DuckDB and Spark run it alike; {log}, {hash} and {meeting_cap} are filled in by each.

SELECT
    month, sender, recipient, sender_department, recipient_department, channel, project,
    sum(n) AS n, sum(weight) AS weight, sum(n_deflecting) AS n_deflecting, max(last_on) AS last_on,
    sum(n_read) AS n_read
FROM (
    -- One row a conversation first: many times faster than counting distinct ones at the end.
    SELECT
        i.month,
        i.sender,
        i.recipient,
        s.department AS sender_department,
        r.department AS recipient_department,
        i.channel,
        i.project,
        {hash}(i.conversation) AS conversation,
        CASE WHEN any_value(i.conversation) IS NULL THEN count(*) ELSE 1 END AS n,
        sum(round(1073741824e0 / (i.group_size - 1)) / 1073741824e0) AS weight,
        count(*) FILTER (WHERE i.deflects) AS n_deflecting,
        max(i.day) AS last_on,
        count(i.deflects) AS n_read
    FROM (
        SELECT
            *,
            CAST(occurred_at AS DATE) AS day,
            CAST(date_trunc('month', occurred_at) AS DATE) AS month
        FROM {log}
        WHERE group_size <= {meeting_cap} AND sender <> recipient
    ) AS i
    JOIN {touched} AS touched ON touched.month = i.month
    LEFT JOIN people AS s
        ON s.person = i.sender AND i.day >= s.valid_from AND i.day < s.valid_to
    LEFT JOIN people AS r
        ON r.person = i.recipient AND i.day >= r.valid_from AND i.day < r.valid_to
    GROUP BY ALL
)
GROUP BY ALL
