-- Read everywhere without leaving the region, written rarely.
ALTER TABLE ${table} SET LOCALITY GLOBAL;
