set local lock_timeout = '10s';
set local statement_timeout = '60s';

-- Names as people sort them: letters before case, "Part 2" before "Part 10".
create collation natural_order (provider = icu, locale = 'und-u-kn-true');

-- Main view of the collection streams.
create table collections (
  id text primary key,
  name text not null,
  description text not null,
  kind text not null check (kind in ('ordinary', 'sample-library')),
  everyone text check (everyone in ('editor', 'reader')),
  version integer not null,
  created_by text not null,
  created_at timestamptz not null,
  modified_at timestamptz not null
);

create index collections_name on collections (name collate natural_order, id);
create unique index collections_sample_library on collections (kind) where kind = 'sample-library';

create table collection_members (
  collection_id text not null references collections (id) on delete cascade,
  participant_id text not null,
  role text not null check (role in ('owner', 'editor', 'reader')),
  since timestamptz not null,
  primary key (collection_id, participant_id)
);

create index collection_members_participant on collection_members (participant_id, collection_id);
