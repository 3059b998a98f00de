"""Arrays into pixels: raster kernels, level of detail, labels, icons. No widget."""
