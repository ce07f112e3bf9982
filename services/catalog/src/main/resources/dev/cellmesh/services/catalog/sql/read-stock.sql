-- What one region knows of a product's units: what it may sell, has sent to and received from each other region, and whether it is
-- the home of the product itself.
SELECT portion.units, outgoing.sent, incoming.received, kept.products
FROM (SELECT COALESCE(sum(units), 0)::BIGINT AS units
      FROM stock_portion
      WHERE home_region = $1::TEXT
        AND tenant_id = $2::TEXT
        AND product_id = $3::UUID) AS portion,
     (SELECT COALESCE(jsonb_object_agg(destination, units)::TEXT, '{}') AS sent
      FROM stock_sent
      WHERE home_region = $1::TEXT
        AND tenant_id = $2::TEXT
        AND product_id = $3::UUID) AS outgoing,
     (SELECT COALESCE(jsonb_object_agg(source, units)::TEXT, '{}') AS received
      FROM stock_received
      WHERE home_region = $1::TEXT
        AND tenant_id = $2::TEXT
        AND product_id = $3::UUID) AS incoming,
     (SELECT count(*) AS products
      FROM product
      WHERE home_region = $1::TEXT
        AND tenant_id = $2::TEXT
        AND product_id = $3::UUID) AS kept /*as-of-exact*/
