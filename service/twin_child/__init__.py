"""The process in which durable-rules infers a second time; it imports only what it needs."""
