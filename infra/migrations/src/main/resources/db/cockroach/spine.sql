-- Answers of keys are kept until they expire; the database deletes them in the background.
ALTER TABLE idempotency SET (ttl_expiration_expression = 'expires_at', ttl_job_cron = '@hourly');
ALTER TABLE global_idempotency SET (ttl_expiration_expression = 'expires_at', ttl_job_cron = '@hourly');
ALTER TABLE admin_idempotency SET (ttl_expiration_expression = 'expires_at', ttl_job_cron = '@hourly');
-- Events are found by time; hashed, since a key that only grows would put all writes of a region on one range.
CREATE INDEX IF NOT EXISTS outbox_by_time ON outbox (created_at, event_id) USING HASH WITH (bucket_count = 8);
CREATE INDEX IF NOT EXISTS global_outbox_by_time ON global_outbox (created_at, event_id) USING HASH WITH (bucket_count = 8);
