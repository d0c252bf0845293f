"""What records say about a period, put together for a management review: values from values, and nothing judged."""
