-- rulesets/library/geography.yaml for the countries by name; :coded is 0 where the ruleset was given the names
-- themselves, none of which is a code. Where the country is not known the customer counts as domestic.
WITH placed AS (
    SELECT *, :coded AND country = 'Unspecified' AS at_home,
           :coded AND country IN ('USA', 'Canada', 'United Kingdom', 'Germany', 'France', 'Italy', 'Spain', 'Netherlands',
                                  'Switzerland', 'Sweden', 'Japan', 'Singapore', 'Australia') AS rich
    FROM customers
)
SELECT customer_id AS subject,
       CASE WHEN at_home THEN 'domestic' ELSE 'overseas' END AS geography,
       NULL AS market_region,
       CASE WHEN rich THEN 'developed' ELSE 'developing' END AS development_level,
       CASE WHEN at_home THEN 'large_market' ELSE 'abroad' END AS geography_strategy
FROM placed
