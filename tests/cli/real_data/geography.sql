-- rulesets/library/geography.yaml for the countries of the file by name. Where the country is not known, or is none, the
-- customer counts as domestic. Developed are the advanced economies of the International Monetary Fund (World Economic
-- Outlook, October 2024).
WITH placed AS (
    SELECT *, country IN ('Unspecified', 'European Community') AS at_home,
           country IN ('Australia', 'Austria', 'Belgium', 'Canada', 'Cyprus', 'Czech Republic', 'Denmark', 'EIRE', 'Finland',
                       'France', 'Germany', 'Greece', 'Iceland', 'Israel', 'Italy', 'Japan', 'Lithuania', 'Malta',
                       'Netherlands', 'Norway', 'Portugal', 'Singapore', 'Spain', 'Sweden', 'Switzerland', 'USA',
                       'United Kingdom') AS rich
    FROM customers
)
SELECT customer_id AS subject,
       CASE WHEN at_home THEN 'domestic' ELSE 'overseas' END AS geography,
       NULL AS market_region,
       CASE WHEN rich THEN 'developed' ELSE 'developing' END AS development_level,
       CASE WHEN at_home THEN 'large_market' ELSE 'abroad' END AS geography_strategy
FROM placed
