-- What the database survives: the loss of a whole region, paid by each write with one round trip to the nearest other one. It
-- wants three regions.
ALTER DATABASE ${database} SURVIVE REGION FAILURE;
