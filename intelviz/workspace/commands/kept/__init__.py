"""What an analyst makes and names beside sets and charts: filters, areas, layers, styles."""
