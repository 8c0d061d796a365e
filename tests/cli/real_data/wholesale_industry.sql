-- rulesets/library/industry.yaml: channel 1 is hotels, restaurants and cafés, channel 2 is retail.
SELECT "CustomerId" AS subject, CASE "Channel" WHEN '1' THEN 'services' WHEN '2' THEN 'retail' END AS industry_by_code,
       NULL AS industry_by_words, CASE "Channel" WHEN '1' THEN 'services' ELSE 'retail' END AS industry_class,
       CASE "Channel" WHEN '2' THEN 'retail' ELSE 'services' END AS industry_strategy
FROM customers
