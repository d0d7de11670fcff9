drop table annotation_targets;
drop table annotations;
