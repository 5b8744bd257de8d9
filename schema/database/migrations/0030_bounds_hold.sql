-- Reads beside traffic what earlier files added as "not valid".
create function validate_constraints() returns void language plpgsql as $$
declare found record;
begin
  for found in select conrelid::regclass as name, conname from pg_constraint
    where not convalidated and connamespace = 'public'::regnamespace order by 1, 2
  loop
    execute format('alter table %s validate constraint %I', found.name, found.conname);
  end loop;
end $$;

select validate_constraints();
