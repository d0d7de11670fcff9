drop table search_queue;
drop table search_passages;
drop sequence search_generations;
drop table search_documents;
alter table resources drop column name_words;
drop function search_vector;
drop function search_name;

do $$
declare
  config text;
begin
  for config in select cfgname from pg_ts_config where cfgname like 'search\_%' loop
    execute format('drop text search configuration %I', config);
  end loop;
end $$;

drop extension if exists unaccent;
