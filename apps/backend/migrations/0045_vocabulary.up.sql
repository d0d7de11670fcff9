set local lock_timeout = '10s';
set local statement_timeout = '60s';

-- Entity types and tag schemas as they are now.
create table vocabulary_terms (
  id text primary key,
  kind text not null,
  name text not null,
  -- What makes two names the same: see termKey.
  name_key text not null,
  description text,
  tags jsonb not null,
  status text not null,
  merged_into text,
  merged_tags jsonb not null,
  version integer not null,
  created_at timestamptz not null,
  modified_at timestamptz not null
);

create unique index vocabulary_terms_name on vocabulary_terms (kind, name_key) where status <> 'merged';
