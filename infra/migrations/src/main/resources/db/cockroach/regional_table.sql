-- Read and written by whoever migrates, and by nobody else.
ALTER TABLE ${table} SET LOCALITY REGIONAL BY TABLE IN PRIMARY REGION;
