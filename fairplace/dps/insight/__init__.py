"""Market insight (later): benchmarks, capacity and demand, what-if."""
