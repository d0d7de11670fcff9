set local lock_timeout = '10s';
set local statement_timeout = '60s';

create extension if not exists pg_trgm;

-- Main view of the resource streams: each resource as it is now.
create table resources (
  id text primary key,
  collection_id text not null references collections (id),
  name text not null,
  description text not null,
  language text,
  entity_types text[] not null,
  archived boolean not null,
  version integer not null,
  current_version integer not null,
  media_type text not null,
  size bigint not null,
  created_by text not null,
  created_at timestamptz not null,
  modified_at timestamptz not null
);

create index resources_collection on resources (collection_id, id);
create index resources_modified_at on resources (modified_at, id);
create index resources_created_at on resources (created_at, id);
create index resources_size on resources (size, id);
create index resources_name on resources (name collate natural_order, id);
create index resources_name_key on resources (lower(name));
create index resources_name_parts on resources using gin (name gin_trgm_ops);
create index resources_entity_types on resources using gin (entity_types);

-- Every version of every resource. The digests are what keeps a blob alive.
create table resource_versions (
  resource_id text not null references resources (id) on delete cascade,
  number integer not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  encoding text,
  text_sha256 text,
  text_length integer,
  document_sha256 text,
  not_markable_because text,
  activity text not null,
  file_name text,
  derived_from jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (resource_id, number),
  check ((text_sha256 is null) = (text_length is null) and (text_sha256 is null) = (document_sha256 is null))
);

create index resource_versions_sha256 on resource_versions (sha256);
create index resource_versions_text_sha256 on resource_versions (text_sha256) where text_sha256 is not null;
create index resource_versions_document_sha256 on resource_versions (document_sha256)
where document_sha256 is not null;
