-- The copy of rulesets/library/value.yaml for who knows the spending of a year and nothing else.
WITH spent AS (
    SELECT "CustomerId" AS subject, "Fresh" + "Milk" + "Grocery" + "Frozen" + "Detergents_Paper" + "Delicassen" AS total
    FROM customers
)
SELECT subject, NULL AS order_average, NULL AS acquisition_cost, NULL AS lifetime_value,
       CASE WHEN total < 27500 THEN 'low' WHEN total < 47000 THEN 'medium' ELSE 'high' END AS value,
       CASE WHEN total >= 47000 THEN 'keep' WHEN total >= 27500 THEN 'raise' ELSE 'simplify' END AS value_strategy
FROM spent
