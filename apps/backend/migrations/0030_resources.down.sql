drop table resource_versions;
drop table resources;
drop extension if exists pg_trgm;
