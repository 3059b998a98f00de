"""Where: methods over longitudes and latitudes."""
