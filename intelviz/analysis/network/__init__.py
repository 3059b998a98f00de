"""Who is linked to whom: methods over compressed adjacency (``start``, ``other``)."""
