set local lock_timeout = '10s';
set local statement_timeout = '60s';

-- Main view of the annotation streams: each annotation as it is now.
create table annotations (
  id text primary key,
  -- Where it belongs when none of its targets is a resource of ours; otherwise the resources decide.
  collection_id text not null,
  resource_ids text[] not null,
  creator_id text not null,
  status text not null,
  was_suggested boolean not null,
  version integer not null,
  motivations text[] not null,
  entity_type_ids text[] not null,
  tag_schema_ids text[] not null,
  reference_iri text,
  reference_resource_id text,
  content jsonb not null,
  created_at timestamptz not null,
  modified_at timestamptz not null
);

create index annotations_created_at on annotations (created_at, id);
create index annotations_modified_at on annotations (modified_at, id);
create index annotations_creator on annotations (creator_id, created_at, id);
create index annotations_collection on annotations (collection_id, created_at, id);
create index annotations_entity_types on annotations using gin (entity_type_ids);
create index annotations_reference on annotations (reference_resource_id, created_at, id)
where reference_resource_id is not null;

-- What each annotation is about: one row for each resource or IRI, however many passages of it are meant.
create table annotation_targets (
  annotation_id text not null,
  ordinal integer not null,
  iri text not null,
  resource_id text,
  -- Of the first passage in reading order; -1 when the whole is meant.
  start_position integer not null,
  end_position integer not null,
  spans int4multirange not null,
  primary key (annotation_id, ordinal)
);

create index annotation_targets_reading_order
on annotation_targets (resource_id, start_position, end_position, annotation_id) where resource_id is not null;
-- IRIs may be longer than a B-tree entry.
create index annotation_targets_iri on annotation_targets using hash (iri);
