"""The spelling of a snapshot's figures is that of everything frozen (crm.core.canonical)."""

from crm.core.canonical import canonical_json, digest, digest_of, plain

__all__ = ["canonical_json", "digest", "digest_of", "plain"]
