-- The regions of the database, and what it survives: the loss of a whole region, paid by each write with one round trip to
-- the nearest other one. It wants three regions. Run one after the other, since changes of regions block each other.
ALTER DATABASE ${database} SET PRIMARY REGION "${primary_region}";
${add_regions}
ALTER DATABASE ${database} SURVIVE REGION FAILURE;
