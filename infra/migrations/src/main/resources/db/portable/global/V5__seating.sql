-- What was agreed about a tenant's cells, and where they are going: {"cellsPerRegion": 3, "sharedWith": {"us-east1": 0},
-- "target": {"us-east1": ["us-east1-c03", ...]}, "alsoAccepting": {...}}; each member only where there is something to say.
ALTER TABLE tenant ADD COLUMN seating JSONB NOT NULL DEFAULT '{}';
