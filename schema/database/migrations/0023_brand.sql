alter table brand_voices
  add constraint brand_voices_tone_check check (cardinality(tone) <= 12) not valid,
  add constraint brand_voices_personality_check check (cardinality(personality) <= 20) not valid,
  add constraint brand_voices_style_check check (length(style) <= 2000) not valid,
  add constraint brand_voices_dos_check check (cardinality(dos) <= 50) not valid,
  add constraint brand_voices_donts_check check (cardinality(donts) <= 50) not valid,
  add constraint brand_voices_sample_texts_check check (cardinality(sample_texts) <= 5) not valid,
  add constraint brand_voices_banned_words_check check (cardinality(banned_words) <= 200) not valid,
  add constraint brand_voices_languages_check check (cardinality(languages) between 1 and 5) not valid;

create table brand_assets (
  tenant_id text not null references tenants (id),
  id text not null,
  kind text not null check (kind in ('logo', 'icon', 'color', 'font', 'image', 'video', 'guideline')),
  label text not null check (length(label) between 1 and 120),
  value text check (length(value) between 1 and 4000),
  media_id text,
  source text not null default 'manual' check (source in ('manual', 'crawl')),
  confidence double precision check (confidence between 0 and 1),
  position integer not null default 0 check (position >= 0),
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  check (value is not null or media_id is not null),
  check (kind <> 'color' or value ~ '^#[0-9a-f]{6}$')
);
select mutable_table('brand_assets');
select isolate_table('brand_assets');
create index on brand_assets (tenant_id, kind);
create index on brand_assets (tenant_id, media_id);
create index on brand_assets (tenant_id, updated_at desc, id);

create table tenant_baselines (
  tenant_id text not null references tenants (id),
  id text not null,
  captured_on date not null,
  traffic jsonb not null default '{}' check (jsonb_typeof(traffic) = 'object'),
  ads jsonb not null default '{}' check (jsonb_typeof(ads) = 'object'),
  social jsonb not null default '{}' check (jsonb_typeof(social) = 'object'),
  email jsonb not null default '{}' check (jsonb_typeof(email) = 'object'),
  seo jsonb not null default '{}' check (jsonb_typeof(seo) = 'object'),
  source text not null default 'manual' check (source in ('manual', 'channel', 'crawl')),
  notes text check (length(notes) <= 4000),
  primary key (tenant_id, id),
  unique (tenant_id, captured_on)
);
select mutable_table('tenant_baselines');
select isolate_table('tenant_baselines');
create index on tenant_baselines (tenant_id, updated_at desc, id);

create table tenant_budgets (
  tenant_id text not null references tenants (id),
  id text not null,
  monthly_minor bigint not null check (monthly_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  flexible boolean not null default false,
  horizon_months integer not null check (horizon_months in (3, 6, 12)),
  split jsonb not null default '{}' check (jsonb_typeof(split) = 'object'),
  valid_from date not null,
  primary key (tenant_id, id),
  unique (tenant_id, valid_from)
);
select mutable_table('tenant_budgets');
select isolate_table('tenant_budgets');
create index on tenant_budgets (tenant_id, updated_at desc, id);

grant select, insert, update on brand_assets, tenant_baselines, tenant_budgets to app;

comment on table brand_assets is 'logos, colours, fonts, guidelines';
comment on table tenant_baselines is 'numbers before the work began';
comment on table tenant_budgets is 'marketing budget and horizon';
