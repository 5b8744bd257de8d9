alter table feature_flags add constraint feature_flags_owner_bound check (length(owner) between 1 and 120) not valid;
