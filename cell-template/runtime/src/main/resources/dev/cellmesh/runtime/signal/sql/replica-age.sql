SELECT 1 AS shown
