drop table collection_members;
drop table collections;
drop collation natural_order;
