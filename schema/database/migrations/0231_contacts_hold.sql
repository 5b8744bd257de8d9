select validate_constraints();

-- Each reader passes the trigger once. The owner of the tables is bound to tenants like everybody else, and has none here.
alter table newsletter_subscribers no force row level security;
alter table contacts no force row level security;
update newsletter_subscribers s set updated_at = s.updated_at
  where not exists (select from contacts c where c.tenant_id = s.tenant_id and c.email = s.email and c.subscribed_at is not null);
update contacts c set suppressed = case s.reason when 'invalid' then 'bounce' when 'erased' then 'manual' else s.reason end
  from suppressions s
  where s.tenant_id = c.tenant_id and s.kind = 'email' and s.address = c.email and c.suppressed is null and (s.until is null or s.until > now());
alter table newsletter_subscribers force row level security;
alter table contacts force row level security;
