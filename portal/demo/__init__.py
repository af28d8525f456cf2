"""Invented policy texts under the district's real package nicknames, all stamped 演示数据."""

from pathlib import Path

from crm.core.registries import DemoBuilder, demo_builders
from portal.demo.build import build

__all__ = ["GOLDEN_QUERIES", "build"]

# What people ask of this content, and how well each document answers it (search/golden.py).
GOLDEN_QUERIES = Path(__file__).with_name("golden_queries.jsonl")

demo_builders.register(DemoBuilder(key="portal", build=build, order=80))
