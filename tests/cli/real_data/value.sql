-- rulesets/library/value.yaml in whole hundredths of the currency; one pound is :rate of it.
-- Neither profit nor marketing cost nor expected years are known: three years are usual.
WITH told AS (
    SELECT customer_id, CAST(orders AS INTEGER) AS orders,
           :rate * (CAST(round(sales * 100) AS INTEGER) - CAST(round(returned * 100) AS INTEGER)) AS net
    FROM customers
), averaged AS (
    SELECT *, (2 * net + orders) / (2 * orders) AS average -- rounded half up; none without orders
    FROM told
    WHERE net >= 0
), judged AS (
    SELECT *, 3 * average * orders AS lifetime,
           CASE WHEN net >= 100 * :high_sales OR 3 * average * orders >= 100 * :high_lifetime THEN 'high'
                WHEN net >= 100 * :medium_sales OR orders >= 24 THEN 'medium'
                ELSE 'low' END AS class
    FROM averaged
)
SELECT customer_id AS subject, average AS order_average_cents, NULL AS acquisition_cost, lifetime AS lifetime_value_cents,
       class AS value, CASE class WHEN 'high' THEN 'keep' WHEN 'medium' THEN 'raise' ELSE 'simplify' END AS value_strategy
FROM judged
