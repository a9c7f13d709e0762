"""One page over the network: allowed addresses, connections, bounded bodies, redirects."""
