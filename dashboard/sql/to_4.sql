-- From version 3 to 4: refusals are heard in comments and messages.

ALTER TABLE loaded.interactions ADD COLUMN language VARCHAR;
ALTER TABLE ties ADD COLUMN n_read BIGINT;
UPDATE ties SET n_read = 0;
CREATE TABLE findings (text VARCHAR, detector VARCHAR, language VARCHAR, deflects BOOLEAN);
CREATE TABLE labels (code VARCHAR, language VARCHAR, deflects BOOLEAN);
CREATE TABLE own_phrases (phrase VARCHAR, deflects BOOLEAN);
