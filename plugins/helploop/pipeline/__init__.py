"""A loaded site to every output file: incremental, on all cores, same input same bytes."""
