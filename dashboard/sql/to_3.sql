-- From version 2 to 3: a project, a participation and an event may be taken back.

ALTER TABLE loaded.projects ADD COLUMN removed BOOLEAN;
ALTER TABLE loaded.participations ADD COLUMN removed BOOLEAN;
ALTER TABLE loaded.project_events ADD COLUMN removed BOOLEAN;
UPDATE loaded.projects SET removed = false;
UPDATE loaded.participations SET removed = false;
UPDATE loaded.project_events SET removed = false;
