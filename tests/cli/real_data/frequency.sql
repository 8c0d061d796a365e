-- rulesets/library/frequency.yaml without an order list: the days between orders are not known.
WITH sorted AS (
    SELECT customer_id,
           CASE WHEN orders = '0' THEN 'none'
                WHEN orders = '1' AND first_order = last_order THEN 'one_off'
                WHEN CAST(orders AS INTEGER) >= 12 THEN 'frequent'
                ELSE 'occasional' END AS class
    FROM customers
)
SELECT customer_id AS subject, NULL AS frequency_span, NULL AS frequency_interval, class AS frequency,
       CASE class WHEN 'none' THEN 'interest' WHEN 'one_off' THEN 'second_order'
                  WHEN 'occasional' THEN 'activate' ELSE 'membership' END AS frequency_strategy
FROM sorted
