CREATE TABLE customers AS SELECT * FROM read_csv(?, header = true, types = {
    'customer_id': 'VARCHAR', 'orders': 'BIGINT', 'last_order': 'DATE',
    'sales': 'DECIMAL(18,2)', 'returned': 'DECIMAL(18,2)',
    'sales_last_6_months': 'DECIMAL(18,2)', 'sales_previous_6_months': 'DECIMAL(18,2)'
})
