-- rulesets/library/lifecycle.yaml as its sentences say it, on 2011-12-10. The dates are ISO texts.
WITH told AS (
    SELECT customer_id, CAST(orders AS INTEGER) AS orders,
           nullif(first_order, '') AS first_day, nullif(last_order, '') AS last_day
    FROM customers
), counted AS (
    SELECT *, CAST(julianday('2011-12-10') - julianday(last_day) AS INTEGER) AS days,
           -- full years: the anniversary counts on its day
           CASE WHEN first_day IS NULL THEN 0
                ELSE 2011 - substr(first_day, 1, 4) - (substr(first_day, 6) > '12-10') END AS years
    FROM told
), staged AS (
    SELECT *,
           CASE WHEN last_day IS NULL AND orders > 0 THEN 'active'
                WHEN last_day IS NULL AND first_day IS NULL THEN 'potential'
                WHEN last_day IS NULL THEN 'lost'
                WHEN days > :lost_after THEN 'lost'
                WHEN days > :dormant_after THEN 'dormant'
                WHEN years >= :loyal_years AND orders >= :loyal_orders THEN 'loyal'
                WHEN years = 0 AND orders <= 2 THEN 'new'
                ELSE 'active' END AS stage
    FROM counted
)
SELECT customer_id AS subject, days AS "days_since_last_order (2)", years AS relationship_years,
       stage AS lifecycle,
       CASE stage WHEN 'potential' THEN 'attract' WHEN 'new' THEN 'welcome' WHEN 'active' THEN 'deepen'
                  WHEN 'loyal' THEN 'reward' WHEN 'dormant' THEN 'wake' WHEN 'lost' THEN 'win_back' END AS lifecycle_strategy
FROM staged
