-- Second factors and passkeys. The shapes are those of the sign-in library; the names are ours.

create table totp_factors (
  id text primary key,
  user_id text not null unique references users (id),
  secret_cipher text not null,
  recovery_codes text not null,
  confirmed boolean not null default false,
  failed_count integer not null default 0 check (failed_count >= 0),
  locked_until timestamptz
);
select mutable_table('totp_factors');

create table totp_uses (
  user_id text not null references users (id),
  code_hash text not null check (code_hash ~ '^[0-9a-f]{64}$'),
  used_at timestamptz not null default now(),
  primary key (user_id, code_hash)
);

create table passkeys (
  id text primary key,
  user_id text not null references users (id),
  name text not null default 'Passkey' check (length(name) between 1 and 60),
  credential_id text not null unique check (length(credential_id) <= 1400),
  public_key text not null,
  counter bigint not null check (counter >= 0),
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  last_used_at timestamptz
);
select mutable_table('passkeys');
create index on passkeys (user_id);

grant select, insert, update, delete on totp_factors, totp_uses, passkeys to auth;

comment on table totp_factors is 'authenticator app of a person: secret encrypted, recovery codes as SHA-256';
comment on table totp_uses is 'codes taken in the last minutes, so that each opens the account once';
comment on table passkeys is 'public keys a person signs in with';
