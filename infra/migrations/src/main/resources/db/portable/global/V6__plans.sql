-- How much a tenant may ask for: {"name": "gold", "requestsPerSecond": 5000, "burst": 10000}; empty: what everybody gets.
ALTER TABLE tenant ADD COLUMN plan JSONB NOT NULL DEFAULT '{}';
