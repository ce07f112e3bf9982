SELECT $1::TEXT AS t, $2::BIGINT AS n, $3::BOOLEAN AS f, $4::UUID AS u, $5::TIMESTAMPTZ AS ts, $6::BYTEA AS b,
       ($7::JSONB)->>'k' AS j, $8::TEXT AS nothing, $9::INT AS i
