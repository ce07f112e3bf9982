-- Which replicas the beat renews the read lease of: the names of their regions. Whoever is not named answers no more as the
-- primary would, soon after, and then writes need not wait for it.
ALTER TABLE heartbeat ADD COLUMN holders TEXT[] NOT NULL DEFAULT '{}';
