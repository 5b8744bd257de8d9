-- The request that an activity works for, out of its input. Under row-level security an index on an expression of jsonb is of no
-- use: its operator might leak, so the policy is asked first, row by row.
alter table activities add column request_id text;
comment on column activities.request_id is 'Id of the request in the input; kept by a trigger';
create function activity_request() returns trigger language plpgsql as $$
begin
  new.request_id := new.input ->> 'requestId';
  return new;
end
$$;
create trigger request before insert or update of input on activities for each row execute function activity_request();
update activities set request_id = input ->> 'requestId' where request_id is null and input ->> 'requestId' is not null;
