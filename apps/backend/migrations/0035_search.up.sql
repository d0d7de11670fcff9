set local lock_timeout = '10s';
set local statement_timeout = '60s';

create extension if not exists unaccent;

-- One text search configuration for each language that PostgreSQL has a stemmer for, and `search_simple` for exact words
-- and everything else. Accents do not matter in any of them.
do $$
declare
  language text;
begin
  foreach language in array array[
    'simple', 'arabic', 'armenian', 'basque', 'catalan', 'danish', 'dutch', 'english', 'finnish', 'french', 'german',
    'greek', 'hindi', 'hungarian', 'indonesian', 'irish', 'italian', 'lithuanian', 'nepali', 'norwegian', 'portuguese',
    'romanian', 'russian', 'serbian', 'spanish', 'swedish', 'tamil', 'turkish', 'yiddish'
  ] loop
    execute format('create text search configuration search_%1$s (copy = %1$s)', language);
    execute format(
      'alter text search configuration search_%1$s alter mapping for word, numword, hword, hword_part, hword_numpart with unaccent, %2$I',
      language, case language when 'simple' then 'simple' else language || '_stem' end);
  end loop;
end $$;

-- Names as they are cut into words: punctuation becomes space. Without this the parser takes "either/or" for a path and
-- "report.example" for a host. (Texts are treated the same way before they come here; see searchable-text.ts.)
create function search_name(name text) returns text
language sql immutable strict parallel safe
return translate(name, E'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~–—…·•’‘“”„«»¡¿',
  '                                                ');

-- Exact words and stems of a text: exact words serve phrases, prefixes, and words the language would leave out; stems
-- find other forms. The gap between keeps the last word and the first stem from making a phrase. What occurs twice or
-- four times is there once more as `stem#2` and `stem#4`: of a word that is in every second passage, the index alone
-- then tells the passages that are really about it.
create function search_vector(config regconfig, searchable text) returns tsvector
language sql stable strict parallel safe
return (
  select ts_delete(to_tsvector('search_simple', searchable) || '-:3'::tsvector || stems, '-') || array_to_tsvector(array(
    select lexeme || '#' || times
    from unnest(stems) as stem, unnest(array[2, 4]) as times
    where cardinality(stem.positions) >= times))
  from to_tsvector(config, searchable) as stems
);

-- There are few resources, or none, when this runs.
alter table resources add column name_words tsvector not null
-- squawk-ignore adding-field-with-default
generated always as (to_tsvector('search_simple', search_name(name))) stored;
create index resources_name_words on resources using gin (name_words);

-- Which text of a resource is searchable now. A new text gets a new generation; it takes over when it is complete.
create table search_documents (
  resource_id text primary key references resources (id) on delete cascade,
  generation bigint not null,
  version integer not null,
  text_sha256 text not null,
  config text not null,
  passages integer not null
);

create index search_documents_config on search_documents (config);

create sequence search_generations;

create table search_passages (
  resource_id text not null references resources (id) on delete cascade,
  generation bigint not null,
  ordinal integer not null,
  -- Code points of the canonical text.
  start_position integer not null,
  end_position integer not null,
  content text not null,
  words tsvector not null,
  primary key (resource_id, generation, ordinal)
)
with (toast_tuple_target = 8160);

alter table search_passages alter column content set storage external;
alter table search_passages alter column words set storage external;
-- The planner's list of frequent words is also what ranking takes their weight from.
alter table search_passages alter column words set statistics 300;
-- A short list of what is not in the index yet (in kilobytes) makes indexing twice as fast; every search reads it, so the
-- indexer empties it whenever it comes to an end.
create index search_passages_words on search_passages using gin (words) with (fastupdate = on, gin_pending_list_limit = 1024);

-- Resources whose searchable text may have changed; a higher ticket replaces a lower one.
create table search_queue (
  resource_id text primary key,
  ticket bigint not null generated always as identity,
  attempts integer not null default 0,
  failed_because text
);
