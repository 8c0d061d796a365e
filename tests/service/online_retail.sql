-- The same grading as online_retail.yaml, written independently: whole pence and integer division only.
WITH given AS (
    SELECT customer_id, country, orders,
           CAST(sales * 100 AS BIGINT) AS sales,
           CAST(returned * 100 AS BIGINT) AS returned,
           CAST(sales_last_6_months * 100 AS BIGINT) AS recent,
           CAST(sales_previous_6_months * 100 AS BIGINT) AS before,
           last_order
    FROM customers
), basics AS (
    SELECT *, sales - returned AS net, DATE '2011-12-10' - last_order AS days,
           -- tenths of a percent, halves away from zero
           CASE WHEN before = 0 THEN NULL
                ELSE sign(recent - before) * ((2000 * abs(recent - before) + before) // (2 * before)) END AS growth
    FROM given
), scores AS (
    SELECT *,
           CASE WHEN days <= 30 THEN 5 WHEN days <= 60 THEN 4 WHEN days <= 120 THEN 3
                WHEN days <= 240 THEN 2 WHEN days > 240 THEN 1 END AS recency,
           CASE WHEN orders >= 20 THEN 5 WHEN orders >= 10 THEN 4 WHEN orders >= 5 THEN 3
                WHEN orders >= 2 THEN 2 ELSE 1 END AS frequency,
           CASE WHEN net >= 500000 THEN 5 WHEN net >= 250000 THEN 4 WHEN net >= 100000 THEN 3
                WHEN net >= 30000 THEN 2 ELSE 1 END AS money
    FROM basics
), segments AS (
    SELECT *,
           CASE WHEN recency IS NULL THEN 'returns_only'
                WHEN recency >= 4 AND frequency >= 4 AND money >= 4 THEN 'champion'
                WHEN frequency >= 3 AND (recency >= 3 OR money = 5) THEN 'loyal'
                WHEN recency <= 2 AND NOT (money < 3 OR orders < 2) THEN 'at_risk'
                WHEN recency >= 4 THEN 'promising'
                ELSE 'asleep' END AS segment,
           CASE WHEN recency IS NULL THEN -5 WHEN recency >= 4 THEN 30 WHEN recency = 3 THEN 15 ELSE 0 END
           + CASE WHEN frequency >= 4 THEN 35 WHEN frequency >= 2 THEN 18 ELSE 5 END
           + CASE WHEN money = 5 THEN 35 WHEN money >= 3 THEN 20 ELSE 2 END AS score
    FROM scores
), grades AS (
    SELECT *,
           CASE WHEN score >= 85 AND segment IN ('champion', 'loyal') THEN 'A'
                WHEN score >= 60 AND segment <> 'at_risk' THEN 'B'
                WHEN score >= 40 THEN 'C' ELSE 'D' END AS grade
    FROM segments
), discounts AS (
    -- tenths of a percent; no rule fired at all is missing, not zero
    SELECT *,
           CASE WHEN grade = 'A' THEN 80 END AS by_a,
           CASE WHEN grade = 'B' THEN 45 END AS by_b,
           CASE WHEN growth >= 200 THEN 20 END AS by_growth,
           CASE WHEN country <> 'United Kingdom' THEN 5 END AS by_country,
           CASE WHEN net BETWEEN 2000000 AND 1000000000 THEN 30 END AS by_size
    FROM grades
)
SELECT customer_id, days, net, growth, recency, frequency, money, segment, score, grade,
       CASE WHEN coalesce(by_a, by_b, by_growth, by_country, by_size) IS NULL THEN NULL
            ELSE least(120, coalesce(by_a, 0) + coalesce(by_b, 0) + coalesce(by_growth, 0)
                            + coalesce(by_country, 0) + coalesce(by_size, 0)) END AS percent_off
FROM discounts
ORDER BY customer_id
