-- rulesets/library/customer-grade.yaml, from the answers of lifecycle.sql, value.sql and geography.sql.
-- Nothing is known of payments: 20 points for days overdue, 10 for the limit and 10 for the rating, and 10 more after a
-- year: 40 or 50, so credit is normal. Nothing is known of agreements or of the customer's own figures either.
WITH joined AS (
    SELECT * FROM value_answers JOIN lifecycle_answers USING (subject) JOIN geography_answers USING (subject)
), scored AS (
    SELECT *,
           CASE value WHEN 'high' THEN 35 WHEN 'medium' THEN 20 WHEN 'low' THEN 5 END
           + 15 -- normal credit
           + CASE lifecycle WHEN 'loyal' THEN 15 WHEN 'active' THEN 12 WHEN 'new' THEN 7 WHEN 'potential' THEN 7 ELSE 0 END
           + CASE WHEN relationship_years >= 1 THEN 4 ELSE 0 END -- growing, or a newcomer
           + 4 -- small, as nothing says otherwise
           + CASE geography WHEN 'domestic' THEN 3 WHEN 'overseas' THEN 2 END AS points
    FROM joined
), graded AS (
    SELECT *, CASE WHEN lifecycle = 'lost' THEN 'D' WHEN points >= 80 THEN 'A' WHEN points >= 60 THEN 'B'
                   WHEN points >= 40 THEN 'C' ELSE 'D' END AS letter
    FROM scored
)
SELECT subject, order_average_cents, acquisition_cost, lifetime_value_cents, value, value_strategy,
       relationship_years AS credit_years, NULL AS credit_limit_used,
       CASE WHEN relationship_years >= 1 THEN 50 ELSE 40 END AS credit_points, 'normal' AS credit, 'watch' AS credit_strategy,
       "days_since_last_order (2)" AS days_since_last_order, relationship_years, lifecycle, lifecycle_strategy,
       relationship_years AS cooperation_length, 'loose' AS cooperation_closeness,
       CASE WHEN relationship_years >= 1 THEN 'growing' ELSE 'newcomer' END AS cooperation,
       CASE WHEN relationship_years >= 1 THEN 'develop' ELSE 'acquaint' END AS cooperation_strategy,
       'unknown' AS size_trade, NULL AS size_by_staff, NULL AS size_by_revenue, NULL AS size_by_assets,
       'small' AS size, 'small' AS size_strategy,
       geography, market_region, development_level, geography_strategy,
       points AS score, letter AS grade,
       CASE WHEN lifecycle IN ('dormant', 'lost') THEN 'win_back' WHEN letter = 'A' THEN 'key_account'
            WHEN letter = 'B' THEN 'grow' WHEN lifecycle IN ('new', 'potential') THEN 'cultivate'
            WHEN letter = 'C' THEN 'maintain' ELSE 'economise' END AS grade_strategy
FROM graded
