"""Elasticsearch: an alias an index and version of the fields, each rebuild an index of its own."""
