"""What crawls store of pages, hosts and requests."""
