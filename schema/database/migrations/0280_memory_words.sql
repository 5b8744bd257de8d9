-- What an agent learned, as people put it: their words and figure stand until they take them back.
alter table memory_evidence add column worded text;
alter table memory_evidence add column worded_amount integer;
alter table memory_evidence add column worded_by text;
alter table memory_evidence add constraint memory_evidence_worded_check check (length(worded) between 1 and 600) not valid;
alter table memory_evidence add constraint memory_evidence_worded_amount_check check (worded_amount between 1 and 100000) not valid;
alter table memory_evidence add constraint memory_evidence_worded_by_check check (worded_by ~ '^[a-z]+:') not valid;
