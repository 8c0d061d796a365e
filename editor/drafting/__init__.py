"""What stands on the page of a draft: its parts, its checks, its sample customer."""
