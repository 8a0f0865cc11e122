-- What holds now, from every upload that is not undone: the latest upload wins a key, aliases
-- are resolved, and effective-dated rows get their end. Temporary tables; nothing is stored.

-- The first day a wave's own name speaks of: 2025Q3, 2025-09, 2025年9月.
CREATE OR REPLACE TEMP MACRO wave_day(wave) AS TRY_CAST(CASE
    WHEN regexp_matches(wave, '^\d{4}\D?Q[1-4]$')
        THEN wave[1:4] || '-' || CAST(CAST(wave[-1:] AS INTEGER) * 3 - 2 AS VARCHAR) || '-01'
    WHEN regexp_matches(wave, '^\d{4}\D\d{1,2}\D?$')
        THEN wave[1:4] || '-' || regexp_extract(wave, '\D(\d{1,2})', 1) || '-01'
END AS DATE);

CREATE OR REPLACE TEMP TABLE department_alias AS
WITH declared AS (
    SELECT * FROM loaded.departments
    QUALIFY row_number() OVER (PARTITION BY department ORDER BY upload DESC) = 1
), renamed AS (
    SELECT n.name, coalesce(d.department, n.department) AS department, n.upload
    FROM loaded.department_names AS n LEFT JOIN declared AS d ON d.name = n.department
), said AS (
    SELECT name, department, 0 AS rank, upload FROM renamed
    UNION ALL SELECT department, department, 1, upload FROM declared
    UNION ALL SELECT name, department, 2, upload FROM declared WHERE name IS NOT NULL
    UNION ALL SELECT name_en, department, 3, upload FROM declared WHERE name_en IS NOT NULL
)
SELECT name, department FROM said
QUALIFY row_number() OVER (PARTITION BY name ORDER BY rank, upload DESC) = 1;

CREATE OR REPLACE TEMP TABLE people AS
SELECT
    p.person,
    p.valid_from,
    lead(p.valid_from, 1, DATE '9999-12-31') OVER (
        PARTITION BY p.person ORDER BY p.valid_from
    ) AS valid_to,
    coalesce(a.department, p.department) AS department,
    p.level
FROM (
    SELECT * FROM loaded.people
    QUALIFY row_number() OVER (PARTITION BY person, valid_from ORDER BY upload DESC) = 1
) AS p
LEFT JOIN department_alias AS a ON a.name = p.department;

CREATE OR REPLACE TEMP TABLE projects_said AS
SELECT * EXCLUDE (removed) FROM loaded.projects
QUALIFY row_number() OVER (PARTITION BY project ORDER BY upload DESC) = 1 AND NOT removed;

-- A project that closed before it was kicked off has not closed.
CREATE OR REPLACE TEMP TABLE projects AS
SELECT * EXCLUDE (upload) REPLACE (
    CASE WHEN coalesce(kicked_off_on <= closed_on, true) THEN closed_on END AS closed_on
)
FROM projects_said;

CREATE OR REPLACE TEMP TABLE participations_said AS
SELECT * EXCLUDE (removed) FROM loaded.participations
QUALIFY row_number() OVER (PARTITION BY project, person, joined_on ORDER BY upload DESC) = 1
    AND NOT removed;

CREATE OR REPLACE TEMP TABLE participations AS
SELECT * EXCLUDE (upload) FROM participations_said WHERE coalesce(joined_on <= left_on, true);

-- Who it was is told once: a correction that names nobody keeps it, since nobody can read it back.
CREATE OR REPLACE TEMP TABLE events_said AS
SELECT * EXCLUDE (removed, earlier) REPLACE (coalesce(person, earlier) AS person)
FROM (
    SELECT *, last_value(person IGNORE NULLS) OVER (PARTITION BY event ORDER BY upload) AS earlier
    FROM loaded.project_events
)
QUALIFY row_number() OVER (PARTITION BY event ORDER BY upload DESC) = 1 AND NOT removed;

CREATE OR REPLACE TEMP TABLE project_events AS
SELECT e.* EXCLUDE (upload, department), coalesce(a.department, e.department) AS department
FROM events_said AS e
LEFT JOIN department_alias AS a ON a.name = e.department;

CREATE OR REPLACE TEMP TABLE questions AS
WITH declared AS (
    SELECT * EXCLUDE (upload) FROM loaded.questions
    QUALIFY row_number() OVER (PARTITION BY question ORDER BY upload DESC) = 1
)
SELECT d.* REPLACE (coalesce(d.favourable, t.favourable) AS favourable)
FROM declared AS d
LEFT JOIN top_boxes AS t ON t.low = d.low AND t.high = d.high AND t.reversed = d.reversed
UNION ALL BY NAME
FROM standard_questions WHERE question NOT IN (SELECT question FROM declared);

CREATE OR REPLACE TEMP TABLE question_alias AS
WITH said AS (
    SELECT question AS name, question, 0 AS rank FROM questions
    UNION ALL SELECT text, question, 1 FROM questions WHERE text IS NOT NULL
    UNION ALL SELECT text_en, question, 2 FROM questions WHERE text_en IS NOT NULL
)
SELECT name, question FROM said
QUALIFY row_number() OVER (PARTITION BY name ORDER BY rank, question) = 1;

CREATE OR REPLACE TEMP TABLE answers AS
SELECT
    n.wave,
    n.response,
    n.respondent,
    -- A form of nobody known is nobody else's: forms are often numbered anew in every wave.
    coalesce(n.respondent, CAST(hash(n.wave, n.response) >> 1 AS BIGINT)) AS cluster,
    coalesce(a.department, n.department) AS department,
    n.took_part,
    n.project,
    q.question,
    q.construct,
    q.kind,
    n.score,
    list_contains(
        list_transform(string_split(q.favourable, ';'), lambda one : TRY_CAST(one AS DOUBLE)),
        n.score
    ) AS favourable,
    n.text,
    n.answered_on,
    f.deflects,
    f.language
FROM (
    SELECT * FROM loaded.answers
    QUALIFY row_number() OVER (PARTITION BY wave, response, question ORDER BY upload DESC) = 1
) AS n
LEFT JOIN department_alias AS a ON a.name = n.department
LEFT JOIN question_alias AS t ON t.name = n.question
LEFT JOIN questions AS q ON q.question = t.question
LEFT JOIN findings AS f ON f.text = md5(n.text);

CREATE OR REPLACE TEMP TABLE waves AS
WITH declared AS (
    SELECT * EXCLUDE (upload) FROM loaded.waves
    QUALIFY row_number() OVER (PARTITION BY wave ORDER BY upload DESC) = 1
), seen AS (
    SELECT wave, min(answered_on) AS first_on, max(answered_on) AS last_on
    FROM answers WHERE wave NOT IN (SELECT wave FROM declared) GROUP BY wave
)
SELECT wave, name, name_en, opened_on, closed_on FROM declared
UNION ALL
SELECT wave, wave, NULL, coalesce(first_on, day), coalesce(last_on, first_on, day)
FROM (SELECT *, wave_day(wave) AS day FROM seen) WHERE coalesce(first_on, day) IS NOT NULL;

CREATE OR REPLACE TEMP TABLE invitations AS
SELECT i.wave, coalesce(a.department, i.department) AS department, sum(i.invited) AS invited
FROM (
    SELECT * FROM loaded.invitations
    QUALIFY row_number() OVER (PARTITION BY wave, department ORDER BY upload DESC) = 1
) AS i
LEFT JOIN department_alias AS a ON a.name = i.department
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE group_interactions AS
SELECT
    CAST(date_trunc('month', g.month) AS DATE) AS month,
    coalesce(f.department, g.from_department) AS from_department,
    coalesce(t.department, g.to_department) AS to_department,
    g.channel,
    sum(g.amount) AS amount,
    g.unit,
    max(g.people) AS people
FROM (
    SELECT * FROM loaded.group_interactions
    QUALIFY row_number() OVER (
        PARTITION BY month, from_department, to_department, channel, unit ORDER BY upload DESC
    ) = 1
) AS g
LEFT JOIN department_alias AS f ON f.name = g.from_department
LEFT JOIN department_alias AS t ON t.name = g.to_department
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE departments AS
WITH declared AS (
    SELECT *, rowid AS place FROM loaded.departments
    QUALIFY row_number() OVER (PARTITION BY department ORDER BY upload DESC) = 1
), seen AS (
    SELECT department FROM people UNION SELECT department FROM answers
    UNION SELECT unnest([from_department, to_department]) FROM group_interactions
)
SELECT department, function, parent, name, name_en,
       row_number() OVER (ORDER BY upload, place) AS position
FROM declared
UNION ALL
SELECT department, 'other', NULL, NULL, NULL, 1000000 + row_number() OVER (ORDER BY department)
FROM seen WHERE department IS NOT NULL AND department NOT IN (SELECT department FROM declared);

-- Records that contradict each other, each left out of the figures it would spoil: what is wrong,
-- the project, the event (of a participation nobody is named), the two days, the file.
CREATE OR REPLACE TEMP TABLE contradictions AS
WITH referring AS (
    SELECT e.*, r.activity AS of_activity, r.occurred_on AS of_day
    FROM events_said AS e LEFT JOIN events_said AS r ON r.event = e.refers_to
), found AS (
    SELECT 'kicked_off_before_proposed' AS kind, project, NULL AS event,
        proposed_on AS day, kicked_off_on AS other_day, upload
    FROM projects_said WHERE kicked_off_on < proposed_on
    UNION ALL
    SELECT 'closed_before_kicked_off', project, NULL, kicked_off_on, closed_on, upload
    FROM projects_said WHERE closed_on < kicked_off_on
    UNION ALL
    SELECT 'left_before_joined', project, NULL, joined_on, left_on, upload
    FROM participations_said WHERE left_on < joined_on
    UNION ALL
    SELECT 'launched_before_kicked_off', e.project, e.event, p.kicked_off_on, e.occurred_on, e.upload
    FROM events_said AS e JOIN projects_said AS p USING (project)
    WHERE e.activity = 'launched' AND e.occurred_on < p.kicked_off_on
    UNION ALL
    SELECT 'decided_without_request', project, event, NULL, occurred_on, upload
    FROM referring
    WHERE activity = 'decided' AND of_activity IS DISTINCT FROM 'decision_requested'
    UNION ALL
    SELECT 'decided_before_request', project, event, of_day, occurred_on, upload
    FROM referring
    WHERE activity = 'decided' AND of_activity = 'decision_requested' AND occurred_on < of_day
    UNION ALL
    SELECT 'used_without_voice', project, event, NULL, occurred_on, upload
    FROM referring
    WHERE activity = 'voice_used' AND of_activity IS DISTINCT FROM 'voice_collected'
    UNION ALL
    SELECT 'used_before_voice', project, event, of_day, occurred_on, upload
    FROM referring
    WHERE activity = 'voice_used' AND of_activity = 'voice_collected' AND occurred_on < of_day
)
SELECT f.* EXCLUDE (upload), u.file
FROM found AS f LEFT JOIN uploads AS u ON u.upload = f.upload;
