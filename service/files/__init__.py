"""Files of customers: read and written row by row, in CSV, Excel and Parquet."""
