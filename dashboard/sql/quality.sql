-- What HR should know of the log before trusting it: one row of counts; {meeting_cap} is filled in.
-- Counted contacts are those of ties: no large meeting, nobody with themselves.

SELECT logged.*, counted.*, strangers.*, twice.*
FROM (
    SELECT
        count(*) AS interactions,
        count(*) FILTER (WHERE group_size > {meeting_cap}) AS oversized,
        count(*) FILTER (WHERE sender = recipient) AS with_oneself
    FROM loaded.interactions
) AS logged
CROSS JOIN (
    SELECT
        CAST(coalesce(sum(n), 0) AS BIGINT) AS counted,
        CAST(coalesce(sum(n) FILTER (
            WHERE sender_department IS NULL OR recipient_department IS NULL
        ), 0) AS BIGINT) AS unknown_department
    FROM ties
) AS counted
CROSS JOIN (
    SELECT count(*) AS strangers
    FROM (SELECT sender AS person FROM ties UNION SELECT recipient FROM ties) AS seen
    ANTI JOIN people USING (person)
) AS strangers
CROSS JOIN (
    -- Only what two uploads may both hold is looked at: a log that stands once costs nothing.
    SELECT coalesce(sum(copies - 1), 0)::BIGINT AS twice
    FROM (
        SELECT count(*) AS copies
        FROM loaded.interactions AS i
        JOIN (
            SELECT DISTINCT a.upload
            FROM uploads AS a
            JOIN uploads AS b
                ON a.upload <> b.upload
                AND a.first_on <= b.last_on AND b.first_on <= a.last_on
            WHERE a.table_name = 'interactions' AND b.table_name = 'interactions'
                AND a.undone_at IS NULL AND b.undone_at IS NULL
        ) AS overlapping USING (upload)
        GROUP BY occurred_at, sender, recipient, channel, group_size, conversation
        HAVING count(DISTINCT i.upload) > 1
    )
) AS twice
