-- Where the database is led from, and where its tables live that say nothing else.
ALTER DATABASE ${database} SET PRIMARY REGION "${primary_region}";
