-- rulesets/library/rfm.yaml in whole hundredths of the currency; one pound is :rate of it.
WITH told AS (
    SELECT customer_id, CAST(orders AS INTEGER) AS orders,
           CAST(julianday('2011-12-10') - julianday(nullif(last_order, '')) AS INTEGER) AS days,
           :rate * (CAST(round(sales * 100) AS INTEGER) - CAST(round(returned * 100) AS INTEGER)) AS net
    FROM customers
), scored AS (
    SELECT *,
           1 + (days IS NOT NULL AND days <= :days_2) + (days IS NOT NULL AND days <= :days_3)
             + (days IS NOT NULL AND days <= :days_4) + (days IS NOT NULL AND days <= :days_5) AS r,
           1 + (orders >= :orders_2) + (orders >= :orders_3) + (orders >= :orders_4) + (orders >= :orders_5) AS f,
           1 + (net >= 100 * :amount_2) + (net >= 100 * :amount_3) + (net >= 100 * :amount_4) + (net >= 100 * :amount_5) AS m
    FROM told
    WHERE net >= 0
), named AS (
    -- M above all: four or more is important; then R and F say whether to cherish, develop, keep or win back
    SELECT *, CASE WHEN m >= 4 THEN 'important_' ELSE 'general_' END
           || CASE WHEN r >= 4 AND f >= 4 THEN 'value' WHEN r >= 4 THEN 'develop'
                   WHEN f >= 4 THEN 'keep' ELSE 'win_back' END AS segment
    FROM scored
)
SELECT customer_id AS subject, days AS rfm_days, r AS recency_score, f AS frequency_score, m AS monetary_score,
       CASE WHEN r >= 4 THEN 'true' ELSE 'false' END AS rfm_recent,
       CASE WHEN f >= 4 THEN 'true' ELSE 'false' END AS rfm_often,
       CASE WHEN m >= 4 THEN 'true' ELSE 'false' END AS rfm_much,
       segment AS rfm_segment,
       CASE segment WHEN 'important_value' THEN 'vip' WHEN 'important_develop' THEN 'more_often'
                    WHEN 'important_keep' THEN 'visit' WHEN 'important_win_back' THEN 'rescue'
                    WHEN 'general_value' THEN 'larger' WHEN 'general_develop' THEN 'guide'
                    WHEN 'general_keep' THEN 'remind' WHEN 'general_win_back' THEN 'low_cost' END AS rfm_strategy
FROM named
