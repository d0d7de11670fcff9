drop table vocabulary_terms;
