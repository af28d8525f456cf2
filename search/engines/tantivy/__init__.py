"""The embedded engine: one directory a version of an index, a pointer file that names the live
one."""
